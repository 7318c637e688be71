"""Vector tiles: hand-made ones, real ones beside the reference decoder, and spoilt ones."""

import random
from pathlib import Path

import pytest
from ground_files import SHARED, feature, layer, line, mbtiles, rings, zigzag
from PySide6.QtGui import QImage

from commandroom.errors import WorldFailed
from commandroom.geo import Datum
from commandroom.map.grounds.mbtiles import MbtilesFile
from commandroom.map.grounds.mvt import AREA, LINE, POINT, layers_of
from commandroom.map.grounds.pieces import pieces_of
from commandroom.map.grounds.pmtiles import PmtilesFile
from commandroom.map.grounds.schema import look_of
from commandroom.map.grounds.shift import placed
from commandroom.map.grounds.unpack import unpacked
from commandroom.map.grounds.vector import VectorGround
from commandroom.map.palette import DAY, NIGHT

SQUARE = [(0, 0), (4096, 0), (4096, 4096), (0, 4096)]
HOLE = [(1024, 1024), (1024, 3072), (3072, 3072), (3072, 1024)]


def colour(tile: bytes | None, x: int, y: int) -> str:
    assert tile is not None
    return QImage.fromData(tile).pixelColor(x, y).name()


def ground(tmp_path: Path, tile: bytes, zoom: int = 14, language: str = "zh") -> VectorGround:
    path = mbtiles(tmp_path / "t.mbtiles", {(zoom, 5, 5): tile}, format="pbf")
    return VectorGround(MbtilesFile(path), datum=Datum.WGS84, language=language)  # type: ignore[arg-type]


def test_a_hand_made_tile_is_decoded() -> None:
    walk = feature(LINE, line([(0, 0), (4096, 2048)]), [0, 0])
    spot = feature(POINT, [9, zigzag(1024), zigzag(-5)], [0, 1])
    yard = feature(AREA, rings(SQUARE, [(0, 0), (1, 1), (1, 0)]))
    (made,) = layers_of(layer("roads", [walk, spot, yard], ["name"], ["长江大道", "站"]))
    assert (made.name, made.version, made.extent) == ("roads", 2, 4096)
    assert [thing.kind for thing in made.features] == [LINE, POINT, AREA]
    assert made.features[0].tags == {"name": "长江大道"}
    first, last = made.features[0].parts[0]
    assert (made.x[first:last].tolist(), made.y[first:last].tolist()) == ([0, 1], [0, 0.5])
    assert made.y[made.features[1].parts[0][0]] == -5 / 4096
    assert len(made.features[2].parts) == 2


@pytest.mark.parametrize(
    "tile",
    [
        layer("a", [], version=3),
        layer("a", [], extent=0),
        layer("a", [], extent=1 << 20),
        layer("a", [feature(LINE, [9, 2])]),
        layer("a", [feature(LINE, [1 << 28 | 2, 2, 2])]),
        layer("a", [feature(LINE, [12, 2, 2])]),
        layer("a", [feature(LINE, line([(0, 0), (1, 1)]), [4, 0])], ["k"], ["v"]),
        layer("a", [feature(LINE, line([(0, 0), (1, 1)]), [0])], ["k"], ["v"]),
        b"\x1a\xff\xff\xff\xff\x0f",
        b"\xff" * 40,
        b"<html>not here</html>",
        b"".join(layer(f"l{n}", []) for n in range(101)),
    ],
)
def test_what_breaks_the_rules_is_refused(tile: bytes) -> None:
    with pytest.raises(WorldFailed, match=r"ground\.broken_tile"):
        layers_of(tile)


def real_tiles() -> list[bytes]:
    path = SHARED / "firenze_vector.pmtiles"
    if not path.exists():
        pytest.skip("no firenze_vector.pmtiles beside the repository")
    file = PmtilesFile(path)
    raw = [file.raw(*at) for at in ((12, 2176, 1493), (14, 8703, 5972), (0, 0, 0))]
    file.close()
    return [unpacked(tile) for tile in raw if tile is not None]


def test_real_tiles_come_out_as_the_reference_decodes_them() -> None:
    peer = pytest.importorskip("mapbox_vector_tile")
    for raw in real_tiles():
        theirs = peer.decode(raw, default_options={"y_coord_down": True})
        ours = layers_of(raw)
        assert {made.name for made in ours} == set(theirs)
        for made in ours:
            others = theirs[made.name]["features"]
            assert len(made.features) == len(others)
            for mine, other in zip(made.features, others, strict=True):
                assert mine.tags == other["properties"]
                parts = [
                    [[round(made.x[n] * 4096), round(made.y[n] * 4096)] for n in range(*part)]
                    for part in mine.parts
                ]
                points = [point for part in parts for point in opened(part, mine.kind)]
                closed = [point for part in flat(other["geometry"]) for point in opened(part, mine.kind)]
                assert points == closed


def flat(geometry: dict) -> list:  # type: ignore[type-arg]
    depth = {"Point": -1, "MultiPoint": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1}
    found = geometry["coordinates"]
    match depth.get(geometry["type"], 2):
        case -1:
            return [[found]]
        case 0:
            return [found]
        case 1:
            return list(found)
        case _:
            return [part for whole in found for part in whole]


