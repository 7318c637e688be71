"""Speeds, hours, closures and slow areas: what they do to travel times."""

from itertools import pairwise

import numpy as np
import pytest

from commandroom.geo import LatLon, distance_m
from commandroom.roads.compile import compile_network
from commandroom.roads.conditions import Conditions, Effect
from commandroom.roads.effects import segments_of
from commandroom.roads.modes import CROSSING_S, DRONE_KMH, GROUND, OVER_SIGN, SPEEDS_KMH, U_TURN_S, Mode
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import OneWay, RawWay, RoadClass
from commandroom.roads.reach import reach
from commandroom.roads.travel import RoadRouter

from .maps import grid_point, raw_map

CAR_MPS = SPEEDS_KMH[Mode.CAR][RoadClass.TERTIARY] / 3.6
FOOT_MPS = SPEEDS_KMH[Mode.FOOT][RoadClass.TERTIARY] / 3.6


def ring(oneway: OneWay = OneWay.NO) -> RoadRouter:
    """A square of 1,000 m, nodes from south-west against the clock; its south side is `oneway`."""
    ways = [RawWay((0, 1), RoadClass.TERTIARY, oneway=oneway), RawWay((1, 2, 3, 0), RoadClass.TERTIARY)]
    return RoadRouter(compile_network(raw_map([(0, 0), (1000, 0), (1000, 1000), (0, 1000)], *ways)))


def crossroads() -> RoadRouter:
    """Two tertiary roads of 1,000 m that cross in their middle, nodes west, middle, east, south, north."""
    metres = [(-500, 0), (0, 0), (500, 0), (0, -500), (0, 500)]
    ways = [RawWay((0, 1, 2), RoadClass.TERTIARY), RawWay((3, 1, 4), RoadClass.TERTIARY)]
    return RoadRouter(compile_network(raw_map(metres, *ways)))


def seconds(router: RoadRouter, start: LatLon, goal: LatLon, mode: Mode = Mode.CAR) -> float:
    """By the field, which must agree with the table."""
    found = float(router.field(goal, mode).seconds([start])[0])
    assert router.times([start], [goal], mode)[0, 0] == pytest.approx(found)
    return found


SOUTH = (grid_point(300, 0), grid_point(700, 0))
"""Two points of the south side, 400 m apart."""


def closed(*points: LatLon, shape: str = "point", **more: object) -> Conditions:
    """Conditions with one closure."""
    return Conditions(effects=(Effect("closed", shape, points, **more),))  # type: ignore[arg-type]


def test_speeds_of_one_mode_may_be_set_alone() -> None:
    router = ring().under(Conditions(kmh={Mode.CAR: (36.0,) * 8}))
    assert seconds(router, *SOUTH) == pytest.approx(40, rel=1e-3)
    assert seconds(router, *SOUTH, Mode.FOOT) == pytest.approx(400 / FOOT_MPS, rel=1e-3)


def test_a_learned_correction_multiplies_everything() -> None:
    router = crossroads()
    slow = router.under(Conditions(factor={Mode.CAR: 1.25, Mode.DRONE: 2.0}))
    start, goal = grid_point(-300, 40), grid_point(0, 300)
    assert seconds(slow, start, goal) == pytest.approx(1.25 * seconds(router, start, goal))
    assert seconds(slow, start, goal, Mode.FOOT) == seconds(router, start, goal, Mode.FOOT)
    assert seconds(slow, start, goal, Mode.DRONE) == pytest.approx(
        2 * distance_m(start, goal) * 3.6 / DRONE_KMH
    )


def test_the_hour_slows_vehicles_in_its_band_and_nobody_on_foot() -> None:
    rise = (1.0, 1.0, 1.0, 1.5, 1.0, 1.0, 1.0, 1.0)
    bands = ((7.0, 9.0, rise), (22.0, 30.0, (0.5,) * 8))
    plain = seconds(ring(), *SOUTH)
    at = {hour: ring().under(Conditions(bands=bands, hour=hour)) for hour in (6.9, 7.0, 9.0, 23.0, 3.0)}
    assert {hour: round(seconds(each, *SOUTH) / plain, 6) for hour, each in at.items()} == {
        6.9: 1.0,
        7.0: 1.5,
        9.0: 1.0,
        23.0: 0.5,
        3.0: 0.5,
    }
    assert seconds(at[7.0], *SOUTH, Mode.FOOT) == seconds(ring(), *SOUTH, Mode.FOOT)


