"""The candidates as a table that can be sorted by any column and filtered by any word."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor

from commandroom.ui.phrases import Phrases
from commandroom.ui.reasons_rows import COLUMNS, ReasonRow, cells
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, ui_font

Index = QModelIndex | QPersistentModelIndex
SORT = int(Qt.ItemDataRole.UserRole)
_FIGURES = ("rank", "eta")


class ReasonTable(QAbstractTableModel):
    """One row for each candidate."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ReasonRow, ...] = ()
        self._theme = theme
        self._phrases = phrases

    def put(self, rows: tuple[ReasonRow, ...], theme: Theme, phrases: Phrases) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows, self._theme, self._phrases = rows, theme, phrases
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Candidates."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The same for every table."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The names of the columns."""
        if role == int(Qt.ItemDataRole.DisplayRole) and orientation is Qt.Orientation.Horizontal:
            return self._phrases.say(f"team.reasons.column.{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Text, order, and the look of those who were proposed."""
        if not index.isValid():
            return None
        row, name = self.rows[index.row()], COLUMNS[index.column()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)):
            return cells(row)[index.column()]
        if role == SORT:
            return self._order(row, name, index.column())
        if role == int(Qt.ItemDataRole.ForegroundRole):
            is_quiet = bool(row.why) and not row.is_chosen
            return QColor(self._theme.muted if is_quiet else self._theme.text)
        if role == int(Qt.ItemDataRole.FontRole):
            return ui_font(BODY_PX, bold=row.is_proposed or row.is_chosen, tabular=name in _FIGURES)
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and name in _FIGURES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @staticmethod
    def _order(row: ReasonRow, name: str, column: int) -> Any:
        if name == "rank":
            return row.rank
        if name == "eta":
            return float("inf") if row.eta_s is None else row.eta_s
        return cells(row)[column].removeprefix("● ").removeprefix("○ ")


class ReasonFilter(QSortFilterProxyModel):
    """Rows that hold every word that was typed, in any column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSortRole(SORT)

    def set_text(self, text: str) -> None:
        """Only rows with all of these words."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether every word stands somewhere in the row."""
        source = self.sourceModel()
        if not isinstance(source, ReasonTable):
            return True
        text = " ".join(cells(source.rows[row])).casefold()
        return all(word in text for word in self._words)
