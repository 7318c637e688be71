from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_town import CENTRE, off, small_network, small_tiles, small_town
from PySide6.QtGui import QColor, QImage

from commandroom.geo import LatLon
from commandroom.map.labels import LabelPlan
from commandroom.map.mercator import world
from commandroom.map.page import base_page
from commandroom.map.palette import DAY, NIGHT
from commandroom.map.scheme import file_under, leaflet_folder, only_our_schemes
from commandroom.map.strokes import path_of
from commandroom.map.tilefolder import is_whole
from commandroom.map.tilename import TileName, tile_name
from commandroom.map.tiles import PaintedTiles
from commandroom.map.town import painting_of, subject_of
from commandroom.roads.compile import compile_network
from commandroom.roads.raw import (
    AreaKind,
    LineKind,
    OneWay,
    RawArea,
    RawLine,
    RawMap,
    RawWay,
    RoadClass,
)


def tile_of(place: LatLon, zoom: int) -> tuple[int, int]:
    x, y = world(place)
    return int(x * 2**zoom), int(y * 2**zoom)


def image(png: bytes | None) -> QImage:
    assert png is not None
    return QImage.fromData(png)


def colour_at(tiles: PaintedTiles, place: LatLon, zoom: int = 16, theme: str = "night") -> str:
    x, y = tile_of(place, zoom)
    picture = image(tiles.tile(theme, zoom, x, y, 1))  # type: ignore[arg-type]
    world_x, world_y = world(place)
    return picture.pixelColor(int(world_x * 2**zoom % 1 * 256), int(world_y * 2**zoom % 1 * 256)).name()


def test_roads_water_and_ground_have_their_colours(tiles: PaintedTiles) -> None:
    assert colour_at(tiles, off(750, -150)) == NIGHT.ground
    assert colour_at(tiles, off(850, -620)) == NIGHT.water
    assert colour_at(tiles, off(850, 0)) == NIGHT.road[5]
    assert colour_at(tiles, off(850, 0), theme="day") == DAY.road[5]


def test_the_same_tile_is_the_same_bytes(qapp: object) -> None:
    x, y = tile_of(CENTRE, 15)
    one, other = (small_tiles().tile("night", 15, x, y, 1) for _ in range(2))
    assert one == other
    assert one != small_tiles().tile("day", 15, x, y, 1)


def test_a_sharp_screen_gets_twice_the_pixels(tiles: PaintedTiles) -> None:
    x, y = tile_of(CENTRE, 15)
    assert image(tiles.tile("night", 15, x, y, 2)).width() == 512


def test_beyond_the_town_there_is_only_ground(tiles: PaintedTiles) -> None:
    picture = image(tiles.tile("day", 12, 0, 0, 1))
    assert {picture.pixelColor(x, x).name() for x in range(0, 256, 17)} == {DAY.ground}


def test_there_are_no_tiles_outside_the_world(tiles: PaintedTiles) -> None:
    assert tiles.tile("night", 9, 512, 0, 1) is None
    assert tiles.tile("night", 25, 0, 0, 1) is None


def test_lanes_give_way_when_the_view_is_wide(tiles: PaintedTiles) -> None:
    assert colour_at(tiles, off(850, 400), zoom=16) == NIGHT.road[2]
    assert colour_at(tiles, off(850, 400), zoom=11) == NIGHT.ground


def test_tiles_are_kept_in_the_folder_and_a_torn_one_is_painted_again(qapp: object, tmp_path: Path) -> None:
    x, y = tile_of(CENTRE, 15)
    first = small_tiles(tmp_path).tile("night", 15, x, y, 1)
    (kept,) = tmp_path.rglob("*.png")
    assert kept.read_bytes() == first
    assert first is not None
    kept.write_bytes(first[:-10])
    assert small_tiles(tmp_path).tile("night", 15, x, y, 1) == first


def test_tiles_of_another_road_file_make_room(qapp: object, tmp_path: Path) -> None:
    x, y = tile_of(CENTRE, 15)
    small_tiles(tmp_path, "解放大道").tile("night", 15, x, y, 1)
    (old,) = tmp_path.iterdir()
    now = small_tiles(tmp_path)
    now.tile("night", 18, *tile_of(CENTRE, 18), 1)
    assert list(tmp_path.iterdir()) == [old]
    now.tile("night", 15, x, y, 1)
    assert [folder.name for folder in tmp_path.iterdir()] == [now.key]


def test_another_road_file_has_another_key() -> None:
    assert small_tiles().key == small_tiles().key
    assert small_tiles().key != small_tiles(avenue="解放大道").key


