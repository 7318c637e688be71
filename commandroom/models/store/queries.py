"""Reads that answer with plain values."""

import json
from collections import defaultdict
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from commandroom.geo import LatLon
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Drawing, RollCall
from commandroom.models.domain.enums import IncidentStatus, Level, UnitKind
from commandroom.models.domain.events import DecisionTaken, OverrideExplained
from commandroom.models.domain.ids import EXERCISES, IncidentId
from commandroom.models.domain.recorded import PastIncident, Recorded, Snapshot, Trip
from commandroom.models.store import mapping
from commandroom.models.store.journal import Entry
from commandroom.models.store.positions import LastPositions
from commandroom.models.store.rows import (
    AssignmentRow,
    DoctrineRow,
    DrawingRow,
    FirmRow,
    IncidentRow,
    JournalRow,
    MemberRow,
    PatrolRow,
    PostRow,
    RingClockRow,
    RollCallRow,
    UnitRow,
)

DOCTRINE = "room"
"""The key of the one row of rules."""
PAGE = 2_000
"""Journal entries read at a time."""


def journal_head(session: Session) -> tuple[int, str] | None:
    """Number and hash of the newest entry, or None in an empty journal."""
    newest = select(JournalRow.number, JournalRow.hash).order_by(JournalRow.number.desc()).limit(1)
    row = session.execute(newest).first()
    return None if row is None else (row.number, row.hash)


def last_time(session: Session) -> datetime | None:
    """Time of the newest entry."""
    return session.scalars(select(JournalRow.at).order_by(JournalRow.number.desc()).limit(1)).first()


def journal_page(session: Session, *, after: int, most: int = PAGE) -> list[Entry]:
    """At most `most` entries following number `after`."""
    page = select(JournalRow).where(JournalRow.number > after).order_by(JournalRow.number).limit(most)
    return [entry_of(row) for row in session.scalars(page)]


def snapshot(
    session: Session, *, positions: LastPositions, since: datetime, journal_lines: int, number: int
) -> Snapshot:
    """The present state."""
    wanted = select(IncidentRow).where(
        or_(IncidentRow.status == IncidentStatus.OPEN.value, IncidentRow.reported_at >= since)
    )
    incident_rows = tuple(session.scalars(wanted.order_by(IncidentRow.reported_at, IncidentRow.id)))
    shown = {row.id for row in incident_rows}
    clocks: defaultdict[str, list[RingClockRow]] = defaultdict(list)
    joined = select(RingClockRow).join(IncidentRow, RingClockRow.incident == IncidentRow.id)
    fresh = or_(IncidentRow.status == IncidentStatus.OPEN.value, IncidentRow.reported_at >= since)
    for clock in session.scalars(joined.where(fresh)):
        clocks[clock.incident].append(clock)
    sent = (
        select(AssignmentRow)
        .join(IncidentRow, AssignmentRow.incident == IncidentRow.id)
        .where(fresh)
        .order_by(AssignmentRow.ordered_at, AssignmentRow.unit, AssignmentRow.turn)
    )
    return Snapshot(
        units=tuple(
            positions.applied_to(mapping.unit_of(row))
            for row in session.scalars(select(UnitRow).order_by(UnitRow.id))
        ),
        posts=tuple(mapping.post_of(row) for row in session.scalars(select(PostRow).order_by(PostRow.id))),
        firms=tuple(mapping.firm_of(row) for row in session.scalars(select(FirmRow).order_by(FirmRow.id))),
        members=tuple(
            mapping.member_of(row) for row in session.scalars(select(MemberRow).order_by(MemberRow.id))
        ),
        incidents=tuple(mapping.incident_of(row, clocks[row.id]) for row in incident_rows),
        assignments=tuple(
            mapping.assignment_of(row) for row in session.scalars(sent) if row.incident in shown
        ),
        journal=_newest(session, journal_lines),
        journal_number=number,
        drawings=_drawings(session),
        patrols=tuple(
            mapping.patrol_of(row) for row in session.scalars(select(PatrolRow).order_by(PatrolRow.id))
        ),
        roll_calls=_roll_calls(session, since),
        doctrine=doctrine(session),
    )


def past_incidents(session: Session, since: datetime, until: datetime) -> tuple[PastIncident, ...]:
    """Place, level and time of every real incident reported from `since` up to, not including, `until`."""
    columns = (IncidentRow.lat, IncidentRow.lon, IncidentRow.level, IncidentRow.reported_at)
    then = (
        select(*columns)
        .where(IncidentRow.reported_at >= since, IncidentRow.reported_at < until)
        .where(IncidentRow.kind.not_in(EXERCISES))
        .order_by(IncidentRow.reported_at, IncidentRow.id)
    )
    levels = {int(level): level for level in Level}
    rows = session.execute(then)
    return tuple((LatLon(lat, lon), levels[level], at) for lat, lon, level, at in rows)


