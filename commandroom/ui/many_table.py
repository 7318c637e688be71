"""The table of the many-at-once window: one row for each function, a tick for each that can be sent."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from commandroom.ui.figures import clock_text
from commandroom.ui.many_rows import Choice, Key, ManyRow, eta_text
from commandroom.ui.panels.text import one_line, plain_tip
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import BODY_PX, ui_font
from commandroom.wording import Wording

COLUMNS = ("level", "waited", "incident", "role", "best", "best_eta", "hand", "hand_eta", "note")
_FIGURES = ("waited", "best_eta", "hand_eta")
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ManyTable(QAbstractTableModel):
    """Plain rows; whoever owns it says what came of sending."""

    ticked = Signal()

    def __init__(self, wording: Wording, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ManyRow, ...] = ()
        self.left_out: set[Key] = set()
        """Functions whose tick was taken away."""
        self.results: dict[Key, tuple[bool, str]] = {}
        """Whether a function's unit was sent, and in words."""
        self.theme: Theme = NIGHT
        self.wording = wording
        self._is_shaded: tuple[bool, ...] = ()
        self._texts: dict[str, Callable[[ManyRow], str]] = {
            "level": lambda row: self.wording.say("board.many.level", level=row.level),
            "waited": lambda row: clock_text(row.waited_s) if row.is_first else "",
            "incident": lambda row: row.title if row.is_first else "",
            "role": lambda row: row.role,
            "best": lambda row: self._who(row.best),
            "best_eta": lambda row: self._when(row.best),
            "hand": lambda row: f"{'≠ ' if row.differs else ''}{self._who(row.by_hand)}",
            "hand_eta": lambda row: self._when(row.by_hand),
            "note": lambda row: self.results.get(row.key, (False, row.note))[1],
        }

    def put(self, rows: Sequence[ManyRow], *, keep: bool = False) -> None:
        """Other rows; everybody who can be sent is ticked. `keep`: the same rows in other words."""
        self.beginResetModel()
        self.rows = tuple(rows)
        if not keep:
            self.left_out, self.results = set(), {}
        shades, is_shaded = [], True
        for row in self.rows:
            is_shaded = is_shaded != row.is_first
            shades.append(is_shaded)
        self._is_shaded = tuple(shades)
        self.endResetModel()
        self.ticked.emit()

    def sendable(self) -> list[Key]:
        """What is ticked and was not sent yet, in order."""
        return [row.key for row in self.rows if self._can_be_ticked(row) and row.key not in self.left_out]

    def tick(self, numbers: Iterable[int], on: bool | None = None) -> None:
        """Tick or untick rows; None: the other way than the first of them."""
        rows = [row for row in (self.rows[number] for number in numbers) if self._can_be_ticked(row)]
        if not rows:
            return
        is_wanted = rows[0].key in self.left_out if on is None else on
        keys = {row.key for row in rows}
        self.left_out = self.left_out - keys if is_wanted else self.left_out | keys
        self.again()
        self.ticked.emit()

    def say_results(self, results: dict[Key, tuple[bool, str]]) -> None:
        """What came of sending."""
        self.results |= results
        rows = [number for number, row in enumerate(self.rows) if row.key in results]
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(COLUMNS) - 1))
        self.ticked.emit()

    def again(self) -> None:
        """Other ticks, results, theme or words."""
        if self.rows:
            last = self.index(len(self.rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Functions."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """See `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' names."""
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.wording.say(f"board.many.column.{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[section] in _FIGURES else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and COLUMNS[section] == "level":
            return self.wording.say("board.many.tick_all")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Whoever can be sent has a tick."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if COLUMNS[index.column()] == "level" and self._can_be_ticked(self.rows[index.row()]):
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, colours, ticks."""
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(self._texts[column](row))
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(row.title if column == "incident" else self._texts[column](row)) or None
            case Qt.ItemDataRole.CheckStateRole if column == "level" and self._can_be_ticked(row):
                is_off = row.key in self.left_out
                return Qt.CheckState.Unchecked if is_off else Qt.CheckState.Checked
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column in _FIGURES else _LEFT
            case Qt.ItemDataRole.FontRole:
                is_bold = column in ("best", "best_eta") or (column == "level" and row.is_first)
                return ui_font(BODY_PX, bold=is_bold, tabular=True)
            case Qt.ItemDataRole.ForegroundRole:
                return QBrush(QColor(self._ink(row, column)))
            case Qt.ItemDataRole.BackgroundRole if self._is_shaded[index.row()]:
                return QBrush(QColor(self.theme.raised))
        return None

    def _can_be_ticked(self, row: ManyRow) -> bool:
        return row.can_go and row.key not in self.results

    def _who(self, choice: Choice) -> str:
        return choice.unit or self.wording.say("board.many.nobody")

    def _when(self, choice: Choice) -> str:
        late = self.wording.say("board.many.late") if choice.is_late else ""
        return f"{late} {eta_text(choice)}".strip()

    def _ink(self, row: ManyRow, column: str) -> str:
        theme, result = self.theme, self.results.get(row.key)
        if column == "note" and result is not None:
            return theme.free if result[0] else theme.attention_2
        if column == "note":
            return theme.text if row.is_held or not row.best.unit else theme.muted
        if row.key in self.left_out:
            return theme.muted
        if column == "level":
            return theme.attention(row.level)
        if column in ("hand", "hand_eta"):
            return theme.text if row.differs else theme.muted
        if column == "best_eta" and row.best.is_late:
            return theme.attention_2
        return theme.attention_2 if column == "best" and not row.best.unit else theme.text
