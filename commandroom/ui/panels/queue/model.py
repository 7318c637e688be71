"""The queue of incidents as a Qt model: worst and oldest first, one row changed at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from commandroom.models.domain.entities import Incident, RingClock
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import IncidentId
from commandroom.services.situation import Situation
from commandroom.ui.order import held_order, rearrange
from commandroom.ui.phrases import Phrases

CARD = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class QueueCard:
    """What one card shows; the running clock is painted from `reported_at`."""

    id: IncidentId
    level: int
    title: str
    place: str
    reported_at: datetime
    closed_at: datetime | None
    rings: tuple[RingClock, ...]
    sent: int
    """Units bound to it, and those that were there and left."""
    arrived: int
    is_waiting: bool
    """Open, and nobody is bound to it: 未派."""
    is_raised: bool
    """Nobody has acknowledged it yet."""
    overdue: int = 0
    """Units with an overdue step."""
    stage: int = 0
    """How far the worst of them has escalated."""

    @property
    def is_open(self) -> bool:
        """Whether its clock runs."""
        return self.closed_at is None


class QueueModel(QAbstractListModel):
    """Cards by incident. `refresh` brings it up to the Situation; the order waits while `is_held`."""

    def __init__(self, situation: Situation, phrases: Phrases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shows_closed = False
        self.is_held = False
        self._situation = situation
        self._phrases = phrases
        self._raised: frozenset[IncidentId] = frozenset()
        self._rows: list[IncidentId] = []
        self._cards: dict[IncidentId, QueueCard] = {}
        self._order_waits = False
        self.refresh()

    @property
    def order_waits(self) -> bool:
        """Whether the rows would stand elsewhere if no hand were on them."""
        return self._order_waits

    @property
    def ids(self) -> tuple[IncidentId, ...]:
        """The incidents from top to bottom."""
        return tuple(self._rows)

    def row_of(self, incident: IncidentId) -> int:
        """Its row; -1 when it is not shown."""
        return self._rows.index(incident) if incident in self._rows else -1

    def set_phrases(self, phrases: Phrases) -> None:
        """Speak another language."""
        self._phrases = phrases
        self.refresh()

    def set_raised(self, raised: frozenset[IncidentId]) -> None:
        """Which incidents wait to be acknowledged."""
        self._raised = raised
        self.refresh()

    def refresh(self) -> None:
        """Take every change of the Situation over, touching only rows that differ."""
        wanted = self._wanted()
        rows = held_order(self._rows, wanted) if self.is_held else wanted
        self._order_waits = rows != wanted
        cards = {each: self._card(self._situation.incidents[each]) for each in rows}
        changed = {each for each in self._rows if each in cards and cards[each] != self._cards.get(each)}
        self._cards |= cards
        rearrange(self, self._rows, rows, self._put)
        for incident in changed:
            spot = self.index(self.row_of(incident), 0)
            self.dataChanged.emit(spot, spot)

    def card(self, incident: IncidentId) -> QueueCard | None:
        """The card of an incident that is shown."""
        return self._cards.get(incident) if incident in self._rows else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many cards."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The card under `CARD`; one spoken line for screen readers."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        card = self._cards[self._rows[index.row()]]
        if role == CARD:
            return card
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            level = self._phrases.say(f"level.{card.level}")
            return f"{self._phrases.short(card.id)} {level} {card.title} {card.place}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be chosen and take dropped units."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDropEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def _put(self, rows: list[IncidentId]) -> None:
        self._rows = rows

    def _wanted(self) -> list[IncidentId]:
        waiting = [incident.id for incident in self._situation.open_incidents()]
        if not self.shows_closed:
            return waiting
        over = [each for each in self._situation.incidents.values() if not each.is_open]
        over.sort(key=lambda each: (each.closed_at or each.reported_at, each.id), reverse=True)
        return [*waiting, *(each.id for each in over)]

    def _card(self, incident: Incident) -> QueueCard:
        sent = [
            each
            for each in self._situation.assignments(incident.id)
            if each.status is not AssignmentStatus.WITHDRAWN
        ]
        late = [each for each in sent if each.is_active and each.overdue]
        return QueueCard(
            id=incident.id,
            level=int(incident.level),
            title=self._phrases.kind(incident.kind),
            place=incident.place_name,
            reported_at=incident.reported_at,
            closed_at=incident.closed_at,
            rings=incident.rings,
            sent=len(sent),
            arrived=sum(each.on_scene_at is not None for each in sent),
            is_waiting=incident.is_open and not self._situation.has_units(incident.id),
            is_raised=incident.id in self._raised,
            overdue=len(late),
            stage=max((each.stage for each in late), default=0),
        )
