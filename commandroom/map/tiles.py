"""Tiles painted on demand, kept in memory and in a folder."""

import logging
from collections import OrderedDict
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Protocol

from PySide6.QtGui import QColor, QImage

from commandroom.geo import LatLon
from commandroom.map.labels import LabelPlan
from commandroom.map.marks import Theme
from commandroom.map.mercator import TILE_PX, world
from commandroom.map.painter import paint_tile, png
from commandroom.map.painting import Painting
from commandroom.map.palette import palette

_log = logging.getLogger(__name__)

PAINTER_VERSION = 3
"""Raise it when the drawing changes, so that stored tiles are not reused."""
_KEPT_IN_MEMORY = 1024
_KEPT_ON_DISK_TO_ZOOM = 15
"""Closer tiles are painted in a few milliseconds; keeping them all would fill gigabytes for a city."""

MIN_ZOOM = 8
MAX_ZOOM = 19


class TileSource(Protocol):
    """Where the map's ground comes from; `tile` is called from worker threads."""

    @property
    def key(self) -> str:
        """Changes whenever the pictures change: part of the tile address."""

    @property
    def credit(self) -> str:
        """Who made the data."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what there is, in degrees."""

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """PNG of a tile `ratio` times 256 px wide; None where there is no such tile."""


class PaintedTiles:
    """A `TileSource` that paints a town; thread-safe."""

    def __init__(self, painting: Painting, folder: Path | None) -> None:
        """`folder` is the painter's own and keeps tiles between runs; None keeps them in memory only."""
        self._painting = painting
        self._labels = LabelPlan(painting)
        self._folder = folder / f"{painting.fingerprint}-{PAINTER_VERSION}" if folder else None
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._blank: dict[tuple[Theme, int], bytes] = {}
        self._lock = Lock()
        self._is_cleared = False

    @property
    def key(self) -> str:
        return f"{self._painting.fingerprint}-{PAINTER_VERSION}"

    @property
    def credit(self) -> str:
        return self._painting.credit

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self._painting.box

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        if not _exists(zoom, x, y):
            return None
        if not self._covers(zoom, x, y):
            return self._ground(theme, ratio)
        name = f"{theme}/{zoom}/{x}/{y}@{ratio}.png"
        keeps = zoom <= _KEPT_ON_DISK_TO_ZOOM
        found = self._recall(name) or (self._read(name) if keeps else None)
        if found is None:
            found = paint_tile(self._painting, self._labels, theme=theme, zoom=zoom, x=x, y=y, ratio=ratio)
            if keeps:
                self._write(name, found)
        self._remember(name, found)
        return found

    def _covers(self, zoom: int, x: int, y: int) -> bool:
        west, south, east, north = self._painting.box
        x0, y0 = world(LatLon(north, west))
        x1, y1 = world(LatLon(south, east))
        side = 2.0**zoom
        margin = 16 / TILE_PX
        return (
            x0 * side - margin <= x + 1
            and x <= x1 * side + margin
            and (y0 * side - margin <= y + 1 and y <= y1 * side + margin)
        )

    def _ground(self, theme: Theme, ratio: int) -> bytes:
        """The one tile that stands for everywhere beyond the town."""
        with self._lock:
            if (theme, ratio) not in self._blank:
                image = QImage(TILE_PX * ratio, TILE_PX * ratio, QImage.Format.Format_RGB32)
                image.fill(QColor(palette(theme).ground))
                self._blank[theme, ratio] = png(image)
            return self._blank[theme, ratio]

    def _recall(self, name: str) -> bytes | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def _remember(self, name: str, tile: bytes) -> None:
        with self._lock:
            self._kept[name] = tile
            while len(self._kept) > _KEPT_IN_MEMORY:
                self._kept.popitem(last=False)

    def _clear_old(self) -> None:
        """Once: take away what was painted from another road file or by another painter."""
        with self._lock:
            if self._folder is None or self._is_cleared:
                return
            self._is_cleared = True
        if self._folder.parent.is_dir():
            for other in self._folder.parent.iterdir():
                if other.is_dir() and other != self._folder:
                    rmtree(other, ignore_errors=True)

    def _read(self, name: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            tile = (self._folder / name).read_bytes()
        except OSError:
            return None
        return tile if tile.startswith(b"\x89PNG") and tile.endswith(b"IEND\xaeB`\x82") else None

    def _write(self, name: str, tile: bytes) -> None:
        """Keep a tile; a full or read-only disk costs only the time to paint it again."""
        if self._folder is None:
            return
        path = self._folder / name
        part = path.with_suffix(f".{id(tile):x}.part")
        try:
            self._clear_old()
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(tile)
            part.replace(path)
        except OSError as why:
            _log.warning("tile %s not kept: %s", name, why)


def _exists(zoom: int, x: int, y: int) -> bool:
    return MIN_ZOOM <= zoom <= MAX_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom
