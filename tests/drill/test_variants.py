"""Difficulties: each is a script of its own, with its lines where the author wrote them."""

from collections.abc import Iterable
from typing import Any

import pytest

from commandroom.drill.course import DrillTerms
from commandroom.drill.fit import misfits
from commandroom.drill.headless import run_drill
from commandroom.drill.script import LoadedScript, examine_text, load_script, shipped
from commandroom.drill.session import DrillSetting, open_drill
from commandroom.drill.variants import as_variant, in_language, variant_ids
from commandroom.errors import Refusal
from commandroom.models.domain.enums import Duty
from tests.drill.small_town import SCRIPT

HARD = """\
variants:
  - id: hard
    title: {zh: 难, en: Hard}
    start: 2026-11-20 22:10
    duration: 8m
    off_duty: [警0]
    leave_out: [word]
    injects:
      warned: {at: 0:50, text: 两人接应}
      runs: {after: 2s}
    opponents:
      A2: {speed_kmh: 6, start: lane}
    criteria:
      control: {within: 6m}
    rules: {subdue: {units: 5}}
"""


def loaded(text: str) -> LoadedScript:
    script, found = examine_text(text, "small.yaml")
    assert script is not None, found
    return script


def ids(parts: Iterable[Any]) -> list[str]:
    return [each.id for each in parts]


def test_a_difficulty_changes_what_it_says_and_nothing_else() -> None:
    base = loaded(SCRIPT + HARD)
    assert variant_ids(base.script) == ("standard", "hard")
    hard = as_variant(base, "hard")
    script = hard.script
    assert (script.start, script.duration, script.off_duty, hard.variant) == (
        "2026-11-20 22:10",
        480,
        ["警0"],
        "hard",
    )
    assert ids(script.injects) == ["alarm", "warned", "runs", "calm"]
    warned, runs = script.injects[1], script.injects[2]
    assert warned.at == 50
    assert warned.report is not None
    assert warned.report.text == "两人接应"
    assert runs.after == 2
    assert runs.flee == base.script.injects[3].flee
    assert (script.opponents[1].speed_kmh, script.opponents[1].start) == (6, "lane")
    assert script.opponents[0] == base.script.opponents[0]
    assert [each.within for each in script.criteria if each.id == "control"] == [360]
    assert script.rules.subdue.units == 5
    assert script.variants == []
    assert as_variant(hard, "hard") is hard
    standard = as_variant(base, "standard")
    assert standard.script == base.script.model_copy(update={"variants": []})


def test_what_is_only_in_some_difficulties_is_left_out_of_the_others() -> None:
    text = (
        (SCRIPT + HARD)
        .replace("  - {id: calm,", "  - {id: calm, only: [hard],")
        .replace("  - {id: A2,", "  - {id: A2, only: [standard],")
    )
    base = loaded(text.replace("      A2: {speed_kmh: 6, start: lane}\n", "      A1: {speed_kmh: 6}\n"))
    standard, hard = as_variant(base, "standard"), as_variant(base, "hard")
    assert "calm" in ids(hard.script.injects)
    assert "calm" not in ids(standard.script.injects)
    assert ids(standard.script.opponents) == ["A1", "A2"]
    assert ids(hard.script.opponents) == ["A1"]
    assert not any(each.only for each in hard.script.injects)
    assert not any(each.only for each in standard.script.opponents)


def test_lines_follow_what_they_belong_to() -> None:
    text = SCRIPT + HARD
    hard = as_variant(loaded(text), "hard")
    for n, inject in enumerate(hard.script.injects):
        row = text.splitlines()[hard.lines["injects", n, "id"] - 1]
        assert f"id: {inject.id}" in row


def test_an_unknown_difficulty_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal) as why:
        as_variant(loaded(SCRIPT + HARD), "hrad")
    assert why.value.key == "drill.variant.unknown.guess"
    assert why.value.values["guess"] == "hard"


def test_a_drill_plays_the_difficulty_it_was_opened_in(setting: DrillSetting) -> None:
    hard = as_variant(loaded(SCRIPT + HARD), "hard")
    parts = open_drill(hard, setting, terms=DrillTerms(variant="hard"))
    units = parts.store.snapshot(now=parts.clock.now()).units
    assert [each.call_sign for each in units if each.duty is Duty.OFF] == ["警0"]
    parts.store.close()
    # A script that was not resolved plays as `standard`, without what is only in others.
    result = run_drill(loaded(SCRIPT.replace("id: calm,", "id: calm, only: [hard],") + HARD), setting)
    assert result.passed


def test_a_unit_that_is_not_in_the_town_is_told_with_its_line(setting: DrillSetting) -> None:
    text = (SCRIPT + HARD).replace("off_duty: [警0]", "off_duty: [警00]")
    found = misfits(as_variant(loaded(text), "hard"), setting.town, setting.catalogue.kinds)
    assert [each.key for each in found] == ["drill.forces.unknown.guess"]


def test_every_shipped_difficulty_is_a_sound_script() -> None:
    for path in shipped():
        base = load_script(path)
        for name in variant_ids(base.script):
            script = as_variant(base, name).script
            assert script.alarm in ids(script.injects)
            assert {each.incident for each in script.opponents} <= set(ids(script.injects))


def test_reports_and_messages_are_in_english_where_the_author_wrote_them_so() -> None:
    text = SCRIPT.replace("text: 请求增援,", "text: 请求增援, text_en: Send more,")
    base = loaded(text)
    assert in_language(base, "zh") is base
    told = in_language(base, "en").script.injects
    assert told[1].message is not None
    assert told[1].message.text == "Send more"
    assert told[0] == base.script.injects[0]
