"""A unit dragged from a list onto the map: which incident lies under it, and where it was let go."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from commandroom.map.marks import UNIT_MIME


class UnitDrops(QObject):
    """Takes the drag events of the map; takes unit drags only, everything else keeps out of the page."""

    over = Signal(str, str)
    """Unit and the incident it hovers over, '' over none; once per change."""
    dropped = Signal(str, str)

    def __init__(self, incident_at: Callable[[QPointF], str], parent: QObject | None = None) -> None:
        """`incident_at` finds the incident near a position of the widget, '' for none."""
        super().__init__(parent)
        self._incident_at = incident_at
        self._dragged = ""
        self._hot = ""

    @property
    def hot(self) -> str:
        """The incident under the drag."""
        return self._hot

    def enter(self, event: QDragEnterEvent) -> None:
        """A drag came in."""
        self._dragged = _unit_of(event)
        _take(event, bool(self._dragged))

    def move(self, event: QDragMoveEvent) -> None:
        """Find the incident under the pointer without asking the page."""
        incident = self._incident_at(event.position())
        self.hover(self._dragged, incident)
        _take(event, bool(incident))

    def leave(self, event: QDragLeaveEvent) -> None:
        """The hand went elsewhere."""
        self.hover(self._dragged, "")
        self._dragged = ""
        event.accept()

    def drop(self, event: QDropEvent) -> None:
        """Say which unit was let go over which incident."""
        unit, incident = _unit_of(event), self._incident_at(event.position())
        self.hover(unit, "")
        self._dragged = ""
        _take(event, bool(unit and incident))
        if unit and incident:
            self.dropped.emit(unit, incident)

    def hover(self, unit: str, incident: str) -> None:
        """A unit, dragged or carried within the page, is over this incident; said once per change."""
        if incident != self._hot:
            self._hot = incident
            self.over.emit(unit, incident)


def _take(event: QDropEvent, wanted: bool) -> None:
    if wanted:
        event.acceptProposedAction()
    else:
        event.ignore()


def _unit_of(event: QDropEvent) -> str:
    """The unit id a drag carries, '' for any other drag."""
    data = event.mimeData()
    if not data.hasFormat(UNIT_MIME):
        return ""
    try:
        return bytes(data.data(UNIT_MIME).data()).decode()
    except UnicodeDecodeError:
        return ""
