"""Picture tiles: laid by their datum, deepened, dimmed at night, refused when broken."""

from pathlib import Path

import pytest
from ground_files import feature, layer, mbtiles, png_tile, zigzag
from PySide6.QtGui import QImage

from commandroom.errors import WorldFailed
from commandroom.geo import Datum, LatLon, from_wgs84
from commandroom.map.grounds.mbtiles import MbtilesFile
from commandroom.map.grounds.mvt import layers_of
from commandroom.map.grounds.pictures import decoded
from commandroom.map.grounds.pieces import pieces_of
from commandroom.map.grounds.raster import DIM_AT_NIGHT, RasterGround
from commandroom.map.grounds.shift import placed
from commandroom.map.mercator import world

PLACES = [
    LatLon(30.58, 114.29),
    LatLon(39.9087, 116.3975),
    LatLon(22.5431, 114.0579),
    LatLon(43.8256, 87.6168),
]


def tile_and_pixel(at: LatLon, zoom: int) -> tuple[int, int, float, float]:
    x, y = (part * 2**zoom for part in world(at))
    return int(x), int(y), x % 1 * 256, y % 1 * 256


def ground(path: Path, tiles: dict[tuple[int, int, int], bytes], datum: Datum, dim: int = 0) -> RasterGround:
    return RasterGround(MbtilesFile(mbtiles(path / "a.mbtiles", tiles, format="png")), datum=datum, dim=dim)


def marked_tiles(at: LatLon, zoom: int) -> dict[tuple[int, int, int], bytes]:
    """Dark tiles around a place of the map's own datum, which is white."""
    x, y, px, py = tile_and_pixel(at, zoom)
    tiles = {}
    for dx in range(-3, 4):
        for dy in range(-3, 4):
            mark = (px - 256 * dx, py - 256 * dy)
            is_near = -3 < mark[0] < 259 and -3 < mark[1] < 259
            tiles[zoom, x + dx, y + dy] = png_tile("#203040", mark if is_near else None)
    return tiles


def brightest(tile: bytes | None) -> tuple[float, float]:
    """The middle of the white mark."""
    assert tile is not None
    image = QImage.fromData(tile)
    found = [
        (x + 0.5, y + 0.5, image.pixelColor(x, y).lightness())
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() > 100
    ]
    weight = sum(light for _, _, light in found)
    return sum(x * light for x, _, light in found) / weight, sum(y * light for _, y, light in found) / weight


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09, Datum.WGS84])
def test_a_mark_of_another_datum_is_shown_where_it_is(
    qapp: object, tmp_path: Path, place: LatLon, datum: Datum
) -> None:
    zoom = 17
    drawn = ground(tmp_path, marked_tiles(from_wgs84(place, datum), zoom), datum)
    x, y, px, py = tile_and_pixel(place, zoom)
    if not (4 < px < 252 and 4 < py < 252):
        pytest.skip("the mark lies on a border of tiles")
    seen_x, seen_y = brightest(drawn.draw("day", zoom, x, y, 1))
    assert abs(seen_x - px) <= 1.0
    assert abs(seen_y - py) <= 1.0


@pytest.mark.parametrize("zoom", [12, 14, 18])
def test_the_shift_holds_at_other_zooms_and_beyond_the_deepest(
    qapp: object, tmp_path: Path, zoom: int
) -> None:
    place, deepest = LatLon(30.58296, 114.29168), min(zoom, 17)
    drawn = ground(tmp_path, marked_tiles(from_wgs84(place, Datum.GCJ02), deepest), Datum.GCJ02)
    x, y, px, py = tile_and_pixel(place, zoom)
    seen_x, seen_y = brightest(drawn.draw("day", zoom, x, y, 1))
    assert abs(seen_x - px) <= 1.0 * 2 ** (zoom - deepest)
    assert abs(seen_y - py) <= 1.0 * 2 ** (zoom - deepest)


def test_a_vector_tile_of_another_datum_is_laid_where_it_is() -> None:
    place = PLACES[0]
    x, y, px, py = tile_and_pixel(from_wgs84(place, Datum.GCJ02), 14)
    spot = feature(1, [9, zigzag(round(px * 16)), zigzag(round(py * 16))], [0, 0])
    tile = layer("places", [spot], ["name"], ["站"])
    pieces = pieces_of(layers_of(tile), placed(14, x, y, Datum.GCJ02), language="zh")
    (found,) = pieces.spots
    right_x, right_y = world(place)
    metre = 1 / 40_000_000
    assert abs(found.x - right_x) < metre
    assert abs(found.y - right_y) < metre


def test_a_deeper_view_is_cut_from_the_tile_above(qapp: object, tmp_path: Path) -> None:
    drawn = ground(tmp_path, {(3, 6, 3): png_tile("#203040", (200, 60))}, Datum.WGS84)
    tile = drawn.draw("day", 5, 27, 12, 1)
    assert tile is not None
    assert QImage.fromData(tile).pixelColor(40, 200).name() == "#203040"
    assert brightest(tile) == pytest.approx(((200.5 - 192) * 4, 60.5 * 4), abs=3)
    assert drawn.draw("day", 5, 20, 12, 1) is None
    assert drawn.draw("day", 8, 27 * 8, 12 * 8, 1) is not None
    assert drawn.draw("day", 9, 27 * 16, 12 * 16, 1) is None
    assert drawn.draw("day", 2, 3, 1, 1) is None


def test_pictures_are_dimmed_at_night_and_left_alone_by_day(qapp: object, tmp_path: Path) -> None:
    white = png_tile("#ffffff")
    drawn = ground(tmp_path, {(3, 6, 3): white}, Datum.WGS84, dim=DIM_AT_NIGHT)
    assert drawn.draw("day", 3, 6, 3, 1) == white
    night = drawn.draw("night", 3, 6, 3, 1)
    assert night is not None
    shade = QImage.fromData(night).pixelColor(99, 99)
    assert 60 < shade.red() <= shade.green() <= shade.blue() < 110


@pytest.mark.parametrize(
    "raw",
    [b"", b"x" * 50, b"<html>", png_tile.__doc__.encode(), b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP" + b"x" * 40],
)
def test_what_is_no_picture_is_refused(qapp: object, raw: bytes) -> None:
    with pytest.raises(WorldFailed, match=r"ground\."):
        decoded(raw)


def test_a_picture_spoilt_anywhere_is_refused_or_shown(qapp: object) -> None:
    whole = png_tile("#336699", (9, 9))
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        bad = bytearray(whole)
        bad[at] ^= 0x55
        for raw in (bytes(bad), whole[:at]):
            try:
                assert not decoded(raw).isNull()
            except WorldFailed:
                continue
