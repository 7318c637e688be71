"""拉动: drawn from a seed, timed by the orders themselves, ranked by firm, never taken for the real thing."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO

from PySide6.QtGui import QGuiApplication

from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Assignment, Author
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import FirmId, IncidentId, UnitId
from commandroom.services.callup import (
    CALL_UP_KIND,
    call_up_rows,
    call_up_table,
    call_ups,
    draw_units,
    firm_scores,
    to_be_called,
)
from commandroom.services.catalogue import KindCatalogue
from commandroom.ui.callup_desk import CallUpDesk
from commandroom.ui.panels.callup.view import CallUpDialog
from tests.conftest import KNIFE, MARKET, NINE_PM, OPERATOR, small_register
from tests.ui.conftest import Stage

UNITS = small_register().units
BY_ID = {each.id: each for each in UNITS}
EXERCISE = IncidentId("JQ-20260501-0009")
CLOCK = Author("system", "clock")


def after(seconds: float | None) -> datetime | None:
    return None if seconds is None else NINE_PM + timedelta(seconds=seconds)


def order(unit: str, ack: float | None, out: float | None, there: float | None) -> Assignment:
    status = AssignmentStatus.ON_SCENE if there is not None else AssignmentStatus.ORDERED
    return Assignment(
        UnitId(unit), EXERCISE, 1, status, NINE_PM, "值班员",
        acknowledged_at=after(ack), en_route_at=after(out), on_scene_at=after(there),
    )  # fmt: skip


ORDERS = (order("U-2", 20, 60, 400), order("U-3", 15, 45, 200), order("U-1", 5, 30, 90))


def test_who_can_be_called_up_is_free_has_people_and_moves() -> None:
    assert [each.call_sign for each in to_be_called(UNITS)] == ["站1", "站2", "巡07", "无人机1"]
    assert [each.call_sign for each in to_be_called(UNITS, FirmId("F-1"))] == ["站1", "站2"]


def test_a_draw_is_the_same_for_the_same_seed_however_the_list_is_ordered() -> None:
    able = to_be_called(UNITS)
    assert draw_units(able, 2, 5) == draw_units(tuple(reversed(able)), 2, 5)
    assert len({draw_units(able, 2, seed) for seed in range(40)}) > 4
    assert len(draw_units(able, 99, 5)) == 4


def test_times_are_read_from_the_orders_quickest_first() -> None:
    rows = call_up_rows(ORDERS, BY_ID)
    assert [(row.call_sign, row.arrived_s) for row in rows] == [("站1", 90), ("巡07", 200), ("站2", 400)]
    assert (rows[0].acknowledged_s, rows[0].set_out_s) == (5, 30)


def test_firms_rank_by_share_in_time_then_by_median() -> None:
    scores = firm_scores(call_up_rows(ORDERS, BY_ID), target_s=300)
    assert [(each.firm, each.n, each.in_time, each.median_s) for each in scores] == [
        (None, 1, 1, 200),
        ("F-1", 2, 1, 245),
    ]
    nobody = firm_scores(call_up_rows((order("U-1", None, None, None),), BY_ID), target_s=300)
    assert (nobody[0].share, nobody[0].median_s) == (0.0, None)


def test_a_unit_taken_back_is_over_and_never_in_time() -> None:
    gone = replace(order("U-1", 5, None, None), status=AssignmentStatus.WITHDRAWN)
    row = call_up_rows((gone,), BY_ID)[0]
    assert (row.is_over, row.is_in_time(300)) == (True, False)


def test_the_table_can_be_read_by_any_spreadsheet() -> None:
    text = call_up_table(
        ["单元", "单位", "a", "b", "c", "d"],
        call_up_rows(ORDERS, BY_ID),
        {FirmId("F-1"): "安平,保安"},
        300,
    )
    lines = list(csv.reader(StringIO(text)))
    assert lines[1] == ["站1", "安平,保安", "5", "30", "90", "1"]
    assert lines[3] == ["站2", "安平,保安", "20", "60", "400", "0"]


def test_the_catalogue_knows_the_exercise_and_offers_it_on_no_form() -> None:
    catalogue = KindCatalogue((KNIFE,))
    assert catalogue.kind(CALL_UP_KIND).zh == "拉动演练"
    assert CALL_UP_KIND not in catalogue.kinds


def desk(stage: Stage) -> CallUpDesk:
    return next(each for each in stage.window.brain.desks if isinstance(each, CallUpDesk))


def opened(stage: Stage) -> CallUpDialog:
    stage.window.actions_of_room["call_up"].trigger()
    dialog = desk(stage).dialog
    assert dialog is not None
    return dialog


def begun(stage: Stage, n: int = 2) -> CallUpDialog:
    dialog = opened(stage)
    dialog.place.setCurrentIndex(dialog.place.findData("post:P-2"))
    dialog.number.setValue(n)
    dialog.begin.click()
    stage.qtbot.waitUntil(lambda: dialog.tracks.rowCount() == n)
    return dialog


def running(stage: Stage) -> IncidentId:
    return call_ups(stage.situation.incidents.values(), stage.room.now())[0].id


def test_a_call_up_sends_the_drawn_units_and_says_that_it_is_an_exercise(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.seed.setValue(11)
    wanted = set(draw_units(to_be_called(stage.situation.units.values()), 2, 11))
    dialog = begun(stage)
    incident = stage.situation.incident(running(stage))
    assert {each.unit for each in stage.situation.assignments(incident.id)} == wanted
    assert incident.place_name == "桥头共治站"
    assert "非警情" in incident.text
    assert "种子 11" in incident.text
    assert dialog.stamp.text() == "演练"
    assert stage.window.frame.queue.model.card(incident.id).title == "拉动演练"  # type: ignore[union-attr]
    assert stage.window.alarms.lines() == ()


def test_the_tracks_follow_the_orders_and_the_end_closes_it(stage: Stage) -> None:
    dialog = begun(stage, 1)
    incident = running(stage)
    unit = stage.situation.assignments(incident)[0].unit
    for step in (AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE, AssignmentStatus.ON_SCENE):
        stage.pass_time(40)
        stage.run(stage.room.give(co.AdvanceAssignment(OPERATOR, unit, incident, step)))
    stage.qtbot.waitUntil(lambda: dialog.tracks.rows[0].arrived_s == 120)
    assert dialog.table.item(0, 3).text() == "2:00"
    assert dialog.table.item(0, 4).text() == "1/1（100%）"
    dialog.target.setValue(60)
    assert dialog.table.item(0, 4).text() == "0/1（0%）"
    dialog.end.click()
    stage.qtbot.waitUntil(lambda: not stage.situation.incident(incident).is_open)
    assert dialog.title.text().startswith("已结束 JQ-0001")
    assert stage.situation.unit(unit).is_free
    assert dialog.tracks.rowCount() == 1


def test_the_rows_are_copied_as_a_table(stage: Stage) -> None:
    dialog = begun(stage)
    dialog.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "单元,单位,签收秒,出动秒,到场秒,按时"
    assert len(lines) == 3


def test_a_place_can_be_picked_on_the_map_while_the_dialog_is_out_of_the_way(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.pick.click()
    assert stage.map.picking
    assert not dialog.isVisible()
    stage.map.place_picked.emit(MARKET.lat, MARKET.lon)
    assert not stage.map.picking
    assert dialog.isVisible()
    assert dialog.wish().place == "point"
    assert dialog.begin.isEnabled()


def test_a_click_for_the_intake_is_no_place_of_a_call_up(stage: Stage) -> None:
    dialog = opened(stage)
    stage.map.place_picked.emit(MARKET.lat, MARKET.lon)
    assert dialog.place.findData("point") == -1


def test_exercises_count_in_no_chart_and_on_no_clock_of_the_town(stage: Stage) -> None:
    begun(stage)
    stage.window.console.select_incident(None)
    stage.pass_time(400)
    stage.run(stage.room.give(co.NoteMissedRings(CLOCK)))
    bottom = stage.window.frame.bottom
    assert bottom._real_incidents() == ()
    real = stage.report()
    assert [each.id for each in bottom._real_incidents()] == [real]
