"""A chosen ground as the map's `TileSource`, with the painted roads where it has nothing."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Protocol

from commandroom.errors import WorldFailed
from commandroom.geo import Datum
from commandroom.map.grounds.quarry import About, Box, NotNow, Quarry
from commandroom.map.grounds.trouble import Heard, TroubleBook
from commandroom.map.marks import Theme
from commandroom.map.source import MIN_ZOOM, TileSource
from commandroom.map.tilefolder import TileFolder
from commandroom.map.tiles import PAINTER_VERSION

_KEPT_IN_MEMORY = 512
_KEPT_ON_DISK_TO_ZOOM = 16
"""Closer tiles of a vector ground are cut from one that was read already."""
DEEPEST_SHOWN = 19
_DATUM_NAMES = {Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09"}


class Drawer(Protocol):
    """Draws the tiles of a quarry on the WGS-84 world."""

    def draw(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """A tile as PNG, JPEG or WebP; None where there is nothing to draw.

        Raises:
            WorldFailed: it cannot be drawn.
        """


class LaidGround:
    """A ground from a file: drawn in the map's own workers; what fails is said and painted from the roads."""

    def __init__(
        self,
        *,
        name: str,
        quarry: Quarry,
        drawer: Drawer,
        datum: Datum,
        credit: str,
        stand_in: TileSource,
        look: str,
        now: Callable[[], datetime],
        drawn: Path | None = None,
    ) -> None:
        """`look`: whatever else the pictures depend on, such as language and dimming.

        `drawn`: a folder of this ground's own that keeps what took long to draw; None keeps it in memory.
        """
        self.trouble = TroubleBook(name, now)
        self._name = name
        self._quarry = quarry
        self._drawer = drawer
        self._stand_in = stand_in
        said = credit or quarry.about.credit or name
        self._credit = " · ".join(part for part in (said, _DATUM_NAMES.get(datum, "")) if part)
        self._key = f"{quarry.print}-{datum}-{look}-{stand_in.key}"
        self._kept: OrderedDict[tuple[str, int, int, int, int], bytes] = OrderedDict()
        self._lock = Lock()
        print_ = sha256(f"{quarry.print}-{datum}-{look}-{PAINTER_VERSION}".encode()).hexdigest()[:20]
        self._drawn = None if drawn is None else TileFolder(drawn / print_)

    @property
    def name(self) -> str:
        """What the operator calls it."""
        return self._name

    @property
    def key(self) -> str:
        return self._key

    @property
    def about(self) -> About:
        """What its quarry says of itself."""
        return self._quarry.about

    @property
    def credit(self) -> str:
        return self._credit

    @property
    def box(self) -> Box:
        """Where the room's town is: the ground may reach around the world."""
        return self._stand_in.box

    @property
    def min_zoom(self) -> int:
        return min(self._quarry.about.min_zoom, MIN_ZOOM)

    @property
    def max_zoom(self) -> int:
        return DEEPEST_SHOWN

    def listen(self, heard: Heard | None) -> None:
        """Who is told of trouble, in whatever thread it happens."""
        self.trouble.tell(heard)

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        found = self.own_tile(theme, zoom, x, y, ratio)
        return self._stand_in.tile(theme, zoom, x, y, ratio) if found is None else found

    def draw(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """The ground's tile without keeping it or standing in for it.

        Raises:
            WorldFailed: it cannot be drawn.
        """
        return self._drawer.draw(theme, zoom, x, y, ratio)

    def own_tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """The ground's tile; None where it has none or it fails, which is said once."""
        if not (0 <= zoom <= DEEPEST_SHOWN and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
            return None
        key = theme, zoom, x, y, ratio
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        on_disk = f"{theme}/{zoom}/{x}/{y}@{ratio}.png"
        kept = self._drawn if zoom <= _KEPT_ON_DISK_TO_ZOOM else None
        try:
            made = kept.read(on_disk) if kept is not None else None
            if made is None:
                made = self._drawer.draw(theme, zoom, x, y, ratio)
                if kept is not None and made is not None:
                    kept.write(on_disk, made)
        except WorldFailed as why:
            self.trouble.failed(why)
            return None
        except NotNow:
            return None
        if made is not None:
            with self._lock:
                self._kept[key] = made
                while len(self._kept) > _KEPT_IN_MEMORY:
                    self._kept.popitem(last=False)
        return made

    def close(self) -> None:
        """Let go of the file."""
        self.trouble.tell(None)
        self._quarry.close()