def test_a_street_name_is_drawn_whole_across_tile_borders() -> None:
    plan = LabelPlan(small_town())
    crossing = 0
    x, y = tile_of(CENTRE, 16)
    tiles = [(x + dx, y + dy) for dx in range(-6, 7) for dy in range(-6, 7)]
    by_tile = {tile: plan.touching(16, *tile) for tile in tiles}
    for label in {label for labels in by_tile.values() for label in labels}:
        touched = [tile for tile, labels in by_tile.items() if label in labels]
        crossing += len(touched) > 1
        x0, y0, x1, y1 = (int(edge // 256) for edge in label.box)
        assert {(a, b) for a in range(x0, x1 + 1) for b in range(y0, y1 + 1)} & set(tiles) <= set(touched)
    assert crossing


def test_names_do_not_cover_each_other_and_do_not_depend_on_who_asks_first() -> None:
    x, y = tile_of(CENTRE, 17)
    one, other = LabelPlan(small_town()), LabelPlan(small_town())
    other.touching(16, 0, 0)
    near = [(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)]
    assert [one.touching(17, *tile) for tile in near] == [other.touching(17, *tile) for tile in near[::-1]][
        ::-1
    ]
    labels = {label for tile in near for label in one.touching(17, *tile)}
    glyphs = [(glyph, label.size_px) for label in labels for glyph in label.glyphs]
    assert len(glyphs) > 3
    for n, (a, size) in enumerate(glyphs):
        assert all(max(abs(a.x - b.x), abs(a.y - b.y)) >= size - 0.5 for b, _ in glyphs[:n])


def test_streets_are_named_from_zoom_15_and_arterials_from_13() -> None:
    plan = LabelPlan(small_town())

    def names(zoom: int) -> set[str]:
        x, y = tile_of(CENTRE, zoom)
        found = [plan.touching(zoom, x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return {"".join(sorted(glyph.text for glyph in label.glyphs)) for labels in found for label in labels}

    assert names(12) == {"清水河"}
    assert names(13) == {"清水河", "".join(sorted("长江大道")), "".join(sorted("中山路"))}
    assert "".join(sorted("滨河街")) in names(15)
    assert "人民医院" in names(15)


def with_waters(*, holes: bool) -> PaintedTiles:
    """The small town with a lake of 600 m around an island of 200 m, a railway, a metro and a bridge."""
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    lake, island = (
        tuple(off(700 + east * half, 900 + north * half) for east, north in corners) for half in (300, 100)
    )
    points = [off(east, north) for north in (700, 1300) for east in (-1500, 1500)]
    raw = RawMap(
        name="湖城",
        node_lat=np.array([point.lat for point in points]),
        node_lon=np.array([point.lon for point in points]),
        ways=(
            RawWay((0, 1), RoadClass.PRIMARY, oneway=OneWay.FORWARD),
            RawWay((2, 3), RoadClass.PRIMARY, level=1),
        ),
        areas=(RawArea(AreaKind.WATER, lake, "", (island,) if holes else ()),),
        lines=(
            RawLine(LineKind.RAIL, (off(-900, 600), off(-900, 1400))),
            RawLine(LineKind.METRO, (off(-500, 600), off(-500, 1400)), "2号线"),
            RawLine(LineKind.RIVER, (off(-200, 1000), off(200, 1000))),
        ),
    )
    return PaintedTiles(subject_of(compile_network(raw)), None)


@pytest.mark.parametrize("zoom", [14, 16, 19])
def test_an_island_stays_dry(qapp: object, zoom: int) -> None:
    assert colour_at(with_waters(holes=True), off(700, 900), zoom) == NIGHT.ground
    assert colour_at(with_waters(holes=False), off(700, 900), zoom) == NIGHT.water
    assert colour_at(with_waters(holes=True), off(700 - 200, 900), zoom) == NIGHT.water


def test_railways_and_rivers_are_drawn_over_bare_ground(qapp: object) -> None:
    tiles = with_waters(holes=True)
    assert colour_at(tiles, off(-900, 1000), zoom=19) in (NIGHT.rail, NIGHT.sleeper)
    assert colour_at(tiles, off(-500, 1000), zoom=16) == NIGHT.metro
    assert colour_at(tiles, off(0, 1000), zoom=16) == NIGHT.water


def test_a_bridge_is_set_off_by_a_darker_edge(qapp: object) -> None:
    tiles = with_waters(holes=True)
    x, y = tile_of(off(0, 1300), 17)
    picture = image(tiles.tile("day", 17, x, y, 1))
    column = {picture.pixelColor(128, row).name() for row in range(256)}
    assert {DAY.deck, DAY.road[5]} <= column
    assert DAY.casing not in column


def test_one_way_streets_carry_arrows_from_near_only(qapp: object) -> None:
    tiles = with_waters(holes=True)

    def has_arrow(zoom: int, north: float) -> bool:
        x, y = tile_of(off(0, north), zoom)
        pictures = [image(tiles.tile("day", zoom, x + dx, y, 1)) for dx in (-1, 0, 1)]
        at = int(world(off(0, north))[1] * 2**zoom % 1 * 256)
        return any(p.pixelColor(column, at).name() == DAY.arrow for p in pictures for column in range(256))

    assert has_arrow(18, 700)
    assert not has_arrow(18, 1300)
    assert not has_arrow(16, 700)


def test_a_ring_far_greater_than_the_tile_fills_it_to_the_edge(qapp: object) -> None:
    tiles = with_waters(holes=True)
    x, y = tile_of(off(500, 1100), 19)
    picture = image(tiles.tile("night", 19, x, y, 1))
    assert {picture.pixelColor(a, b).name() for a in (0, 99, 255) for b in (0, 99, 255)} == {NIGHT.water}


def test_tiles_are_whole_files_that_any_reader_knows(tiles: PaintedTiles) -> None:
    png = tiles.tile("day", 15, *tile_of(CENTRE, 15), 2)
    assert png is not None
    assert is_whole(png)
    assert len(png) < 60_000


def test_a_machine_without_chinese_letters_says_so_once(
    qapp: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    families = "commandroom.map.lettering.QFontDatabase.families"
    monkeypatch.setattr(families, lambda *script: [] if script else ["Times"])
    said: list[str] = []
    tiles = PaintedTiles(subject_of(small_network()), None, on_notice=said.append)
    for zoom in (15, 16):
        assert tiles.tile("night", zoom, *tile_of(CENTRE, zoom), 1)
    assert said == ["map.font_missing"]
    assert caplog.text.count("no font with Chinese characters") == 1


def test_every_chosen_strip_becomes_one_line_of_the_path() -> None:
    roads = small_town().roads[5]
    chosen = roads.touching(0, 0, 1, 1)
    path = path_of(roads, chosen, scale=256 * 2**16, left=0, top=0, thin_px=0)
    assert path.elementCount() == int(roads.count.sum())
    moves = [n for n in range(path.elementCount()) if path.elementAt(n).isMoveTo()]
    assert len(moves) == len(chosen)


def test_ways_of_one_name_are_joined_for_their_label() -> None:
    network = small_network()
    chains = painting_of(network).chains
    assert sorted(chain.name for chain in chains) == sorted(["长江大道", "中山路", "滨河街", "Lane 3"])


def test_the_page_names_no_other_host() -> None:
    page = base_page()
    assert "http://" not in page
    assert "https://" not in page
    assert "'unsafe-inline'" not in page
    for unwanted in ("jquery", "bootstrap", "awesome"):
        assert unwanted not in page.lower()


@pytest.mark.parametrize("scheme", ["http", "https", "file", "ftp", "ws", "wss", "javascript", ""])
def test_no_other_scheme_is_let_through(scheme: str) -> None:
    assert not only_our_schemes(scheme)
    assert only_our_schemes("room")


@pytest.mark.parametrize(
    "name",
    ["../__init__.py", "images/../../__init__.py", "/etc/passwd", "..\\x", "", "images", "a\0.js", "C:\\x"],
)
def test_files_outside_the_folder_do_not_exist(name: str) -> None:
    assert file_under(leaflet_folder(), name) is None


@given(st.text(alphabet="./\\%aimgesCONpyt_:\0", max_size=30))
def test_whatever_is_asked_stays_under_the_folder(name: str) -> None:
    found = file_under(leaflet_folder(), name)
    assert found is None or found.is_relative_to(leaflet_folder().resolve())


def test_tile_addresses() -> None:
    assert tile_name("/tiles/night/15/26800/13200.png") == TileName("night", 15, 26800, 13200, 1)
    assert tile_name("/tiles/day/9/1/2@2x.png") == TileName("day", 9, 1, 2, 2)
    for odd in ("dusk/1/2/3.png", "day/1/2/-3.png", "day/../3.png", "day/1/2/3.png/x", "day/1/2/3"):
        assert tile_name(f"/tiles/{odd}") is None


def test_colours_of_roads_stay_calm_at_night() -> None:
    ground = QColor(NIGHT.ground).lightnessF()
    assert all(0 < QColor(road).lightnessF() - ground < 0.35 for road in NIGHT.road)
