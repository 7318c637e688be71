"""The unit list: who may go in what order, who may not and why."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from commandroom.geo import moved
from commandroom.models.domain.commands import ReportPositions
from commandroom.models.domain.entities import Author, PositionReport, Unit
from commandroom.models.domain.enums import Duty, Party, UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.services.authority import SYSTEM
from commandroom.ui.panels.units.model import FOLD, LINE, UnitModel
from tests.conftest import MARKET
from tests.ui.conftest import Stage


def selected(stage: Stage) -> str:
    """Take an incident, select it and wait for its ranking."""
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: FOLD in stage.window.frame.units.model.keys)
    return incident


def test_those_who_may_go_stand_by_time_and_the_rest_is_folded(stage: Stage) -> None:
    selected(stage)
    model = stage.window.frame.units.model
    assert model.keys == ("U-1", "U-6", "U-2", "U-3", FOLD)
    assert model.unable_count == 2


def test_opening_the_fold_shows_the_reasons(stage: Stage) -> None:
    selected(stage)
    units = stage.window.frame.units
    units.list.setCurrentIndex(units.model.index(units.model.row_of(FOLD), 0))
    QTest.keyClick(units.list, Qt.Key.Key_Return)
    assert units.model.keys[-2:] == ("U-4", "U-5")
    assert units.model.line(UnitId("U-5")).candidate.why_not == "dispatch.why.resting"  # type: ignore[union-attr]
    assert "休整中" in units.model.index(units.model.row_of("U-5"), 0).data()


def test_the_proposed_unit_is_marked_and_enter_sends_the_chosen_one(stage: Stage) -> None:
    incident = selected(stage)
    units = stage.window.frame.units
    assert units.model.line(UnitId("U-1")).is_proposed
    units.list.setCurrentIndex(units.model.index(units.model.row_of("U-3"), 0))
    QTest.keyClick(units.list, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.unit(UnitId("U-3")).incident == incident)
    stage.qtbot.waitUntil(lambda: units.model.keys[0] == "U-3", timeout=3000)


def test_rows_do_not_move_while_the_pointer_is_on_them(stage: Stage) -> None:
    selected(stage)
    units = stage.window.frame.units
    before = units.model.keys
    QTest.mouseMove(units.list.viewport(), units.list.viewport().rect().center())
    stage.qtbot.waitUntil(lambda: units.list.hold.is_held)
    near = PositionReport(UnitId("U-3"), moved(MARKET, east_m=1, north_m=0), None, stage.room.now())
    stage.run(stage.room.give(ReportPositions(Author(SYSTEM, "gps"), (near,))))
    with stage.qtbot.waitSignal(stage.window.ranker.ranked, timeout=3000):
        stage.window.ranker.stir()
    assert units.model.keys == before
    units.list.hold.let_go("pointer")
    assert units.model.keys.index("U-3") < before.index("U-3")


def test_the_filter_finds_by_call_sign_and_kit(stage: Stage) -> None:
    units = stage.window.frame.units
    units.filter.setText("巡07")
    assert units.model.keys == ("U-3",)
    units.filter.setText("盾牌")
    assert units.model.keys == ("U-1",)
    units.filter.setText("无此")
    assert units.model.keys == ()
    assert "没有符合" in units._empty.text()


def test_a_unit_at_its_post_is_there_and_one_away_is_on_patrol(stage: Stage) -> None:
    model = stage.window.frame.units.model
    assert model.line(UnitId("U-1")).where == "夏市共治站"
    assert model.line(UnitId("U-3")).where == "巡逻中"


def test_keys_report_the_steps_of_the_chosen_unit(stage: Stage) -> None:
    incident = selected(stage)
    stage.run(stage.window.console.assign(UnitId("U-3"), incident))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(UnitId("U-3")).incident == incident)
    stage.window.console.select_unit(UnitId("U-3"))
    acts = stage.window.actions_of_room
    assert acts["on_scene"].isEnabled()
    acts["on_scene"].trigger()
    stage.qtbot.waitUntil(lambda: stage.situation.assignment(UnitId("U-3"), incident).on_scene_at is not None)
    stage.qtbot.waitUntil(lambda: not acts["acknowledged"].isEnabled())
    assert acts["cleared"].isEnabled()


def test_duty_acts_are_only_for_units_bound_to_nothing(stage: Stage) -> None:
    stage.window.console.select_unit(UnitId("U-5"))
    acts = stage.window.actions_of_room
    assert acts["duty_on"].isEnabled()
    assert not acts["duty_resting"].isEnabled()
    acts["duty_on"].trigger()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(UnitId("U-5")).duty is Duty.ON)


def test_a_thousand_units_are_sorted_and_read_within_a_frame(stage: Stage) -> None:
    for n in range(1_091):
        place = moved(MARKET, east_m=n, north_m=n)
        stage.situation.put(Unit(UnitId(f"X-{n}"), f"组{n}", UnitKind.FOOT, Party.GUARD, 2, place))
    model: UnitModel = stage.window.frame.units.model
    stage.window.console.select_incident(stage.report())
    stage.qtbot.waitUntil(lambda: len(model.keys) > 1_000)
    began = time.perf_counter()
    model.set_ranking(stage.window.ranker.by_unit, None)
    for row in range(20):
        assert model.index(row, 0).data(LINE) is not None
    assert time.perf_counter() - began < 0.1


def test_enter_in_the_filter_goes_to_the_list_and_sends_nobody(stage: Stage) -> None:
    incident = selected(stage)
    units = stage.window.frame.units
    units.filter.setFocus()
    stage.qtbot.waitUntil(units.filter.hasFocus)
    units.filter.setText("巡07")
    QTest.keyClick(units.filter, Qt.Key.Key_Return)
    assert units.list.hasFocus()
    assert stage.window.console.unit == "U-3"
    stage.qtbot.wait(50)
    assert not stage.situation.has_units(incident)
    QTest.keyClick(units.list, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.unit(UnitId("U-3")).incident == incident)
