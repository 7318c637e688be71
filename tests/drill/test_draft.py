"""A script on the desk: edits leave the rest as it was, and every one can be taken back."""

from pathlib import Path

import pytest

from commandroom.drill.draft import Draft
from commandroom.drill.script import examine_text, shipped
from commandroom.errors import Refusal

TEXT = """# a head
format: 2
id: small
title: {zh: 小演练, en: Small}
start: 2026-11-20 20:30
duration: 15m
places:
  market: {kind: night_market}   # the middle
  gate: {near: market, toward: north, metres: 80, title: {zh: 北门, en: North gate}}

injects:
  # the first call
  - id: alarm
    at: 0:10   # early
    report: {kind: night_market_quarrel, place: market, text: "两人争执"}

  # the crowd
  - id: crowd
    at: 1:00
    message:
      channel: group
      sender: 群
      text: |
        两行
        - id: 不是编号
      about: alarm

criteria:
  - {id: one, title: {zh: 派警, en: Order}, measure: first_order, within: 30s}
"""


def test_a_changed_time_changes_one_line():
    draft = Draft(TEXT)
    draft.change("injects", 0, {("at",): "0:25"})
    assert "    at: 0:25   # early" in draft.text
    assert draft.text.replace("0:25", "0:10") == TEXT


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_script_comes_back_from_its_edits(path: Path):
    text = path.read_text(encoding="utf-8")
    draft = Draft(text, path.name)
    loaded, findings = examine_text(text, path.name)
    assert loaded is not None, findings
    assert draft.ids("injects") == [each.id for each in loaded.script.injects]
    assert draft.place_names() == list(loaded.script.places)
    draft.change("injects", 1, {("after",): "5s", ("hint", "zh"): "提示", ("hint", "en"): "hint"})
    draft.move("injects", 0, 2)
    draft.put_place("new_place", {"near": draft.place_names()[0], "east": 10.5, "north": -4})
    draft.remove("answer", 0)
    draft.set_inside(("title", "zh"), "新标题")
    assert examine_text(draft.text, "x")[0] is not None, examine_text(draft.text, "x")[1]
    steps = 0
    while draft.can_undo:
        assert draft.undo()
        steps += 1
    assert (steps, draft.text, draft.is_changed) == (5, text, False)
    while draft.can_redo:
        draft.redo()
    assert draft.field("title")["zh"] == "新标题"


def test_an_item_moves_with_the_comment_above_it():
    draft = Draft(TEXT)
    draft.move("injects", 1, 0)
    assert draft.ids("injects") == ["crowd", "alarm"]
    assert draft.text.index("# the crowd") < draft.text.index("# the first call")
    draft.undo()
    assert draft.text == TEXT


def test_a_part_that_is_missing_is_made_and_one_on_a_line_is_opened():
    draft = Draft(TEXT + "answer: [{when: alarm, order: guards}]\n")
    assert draft.count("answer") == 0
    draft.add("answer", {"when": "alarm", "after": "10s", "order": "police"})
    draft.add("opponents", {"id": "甲", "incident": "alarm", "start": "market"})
    script = examine_text(draft.text, "x")[0]
    assert script is not None
    assert [each.order for each in script.script.answer] == ["guards", "police"]
    assert script.script.opponents[0].start == "market"
    draft.undo()
    draft.undo()
    assert draft.text == TEXT + "answer: [{when: alarm, order: guards}]\n"


def test_a_place_that_is_moved_keeps_its_title_and_loses_the_old_way_to_say_where():
    draft = Draft(TEXT)
    draft.put_place("gate", {"near": "market", "east": 12, "north": 70})
    place = draft.item("places", 1)
    assert place == {
        "near": "market",
        "east": 12,
        "north": 70,
        "title": {"zh": "北门", "en": "North gate"},
    }
    assert "# the middle" in draft.text


def test_wrong_text_stays_as_it_was_typed_and_a_form_does_not_touch_it():
    draft = Draft(TEXT)
    draft.type_text(TEXT.replace("    at: 1:00", "    at: [1:00"))
    wrong = draft.text
    assert draft.item("injects", 1) is None
    assert draft.item("injects", 0)["id"] == "alarm"
    with pytest.raises(Refusal) as refused:
        draft.change("injects", 1, {("at",): "2:00"})
    assert refused.value.values["line"] == 18
    assert draft.text == wrong
    draft.change("injects", 0, {("at",): "0:20"})
    assert "at: [1:00" in draft.text
    draft.undo()
    draft.undo()
    assert draft.text == TEXT


def test_many_changes_in_one_step_go_back_together():
    draft = Draft(TEXT)
    heard: list[str] = []
    leave = draft.subscribe(lambda: heard.append(draft.text))
    with draft.one_step():
        draft.put_place("way_1", {"near": "market", "east": 1, "north": 2})
        draft.add("opponents", {"id": "甲", "incident": "alarm", "start": "way_1"})
    assert len(heard) == 1
    leave()
    draft.undo()
    assert (draft.text, len(heard), draft.can_undo) == (TEXT, 1, False)


def test_a_line_knows_its_part():
    draft = Draft(TEXT)
    line = TEXT.split("\n").index("      sender: 群") + 1
    assert draft.spot_of(line) == ("injects", 1)
    assert draft.spot_of(3) == ("id", None)
    assert draft.line_of("injects", 1) == 18
    assert draft.remark("injects", 1) == "the crowd"
