"""The units as a Qt model: an order of ids; what a row says is read when it is painted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NewType

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from commandroom.models.domain.entities import Assignment, Unit
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.errors import NotAssigned
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.services.team.candidate import Candidate
from commandroom.ui.order import held_order, rearrange
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.phrases import Phrases

LINE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
RowKey = NewType("RowKey", str)
FOLD = RowKey("\0cannot")
"""The row that opens and shuts the list of those who cannot go."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as a row. `candidate` is None while no incident is selected or the ranking is not there."""

    unit: Unit
    crew: str
    kit: str
    where: str
    status: str
    candidate: Candidate | None
    own: Assignment | None
    """Its order to the selected incident, while it is bound to it."""
    step: str
    is_proposed: bool
    overdue: str = ""
    """What is overdue in words; '' for nothing."""
    stage: int = 0


@dataclass(frozen=True, slots=True)
class FoldLine:
    """不可派 N."""

    count: int
    is_open: bool


class UnitModel(QAbstractListModel):
    """Bound units first, then those who may go by time of arrival, then the fold of those who cannot."""

    def __init__(self, situation: Situation, phrases: Phrases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_held = False
        self.shows_unable = False
        self._situation = situation
        self._phrases = phrases
        self._incident: IncidentId | None = None
        self._ranking: Mapping[UnitId, Candidate] = {}
        self._proposed: UnitId | None = None
        self._filter = ""
        self._rows: list[RowKey] = []
        self._unable = 0
        self.rearrange()

    @property
    def keys(self) -> tuple[RowKey, ...]:
        """The rows from top to bottom; `FOLD` among them."""
        return tuple(self._rows)

    @property
    def unable_count(self) -> int:
        """How many cannot go."""
        return self._unable

    def row_of(self, key: str) -> int:
        """Its row; -1 when it is not shown."""
        return self._rows.index(RowKey(key)) if key in self._rows else -1

    def set_phrases(self, phrases: Phrases) -> None:
        """Speak another language."""
        self._phrases = phrases
        self._all_changed()

    def set_incident(self, incident: IncidentId | None) -> None:
        """Speak of another incident; the hand does not hold across this."""
        self._incident = incident
        self._ranking, self._proposed = {}, None
        self.rearrange(even_if_held=True)

    def set_ranking(self, ranking: Mapping[UnitId, Candidate], proposed: UnitId | None) -> None:
        """New times of arrival."""
        self._ranking, self._proposed = ranking, proposed
        self.rearrange()
        self._all_changed()

    def set_filter(self, text: str) -> None:
        """Only units whose call sign, crew, kit or place holds `text`."""
        self._filter = text.strip().casefold()
        self.rearrange(even_if_held=True)

    def show_unable(self, on: bool) -> None:
        """Open or shut the fold."""
        self.shows_unable = on
        self.rearrange(even_if_held=True)
        self._all_changed()

    def rearrange(self, *, even_if_held: bool = False) -> None:
        """Sort anew, unless a hand is on the list."""
        wanted = self._wanted()
        rows = held_order(self._rows, wanted) if self.is_held and not even_if_held else wanted
        rearrange(self, self._rows, rows, self._put)

    def units_changed(self, units: Collection[str]) -> None:
        """Repaint the rows of these units."""
        if len(units) > 40:
            self._all_changed()
            return
        for unit in units:
            row = self.row_of(unit)
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows, with the fold."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The row's line under `LINE`; one spoken line for screen readers."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        key = self._rows[index.row()]
        if role == LINE:
            return FoldLine(self._unable, self.shows_unable) if key == FOLD else self.line(UnitId(key))
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return self._spoken(key)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return plain_tip(self._reason(key))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Units can be dragged; the fold only chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return plain if self._rows[index.row()] == FOLD else plain | Qt.ItemFlag.ItemIsDragEnabled

    def line(self, unit: UnitId) -> UnitLine:
        """What the row of `unit` says now."""
        who, say = self._situation.unit(unit), self._phrases
        is_own = self._incident is not None and who.incident == self._incident
        order = self._order(who)
        own = order if is_own else None
        return UnitLine(
            unit=who,
            crew=say.crew(who),
            kit=say.kit(who),
            where=say.where(who),
            status=say.status(who),
            candidate=self._ranking.get(unit),
            own=own,
            step=say.step(who),
            is_proposed=unit == self._proposed,
            overdue="" if order is None or not order.overdue else say.say(f"clocks.late.{order.overdue}"),
            stage=0 if order is None else order.stage,
        )

    def _order(self, unit: Unit) -> Assignment | None:
        """What it is bound to now."""
        if unit.incident is None:
            return None
        try:
            return self._situation.assignment(unit.id, unit.incident)
        except NotAssigned:
            return None

    def _reason(self, key: RowKey) -> str:
        """Why a unit is not in the proposed team; what its row says, for those who are."""
        candidate = None if key == FOLD else self._ranking.get(UnitId(key))
        why = "" if candidate is None else candidate.why_not or candidate.left_out
        if not why:
            return self._spoken(key)
        return f"{self._spoken(key)}\n{self._phrases.say('team.units.left_out', why=self._phrases.say(why))}"

    def _spoken(self, key: RowKey) -> str:
        if key == FOLD:
            return self._phrases.say("ui.units.cannot", n=self._unable)
        line = self.line(UnitId(key))
        said = line.status if line.candidate is None else self._phrases.preview(line.unit, line.candidate)
        return f"{line.unit.call_sign} {line.crew} {line.where} {said}"

    def _put(self, rows: list[RowKey]) -> None:
        self._rows = rows

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def _wanted(self) -> list[RowKey]:
        units = [unit for unit in self._situation.units.values() if self._passes(unit)]
        if self._incident is None or not self._ranking:
            self._unable = 0
            units.sort(key=_by_state)
            return [RowKey(unit.id) for unit in units]
        own = [unit for unit in units if unit.incident == self._incident]
        ranked = [(self._ranking.get(unit.id), unit) for unit in units if unit.incident != self._incident]
        able = [(each.eta_s, unit.id) for each, unit in ranked if each is not None and each.may_go]
        unable = [unit for each, unit in ranked if each is None or not each.may_go]
        unable.sort(key=_by_state)
        self._unable = len(unable)
        own.sort(key=lambda unit: unit.call_sign)
        able.sort(key=lambda each: (each[1] != self._proposed, each))
        rows = [RowKey(unit.id) for unit in own] + [RowKey(unit) for _, unit in able]
        if unable:
            rows.append(FOLD)
        return rows + [RowKey(unit.id) for unit in unable] if self.shows_unable else rows

    def _passes(self, unit: Unit) -> bool:
        if not self._filter:
            return True
        texts = (unit.call_sign, unit.id, self._phrases.crew(unit), self._phrases.kit(unit))
        return any(self._filter in text.casefold() for text in (*texts, self._phrases.where(unit)))


def _by_state(unit: Unit) -> tuple[int, str, str]:
    """Busy first, then free, resting, off; within these by call sign."""
    if unit.incident is not None:
        return 0, unit.call_sign, unit.id
    return {Duty.ON: 1, Duty.RESTING: 2, Duty.OFF: 3}[unit.duty], unit.call_sign, unit.id
