"""The events of a review as a list: follows the moment, and a click goes to its own."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from commandroom.services.ports import Recorded
from commandroom.ui.panels.journal.model import JournalModel, Line, make_line
from commandroom.ui.panels.journal.painting import ROW_PX, LinePainter
from commandroom.ui.panels.journal.sentences import Names, incident_of
from commandroom.ui.panels.look import tint
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

Index = QModelIndex | QPersistentModelIndex
COMING = JournalModel.INCIDENT + 1
"""Whether the fact is still to come."""
NOW = JournalModel.INCIDENT + 2
"""Whether it is the newest one told."""
COMING_ALPHA = 0.45


class EventModel(QAbstractListModel):
    """Facts, oldest first, as lines that are put into words when they are painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._facts: tuple[tuple[int, Recorded], ...] = ()
        self._rows: list[int] = []
        self._lines: dict[int, Line] = {}
        self._names, self._wording = Names(), Wording("zh")
        self._told = 0

    def put(self, facts: Sequence[tuple[int, Recorded]]) -> None:
        """Show these, each with its number in the past."""
        self.beginResetModel()
        self._facts, self._rows = tuple(facts), [row for row, _ in facts]
        self._lines.clear()
        self.endResetModel()

    def say(self, names: Names, wording: Wording) -> None:
        """Other names, another language."""
        self.beginResetModel()
        self._names, self._wording = names, wording
        self._lines.clear()
        self.endResetModel()

    def tell(self, told: int) -> int:
        """So many facts of the past have been told; returns the row of the newest shown, -1 for none."""
        self._told = told
        if self._facts:
            self.dataChanged.emit(self.index(0), self.index(len(self._facts) - 1))
        return bisect_right(self._rows, told - 1) - 1

    def number_at(self, row: int) -> int:
        """The number in the past of the fact in a row."""
        return self._rows[row]

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self._facts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, its words, whether it is still to come."""
        if not index.isValid():
            return None
        number, fact = self._facts[index.row()]
        if role == COMING:
            return number >= self._told
        if role == NOW:
            following = index.row() + 1
            is_last = following >= len(self._rows) or self._rows[following] >= self._told
            return number < self._told and is_last
        if role == JournalModel.INCIDENT:
            return str(incident_of(fact.event) or "")
        line = self._line(index.row())
        if role == JournalModel.LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (line.time, line.tag, line.text) if part)
        return plain_tip(line.text) if role == Qt.ItemDataRole.ToolTipRole else None

    def _line(self, row: int) -> Line:
        if row not in self._lines:
            self._lines[row] = make_line(self._facts[row][1], self._names, self._wording)
        return self._lines[row]


class EventPainter(LinePainter):
    """What is still to come is pale; the newest line stands on the colour of the hand."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        painter.save()
        if index.data(NOW):
            painter.fillRect(option.rect, tint(self.theme.selection, 60))
        painter.setOpacity(COMING_ALPHA if index.data(COMING) else 1.0)
        super().paint(painter, option, index)
        painter.restore()


class EventList(QTableView):
    """Follows the moment unless the pointer is on it."""

    chosen = Signal(int)
    """The number in the past of the fact that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.events = EventModel(self)
        self._painter = EventPainter(self)
        self.setModel(self.events)
        self.setItemDelegate(self._painter)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.hide()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def show_told(self, told: int) -> None:
        """So many facts have been told by now."""
        row = self.events.tell(told)
        self.viewport().update()
        if row >= 0 and not self.underMouse():
            self.scrollTo(self.events.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._painter.theme = theme
        self.viewport().update()

    @Slot(QModelIndex)
    def _on_chosen(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self.events.number_at(index.row()))
