"""What the two documents about drill scripts show is true: the tutorial's steps and the reference's words."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from commandroom.demo.town.shipped import load_demo
from commandroom.drill import conditions, parts, schema
from commandroom.drill.fit import misfits
from commandroom.drill.headless import DrillResult, run_drill
from commandroom.drill.script import LoadedScript, examine_text
from commandroom.drill.session import DrillSetting
from commandroom.drill.variants import as_variant, variant_ids
from commandroom.roads.travel import RoadRouter
from commandroom.wording import Wording

DOCS = Path(__file__).parents[2] / "docs"
NAME = "fainting.yaml"


@pytest.fixture(scope="module")
def setting() -> DrillSetting:
    town = load_demo("town")
    return DrillSetting(town, RoadRouter(town.network), town.kinds)


def document(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def script_in(text: str, mark: str) -> str:
    """The block of YAML that stands below `<!-- mark -->`."""
    found = re.search(rf"<!-- {mark} -->\n```yaml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


def shown(text: str, below: str) -> str:
    """The screen that the tutorial shows after the words `below`."""
    found = re.search(rf"{re.escape(below)}.*?```text\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


def loaded(text: str, setting: DrillSetting) -> LoadedScript:
    script, findings = examine_text(text, NAME)
    assert script is not None, findings
    assert misfits(script, setting.town, setting.catalogue.kinds) == []
    return script


def test_the_mistake_of_the_tutorial_is_told_in_the_words_it_shows() -> None:
    text = document("drill-tutorial.md")
    script, findings = examine_text(script_in(text, "faulty"), NAME)
    said = [f"{NAME}:{each.line}: {Wording('zh').say(each.key, **each.said_with)}" for each in findings]
    assert script is None
    assert said == shown(text, "drill lint").split("\n")[:-1]


def test_put_right_as_the_tutorial_says_it_is_a_script(setting: DrillSetting) -> None:
    faulty = script_in(document("drill-tutorial.md"), "faulty")
    mended = re.sub(r"\bmal$", "mall", faulty, flags=re.MULTILINE)
    assert mended != faulty
    assert len(loaded(mended, setting).script.injects) == 1


def test_the_five_injects_of_the_tutorial_are_played_to_the_sheet_it_shows(setting: DrillSetting) -> None:
    text = document("drill-tutorial.md")
    script = loaded(script_in(text, "whole"), setting)
    result = run_drill(script, setting)
    assert len(script.script.injects) == 5
    assert missed(result) == []
    sheet = shown(text, "drill run")
    assert [each.title_zh for each in result.criteria] == re.findall(r"/ \S+\s+(\S+)", sheet)
    assert not run_drill(script, setting, actions=[]).passed


def test_the_whole_script_of_the_reference_is_played_in_every_difficulty(setting: DrillSetting) -> None:
    script = loaded(script_in(document("drill-script.md"), "whole"), setting)
    for name in variant_ids(script.script):
        assert missed(run_drill(as_variant(script, name), setting)) == [], name


def missed(result: DrillResult) -> list[str]:
    return [each.id for each in result.criteria if not each.passed]


def test_the_reference_names_every_field_and_every_choice() -> None:
    text = document("drill-script.md")
    shapes = {each for module in (schema, conditions) for each in vars(module).values() if is_shape(each)}
    fields = {field.alias or name for shape in shapes for name, field in shape.model_fields.items()}
    choices = {*get_args(schema.Measure), *get_args(parts.Moment)}
    for choice in (parts.Sort, parts.Channel, parts.Phase, schema.Bearing):
        choices |= {*get_args(choice)}
    words = set(re.findall(r"[a-z][a-z_]*", text))
    assert sorted((fields | choices) - words) == []


def is_shape(each: object) -> bool:
    return isinstance(each, type) and issubclass(each, BaseModel)
