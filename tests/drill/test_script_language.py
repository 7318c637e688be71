"""The script language: sentences, older formats, names, what can never be, and the schema for editors."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.drill.conditions import Condition
from commandroom.drill.deadends import CODES, remarks
from commandroom.drill.findings import Finding
from commandroom.drill.grammar import MOMENTS, NoSentence, fields_of
from commandroom.drill.headless import run_drill
from commandroom.drill.jsonschema import script_schema
from commandroom.drill.migrating import migrate_file
from commandroom.drill.script import examine_text, load_script, shipped
from commandroom.drill.sentences import said
from commandroom.drill.session import DrillSetting
from commandroom.errors import WorldFailed
from commandroom.resources import resource
from commandroom.wording import LANGUAGES, Wording
from tests.drill.small_town import SCRIPT, script_file


def condition(text: str) -> Condition:
    return Condition.model_validate(fields_of(text))


def faults(text: str) -> list[Finding]:
    found = examine_text(text, "small.yaml")[1]
    for each in found:
        for language in LANGUAGES:
            assert "small.yaml" in Wording(language).say(each.key, **each.said_with)
    return found


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("first_unit_on_scene", {"moment": "first_unit_on_scene"}),
        ("首个单元到场", {"moment": "first_unit_on_scene"}),
        ("contact of lookout", {"moment": "contact", "of": "lookout"}),
        ("lookout 接触", {"moment": "contact", "of": "lookout"}),
        ("injury x3", {"moment": "injury", "times": 3}),
        ("injury x3 of lookout", {"moment": "injury", "times": 3, "of": "lookout"}),
        ("third injury of lookout", {"moment": "injury", "times": 3, "of": "lookout"}),
        ("2nd injury", {"moment": "injury", "times": 2}),
        ("受伤 x3", {"moment": "injury", "times": 3}),
        ("lookout 受伤 x3", {"moment": "injury", "times": 3, "of": "lookout"}),
        ("第3次受伤", {"moment": "injury", "times": 3}),
        ("exit north_gate uncovered for 60s", {"exit": "north_gate", "covered": False, "for": "60s"}),
        ("出口 北门 无人 持续 60s", {"exit": "北门", "covered": False, "for": "60s"}),
        ("exit X covered", {"exit": "X", "covered": True}),
        ("2 police on scene", {"units": 2, "party": "police"}),
        ("3 units on scene of lookout", {"units": 3, "of": "lookout"}),
        ("lookout 2 组公安到场", {"units": 2, "party": "police", "of": "lookout"}),
        ("inject workers_up", {"inject": "workers_up"}),
        ("注入 workers_up", {"inject": "workers_up"}),
        ("opponent 甲 hidden", {"opponent": "甲", "state": "hidden"}),
        ("对手 甲 已控制", {"opponent": "甲", "state": "subdued"}),
        ("not contact for 2m", {"not": {"moment": "contact"}, "for": "2m"}),
        ("没有接触", {"not": {"moment": "contact"}}),
        (
            "contact and exit east covered",
            {"all": [{"moment": "contact"}, {"exit": "east", "covered": True}]},
        ),
        ("injury or reached", {"any": [{"moment": "injury"}, {"moment": "reached"}]}),
    ],
)
def test_a_sentence_says_its_fields(sentence: str, fields: dict[str, Any]) -> None:
    assert fields_of(sentence) == fields
    Condition.model_validate(fields)


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("contac", "contact"),
        ("exit north uncoverd", "exit north uncovered"),
        ("exits north covered", "exit north covered"),
        ("oponent 甲 hidden", "opponent 甲 hidden"),
        ("opponent 甲 hiden", "opponent 甲 hidden"),
        ("2 polise on scene", "2 police on scene"),
        ("injektion", ""),
        ("", ""),
        ("not not contact", ""),
        ("contact and injury or reached", ""),
        ("contact and injury for 20s", ""),
        ("contact for ever", ""),
        ("x" * 5000, ""),
    ],
)
def test_what_is_no_sentence_is_refused_with_what_may_be_meant(sentence: str, meant: str) -> None:
    with pytest.raises(NoSentence) as why:
        fields_of(sentence)
    if meant:
        assert why.value.guess == meant


NAMES = st.sampled_from(["lookout", "甲", "north_gate"])
PLAIN = st.one_of(
    st.builds(
        lambda m, t, o: {"moment": m, "times": t, "of": o}, st.sampled_from(MOMENTS), st.integers(1, 9), NAMES
    ),
    st.builds(lambda n, c: {"exit": n, "covered": c}, NAMES, st.booleans()),
    st.builds(lambda n, o: {"units": n, "party": "police", "of": o}, st.integers(0, 9), NAMES),
    st.builds(lambda n: {"inject": n}, NAMES),
    st.builds(lambda n: {"opponent": n, "state": "hidden"}, NAMES),
)


@given(PLAIN | st.builds(lambda c: {"not": c}, PLAIN), st.sampled_from([None, "45s", "3m", "1h"]))
@settings(max_examples=80, deadline=None)
def test_a_sentence_said_again_is_the_same_condition(fields: dict[str, Any], lasting: str | None) -> None:
    asked = Condition.model_validate(fields | ({"for": lasting} if lasting else {}))
    assert condition(said(asked)) == asked


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_sentence_or_refused(text: str) -> None:
    try:
        fields = fields_of(text)
    except NoSentence:
        return
    Condition.model_validate(fields)


@pytest.mark.parametrize(
    ("old", "new", "key", "word", "guess"),
    [
        ("when: controlled", "when: exit lan covered", "unknown_name.guess", "exit lan", "lane"),
        ("when: controlled", "when: controlled of word", "no_report", "of word", None),
        ("when: controlled", "when: {all: [contact, {inject: wrd}]}", "unknown_name.guess", "wrd", "word"),
        ("when: controlled", "when: opponent A3 subdued", "unknown_name.guess", "A3", "A2"),
        ("when: controlled", "when: inject calm", "waits", "inject calm", None),
        ("when: controlled", "when: controlled, since: runs2", "unknown_name.guess", "runs2", "runs"),
        ("when: controlled", "when: controlled, otherwise: word", "needs", "otherwise", None),
        ("when: controlled", "when: not not contact", "bad_sentence", "not not", None),
        ("when: controlled", "when: controlled, only: [hrad]", "unknown_name", "hrad", None),
        ("lane: {near: museum, east: 300}", "lane: {one_of: [far, lane]}", "circle", "one_of", None),
        (
            "lane: {near: museum, east: 300}",
            "lane: {near: museum, toward: eas}",
            "bad_choice.guess",
            "eas}",
            "east",
        ),
        ("walk_to: museum}", "plan: [{hide_at: lan}]}", "unknown_name.guess", "lan}", "lane"),
        (
            "rules:\n",
            "crowds:\n  - {id: c, at: museum, count: 5, to: fra}\nrules:\n",
            "unknown_name.guess",
            "fra",
            "far",
        ),
        ("rules:\n", "rules:\n  hold: [lan]\n", "unknown_name.guess", "hold", "lane"),
        ("measure: controlled,", "measure: controlled, role: chief,", "unknown_name", "role", None),
        ("measure: controlled,", "measure: controlled, since: rums,", "unknown_name.guess", "rums", "runs"),
        ("format: 2", "format: 3", "newer", "format", None),
    ],
)
def test_every_name_and_condition_is_looked_up(
    old: str, new: str, key: str, word: str, guess: str | None
) -> None:
    text = SCRIPT.replace(old, new, 1)
    assert text != SCRIPT
    found = faults(text)
    assert [each.key for each in found][:1] == [f"drill.script.{key}"], found
    assert found[0].line == next(n for n, row in enumerate(text.splitlines(), 1) if word in row)
    if guess is not None:
        assert found[0].values["guess"] == guess


def test_conditions_are_bounded_in_depth_and_number() -> None:
    deep = "contact"
    for _ in range(7):
        deep = f"{{not: {deep}}}"
    wide = "{all: [" + ", ".join("{any: [" + ", ".join(["contact"] * 15) + "]}" for _ in range(5)) + "]}"
    for when in (deep, wide):
        found = faults(SCRIPT.replace("when: controlled", f"when: {when}"))
        assert [each.key for each in found] == ["drill.script.deep_when"]


def test_injects_that_wait_for_each_other_are_told(tmp_path: Path) -> None:
    ring = "\n".join(f"  - {{id: r{n}, when: inject r{(n + 1) % 3}, note: x}}" for n in range(3))
    text = SCRIPT.replace("rules:\n", f"{ring}\nrules:\n", 1)
    found = faults(text)
    assert [each.key for each in found] == ["drill.script.waits"] * 3
    saved = text.replace("id: r0, when: inject r1", "id: r0, when: {any: [inject r1, contact]}")
    assert faults(saved) == []


def test_difficulties_are_checked_as_scripts_of_their_own() -> None:
    plain = "variants:\n  - {id: hard, title: {zh: 难, en: Hard}"
    for rest, key in (
        (", leave_out: [alarm]}", "left_without"),
        (", injects: {runs: {at: 1:00}}}", "not_timed"),
        (", criteria: {bare: {within: 1m}}}", "needs"),
        (", criteria: {ordr: {within: 1m}}}", "unknown_name.guess"),
        (", opponents: {A1: {start: lan}}}", "unknown_name.guess"),
        (", start: 2026-02-31 09:00}", "bad_start"),
        ("}\n  - {id: standard, title: {zh: 难, en: Hard}}", "twice"),
    ):
        assert [each.key for each in faults(SCRIPT + plain + rest + "\n")] == [f"drill.script.{key}"], rest


def test_what_hardly_is_meant_so_is_remarked() -> None:
    text = SCRIPT.replace("code: unshielded_contact", "code: unshielded_contct").replace(
        "rules:\n", "  - {id: spare, called: true, note: x}\n  - {id: late, at: 30m, note: x}\nrules:\n", 1
    )
    text = text.replace("measure: controlled, within: 8m", "measure: evacuated, within: 80m")
    loaded, found = examine_text(text, "small.yaml")
    assert loaded is not None, found
    told = {
        each.key.removeprefix("drill.remark."): each for each in remarks(loaded.script, "f", loaded.lines)
    }
    assert set(told) == {"uncalled", "late", "code.guess", "unmeasured", "too_long"}
    assert told["code.guess"].values["guess"] in CODES
    for each in told.values():
        for language in LANGUAGES:
            assert Wording(language).say(each.key, **each.said_with)


def test_an_older_script_plays_as_before_and_is_rewritten_with_its_comments(
    setting: DrillSetting, tmp_path: Path
) -> None:
    old = "# 我的脚本\n" + SCRIPT.replace("format: 2", "format: 1   # the first")
    path = script_file(tmp_path, old)
    assert load_script(path).script == examine_text(SCRIPT, "small.yaml")[0].script  # type: ignore[union-attr]
    before = run_drill(path, setting)
    assert before.passed
    assert migrate_file(path) is True
    assert path.read_text(encoding="utf-8") == old.replace("format: 1", "format: 2")
    assert migrate_file(path) is False
    assert [each.passed for each in run_drill(path, setting).criteria] == [
        each.passed for each in before.criteria
    ]
    with pytest.raises(WorldFailed, match="newer"):
        migrate_file(script_file(tmp_path, SCRIPT.replace("format: 2", "format: 7")))


def test_the_schema_that_is_shipped_is_current() -> None:
    kept = json.loads(resource("drills", "drill.schema.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(script_schema())), (
        "commandroom drill schema > resources/drills/drill.schema.json"
    )
    assert set(kept["required"]) >= {"format", "id", "title", "places", "injects", "criteria"}
    whens = kept["$defs"]["Inject"]["properties"]["when"]["anyOf"][0]["anyOf"]
    assert {each.get("type", "ref") for each in whens} == {"string", "ref"}


def test_shipped_scripts_have_nothing_to_remark() -> None:
    for path in shipped():
        loaded = load_script(path)
        assert remarks(loaded.script, path.name, loaded.lines) == []
