"""What the map does when its page, its files or its tiles fail it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from map_town import CENTRE, small_tiles
from PySide6.QtTest import QSignalSpy
from test_map_page import ask, until
from test_map_tiles import tile_of

from commandroom.map import page as pages
from commandroom.map.marks import UnitMark
from commandroom.map.tilefolder import is_whole
from commandroom.map.view import MapView
from commandroom.resources import resource

PAGE = "commandroom.map.scheme"


def map_keeping_its_page(qtbot: Any, folder: Path) -> MapView:
    """A map that keeps its page in a folder, not yet on the screen; its page is asked for at once."""
    made = MapView(small_tiles(), centre=CENTRE, zoom=16, pages=folder, patience_ms=1500)
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


@pytest.fixture
def view(qtbot: Any, tmp_path: Path) -> Iterator[MapView]:
    """Such a map, ended after the test."""
    made = map_keeping_its_page(qtbot, tmp_path)
    yield made
    made.shut()


@pytest.fixture
def early(qtbot: Any) -> Iterator[MapView]:
    """A map without its town."""
    made = MapView()
    qtbot.addWidget(made)
    made.resize(400, 300)
    yield made
    made.shut()


@pytest.mark.webengine
def test_a_page_that_cannot_be_written_is_said_and_tried_again(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """folium fails once; the second try brings the map with its marks."""
    written = pages.base_page
    tries: list[int] = []

    def fails_once() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("a broken template")
        return written()

    monkeypatch.setattr(pages, "base_page", fails_once)
    view = map_keeping_its_page(qtbot, tmp_path)
    lost = QSignalSpy(view.page_lost)
    view.set_units([UnitMark("u1", CENTRE, None, "car", "free", "1")])
    with qtbot.waitSignal(view.ready, timeout=20000):
        view.show()
    assert lost.count() == 1
    assert len(tries) == 2
    assert ask(qtbot, view, "Room.picture.units.id") == ["u1"]
    assert [(each.name, each.levelname) for each in caplog.records if each.exc_info] == [(PAGE, "ERROR")]
    view.shut()


@pytest.mark.webengine
def test_a_page_that_never_answers_is_said_and_tried_again(qtbot: Any, view: MapView, tmp_path: Path) -> None:
    """The kept page is damaged: it loads, but nothing on it speaks."""
    with qtbot.waitSignal(view.ready, timeout=20000):
        view.show()
    (kept,) = tmp_path.glob("*.html")
    whole = kept.read_text(encoding="utf-8")
    kept.write_text("<html></html>", encoding="utf-8")
    lost = QSignalSpy(view.page_lost)
    view._keeper.load()
    qtbot.waitUntil(lambda: lost.count() == 1, timeout=10000)
    assert lost.at(0)[0] == "1.5 秒无应答"
    kept.write_text(whole, encoding="utf-8")
    with qtbot.waitSignal(view.ready, timeout=20000):
        pass
    until(qtbot, view, "document.querySelectorAll('.leaflet-tile').length", lambda count: count > 0)


@pytest.mark.webengine
def test_a_page_that_starts_before_its_town_waits_for_it(qtbot: Any, early: MapView) -> None:
    early.set_units([UnitMark("u1", CENTRE, None, "car", "free", "1")])
    with qtbot.assertNotEmitted(early.ready, wait=200):
        early.show()
        until(
            qtbot, early, "typeof window.qt + typeof window.map_room", lambda kinds: kinds == "objectobject"
        )
    tiles = small_tiles()
    with qtbot.waitSignal(early.ready, timeout=20000):
        early.lay(tiles)
    west, south, east, north = tiles.box
    assert early.view.centre == pytest.approx(((south + north) / 2, (west + east) / 2), abs=1e-4)
    assert (early.view.width, early.view.height) == (400, 300)
    assert ask(qtbot, early, "Room.picture.units.id") == ["u1"]


def test_a_kept_tile_with_one_wrong_byte_is_painted_again(qapp: object, tmp_path: Path) -> None:
    x, y = tile_of(CENTRE, 15)
    first = small_tiles(tmp_path).tile("night", 15, x, y, 1)
    assert first is not None
    (kept,) = tmp_path.rglob("*.png")
    middle = len(first) // 2
    kept.write_bytes(first[:middle] + bytes([first[middle] ^ 1]) + first[middle + 1 :])
    assert small_tiles(tmp_path).tile("night", 15, x, y, 1) == first
    assert kept.read_bytes() == first


def test_a_tile_is_whole_only_with_every_byte(qapp: object) -> None:
    tile = small_tiles().tile("night", 15, *tile_of(CENTRE, 15), 1)
    assert tile is not None
    assert is_whole(tile)
    assert not any(is_whole(damaged) for damaged in (b"", tile[:8], tile[:-1], tile + b"x", tile[1:]))


def test_a_folder_that_cannot_be_written_is_said_once_and_tiles_stay_in_memory(
    qapp: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A file stands where the folder should be, which stops even an administrator."""
    in_the_way = tmp_path / "tiles"
    in_the_way.write_text("a file")
    tiles = small_tiles(in_the_way)
    x, y = tile_of(CENTRE, 15)
    with caplog.at_level(logging.WARNING):
        first = tiles.tile("night", 15, x, y, 1)
        tiles.tile("night", 15, x + 1, y, 1)
        again = tiles.tile("night", 15, x, y, 1)
    assert first is not None
    assert again is first
    assert len(caplog.records) == 1
    assert in_the_way.read_text() == "a file"


def test_the_page_asks_for_all_scripts_at_once() -> None:
    page, whole = pages.base_page(), pages.bundle().decode()
    assert page.count(f"/page/{pages.BUNDLE}") == 1
    assert not any(f"/page/{name}" in page for name in pages.SCRIPTS)
    places = [whole.index((resource("map") / name).read_text(encoding="utf-8")) for name in pages.SCRIPTS]
    assert places == sorted(places)
