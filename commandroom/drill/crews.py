"""The people of the units: they sign for an order, set out, drive, arrive, and in a demo clear the place.

Everything a crew does follows from facts, so it makes no difference whether an order came from a seat,
a script or an assistant, or whether the room reported a step on the crew's behalf.
"""

from dataclasses import dataclass
from datetime import datetime

from commandroom.drill.chance import chance, human_delay_s
from commandroom.drill.radio import Radio, crew
from commandroom.drill.simulation import Simulation
from commandroom.geo import LatLon, moved
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import AdvanceAssignment, CloseIncident, LogMessage
from commandroom.models.domain.entities import Assignment
from commandroom.models.domain.enums import AssignmentStatus, Duty, Level, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import Recorded

ACKNOWLEDGE_S = {Party.POLICE: 8.0, Party.GUARD: 12.0, Party.VOLUNTEER: 15.0}
"""Median seconds from the order to the signature."""
SET_OUT_S = {UnitKind.FOOT: 6.0, UnitKind.DOG: 8.0, UnitKind.DRONE: 15.0}
"""Median seconds from the signature to the first step; vehicles take `SET_OUT_VEHICLE_S`."""
SET_OUT_VEHICLE_S = 10.0
OWN_POST_SIGNS, OWN_POST_SETS_OUT = 0.4, 0.25
"""What share of these the people of the very post take: they heard the alarm and stand there."""
HANDLING_S = {Level.GRAVE: 1_500.0, Level.SERIOUS: 840.0, Level.ORDINARY: 480.0}
"""Median seconds that the first unit on scene stays, where crews clear by themselves."""
ASIDE_M = 12.0
WAIT_FOR_OTHERS_S = 45
"""How much longer the first unit stays while others are still on their way."""


@dataclass(frozen=True, slots=True)
class CrewHabits:
    """What crews do without being told."""

    clears: bool
    """Whether they clear and close incidents when the work is done (demo), or stay until told (drill)."""
    results: tuple[str, ...] = ("",)
    """Texts to close with; one is picked by chance."""
    words: tuple[str, ...] = ()
    """What is said from the scene; nobody speaks where there are none."""


