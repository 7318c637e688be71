"""Chinese and English say the same things, with the same places to fill in."""

import json
import re
import string
from pathlib import Path

import pytest

from commandroom.resources import resource
from commandroom.ui.layers.choice import OPTIONS
from commandroom.wording import Wording

AREAS = sorted(path.name.removesuffix(".zh.json") for path in resource("wording").glob("*.zh.json"))
PACKAGE = Path(__file__).parents[2] / "commandroom"


def texts(area: str, language: str) -> dict[str, str]:
    def no_key_twice(pairs: list[tuple[str, str]]) -> dict[str, str]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), f"{area}.{language}: a key stands twice"
        return dict(pairs)

    path = resource("wording", f"{area}.{language}.json")
    found = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=no_key_twice)
    assert isinstance(found, dict)
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_is_wording() -> None:
    english = sorted(path.name.removesuffix(".en.json") for path in resource("wording").glob("*.en.json"))
    assert "core" in AREAS
    assert english == AREAS


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area: str) -> None:
    assert texts(area, "zh").keys() == texts(area, "en").keys()


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_fill_in_the_same_values(area: str) -> None:
    zh, en = texts(area, "zh"), texts(area, "en")
    assert {key: places(zh[key]) for key in zh} == {key: places(en[key]) for key in zh}


@pytest.mark.parametrize("area", AREAS)
def test_the_tone_of_the_desk(area: str) -> None:
    shouted = [key for key, text in texts(area, "zh").items() if re.search("[!！]|请", text)]
    assert not shouted


FILES = (".html", ".js", ".json", ".png")
"""A file may be called like an area, and so may an option of a layer."""


def test_no_key_stands_in_two_areas() -> None:
    keys = [key for area in AREAS for key in texts(area, "zh")]
    assert len(keys) == len(set(keys))
    assert len(keys) == len(Wording("zh").texts)


def test_every_key_written_out_in_the_code_has_a_text() -> None:
    """Keys that stand whole in the source; those put together at run time are tested where they are made."""
    known = Wording("zh").texts.keys()
    quoted = re.compile(rf'"((?:{"|".join(AREAS)})\.[a-z0-9_]+(?:\.[a-z0-9_]+)*)"')
    missing = {
        f"{path.name}: {key}"
        for path in PACKAGE.rglob("*.py")
        for key in quoted.findall(path.read_text(encoding="utf-8"))
        if key not in known and key not in OPTIONS and not key.endswith(FILES)
    }
    assert not missing
