"""The unit list: drag out, Enter to dispatch, menu by id."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import UnitId
from commandroom.ui.panels.unit_rows import UnitRows
from commandroom.ui.panels.units.model import FOLD, LINE, FoldLine, UnitLine, UnitModel
from commandroom.ui.panels.units.row import RowPainter
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme


class UnitList(UnitRows):
    """Shows the rows; says what was chosen, meant or asked for, always by id."""

    confirmed = Signal(str)
    """Enter or a double click: send this unit to the selected incident."""

    def __init__(
        self, model: UnitModel, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, RowPainter(theme, phrases), parent)
        self._model = model
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.hold.changed.connect(self._on_hold)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)

    def unit_at(self, index: QModelIndex) -> Unit | None:
        """The unit of a row; None for the fold."""
        line = index.data(LINE)
        return line.unit if isinstance(line, UnitLine) else None

    def row_of(self, unit: UnitId) -> int:
        """The row of a unit; -1 where it is not shown."""
        return self._model.row_of(unit)

    @Slot()
    def enter(self) -> None:
        """Take the focus and mark the first unit."""
        self.setFocus()
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter dispatches or opens the fold; Space is the window's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._mean(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)

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
