"""Rules tried on what has happened: which plan and which simple rule each past incident would have met.

It says what the rules alone decide: plans, numbers, and when the simple rule would have ended. Who would
have been near is not in the journal (positions are never kept), so nobody is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doctrine, SimpleRule
from commandroom.models.domain.entities import Assignment, Incident
from commandroom.models.domain.enums import Level, Party
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.models.domain.simple import POLICE_INFORMED, word_in


@dataclass(frozen=True, slots=True)
class Said:
    """One message about an incident."""

    at: datetime
    text: str
    is_report: bool
    """It was the word of a unit."""


@dataclass(frozen=True, slots=True)
class Past:
    """One incident as the journal tells it."""

    incident: IncidentId
    kind: KindCode
    level: Level
    police_needed: bool
    text: str
    reported_at: datetime
    said: tuple[Said, ...] = ()
    first_there_at: datetime | None = None
    closed_at: datetime | None = None
    sent: frozenset[UnitId] = frozenset()
    """Every unit that was sent."""


@dataclass(frozen=True, slots=True)
class DryRow:
    """What the rules would make of one past incident."""

    incident: IncidentId
    kind: KindCode
    level: Level
    reported_at: datetime
    plan: str
    """Id of the plan; '' where none fits."""
    simple_rule: str
    """Id of the rule under which guards would have begun alone; '' for none."""
    ended_because: str
    """Why police would have been called after all: `text` (in the report itself), `word`, `report`,
    `timeout`; '' where guards would have handled it, or police would have gone anyway."""
    ended_detail: str
    """The word, or `unattended` or `unclosed`."""
    ended_after_s: float | None
    """Seconds after the alarm."""
    guards_asked: int
    """Units that the plan requires at the beginning, police not counted."""
    police_asked: int
    optional: int
    """Units that it would like to have."""
    sent: int
    """Units that were really sent."""


def dry_run(doctrine: Doctrine, pasts: Iterable[Past], *, now: datetime) -> tuple[DryRow, ...]:
    """One row for each past incident, newest first. `now` ends what is still open."""
    rows = [_row(doctrine, each, now) for each in pasts]
    return tuple(sorted(rows, key=lambda row: (row.reported_at, row.incident), reverse=True))


def pasts_of(events: Iterable[ev.Event]) -> tuple[Past, ...]:
    """The incidents in a journal, in the order reported; what is told of others is passed over."""
    found: dict[IncidentId, Past] = {}
    for event in events:
        if isinstance(event, ev.IncidentReported):
            one = event.incident
            found[one.id] = Past(one.id, one.kind, one.level, one.police_needed, one.text, one.reported_at)
            continue
        number = getattr(event, "incident", None)
        if isinstance(number, str) and number in found:
            found[IncidentId(number)] = _after(found[IncidentId(number)], event)
    return tuple(found.values())


def past_of(incident: Incident, assignments: Iterable[Assignment], said: tuple[Said, ...] = ()) -> Past:
    """One incident as a Situation holds it; messages are not in it and must be told."""
    orders = tuple(assignments)
    arrivals = [each.on_scene_at for each in orders if each.on_scene_at is not None]
    return Past(
        incident.id,
        incident.kind,
        incident.level,
        incident.police_needed,
        incident.text,
        incident.reported_at,
        said,
        min(arrivals, default=None),
        incident.closed_at,
        frozenset(each.unit for each in orders),
    )


def _after(past: Past, event: ev.Event) -> Past:
    match event:
        case ev.MessageLogged() if event.text != POLICE_INFORMED:
            return replace(past, said=(*past.said, Said(event.at, event.text, event.unit is not None)))
        case ev.UnitArrived() if past.first_there_at is None:
            return replace(past, first_there_at=event.at)
        case ev.UnitAssigned():
            return replace(past, sent=past.sent | {event.unit})
        case ev.IncidentClosed():
            return replace(past, closed_at=event.at)
        case ev.IncidentReopened():
            return replace(past, closed_at=None)
    return past


def _row(doctrine: Doctrine, past: Past, now: datetime) -> DryRow:
    plan = doctrine.plan(past.kind, past.level)
    rule = doctrine.simple_rule(past.kind, past.level)
    ended = None if rule is None else _ended(past, rule, now)
    begins_simple = rule is not None and (ended is None or ended[1] != "text")
    needs = () if plan is None else plan.needs
    police = sum(each.count for each in needs if each.is_required and each.parties == (Party.POLICE,))
    required = sum(each.count for each in needs if each.is_required)
    return DryRow(
        incident=past.incident,
        kind=past.kind,
        level=past.level,
        reported_at=past.reported_at,
        plan="" if plan is None else plan.id,
        simple_rule=rule.id if rule is not None and begins_simple else "",
        ended_because="" if ended is None else ended[1],
        ended_detail="" if ended is None else ended[2],
        ended_after_s=None if ended is None else (ended[0] - past.reported_at).total_seconds(),
        guards_asked=max(required - police, 1) if begins_simple else required - police,
        police_asked=0 if begins_simple else police or int(past.police_needed or rule is not None),
        optional=sum(each.count for each in needs) - required,
        sent=len(past.sent),
    )


def _ended(past: Past, rule: SimpleRule, now: datetime) -> tuple[datetime, str, str] | None:
    """When, why and by what the rule would have ended first; None where it would have held."""
    word = word_in(past.text, rule)
    if word:
        return past.reported_at, "text", word
    over = past.closed_at or now
    ends: list[tuple[datetime, str, str]] = []
    for said in past.said:
        spoken = word_in(said.text, rule)
        if spoken and said.at <= over:
            ends.append((said.at, "report" if said.is_report else "word", spoken))
    if rule.timeout_s is not None:
        due = past.reported_at + timedelta(seconds=rule.timeout_s)
        if due <= min(over, past.first_there_at or over):
            ends.append((due, "timeout", "unattended"))
    if rule.closed_within_s is not None:
        due = past.reported_at + timedelta(seconds=rule.closed_within_s)
        if due <= over:
            ends.append((due, "timeout", "unclosed"))
    return min(ends, key=lambda each: each[0], default=None)
