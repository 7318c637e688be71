"""Tiles painted from Wuhan's roads, beside Mapnik drawing the same roads in the same widths."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from bench import tilepeer
from bench.figure import Figure
from commandroom.geo import LatLon
from commandroom.map.mercator import world
from commandroom.map.source import MAX_ZOOM, MIN_ZOOM
from commandroom.roads.network import RoadNetwork

WUHAN = Path(__file__).parents[2] / "shared" / "data" / "wuhan_roads.osm.pbf"
CENTRE = LatLon(30.58, 114.29)
"""Hankou, where the streets are closest."""
TILES = 60
SCREEN = (1280, 800)

Paint = Callable[[int, int], object]


def figures() -> Iterator[Figure]:
    """Median and 95th percentile of a tile at three zooms, then a whole screen at every zoom."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from commandroom.roads.compile import compile_network
    from commandroom.roads.osm import import_osm

    app = QGuiApplication.instance() or QGuiApplication([])
    network = compile_network(import_osm(WUHAN))
    version = tilepeer.version()
    with tempfile.TemporaryDirectory() as folder:
        for zoom in (11, 14, 17):
            yield from _tile_figures(network, Path(folder), zoom, version)
        for zoom in range(MIN_ZOOM, MAX_ZOOM + 1):
            yield _screen_figure(network, Path(folder), zoom, version)
    del app


def _tile_figures(network: RoadNetwork, folder: Path, zoom: int, version: str | None) -> Iterator[Figure]:
    tiles = _with_roads(network, zoom)
    ours, theirs = _spans(_painters(network, folder, zoom, version), tiles)
    peer = f"Mapnik {version}" if version else ""
    how = f"{len(tiles)} tiles of Wuhan at zoom {zoom}, one thread, PNG included, nothing kept, taken in turn"
    yield Figure(f"tile_z{zoom}_median", _median(ours), "ms", peer, _median(theirs) or None, how)
    yield Figure(f"tile_z{zoom}_p95", _p95(ours), "ms", peer, _p95(theirs) or None, how)


def _screen_figure(network: RoadNetwork, folder: Path, zoom: int, version: str | None) -> Figure:
    tiles = _screen(zoom)
    ours, theirs = _spans(_painters(network, folder, zoom, version), tiles)
    how = f"{len(tiles)} tiles of a screen of {SCREEN[0]} x {SCREEN[1]} over Hankou, no tile kept anywhere"
    peer = f"Mapnik {version}" if version else ""
    return Figure(f"cold_screen_z{zoom}", sum(ours) / 1000, "s", peer, sum(theirs) / 1000 or None, how)


def _painters(
    network: RoadNetwork, folder: Path, zoom: int, version: str | None
) -> tuple[Paint, Paint | None]:
    """Ours and the peer's, if it is installed (`pip install mapnik`)."""
    peer = None if version is None else tilepeer.tile_painter(network, folder, zoom)
    return _painter(network, zoom), peer


def _painter(network: RoadNetwork, zoom: int) -> Paint:
    """Our painter, set up, with nothing painted and no name placed."""
    from commandroom.map.tiles import PaintedTiles
    from commandroom.map.town import subject_of

    tiles = PaintedTiles(subject_of(network), None)
    tiles.warm_up()
    return lambda x, y: tiles.tile("night", zoom, x, y, 1)


def _spans(
    painters: tuple[Paint, Paint | None], tiles: list[tuple[int, int]]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each tile by each painter, in turn; both paint a tile far away before."""
    spans: tuple[list[float], list[float]] = ([], [])
    for x, y in [(0, 0), *tiles]:
        for paint, taken in zip(painters, spans, strict=True):
            if paint is not None:
                begun = time.perf_counter()
                paint(x, y)
                taken.append((time.perf_counter() - begun) * 1000)
    return spans[0][1:], spans[1][1:]


def _with_roads(network: RoadNetwork, zoom: int) -> list[tuple[int, int]]:
    """Up to `TILES` tiles with a road's node on them, drawn by lot but always the same."""
    found = {
        (int(x * 2**zoom), int(y * 2**zoom))
        for x, y in (world(network.node(node)) for node in range(0, network.node_count, 7))
    }
    chosen = sorted(found)
    Random(zoom).shuffle(chosen)
    return chosen[:TILES]


def _screen(zoom: int) -> list[tuple[int, int]]:
    """Tiles of a screen around the centre."""
    x, y = (at * 2**zoom * 256 for at in world(CENTRE))
    left, top = x - SCREEN[0] / 2, y - SCREEN[1] / 2
    columns = range(int(left // 256), int((left + SCREEN[0] - 1) // 256) + 1)
    rows = range(int(top // 256), int((top + SCREEN[1] - 1) // 256) + 1)
    return [(column, row) for column in columns for row in rows]


def _median(spans: list[float]) -> float:
    return statistics.median(spans) if spans else 0.0


def _p95(spans: list[float]) -> float:
    return sorted(spans)[int(0.95 * len(spans))] if spans else 0.0
