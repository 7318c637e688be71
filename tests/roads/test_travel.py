from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from commandroom.geo import LatLon, distance_m
from commandroom.roads.compile import compile_network
from commandroom.roads.modes import CROSSING_S, OVER_SIGN
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import OneWay, RawWay, RoadClass
from commandroom.roads.travel import DRONE_KMH, SPEEDS_KMH, Mode, RoadRouter

from .maps import grid_point, raw_map
from .reference import Foot, between, nearest_segment, travel_seconds

GROUND = [Mode.FOOT, Mode.DOG, Mode.MOTORBIKE, Mode.CAR]
CAR_MPS = SPEEDS_KMH[Mode.CAR][RoadClass.TERTIARY] / 3.6


def block(oneway: OneWay = OneWay.NO) -> RoadRouter:
    """A square of 1,000 m, nodes from south-west against the clock; its south side is `oneway`."""
    ways = [
        RawWay((0, 1), RoadClass.TERTIARY, oneway=oneway),
        RawWay((1, 2, 3, 0), RoadClass.TERTIARY),
    ]
    return RoadRouter(compile_network(raw_map([(0, 0), (1000, 0), (1000, 1000), (0, 1000)], *ways)))


def test_partial_segments_count_by_their_length() -> None:
    field = block().field(grid_point(900, 0), Mode.CAR)
    seconds = field.seconds([grid_point(100, 0), grid_point(900, 0), grid_point(1000, 400)])
    assert seconds == pytest.approx([800 / CAR_MPS, 0, 500 / CAR_MPS], rel=1e-3, abs=1e-3)


def test_a_one_way_street_sends_a_car_round_but_not_a_walker() -> None:
    router = block(OneWay.FORWARD)
    behind, ahead = grid_point(200, 0), grid_point(700, 0)
    assert router.field(ahead, Mode.CAR).seconds([behind])[0] == pytest.approx(500 / CAR_MPS, rel=1e-3)
    assert router.field(behind, Mode.CAR).seconds([ahead])[0] == pytest.approx(3500 / CAR_MPS, rel=1e-3)
    on_foot = SPEEDS_KMH[Mode.FOOT][RoadClass.TERTIARY] / 3.6
    assert router.field(behind, Mode.FOOT).seconds([ahead])[0] == pytest.approx(500 / on_foot, rel=1e-3)


def test_a_backward_one_way_is_the_other_way_round() -> None:
    router = block(OneWay.BACKWARD)
    west, east = grid_point(200, 0), grid_point(700, 0)
    assert router.field(west, Mode.CAR).seconds([east])[0] == pytest.approx(500 / CAR_MPS, rel=1e-3)
    assert router.field(east, Mode.CAR).seconds([west])[0] == pytest.approx(3500 / CAR_MPS, rel=1e-3)


def test_the_way_off_the_road_is_walked_at_both_ends() -> None:
    seconds = block().field(grid_point(900, -45), Mode.CAR).seconds([grid_point(100, -90)])
    assert seconds[0] == pytest.approx(800 / CAR_MPS + 135 / 2.5, rel=1e-3)


def test_who_stands_at_the_place_is_there() -> None:
    place = grid_point(500, 300)
    field = block().field(place, Mode.CAR)
    near = grid_point(500, 310)
    assert field.seconds([place, near]) == pytest.approx([0, 4], abs=0.05)


def test_who_stands_on_a_junction_leaves_it_by_any_road() -> None:
    """The nearest segment is the one-way street that leads away; the two-way street is just as near."""
    field = block(OneWay.BACKWARD).field(grid_point(1000, 500), Mode.CAR)
    assert field.seconds([grid_point(1000, 0)])[0] == pytest.approx(500 / CAR_MPS, rel=1e-3)
    at_corner = block(OneWay.FORWARD).field(grid_point(0, 0), Mode.CAR)
    assert at_corner.seconds([grid_point(0, 400)])[0] == pytest.approx(400 / CAR_MPS, rel=1e-3)