def test_a_sign_holds_at_every_hour() -> None:
    way = RawWay((0, 1), RoadClass.PRIMARY, maxspeed_kmh=20)
    router = RoadRouter(compile_network(raw_map([(0, 0), (1000, 0)], way)))
    fast = router.under(Conditions(kmh={Mode.CAR: (200.0,) * 8}))
    assert seconds(fast, grid_point(0, 0), grid_point(1000, 0)) == pytest.approx(180 / OVER_SIGN, rel=1e-3)


def test_a_car_that_answers_may_go_against_a_one_way_street() -> None:
    router = ring(OneWay.BACKWARD)
    assert seconds(router, *SOUTH) == pytest.approx(3600 / CAR_MPS, rel=1e-3)
    free = router.under(Conditions(ignores_oneway=frozenset({Mode.CAR})))
    assert seconds(free, *SOUTH) == pytest.approx(400 / CAR_MPS, rel=1e-3)
    assert seconds(free, *SOUTH, Mode.MOTORBIKE) == seconds(router, *SOUTH, Mode.MOTORBIKE)


def test_passing_a_crossing_costs_and_coming_to_it_half() -> None:
    router = crossroads()
    cost = CROSSING_S[Mode.CAR][RoadClass.TERTIARY]
    assert cost > 0
    west, middle, east, north = (grid_point(*each) for each in ((-400, 0), (0, 0), (400, 0), (0, 400)))
    for goal in (east, north):
        assert seconds(router, west, goal) == pytest.approx(800 / CAR_MPS + cost, rel=1e-3)
    assert seconds(router, west, middle) == pytest.approx(400 / CAR_MPS + cost / 2, rel=1e-3)
    assert seconds(router, middle, north) == pytest.approx(400 / CAR_MPS + cost / 2, rel=1e-3)
    free = router.under(Conditions(crossing_s={Mode.CAR: (0.0,) * 8}))
    assert seconds(free, west, north) == pytest.approx(800 / CAR_MPS, rel=1e-3)


def test_the_smaller_road_says_what_a_crossing_costs() -> None:
    metres = [(-500, 0), (0, 0), (500, 0), (0, -500)]
    ways = [RawWay((0, 1, 2), RoadClass.PRIMARY), RawWay((1, 3), RoadClass.SERVICE)]
    router = RoadRouter(compile_network(raw_map(metres, *ways)))
    expected = 800 * 3.6 / SPEEDS_KMH[Mode.CAR][RoadClass.PRIMARY] + CROSSING_S[Mode.CAR][RoadClass.SERVICE]
    assert seconds(router, grid_point(-400, 0), grid_point(400, 0)) == pytest.approx(expected, rel=1e-4)


def test_a_moving_car_that_must_turn_round_takes_longer() -> None:
    field = ring().field(SOUTH[1], Mode.CAR)
    plain = field.seconds([SOUTH[0]])[0]
    moving = field.seconds([SOUTH[0]] * 4, [90.0, 270.0, np.nan, 45.0])
    assert moving == pytest.approx([plain, plain + U_TURN_S[Mode.CAR], plain, plain])
    times = ring().times([SOUTH[0]] * 2, [SOUTH[1], grid_point(0, 500)], Mode.CAR, headings=[90.0, 270.0])
    assert times[:, 0] == pytest.approx([plain, plain + U_TURN_S[Mode.CAR]])
    assert times[0, 1] == pytest.approx(times[1, 1] + U_TURN_S[Mode.CAR])
    assert ring().times_from_one(SOUTH[0], SOUTH[1:], Mode.CAR, heading=270.0)[0] == times[1, 0]
    route = field.route(SOUTH[0], 270.0)
    assert route is not None
    assert route.seconds == pytest.approx(plain + U_TURN_S[Mode.CAR])
    walking = ring().field(SOUTH[1], Mode.FOOT)
    assert walking.seconds([SOUTH[0]], [270.0])[0] == walking.seconds([SOUTH[0]])[0]


