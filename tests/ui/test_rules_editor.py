"""The editor of the rules: what is written is read back, a bad cell loses nothing, saving is a command."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commandroom.models.domain import commands as co
from commandroom.models.domain.codec import encode
from commandroom.models.domain.doctrine import Doctrine, Doubt, Gate, RollCallRules, SimpleRule, StepLimits
from commandroom.models.domain.entities import Kit
from commandroom.models.domain.enums import Level, Ring
from commandroom.resources import resource
from commandroom.services.catalogue import read_catalogue
from commandroom.services.doctrine import shipped_doctrine
from commandroom.ui.rules.choices import CheckPopup
from commandroom.ui.rules.columns import Vocabulary
from commandroom.ui.rules.desk import RulesDesk
from commandroom.ui.rules.dialog import RulesDialog
from commandroom.ui.rules.texts import (
    BadText,
    hour_text,
    kit_text,
    names_text,
    read_hour,
    read_kit,
    read_names,
    read_number,
    read_seconds,
    read_whole,
    read_words,
    seconds_text,
)
from commandroom.ui.theme import DAY
from commandroom.wording import Wording
from tests.conftest import DISPUTE, OPERATOR
from tests.ui.conftest import Stage

SMALL = Doctrine(
    simple=(SimpleRule("s", (DISPUTE.code,), words=("刀",)),),
    clocks=(StepLimits("a", feedback_s=None), StepLimits("b")),
)


@given(st.none() | st.integers(0, 86_400))
def test_seconds_are_read_as_they_are_written(seconds: int | None) -> None:
    assert read_seconds(seconds_text(seconds)) == seconds


@given(st.integers(0, 24 * 60))
def test_hours_are_read_as_they_are_written(minutes: int) -> None:
    assert round(read_hour(hour_text(minutes / 60)) * 60) == minutes


@given(st.lists(st.sampled_from(list(Level)), unique=True))
def test_names_are_read_as_they_are_written(levels: list[Level]) -> None:
    names = {each: f"{int(each)}级" for each in Level}
    assert read_names(names_text(levels, names), names) == tuple(levels)


def test_kit_words_and_times_are_forgiving() -> None:
    assert read_kit("盾牌、 钢叉x2，急救包*3") == (Kit("盾牌"), Kit("钢叉", 2), Kit("急救包", 3))
    assert kit_text(read_kit("盾牌、钢叉×2")) == "盾牌、钢叉×2"
    assert read_words("刀, 刀；血 枪") == ("刀", "血", "枪")
    assert (read_seconds("90"), read_seconds("1：30"), read_seconds(" ")) == (90, 90, None)
    assert read_names("knife", {"knife": "持刀"}) == ("knife",)


@pytest.mark.parametrize(
    ("read", "text", "key"),
    [
        (read_seconds, "1:75", "seconds"),
        (read_seconds, "五分", "seconds"),
        (read_seconds, "٣", "seconds"),
        (read_seconds, "90000", "seconds_long"),
        (lambda text: read_whole(text, 1, 9), "0", "whole"),
        (lambda text: read_number(text, 0.5, 2), "nan", "number"),
        (read_hour, "25:00", "hour"),
        (read_kit, "盾牌×0", "kit"),
        (lambda text: read_names(text, {"a": "甲"}), "乙", "unknown"),
    ],
)
def test_a_bad_text_says_why_in_both_languages(read: Callable[[str], Any], text: str, key: str) -> None:
    with pytest.raises(BadText) as bad:
        read(text)
    assert bad.value.key == f"clocks.rules.bad.{key}"
    for language in ("zh", "en"):
        said = Wording(language).say(bad.value.key, **bad.value.values)  # type: ignore[arg-type]
        assert "{" not in said
        assert not said.startswith("clocks.")


@pytest.fixture
def dialog(qtbot: Any, stage: Stage) -> RulesDialog:
    kinds = read_catalogue(resource("catalogue", "incident_kinds.json")).kinds
    words = Vocabulary(Wording("zh"), {code: kind.zh for code, kind in kinds.items()} | {"callup": "拉动"})
    made = RulesDialog(words, stage.window)
    made.apply_theme(DAY)
    return made


def test_the_shipped_rules_pass_through_the_editor_unchanged(dialog: RulesDialog) -> None:
    shipped = shipped_doctrine()
    dialog.put(shipped)
    assert dialog.first_fault() is None
    assert dialog.draft() == shipped
    assert not dialog.is_changed
    dialog.apply_wording()
    assert dialog.draft() == shipped


def test_a_bad_cell_keeps_what_was_typed_while_one_looks_elsewhere(dialog: RulesDialog) -> None:
    dialog.put(shipped_doctrine())
    needs = dialog.plans._drafts[0].needs
    place = next(at for at, column in enumerate(needs.columns) if column.field == "within_s")
    needs.setData(needs.index(0, place), "八分")
    dialog.plans.list.setCurrentRow(5)
    dialog.tabs.setCurrentIndex(3)
    saved: list[Doctrine] = []
    dialog.save_wanted.connect(saved.append)
    dialog.buttons["save"].click()
    assert saved == []
    assert dialog.tabs.currentWidget() is dialog.plans
    assert dialog.plans.list.currentRow() == 0
    here = dialog.plans.needs.view.currentIndex()
    assert (here.row(), here.column()) == (0, place)
    assert needs.data(here) == "八分"
    assert dialog.state.text() == "“八分”不是时间，写 分:秒 或秒数"
    needs.setData(here, "8:00")
    assert not dialog.is_changed


def test_rows_are_added_copied_and_deleted_with_the_faults_in_their_places(dialog: RulesDialog) -> None:
    dialog.put(SMALL)
    table, model = dialog.limits.table, dialog.limits.model
    model.setData(model.index(1, 3), "bad")
    table.view.setCurrentIndex(model.index(0, 0))
    table.copy.click()
    assert [(each.row, each.column) for each in model.problems()] == [(2, 3)]
    assert dialog.first_fault() is not None
    table.view.setCurrentIndex(model.index(2, 0))
    table.delete.click()
    fault = dialog.first_fault()
    assert fault is not None
    assert fault[1].key == "clocks.rules.bad.twice"
    model.setData(model.index(1, 0), "c")
    assert dialog.first_fault() is None
    assert [each.id for each in dialog.draft().clocks] == ["a", "c"]


def test_a_list_is_ticked_by_the_keyboard(dialog: RulesDialog, qtbot: Any) -> None:
    dialog.put(SMALL)
    dialog.show()
    dialog.tabs.setCurrentWidget(dialog.limits)
    view, model = dialog.limits.table.view, dialog.limits.model
    view.setCurrentIndex(model.index(0, 2))
    QTest.keyClick(view, Qt.Key.Key_Return)
    popup = view.findChildren(CheckPopup)[-1]
    QTest.keyClick(popup.list, Qt.Key.Key_Space)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.draft().clocks[0].levels == (Level.GRAVE,))
    assert model.data(model.index(0, 2)) == "一级"


def test_a_single_choice_takes_the_newest_tick(dialog: RulesDialog) -> None:
    dialog.put(shipped_doctrine())
    needs = dialog.plans._drafts[0].needs
    place = next(at for at, column in enumerate(needs.columns) if column.field == "ring")
    cell = needs.index(2, place)
    assert needs.choice(cell)[1] == (Ring.SUPPORT,)  # type: ignore[index]
    needs.choose(cell, (Ring.SELF, Ring.SUPPORT))
    assert dialog.draft().plans[0].needs[2].ring is Ring.SELF
    needs.choose(cell, ())
    assert dialog.draft().plans[0].needs[2].ring is None


def test_plans_are_copied_under_a_name_of_their_own(dialog: RulesDialog) -> None:
    dialog.put(shipped_doctrine())
    dialog.plans.copy.click()
    assert [each.id for each in dialog.draft().plans[:2]] == ["knife", "knife_2"]
    dialog.plans.id.setText("knife")
    dialog.plans.id.textEdited.emit("knife")
    fault = dialog.first_fault()
    assert fault is not None
    assert fault[1].key == "clocks.rules.bad.plan_id"
    dialog.plans.delete.click()
    assert dialog.draft() == shipped_doctrine()


def test_gates_numbers_and_speeds_are_taken(dialog: RulesDialog) -> None:
    dialog.put(SMALL)
    dialog.gates.choose(Doubt.STALE, Gate.WARN)
    dialog.roll.fields["per_day"].setValue(3)
    rows = dialog.speeds.speed_rows
    rows.setData(rows.index(3, 1), "12.5")
    dialog.speeds.oneway.click()
    draft = dialog.draft()
    assert draft.gate(Doubt.STALE) is Gate.WARN
    assert draft.roll_call == RollCallRules(per_day=3)
    assert next(each for each in draft.speeds.speeds if each.mode == "car").kmh[0] == 12.5
    assert draft.speeds.police_ignore_oneway
    dialog.buttons["revert"].click()
    assert dialog.draft().speeds == SMALL.speeds


def opened(stage: Stage) -> RulesDialog:
    stage.run(stage.room.give(co.SetDoctrine(OPERATOR, SMALL)))
    stage.qtbot.waitUntil(lambda: stage.situation.doctrine == SMALL)
    stage.window.actions_of_room["rules"].trigger()
    found = desk(stage).dialog
    assert found is not None
    return found


def desk(stage: Stage) -> RulesDesk:
    return next(each for each in stage.window.brain.desks if isinstance(each, RulesDesk))


def test_saving_changes_the_room_and_ctrl_z_takes_it_back(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.roll.fields["answer_s"].setValue(90)
    dialog.buttons["save"].click()
    stage.qtbot.waitUntil(lambda: stage.situation.doctrine.roll_call.answer_s == 90)
    stage.qtbot.waitUntil(lambda: not dialog.is_changed)
    stage.window.actions_of_room["undo"].trigger()
    stage.qtbot.waitUntil(
        lambda: stage.situation.doctrine == replace(SMALL, gates=stage.situation.doctrine.gates)
    )
    stage.qtbot.waitUntil(lambda: dialog.roll.fields["answer_s"].value() == 60)


def test_what_the_room_refuses_is_said_in_the_editor_and_nothing_is_lost(stage: Stage) -> None:
    dialog = opened(stage)
    model = dialog.limits.model
    model.setData(model.index(0, 8), "5:00:00")
    assert dialog.first_fault() is not None
    model.setData(model.index(0, 8), "180:00")
    dialog.buttons["save"].click()
    stage.qtbot.waitUntil(lambda: bool(stage.window.console.last_refusal))
    stage.qtbot.waitUntil(lambda: dialog.state.text() == stage.window.console.last_refusal)
    assert model.data(model.index(0, 8)) == "180:00"
    assert dialog.is_changed


def test_a_change_elsewhere_never_overwrites_what_is_being_typed(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.roll.fields["answer_s"].setValue(90)
    other = replace(dialog.draft(), roll_call=RollCallRules(answer_s=30))
    stage.run(stage.room.give(co.SetDoctrine(OPERATOR, other)))
    stage.qtbot.waitUntil(lambda: "别处" in dialog.state.text())
    assert dialog.roll.fields["answer_s"].value() == 90
    dialog.buttons["revert"].click()
    assert dialog.roll.fields["answer_s"].value() == 30


def test_rules_go_out_as_a_file_and_come_back_as_a_draft(stage: Stage, tmp_path: Path) -> None:
    dialog = opened(stage)
    path = tmp_path / "规则.json"
    desk(stage).store(str(path), shipped_doctrine())
    assert json.loads(path.read_text(encoding="utf-8")) == encode(shipped_doctrine())
    desk(stage).load(str(path))
    assert dialog.draft() == shipped_doctrine()
    assert dialog.is_changed
    assert stage.situation.doctrine == SMALL
    path.write_text("{", encoding="utf-8")
    desk(stage).load(str(path))
    assert dialog.draft() == shipped_doctrine()
    assert "规则.json" in dialog.state.text()


def test_a_dry_run_tells_what_the_rules_would_have_done(stage: Stage) -> None:
    dialog = opened(stage)
    stage.run(
        stage.room.give(co.ReportIncident(OPERATOR, DISPUTE.code, stage.map.view.centre, "夏市口", "争吵"))
    )
    incident = stage.report(DISPUTE)
    place = stage.map.view.centre
    stage.run(stage.room.give(co.ReportIncident(OPERATOR, DISPUTE.code, place, "夏市口", "有人拿刀")))
    stage.pass_time(60)
    said = co.LogMessage(OPERATOR, "phone", "店主", "有人拿刀", incident)
    stage.run(stage.room.give(said))
    stage.pass_time(60)
    dialog.simple.trial.click()
    stage.qtbot.waitUntil(lambda: dialog.simple.cases.rowCount() == 3)
    outcomes = {
        dialog.simple.cases.item(row, 0).text(): dialog.simple.cases.item(row, 3).text() for row in range(3)
    }
    assert outcomes == {
        "JQ-0001": "保安处置",
        "JQ-0002": "转公安：1:00 消息含“刀”",
        "JQ-0003": "转公安：报警文字含“刀”",
    }
    assert dialog.simple.result.text() == "3 起符合简易警情，其中 2 起会转公安"


def test_what_trips_taught_is_shown_with_its_count(dialog: RulesDialog) -> None:
    from commandroom.models.domain.enums import UnitKind

    dialog.speeds.show_learned({UnitKind.CAR: (1.234, 17)})
    assert dialog.speeds.ratios.text() == "车巡 实际为推算的 1.23 倍（17 次）"
    dialog.speeds.show_learned({})
    assert dialog.speeds.ratios.text() == "实际出警次数还不够，暂不修正"
    assert QApplication.focusWidget() is not dialog.speeds