def test_a_slow_sign_slows_a_car_and_no_walker() -> None:
    def seconds(mode: Mode, kmh: float) -> float:
        way = RawWay((0, 1), RoadClass.PRIMARY, maxspeed_kmh=kmh)
        router = RoadRouter(compile_network(raw_map([(0, 0), (1000, 0)], way)))
        return float(router.field(grid_point(0, 0), mode).seconds([grid_point(1000, 0)])[0])

    assert seconds(Mode.CAR, 20) == pytest.approx(180 / OVER_SIGN, rel=1e-3)
    assert seconds(Mode.CAR, 120) == pytest.approx(
        1000 / (SPEEDS_KMH[Mode.CAR][RoadClass.PRIMARY] / 3.6), rel=1e-3
    )
    assert seconds(Mode.FOOT, 2) == pytest.approx(400, rel=1e-3)


def test_a_drone_flies_straight() -> None:
    router = block()
    field = router.field(grid_point(1000, 1000), Mode.DRONE)
    route = field.route(grid_point(0, 0))
    assert field.seconds([grid_point(0, 0)])[0] == pytest.approx(1414.2 / (DRONE_KMH / 3.6), rel=1e-3)
    assert field.seconds_from(router.snap([grid_point(0, 0)], Mode.DRONE)) == pytest.approx([113.1], rel=1e-2)
    assert route is not None
    assert route.length_m == pytest.approx(1414.2, rel=1e-3)


def test_without_a_road_for_the_mode_nobody_arrives() -> None:
    router = RoadRouter(
        compile_network(raw_map([(0, 0), (500, 0)], RawWay((0, 1), RoadClass.PATH, motor=False)))
    )
    field = router.field(grid_point(0, 0), Mode.CAR)
    assert list(field.seconds([grid_point(500, 0)])) == [np.inf]
    assert field.route(grid_point(500, 0)) is None
    assert router.nearest_node(grid_point(0, 0), Mode.CAR) == -1
    assert len(router.nodes(Mode.CAR)) == 0
    assert router.field(grid_point(0, 0), Mode.FOOT).seconds([grid_point(500, 0)])[0] == pytest.approx(
        200, rel=1e-2
    )


def test_an_island_is_not_snapped_to() -> None:
    metres = [(0, 0), (500, 0), (1000, 0), (0, 800), (10, 800)]
    ways = [RawWay((0, 1, 2), RoadClass.PRIMARY), RawWay((3, 4), RoadClass.PRIMARY)]
    router = RoadRouter(compile_network(raw_map(metres, *ways)))
    snaps = router.snap([grid_point(5, 800)], Mode.CAR)
    assert snaps.segment[0] == 0
    assert snaps.off_road_m[0] == pytest.approx(800, rel=1e-3)


def test_no_points_give_no_times() -> None:
    router = block()
    for mode in Mode:
        assert router.field(grid_point(0, 0), mode).seconds([]).shape == (0,)
        assert len(router.snap([], mode)) == 0


def test_a_field_is_kept_and_the_oldest_is_let_go() -> None:
    router = block()
    first = router.field(grid_point(1, 1), Mode.CAR)
    assert router.field(grid_point(1, 1), Mode.CAR) is first
    assert router.field(grid_point(1, 1), Mode.MOTORBIKE) is not first
    router._most_fields = 3
    for metre in range(5):
        router.field(grid_point(metre * 10, 0), Mode.CAR)
    assert router.field(grid_point(1, 1), Mode.CAR) is not first


def test_neighbours_lead_a_patrol_along_the_rules() -> None:
    router = block(OneWay.FORWARD)
    heads, seconds = router.neighbours(0, Mode.CAR)
    assert sorted(heads.tolist()) == [1, 3]
    assert seconds == pytest.approx([1000 / CAR_MPS] * 2, rel=1e-3)
    assert router.neighbours(1, Mode.CAR)[0].tolist() == [2]
    assert router.edge_seconds(1, 0, Mode.CAR) == np.inf
    assert router.edge_seconds(0, 1, Mode.CAR) == pytest.approx(1000 / CAR_MPS, rel=1e-3)
    assert router.nodes(Mode.CAR).tolist() == [0, 1, 2, 3]
    assert router.nearest_node(grid_point(900, 100), Mode.CAR) == 1


