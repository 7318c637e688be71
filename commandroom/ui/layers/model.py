"""The rows of the layers panel as a tree of two levels; what shows is decided by whoever hears `wanted`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from commandroom.ui.layers.choice import INCIDENT_LAYERS, OPTIONS, UNIT_LAYERS, LayerChoice
from commandroom.wording import Wording

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One row: a layer, a group of layers (`parts`), or a choice between values (`options`)."""

    name: str
    parts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    kids: tuple["LayerRow", ...] = ()


def _group(name: str, parts: tuple[str, ...]) -> LayerRow:
    return LayerRow(name, parts, kids=tuple(LayerRow(part, (part,)) for part in parts))


def _layer(name: str, *options: str) -> LayerRow:
    kids = tuple(LayerRow(option, options=OPTIONS[option]) for option in options)
    return LayerRow(name, (name,), kids=kids)


ROWS: tuple[LayerRow, ...] = (
    _group("incidents", INCIDENT_LAYERS),
    _group("units", UNIT_LAYERS),
    _layer("post"),
    _layer("reach", "reach.mode"),
    _layer("coverage", "coverage.rings"),
    _layer("plan"),
    _layer("patrol"),
    _layer("drawing"),
    _layer("trail", "trail.who", "trail.minutes"),
    _layer("heat", "heat.days"),
    _layer("cluster"),
    _layer("label"),
    _layer("legend"),
)
"""The order of the panel: what one works with, what helps to judge, how it is drawn."""

ROW = Qt.ItemDataRole.UserRole
"""The LayerRow."""
COUNT = Qt.ItemDataRole.UserRole + 1
"""How many things the layer holds; None where it does not count."""
CHOSEN = Qt.ItemDataRole.UserRole + 2
"""The chosen value of a row of options."""
WORDS = Qt.ItemDataRole.UserRole + 3
"""The names of the values, in their order."""


class LayerModel(QAbstractItemModel):
    """Shows a LayerChoice with counts; changes nothing by itself."""

    wanted = Signal(object, bool)
    """Layer names (frozenset[str]) that are to show or not."""
    option_wanted = Signal(str, str)

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._choice = LayerChoice()
        self._counts: Mapping[str, int] = {}
        self._notes: dict[str, str] = {}

    def set_choice(self, choice: LayerChoice) -> None:
        """What shows now."""
        self._choice = choice
        self._changed()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """How many things the layers hold, by row name."""
        if counts != self._counts:
            self._counts = dict(counts)
            self._changed()

    def set_note(self, name: str, text: str) -> None:
        """A word in place of a row's count, such as "computing"; '' for none."""
        if self._notes.get(name, "") != text:
            self._notes[name] = text
            self._changed()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self._changed()

    def index_of(self, name: str) -> QModelIndex:
        """Where a row stands; invalid for a name that is none."""
        for at, row in enumerate(ROWS):
            if row.name == name:
                return self.index(at, 0)
            for below, kid in enumerate(row.kids):
                if kid.name == name:
                    return self.index(below, 0, self.index(at, 0))
        return QModelIndex()

    def step_option(self, index: Index, by: int) -> None:
        """Ask for the next value of a row of options, round and round."""
        row: LayerRow = index.data(ROW)
        if row.options:
            at = (row.options.index(self._choice.option(row.name)) + by) % len(row.options)
            self.option_wanted.emit(row.name, row.options[at])

    def toggle(self, index: Index) -> None:
        """Ask for the layers of a row to show, or not if all of them do."""
        row: LayerRow = index.data(ROW)
        if row.parts:
            self.wanted.emit(frozenset(row.parts), self._state(row) is not Qt.CheckState.Checked)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows below `parent`."""
        if not parent.isValid():
            return len(ROWS)
        return 0 if parent.internalId() else len(ROWS[parent.row()].kids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The internal id is 0 at the top, else the number of the parent row plus one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The group of a row."""
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Layers can be checked; options can only be reached."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._row(index).parts else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, check state, count, options, and the words for a reader of screens."""
        if not index.isValid():
            return None
        row, say = self._row(index), self._wording.say
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return say(f"layers.row.{row.name}")
            case Qt.ItemDataRole.CheckStateRole if row.parts:
                return self._state(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                key = f"layers.tip.{row.name}"
                return say(key) if self._wording.has(key) else None
            case _ if role == ROW:
                return row
            case _ if role == COUNT:
                return self._notes.get(row.name) or self._count(row)
            case _ if role == CHOSEN and row.options:
                return self._choice.option(row.name)
            case _ if role == WORDS:
                return tuple(say(f"layers.option.{row.name}.{each}") for each in row.options)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick from outside (a reader of screens) is a wish like a click."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or not self._row(index).parts:
            return False
        self.wanted.emit(frozenset(self._row(index).parts), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    @staticmethod
    def _row(index: Index) -> LayerRow:
        above = index.internalId()
        return ROWS[above - 1].kids[index.row()] if above else ROWS[index.row()]

    def _state(self, row: LayerRow) -> Qt.CheckState:
        shown = sum(1 for part in row.parts if part in self._choice.on)
        if shown == 0:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if shown == len(row.parts) else Qt.CheckState.PartiallyChecked

    def _count(self, row: LayerRow) -> str:
        if row.name not in self._counts and not any(part in self._counts for part in row.parts):
            return ""
        count = self._counts.get(row.name)
        return str(sum(self._counts.get(part, 0) for part in row.parts) if count is None else count)

    def _spoken(self, row: LayerRow) -> str:
        say, name = self._wording.say, self._wording.say(f"layers.row.{row.name}")
        if row.options:
            return f"{name} {say(f'layers.option.{row.name}.{self._choice.option(row.name)}')}"
        state = say("layers.shown" if self._state(row) is not Qt.CheckState.Unchecked else "layers.hidden")
        return f"{name} {self._count(row)} {state}".replace("  ", " ")

    def _changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(ROWS) - 1, 0))
        for at, row in enumerate(ROWS):
            if row.kids:
                above = self.index(at, 0)
                self.dataChanged.emit(self.index(0, 0, above), self.index(len(row.kids) - 1, 0, above))
