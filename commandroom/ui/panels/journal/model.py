"""The journal's lines as a model: capped, lazily put into words, filtered by incident."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from commandroom.models.domain import events as ev
from commandroom.services.ports import Recorded
from commandroom.ui.figures import time_text
from commandroom.ui.panels.journal.sentences import Names, incident_of, sentence
from commandroom.ui.panels.text import plain_tip
from commandroom.wording import Wording

Index = QModelIndex | QPersistentModelIndex

LINE_CAP = 5_000
"""Lines kept on screen; the store keeps them all."""
TRIM = 250
"""Lines dropped at once when the cap is reached, so that a storm does not trim for every line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, ready to be painted."""

    time: str
    text: str
    tag: str = ""
    """The channel of a message, `✗` for a missed ring."""
    is_message: bool = False
    is_alarm: bool = False


class JournalModel(QAbstractListModel):
    """Facts oldest first."""

    LINE = Qt.ItemDataRole.UserRole
    INCIDENT = Qt.ItemDataRole.UserRole + 1

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._names = Names()
        self._facts: list[Recorded] = []
        self._lines: list[Line | None] = []

    def extend(self, facts: Iterable[Recorded]) -> int:
        """Append what belongs in the journal; returns how many lines that were."""
        new = [fact for fact in facts if fact.number is not None][-LINE_CAP:]
        if not new:
            return 0
        surplus = len(self._facts) + len(new) - LINE_CAP
        if surplus > 0:
            self._drop(min(len(self._facts), max(surplus, TRIM)))
        first = len(self._facts)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._facts += new
        self._lines += [None] * len(new)
        self.endInsertRows()
        return len(new)

    def clear(self) -> None:
        """Forget every line."""
        self.beginResetModel()
        self._facts.clear()
        self._lines.clear()
        self.endResetModel()

    def apply_wording(self, wording: Wording) -> None:
        """Say every line in this language."""
        self._wording = wording
        self._say_anew()

    def set_names(self, names: Names) -> None:
        """Say every line with these names."""
        self._names = names
        self._say_anew()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self._facts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, its words, or the incident it speaks of ('' for none)."""
        if not index.isValid():
            return None
        if role == self.INCIDENT:
            return str(incident_of(self._facts[index.row()].event) or "")
        if role == self.LINE:
            return self._line(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = self._line(index.row())
            return " ".join(part for part in (line.time, line.tag, line.text) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            number = self._facts[index.row()].number
            return plain_tip(f"{number}  {self._line(index.row()).text}")
        return None

    def _line(self, row: int) -> Line:
        found = self._lines[row]
        if found is None:
            found = self._lines[row] = make_line(self._facts[row], self._names, self._wording)
        return found

    def _drop(self, count: int) -> None:
        self.beginRemoveRows(QModelIndex(), 0, count - 1)
        del self._facts[:count]
        del self._lines[:count]
        self.endRemoveRows()

    def _say_anew(self) -> None:
        self._lines = [None] * len(self._facts)
        if self._facts:
            self.dataChanged.emit(self.index(0), self.index(len(self._facts) - 1))


def make_line(fact: Recorded, names: Names, wording: Wording) -> Line:
    """`fact` in words, with its sign."""
    event, text = fact.event, sentence(fact, names, wording)
    time = time_text(event.at)
    match event:
        case ev.MessageLogged():
            return Line(time, text, tag=wording.say(f"channel.{event.channel}"), is_message=True)
        case ev.RingMissed():
            return Line(time, text, tag="✗", is_alarm=True)
        case ev.OrderOverdue() | ev.SimpleRuleEnded():
            return Line(time, text, tag="!", is_alarm=True)
        case ev.RollCallMissed():
            return Line(time, text, tag="!" if event.is_alarm else "", is_alarm=event.is_alarm)
        case ev.RingMet():
            return Line(time, text, tag="✗" if event.is_late else "✓", is_alarm=event.is_late)
    return Line(time, text)


class OfIncident(QSortFilterProxyModel):
    """All lines, or those of one incident."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only = ""

    def show_only(self, incident: str) -> None:
        """Keep the lines of this incident; '' keeps all."""
        if incident != self._only:
            self._only = incident
            self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether the line speaks of the incident asked for."""
        if not self._only:
            return True
        index = self.sourceModel().index(source_row, 0, source_parent)
        return bool(index.data(JournalModel.INCIDENT) == self._only)
