"""The proposed team as a Qt model: an order of ids, held while a hand is on it."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from commandroom.models.domain.ids import UnitId
from commandroom.ui.order import held_order, rearrange
from commandroom.ui.panels.team.lines import TeamLine, spoken
from commandroom.ui.phrases import Phrases

MEMBER = int(Qt.ItemDataRole.UserRole)
FIRST_OF_RING = MEMBER + 1
"""Whether the row begins the group of its ring."""
Index = QModelIndex | QPersistentModelIndex


class TeamModel(QAbstractListModel):
    """Rows by ring. What a hand holds keeps its place; its figures stay true."""

    resized = Signal()
    """There are more rows, or fewer."""

    def __init__(self, phrases: Phrases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_held = False
        self._phrases = phrases
        self._lines: dict[UnitId, TeamLine] = {}
        self._wanted: tuple[UnitId, ...] = ()
        self._rows: list[UnitId] = []

    @property
    def keys(self) -> tuple[UnitId, ...]:
        """The units from top to bottom."""
        return tuple(self._rows)

    @property
    def lines(self) -> tuple[TeamLine, ...]:
        """The rows as they are shown."""
        return tuple(self._lines[unit] for unit in self._rows)

    def row_of(self, unit: str) -> int:
        """Its row; -1 when it is not in the team."""
        return self._rows.index(UnitId(unit)) if unit in self._rows else -1

    def set_phrases(self, phrases: Phrases) -> None:
        """Speak another language from the next lines on."""
        self._phrases = phrases

    def put(self, lines: Iterable[TeamLine], *, even_if_held: bool = False) -> None:
        """Show this team."""
        made = tuple(lines)
        fresh = {line.unit.id: line for line in made}
        self._wanted = tuple(fresh)
        is_held = self.is_held and not even_if_held
        self._lines = (self._lines | fresh) if is_held else fresh
        self._arrange(held_order(self._rows, self._wanted) if is_held else list(self._wanted))
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def release(self) -> None:
        """The hand is off: take the order that was waiting."""
        self._arrange(list(self._wanted))
        self._lines = {unit: line for unit, line in self._lines.items() if unit in self._wanted}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Members, sent or not."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The row's line under `MEMBER`; one spoken line for screen readers."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        line = self._lines[self._rows[index.row()]]
        if role == MEMBER:
            return line
        if role == FIRST_OF_RING:
            return index.row() == 0 or self._lines[self._rows[index.row() - 1]].ring is not line.ring
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return spoken(line, self._phrases)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return spoken(line, self._phrases)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
            | Qt.ItemFlag.ItemIsDragEnabled
        )

    def _arrange(self, wanted: list[UnitId]) -> None:
        before = len(self._rows)
        rearrange(self, self._rows, wanted, self._take)
        if len(self._rows) != before:
            self.resized.emit()

    def _take(self, rows: list[UnitId]) -> None:
        self._rows = rows
