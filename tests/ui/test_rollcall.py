"""点名: who is asked, who answers, and the dialog that a keyboard alone can work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from commandroom.geo import moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.doctrine import Doctrine, RollCallRules
from commandroom.models.domain.entities import Author, RollCall, RollCallAnswer, Unit
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.ids import FirmId, RollCallId, UnitId
from commandroom.models.domain.rules import CHINA
from commandroom.ui.panels.rollcall.chance import Who, among, draw, is_due, moments
from commandroom.ui.panels.rollcall.rows import State, counted, roll_rows
from commandroom.ui.panels.rollcall.view import RollCallDialog
from commandroom.ui.rollcall_desk import BY_CHANCE, RollCallDesk
from tests.conftest import MARKET, NINE_PM, OPERATOR, small_register
from tests.ui.conftest import Stage

UNITS = small_register().units
CALL = RollCall(
    RollCallId("DM-1"), NINE_PM, NINE_PM + timedelta(seconds=60), tuple(each.id for each in UNITS[:3])
)
CLOCK = Author("system", "clock")


def after(seconds: float) -> datetime:
    return NINE_PM + timedelta(seconds=seconds)


def signs(units: tuple[Unit, ...]) -> list[str]:
    return [each.call_sign for each in units]


def test_only_people_on_duty_who_are_free_are_asked_and_never_a_camera() -> None:
    busy = replace(UNITS[1], incident="JQ-1")
    assert signs(among((*UNITS[:1], busy, *UNITS[2:]), Who.FREE)) == ["巡07", "无人机1", "站1"]


def test_the_question_may_be_kept_to_a_firm_to_the_map_or_to_one_unit() -> None:
    assert signs(among(UNITS, Who.FIRM, firm=FirmId("F-1"))) == ["站1", "站2"]
    near = (moved(MARKET, east_m=-50, north_m=-50), moved(MARKET, east_m=50, north_m=50))
    assert signs(among(UNITS, Who.VIEW, box=near)) == ["无人机1", "站1"]
    assert signs(among(UNITS, Who.CHOSEN, chosen="U-5")) == ["犬2"]


def test_a_draw_repeats_with_its_seed_and_changes_with_it() -> None:
    many = tuple(replace(UNITS[0], id=UnitId(f"X-{n:03}"), call_sign=f"巡{n}") for n in range(50))
    first = draw(many, 10, 7)
    assert first == draw(many, 10, 7)
    assert first == draw(tuple(reversed(many)), 10, 7)[::-1]
    assert set(first) != set(draw(many, 10, 8))
    assert len(draw(many, 0, 7)) == len(draw(many, 99, 7)) == 50


def test_moments_of_chance_lie_in_the_chinese_day_and_come_once() -> None:
    day = datetime(2026, 5, 1, 18, 0, tzinfo=UTC)
    drawn = moments(day, 6, seed=3)
    assert drawn == moments(day + timedelta(hours=5), 6, seed=3)
    assert drawn != moments(day + timedelta(days=1), 6, seed=3)
    assert len(set(drawn)) == 6
    assert {each.astimezone(CHINA).date() for each in drawn} == {day.astimezone(CHINA).date()}
    minute = timedelta(minutes=1)
    first = drawn[0]
    assert is_due(first - minute, first, 6, seed=3)
    assert not is_due(first, first + timedelta(seconds=1), 6, seed=3)
    assert not is_due(first - minute, first, 0, seed=3)


def test_rows_say_answered_waiting_or_missed_and_never_move() -> None:
    heard = replace(CALL, answers=(RollCallAnswer(UnitId("U-3"), after(4.2), on_behalf=True),))
    units = {each.id: each for each in UNITS}
    rows = roll_rows(heard, units, {"F-1": "安平保安"}, after(30))
    assert [(row.call_sign, row.state) for row in rows] == [
        ("巡07", State.ANSWERED),
        ("站1", State.WAITING),
        ("站2", State.WAITING),
    ]
    assert (rows[0].took_s, rows[0].on_behalf, rows[1].firm) == (4.2, True, "安平保安")
    late = roll_rows(heard, units, {}, after(60))
    assert [row.unit for row in late] == [row.unit for row in rows]
    figures = counted(late)
    assert (figures.called, figures.answered, figures.waiting, figures.missed) == (3, 1, 0, 2)


def desk(stage: Stage) -> RollCallDesk:
    return next(each for each in stage.window.brain.desks if isinstance(each, RollCallDesk))


def opened(stage: Stage) -> RollCallDialog:
    stage.window.actions_of_room["roll_call"].trigger()
    dialog = desk(stage).dialog
    assert dialog is not None
    return dialog


def called(stage: Stage) -> RollCallDialog:
    dialog = opened(stage)
    dialog.call.click()
    stage.qtbot.waitUntil(lambda: bool(stage.situation.roll_calls))
    return dialog


def states(dialog: RollCallDialog) -> dict[str, State]:
    return {row.call_sign: row.state for row in dialog.list.rows.rows}


def test_a_roll_is_called_and_the_keyboard_alone_answers_for_the_units(stage: Stage) -> None:
    dialog = called(stage)
    assert set(states(dialog)) == {"巡07", "无人机1", "站1", "站2"}
    stage.pass_time(4)
    dialog.list.keyboardSearch("07")
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    stage.qtbot.waitUntil(lambda: states(dialog)["巡07"] is State.ANSWERED)
    row = next(each for each in dialog.list.rows.rows if each.call_sign == "巡07")
    assert (row.took_s, row.on_behalf) == (4.0, True)
    assert dialog.list.unit == UnitId("U-6")
    assert dialog.count.text() == "21:00 点 4 · 应答 1 · 等待 3"


def test_letters_find_a_row_by_any_part_of_its_call_sign(stage: Stage) -> None:
    dialog = called(stage)
    for letters, found in (("站", "U-1"), ("机1", "U-6"), ("07", "U-3")):
        dialog.list._since.invalidate()
        dialog.list.keyboardSearch(letters)
        assert dialog.list.unit == found
    dialog.list._since.invalidate()
    for letter in "站2":
        dialog.list.keyboardSearch(letter)
    assert dialog.list.unit == "U-2"


def test_what_was_not_answered_in_time_is_missed_and_space_answers_no_more(stage: Stage) -> None:
    dialog = called(stage)
    stage.pass_time(61)
    stage.run(stage.room.give(co.NoteMissedRings(CLOCK)))
    stage.qtbot.waitUntil(lambda: set(states(dialog).values()) == {State.MISSED})
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.left.text() == "已结束"
    assert dialog.past.currentText() == "21:00  0/4"


def test_an_earlier_call_can_be_looked_at_again(stage: Stage) -> None:
    dialog = called(stage)
    stage.pass_time(90)
    stage.run(stage.room.give(co.NoteMissedRings(CLOCK)))
    dialog.number.setValue(1)
    dialog.call.click()
    stage.qtbot.waitUntil(lambda: dialog.list.rows.rowCount() == 1)
    dialog.past.setCurrentIndex(1)
    dialog.past.activated.emit(1)
    assert dialog.list.rows.rowCount() == 4


def test_nobody_can_be_called_where_nobody_fits(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.who.setCurrentIndex(dialog.who.findData(Who.CHOSEN.value))
    assert not dialog.call.isEnabled()
    stage.window.console.select_unit(UnitId("U-3"))
    assert dialog.call.isEnabled()
    assert dialog.able.text() == "可点 1 个，本次点 1 个"


@pytest.mark.parametrize(("per_day", "calls"), [(0, 0), (4, 4)])
def test_rolls_are_called_by_chance_as_often_as_the_rules_say(stage: Stage, per_day: int, calls: int) -> None:
    rules = Doctrine(roll_call=RollCallRules(per_day=per_day, units_at_once=2))
    stage.run(stage.room.give(co.SetDoctrine(OPERATOR, rules)))
    stage.qtbot.waitUntil(lambda: stage.situation.doctrine.roll_call == rules.roll_call)
    midnight = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
    stage.office.clock.move_to(midnight)
    here = desk(stage)
    here._looked_at = midnight - timedelta(milliseconds=1)
    for _ in range(24 * 12 - 1):
        stage.pass_time(300)
        here._on_tick()
    stage.qtbot.waitUntil(lambda: len(stage.situation.roll_calls) == calls)
    assert all(len(each.units) == 2 for each in stage.situation.roll_calls.values())
    lines = stage.run(stage.room.read(lambda store: store.snapshot(now=stage.room.now()).journal))
    causes = [each.by.cause for each in lines if type(each.event).__name__ == "RollCalled"]
    assert causes == [BY_CHANCE] * calls


def test_a_unit_off_duty_is_refused_in_words(stage: Stage) -> None:
    stage.run(stage.room.give(co.SetDuty(OPERATOR, UnitId("U-3"), Duty.OFF)))
    dialog = opened(stage)
    dialog.who.setCurrentIndex(dialog.who.findData(Who.CHOSEN.value))
    stage.window.console.select_unit(UnitId("U-3"))
    dialog.call.click()
    stage.qtbot.waitUntil(lambda: "巡07" in stage.window.console.last_refusal)


def test_the_dialog_changes_its_language_while_open(stage: Stage) -> None:
    dialog = called(stage)
    stage.window.actions_of_room["language"].trigger()
    assert dialog.windowTitle() == "Roll-call"
    assert dialog.count.text() == "21:00 called 4 · answered 0 · waiting 4"
