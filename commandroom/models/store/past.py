"""A stretch of the journal, and how everything stood at its beginning."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Drawing, Unit
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.ids import EXERCISES
from commandroom.models.domain.recorded import Recorded, Snapshot
from commandroom.models.store import mapping, queries
from commandroom.models.store.positions import LastPositions
from commandroom.models.store.rows import DrawingRow, IncidentRow, JournalRow

LOOK_BACK = timedelta(days=2)
"""Roll-calls older than this say nothing about how a stretch begins."""


@dataclass(frozen=True, slots=True)
class Span:
    """Facts from `since` up to, not including, `until`, and the state just before the first of them."""

    begin: Snapshot
    """Units where the register has them now; without incidents (see `carried`)."""
    carried: tuple[Recorded, ...]
    """Older facts of the incidents that `facts` speaks of or that were open then, and of roll-calls."""
    facts: tuple[Recorded, ...]


def read_span(session: Session, since: datetime, until: datetime) -> Span:
    """Read a stretch of the past.

    The register is not kept by day: names, kit and posts are those of now. Duty, drawings and rules are
    taken back from now to then, fact by fact; incidents are those that were open then.

    Raises:
        ValueError: what stands in the journal is no fact of this program.
    """
    within = select(JournalRow).where(JournalRow.at >= since, JournalRow.at < until)
    facts = _facts(session, within)
    first = _first_number(session, since)
    now = queries.snapshot(
        session,
        positions=LastPositions(),
        since=datetime.max.replace(tzinfo=since.tzinfo),
        journal_lines=0,
        number=first - 1,
    )
    changes = _facts(
        session,
        select(JournalRow).where(
            JournalRow.number >= first,
            JournalRow.event.in_(("DutyChanged", "DrawingPut", "DrawingRemoved", "DoctrineSet")),
        ),
    )
    begin = replace(
        now,
        units=_units_then(now.units, changes),
        drawings=_drawings_then(session, changes),
        doctrine=_doctrine_then(now.doctrine, changes),
        incidents=(),
        assignments=(),
        roll_calls=(),
    )
    return Span(begin, _carried(session, facts, since, first), facts)


def span_of_incident(session: Session, incident: str) -> tuple[datetime, datetime] | None:
    """From its alarm to its end, or to the newest entry."""
    found = session.get(IncidentRow, incident)
    if found is None:
        return None
    return found.reported_at, found.closed_at or queries.last_time(session) or found.reported_at


@dataclass(frozen=True, slots=True)
class PastTitle:
    """One incident of the past, for a list."""

    id: str
    kind: str
    level: int
    place_name: str
    reported_at: datetime
    closed_at: datetime | None


def past_titles(session: Session, most: int) -> tuple[PastTitle, ...]:
    """The newest incidents that are no exercises, newest first."""
    newest = select(IncidentRow).where(IncidentRow.kind.not_in(EXERCISES))
    rows = session.scalars(newest.order_by(IncidentRow.reported_at.desc(), IncidentRow.id).limit(most))
    return tuple(
        PastTitle(row.id, row.kind, row.level, row.place_name, row.reported_at, row.closed_at) for row in rows
    )


def times(session: Session) -> tuple[datetime, datetime] | None:
    """Of the oldest and the newest entry."""
    oldest = select(JournalRow.at).order_by(JournalRow.number).limit(1)
    first, last = session.scalars(oldest).first(), queries.last_time(session)
    return None if first is None or last is None else (first, last)


def _first_number(session: Session, since: datetime) -> int:
    """The number of the first entry from `since` on; one past the newest where there is none."""
    first = select(JournalRow.number).where(JournalRow.at >= since).order_by(JournalRow.number).limit(1)
    found = session.scalars(first).first()
    head = queries.journal_head(session)
    return found if found is not None else (head[0] if head else 0) + 1


def _facts(session: Session, wanted: Select[Any]) -> tuple[Recorded, ...]:
    rows = session.scalars(wanted.order_by(JournalRow.number))
    entries = (queries.entry_of(row) for row in rows)
    return tuple(Recorded(entry.number, entry.author, entry.fact()) for entry in entries)


def _units_then(units: tuple[Unit, ...], changes: tuple[Recorded, ...]) -> tuple[Unit, ...]:
    """The units free, with the duty they had before it was first changed."""
    duty: dict[str, Duty] = {}
    for each in changes:
        if isinstance(each.event, ev.DutyChanged):
            duty.setdefault(each.event.unit, each.event.before or Duty.ON)
    return tuple(
        replace(
            unit,
            duty=duty.get(unit.id, unit.duty),
            incident=None,
            missed_calls=0,
            heading_deg=None,
            position_at=None,
        )
        for unit in units
    )


def _drawings_then(session: Session, changes: tuple[Recorded, ...]) -> tuple[Drawing, ...]:
    """What was drawn, every change since taken back."""
    shown = session.scalars(select(DrawingRow).where(~DrawingRow.is_removed))
    drawn = {each.id: each for each in map(mapping.drawing_of, shown)}
    for each in reversed(changes):
        match each.event:
            case ev.DrawingPut(drawing=drawing, before=None):
                drawn.pop(drawing.id, None)
            case ev.DrawingPut(before=Drawing() as before):
                drawn[before.id] = before
            case ev.DrawingRemoved(drawing=drawing):
                drawn[drawing.id] = drawing
    return tuple(sorted(drawn.values(), key=lambda each: (each.drawn_at, each.id)))


def _doctrine_then(now: Doctrine | None, changes: tuple[Recorded, ...]) -> Doctrine | None:
    return next((each.event.before for each in changes if isinstance(each.event, ev.DoctrineSet)), now)


def _carried(
    session: Session, facts: tuple[Recorded, ...], since: datetime, first: int
) -> tuple[Recorded, ...]:
    """What happened before, of the incidents that the stretch speaks of, and of roll-calls."""
    still_open = or_(IncidentRow.closed_at.is_(None), IncidentRow.closed_at >= since)
    older = select(IncidentRow.id).where(IncidentRow.reported_at < since, still_open)
    wanted = set(session.scalars(older)) | {str(name) for each in facts if (name := _named(each.event))}
    before: dict[int, Recorded] = {}
    for incident in sorted(wanted):
        row = session.get(IncidentRow, incident)
        if row is not None and row.reported_at < since:
            before |= {each.number or 0: each for each in _facts(session, _of_incident(row, first))}
    calls = select(JournalRow).where(
        JournalRow.at >= since - LOOK_BACK, JournalRow.number < first, JournalRow.event.startswith("RollCall")
    )
    before |= {each.number or 0: each for each in _facts(session, calls)}
    return tuple(before[number] for number in sorted(before))


def _of_incident(row: IncidentRow, first: int) -> Select[Any]:
    name = json.dumps(row.id)
    reported = and_(
        JournalRow.event == "IncidentReported", JournalRow.body.contains(f'"id":{name}', autoescape=True)
    )
    speaks = JournalRow.body.contains(f'"incident":{name}', autoescape=True)
    return select(JournalRow).where(
        JournalRow.at >= row.reported_at, JournalRow.number < first, or_(reported, speaks)
    )


def _named(event: ev.Event) -> str | None:
    found = getattr(event, "incident", None)
    return found if isinstance(found, str) else None
