"""A town that lives by itself on a grid of whole seconds, and the actors that live in it."""

import logging
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil, floor
from typing import Protocol

from commandroom.drill.agenda import Action, Agenda
from commandroom.drill.movement import Movement
from commandroom.drill.vary import Vary
from commandroom.errors import Refusal, WorldFailed
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import Command, NoteMissedRings, ReportPositions
from commandroom.models.domain.due import dues
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.roads.travel import RoadRouter
from commandroom.services.authority import SYSTEM
from commandroom.services.bus import Bus
from commandroom.services.clocks import SimulatedClock
from commandroom.services.ports import Recorded, Snapshot
from commandroom.services.room import CLOCKWORK
from commandroom.services.situation import Situation

log = logging.getLogger(__name__)

POSITIONS = Author(SYSTEM, "positions")


class Actor(Protocol):
    """Somebody who lives in the town: the crews, the incidents that happen, a script."""

    def on_fact(self, fact: Recorded) -> None:
        """Hear a committed fact, in order, never while a command is being handled."""


class Simulation:
    """The ticks of one session: same start, seed and commands, same history.

    Actors act only at ticks, in the order of the agenda; commands from seats come in between. However the
    time is cut up by `advance_to`, the ticks are the same.
    """

    def __init__(
        self,
        *,
        bus: Bus,
        clock: SimulatedClock,
        snapshot: Snapshot,
        router: RoadRouter,
        seed: int,
        beat_s: float = 1.0,
        vary: Vary | None = None,
    ) -> None:
        """Hears the bus from now on. `beat_s`: positions are reported no more often than this."""
        self.seed = seed
        self.router = router
        self.vary = vary
        """What differs from run to run, for odds; None in a drill."""
        self.agenda = Agenda()
        self.situation = Situation(snapshot)
        self.begun_at = clock.now()
        self.movement = Movement(
            router=router,
            agenda=self.agenda,
            units=self.situation.units.values(),
            posts=self.situation.posts,
            seed=seed,
            vary=vary,
        )
        self._bus = bus
        self._clock = clock
        self._beat = timedelta(seconds=beat_s)
        self._reported_at = self.begun_at
        self._actors: list[Actor] = []
        self._heard: deque[Recorded] = deque()
        self._looks: dict[IncidentId, int] = {}
        """The tick at which the clocks of an incident are looked at next."""
        self.leave = bus.subscribe(self._listen)
        for incident in self.situation.open_incidents():
            self._watch_incident(incident.id)
        for call in self.situation.roll_calls.values():
            if not call.is_over:
                self.agenda.put(self._tick_of(call.due_at), "", self._beat_now)

    @property
    def now(self) -> datetime:
        """The present moment (UTC)."""
        return self._clock.now()

    def join(self, actor: Actor) -> None:
        """Let `actor` hear facts, after those who joined before."""
        self._actors.append(actor)

    def begin(self, busy: Iterable[UnitId] = ()) -> None:
        """Set all units on duty but the `busy` ones on their rounds."""
        off = (unit.id for unit in self.situation.units.values() if unit.duty is not Duty.ON)
        self.movement.begin(frozenset((*busy, *off)))

    def seconds(self, moment: datetime) -> float:
        """Seconds since the simulation began."""
        return (moment - self.begun_at).total_seconds()

    def moment(self, tick: int) -> datetime:
        """The moment of a tick."""
        return self.begun_at + timedelta(seconds=tick)

    def later(self, at: datetime, delay_s: float, who: str, action: Action) -> None:
        """Do `action` at the first tick `delay_s` after `at`, and never at or before `at` itself."""
        start = self.seconds(at)
        self.agenda.put(max(ceil(start + delay_s), floor(start) + 1), who, action)

    def give(self, command: Command) -> tuple[Recorded, ...]:
        """Hand a command to the bus at a tick; what is refused did not happen."""
        try:
            return self._bus.handle(command)
        except Refusal as refusal:
            log.info("refused at %s: %s %s", self.now, type(command).__name__, refusal)
            return ()

    def advance_to(self, moment: datetime) -> None:
        """Let every tick up to `moment` happen, then move the clock there and report who moved."""
        self.run_to(moment)
        self.report()

    def run_to(self, moment: datetime) -> None:
        """The same without the report.

        Raises:
            WorldFailed: the store could not keep something; it is tried again a second later.
        """
        self.hear()
        while (tick := self.agenda.next_tick) is not None and self.moment(tick) <= moment:
            tick, who, action = self.agenda.take()
            due = self.moment(tick)
            if due > self._clock.now():
                self._clock.move_to(due)
            try:
                action(tick)
            except WorldFailed:
                self.agenda.put(tick + 1, who, action)
                raise
            self.hear()
        self._clock.move_to(moment)

    def report(self) -> None:
        """Report who moved, unless the last report is younger than the beat. Nothing depends on reports."""
        moment = self.now
        if moment - self._reported_at < self._beat:
            return
        self._reported_at = moment
        reports = self.movement.reports(self.seconds(moment), moment)
        if reports:
            self.give(ReportPositions(POSITIONS, reports))

    def _listen(self, fact: Recorded) -> None:
        """On the bus: only take down; acting waits until the command is done."""
        if not isinstance(fact.event, ev.PASSING):
            self._heard.append(fact)

    def hear(self) -> None:
        """Let the actors hear what was committed since they last did."""
        while self._heard:
            fact = self._heard.popleft()
            self.situation.apply(fact)
            self._watch(fact.event)
            for actor in self._actors:
                actor.on_fact(fact)

    def _watch(self, fact: ev.Event) -> None:
        """Look at the clocks again when the next of what the fact concerns runs out."""
        if isinstance(fact, ev.RollCalled):
            self.agenda.put(self._tick_of(fact.call.due_at), "", self._beat_now)
        elif isinstance(fact, ev.DoctrineSet):
            for incident in self.situation.open_incidents():
                self._watch_incident(incident.id)
        else:
            concerned = _incident_of(fact)
            if concerned is not None:
                self._watch_incident(concerned)

    def _watch_incident(self, incident_id: IncidentId, *, looked_at: datetime | None = None) -> None:
        """Look again at the next due moment; those until `looked_at` have been seen to."""
        incident = self.situation.incidents.get(incident_id)
        if incident is None:
            return
        orders = self.situation.assignments(incident_id)
        coming = [
            due
            for due in dues(incident, orders, self.situation.doctrine)
            if looked_at is None or due > looked_at
        ]
        if not coming:
            return
        tick = self._tick_of(min(coming))
        planned = self._looks.get(incident_id)
        if planned is None or tick < planned:
            self._looks[incident_id] = tick
            self.agenda.put(tick, "", lambda tick: self._look(incident_id, tick))

    def _look(self, incident_id: IncidentId, tick: int) -> None:
        """One look at the clocks; a later one that was planned before lapses by itself."""
        planned = self._looks.get(incident_id)
        if planned is None or planned > tick:
            return
        incident = self.situation.incidents[incident_id]
        orders = self.situation.assignments(incident_id)
        if any(due <= self.now for due in dues(incident, orders, self.situation.doctrine)):
            self._beat_now(tick)
        self._looks.pop(incident_id, None)
        self._watch_incident(incident_id, looked_at=self.now)

    def _tick_of(self, due: datetime) -> int:
        """The first tick at or after `due` that is still to come."""
        return max(ceil(self.seconds(due)), floor(self.seconds(self.now)) + 1)

    def _beat_now(self, _tick: int) -> None:
        self.give(NoteMissedRings(CLOCKWORK))
        self.hear()


def _incident_of(event: ev.Event) -> IncidentId | None:
    if isinstance(event, ev.IncidentReported):
        return event.incident.id
    found: IncidentId | None = getattr(event, "incident", None)
    return found
