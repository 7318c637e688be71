"""How fast units move now: rules, drawings, time of day, and what the room's own trips taught."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commandroom.geo import LatLon
from commandroom.models.domain.doctrine import ModeSpeeds, SpeedRules, TimeBand
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import DrawingKind, RoadEffect, UnitKind
from commandroom.models.domain.ids import DrawingId
from commandroom.models.domain.recorded import Trip
from commandroom.roads.modes import Mode
from commandroom.roads.travel import RoadRouter
from commandroom.services.recommendation import Recommendation
from commandroom.services.travel_rules import conditions_of, learned_factors, travel_line
from commandroom.tools.eleven import TownDesk

NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
RUSH = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
"""08:00 in China."""
RUSH_HOUR = TimeBand(7, 9, 0.5)


def trips(kind: UnitKind, ratio: float, count: int) -> list[Trip]:
    return [Trip(kind, 100.0, 100.0 * ratio) for _ in range(count)]


def drawing(effect: RoadEffect, at: LatLon, number: str = "D-1", factor: float = 1.0) -> Drawing:
    half = 0.0008
    corners = ((-half, -half), (-half, half), (half, half), (half, -half))
    points = tuple(LatLon(at.lat + north, at.lon + east) for north, east in corners)
    return Drawing(DrawingId(number), DrawingKind.AREA, points, "", "值班员", NOON, effect, factor)


def test_a_ratio_is_the_median_of_enough_trips() -> None:
    cars = [*trips(UnitKind.CAR, 1.2, 5), *trips(UnitKind.CAR, 9.0, 3)]
    assert learned_factors(cars) == {UnitKind.CAR: (pytest.approx(1.2), 8)}
    assert learned_factors(cars[:7]) == {}


def test_a_ratio_is_kept_within_bounds_and_short_ways_teach_nothing() -> None:
    assert learned_factors(trips(UnitKind.FOOT, 7.0, 8)) == {UnitKind.FOOT: (2.0, 8)}
    assert learned_factors(trips(UnitKind.FOOT, 0.1, 8)) == {UnitKind.FOOT: (0.5, 8)}
    assert learned_factors([Trip(UnitKind.FOOT, 5.0, 50.0)] * 20) == {}


def test_what_was_learned_counts_only_where_the_rules_say_so() -> None:
    learned = {UnitKind.CAR: (1.5, 9)}
    assert conditions_of(SpeedRules(), (), NOON, learned).factor[Mode.CAR] == 1.5
    assert conditions_of(SpeedRules(learned=False), (), NOON, learned).factor[Mode.CAR] == 1.0
    assert "learned" not in travel_line(SpeedRules(learned=False), (), NOON, learned)


def test_a_band_slows_big_roads_and_goes_on_after_midnight() -> None:
    rules = SpeedRules(bands=(RUSH_HOUR, TimeBand(22, 6, 1.25)))
    rush = conditions_of(rules, (), RUSH, {}).band
    assert rush is not None
    assert rush[2][0] == 1.0
    assert rush[2][-1] == 2.0
    assert conditions_of(rules, (), NOON, {}).band is None
    night = conditions_of(rules, (), NOON.replace(hour=19), {}).band  # 03:00 in China
    assert night is not None
    assert night[2][-1] == pytest.approx(0.8)


def test_the_line_says_what_holds_and_nothing_else() -> None:
    rules = SpeedRules(
        speeds=(ModeSpeeds("foot", (6.0,) * 8),), bands=(RUSH_HOUR,), police_ignore_oneway=True
    )
    here = LatLon(30.2, 115.6)
    drawn = [
        drawing(RoadEffect.SLOW, here, "D-2", 0.5),
        drawing(RoadEffect.CLOSED, here),
        drawing(RoadEffect.NONE, here, "D-3"),
    ]
    line = travel_line(rules, drawn, RUSH, {UnitKind.CAR: (1.254, 12)})
    assert line == (
        "speeds=foot:6/6/6/6/6/6/6/6 band=7-9x0.5 oneway=ignored_by_car "
        "closed=D-1 slow=D-2:0.5 learned=car:1.25/12"
    )
    assert travel_line(SpeedRules(), (), NOON, {}) == "as shipped"


def test_a_closure_takes_effect_with_the_next_proposal_and_is_written_down(desk: TownDesk) -> None:
    desk.recommendation = Recommendation(RoadRouter(desk.town.network))
    incident = desk.report("knife", desk.place("临澜博物馆"))
    desk.propose(incident)
    before = {each.unit: each.eta_s for each in desk.propose(incident).ranking}
    route = desk.recommendation.route(incident, desk.units["U-0140"])
    assert route is not None
    closed = drawing(RoadEffect.CLOSED, route.points[len(route.points) // 2])
    rules = SpeedRules()
    line = travel_line(rules, [closed], desk.now, {})
    desk.recommendation.set_conditions(conditions_of(rules, [closed], desk.now, {}), line)
    desk.propose(incident)
    after = desk.propose(incident)
    times = {each.unit: each.eta_s for each in after.ranking}
    assert after.travel == "closed=D-1"
    assert after.decision([]).travel == "closed=D-1"
    on_ground = [unit for unit in times if desk.units[unit].kind not in (UnitKind.DRONE, UnitKind.VIDEO)]
    assert all(times[unit] >= before[unit] - 1e-6 for unit in on_ground)
    assert times["U-0140"] > before["U-0140"]  # type: ignore[index]
    desk.recommendation.set_conditions(conditions_of(rules, (), desk.now, {}))
    desk.propose(incident)
    again = {each.unit: each.eta_s for each in desk.propose(incident).ranking}
    assert again == before


def test_slower_feet_come_later(desk: TownDesk) -> None:
    desk.recommendation = Recommendation(RoadRouter(desk.town.network))
    incident = desk.report("dispute", desk.place("市民广场"))
    unit = desk.units["U-0011"]
    before = desk.recommendation.preview(incident, unit, now=desk.now).eta_s
    slow = SpeedRules(speeds=(ModeSpeeds("foot", (4.5,) * 8),))
    desk.recommendation.set_conditions(conditions_of(replace(slow), (), desk.now, {}))
    assert desk.recommendation.preview(incident, unit, now=desk.now).eta_s > before
