"""Undeclared GCJ-02 and the wrong city are seen by the distance to the roads."""

from pathlib import Path

import numpy as np
import pytest

from commandroom.geo import Datum, LatLon, from_wgs84, moved
from commandroom.roads.compile import compile_network
from commandroom.roads.modes import Mode
from commandroom.roads.network import BBox
from commandroom.roads.osm import import_osm
from commandroom.roads.travel import RoadRouter
from commandroom.services.roster import far_from_roads, looks_shifted, road_notes
from commandroom.services.roster.placing import Floats, RoadDistance

WUHAN = Path(__file__).parents[2] / ".." / "shared" / "data" / "wuhan_roads.osm.pbf"


@pytest.fixture(scope="module")
def wuhan() -> tuple[RoadRouter, BBox]:
    if not WUHAN.exists():
        pytest.skip("the Wuhan road file is not in ../shared/data")
    network = compile_network(import_osm(WUHAN))
    return RoadRouter(network), network.bbox


def places_at_roads(router: RoadRouter, count: int, *, within_m: float) -> list[LatLon]:
    """Points beside random junctions of the network."""
    chance = np.random.default_rng(7)
    nodes = chance.choice(router.network.node_count, count)
    return [
        moved(router.network.node(int(node)), east_m=east, north_m=north)
        for node, (east, north) in zip(nodes, chance.uniform(-within_m, within_m, (count, 2)), strict=True)
    ]


def on_foot(router: RoadRouter) -> RoadDistance:
    def metres(points: Floats) -> Floats:
        return router.snap(points, Mode.FOOT).off_road_m

    return metres


@pytest.mark.parametrize("within_m", [15.0, 60.0])
def test_true_places_raise_no_suspicion(wuhan: tuple[RoadRouter, BBox], within_m: float) -> None:
    router, bbox = wuhan
    assert road_notes(places_at_roads(router, 300, within_m=within_m), on_foot(router), bbox) == ()


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_shifted_places_are_suspected(wuhan: tuple[RoadRouter, BBox], datum: Datum) -> None:
    router, bbox = wuhan
    points = [from_wgs84(point, datum) for point in places_at_roads(router, 300, within_m=15.0)]
    shift = looks_shifted(points, on_foot(router))
    assert shift is not None
    assert shift.datum is datum
    assert shift.converted_m < 20 < shift.given_m
    assert [note.key for note in road_notes(points, on_foot(router), bbox)] == [
        f"roster.warning.{datum.value}_suspect"
    ]


def test_places_far_from_any_road_are_not_called_shifted() -> None:
    points = [LatLon(30.5 + step / 100, 114.2) for step in range(20)]
    assert looks_shifted(points, lambda rows: np.full(len(rows), 500.0)) is None


def test_few_places_prove_nothing() -> None:
    points = [LatLon(30.5, 114.2)] * 9

    def near_when_converted(rows: Floats) -> Floats:
        return np.where(rows[:, 0] == 30.5, 500.0, 1.0)

    assert looks_shifted(points, near_when_converted) is None
    assert looks_shifted([*points, points[0]], near_when_converted) is not None


def test_another_city_is_told() -> None:
    wuhan_box = BBox(30.3, 114.0, 30.8, 114.6)
    beijing, near = LatLon(39.9, 116.4), LatLon(30.82, 114.3)
    assert far_from_roads([beijing, beijing, near], wuhan_box)
    assert not far_from_roads([beijing, near], wuhan_box), "half of them is not more than half"
    assert not far_from_roads([], wuhan_box)
    notes = road_notes([beijing] * 9, lambda rows: np.full(len(rows), 9e5), wuhan_box)
    assert [note.key for note in notes] == ["roster.warning.wrong_city"]