def test_who_finds_turning_long_goes_on_to_the_next_junction_and_turns_there() -> None:
    router = crossroads().under(Conditions(u_turn_s={Mode.CAR: 1000.0}))
    field = router.field(grid_point(-400, 0), Mode.CAR)
    there = field.seconds([grid_point(-100, 0)], [90.0])[0]
    assert there == pytest.approx(500 / CAR_MPS + CROSSING_S[Mode.CAR][RoadClass.TERTIARY], rel=1e-3)


def test_a_closed_road_is_driven_round() -> None:
    router = ring()
    shut = router.under(closed(grid_point(1000, 500)))  # the east side
    assert seconds(shut, *SOUTH) == seconds(router, *SOUTH)
    south_east, north_east = grid_point(990, 0), grid_point(990, 1000)
    assert seconds(router, south_east, north_east) == pytest.approx(1020 / CAR_MPS, rel=1e-3)
    assert seconds(shut, south_east, north_east) == pytest.approx(2980 / CAR_MPS, rel=1e-3)
    route = shut.field(north_east, Mode.CAR).route(south_east)
    assert route is not None
    assert route.length_m == pytest.approx(2980, rel=1e-3)


def test_who_stands_on_a_closed_road_walks_off_it_over_its_ends() -> None:
    shut = ring().under(closed(grid_point(1000, 500)))
    on_it, beside = grid_point(1000, 100), grid_point(900, 0)
    walk_mps = shut.graph(Mode.CAR).weights.walk_mps
    expected = 100 / walk_mps + 100 / CAR_MPS
    assert seconds(shut, on_it, beside) == pytest.approx(expected, rel=1e-3)
    assert seconds(shut, beside, on_it) == pytest.approx(expected, rel=1e-3)
    by_the_other_end = seconds(shut, grid_point(1000, 800), grid_point(900, 1000))
    assert by_the_other_end == pytest.approx(200 / walk_mps + 100 / CAR_MPS, rel=1e-3)
    lines = reach(shut, beside, Mode.CAR, (expected,))[0]
    top = max(point.lat for line in lines for point in line)
    assert distance_m(LatLon(top, on_it.lon), on_it) < 1.0


def test_a_closure_may_leave_walkers_alone() -> None:
    for_cars = Effect("closed", "point", (grid_point(500, 0),), modes=frozenset({Mode.CAR}))
    shut = ring().under(Conditions(effects=(for_cars,)))
    ends = grid_point(0, 5), grid_point(1000, 5)
    assert seconds(shut, *ends, Mode.FOOT) == seconds(ring(), *ends, Mode.FOOT)
    assert seconds(shut, *ends) > seconds(ring(), *ends) * 2


def test_a_town_cut_in_two_says_so() -> None:
    metres = [(0, 0), (500, 0), (1000, 0)]
    router = RoadRouter(compile_network(raw_map(metres, RawWay((0, 1, 2), RoadClass.PRIMARY))))
    shut = router.under(closed(grid_point(1000, 0), grid_point(700, 0), shape="line"))
    ends = grid_point(100, 0), grid_point(1000, 0)
    assert seconds(shut, *ends) == np.inf
    assert shut.field(ends[1], Mode.CAR).route(ends[0]) is None
    assert shut.edge_seconds(1, 2, Mode.CAR) == np.inf


def test_slow_roads_take_longer_and_two_slow_ones_both() -> None:
    icy = [Effect("slow", "line", SOUTH, factor=0.5), Effect("slow", "point", SOUTH[:1], factor=0.8)]
    plain = seconds(ring(), *SOUTH)
    one, both = (ring().under(Conditions(effects=tuple(icy[:count]))) for count in (1, 2))
    assert seconds(one, *SOUTH) == pytest.approx(2 * plain)
    assert seconds(both, *SOUTH) == pytest.approx(2.5 * plain)


