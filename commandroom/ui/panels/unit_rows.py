"""A list whose rows are units: choose, point at, menu and drag out, always by id."""

from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QItemSelection, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import UnitId
from commandroom.ui.hold import HandHold
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.unit_drag import carry


class RowsPainter(Protocol):
    """The delegate that paints the rows."""

    theme: Theme
    phrases: Phrases


class UnitRows(QListView):
    """What every list of units does alike; a subclass says which unit a row is."""

    chosen = Signal(str)
    hovered = Signal(str)
    """The unit under the pointer; empty for none."""
    menu_requested = Signal(str, QPoint)
    drag_started = Signal(str)
    drag_ended = Signal()

    def __init__(self, model: QAbstractListModel, painter: Any, parent: QWidget | None = None) -> None:
        """`painter`: a delegate that is a `RowsPainter`; the model has `row_of(unit)`."""
        super().__init__(parent)
        self.painter_of_rows: RowsPainter = painter
        self.hold = HandHold(self.viewport())
        self._under = ""
        painter.setParent(self)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)

    def unit_at(self, index: QModelIndex) -> Unit | None:
        """The unit of a row; None for a row that is none."""
        raise NotImplementedError

    def row_of(self, unit: UnitId) -> int:
        """The row of a unit; -1 where it has none."""
        raise NotImplementedError

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.painter_of_rows.theme = theme
        self.viewport().update()

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self.painter_of_rows.phrases = phrases
        self.viewport().update()

    def select(self, unit: UnitId | None) -> None:
        """Mark a unit without saying that it was chosen."""
        row = -1 if unit is None else self.row_of(unit)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row not in [each.row() for each in self.selectedIndexes()]:
            self.setCurrentIndex(self.model().index(row, 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A row was marked; getting the focus alone marks none."""
        super().selectionChanged(selected, deselected)
        unit = None if selected.isEmpty() else self.unit_at(selected.indexes()[0])
        if unit is not None:
            self.chosen.emit(unit.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say over which unit the pointer is."""
        super().mouseMoveEvent(event)
        unit = self.unit_at(self.indexAt(event.position().toPoint()))
        self._hover("" if unit is None else unit.id)

    def leaveEvent(self, event: object) -> None:
        """The pointer went elsewhere."""
        self._hover("")
        super().leaveEvent(event)  # type: ignore[arg-type]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the unit under the pointer, or of the current one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        spot = self.currentIndex() if by_key else self.indexAt(event.pos())
        unit = self.unit_at(spot)
        if unit is not None:
            at = self.visualRect(spot).center() if by_key else event.pos()
            self.menu_requested.emit(unit.id, self.viewport().mapToGlobal(at))

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Take the current unit on the pointer; rows stay where they are until it is let go."""
        unit = self.unit_at(self.currentIndex())
        if unit is None:
            return
        self.hold.grip("drag")
        self.drag_started.emit(unit.id)
        carry(self, unit, self.painter_of_rows.phrases, self.painter_of_rows.theme)
        self.hold.let_go("drag")
        self.drag_ended.emit()

    def _hover(self, unit: str) -> None:
        if unit != self._under:
            self._under = unit
            self.hovered.emit(unit)
