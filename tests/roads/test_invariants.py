"""What holds of travel times on any map, under any conditions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commandroom.geo import LatLon
from commandroom.roads.conditions import Conditions, Effect
from commandroom.roads.modes import GROUND, Mode
from commandroom.roads.network import RoadNetwork
from commandroom.roads.sphere import distances_m
from commandroom.roads.travel import RoadRouter

from .maps import grid_point
from .reference import Foot, between, travel_seconds
from .test_travel import spots, towns

MODES = st.sampled_from(sorted(GROUND))
PAIRS = st.lists(spots, min_size=2, max_size=4)
CASES = settings(max_examples=50, deadline=None)


@st.composite
def effects(draw: st.DrawFn, *kinds: str) -> Effect:
    """A closure or a slow area somewhere on the maps of `towns`."""
    shape = draw(st.sampled_from(["point", "line", "area"]))
    least = {"point": 1, "line": 2, "area": 3}[shape]
    points = draw(st.lists(spots, min_size=least, max_size=1 if shape == "point" else 4))
    return Effect(
        kind=draw(st.sampled_from(kinds)),  # type: ignore[arg-type]
        shape=shape,  # type: ignore[arg-type]
        points=tuple(grid_point(*each) for each in points),
        factor=draw(st.sampled_from([0.1, 0.5, 1.0])),
        modes=draw(st.sampled_from([GROUND, frozenset({Mode.CAR})])),
    )


@st.composite
def conditions(draw: st.DrawFn, *kinds: str) -> Conditions:
    """Any conditions with effects of the given kinds."""
    per_class = st.lists(st.sampled_from([0.0, 4.0, 30.0]), min_size=8, max_size=8).map(tuple)
    return Conditions(
        factor={Mode.CAR: draw(st.sampled_from([0.8, 1.0, 1.3]))},
        hour=draw(st.sampled_from([None, 8.0, 23.0])),
        ignores_oneway=draw(st.sampled_from([frozenset(), frozenset({Mode.CAR})])),
        effects=tuple(draw(st.lists(effects(*kinds), max_size=3))) if kinds else (),
        crossing_s={mode: draw(per_class) for mode in sorted(GROUND)},
    )


def on_roads(router: RoadRouter, points: list[tuple[float, float]], mode: Mode) -> list[LatLon]:
    """The points put on the roads of the mode, so that nobody walks."""
    network = router.network
    snaps = router.snap([grid_point(*each) for each in points], mode)
    assume(len(router.graph(mode).segments) > 0)
    ends = [
        [network.node(int(side[each])) for side in (network.seg_from, network.seg_to)]
        for each in snaps.segment
    ]
    return [between(*pair, float(share)) for pair, share in zip(ends, snaps.fraction, strict=True)]


@CASES
@given(towns(), conditions("closed", "slow"), spots, spots, MODES)
def test_times_and_routes_equal_a_textbook_search(
    network: RoadNetwork,
    given_: Conditions,
    start: tuple[float, float],
    goal: tuple[float, float],
    mode: Mode,
) -> None:
    router = RoadRouter(network).under(given_)
    a, b = grid_point(*start), grid_point(*goal)
    snaps = router.snap([a, b], mode)
    feet = [Foot(int(snaps.segment[i]), float(snaps.fraction[i]), float(snaps.off_road_m[i])) for i in (0, 1)]
    expected = travel_seconds(network, router.graph(mode), (a, feet[0]), (b, feet[1]))
    field = router.field(b, mode)
    assert field.seconds([a])[0] == pytest.approx(expected, rel=1e-9, abs=1e-5)
    route = field.route(a)
    assert (route is None) == (expected == np.inf)
    if route is not None:
        assert route.seconds == pytest.approx(expected, rel=1e-9, abs=1e-5)
        assert all(b >= a - 1e-6 for a, b in zip(route.cumulative_s, route.cumulative_s[1:], strict=False))


@CASES
@given(towns(), conditions("closed", "slow"), PAIRS, PAIRS, MODES, st.sampled_from([100.0, 400.0, np.inf]))
def test_the_table_is_the_fields_side_by_side(
    network: RoadNetwork,
    given_: Conditions,
    origins: list[tuple[float, float]],
    goals: list[tuple[float, float]],
    mode: Mode,
    limit_s: float,
) -> None:
    router = RoadRouter(network).under(given_)
    here, there = ([grid_point(*each) for each in side] for side in (origins, goals))
    headings = np.linspace(0.0, 300.0, len(here))
    headings[0] = np.nan
    expected = np.stack([router.field(goal, mode).seconds(here, headings) for goal in there], axis=1)
    times = router.times(here, there, mode, limit_s=limit_s, headings=headings)
    assert times == pytest.approx(np.where(expected <= limit_s, expected, np.inf), rel=1e-9, abs=1e-6)


@CASES
@given(towns(), conditions("slow"), PAIRS, MODES)
def test_a_two_way_town_takes_as_long_there_as_back(
    network: RoadNetwork, given_: Conditions, points: list[tuple[float, float]], mode: Mode
) -> None:
    flags = np.where(network.seg_flags & 3, network.seg_flags | 3, network.seg_flags).astype(np.uint8)
    router = RoadRouter(replace(network, seg_flags=flags)).under(given_)
    stops = on_roads(router, points, mode)
    times = router.times(stops, stops, mode)
    assert times == pytest.approx(times.T, rel=1e-9, abs=1e-5)


@CASES
@given(towns(), conditions("slow"), st.lists(spots, min_size=3, max_size=5), MODES)
def test_nobody_is_quicker_by_way_of_somewhere(
    network: RoadNetwork, given_: Conditions, points: list[tuple[float, float]], mode: Mode
) -> None:
    router = RoadRouter(network).under(given_)
    stops = on_roads(router, points, mode)
    times = router.times(stops, stops, mode)
    by_way = (times[:, :, None] + times[None, :, :]).min(axis=1)
    assert (times <= by_way + 1e-4 + 1e-9 * by_way).all()


@CASES
@given(towns(), conditions("slow"), effects("closed", "slow"), PAIRS, MODES)
def test_what_is_drawn_on_the_map_never_shortens_a_way(
    network: RoadNetwork, given_: Conditions, more: Effect, points: list[tuple[float, float]], mode: Mode
) -> None:
    router = RoadRouter(network)
    stops = [grid_point(*each) for each in points]
    before = router.under(given_).times(stops, stops, mode)
    after = router.under(replace(given_, effects=(*given_.effects, more))).times(stops, stops, mode)
    assert (after >= before - 1e-6).all()


@CASES
@given(towns(), conditions(), PAIRS, MODES, st.integers(2, 5))
def test_nodes_put_into_streets_change_nothing(
    network: RoadNetwork, given_: Conditions, points: list[tuple[float, float]], mode: Mode, pieces: int
) -> None:
    stops = [grid_point(*each) for each in points]
    coarse, fine = (RoadRouter(each).under(given_) for each in (network, densified(network, pieces)))
    kept = [set((each.graph(mode).segments // n).tolist()) for each, n in ((coarse, 1), (fine, pieces))]
    assume(kept[0] == kept[1])  # of two parts of a map the one with more nodes is kept
    one, other = coarse.snap(stops, mode), fine.snap(stops, mode)
    assert other.off_road_m == pytest.approx(one.off_road_m, rel=1e-6, abs=0.11)
    assume((one.segment == np.where(other.segment < 0, -1, other.segment // pieces)).all())  # no equals
    times, again = (each.times(stops, stops, mode) for each in (coarse, fine))
    # Near a new node a point is put on it: a tenth of a metre at walking pace, at both ends.
    assert again == pytest.approx(times, rel=1e-5, abs=0.2)


def densified(network: RoadNetwork, pieces: int) -> RoadNetwork:
    """Every segment cut into equal pieces; those of one stand together, in order."""
    share = np.arange(1, pieces) / pieces
    tail, head = network.seg_from, network.seg_to
    lat, lon = (
        np.concatenate((side, (side[tail, None] + (side[head] - side[tail])[:, None] * share).ravel()))
        for side in (network.node_lat, network.node_lon)
    )
    new = (np.arange(len(tail) * (pieces - 1)) + network.node_count).reshape(len(tail), pieces - 1)
    nodes = np.column_stack((tail, new, head)).astype(np.int32)
    tail, head = nodes[:, :-1].ravel(), nodes[:, 1:].ravel()
    return replace(
        network,
        node_lat=lat,
        node_lon=lon,
        seg_from=tail,
        seg_to=head,
        seg_length_m=distances_m(lat[tail], lon[tail], lat[head], lon[head]),
        seg_class=np.repeat(network.seg_class, pieces),
        seg_flags=np.repeat(network.seg_flags, pieces),
        seg_maxspeed_kmh=np.repeat(network.seg_maxspeed_kmh, pieces),
        seg_way=np.repeat(network.seg_way, pieces),
    )


def test_a_wide_search_agrees_with_a_narrow_one_on_wuhan(wuhan: RoadNetwork) -> None:
    """Fields widen step by step; whatever was asked first, the answers are the same."""
    router = RoadRouter(wuhan)
    rng = np.random.default_rng(4)
    nodes = rng.choice(router.nodes(Mode.CAR), 300)
    points = np.column_stack((wuhan.node_lat[nodes], wuhan.node_lon[nodes])) + rng.normal(0, 2e-4, (300, 2))
    place = LatLon(30.5805, 114.2905)
    order = np.argsort(((points - np.array(place)) ** 2).sum(axis=1))
    narrow = router.field(place, Mode.CAR)
    found = np.concatenate([narrow.seconds(points[part]) for part in np.array_split(order, 20)])
    assert found == pytest.approx(RoadRouter(wuhan).field(place, Mode.CAR).seconds(points[order]), abs=1e-6)