class Crews:
    """All crews of the town."""

    def __init__(self, sim: Simulation, habits: CrewHabits) -> None:
        self._sim = sim
        self._habits = habits
        self._radio = Radio(sim, habits.words)
        self._errand: dict[UnitId, int] = {}
        self._lead: dict[IncidentId, UnitId] = {}

    def begin(self) -> frozenset[UnitId]:
        """Take up the assignments that are already under way; returns the units bound by them."""
        busy = set()
        active = self._sim.situation.active_assignments()
        for each in sorted(active, key=lambda one: (one.unit, one.incident)):
            busy.add(each.unit)
            self._take_up(each)
        self._radio.begin()
        return frozenset(busy)

    def on_fact(self, fact: Recorded) -> None:
        """Do what follows for the crew that the fact concerns."""
        match fact.event:
            case ev.UnitAssigned(at=at, unit=unit, incident=incident):
                self._will_acknowledge(unit, incident, at)
            case ev.OrderAcknowledged(at=at, unit=unit, incident=incident):
                self._will_set_out(unit, incident, at)
            case ev.UnitSetOut(at=at, unit=unit, incident=incident):
                self._drives(unit, incident, at)
            case ev.UnitArrived(at=at, unit=unit, incident=incident):
                self._arrived(unit, incident, at)
            case ev.IncidentClosed(incident=incident):
                self._lead.pop(incident, None)
            case ev.RollCalled(at=at, call=call):
                self._radio.called(call, at)
            case ev.UnitCleared(at=at, unit=unit) | ev.AssignmentWithdrawn(at=at, unit=unit):
                self._errand_of(unit)
                self._back_to_the_round(unit, at)
            case ev.DutyChanged(at=at, unit=unit) if self._sim.situation.unit(unit).incident is None:
                self._back_to_the_round(unit, at)

    def _back_to_the_round(self, unit: UnitId, at: datetime) -> None:
        """Whoever is not on duty stays where he is."""
        t = self._sim.seconds(at)
        if self._sim.situation.unit(unit).duty is Duty.ON:
            self._sim.movement.resume(unit, t)
        else:
            self._sim.movement.stop(unit, t)

    def _take_up(self, each: Assignment) -> None:
        now = self._sim.now
        match each.status:
            case AssignmentStatus.ORDERED:
                self._will_acknowledge(each.unit, each.incident, now)
            case AssignmentStatus.ACKNOWLEDGED:
                self._will_set_out(each.unit, each.incident, now)
            case AssignmentStatus.EN_ROUTE:
                self._drives(each.unit, each.incident, now)
            case AssignmentStatus.ON_SCENE:
                self._arrived(each.unit, each.incident, each.on_scene_at or now)

    def _will_acknowledge(self, unit: UnitId, incident: IncidentId, at: datetime) -> None:
        median = ACKNOWLEDGE_S[self._sim.situation.unit(unit).party]
        median *= self._share(unit, incident, OWN_POST_SIGNS)
        delay = self._delay("acknowledge", unit, incident, at, median)
        self._later(unit, at, delay, incident, AssignmentStatus.ACKNOWLEDGED)

    def _will_set_out(self, unit: UnitId, incident: IncidentId, at: datetime) -> None:
        median = SET_OUT_S.get(self._sim.situation.unit(unit).kind, SET_OUT_VEHICLE_S)
        median *= self._share(unit, incident, OWN_POST_SETS_OUT)
        delay = self._delay("set out", unit, incident, at, median)
        self._later(unit, at, delay, incident, AssignmentStatus.EN_ROUTE)

    def _share(self, unit: UnitId, incident: IncidentId, of_own_post: float) -> float:
        """What share of the usual delay it takes."""
        own_post = self._sim.situation.incident(incident).own_post
        is_own = own_post is not None and self._sim.situation.unit(unit).home_post == own_post
        return of_own_post if is_own else 1.0

    def _drives(self, unit: UnitId, incident: IncidentId, at: datetime) -> None:
        place = self._goal(unit, incident)
        start = self._sim.seconds(at)
        arrives = self._sim.movement.go(unit, place, start)
        if arrives is None:
            self._errand_of(unit)
            call_sign = self._sim.situation.unit(unit).call_sign
            self._sim.later(at, 1.0, unit, lambda _: self._no_way(unit, call_sign, incident))
            return
        self._later(unit, at, arrives - start, incident, AssignmentStatus.ON_SCENE)

    def _goal(self, unit: UnitId, incident: IncidentId) -> LatLon:
        """Where it was ordered to: the incident, or a point to hold."""
        goal = self._sim.situation.assignment(unit, incident).goal
        return self._sim.situation.incident(incident).at if goal is None else goal

    def _no_way(self, unit: UnitId, call_sign: str, incident: IncidentId) -> None:
        text = f"{call_sign}：无路可达 {incident}"
        self._sim.give(LogMessage(crew(unit), "radio", call_sign, text, incident))

    def _arrived(self, unit: UnitId, incident: IncidentId, at: datetime) -> None:
        self._sim.movement.stop(unit, self._sim.seconds(at))
        errand = self._errand_of(unit)
        self._radio.reports(unit, incident, at, lambda: self._errand.get(unit) == errand)
        if not self._habits.clears:
            return
        self._stand_aside(unit, incident, at)
        known = self._sim.situation.incident(incident)
        lead = self._lead.setdefault(incident, unit)
        stays = self._delay("handle", unit, incident, at, HANDLING_S[known.level])
        if lead != unit:
            stays *= 0.5
        self._sim.later(at, stays, unit, lambda tick: self._clear(unit, incident, errand, tick))

    def _stand_aside(self, unit: UnitId, incident: IncidentId, at: datetime) -> None:
        """A few steps from where everybody arrives, so that units do not stand in each other."""
        rng = chance(self._sim.seed, "stand", unit, incident)
        place = self._goal(unit, incident)
        east, north = rng.uniform(-ASIDE_M, ASIDE_M), rng.uniform(-ASIDE_M, ASIDE_M)
        spot = moved(place, east_m=east, north_m=north)
        self._sim.movement.step(unit, spot, self._sim.seconds(at), mps=1.2)

    def _clear(self, unit: UnitId, incident: IncidentId, errand: int, tick: int) -> None:
        """The work here is done; the first unit waits for those still coming, and the last one closes."""
        if self._errand.get(unit) != errand:
            return
        others = [
            each for each in self._sim.situation.assignments(incident) if each.is_active and each.unit != unit
        ]
        if self._lead.get(incident) == unit and any(each.on_scene_at is None for each in others):
            wait = tick + WAIT_FOR_OTHERS_S
            self._sim.agenda.put(wait, unit, lambda then: self._clear(unit, incident, errand, then))
            return
        self._sim.give(AdvanceAssignment(crew(unit), unit, incident, AssignmentStatus.CLEARED))
        if not others:
            lead = self._lead.pop(incident, unit)
            self._sim.give(CloseIncident(crew(lead), incident, self._result(incident)))

    def _result(self, incident: IncidentId) -> str:
        return chance(self._sim.seed, "result", incident).choice(self._habits.results)

    def _later(
        self, unit: UnitId, at: datetime, delay_s: float, incident: IncidentId, to: AssignmentStatus
    ) -> None:
        """Report step `to` after `delay_s`, unless something else came in between."""
        errand = self._errand_of(unit)

        def report(_tick: int) -> None:
            if self._errand.get(unit) == errand:
                self._sim.give(AdvanceAssignment(crew(unit), unit, incident, to))

        self._sim.later(at, delay_s, unit, report)

    def _errand_of(self, unit: UnitId) -> int:
        """A new errand for the unit; whatever it planned before lapses."""
        self._errand[unit] = self._errand.get(unit, 0) + 1
        return self._errand[unit]

    def _delay(self, step: str, unit: UnitId, incident: IncidentId, at: datetime, median_s: float) -> float:
        stream = chance(self._sim.seed, step, unit, incident, at.isoformat())
        return human_delay_s(stream, median_s=median_s)