def opened(part: list, kind: int) -> list:  # type: ignore[type-arg]
    points = [list(point) for point in part]
    return points[:-1] if kind == AREA and points[0] == points[-1] else points


def test_spoilt_tiles_are_only_ever_refused() -> None:
    chance = random.Random(5)
    tile = layer(
        "roads",
        [feature(LINE, line([(n, n), (900, n)]), [0, 0]) for n in range(80)],
        ["highway"],
        ["primary"],
    )
    refused = 0
    for n in range(200):
        bad = bytearray(tile if n % 2 else tile[: chance.randrange(len(tile))])
        for _ in range(chance.randrange(1, 6)):
            if bad:
                bad[chance.randrange(len(bad))] = chance.randrange(256)
        try:
            pieces_of(layers_of(bytes(bad)), placed(14, 5, 5, Datum.WGS84), language="zh")
        except WorldFailed:
            refused += 1
    assert 20 < refused < 200


def test_a_road_and_a_lake_with_an_island_have_the_rooms_colours(qapp: object, tmp_path: Path) -> None:
    lake = layer("water", [feature(AREA, rings(SQUARE, HOLE))])
    road = layer("roads", [feature(LINE, line([(0, 512), (4096, 512)]), [0, 0])], ["highway"], ["primary"])
    town = ground(tmp_path, lake + road, zoom=16)
    tile = town.draw("night", 16, 5, 5, 1)
    assert colour(tile, 20, 120) == NIGHT.water
    assert colour(tile, 128, 128) == NIGHT.ground
    assert colour(tile, 128, 32) == NIGHT.road[5]
    assert colour(town.draw("day", 16, 5, 5, 1), 20, 120) == DAY.water
    assert colour(town.draw("day", 18, 22, 22, 1), 128, 128) == DAY.ground
    assert town.draw("day", 16, 7, 5, 1) is None
    assert town.draw("day", 12, 0, 0, 1) is None


def test_old_tiles_may_turn_their_rings_either_way(qapp: object, tmp_path: Path) -> None:
    turned = rings(SQUARE[::-1], HOLE[::-1])
    lake = layer("water", [feature(AREA, rings(SQUARE)), feature(AREA, turned)], version=1)
    tile = ground(tmp_path, lake, zoom=16).draw("night", 16, 5, 5, 1)
    assert colour(tile, 128, 128) == colour(tile, 20, 120) == NIGHT.water


def test_a_view_deeper_than_the_file_is_painted_from_the_tile_above(qapp: object, tmp_path: Path) -> None:
    road = layer("roads", [feature(LINE, line([(0, 2050), (4096, 2050)]), [0, 0])], ["highway"], ["trunk"])
    town = ground(tmp_path, road, zoom=14)
    tile = town.draw("night", 18, 5 * 16 + 8, 5 * 16 + 8, 1)
    assert colour(tile, 128, 2) == NIGHT.road[6]
    assert colour(tile, 128, 200) == NIGHT.ground


def test_a_layer_of_any_name_is_read_where_no_known_one_stands_beside() -> None:
    anything = look_of("strade", {"strade"})
    assert anything is not None
    assert anything.road_class({"class": "primary"}) == 5
    assert anything.area({"x": 1}) == "square"
    assert anything.spot({}) == "place"
    assert look_of("strade", {"strade", "roads"}) is None
    assert look_of("mask", {"mask"}) is None


@pytest.mark.parametrize(
    ("name", "tags", "expected"),
    [
        ("roads", {"highway": "trunk_link"}, 6),
        ("roads", {"kind": "minor_road", "kind_detail": "residential"}, 2),
        ("roads", {"pmap:kind": "highway"}, 7),
        ("transportation", {"class": "minor"}, 2),
        ("transportation", {"class": "rail"}, None),
        ("transportation", {"class": "ferry"}, None),
    ],
)
def test_the_usual_schemas_name_their_roads(name: str, tags: dict[str, str], expected: int | None) -> None:
    look = look_of(name, {name})
    assert look is not None
    assert look.road_class(tags) == expected  # type: ignore[arg-type]


def test_bridges_tunnels_and_one_way_streets_are_known() -> None:
    keys, values = ["highway", "brunnel", "oneway"], ["primary", "bridge", "tunnel", "yes"]
    tags = ([0, 0, 1, 1], [0, 0, 1, 2], [0, 0, 2, 3])
    ways = [feature(LINE, line([(0, n), (4096, n)]), each) for n, each in enumerate(tags)]
    pieces = pieces_of(
        layers_of(layer("transportation", ways, keys, values)), placed(14, 5, 5, Datum.WGS84), language="zh"
    )
    assert {storey: [len(way.count) for way in found.values()] for storey, found in pieces.roads.items()} == {
        "tunnel": [1],
        "road": [1],
        "deck": [1],
    }
    assert pieces.oneways is not None
    assert len(pieces.oneways.count) == 1


def test_names_come_in_the_language_of_the_room() -> None:
    look = look_of("places", {"places"})
    assert look is not None
    tags = {"name": "Firenze", "name:zh": "佛罗伦萨", "name:en": "Florence"}
    assert look.name(tags, "zh") == "佛罗伦萨"
    assert look.name(tags, "en") == "Florence"
    assert look.name({"name": "滨河街\x00<b>"}, "en") == "滨河街"
