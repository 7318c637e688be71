"""Handler of the clock's beat: rings, late steps, simple rules and roll-calls whose time is up."""

from collections import defaultdict
from collections.abc import Iterator

from commandroom.models.domain import commands as co
from commandroom.models.domain import escalation, rollcalls, rules, simple
from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Assignment, Incident
from commandroom.models.domain.ids import IncidentId
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork


def note_missed_rings(order: co.NoteMissedRings, work: UnitOfWork, desk: Desk) -> None:
    """Write down what the clocks say."""
    doctrine = desk.rules(work)
    under_way: defaultdict[IncidentId, list[Assignment]] = defaultdict(list)
    for each in work.orders_under_way():
        under_way[each.incident].append(each)
    for incident in work.open_incidents():
        for fact in tuple(_of_incident(incident, under_way[incident.id], doctrine, work, desk)):
            work.record(fact)
    for roll in work.running_roll_calls():
        silent = [work.unit(unit) for unit in roll.silent]
        for fact in tuple(rollcalls.time_up(roll, silent, doctrine.roll_call, at=desk.clock.now())):
            work.record(fact)


def _of_incident(
    incident: Incident, orders: list[Assignment], doctrine: Doctrine, work: UnitOfWork, desk: Desk
) -> Iterator[ev.Event]:
    now = desk.clock.now()
    yield from rules.missed_rings(incident, at=now)
    limits = doctrine.limits(incident.kind, incident.level)
    for each in orders:
        late = escalation.noted(each, incident, limits, at=now)
        if late is not None:
            yield late
    if incident.simple_rule:
        attended = any(each.on_scene_at is not None for each in work.assignments(incident.id))
        yield from simple.ended_by_time(incident, doctrine, was_attended=attended, at=now)
