"""The warning about shifted coordinates: it speaks when it should, names the datum, and cries no wolf."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from commandroom.app.datum_doubt import distance_to_road, doubt_about
from commandroom.app.imports import import_roads, import_roster
from commandroom.app.sessions import live_network
from commandroom.demo.town import load_demo
from commandroom.geo import Datum, LatLon, distance_m, from_wgs84, moved
from commandroom.models.opening import open_store
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import import_osm
from commandroom.roads.raw import AreaKind, RawArea, RawLine, RawMap, RawPlace, RawWay, RoadClass
from commandroom.roads.raw import LineKind as Kind
from commandroom.roads.redatum import in_wgs84
from commandroom.roads.travel import RoadRouter
from commandroom.services.roster import looks_shifted, read_roster, road_notes
from commandroom.settings import Settings, read_settings
from commandroom.wording import Wording

from .books import good_book

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
SHIFTED = (Datum.GCJ02, Datum.BD09)


def network_of(name: str) -> RoadNetwork:
    if name in ("town", "city"):
        return load_demo(name).network
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not in ../shared/data")
    return compile_network(import_osm(DATA / name))


@pytest.fixture(scope="module", params=["wuhan_roads.osm.pbf", "shanghai_small.osm", "town"])
def router(request: pytest.FixtureRequest) -> RoadRouter:
    return RoadRouter(network_of(request.param))


def beside_roads(router: RoadRouter, count: int, seed: int, *, within_m: float = 15.0) -> list[LatLon]:
    chance = np.random.default_rng(seed)
    nodes = chance.choice(router.network.node_count, count)
    offsets = chance.uniform(-within_m, within_m, (count, 2))
    return [
        moved(router.network.node(int(node)), east_m=east, north_m=north)
        for node, (east, north) in zip(nodes, offsets, strict=True)
    ]


def anywhere(router: RoadRouter, count: int, seed: int) -> list[LatLon]:
    chance, box = np.random.default_rng(seed), router.network.bbox
    lats, lons = chance.uniform(box.south, box.north, count), chance.uniform(box.west, box.east, count)
    return [LatLon(lat, lon) for lat, lon in zip(lats.tolist(), lons.tolist(), strict=True)]


@pytest.mark.parametrize("datum", SHIFTED)
@pytest.mark.parametrize("count", [40, 845])
def test_shifted_posts_are_told_with_their_datum(router: RoadRouter, datum: Datum, count: int) -> None:
    shown = [from_wgs84(point, datum) for point in beside_roads(router, count, 5)]
    shift = looks_shifted(shown, distance_to_road(router))
    assert shift is not None
    assert (shift.datum, shift.count) == (datum, count)
    assert shift.converted_m < 15 < shift.given_m


@pytest.mark.parametrize("count", [10, 40, 300])
def test_true_posts_and_random_points_raise_no_alarm(router: RoadRouter, count: int) -> None:
    metres = distance_to_road(router)
    for seed in range(8):
        assert looks_shifted(beside_roads(router, count, seed), metres) is None
        assert looks_shifted(beside_roads(router, count, seed, within_m=60.0), metres) is None
        assert looks_shifted(anywhere(router, count, seed), metres) is None


@pytest.mark.parametrize("scale", ["town", "city"])
def test_the_shipped_roster_raises_no_alarm(scale: str) -> None:
    town = load_demo(scale)
    metres = distance_to_road(RoadRouter(town.network))
    assert looks_shifted([post.at for post in town.roster.posts], metres) is None
    assert looks_shifted([unit.at for unit in town.roster.units], metres) is None


def test_the_warning_gives_the_numbers_and_the_way_out(router: RoadRouter) -> None:
    shown = [from_wgs84(point, Datum.GCJ02) for point in beside_roads(router, 845, 2)]
    router_says = doubt_about(shown, router)
    (note,) = road_notes(shown, distance_to_road(router), router.network.bbox)
    assert router_says == note
    for language in ("zh", "en"):
        told = note.told(Wording(language))  # type: ignore[arg-type]
        assert "845" in told
        assert f"{note.values['given']}" in told
        assert "--datum gcj02" in told


def test_a_declared_datum_converts_rows_that_name_none(tmp_path: Path) -> None:
    path = good_book(tmp_path / "r.xlsx")
    plain, converted = read_roster(path), read_roster(path, datum=Datum.BD09)
    moved_by = [distance_m(a.at, b.at) for a, b in zip(plain.posts, converted.posts, strict=True)]
    assert any(metres > 300 for metres in moved_by), "rows without a datum follow the declared one"
    for before, after in zip(plain.posts, converted.posts, strict=True):
        is_same = distance_m(before.at, after.at) < 0.01
        assert is_same or distance_m(from_wgs84(after.at, Datum.BD09), before.at) < 0.5


def test_roads_in_gcj02_come_in_as_wgs84() -> None:
    true = [LatLon(30.59, 114.30), LatLon(30.60, 114.31)]
    shown = [from_wgs84(point, Datum.GCJ02) for point in true]
    raw = RawMap(
        "there",
        np.array([point.lat for point in shown]),
        np.array([point.lon for point in shown]),
        (RawWay((0, 1), RoadClass.PRIMARY, "路"),),
        places=(RawPlace("站", "station", shown[0]),),
        areas=(RawArea(AreaKind.WATER, tuple(shown), holes=(tuple(shown),)),),
        lines=(RawLine(Kind.RAIL, tuple(shown)),),
    )
    here = in_wgs84(raw, Datum.GCJ02)
    nodes = [LatLon(lat, lon) for lat, lon in zip(here.node_lat, here.node_lon, strict=True)]
    for points in (nodes, here.areas[0].outline, here.areas[0].holes[0], here.lines[0].points):
        assert all(distance_m(a, b) < 0.5 for a, b in zip(points, true, strict=True))
    assert distance_m(here.places[0].at, true[0]) < 0.5
    assert in_wgs84(raw, Datum.WGS84) is raw


def a_room(tmp_path: Path) -> Settings:
    if not (DATA / "wuhan_roads.osm.pbf").exists():
        pytest.skip("the Wuhan road file is not in ../shared/data")
    settings = read_settings(tmp_path / "room", {})
    import_roads(settings, DATA / "wuhan_roads.osm.pbf")
    return settings


def test_a_shifted_roster_is_held_back_and_comes_in_with_its_datum(tmp_path: Path) -> None:
    settings = a_room(tmp_path)
    true = beside_roads(RoadRouter(live_network(settings)), 60, 3)
    lines = ["站点编号,站点名称,经度,纬度"]
    for number, point in enumerate(true):
        shown = from_wgs84(point, Datum.GCJ02)
        lines.append(f"P-{number},共治站{number},{shown.lon:.7f},{shown.lat:.7f}")
    book = tmp_path / "posts.csv"
    book.write_text("\n".join(lines), encoding="utf-8")
    held = import_roster(settings, book)
    assert not held.is_done
    assert held.shift is not None
    assert json.loads(json.dumps(held.plain(Wording("zh"))))["suspected_datum"] == "gcj02"
    assert import_roster(settings, book, datum=held.shift.datum).is_done
    store = open_store(settings.store_url, only_to_read=True)
    try:
        posts = {post.id: post.at for post in store.snapshot(now=_NOW).posts}
    finally:
        store.close()
    assert all(distance_m(posts[f"P-{number}"], point) < 0.5 for number, point in enumerate(true))  # type: ignore[index]


def test_wuhans_roads_in_bd09_are_brought_back() -> None:
    if not (DATA / "wuhan_roads.osm.pbf").exists():
        pytest.skip("the Wuhan road file is not in ../shared/data")
    raw = import_osm(DATA / "wuhan_roads.osm.pbf")
    few = slice(0, 500)
    shown = [
        from_wgs84(LatLon(lat, lon), Datum.BD09)
        for lat, lon in zip(raw.node_lat[few].tolist(), raw.node_lon[few].tolist(), strict=True)
    ]
    given = RawMap("there", np.array([p.lat for p in shown]), np.array([p.lon for p in shown]), ())
    back = in_wgs84(given, Datum.BD09)
    assert np.abs(back.node_lat - raw.node_lat[few]).max() < 5e-6
    assert np.abs(back.node_lon - raw.node_lon[few]).max() < 5e-6
