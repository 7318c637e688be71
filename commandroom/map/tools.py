"""Hands on the map beside the marks: measuring, drawing, following a unit, holding the view still."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from commandroom.geo import LatLon
from commandroom.map.marks import Tool
from commandroom.map.protocol import Said, flat_points

HAND_REST_MS = 10_000
"""For so long after a hand moved the map nothing moves it by itself."""

Points = tuple[LatLon, ...]


class MapTools(QObject):
    """What the page's tools do, and whether the view may move by itself.

    The page draws and measures; this side holds the state, so that a page that was lost gets it back.
    `tell` carries named parts of the frame to the page; `frame()` gives all of them for a snapshot.
    """

    drawn = Signal(str, object)
    """Kind (point, line, area) and the points, a tuple of `LatLon`, of a finished drawing."""
    measured = Signal(str, object, float)
    """Tool, points and the result of a finished measurement: metres or square metres."""
    left = Signal()
    """The tool was put down: Esc, or its shape is finished."""
    pointer = Signal(float, float)
    """Latitude and longitude (WGS-84) under the pointer, ten times a second at most."""
    follow_ended = Signal()
    """A hand moved the map or pressed Esc: the unit is no longer followed."""

    def __init__(
        self, tell: Callable[..., None], parent: QObject | None = None, *, rest_ms: int = HAND_REST_MS
    ) -> None:
        super().__init__(parent)
        self._tell = tell
        self._tool: Tool | None = None
        self._measured: tuple[Tool, Points] | None = None
        self._followed = ""
        self._locked = False
        self._rest = QTimer(self, interval=rest_ms, singleShot=True)

    def use(self, tool: Tool | None) -> None:
        """Take up a tool, or put down the one in hand; a measurement shown so far goes away."""
        self._tool = tool
        self._measured = None
        self._tell(tool=tool, measured=None)

    def follow(self, unit_id: str) -> None:
        """Keep this unit in the middle third of the view; '' stops. The lock is stronger."""
        if unit_id != self._followed:
            self._followed = unit_id
            self._tell(follow=unit_id)

    def lock_view(self, on: bool) -> None:
        """Locked, the view moves only by hand or by an explicit order of the operator."""
        if on != self._locked:
            self._locked = on
            self._tell(lock=on)

    def escape(self) -> bool:
        """Esc somewhere in the window: one step back, as Esc in the page does; False if nothing was there.

        First the tool, then the measurement shown, then the unit followed.
        """
        if self._tool is not None:
            self.use(None)
            self.left.emit()
        elif self._measured is not None:
            self.use(None)
        elif self._followed:
            self.follow("")
            self.follow_ended.emit()
        else:
            return False
        return True

    @property
    def tool(self) -> Tool | None:
        """The tool in hand."""
        return self._tool

    @property
    def followed(self) -> str:
        """Id of the unit followed, '' for none."""
        return self._followed

    @property
    def is_locked(self) -> bool:
        """Whether the view is locked."""
        return self._locked

    def may_move(self, *, automatic: bool) -> bool:
        """Whether the view may be moved now; an explicit order always may, and ends the hand's rest.

        An automatic move may not while the view is locked, nor for `HAND_REST_MS` after a hand moved it.
        """
        if automatic:
            return not self._locked and not self._rest.isActive()
        self._rest.stop()
        return True

    def may_reveal(self, *, asked: bool) -> bool:
        """Whether a thing out of sight may be shown: never while locked, after a hand only if asked."""
        return not self._locked and (asked or not self._rest.isActive())

    def frame(self) -> dict[str, Any]:
        """Every part of the page's frame that belongs here."""
        measured = None
        if self._measured is not None:
            measured = [self._measured[0], flat_points(self._measured[1])]
        return {"tool": self._tool, "measured": measured, "follow": self._followed, "lock": self._locked}

    # What the page says

    def answers(self) -> dict[str, Callable[[Said], None]]:
        """Who takes which message of the page."""
        return {
            "drawn": self._on_drawn,
            "measured": self._on_measured,
            "left": self._on_left,
            "pointer": self._on_pointer,
            "hand": self._on_hand,
        }

    def _on_drawn(self, said: Said) -> None:
        """A shape is finished; the tool is down again."""
        self._tool = None
        self.drawn.emit(said.words["shape"], said.points)
        self.left.emit()

    def _on_measured(self, said: Said) -> None:
        """A measurement is finished and stays on the page; the tool is down again."""
        tool = self._tool
        if tool is None:
            return
        self._tool = None
        self._measured = (tool, said.points)
        self.measured.emit(tool, said.points, said.x)
        self.left.emit()

    def _on_left(self, said: Said) -> None:
        """Esc in the page: `what` says whether a tool, a measurement or the following ended."""
        if said.words["what"] == "follow":
            self._end_following()
            return
        was_in_hand = self._tool is not None
        self._tool = self._measured = None
        if was_in_hand:
            self.left.emit()

    def _on_pointer(self, said: Said) -> None:
        """The pointer is over this place."""
        self.pointer.emit(said.y, said.x)

    def _on_hand(self, said: Said) -> None:
        """A hand dragged the map or turned the wheel: it leads now."""
        self._rest.start()
        self._end_following()

    def _end_following(self) -> None:
        if self._followed:
            self._followed = ""
            self.follow_ended.emit()