def grid() -> RoadNetwork:
    """Four streets each way, 100 m apart; the segments to the east come first, row by row."""
    metres = [(100.0 * east, 100.0 * north) for north in range(4) for east in range(4)]
    rows = [tuple(4 * north + east for east in range(4)) for north in range(4)]
    columns = [tuple(4 * north + east for north in range(4)) for east in range(4)]
    return compile_network(raw_map(metres, *(RawWay(nodes, RoadClass.TERTIARY) for nodes in rows + columns)))


def named(network: RoadNetwork, segments: np.ndarray) -> set[tuple[int, int]]:
    """The nodes at the ends of segments."""
    return {(int(network.seg_from[each]), int(network.seg_to[each])) for each in segments}


@pytest.mark.parametrize(
    ("shape", "metres", "meant"),
    [
        ("point", [(50, 12)], {(0, 1)}),
        ("point", [(50, 18)], set()),
        ("line", [(30, 50), (130, 50)], {(1, 5)}),
        ("line", [(20, 10), (80, 10)], {(0, 1)}),
        ("area", [(30, -20), (70, -20), (70, 20), (30, 20)], {(0, 1)}),
        ("area", [(20, 20), (80, 20), (80, 80), (20, 80)], set()),
        ("area", [(-9, -9), (50, -9), (50, 50), (-9, 50)], {(0, 1), (0, 4)}),
        ("area", [(-9, -9), (109, -9), (109, 9), (-9, 9)], {(0, 1), (1, 2), (0, 4), (1, 5)}),
    ],
)
def test_a_shape_means_what_it_touches(
    shape: str, metres: list[tuple[float, float]], meant: set[tuple[int, int]]
) -> None:
    effect = Effect("closed", shape, tuple(grid_point(*each) for each in metres))  # type: ignore[arg-type]
    assert named(grid(), segments_of(grid(), effect)) == meant


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Conditions(factor={Mode.CAR: 0.0})
    with pytest.raises(ValueError, match="8 road classes"):
        Conditions(kmh={Mode.CAR: (30.0,)})
    with pytest.raises(ValueError, match="0 or more"):
        Conditions(u_turn_s={Mode.CAR: -1.0})
    with pytest.raises(ValueError, match="share of its speed"):
        Effect("slow", "point", (grid_point(0, 0),), factor=1.5)
    with pytest.raises(ValueError, match="3 points"):
        Effect("closed", "area", SOUTH)


def test_equal_conditions_give_the_same_router() -> None:
    router = ring()
    assert router.under(Conditions()) is router
    assert router.under(Conditions(hour=12.0)) is router, "no band holds at noon"
    busy = router.under(Conditions(hour=8.0))
    assert busy is not router
    assert router.under(Conditions(hour=8.5)) is busy, "the same band"
    assert busy.under(Conditions()).under(Conditions(hour=8.2)) is busy
    icy = Conditions(effects=(Effect("slow", "point", SOUTH[:1], factor=0.5),))
    again = Conditions(
        effects=(Effect("slow", "point", SOUTH[:1], factor=0.5, modes=GROUND),), factor={Mode.CAR: 1.0}
    )
    assert icy == again
    assert hash(icy) == hash(again)
    assert router.under(icy) is router.under(again)
    for hour in range(24):
        bands = ((0.0, 24.0, (1.0 + hour,) * 8),)
        assert router.under(Conditions(hour=1.0, bands=bands)).conditions.bands == bands
    assert router.under(icy).conditions == icy


def test_every_part_of_a_street_counts_by_its_share() -> None:
    router = crossroads()
    stops = [grid_point(east, 0) for east in (-450, -300, -120, -15)]
    times = router.times(stops, stops, Mode.CAR)
    legs = [seconds(router, a, b) for a, b in pairwise(stops)]
    assert times[0, 3] == pytest.approx(sum(legs))
    assert legs == pytest.approx([150 / CAR_MPS, 180 / CAR_MPS, 105 / CAR_MPS], rel=1e-3)
