"""A hand that drags places on a map: what it takes hold of never reaches the page, everything else does."""

from collections.abc import Mapping
from math import hypot
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from commandroom.geo import LatLon
from commandroom.ui.map_pane import MapPane

REACH_PX = 15.0
FLAG_UP_PX = 9.0
"""A flag stands above its place: the hand goes for its middle."""
DRAG_PX = 4.0
SHOW_MS = 33


class MapGrip(QObject):
    """Watches the mouse over one map."""

    grabbed = Signal(str)
    dragged = Signal(str, object)
    """Name and the `LatLon` under the hand; thirty times a second at most."""
    dropped = Signal(str, object)
    """Name and the `LatLon` where it was let go; the place itself where it was only clicked."""

    def __init__(self, pane: MapPane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._places: Mapping[str, LatLon] = {}
        self._held, self._begun, self._at = "", QPointF(), QPointF()
        self._is_moving = False
        self._later = QTimer(self, interval=SHOW_MS, singleShot=True)
        self._later.timeout.connect(self._say_dragged)
        self._watched: list[QObject] = []
        pane.ready.connect(self.watch)
        self.watch()

    def show_places(self, places: Mapping[str, LatLon]) -> None:
        """What can be taken hold of."""
        self._places = places

    @Slot()
    def watch(self) -> None:
        """A page that is loaded anew has another widget under the hand."""
        whole = cast(QWidget, self._pane)
        proxy = whole.focusProxy()
        for each in (whole,) if proxy is None else (whole, proxy):
            if each not in self._watched:
                each.installEventFilter(self)
                self._watched.append(each)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to a drag."""
        if not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseMove if self._held:
                self._move(event.position())
                return True
            case QEvent.Type.MouseButtonRelease if self._held:
                self._release()
                return True
        return False

    def _press(self, event: QMouseEvent) -> bool:
        is_drawing = self._pane.tools.tool is not None
        if event.button() is not Qt.MouseButton.LeftButton or is_drawing:
            return False
        self._held = self._under(event.position())
        self._begun = self._at = event.position()
        self._is_moving = False
        if self._held:
            self.grabbed.emit(self._held)
        return bool(self._held)

    def _move(self, spot: QPointF) -> None:
        way = spot - self._begun
        self._is_moving = self._is_moving or hypot(way.x(), way.y()) > DRAG_PX
        self._at = spot
        if self._is_moving and not self._later.isActive():
            self._later.start()

    def _release(self) -> None:
        self._later.stop()
        name, self._held = self._held, ""
        if self._is_moving and name in self._places:
            self.dropped.emit(name, self._goal(name))

    @Slot()
    def _say_dragged(self) -> None:
        if self._held in self._places:
            self.dragged.emit(self._held, self._goal(self._held))

    def _goal(self, name: str) -> LatLon:
        """The place goes as far as the hand went, wherever on its flag it was taken."""
        view = self._pane.view
        x, y = view.to_screen(self._places[name])
        way = self._at - self._begun
        return view.to_place(x + way.x(), y + way.y())

    def _under(self, spot: QPointF) -> str:
        view, best, least = self._pane.view, "", REACH_PX
        for name, at in self._places.items():
            x, y = view.to_screen(at)
            away = min(hypot(spot.x() - x, spot.y() - y + FLAG_UP_PX), hypot(spot.x() - x, spot.y() - y))
            if away < least:
                best, least = name, away
        return best
