import numpy as np
import pytest

from commandroom.errors import WorldFailed
from commandroom.geo import LatLon
from commandroom.roads.compile import compile_network
from commandroom.roads.network import LINE_KINDS, SegFlag
from commandroom.roads.raw import (
    AreaKind,
    LineKind,
    Note,
    OneWay,
    RawArea,
    RawLine,
    RawMap,
    RawWay,
    RoadClass,
)

from .maps import grid_point, raw_map


def test_a_way_becomes_segments_between_neighbours() -> None:
    way = RawWay((0, 1, 2), RoadClass.PRIMARY, "人民路", maxspeed_kmh=50)
    network = compile_network(raw_map([(0, 0), (100, 0), (100, 200)], way))
    assert list(network.seg_from) == [0, 1]
    assert list(network.seg_to) == [1, 2]
    assert network.seg_length_m == pytest.approx([100, 200], rel=1e-3)
    assert list(network.seg_class) == [RoadClass.PRIMARY] * 2
    assert list(network.seg_maxspeed_kmh) == [50, 50]
    assert network.name_of_segment(1) == "人民路"
    assert list(network.way_nodes(0)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("oneway", "motor", "foot", "flags"),
    [
        (OneWay.NO, True, True, SegFlag.FORWARD | SegFlag.BACKWARD | SegFlag.FOOT),
        (OneWay.FORWARD, True, True, SegFlag.FORWARD | SegFlag.FOOT),
        (OneWay.BACKWARD, True, False, SegFlag.BACKWARD),
        (OneWay.FORWARD, False, True, SegFlag.FOOT),
    ],
)
def test_flags_say_who_may_go_which_way(oneway: OneWay, motor: bool, foot: bool, flags: SegFlag) -> None:
    way = RawWay((0, 1), RoadClass.TERTIARY, oneway=oneway, motor=motor, foot=foot)
    assert list(compile_network(raw_map([(0, 0), (9, 0)], way)).seg_flags) == [flags]


def test_segments_of_several_ways_do_not_run_into_each_other() -> None:
    ways = [RawWay((0, 1), RoadClass.PATH), RawWay((2, 3, 0), RoadClass.TRUNK, "环路")]
    network = compile_network(raw_map([(0, 0), (50, 0), (90, 0), (90, 50)], *ways))
    pairs = list(zip(network.seg_from.tolist(), network.seg_to.tolist(), strict=True))
    assert pairs == [(0, 1), (2, 3), (3, 0)]
    assert list(network.seg_way) == [0, 1, 1]
    assert [network.name_of_way(way) for way in range(2)] == ["", "环路"]


def test_nodes_without_a_road_are_dropped() -> None:
    network = compile_network(raw_map([(5, 5), (0, 0), (7, 7), (100, 0)], RawWay((1, 3), RoadClass.PATH)))
    assert network.node_count == 2
    assert network.node(0) == grid_point(0, 0)
    assert network.bbox.holds(grid_point(50, 0), margin_deg=1e-9)
    assert not network.bbox.holds(grid_point(5, 50))


def test_stutter_counts_once_and_a_point_is_no_road() -> None:
    ways = [RawWay((0, 0, 1, 1), RoadClass.PATH), RawWay((0, 0), RoadClass.PATH), RawWay((), RoadClass.PATH)]
    network = compile_network(raw_map([(0, 0), (50, 0)], *ways))
    assert (network.segment_count, network.way_count) == (1, 1)
    assert network.notes == (Note("roads.note.too_short", 2),)


def test_areas_keep_their_rings_and_names() -> None:
    lake = tuple(grid_point(east, north) for east, north in [(0, 0), (30, 0), (30, 30)])
    park = tuple(grid_point(east, north) for east, north in [(50, 0), (90, 0), (90, 30), (50, 30)])
    areas = (RawArea(AreaKind.WATER, lake, "东湖"), RawArea(AreaKind.GREEN, park))
    network = compile_network(raw_map([(0, 0), (9, 0)], RawWay((0, 1), RoadClass.PATH), areas=areas))
    found = list(network.areas())
    assert [(kind, name) for kind, name, _, _ in found] == [(AreaKind.WATER, "东湖"), (AreaKind.GREEN, "")]
    assert [LatLon(*point) for point in zip(found[1][2].tolist(), found[1][3].tolist(), strict=True)] == list(
        park
    )


def test_holes_lines_and_storeys_are_laid_out() -> None:
    ring = tuple(grid_point(east, north) for east, north in [(0, 0), (30, 0), (30, 30)])
    areas = (RawArea(AreaKind.GREEN, ring), RawArea(AreaKind.WATER, ring, "东湖", (ring, ring[::-1])))
    lines = (RawLine(LineKind.TRAM, ring[:2]), RawLine(LineKind.RIVER, ring, "东湖", -1))
    ways = RawWay((0, 1), RoadClass.PATH), RawWay((1, 0), RoadClass.PATH, level=2)
    network = compile_network(raw_map([(0, 0), (9, 0)], *ways, areas=areas, lines=lines))
    assert network.way_level.tolist() == [0, 2]
    assert (network.hole_area.tolist(), network.hole_start.tolist()) == ([1, 1], [0, 3, 6])
    assert network.hole_lat.tolist()[3:] == [point.lat for point in ring[::-1]]
    assert [LINE_KINDS[kind] for kind in network.line_kind] == [LineKind.TRAM, LineKind.RIVER]
    assert [network.names[name] for name in network.line_name] == ["", "东湖"]
    assert (network.line_start.tolist(), network.line_level.tolist()) == ([0, 2, 5], [0, -1])


def test_a_map_without_roads_is_refused() -> None:
    with pytest.raises(WorldFailed, match=r"roads\.import\.no_roads"):
        compile_network(raw_map([(0, 0)], RawWay((0,), RoadClass.PATH)))


@pytest.mark.parametrize("nodes", [(0, 2), (-1, 0)])
def test_a_way_to_nowhere_is_a_fault_of_the_maker(nodes: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside"):
        compile_network(raw_map([(0, 0), (9, 0)], RawWay(nodes, RoadClass.PATH)))


def test_a_node_off_the_earth_is_a_fault_of_the_maker() -> None:
    raw = RawMap("坏", np.array([30.0, np.nan]), np.array([114.0, 114.1]), (RawWay((0, 1), RoadClass.PATH),))
    with pytest.raises(ValueError, match="earth"):
        compile_network(raw)
