"""Base maps named in the settings, added by hand, dropped in a folder, and remembered."""

import json
from pathlib import Path

import pytest

from commandroom.errors import WorldFailed
from commandroom.geo import Datum
from commandroom.grounds import ROADS, GroundSpec, all_grounds, keep_grounds, kept_grounds
from commandroom.settings import FILE, Settings, read_settings, remember
from commandroom.wording import Wording

TWO = """language = "zh"

[[ground]]
name = "市局影像"
kind = "mbtiles"
path = "maps/city.mbtiles"
datum = "GCJ-02"
dim = 40

[[ground]]
name = "内网"
kind = "wmts"
address = "http://10.0.0.8/wmts?layer=vec"
datum = "CGCS2000"
max_zoom = 16
"""


def read(home: Path, text: str) -> Settings:
    (home / FILE).write_text(text, encoding="utf-8")
    return read_settings(home, {})


def complaint(home: Path, text: str) -> tuple[str, int]:
    with pytest.raises(WorldFailed) as why:
        read(home, text)
    for language in ("zh", "en"):
        assert f"{why.value.values['line']}" in Wording(language).error(why.value)  # type: ignore[arg-type]
    return why.value.key, why.value.values["line"]


def test_grounds_are_read_from_the_settings(tmp_path: Path) -> None:
    city, net = read(tmp_path, TWO).grounds
    assert city == GroundSpec(
        "市局影像", "mbtiles", tmp_path / "maps/city.mbtiles", datum=Datum.GCJ02, dim=40, origin="settings"
    )
    assert (net.kind, net.datum, net.max_zoom) == ("wmts", Datum.WGS84, 16)
    assert read(tmp_path, "").grounds == ()


@pytest.mark.parametrize(
    ("was", "now", "key", "line"),
    [
        ('dim = 40', 'dimm = 40', "core.settings.unknown_key_meant", 8),
        ('dim = 40', 'dim = "40"', "ground.settings.number", 8),
        ('dim = 40', 'dim = 95', "ground.settings.number", 8),
        ('dim = 40', 'dim = true', "ground.settings.number", 8),
        ('datum = "GCJ-02"', 'datum = "GCJ-20"', "core.settings.bad_value_meant", 7),
        ('kind = "mbtiles"', 'kind = "mbtile"', "core.settings.bad_value_meant", 5),
        ('kind = "mbtiles"', 'kind = "xyz"', "ground.settings.address", 3),
        ('path = "maps/city.mbtiles"', "", "ground.settings.path", 3),
        ('name = "内网"', 'name = "市局影像"', "ground.settings.twice", 11),
        ('name = "内网"', 'name = "roads"', "ground.settings.twice", 11),
        ('name = "内网"', "", "ground.settings.name", 10),
        ('name = "内网"', 'name = 7', "core.settings.not_text", 11),
        ('max_zoom = 16', 'max_zoom = 3\nmin_zoom = 9', "ground.settings.zooms", 16),
        ('[[ground]]\nname = "内网"', '[ground]\nname = "内网"', "core.settings.broken", 10),
    ],
)  # fmt: skip
def test_what_is_off_is_said_with_its_line(tmp_path: Path, was: str, now: str, key: str, line: int) -> None:
    assert was in TWO
    assert complaint(tmp_path, TWO.replace(was, now, 1)) == (key, line)


def test_a_ground_that_is_no_list_of_tables_is_said(tmp_path: Path) -> None:
    assert complaint(tmp_path, 'language = "zh"\nground = "x"\n') == ("ground.settings.not_tables", 2)
    assert complaint(tmp_path, '\n[ground]\nname = "x"\n') == ("ground.settings.not_tables", 2)


def test_what_the_dialog_added_comes_back(tmp_path: Path) -> None:
    added = (
        GroundSpec("文件", "pmtiles", tmp_path / "a.pmtiles", datum=Datum.BD09),
        GroundSpec("网", "xyz", address="http://a/{z}/{x}/{y}"),
    )
    keep_grounds(tmp_path, added)
    assert kept_grounds(tmp_path) == added


@pytest.mark.parametrize("text", ["", "nonsense", "{}", "[1, null]", '[{"name": "x"}]', '[{"name": []}]'])
def test_a_spoilt_list_loses_its_grounds_and_nothing_else(tmp_path: Path, text: str) -> None:
    (tmp_path / "grounds.json").write_text(text)
    assert kept_grounds(tmp_path) == ()


def test_files_in_the_folder_are_offered_and_the_settings_come_first(tmp_path: Path) -> None:
    (tmp_path / "grounds").mkdir()
    for name in ("b.pmtiles", "a.MBTILES", "notes.txt", "市局影像.mbtiles"):
        (tmp_path / "grounds" / name).write_bytes(b"")
    offered = all_grounds(tmp_path, read(tmp_path, TWO).grounds)
    assert [spec.name for spec in offered] == [ROADS, "市局影像", "内网", "a", "b"]
    assert offered[1].origin == "settings"


def test_the_choice_is_remembered(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).ground == ""
    remember(tmp_path, ground="市局影像")
    remember(tmp_path, theme="day")
    assert (read_settings(tmp_path, {}).ground, read_settings(tmp_path, {}).theme) == ("市局影像", "day")
    (tmp_path / "choices.json").write_text(json.dumps({"ground": ["x"], "theme": "day"}))
    assert read_settings(tmp_path, {}).ground == ""
    with pytest.raises(ValueError, match="ground"):
        remember(tmp_path, ground="a\nb")


def test_two_files_of_one_name_are_both_offered(tmp_path: Path) -> None:
    folder = tmp_path / "grounds"
    folder.mkdir()
    for name in ("city.mbtiles", "city.pmtiles", "other.pmtiles"):
        (folder / name).write_bytes(b"")
    names = [spec.name for spec in all_grounds(tmp_path, ())]
    assert names[1:] == ["city.mbtiles", "city.pmtiles", "other"]
