"""The one object the page can reach: a string out, a string in, batches per beat."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.map.picture import Picture
from commandroom.map.protocol import BadMessage, Said, decode, encode

_log = logging.getLogger(__name__)

BEAT_MS = 100
"""Changes within this time go out as one message."""


class Bridge(QObject):
    """Keeps the page in step with the picture.

    Before the page asks for its snapshot nothing is sent; afterwards every change is sent once, numbered
    without gaps.
    """

    message = Signal(str)
    """To the page."""
    said = Signal(object)
    """A checked `Said` of the page; ready and gap are answered here as well."""

    def __init__(
        self,
        picture: Picture,
        frame: Callable[[], dict[str, Any]],
        parent: QObject | None = None,
        *,
        held: bool = False,
    ) -> None:
        """`frame` gives everything of a snapshot that is not a mark: theme, words, selection, …

        `held`: a page that asks for its snapshot waits for `release`.
        """
        super().__init__(parent)
        self._picture = picture
        self._frame = frame
        self._pending: dict[str, Any] = {}
        self._listening = False
        self._held = held
        self._asked = False
        self._number = 0
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.setSingleShot(True)
        self._beat.timeout.connect(self._send_changes)

    def release(self) -> None:
        """There is something to show: answer the page, if it has asked already."""
        self._held = False
        if self._asked:
            self._send_snapshot()

    def mark_changed(self) -> None:
        """The picture changed: tell the page with the next beat."""
        if self._listening and not self._beat.isActive():
            self._beat.start()

    def frame_changed(self, **values: Any) -> None:
        """Part of the frame changed: tell the page at once, with whatever marks are pending."""
        if self._listening:
            self._pending.update(values)
            self._send_changes()

    def order(self, **values: Any) -> bool:
        """A thing to do once (go somewhere); False if nobody listens."""
        if self._listening:
            self._send("order", values)
        return self._listening

    def page_gone(self) -> None:
        """The page was lost or is loading: wait for its next snapshot request."""
        self._listening = self._asked = False
        self._beat.stop()

    @Slot(str)
    def tell(self, text: str) -> None:
        """The page speaks."""
        try:
            said = decode(text)
        except BadMessage as why:
            _log.warning("the map page said something odd (%s): %.200s", why, text)
            return
        if said.kind in ("ready", "gap"):
            self._send_snapshot()
        self.said.emit(said)

    def _send_snapshot(self) -> None:
        self._asked = True
        if self._held:
            return
        self._beat.stop()
        self._pending.clear()
        self._listening = True
        self._send("snapshot", {"marks": self._picture.whole(), "frame": self._frame()})

    def _send_changes(self) -> None:
        self._beat.stop()
        body: dict[str, Any] = {}
        marks = self._picture.changes()
        if marks:
            body["marks"] = marks
        if self._pending:
            body["frame"] = dict(self._pending)
            self._pending.clear()
        if body:
            self._send("change", body)

    def _send(self, kind: str, body: dict[str, Any]) -> None:
        self._number += 1
        self.message.emit(encode(self._number, kind, body))


__all__ = ["BEAT_MS", "Bridge", "Said"]
