"""MBTiles and PMTiles: what is in them comes out, and what is wrong with them is said in words."""

import gc
import gzip
import random
import sqlite3
from pathlib import Path

import pytest
from ground_files import SHARED, mbtiles, pmtiles, png_tile

from commandroom.errors import WorldFailed
from commandroom.map.grounds.mbtiles import MbtilesFile
from commandroom.map.grounds.pmtiles import PmtilesFile, tile_number
from commandroom.map.grounds.unpack import plain_text, unpacked
from commandroom.wording import Wording

TILES = {(0, 0, 0): b"\x1f\x8bzero", (3, 5, 2): b"\x1f\x8bdeep", (3, 0, 7): b"\x1f\x8bcorner"}
CUTS = 50


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {name} beside the repository")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(WorldFailed) as why:
        (MbtilesFile if path.suffix == ".mbtiles" else PmtilesFile)(path)
    for language in ("zh", "en"):
        assert Wording(language).has(why.value.key), why.value.key  # type: ignore[arg-type]
    return why.value.key


def test_a_row_of_mbtiles_is_counted_from_the_south(tmp_path: Path) -> None:
    file = MbtilesFile(mbtiles(tmp_path / "a.mbtiles", TILES, format="pbf", bounds="1,2,3,4"))
    assert [file.raw(*at) for at in TILES] == list(TILES.values())
    assert file.raw(3, 5, 5) is None
    assert (file.about.format, file.about.min_zoom, file.about.max_zoom) == ("vector", 0, 3)
    assert file.about.box == (1, 2, 3, 4)
    file.close()


@pytest.mark.parametrize("packing", [1, 2])
def test_tiles_of_pmtiles_are_found(tmp_path: Path, packing: int) -> None:
    file = PmtilesFile(pmtiles(tmp_path / "a.pmtiles", TILES, kind=1, packing=packing))
    assert [file.raw(*at) for at in TILES] == list(TILES.values())
    assert file.raw(3, 5, 3) is None
    assert file.about.name == "made"
    file.close()


def test_tile_numbers_agree_with_the_reference() -> None:
    peer = pytest.importorskip("pmtiles.tile")
    chance = random.Random(3)
    for _ in range(400):
        zoom = chance.randint(0, 20)
        x, y = chance.randrange(1 << zoom), chance.randrange(1 << zoom)
        assert tile_number(zoom, x, y) == peer.zxy_to_tileid(zoom, x, y)


