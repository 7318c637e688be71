"""The injects of a drill as a Qt model: rows keep their place, and only what changed is painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from commandroom.services.ports import ComingInject
from commandroom.ui.figures import clock_text
from commandroom.ui.instructor.waiting import waiting_words
from commandroom.ui.panels.look import lettering
from commandroom.ui.panels.text import one_line, plain_tip
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import BODY_PX
from commandroom.wording import Wording

COLUMNS = ("due", "phase", "what", "state")
DUE, PHASE, WHAT, STATE = range(len(COLUMNS))
INJECT = int(Qt.ItemDataRole.UserRole)
IS_OVER = INJECT + 1
SOON_S = 30.0
Index = QModelIndex | QPersistentModelIndex


class InjectModel(QAbstractTableModel):
    """The script's injects in the script's order; `put` brings them up to date row by row."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._injects: tuple[ComingInject, ...] = ()
        self._elapsed_s = 0.0
        self._wording = wording
        self._theme: Theme = NIGHT
        self._said: dict[str, str] = {}
        """Conditions in words; worked out when first shown."""
        self._bold = lettering(BODY_PX, bold=True)

    @property
    def injects(self) -> tuple[ComingInject, ...]:
        """As they were last put."""
        return self._injects

    def put(self, injects: Sequence[ComingInject], elapsed_s: float) -> None:
        """How they stand, and how much of the drill has passed; whoever shows countdowns repaints them."""
        fresh, old = tuple(injects), self._injects
        self._elapsed_s = elapsed_s
        if [each.id for each in fresh] != [each.id for each in old]:
            self.beginResetModel()
            self._injects = fresh
            self.endResetModel()
            return
        self._injects = fresh
        for row, (before, now) in enumerate(zip(old, fresh, strict=True)):
            if before != now:
                self.dataChanged.emit(self.index(row, 0), self.index(row, STATE))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._all_changed()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self._said.clear()
        self._all_changed()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STATE)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each inject."""
        return 0 if parent.isValid() else len(self._injects)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """When, phase, what, state."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._wording.say(f"run.column.{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """Text, colour and weight; the inject itself under `INJECT`."""
        if not index.isValid():
            return None
        inject = self._injects[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(inject, index.column())
        if role == INJECT:
            return inject
        if role == IS_OVER:
            return inject.state in ("done", "skipped")
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._theme.muted if inject.state in ("done", "skipped") else self._theme.text)
        if role == Qt.ItemDataRole.FontRole and self._is_soon(inject):
            return QFont(self._bold)
        if role == Qt.ItemDataRole.ToolTipRole:
            waits = self._waits(inject.condition) if inject.condition else ""
            return plain_tip("\n".join(each for each in (inject.title, waits) if each))
        return None

    def _text(self, inject: ComingInject, column: int) -> str:
        say = self._wording.say
        if column == DUE:
            return self._due(inject)
        if column == PHASE:
            return say(f"run.phase.{inject.phase}") if inject.phase else ""
        if column == WHAT:
            return one_line(f"{say(f'run.kind.{inject.kind}')} {inject.title}")
        return f"{_SIGNS.get(inject.state, '')} {say(f'run.state.{inject.state}')}".strip()

    def _due(self, inject: ComingInject) -> str:
        """How long until it comes, when it came, or what it waits for."""
        say = self._wording.say
        if inject.state == "timed" and inject.due_s is not None:
            return say("run.due.in", time=clock_text(max(inject.due_s - self._elapsed_s, 0.0)))
        if inject.state == "done" and inject.due_s is not None:
            return clock_text(inject.due_s)
        if inject.state == "waiting" and inject.condition:
            return self._waits(inject.condition)
        return ""

    def _waits(self, condition: str) -> str:
        if condition not in self._said:
            words = waiting_words(condition, self._wording)
            self._said[condition] = self._wording.say("run.due.when", condition=words)
        return self._said[condition]

    def _is_soon(self, inject: ComingInject) -> bool:
        due = inject.due_s
        return inject.state == "timed" and due is not None and due - self._elapsed_s <= SOON_S

    def _all_changed(self) -> None:
        if self._injects:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._injects) - 1, STATE))


_SIGNS = {"done": "✓", "skipped": "–", "timed": "◷", "waiting": "…", "called": "☎"}