def test_of_two_parallel_roads_the_quicker_counts() -> None:
    ways = [
        RawWay((0, 1), RoadClass.PATH),
        RawWay((1, 0), RoadClass.MOTORWAY),
        RawWay((0, 1), RoadClass.PATH),
    ]
    router = RoadRouter(compile_network(raw_map([(0, 0), (1000, 0)], *ways)))
    half_s = CROSSING_S[Mode.CAR][RoadClass.PATH] / 2
    expected = 3600 / SPEEDS_KMH[Mode.CAR][RoadClass.MOTORWAY] + 2 * half_s
    assert router.edge_seconds(0, 1, Mode.CAR) == pytest.approx(expected, rel=1e-3)
    assert router.edge_seconds(1, 0, Mode.CAR) == pytest.approx(expected, rel=1e-3)


metres = st.integers(-1_500, 1_500).map(float)
spots = st.tuples(metres, metres)


@st.composite
def towns(draw: st.DrawFn) -> RoadNetwork:
    """A few nodes and ways, tangled, of all kinds, some one-way, some for walkers only."""
    nodes = draw(st.lists(spots, min_size=2, max_size=9, unique=True))
    index = st.integers(0, len(nodes) - 1)
    way = st.builds(
        RawWay,
        nodes=st.lists(index, min_size=2, max_size=5).map(tuple),
        road_class=st.sampled_from(RoadClass),
        oneway=st.sampled_from(OneWay),
        motor=st.booleans(),
        foot=st.booleans(),
        maxspeed_kmh=st.sampled_from([0.0, 5.0, 30.0, 120.0]),
    )
    ways = draw(st.lists(way, min_size=1, max_size=12))
    assume(any(len(set(w.nodes)) > 1 for w in ways))
    return compile_network(raw_map(nodes, *ways))


@settings(max_examples=70, deadline=None)
@given(towns(), spots, spots, st.sampled_from(GROUND))
def test_times_equal_a_textbook_search(
    network: RoadNetwork, start: tuple[float, float], goal: tuple[float, float], mode: Mode
) -> None:
    router = RoadRouter(network)
    graph = router.graph(mode)
    a, b = grid_point(*start), grid_point(*goal)
    field = router.field(b, mode)
    snaps = router.snap([a, field.place], mode)
    feet = [Foot(int(snaps.segment[i]), float(snaps.fraction[i]), float(snaps.off_road_m[i])) for i in (0, 1)]
    expected = travel_seconds(network, graph, (a, feet[0]), (field.place, feet[1]))
    assert field.seconds([a])[0] == pytest.approx(expected, rel=1e-9, abs=1e-5)


@settings(max_examples=70, deadline=None)
@given(towns(), spots, st.sampled_from(GROUND))
def test_snaps_are_the_nearest_of_all_segments(
    network: RoadNetwork, spot: tuple[float, float], mode: Mode
) -> None:
    router = RoadRouter(network)
    point = grid_point(*spot)
    expected = nearest_segment(network, router.graph(mode), point)
    snaps = router.snap([point], mode)
    assert snaps.off_road_m[0] == pytest.approx(expected.off_m, rel=1e-5, abs=0.15)
    if expected.segment >= 0:
        segment = int(snaps.segment[0])
        ends = [network.node(int(side[segment])) for side in (network.seg_from, network.seg_to)]
        there = between(ends[0], ends[1], float(snaps.fraction[0]))
        assert distance_m(point, there) == pytest.approx(expected.off_m, rel=1e-5, abs=0.15)


