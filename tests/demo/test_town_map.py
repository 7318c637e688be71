"""The demo town as a map: large enough, connected, dry, and the same every time."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from commandroom.demo.town import build_town
from commandroom.resources import resource
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import AreaKind, OneWay, RawMap, RawWay, RoadClass
from commandroom.roads.roadfile import load_roads, save_roads
from tests.demo.town_checks import crosses, near, segments, shores

BRIDGES = {"西环大桥", "澜津桥", "文澜桥", "东环大桥"}


@pytest.fixture(scope="module")
def town() -> RawMap:
    return build_town()


def assert_same(built: RoadNetwork, shipped: RoadNetwork) -> None:
    """The same to the last bit, but for lengths: the sine of one processor may end in another bit."""
    for field in fields(RoadNetwork):
        one, other = getattr(built, field.name), getattr(shipped, field.name)
        if field.name == "seg_length_m":
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-6)
        elif isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, other, err_msg=field.name)
        else:
            assert one == other, field.name


def junction_count(ways: Sequence[RawWay]) -> int:
    """Nodes where at least three road ends meet."""
    ends = Counter(node for way in ways for pair in pairwise(way.nodes) for node in pair)
    return sum(count >= 3 for count in ends.values())


def test_the_town_has_thousands_of_junctions_and_most_roads_have_names(town: RawMap) -> None:
    assert junction_count(town.ways) >= 3_000
    assert len({way.name for way in town.ways if way.name}) >= 150
    assert sum(bool(way.name) for way in town.ways) >= 0.6 * len(town.ways)
    assert all(len(way.name) <= 12 for way in town.ways)


def test_every_class_of_road_and_one_way_streets_both_ways_are_there(town: RawMap) -> None:
    classes = Counter(way.road_class for way in town.ways)
    wanted = (
        RoadClass.PATH,
        RoadClass.SERVICE,
        RoadClass.RESIDENTIAL,
        RoadClass.TERTIARY,
        RoadClass.SECONDARY,
    )
    assert all(classes[road_class] >= 20 for road_class in wanted)
    assert classes[RoadClass.PRIMARY] >= 8
    assert {way.oneway for way in town.ways} == {OneWay.NO, OneWay.FORWARD, OneWay.BACKWARD}


def test_the_places_people_ask_for_are_named_once(town: RawMap) -> None:
    names = [place.name for place in town.places]
    assert len(names) >= 120
    assert len(set(names)) == len(names)
    kinds = Counter(place.kind for place in town.places)
    for kind in (
        "museum",
        "hospital",
        "metro",
        "night_market",
        "station",
        "police",
        "park",
        "stadium",
        "mall",
    ):
        assert kinds[kind] >= 1, kind
    assert kinds["school"] >= 5
    assert kinds["estate"] >= 30
    stations = [place.name for place in town.places if place.kind == "metro"]
    mouths = {place.name for place in town.places if place.kind == "metro_exit"}
    assert mouths == {f"{station}{mouth}口" for station in stations for mouth in "ABCD"}
    museum = next(place.name for place in town.places if place.kind == "museum")
    assert f"{museum}正门" in names
    assert sum(name.startswith(museum) for name in names) >= 4


def test_a_car_gets_from_anywhere_to_anywhere(town: RawMap) -> None:
    tails: list[int] = []
    heads: list[int] = []
    for way in town.ways:
        if way.motor:
            ahead, behind = list(way.nodes[:-1]), list(way.nodes[1:])
            if way.oneway is not OneWay.BACKWARD:
                tails, heads = tails + ahead, heads + behind
            if way.oneway is not OneWay.FORWARD:
                tails, heads = tails + behind, heads + ahead
    count = len(town.node_lat)
    graph = coo_array((np.ones(len(tails)), (tails, heads)), shape=(count, count))
    _, piece = connected_components(graph, directed=True, connection="strong")
    assert len(set(piece[np.unique(tails)])) == 1


def test_every_road_is_joined_to_the_others_on_foot(town: RawMap) -> None:
    pairs = np.array([pair for way in town.ways for pair in zip(way.nodes, way.nodes[1:], strict=False)])
    count = len(town.node_lat)
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    assert connected_components(graph, directed=False, return_labels=False) == 1


def test_river_lake_parks_and_houses_are_painted(town: RawMap) -> None:
    kinds = Counter(area.kind for area in town.areas)
    assert kinds[AreaKind.BUILDING] >= 1_000
    assert kinds[AreaKind.GREEN] >= 6
    assert kinds[AreaKind.SQUARE] == 2
    assert {"澜河", "镜澜湖"} <= {area.name for area in town.areas if area.kind is AreaKind.WATER}


def test_water_is_crossed_by_the_four_bridges_only(town: RawMap) -> None:
    water = shores(town)
    roads = [number for number, way in enumerate(town.ways) if way.name not in BRIDGES]
    lines, _ = segments(town, roads)
    wet = sum(int(crosses(line, lines[near(line, lines)]).sum()) for line in water)
    assert wet == 0
    bridges = [number for number, way in enumerate(town.ways) if way.name in BRIDGES]
    spans, _ = segments(town, bridges)
    both_banks = sum(int(crosses(line, spans).sum()) for line in water)
    assert len(bridges) == 4
    assert both_banks == 8


def test_no_road_crosses_another_without_a_junction(town: RawMap) -> None:
    lines, _ = segments(town, list(range(len(town.ways))))
    order = np.argsort(lines[:, 0])
    crossings = 0
    for index in order[::4]:
        close = near(lines[index], lines)
        crossings += int(crosses(lines[index], lines[close]).sum())
    assert crossings == 0


def test_a_seed_gives_one_town_in_any_process(town: RawMap, tmp_path: Path) -> None:
    built = save_roads(compile_network(town), tmp_path / "town.roads")
    assert_same(compile_network(town), load_roads(resource("demo", "town.roads")))
    program = (
        "import sys; from pathlib import Path; from commandroom.tools.build_demo import write_demo;"
        "print(write_demo(Path(sys.argv[1]), 'town'))"
    )
    settings = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    assert done.stdout.strip() == built
    shipped = resource("demo", "town.roster.json").read_bytes()
    assert (tmp_path / "town.roster.json").read_bytes() == shipped


def test_another_seed_gives_another_town_that_holds_as_well(town: RawMap) -> None:
    other = build_town(seed=11)
    assert junction_count(other.ways) >= 3_000
    assert not np.array_equal(other.node_lat[:500], town.node_lat[:500])


def test_the_shipped_city_is_four_times_the_town() -> None:
    city = load_roads(resource("demo", "city.roads"))
    ends = np.concatenate((city.seg_from, city.seg_to))
    assert int((np.bincount(ends) >= 3).sum()) >= 12_000
    assert resource("demo", "city.roads").stat().st_size < 4_000_000


@pytest.mark.slow
def test_the_shipped_city_is_what_the_generator_builds() -> None:
    assert_same(compile_network(build_town(scale="city")), load_roads(resource("demo", "city.roads")))
