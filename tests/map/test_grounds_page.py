"""Grounds in the real page: what is seen is the file's, in both themes, and a slow server is waited for."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ground_files import feature, layer, mbtiles, pmtiles, png_tile, rings
from map_town import CENTRE, small_tiles
from PySide6.QtGui import QColor

from commandroom.geo import Datum
from commandroom.grounds import GroundSpec
from commandroom.map.grounds.laid import LaidGround
from commandroom.map.grounds.opening import Surroundings, open_ground
from commandroom.map.marks import Theme
from commandroom.map.mercator import world
from commandroom.map.palette import DAY, NIGHT
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)


def around_centre(zoom: int, tile: bytes) -> dict[tuple[int, int, int], bytes]:
    x, y = (int(part * 2**zoom) for part in world(CENTRE))
    return {(zoom, x + dx, y + dy): tile for dx in range(-4, 5) for dy in range(-4, 5)}


def opened(spec: GroundSpec, folder: Path) -> LaidGround:
    return open_ground(
        spec, Surroundings(small_tiles(), folder / "cache", "zh", lambda: NOON, time.monotonic)
    )


def colour_in_the_middle(view: MapView) -> str:
    colour: QColor = view.grab().toImage().pixelColor(view.width() // 2 + 37, view.height() // 2 + 41)
    return colour.name()


def test_a_pmtiles_ground_is_seen_and_follows_the_theme(qtbot, chart: MapView, tmp_path: Path) -> None:
    water = layer("water", [feature(3, rings([(0, 0), (4096, 0), (4096, 4096), (0, 4096)]))])
    path = pmtiles(tmp_path / "a.pmtiles", around_centre(16, water), kind=1)
    ground = opened(GroundSpec("水", "pmtiles", path, credit="某局", datum=Datum.WGS84), tmp_path)
    chart.lay(ground)
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) == NIGHT.water, timeout=8000)
    chart.set_theme("day")
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) == DAY.water, timeout=8000)
    chart.lay(small_tiles())
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) != DAY.water, timeout=8000)
    ground.close()


def test_a_picture_ground_names_its_datum_and_its_trouble(qtbot, chart: MapView, tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", around_centre(16, png_tile("#884422")), format="png")
    ground = opened(GroundSpec("图", "mbtiles", path, credit="某局", datum=Datum.GCJ02, dim=0), tmp_path)
    chart.lay(ground)
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) == "#884422", timeout=8000)
    chart.ground_layer.set_note("底图不全")
    written: list[str] = []

    def is_written() -> bool:
        chart.page().runJavaScript("document.querySelector('.room-credit').textContent", written.append)
        return bool(written) and written[-1] == "底图不全 · 某局 · GCJ-02"

    qtbot.waitUntil(is_written, timeout=8000)
    ground.close()


class Slow:
    """Tiles at hand are black; those asked for are red and come when the test lets them."""

    credit, box = "", (114.0, 30.0, 115.0, 31.0)

    def __init__(self) -> None:
        self.turn, self.waiting = 0, []  # type: ignore[var-annotated]
        self.is_there = False

    @property
    def key(self) -> str:
        return f"slow-{self.turn}"

    def renew(self) -> None:
        self.turn += 1

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes:
        return png_tile("#000000")

    def ask(
        self, theme: Theme, zoom: int, x: int, y: int, ratio: int, *, is_wanted: Callable[[], bool],
        done: Callable[[bytes | None], None],
    ) -> None:  # fmt: skip
        if self.is_there:
            done(png_tile("#ff0000"))
        else:
            self.waiting.append(done)


def test_a_slow_ground_shows_what_is_at_hand_and_then_itself(qtbot, chart: MapView) -> None:
    slow = Slow()
    chart.lay(slow)
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) == "#000000", timeout=8000)
    slow.is_there = True
    for done in slow.waiting:
        done(png_tile("#ff0000"))
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) == "#ff0000", timeout=8000)
    assert slow.turn == 1


def test_a_wide_ground_may_be_seen_from_farther_away(qtbot, chart: MapView, tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", {(0, 0, 0): png_tile("#336699")}, format="png")
    ground = opened(GroundSpec("图", "mbtiles", path, dim=0), tmp_path)
    chart.lay(ground)
    chart.go_to(CENTRE, 3)
    qtbot.waitUntil(lambda: chart.view.zoom == 3, timeout=8000)
    qtbot.waitUntil(lambda: colour_in_the_middle(chart) == "#336699", timeout=8000)
    chart.lay(small_tiles())
    qtbot.waitUntil(lambda: chart.view.zoom == 8, timeout=8000)
    ground.close()