OF_INCIDENTS = (
    "IncidentReported", "UnitAssigned", "UnitArrived", "MessageLogged", "IncidentClosed", "IncidentReopened",
)  # fmt: skip
"""Facts that tell how an incident went."""


def past_facts(session: Session, since: datetime, until: datetime) -> tuple[Recorded, ...]:
    """What the journal tells of incidents from `since` up to, not including, `until`, oldest first."""
    told = (
        select(JournalRow)
        .where(JournalRow.at >= since, JournalRow.at < until, JournalRow.event.in_(OF_INCIDENTS))
        .order_by(JournalRow.number)
    )
    entries = (entry_of(row) for row in session.scalars(told))
    return tuple(Recorded(entry.number, entry.author, entry.fact()) for entry in entries)


def trips(session: Session, since: datetime) -> tuple[Trip, ...]:
    """The ways of units that set out since then, arrived, and had a forecast."""
    made = (
        select(UnitRow.kind, AssignmentRow.eta_s, AssignmentRow.en_route_at, AssignmentRow.on_scene_at)
        .join(UnitRow, AssignmentRow.unit == UnitRow.id)
        .where(
            AssignmentRow.en_route_at >= since,
            AssignmentRow.on_scene_at.is_not(None),
            AssignmentRow.eta_s.is_not(None),
        )
        .order_by(AssignmentRow.en_route_at, AssignmentRow.unit)
    )
    rows = session.execute(made)
    return tuple(
        Trip(UnitKind(kind), eta_s, (there - out).total_seconds())
        for kind, eta_s, out, there in rows
        if eta_s is not None and out is not None and there is not None
    )


def decisions(session: Session, incident: IncidentId) -> tuple[Recorded, ...]:
    """The decisions about an incident and the reasons given for them, oldest first.

    Looked for between its alarm and its end, so that a long journal is not read through.
    """
    found = session.get(IncidentRow, incident)
    if found is None:
        return ()
    told = select(JournalRow).where(
        JournalRow.at >= found.reported_at,
        JournalRow.event.in_((DecisionTaken.__name__, OverrideExplained.__name__)),
        JournalRow.body.contains(f'"incident":{json.dumps(incident)}', autoescape=True),
    )
    if found.closed_at is not None:
        told = told.where(JournalRow.at <= found.closed_at)
    entries = (entry_of(row) for row in session.scalars(told.order_by(JournalRow.number).limit(PAGE)))
    return tuple(Recorded(entry.number, entry.author, entry.fact()) for entry in entries)


def doctrine(session: Session) -> Doctrine | None:
    """The room's own rules."""
    row = session.scalars(select(DoctrineRow.body).where(DoctrineRow.id == DOCTRINE)).first()
    return None if row is None else mapping.doctrine_of(row)


def _roll_calls(session: Session, since: datetime) -> tuple[RollCall, ...]:
    wanted = select(RollCallRow).where(or_(~RollCallRow.is_over, RollCallRow.called_at >= since))
    rows = session.scalars(wanted.order_by(RollCallRow.called_at, RollCallRow.id))
    return tuple(mapping.roll_call_of(row) for row in rows)


def _drawings(session: Session) -> tuple[Drawing, ...]:
    shown = select(DrawingRow).where(~DrawingRow.is_removed).order_by(DrawingRow.drawn_at, DrawingRow.id)
    return tuple(mapping.drawing_of(row) for row in session.scalars(shown))


def _newest(session: Session, lines: int) -> tuple[Recorded, ...]:
    newest = select(JournalRow).order_by(JournalRow.number.desc()).limit(lines)
    facts: list[Recorded] = []
    for row in reversed(tuple(session.scalars(newest))):
        entry = entry_of(row)
        try:
            facts.append(Recorded(entry.number, entry.author, entry.fact()))
        except ValueError:
            continue  # unreadable entries are `journal verify`'s to report; the room must still open
    return tuple(facts)


def entry_of(row: JournalRow) -> Entry:
    """A row of the journal as it was hashed."""
    return Entry(
        number=row.number,
        at=row.at,
        operator=row.operator,
        seat=row.seat,
        cause=row.cause,
        command=row.command,
        event=row.event,
        body=row.body,
        previous=row.previous,
        hash=row.hash,
    )
