"""A list whose rows are plain values, put in anew as a whole: painted by a delegate, spoken as text."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")


class PlainRows(QAbstractListModel, Generic[R]):
    """The rows as they were put; a subclass says each in words."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[R, ...] = ()

    def put(self, rows: Sequence[R]) -> None:
        """Show exactly these rows."""
        if tuple(rows) == self.rows:
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def words(self, row: R) -> str:
        """What a screen reader says of a row."""
        raise NotImplementedError

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the painter, its words for a screen reader."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == self.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(row)
        return None
