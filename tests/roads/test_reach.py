"""What can be reached by road in so many seconds is exactly what a slow search says."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.geo import LatLon, distance_m
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import OneWay, RawWay, RoadClass
from commandroom.roads.reach import Lines, reach
from commandroom.roads.travel import DRONE_KMH, SPEEDS_KMH, Mode, RoadRouter

from .maps import grid_point, raw_map
from .reference import Foot, between, travel_seconds
from .test_travel import GROUND, spots, towns

MPS = SPEEDS_KMH[Mode.CAR][RoadClass.TERTIARY] / 3.6


def street(*ways: RawWay) -> RoadRouter:
    """A straight street of 2,000 m with a node every 500 m."""
    metres = [(500.0 * n, 0.0) for n in range(5)]
    return RoadRouter(
        compile_network(raw_map(metres, *(ways or (RawWay((0, 1, 2, 3, 4), RoadClass.TERTIARY),))))
    )


def length_m(lines: Lines) -> float:
    """How long the lines are in all."""
    return sum(distance_m(a, b) for line in lines for a, b in pairwise(line))


def is_on(point: LatLon, lines: Lines) -> bool:
    """Whether `point` lies on one of the lines: no detour over it is longer than the line itself."""
    return any(
        distance_m(a, point) + distance_m(point, b) - distance_m(a, b) < 1e-5
        for line in lines
        for a, b in pairwise(line)
    )


def east_m(point: LatLon) -> float:
    """Metres east of the street's first node."""
    return round(distance_m(grid_point(0, 0), point), 1)


def test_a_street_is_cut_where_the_time_is_up_and_its_pieces_are_joined() -> None:
    near, far = reach(street(), grid_point(800, 0), Mode.CAR, (100 / MPS, 700 / MPS))
    assert [[east_m(p) for p in line] for line in near] == [[700, 800, 900]]
    assert [[east_m(p) for p in line] for line in far] == [[100, 500, 700], [900, 1000, 1500]]


def test_the_walk_to_the_road_takes_its_time() -> None:
    walked = 50 / 2.5
    lines = reach(street(), grid_point(1000, 50), Mode.CAR, (10.0, walked + 200 / MPS))
    assert lines[0] == ()
    assert length_m(lines[1]) == pytest.approx(400, rel=1e-3)


def test_a_one_way_street_is_reached_ahead_and_reaches_from_behind() -> None:
    there = RawWay((0, 1, 2), RoadClass.TERTIARY, oneway=OneWay.FORWARD)
    back = RawWay((2, 3, 4, 0), RoadClass.TERTIARY, oneway=OneWay.FORWARD)
    router, at = street(there, back), grid_point(250, 0)
    (ahead,) = reach(router, at, Mode.CAR, (100 / MPS,))
    (behind,) = reach(router, at, Mode.CAR, (100 / MPS,), toward=True)
    (on_foot,) = reach(router, at, Mode.FOOT, (100 / 2.5,))
    assert [[east_m(p) for p in line] for line in ahead] == [[250, 350]]
    assert [[east_m(p) for p in line] for line in behind] == [[150, 250]]
    assert [[east_m(p) for p in line] for line in on_foot] == [[150, 250, 350]]


def test_a_drone_reaches_a_circle() -> None:
    (circle,) = reach(street(), grid_point(0, 0), Mode.DRONE, (60.0,))[0]
    radius = 60 * DRONE_KMH / 3.6
    assert circle[0] == pytest.approx(circle[-1])
    assert {round(distance_m(grid_point(0, 0), p) / radius, 3) for p in circle} == {1.0}


def test_where_the_mode_has_no_road_nothing_is_reached() -> None:
    path = street(RawWay((0, 1, 2, 3, 4), RoadClass.PATH, motor=False))
    assert reach(path, grid_point(0, 0), Mode.CAR, (60, 180)) == ((), ())
    assert length_m(reach(path, grid_point(0, 0), Mode.FOOT, (100 / 2.5,))[0]) == pytest.approx(100, rel=1e-3)
    assert reach(path, grid_point(0, 0), Mode.FOOT, ()) == ()