def test_both_files_of_wuhan_hold_the_same_tiles() -> None:
    one, other = MbtilesFile(shared("wuhan_roads.mbtiles")), PmtilesFile(shared("wuhan_roads.pmtiles"))
    assert one.about == other.about
    found = 0
    for zoom, x0, y0, many in ((12, 3340, 1670, 20), (14, 13370, 6690, 30)):
        for x in range(x0, x0 + many):
            for y in range(y0, y0 + many):
                a, b = one.raw(zoom, x, y), other.raw(zoom, x, y)
                assert (a and unpacked(a)) == (b and unpacked(b))
                found += a is not None
    assert found > 40
    one.close()
    other.close()


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    def file(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    assert refusal(tmp_path / "none.mbtiles") == refusal(tmp_path / "none.pmtiles") == "ground.missing"
    assert refusal(file("a.mbtiles", b"")) == refusal(file("a.pmtiles", b"")) == "ground.empty"
    assert refusal(file("b.mbtiles", b"PK\3\4" * 99)) == "ground.foreign"
    assert refusal(file("b.pmtiles", b"SQLite format 3\0" * 30)) == "ground.foreign"
    assert refusal(pmtiles(tmp_path / "c.pmtiles", TILES, version=2)) == "ground.version"
    assert refusal(pmtiles(tmp_path / "d.pmtiles", TILES, kind=9)) == "ground.tile_kind"
    assert refusal(pmtiles(tmp_path / "e.pmtiles", TILES, packing=3)) == "ground.packing"
    assert refusal(mbtiles(tmp_path / "f.mbtiles", {})) == "ground.empty"
    assert refusal(mbtiles(tmp_path / "g.mbtiles", {(0, 0, 0): b"<html>"})) == "ground.tile_kind"
    assert refusal(mbtiles(tmp_path / "h.mbtiles", TILES, minzoom="9", maxzoom="3")) == "ground.broken"
    with sqlite3.connect(tmp_path / "i.mbtiles") as db:
        db.execute("create table other (x)")
    db.close()
    assert refusal(tmp_path / "i.mbtiles") == "ground.foreign"
    (tmp_path / "folder.pmtiles").mkdir()
    assert refusal(tmp_path / "folder.pmtiles") == "ground.unreadable"


def test_a_file_that_nobody_closed_lets_go_when_it_is_gone(tmp_path: Path) -> None:
    file = MbtilesFile(mbtiles(tmp_path / "a.mbtiles", TILES, format="pbf"))
    held = file._held
    assert held is not None
    del file
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        held.execute("select 1")


def test_a_view_that_never_ends_is_broken_off(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.mbtiles") as db:
        db.execute(
            "create view tiles as with recursive n(i) as (select 1 union all select i + 1 from n) "
            "select i as zoom_level, 0 as tile_column, 0 as tile_row, x'00' as tile_data from n where i < 0"
        )
    db.close()
    assert refusal(tmp_path / "a.mbtiles") == "ground.broken"


def test_metadata_that_lie_are_not_believed(tmp_path: Path) -> None:
    tiles = {(2, 1, 1): png_tile()}
    file = MbtilesFile(mbtiles(tmp_path / "a.mbtiles", tiles, format="pbf", bounds="x,y", minzoom="one"))
    assert (file.about.format, file.about.min_zoom, file.about.box[0]) == ("picture", 2, -180)
    file.close()


def exercised(path: Path, tiles: list[tuple[int, int, int]]) -> int:
    """Read everything; how many refusals. Anything but a refusal or bytes is a failure of the test."""
    refusals = 0
    try:
        file = (MbtilesFile if path.suffix == ".mbtiles" else PmtilesFile)(path)
    except WorldFailed:
        return 1
    for at in tiles:
        try:
            raw = file.raw(*at)
            assert raw is None or isinstance(raw, bytes)
        except WorldFailed:
            refusals += 1
    file.close()
    return refusals


@pytest.mark.parametrize("ending", ["mbtiles", "pmtiles"])
def test_a_file_cut_or_spoilt_anywhere_is_only_ever_refused(tmp_path: Path, ending: str) -> None:
    tiles = {(5, x, y): png_tile() for x in range(6) for y in range(6)}
    make = mbtiles if ending == "mbtiles" else pmtiles
    whole = make(tmp_path / f"whole.{ending}", tiles).read_bytes()
    spoilt = tmp_path / f"spoilt.{ending}"
    refused = 0
    for n in range(CUTS):
        spoilt.write_bytes(whole[: len(whole) * n // CUTS])
        refused += bool(exercised(spoilt, list(tiles)))
    assert refused > CUTS * 0.8
    chance = random.Random(11)
    for _ in range(CUTS):
        bad = bytearray(whole)
        for _ in range(chance.choice((1, 8, 60))):
            bad[chance.randrange(min(len(bad), 4000))] = chance.randrange(256)
        spoilt.write_bytes(bad)
        exercised(spoilt, list(tiles))


def test_a_file_that_vanishes_is_said(tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", TILES)
    file = MbtilesFile(path)
    path.unlink()
    with pytest.raises(WorldFailed, match=r"ground\.missing"):
        file.raw(0, 0, 0)
    file.close()


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(40_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(WorldFailed, match=r"ground\.bomb"):
        unpacked(bomb)
    with pytest.raises(WorldFailed, match=r"ground\.broken_tile"):
        unpacked(gzip.compress(b"tile" * 100)[:-12])
    assert unpacked(gzip.compress(b"tile")) == unpacked(b"tile") == b"tile"


def test_a_directory_that_explodes_is_refused(tmp_path: Path) -> None:
    path = pmtiles(tmp_path / "a.pmtiles", TILES)
    raw = bytearray(path.read_bytes())
    bomb = gzip.compress(bytes(20_000_000))
    raw[8:24] = len(raw).to_bytes(8, "little") + len(bomb).to_bytes(8, "little")
    path.write_bytes(bytes(raw) + bomb)
    assert refusal(path) == "ground.bomb"


def test_what_a_file_says_of_itself_is_shown_as_plain_text() -> None:
    said = '<a href="x" onclick="alert(1)">Protomaps</a> &copy;\n<b>OSM</b> \u202e' + "x" * 500
    shown = plain_text(said)
    assert shown.startswith("Protomaps © OSM")
    assert len(shown) == 160
    assert "<" not in shown
    assert "\u202e" not in shown
