"""The turning points of a drill, read from facts: others may wait for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commandroom.drill.parts import Moment
from commandroom.drill.simulation import Simulation
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import Party
from commandroom.models.domain.ids import IncidentId
from commandroom.services.authority import SYSTEM
from commandroom.services.ports import Recorded

CAUSE = "inject:"


def script_author(inject: str = "") -> Author:
    """The author of what the script does, with the inject as its cause."""
    return Author(SYSTEM, "script", f"{CAUSE}{inject}" if inject else "")


def inject_of(by: Author) -> str | None:
    """The inject that made a fact, if one did."""
    return by.cause.removeprefix(CAUSE) if by.seat == "script" and by.cause.startswith(CAUSE) else None


_OF_HAPPENING: dict[str, Moment] = {
    "contact": "contact",
    "escape_cut": "escape_cut",
    "subdued": "subdued",
    "controlled": "controlled",
}


@dataclass(frozen=True, slots=True)
class _Waiting:
    moment: Moment
    of: str
    act: Callable[[datetime], None]


class Moments:
    """Which moment came when, for the incident of which inject."""

    def __init__(self, sim: Simulation) -> None:
        self._sim = sim
        self.incident_of: dict[str, IncidentId] = {}
        """Incidents by the inject that reported them."""
        self._inject_of: dict[IncidentId, str] = {}
        self._came: dict[tuple[Moment, str], datetime] = {}
        self._waiting: list[_Waiting] = []

    def when(self, moment: Moment, of: str, act: Callable[[datetime], None]) -> None:
        """Call `act` once with the time at which `moment` comes for the incident of inject `of`."""
        self._waiting.append(_Waiting(moment, of, act))

    def on_fact(self, fact: Recorded) -> None:
        """Recognise the moments."""
        match fact.event:
            case ev.IncidentReported(at=at, incident=incident):
                inject = inject_of(fact.by)
                if inject is not None:
                    self.incident_of[inject] = incident.id
                    self._inject_of[incident.id] = inject
                    self._comes("alarm", incident.id, at)
            case ev.UnitAssigned(at=at, incident=incident_id):
                self._comes("first_order", incident_id, at)
            case ev.OrderAcknowledged(at=at, incident=incident_id):
                self._comes("first_acknowledged", incident_id, at)
            case ev.UnitArrived(at=at, incident=incident_id, unit=unit):
                self._comes("first_unit_on_scene", incident_id, at)
                if self._sim.situation.unit(unit).party is Party.POLICE:
                    self._comes("police_on_scene", incident_id, at)
            case ev.HappeningNoted(at=at, code=code, text=text, incident=about) if about is not None:
                if code in _OF_HAPPENING:
                    self._comes(_OF_HAPPENING[code], about, at)
                elif code == "sides" and text == "4":
                    self._comes("four_sides", about, at)

    def _comes(self, moment: Moment, incident: IncidentId, at: datetime) -> None:
        inject = self._inject_of.get(incident)
        if inject is None or (moment, inject) in self._came:
            return
        self._came[moment, inject] = at
        due = [each for each in self._waiting if (each.moment, each.of) == (moment, inject)]
        for each in due:
            self._waiting.remove(each)
            each.act(at)
