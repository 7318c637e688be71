"""The unit list: drag out, Enter to dispatch, menu by id."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from commandroom.models.domain.ids import UnitId
from commandroom.ui.hold import HandHold
from commandroom.ui.panels.units.model import FOLD, LINE, FoldLine, UnitLine, UnitModel
from commandroom.ui.panels.units.row import RowPainter
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.unit_drag import carry


class UnitList(QListView):
    """Shows the rows; says what was chosen, meant or asked for, always by id."""

    chosen = Signal(str)
    confirmed = Signal(str)
    """Enter or a double click: send this unit to the selected incident."""
    hovered = Signal(str)
    """The unit under the pointer; empty for none."""
    menu_requested = Signal(str, QPoint)
    drag_started = Signal(str)
    drag_ended = Signal()

    def __init__(
        self, model: UnitModel, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.painter_of_rows = RowPainter(theme, phrases, self)
        self.hold = HandHold(self.viewport())
        self._under = ""
        self.setModel(model)
        self.setItemDelegate(self.painter_of_rows)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.hold.changed.connect(self._on_hold)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)

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
        row = -1 if unit is None else self._model.row_of(unit)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row not in [each.row() for each in self.selectedIndexes()]:
            self.setCurrentIndex(self._model.index(row, 0))

    @Slot()
    def enter(self) -> None:
        """Take the focus and mark the first unit."""
        self.setFocus()
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A row was marked; getting the focus alone marks none."""
        super().selectionChanged(selected, deselected)
        line = None if selected.isEmpty() else selected.indexes()[0].data(LINE)
        if isinstance(line, UnitLine):
            self.chosen.emit(line.unit.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter dispatches or opens the fold; Space is the window's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._mean(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say over which unit the pointer is."""
        super().mouseMoveEvent(event)
        line = self.indexAt(event.position().toPoint()).data(LINE)
        self._hover(line.unit.id if isinstance(line, UnitLine) else "")

    def leaveEvent(self, event: object) -> None:
        """The pointer went elsewhere."""
        self._hover("")
        super().leaveEvent(event)  # type: ignore[arg-type]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the unit under the pointer, or of the current one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        spot = self.currentIndex() if by_key else self.indexAt(event.pos())
        line = spot.data(LINE)
        if isinstance(line, UnitLine):
            at = self.visualRect(spot).center() if by_key else event.pos()
            self.menu_requested.emit(line.unit.id, self.viewport().mapToGlobal(at))

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Take the current unit on the pointer; rows stay where they are until it is let go."""
        line = self.currentIndex().data(LINE)
        if not isinstance(line, UnitLine):
            return
        painter = self.painter_of_rows
        self.hold.grip("drag")
        self.drag_started.emit(line.unit.id)
        carry(self, line.unit, painter.phrases, painter.theme)
        self.hold.let_go("drag")
        self.drag_ended.emit()

    def _hover(self, unit: str) -> None:
        if unit != self._under:
            self._under = unit
            self.hovered.emit(unit)

    def _mean(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, FoldLine):
            self._model.show_unable(not line.is_open)
            self.setCurrentIndex(self._model.index(self._model.row_of(FOLD), 0))
        elif isinstance(line, UnitLine):
            self.confirmed.emit(line.unit.id)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if isinstance(index.data(LINE), FoldLine):
            self._mean(index)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if isinstance(index.data(LINE), UnitLine):
            self._mean(index)

    @Slot(bool)
    def _on_hold(self, is_held: bool) -> None:
        self._model.is_held = is_held
        if not is_held:
            self._model.rearrange()
