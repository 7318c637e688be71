"""The rows of the proposed team: tick, send one, drag out, take a unit in."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import UnitId
from commandroom.ui.panels.team.lines import TeamLine
from commandroom.ui.panels.team.model import MEMBER, TeamModel
from commandroom.ui.panels.team.row import TICK_WIDTH, TeamRowPainter
from commandroom.ui.panels.unit_rows import UnitRows
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.unit_drag import unit_in


class TeamList(UnitRows):
    """Says by id what was ticked, meant, chosen or let go."""

    ticked = Signal(str)
    """Tick this one, or untick it."""
    meant = Signal(str)
    """Enter or a double click: send just this one."""
    added = Signal(str)
    """A unit of the list was let go here."""

    def __init__(
        self, model: TeamModel, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, TeamRowPainter(theme, phrases), parent)
        self._model = model
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.hold.changed.connect(self._on_hold)
        self.doubleClicked.connect(self._on_double_clicked)

    def unit_at(self, index: QModelIndex) -> Unit | None:
        """The unit of a row."""
        line = index.data(MEMBER)
        return line.unit if isinstance(line, TeamLine) else None

    def row_of(self, unit: UnitId) -> int:
        """The row of a unit; -1 where it is not in the team."""
        return self._model.row_of(unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends the row, Space ticks it; without a row both are the window's."""
        line = self.currentIndex().data(MEMBER)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if isinstance(line, TeamLine):
                self.meant.emit(line.unit.id)
            case Qt.Key.Key_Space if isinstance(line, TeamLine) and line.may_be_sent:
                self.ticked.emit(line.unit.id)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks; the rest of the row is chosen and can be dragged."""
        if not self._ticks(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks on a box are two clicks; elsewhere they send."""
        if not self._ticks(event):
            super().mouseDoubleClickEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only units, and not back from here."""
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the panel will do."""
        self._judge(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The hand went elsewhere."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """A unit was let go here."""
        unit = unit_in(event.mimeData())
        if not unit or event.source() is self:
            event.ignore()
            return
        event.acceptProposedAction()
        self.added.emit(unit)

    def _ticks(self, event: QMouseEvent) -> bool:
        spot = event.position().toPoint()
        line = self.indexAt(spot).data(MEMBER)
        is_on_box = event.button() is Qt.MouseButton.LeftButton and spot.x() < TICK_WIDTH
        if not (is_on_box and isinstance(line, TeamLine) and line.may_be_sent):
            return False
        self.ticked.emit(line.unit.id)
        event.accept()
        return True

    def _judge(self, event: QDragEnterEvent | QDragMoveEvent) -> None:
        if unit_in(event.mimeData()) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        line = index.data(MEMBER)
        if isinstance(line, TeamLine):
            self.meant.emit(line.unit.id)

    @Slot(bool)
    def _on_hold(self, is_held: bool) -> None:
        self._model.is_held = is_held
        if not is_held:
            self._model.release()
