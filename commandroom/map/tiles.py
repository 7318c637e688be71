"""Tiles painted on demand, kept in memory and in a folder."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from PySide6.QtGui import QColor, QImage

from commandroom.geo import LatLon
from commandroom.map.labels import LabelPlan
from commandroom.map.lettering import has_chinese_font
from commandroom.map.marks import Theme
from commandroom.map.mercator import TILE_PX, world
from commandroom.map.painter import paint_tile
from commandroom.map.painting import Painting, Subject
from commandroom.map.palette import palette
from commandroom.map.pngfile import png
from commandroom.map.source import MAX_ZOOM, MIN_ZOOM
from commandroom.map.tilefolder import TileFolder

_log = logging.getLogger(__name__)

PAINTER_VERSION = 5
"""Raise it when the drawing changes, so that stored tiles are not reused."""
_KEPT_BYTES = 64 << 20
"""In memory; a tile has 5 to 60 kB, so this is more than a thousand."""
_KEPT_ON_DISK_TO_ZOOM = 15
"""Closer tiles are painted in a few milliseconds; keeping them all would fill gigabytes for a city."""


class PaintedTiles:
    """A `TileSource` that paints a town; thread-safe."""

    def __init__(
        self, subject: Subject, folder: Path | None, *, on_notice: Callable[[str], None] | None = None
    ) -> None:
        """`folder` is the painter's own and keeps tiles between runs; None keeps them in memory only.

        `on_notice` hears, once and in a worker's thread, the wording key of what the user should know.
        """
        self._subject = subject
        self._easel: tuple[Painting, LabelPlan] | None = None
        self._on_notice = on_notice
        self._setting_up = Lock()
        self._folder = TileFolder(folder / self.key) if folder else None
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._blank: dict[tuple[Theme, int], bytes] = {}
        self._lock = Lock()

    @property
    def key(self) -> str:
        return f"{self._subject.fingerprint}-{PAINTER_VERSION}"

    @property
    def credit(self) -> str:
        return self._subject.credit

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self._subject.box

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        if not _exists(zoom, x, y):
            return None
        if not self._covers(zoom, x, y):
            return self._ground(theme, ratio)
        name = _name(theme, zoom, x, y, ratio)
        kept = self._folder if zoom <= _KEPT_ON_DISK_TO_ZOOM else None
        found = self._recall(name) or (kept.read(name) if kept else None)
        if found is None:
            painting, labels = self._set_up()
            found = paint_tile(painting, labels, theme=theme, zoom=zoom, x=x, y=y, ratio=ratio)
            if kept:
                kept.write(name, found)
        self._remember(name, found)
        return found

    def has(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bool:
        """Whether a tile is at hand, or bare ground that costs nothing."""
        if not _exists(zoom, x, y) or not self._covers(zoom, x, y):
            return True
        with self._lock:
            return _name(theme, zoom, x, y, ratio) in self._kept

    def prepare(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> None:
        """Paint a tile before it is asked for."""
        self.tile(theme, zoom, x, y, ratio)

    def warm_up(self) -> None:
        """Get ready to paint; otherwise the first tile that was not kept does it."""
        self._set_up()

    def _set_up(self) -> tuple[Painting, LabelPlan]:
        with self._setting_up:
            if self._easel is None:
                painting = self._subject.painting()
                self._easel = painting, LabelPlan(painting)
                self._look_for_letters()
            return self._easel

    def _look_for_letters(self) -> None:
        if has_chinese_font():
            return
        _log.warning("no font with Chinese characters: names on the map may be unreadable")
        if self._on_notice is not None:
            self._on_notice("map.font_missing")

    def _covers(self, zoom: int, x: int, y: int) -> bool:
        west, south, east, north = self._subject.box
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
            self._kept_bytes += len(tile) - len(self._kept.get(name, b""))
            self._kept[name] = tile
            while self._kept_bytes > _KEPT_BYTES:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])


def _name(theme: Theme, zoom: int, x: int, y: int, ratio: int) -> str:
    return f"{theme}/{zoom}/{x}/{y}@{ratio}.png"


def _exists(zoom: int, x: int, y: int) -> bool:
    return MIN_ZOOM <= zoom <= MAX_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom
