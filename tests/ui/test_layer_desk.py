"""What the map is told to show: reach, trails, heat, routes, closed incidents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from commandroom.geo import moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import PatrolRoute, PositionReport
from commandroom.models.domain.enums import Level, UnitKind
from commandroom.models.domain.ids import PatrolId, PostId, UnitId
from commandroom.services.room import CLOCKWORK
from commandroom.ui.layers import trail_desk
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.heat_desk import WEIGHTS
from commandroom.ui.layers.model import COUNT
from tests.conftest import DISPUTE, MARKET, small_register
from tests.ui.conftest import Stage

CAR, GUARDS = UnitId("U-3"), UnitId("U-1")
OWN, NEXT_DOOR = PostId("P-1"), PostId("P-2")
Raise = Callable[..., Stage]


def with_on(*names: str) -> LayerChoice:
    return LayerChoice().with_layers(frozenset(names), True)


def roles(stage: Stage) -> list[str]:
    return [each.role for each in stage.map.overlays.shapes("reach")]


def weights(stage: Stage) -> list[float]:
    """Of the heat that the map is told."""
    return sorted(each.weight for each in stage.map.overlays.spots)


def move(stage: Stage, unit: UnitId, east_m: float) -> None:
    report = PositionReport(unit, moved(MARKET, east_m=east_m, north_m=0), None, stage.room.now())
    stage.run(stage.room.give(co.ReportPositions(CLOCKWORK, (report,))))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(unit).at == report.at)
    desk = stage.window.map_table.layers.trails
    stage.qtbot.waitUntil(lambda: unit in desk._moved)
    desk.beat()


def test_at_first_the_map_is_calm(stage: Stage) -> None:
    shown = stage.map.overlays.shown
    assert {"post", "unit.car", "incident.open", "label", "opponent"} <= shown
    assert not {"heat", "trail", "reach", "legend"} & shown


def test_reach_of_the_selected_incident_is_asked_by_its_own_limits(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach"))
    incident = stage.report(DISPUTE)
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
    assert roles(stage) == ["reach_support", "reach_mutual", "reach_self"]
    assert stage.roads.reaches == [(MARKET, UnitKind.FOOT, (60, 180, 480), True)]


def test_no_reach_is_computed_while_nobody_looks_at_it(stage: Stage) -> None:
    stage.window.console.select_incident(stage.report())
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    assert stage.roads.reaches == []


def test_the_same_question_is_computed_once(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach"))
    first = stage.report()
    for _ in range(3):
        stage.window.console.select_incident(first)
        stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
        stage.window.console.select_incident(None)
        assert roles(stage) == []
    assert len(stage.roads.reaches) == 1


def test_another_mode_asks_anew_and_the_first_is_remembered(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach"))
    stage.window.console.select_incident(stage.report())
    stage.qtbot.waitUntil(lambda: len(stage.roads.reaches) == 1)
    model = stage.window.frame.map_space.model
    model.option_wanted.emit("reach.mode", "car")
    stage.qtbot.waitUntil(lambda: len(stage.roads.reaches) == 2)
    assert stage.roads.reaches[1][1] is UnitKind.CAR
    model.option_wanted.emit("reach.mode", "foot")
    stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
    assert len(stage.roads.reaches) == 2


def test_a_post_reaches_outwards_in_one_three_and_five_minutes(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach"))
    stage.map.post_clicked.emit(NEXT_DOOR)
    stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
    place, _, limits, toward = stage.roads.reaches[0]
    assert (place, limits, toward) == (stage.situation.posts[NEXT_DOOR].at, (60, 180, 300), False)


def test_a_slow_answer_says_that_it_is_being_computed(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach"))
    stage.window.map_table.layers.reach._slow.setInterval(30)
    row = stage.window.frame.map_space.model.index_of("reach")
    stage.roads.is_free.clear()
    stage.window.console.select_incident(stage.report())
    stage.qtbot.waitUntil(lambda: row.data(COUNT) == "计算中")
    stage.roads.is_free.set()
    stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
    assert row.data(COUNT) == ""


def test_an_answer_that_comes_too_late_is_not_drawn(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach"))
    first, second = stage.report(), stage.report(at=moved(MARKET, east_m=500, north_m=0))
    stage.roads.is_free.clear()
    stage.window.console.select_incident(first)
    stage.window.console.select_incident(None)
    stage.qtbot.waitUntil(lambda: len(stage.roads.reaches) == 1)
    stage.roads.is_free.set()
    stage.window.console.select_incident(second)
    stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
    assert stage.map.overlays.shapes("reach")[-1].lines[0][0] == stage.situation.incident(second).at
    stage.window.console.select_incident(None)
    assert roles(stage) == []


def test_the_trail_of_the_selected_unit_follows_it(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("trail"))
    stage.window.console.select_unit(CAR)
    for step in range(1, 4):
        stage.pass_time(4)
        move(stage, CAR, 100.0 * step)
    (shape,) = stage.map.overlays.shapes("trail")
    assert (shape.id, shape.role, len(shape.points)) == (f"trail.{CAR}", "trail", 4)
    assert shape.points[-1] == stage.situation.unit(CAR).at
    stage.window.console.select_unit(None)
    assert stage.map.overlays.shapes("trail") == ()


def test_trails_can_be_those_of_the_incident_or_of_everybody(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("trail").with_option("trail.who", "incident"))
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.map.unit_dropped.emit(CAR, incident)
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(incident))
    for unit in (CAR, GUARDS):
        stage.pass_time(4)
        move(stage, unit, 250.0)
    assert [each.id for each in stage.map.overlays.shapes("trail")] == [f"trail.{CAR}"]
    stage.window.frame.map_space.model.option_wanted.emit("trail.who", "all")
    assert {each.id for each in stage.map.overlays.shapes("trail")} == {f"trail.{CAR}", f"trail.{GUARDS}"}


def test_heat_shows_where_incidents_were_and_graver_ones_weigh_more(stage: Stage) -> None:
    stage.report()
    stage.report(DISPUTE)
    stage.pass_time(60)
    model = stage.window.frame.map_space.model
    assert weights(stage) == []
    model.wanted.emit(frozenset({"heat"}), True)
    stage.qtbot.waitUntil(lambda: weights(stage) == [WEIGHTS[Level.ORDINARY], WEIGHTS[Level.GRAVE]])
    model.wanted.emit(frozenset({"heat"}), False)
    assert weights(stage) == []


def test_heat_of_a_week_leaves_out_what_is_older(stage: Stage) -> None:
    stage.report()
    stage.pass_time(timedelta(days=8).total_seconds())
    model = stage.window.frame.map_space.model
    model.option_wanted.emit("heat.days", "30")
    stage.qtbot.waitUntil(lambda: len(weights(stage)) == 1)
    model.option_wanted.emit("heat.days", "7")
    stage.qtbot.waitUntil(lambda: weights(stage) == [])


def test_closed_incidents_are_sent_to_the_map_when_they_are_wanted(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.close(incident))
    stage.qtbot.waitUntil(lambda: incident not in stage.map.incidents)
    stage.window.frame.map_space.model.wanted.emit(frozenset({"incident.closed"}), True)
    assert stage.map.incidents[incident].state == "closed"


def test_a_register_with_patrol_routes_draws_them(stage: Stage) -> None:
    square = tuple(moved(MARKET, east_m=east, north_m=0) for east in (0, 100, 200))
    route = PatrolRoute(PatrolId("R-1"), "夏市环线", square, (OWN,), closed=True)
    stage.run(stage.room.give(replace(small_register(), patrols=(route,))))
    stage.qtbot.waitUntil(lambda: bool(stage.map.overlays.shapes("patrol")))
    (shape,) = stage.map.overlays.shapes("patrol")
    assert (shape.text, shape.points) == ("夏市环线", (*square, square[0]))
    stage.window.frame.map_space.model.wanted.emit(frozenset({"patrol"}), True)
    stage.qtbot.waitUntil(lambda: bool(stage.map.overlays.shapes("patrol")[0].lines))
    (shape,) = stage.map.overlays.shapes("patrol")
    assert [(leg[0], len(leg)) for leg in shape.lines] == [(square[0], 3), (square[1], 3), (square[2], 3)]
    assert shape.points == ()


def test_counts_follow_the_situation(stage: Stage) -> None:
    model = stage.window.frame.map_space.model
    assert model.index_of("post").data(COUNT) == "2"
    assert model.index_of("unit.foot").data(COUNT) == "2"
    stage.report()
    stage.qtbot.waitUntil(lambda: model.index_of("incident.open").data(COUNT) == "1", timeout=3000)


def test_a_choice_is_told_to_whoever_keeps_it(stage: Stage) -> None:
    told: list[LayerChoice] = []
    stage.window.layers_changed.connect(told.append)
    stage.window.actions_of_room["layers"].trigger()
    stage.window.frame.map_space.model.wanted.emit(frozenset({"post"}), False)
    assert [each.is_open for each in told] == [True, True]
    assert "post" not in told[-1].on
    assert "post" not in stage.map.overlays.shown


def test_the_panel_stands_beside_the_map_and_folds_away(stage: Stage) -> None:
    space = stage.window.frame.map_space
    before = space.area.width()
    stage.window.actions_of_room["layers"].trigger()
    stage.qtbot.waitUntil(lambda: space.area.width() == before - space.panel.width())
    assert space.panel.tree.hasFocus()
    assert space.panel.width() <= 240
    space.panel.fold.click()
    stage.qtbot.waitUntil(lambda: space.area.width() == before)
    assert not stage.window.actions_of_room["layers"].isChecked()


def test_the_choice_of_last_time_is_there_again(raise_stage: Raise) -> None:
    choice = replace(with_on("legend"), is_open=True)
    stage = raise_stage(layers=choice)
    acts = stage.window.actions_of_room
    assert stage.window.frame.map_space.panel.isVisible()
    assert acts["layers"].isChecked()
    assert acts["legend"].isChecked()
    acts["legend"].trigger()
    assert "legend" not in stage.map.overlays.shown


def test_of_a_crowd_only_the_nearest_trails_are_drawn_and_the_panel_says_so(
    raise_stage: Raise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_desk, "MOST_TRAILS", 1)
    stage = raise_stage(layers=with_on("trail").with_option("trail.who", "all"))
    row = stage.window.frame.map_space.model.index_of("trail")
    for step, unit in enumerate((CAR, GUARDS), start=1):
        stage.pass_time(4)
        move(stage, unit, 500.0 / step)
    desk = stage.window.map_table.layers.trails
    for _ in range(trail_desk.ALL_EVERY):
        desk.beat()
    assert len(stage.map.overlays.shapes("trail")) <= 1
    assert row.data(COUNT) == "未画 5"
    stage.window.frame.map_space.model.option_wanted.emit("trail.who", "unit")
    assert row.data(COUNT) == "未选"


def test_a_layer_that_waits_for_a_choice_says_so(raise_stage: Raise) -> None:
    stage = raise_stage(layers=with_on("reach", "trail"))
    model = stage.window.frame.map_space.model
    reach, trail = model.index_of("reach"), model.index_of("trail")
    assert (reach.data(COUNT), trail.data(COUNT)) == ("未选", "未选")
    stage.window.actions_of_room["language"].trigger()
    assert reach.data(COUNT) == "none chosen"
    stage.window.console.select_unit(CAR)
    stage.window.console.select_incident(stage.report())
    assert (reach.data(COUNT), trail.data(COUNT)) == ("", "")


def test_one_key_shows_the_reach_and_takes_it_away(stage: Stage) -> None:
    stage.window.console.select_incident(stage.report())
    reach = stage.window.actions_of_room["reach"]
    reach.trigger()
    stage.qtbot.waitUntil(lambda: len(roles(stage)) == 3)
    assert "reach" in stage.map.overlays.shown
    reach.trigger()
    assert roles(stage) == []
    assert not reach.isChecked()