def test_limits_that_fall_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        reach(street(), grid_point(0, 0), Mode.CAR, (180, 60))


@settings(max_examples=150, deadline=None)
@given(towns(), spots, st.sampled_from(GROUND), st.booleans(), st.floats(0.003, 0.997), st.data())
def test_every_point_of_the_roads_is_in_the_ring_of_its_time(
    network: RoadNetwork,
    spot: tuple[float, float],
    mode: Mode,
    toward: bool,
    share: float,
    data: st.DataObject,
) -> None:
    router, place = RoadRouter(network), grid_point(*spot)
    graph, snap = router.graph(mode), router.snap([grid_point(*spot)], mode)
    if snap.segment[0] < 0:
        assert reach(router, place, mode, (900,), toward=toward) == ((),)
        return
    segment = data.draw(st.sampled_from(graph.segments.tolist()))
    ends = [network.node(int(side[segment])) for side in (network.seg_from, network.seg_to)]
    point = between(*ends, share)
    here = (place, Foot(int(snap.segment[0]), float(snap.fraction[0]), float(snap.off_road_m[0])))
    there = (point, Foot(segment, share, 0.0))
    seconds = travel_seconds(network, graph, *((there, here) if toward else (here, there)))
    # Limits that just hold the point, and others that just do not.
    shares = data.draw(
        st.lists(st.sampled_from([0.5, 0.99, 0.999, 1.001, 1.01, 2.0]), min_size=1, max_size=3)
    )
    limits = sorted({seconds * each for each in shares})
    rings = reach(router, place, mode, limits, toward=toward)
    ring = next((n for n, limit in enumerate(limits) if seconds < limit), None)
    if ring is not None:
        assert is_on(point, rings[ring])
    if not shares_its_ground(network, segment):
        assert not any(is_on(point, lines) for n, lines in enumerate(rings) if n != ring)


def shares_its_ground(network: RoadNetwork, segment: int) -> bool:
    """Whether another segment may lie on the same ground, so that a point cannot tell which is meant."""
    ends = {int(network.seg_from[segment]), int(network.seg_to[segment])}
    pairs = zip(network.seg_from.tolist(), network.seg_to.tolist(), strict=True)
    a, b = (network.node(node) for node in sorted(ends)) if len(ends) == 2 else (network.node(0),) * 2
    return any(
        n != segment and ({*pair} == ends or any(is_on(network.node(e), ((a, b),)) for e in {*pair} - ends))
        for n, pair in enumerate(pairs)
    )


@settings(max_examples=60, deadline=None)
@given(towns(), spots, st.sampled_from(GROUND), st.booleans(), st.floats(30, 900))
def test_the_rings_together_are_the_reach_of_the_last_limit(
    network: RoadNetwork, spot: tuple[float, float], mode: Mode, toward: bool, limit: float
) -> None:
    router, place = RoadRouter(network), grid_point(*spot)
    rings = reach(router, place, mode, (limit / 3, limit / 2, limit), toward=toward)
    (whole,) = reach(router, place, mode, (limit,), toward=toward)
    assert sum(map(length_m, rings)) == pytest.approx(length_m(whole), rel=1e-9, abs=1e-3)


def test_wuhan_agrees_with_the_field_of_arrival_times(wuhan: RoadNetwork) -> None:
    router = RoadRouter(wuhan)
    place = LatLon(30.5805, 114.2905)
    rings = reach(router, place, Mode.CAR, (60, 180, 300, 480), toward=True)
    field = router.field(place, Mode.CAR)
    low = 0.0
    for lines, high in zip(rings, (60, 180, 300, 480), strict=True):
        seconds = field.seconds(np.array([line[len(line) // 2] for line in lines]))
        assert np.mean((seconds > low - 0.5) & (seconds < high + 0.5)) > 0.97  # a bridge may lie over it
        low = high
    assert length_m(rings[0]) > 100
