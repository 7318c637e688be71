"""A table of rules: rows are values of the domain, cells are texts that may be wrong for a while.

A cell that cannot be read keeps what was typed, is marked, and says why; nothing is lost.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.panels.rows import Index
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.rules.choices import CheckPopup
from commandroom.ui.rules.texts import BadText, names_text
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

Names = Mapping[Hashable, str]


@dataclass(frozen=True)
class Column:
    """One field of the rows: how it is written and read."""

    field: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    names: Callable[[], Names] | None = None
    """Where it is a choice of a closed list."""
    is_one: bool = False
    """At most one of the list; the value is it, or None."""
    is_tick: bool = False
    is_fixed: bool = False
    """Shown, never edited."""
    width: int = 80
    empty: str = ""
    """Wording key of what an empty cell means."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be read."""

    row: int
    column: int
    key: str
    values: dict[str, object]


class RuleModel(QAbstractTableModel):
    """The rows; `rows` are the last readable values, `texts` what stands in the cells."""

    edited = Signal()

    def __init__(
        self, columns: Sequence[Column], area: str, blank: Callable[[], Any], parent: QObject
    ) -> None:
        """`area`: where the head's words stand; `blank` makes a new row."""
        super().__init__(parent)
        self.columns, self._area, self._blank = tuple(columns), area, blank
        self._rows: list[Any] = []
        self._texts: list[list[str]] = []
        self._bad: dict[tuple[int, int], BadText] = {}
        self._wording: Wording | None = None
        self.theme: Theme = NIGHT

    def put(self, rows: Sequence[Any]) -> None:
        """Show these rows in place of all."""
        self.beginResetModel()
        self._rows = list(rows)
        self._texts = [[self._written(row, column) for column in self.columns] for row in rows]
        self._bad = {}
        self.endResetModel()

    def values(self) -> tuple[Any, ...]:
        """The rows as they can be read; see `problems` for what cannot."""
        return tuple(self._rows)

    def problems(self) -> tuple[Problem, ...]:
        """The cells that cannot be read, from the top."""
        return tuple(
            Problem(row, column, bad.key, bad.values) for (row, column), bad in sorted(self._bad.items())
        )

    def insert(self, at: int, *, copy_of: int | None = None) -> None:
        """A new row, or the copy of one."""
        row = self._blank() if copy_of is None else self._rows[copy_of]
        texts = [self._written(row, each) for each in self.columns]
        bad = dict(self._bad)
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, row)
        self._texts.insert(at, texts)
        self._bad = {(r + (r >= at), c): why for (r, c), why in bad.items()}
        for column in range(len(self.columns)):
            self._read(at, column)
        self.endInsertRows()
        self.edited.emit()

    def remove(self, at: int) -> None:
        """Take a row out."""
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rows[at], self._texts[at]
        self._bad = {(r - (r > at), c): why for (r, c), why in self._bad.items() if r != at}
        self.endRemoveRows()
        self.edited.emit()

    def apply(self, wording: Wording, theme: Theme) -> None:
        """Another language, other colours."""
        self._wording, self.theme = wording, theme
        for at, row in enumerate(self._rows):
            for place, column in enumerate(self.columns):
                if (at, place) not in self._bad:
                    self._texts[at][place] = self._written(row, column)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def choice(self, index: Index) -> tuple[Names, tuple[Hashable, ...]] | None:
        """What can be ticked in that cell, and what is; None where it is not such a cell."""
        column = self.columns[index.column()]
        if column.names is None:
            return None
        value = getattr(self._rows[index.row()], column.field)
        ticked = (() if value is None else (value,)) if column.is_one else tuple(value)
        return column.names(), ticked

    def choose(self, index: Index, values: tuple[Hashable, ...]) -> None:
        """Tick these in that cell."""
        column = self.columns[index.column()]
        if not column.is_one:
            self._set(index, values)
            return
        before = getattr(self._rows[index.row()], column.field)
        new = [each for each in values if each != before]
        self._set(index, new[-1] if new else (before if before in values else None))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The head of a column."""
        if orientation is not Qt.Orientation.Horizontal or self._wording is None:
            return None
        key = f"clocks.rules.{self._area}.{self.columns[section].field}"
        if role == Qt.ItemDataRole.DisplayRole:
            return self._wording.say(key)
        if role == Qt.ItemDataRole.ToolTipRole and self._wording.has(f"{key}.tip"):
            return self._wording.say(f"{key}.tip")
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Text, tick, mark of what is wrong."""
        if not index.isValid():
            return None
        row, place = index.row(), index.column()
        column, bad = self.columns[place], self._bad.get((row, place))
        if column.is_tick:
            if role == Qt.ItemDataRole.CheckStateRole:
                is_on = bool(getattr(self._rows[row], column.field))
                return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
            return None
        text = self._texts[row][place]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text or (self._say(column.empty) if column.empty else "")
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.ForegroundRole:
                if bad is not None:
                    return QColor(self.theme.attention_1)
                return None if text else QColor(self.theme.muted)
            case Qt.ItemDataRole.BackgroundRole if bad is not None:
                return QColor(self.theme.raised)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._say(bad.key, **bad.values) if bad is not None else text)
        return None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """What was typed stays, right or wrong."""
        if role == Qt.ItemDataRole.CheckStateRole:
            self._set(index, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        if role != Qt.ItemDataRole.EditRole:
            return False
        self._texts[index.row()][index.column()] = str(value)
        self._read(index.row(), index.column())
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Texts are edited in place, lists by their popup, ticks by a click."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.columns[index.column()]
        if column.is_tick:
            return plain | Qt.ItemFlag.ItemIsUserCheckable
        return plain if column.names is not None or column.is_fixed else plain | Qt.ItemFlag.ItemIsEditable

    def _set(self, index: Index, value: Any) -> None:
        row, place = index.row(), index.column()
        column = self.columns[place]
        self._rows[row] = _with(self._rows[row], column.field, value)
        self._texts[row][place] = self._written(self._rows[row], column)
        self._bad.pop((row, place), None)
        self.dataChanged.emit(index, index)
        self.edited.emit()

    def _read(self, row: int, place: int) -> None:
        column = self.columns[place]
        if column.names is not None or column.is_tick or column.is_fixed:
            return
        try:
            value = column.read(self._texts[row][place])
        except BadText as bad:
            self._bad[(row, place)] = bad
            return
        self._bad.pop((row, place), None)
        self._rows[row] = _with(self._rows[row], column.field, value)

    def _written(self, row: Any, column: Column) -> str:
        value = _of(row, column.field)
        if column.names is None:
            return column.write(value)
        chosen = (() if value is None else (value,)) if column.is_one else value
        return names_text(chosen, column.names())

    def _say(self, key: str, **values: object) -> str:
        return key if self._wording is None else self._wording.say(key, **values)


def _of(row: Any, field: str) -> Any:
    """A field, or one place of a field that is a row of numbers: `kmh.3`."""
    name, _, place = field.partition(".")
    value = getattr(row, name)
    return value[int(place)] if place else value


def _with(row: Any, field: str, value: Any) -> Any:
    name, _, place = field.partition(".")
    if place:
        whole = list(getattr(row, name))
        whole[int(place)] = value
        value = tuple(whole)
    return replace(row, **{name: value})


class RuleTable(QWidget):
    """The table with its buttons: new, copy, delete."""

    def __init__(self, parent: QWidget, *, can_grow: bool = True) -> None:
        super().__init__(parent)
        self.view = _View(self)
        self.add, self.copy, self.delete = (QPushButton(self) for _ in range(3))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.view, 1)
        row = QHBoxLayout()
        for button, slot in (
            (self.add, self._on_add),
            (self.copy, self._on_copy),
            (self.delete, self._on_delete),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            button.setVisible(can_grow)
            row.addWidget(button)
        row.addStretch(1)
        if can_grow:
            box.addLayout(row)

    def show_model(self, model: RuleModel) -> None:
        """Work on these rows."""
        self.view.setModel(model)
        header = self.view.horizontalHeader()
        for at, column in enumerate(model.columns):
            header.resizeSection(at, column.width)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        for name, button in (("add", self.add), ("copy", self.copy), ("delete", self.delete)):
            button.setText(wording.say(f"clocks.rules.row.{name}"))

    def go_to(self, problem: Problem) -> None:
        """Put the cursor on a cell that cannot be read."""
        model = self.view.model()
        if model is not None:
            self.view.setCurrentIndex(model.index(problem.row, problem.column))
            self.view.setFocus()

    def _model(self) -> RuleModel | None:
        model = self.view.model()
        return model if isinstance(model, RuleModel) else None

    @Slot()
    def _on_add(self) -> None:
        model = self._model()
        if model is not None:
            model.insert(model.rowCount())
            self.view.setCurrentIndex(model.index(model.rowCount() - 1, 0))
            self.view.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        model, row = self._model(), self.view.currentIndex().row()
        if model is not None and row >= 0:
            model.insert(row + 1, copy_of=row)
            self.view.setCurrentIndex(model.index(row + 1, 0))

    @Slot()
    def _on_delete(self) -> None:
        model, row = self._model(), self.view.currentIndex().row()
        if model is not None and row >= 0:
            model.remove(row)


class _View(QTableView):
    """Lists open by Enter, F2, Space or a double click."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self.doubleClicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open a list; Enter in a text cell begins to edit."""
        index = self.currentIndex()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
        if event.key() in keys and index.isValid() and self.state() != QAbstractItemView.State.EditingState:
            if self._open(index):
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.edit(index)
                return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> bool:
        model = self.model()
        choice = model.choice(index) if isinstance(model, RuleModel) else None
        if choice is None or not isinstance(model, RuleModel):
            return False
        box = self.visualRect(index)
        popup = CheckPopup(choice[0], choice[1], self)
        popup.chosen.connect(lambda values: model.choose(index, values))
        popup.open_at(self.viewport().mapToGlobal(QPoint(box.left(), box.bottom() + 1)), box.width())
        return True
