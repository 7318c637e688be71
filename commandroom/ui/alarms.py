"""What a human must act on now, until somebody has said that it was seen."""

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.models.domain import events as ev
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation


class Alarms(QObject):
    """New incidents and missed rings; repeats of one incident fold into one alarm."""

    changed = Signal()

    def __init__(self, situation: Situation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._situation = situation
        self._raised: dict[IncidentId, int] = {}

    @property
    def raised(self) -> frozenset[IncidentId]:
        """The incidents that wait for somebody to see them."""
        return frozenset(self._raised)

    @property
    def worst(self) -> IncidentId | None:
        """The one to look at first."""
        waiting = [each.id for each in self._situation.open_incidents() if each.id in self._raised]
        return waiting[0] if waiting else None

    @property
    def has_grave_without_unit(self) -> bool:
        """Whether an open level-1 incident has nobody bound to it."""
        return any(
            each.level is Level.GRAVE and not self._situation.has_units(each.id)
            for each in self._situation.open_incidents()
        )

    @Slot(object)
    def on_journal_line(self, fact: Recorded) -> None:
        """Raise or end what the fact asks for."""
        match fact.event:
            case ev.IncidentReported():
                self._raise(fact.event.incident.id)
            case ev.RingMissed():
                self._raise(fact.event.incident)
            case ev.UnitAssigned() | ev.IncidentClosed():
                self.acknowledge(fact.event.incident)

    def acknowledge(self, incident: IncidentId) -> bool:
        """Somebody saw it; whether there was anything to see."""
        if self._raised.pop(incident, None) is None:
            return False
        self.changed.emit()
        return True

    def _raise(self, incident: IncidentId) -> None:
        self._raised[incident] = self._raised.get(incident, 0) + 1
        self.changed.emit()
