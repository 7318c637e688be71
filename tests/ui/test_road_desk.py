"""What hinders travel reaches every travel time of the window."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from commandroom.geo import moved
from commandroom.models.domain.commands import PutDrawing, RemoveDrawing, SetDoctrine
from commandroom.models.domain.doctrine import ModeSpeeds, SpeedRules
from commandroom.models.domain.enums import DrawingKind, RoadEffect
from commandroom.roads.compile import compile_network
from commandroom.roads.raw import RawMap, RawWay, RoadClass
from commandroom.roads.travel import RoadRouter
from commandroom.services.recommendation import Recommendation
from tests.conftest import MARKET, OPERATOR, PLAIN

from .conftest import Stage

Raise = Callable[..., Stage]


@pytest.fixture
def stage(raise_stage: Raise) -> Stage:
    """A market street of a kilometre, and the long way round by the north."""
    places = ((-500, 0), (200, 0), (300, 0), (500, 0), (500, 900), (-500, 900))
    nodes = [moved(MARKET, east_m=east, north_m=north) for east, north in places]
    ways = (RawWay((0, 1, 2, 3), RoadClass.TERTIARY), RawWay((3, 4, 5, 0), RoadClass.TERTIARY))
    lat, lon = (np.array([node[i] for node in nodes]) for i in (0, 1))
    router = RoadRouter(compile_network(RawMap("街", lat, lon, ways)))
    return raise_stage(roads=Recommendation(router))


def seconds(stage: Stage) -> float:
    """From the east end of the street to the market, on foot."""
    unit = next(each for each in stage.situation.units.values() if each.kind == "foot")
    there = replace(unit, at=moved(MARKET, east_m=480, north_m=0))
    incident = stage.situation.open_incidents()[0]
    return stage.run(stage.window.ranker.preview(incident, replace(there, id="U-x"))).eta_s


def draw(stage: Stage, effect: RoadEffect, factor: float = 1.0) -> None:
    """Across the street, half-way."""
    half = (moved(MARKET, east_m=250, north_m=-40), moved(MARKET, east_m=250, north_m=40))
    router = stage.window.ranker.router
    stage.run(stage.room.give(PutDrawing(OPERATOR, DrawingKind.LINE, half, "马拉松", None, effect, factor)))
    stage.qtbot.waitUntil(lambda: stage.window.ranker.router is not router)


def test_a_closure_drawn_sends_units_the_long_way_and_gone_it_does_not(stage: Stage) -> None:
    stage.report()
    before = seconds(stage)
    draw(stage, RoadEffect.CLOSED)
    assert seconds(stage) > 3 * before
    assert stage.window.brain.roads.chip.words == "路况：封闭 1 处"
    closed = stage.window.ranker.router
    drawing = next(iter(stage.situation.drawings))
    stage.run(stage.room.give(RemoveDrawing(OPERATOR, drawing)))
    stage.qtbot.waitUntil(lambda: stage.window.ranker.router is not closed)
    assert seconds(stage) == pytest.approx(before)
    assert stage.window.brain.roads.chip.isHidden()


def test_a_slow_street_takes_longer_but_is_still_the_way(stage: Stage) -> None:
    stage.report()
    before = seconds(stage)
    draw(stage, RoadEffect.SLOW, 0.5)
    assert before * 1.1 < seconds(stage) < before * 1.5
    assert stage.window.brain.roads.chip.words == "路况：缓行 1 处"


def test_a_drawing_without_effect_changes_no_time(stage: Stage) -> None:
    stage.report()
    before, router = seconds(stage), stage.window.ranker.router
    here = (moved(MARKET, east_m=250, north_m=-40), moved(MARKET, east_m=250, north_m=40))
    stage.run(stage.room.give(PutDrawing(OPERATOR, DrawingKind.LINE, here, "集合点")))
    stage.qtbot.waitUntil(lambda: not stage.window.brain.roads.is_busy)
    assert stage.window.ranker.router is router
    assert seconds(stage) == before


def test_other_speeds_in_the_rules_hold_at_once(stage: Stage) -> None:
    stage.report()
    before, router = seconds(stage), stage.window.ranker.router
    slow = SpeedRules(speeds=(ModeSpeeds("foot", (4.5,) * 8),))
    stage.run(stage.room.give(SetDoctrine(OPERATOR, replace(PLAIN, speeds=slow))))
    stage.qtbot.waitUntil(lambda: stage.window.ranker.router is not router)
    assert seconds(stage) > before * 1.5
