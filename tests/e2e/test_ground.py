"""Base maps in the real window: a server that hangs, a spoilt file, a choice that comes back."""

import sqlite3
from pathlib import Path

import pytest

from tests.e2e.stage import played

pytestmark = [pytest.mark.webengine]


def test_a_tile_server_that_hangs_slows_no_dispatch_and_is_said(tmp_path: Path) -> None:
    seen = played("ground_play", "hang", tmp_path, within_s=60)
    assert seen["slowest"] < 1.0
    assert seen["lag"] < 1.0
    assert "没有及时应答" in seen["said"][0]
    assert "自" in seen["note"]


def test_a_spoilt_file_is_named_a_good_one_shown_and_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "grounds"
    folder.mkdir()
    (folder / "spoilt.pmtiles").write_bytes(b"PMTiles\x03" + b"\xff" * 200)
    with sqlite3.connect(folder / "good.mbtiles") as db:
        db.execute(
            "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        db.execute("insert into tiles values (3, 1, 1, x'1a0c0a05726f6164731502000000')")
        db.execute("create table metadata (name text, value text)")
        db.execute("insert into metadata values ('attribution', '<b>某局</b>')")
    db.close()
    seen = played("ground_play", "broken", tmp_path, within_s=60)
    assert len(seen["names"]) == 3
    assert "spoilt" in seen["refused"]
    assert "Traceback" not in seen["refused"]
    assert seen["kept"]
    assert played("ground_play", "again", tmp_path, within_s=60)["credit"] == "某局"
