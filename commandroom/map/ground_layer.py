"""Which ground a map shows, what is written in its corner, and when its tiles are to be asked for again."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from commandroom.map.scheme import RoomScheme
from commandroom.map.source import MAX_ZOOM, MIN_ZOOM, SlowTiles, TileSource

RENEW_MS = 2500
"""Tiles that came too late are shown together, not one by one."""


class GroundLayer(QObject):
    """The base map of one page."""

    def __init__(self, scheme: RoomScheme, changed: Callable[..., None], parent: QObject) -> None:
        """`changed` tells the page a part of the frame, where it listens."""
        super().__init__(parent)
        self._scheme = scheme
        self._changed = changed
        self._note = ""
        self.tiles: TileSource | None = None
        self._renewal = QTimer(self, interval=RENEW_MS, singleShot=True)
        self._renewal.timeout.connect(self.renew)
        scheme.late.connect(self._on_late)

    def lay(self, tiles: TileSource) -> None:
        """Show this ground from now on."""
        is_other = tiles is not self.tiles
        self.tiles = tiles
        self._note = "" if is_other else self._note
        self._scheme.lay(tiles)
        self._changed(tiles=self.frame())

    def set_note(self, text: str) -> None:
        """What is to be said of the ground beside its credit; empty for nothing."""
        if text != self._note:
            self._note = text
            self._changed(tiles_note=text)

    @Slot()
    def renew(self) -> None:
        """Ask for every tile in sight again: better ones have come."""
        self._renewal.stop()
        if isinstance(self.tiles, SlowTiles):
            self.tiles.renew()
        if self.tiles is not None:
            self._scheme.lay(self.tiles)
            self._changed(tiles=self.frame())

    def stop(self) -> None:
        """Show nothing more, as the page ends."""
        self._renewal.stop()

    def frame(self) -> dict[str, Any]:
        """What the page must know; there must be a ground."""
        tiles = self.tiles
        assert tiles is not None  # the bridge is held until there are some
        return {
            "key": tiles.key,
            "credit": tiles.credit,
            "min": getattr(tiles, "min_zoom", MIN_ZOOM),
            "max": getattr(tiles, "max_zoom", MAX_ZOOM),
        }

    @property
    def note(self) -> str:
        """What stands beside the credit."""
        return self._note

    @Slot()
    def _on_late(self) -> None:
        if not self._renewal.isActive():
            self._renewal.start()
