"""`commandroom ground`: what is on offer, and whether a file is sound."""

import json
import sqlite3
from pathlib import Path

import pytest

from commandroom.cli import run


def test_a_file_is_checked_and_a_foreign_one_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "a.mbtiles"
    with sqlite3.connect(good) as db:
        db.execute(
            "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        db.execute("insert into tiles values (3, 1, 1, x'1f8b00')")
    db.close()
    assert run(["--home", str(tmp_path), "ground", "check", str(good), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["high"] == 3
    (tmp_path / "b.pmtiles").write_bytes(b"PK")
    assert run(["--home", str(tmp_path), "ground", "check", str(tmp_path / "b.pmtiles")]) == 1
    assert "PMTiles" in capsys.readouterr().err


def test_what_is_on_offer_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "grounds").mkdir()
    (tmp_path / "grounds" / "影像.mbtiles").write_bytes(b"")
    assert run(["--home", str(tmp_path), "ground", "list", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["roads", "影像"]
    assert run(["--home", str(tmp_path), "ground", "list"]) == 0
    assert "影像" in capsys.readouterr().out