@settings(max_examples=70, deadline=None)
@given(towns(), spots, spots, st.sampled_from(list(Mode)))
def test_a_route_takes_the_time_the_field_says(
    network: RoadNetwork, start: tuple[float, float], goal: tuple[float, float], mode: Mode
) -> None:
    router = RoadRouter(network)
    field = router.field(grid_point(*goal), mode)
    route = field.route(grid_point(*start))
    expected = float(field.seconds([grid_point(*start)])[0])
    if route is None:
        assert expected == np.inf
        return
    assert route.seconds == expected
    assert (route.points[0], route.points[-1]) == (grid_point(*start), field.place)
    assert len(route.cumulative_s) == len(route.points)
    assert route.cumulative_s[0] == 0.0
    assert all(b >= a - 1e-6 for a, b in zip(route.cumulative_s, route.cumulative_s[1:], strict=False))
    if mode is not Mode.DRONE:
        assert_follows_roads(router, route.points, route.cumulative_s, mode)


def assert_follows_roads(
    router: RoadRouter, points: tuple[LatLon, ...], clock: tuple[float, ...], mode: Mode
) -> None:
    """Every step between two junctions is a road open in that direction and takes its time."""
    at = {router.network.node(node): node for node in router.nodes(mode).tolist()}
    steps = zip(points[1:-1], points[2:-1], clock[1:-1], clock[2:-1], strict=False)
    for here, there, left, reached in steps:
        if here in at and there in at and len(points) > 4:
            assert reached - left >= router.edge_seconds(at[here], at[there], mode) * 0.999 - 1e-5


def test_every_usable_node_reaches_every_other() -> None:
    metres = [(0, 0), (500, 0), (500, 500), (900, 0), (900, 900)]
    ways = [
        RawWay((0, 1, 2, 0), RoadClass.PRIMARY, oneway=OneWay.FORWARD),
        RawWay((1, 3), RoadClass.PRIMARY, oneway=OneWay.FORWARD),
        RawWay((3, 4), RoadClass.PRIMARY, motor=False),
    ]
    router = RoadRouter(compile_network(raw_map(metres, *ways)))
    assert router.nodes(Mode.CAR).tolist() == [0, 1, 2]
    assert router.nodes(Mode.FOOT).tolist() == [0, 1, 2, 3, 4]
    dead_end = grid_point(900, 0)
    assert router.snap([dead_end], Mode.CAR).off_road_m[0] == pytest.approx(400, rel=1e-3)
    assert np.isfinite(router.field(grid_point(0, 0), Mode.CAR).seconds([dead_end])[0])


def test_wuhan_agrees_with_a_plain_search(wuhan: RoadNetwork) -> None:
    router = RoadRouter(wuhan)
    rng = np.random.default_rng(7)
    nodes = rng.choice(router.nodes(Mode.CAR), 300)
    points = np.stack((wuhan.node_lat[nodes], wuhan.node_lon[nodes]), axis=1)
    goal = int(nodes[0])
    plain = router.graph(Mode.CAR).onward.matrix()
    expected = [dijkstra(plain, indices=int(node))[goal] for node in nodes[:6]]
    seconds = router.field(wuhan.node(goal), Mode.CAR).seconds(points)
    assert seconds[:6] == pytest.approx(expected, abs=0.2)
    assert np.isfinite(seconds).all()


def test_threads_share_a_router(wuhan: RoadNetwork) -> None:
    router = RoadRouter(wuhan)
    rng = np.random.default_rng(3)
    nodes = rng.integers(0, wuhan.node_count, 24)
    jobs = [(wuhan.node(int(node)), mode) for node in nodes for mode in (Mode.CAR, Mode.FOOT)]
    points = np.stack((wuhan.node_lat[nodes], wuhan.node_lon[nodes]), axis=1)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda job: router.field(*job).seconds(points), jobs))
    alone = RoadRouter(wuhan)
    for job, seconds in zip(jobs, together, strict=True):
        assert np.array_equal(alone.field(*job).seconds(points), seconds)
