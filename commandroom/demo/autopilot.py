"""An assistant duty officer: sends units to incidents that nobody has sent anybody to."""

from collections.abc import Callable
from dataclasses import dataclass

from commandroom.drill.chance import chance
from commandroom.drill.picking import nearest, wanted
from commandroom.drill.simulation import Simulation
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import AssignUnit
from commandroom.models.domain.entities import Author, Incident
from commandroom.models.domain.enums import Level
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import Recorded

ASSISTANT = Author("assistant", "autopilot")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the assistant leaves an incident to the people in the room, in seconds."""

    least_s: float
    most_s: float
    link_s: tuple[float, float] | None = None
    """When the linkage order to the incident's own post goes out, least and most; None: with the others."""


IN_THE_WINDOW = Patience(30.0, 60.0, link_s=(4.0, 8.0))
"""The people at the desk come first; but an alarm rings at the post itself, and its guards need no desk."""
ALONE = Patience(5.0, 15.0)
"""As quick as a practised duty officer."""


class Autopilot:
    """Orders the own post's guards first, then a neighbour, and police where the kind needs them."""

    def __init__(self, sim: Simulation, patience: Patience) -> None:
        self._sim = sim
        self._patience = patience
        self._taken: set[IncidentId] = set()
        """Incidents to which somebody else has sent units."""
        self.orders = 0
        """How many units were sent so far."""

    def begin(self) -> None:
        """Look after the incidents that were open before."""
        for incident in self._sim.situation.open_incidents():
            self._look_later(incident.id)

    def on_fact(self, fact: Recorded) -> None:
        """Come back later to what was reported, reopened or left."""
        match fact.event:
            case ev.IncidentReported(incident=incident):
                self._link_later(incident)
                self._look_later(incident.id)
            case ev.UnitAssigned(incident=taken) if fact.by != ASSISTANT:
                self._taken.add(taken)
            case ev.IncidentClosed(incident=closed):
                self._taken.discard(closed)
            case ev.IncidentReopened(incident=left) | ev.AssignmentWithdrawn(incident=left):
                self._look_later(left)
            case ev.UnitCleared(incident=left):
                if not self._sim.situation.has_units(left):
                    self._look_later(left)

    def _link_later(self, incident: Incident) -> None:
        """Order the own post's guards out as soon as its alarm has been heard."""
        if self._patience.link_s is None or incident.own_post is None:
            return
        delay = chance(self._sim.seed, "linkage", incident.id).uniform(*self._patience.link_s)
        self._sim.later(self._sim.now, delay, "assistant", lambda _: self._link(incident.id))

    def _link(self, incident_id: IncidentId) -> None:
        incident = self._sim.situation.incident(incident_id)
        if incident.is_open and not self._sim.situation.has_units(incident_id):
            self._send(incident, self._found(incident, [("own_post", 1)]))

    def _look_later(self, incident: IncidentId) -> None:
        now = self._sim.now
        stream = chance(self._sim.seed, "assistant", incident, now.isoformat())
        delay = stream.uniform(self._patience.least_s, self._patience.most_s)
        self._sim.later(now, delay, "assistant", lambda _: self._look(incident))

    def _look(self, incident_id: IncidentId) -> None:
        incident = self._sim.situation.incident(incident_id)
        if not incident.is_open or self._is_attended(incident):
            return
        if not self._send(incident, self._choose(incident)):
            self._look_later(incident_id)

    def _is_attended(self, incident: Incident) -> bool:
        """Whether somebody sent units, or others than the own post's guards are under way."""
        situation = self._sim.situation
        going = [situation.unit(each.unit) for each in situation.assignments(incident.id) if each.is_active]
        is_linked = all(unit.home_post == incident.own_post for unit in going)
        return bool(going) and (incident.id in self._taken or incident.own_post is None or not is_linked)

    def _send(self, incident: Incident, chosen: dict[UnitId, float]) -> bool:
        """Order them out; whether there was anybody."""
        for unit, seconds in chosen.items():
            order = AssignUnit(ASSISTANT, unit, incident.id, seconds, confirmed=SCRIPTED)
            if self._sim.give(order):
                self.orders += 1
        return bool(chosen)

    def _choose(self, incident: Incident) -> dict[UnitId, float]:
        """Who should go, with the seconds they need."""
        grave = incident.level is Level.GRAVE
        wishes = [("guards", 2 if grave else 1)]
        if not self._sim.situation.has_units(incident.id):
            wishes.insert(0, ("own_post", 1))
        if incident.police_needed:
            wishes.append(("police", 2 if grave else 1))
        return self._found(incident, wishes)

    def _found(self, incident: Incident, wishes: list[tuple[str, int]]) -> dict[UnitId, float]:
        """The nearest of every sort that is wished for, nobody twice."""
        chosen: dict[UnitId, float] = {}
        for sort, count in wishes:
            test = wanted(sort, self._sim, incident)
            found = nearest(self._sim, incident.at, _but(test, chosen), count)
            chosen.update(found)
        return chosen


def _but(test: Callable[..., bool], chosen: dict[UnitId, float]) -> Callable[..., bool]:
    """`test`, without those already chosen."""
    taken = frozenset(chosen)
    return lambda unit: unit.id not in taken and test(unit)
