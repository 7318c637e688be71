"""Decisions: given the things as they are, which facts follow from an order? Nothing is changed here."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from math import isfinite

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain import events as ev
from commandroom.models.domain import simple
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Incident,
    IncidentKind,
    Post,
    RingClock,
    Unit,
)
from commandroom.models.domain.enums import AssignmentStatus, Duty, Party, Ring, UnitKind
from commandroom.models.domain.errors import (
    BadInput,
    IncidentIsClosed,
    IncidentIsOpen,
    StepBackwards,
)
from commandroom.models.domain.ids import IncidentId, PostId

CHINA = timezone(timedelta(hours=8))
"""The one zone of the country; shown to people, never stored."""

OWN_POST_WITHIN_M = 150.0
"""A post this near is the incident's own post: its people owe the self-rescue ring."""

TEXT_LIMIT = 4_000
"""Characters kept of a free text; a longer one is refused rather than cut."""


def own_post_of(place: LatLon, posts: Iterable[Post]) -> PostId | None:
    """The nearest post within `OWN_POST_WITHIN_M` metres as the crow flies, or None."""
    near = [(distance_m(place, post.at), post.id) for post in posts]
    near = [found for found in near if found[0] <= OWN_POST_WITHIN_M]
    return min(near)[1] if near else None


def duty_day(at: datetime) -> str:
    """The calendar day in China (UTC+8 all year) as yyyymmdd."""
    return at.astimezone(CHINA).strftime("%Y%m%d")


def check_place(place: LatLon) -> None:
    """Refuse what is no point of the earth.

    Raises:
        BadInput: latitude or longitude is not finite or out of range.
    """
    if not (isfinite(place.lat) and isfinite(place.lon) and abs(place.lat) <= 85 and abs(place.lon) <= 180):
        raise BadInput("place", lat=place.lat, lon=place.lon)


def check_text(text: str) -> None:
    """Refuse a text that is endless or that no database could keep.

    Raises:
        BadInput: longer than `TEXT_LIMIT`, or holding half a character or a NUL.
    """
    if len(text) > TEXT_LIMIT:
        raise BadInput("text_too_long", limit=TEXT_LIMIT, length=len(text))
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise BadInput("text_unreadable")


def report_incident(
    order: ReportIncident,
    *,
    kind: IncidentKind,
    number: IncidentId,
    own_post: PostId | None,
    doctrine: Doctrine,
    at: datetime,
) -> ev.IncidentReported:
    """An incident of `kind` with its three clocks running from `at`."""
    check_place(order.at)
    for text in (order.text, order.caller, order.place_name):
        check_text(text)
    limits = kind.rings
    level = kind.level if order.level is None else order.level
    judged = simple.judge(order, doctrine.simple_rule(kind.code, level))
    needed = kind.police_needed if judged.police_needed is None else judged.police_needed
    rings = (
        RingClock(Ring.SELF, limits.self_s, has_owner=own_post is not None),
        RingClock(Ring.MUTUAL, limits.mutual_s),
        RingClock(Ring.SUPPORT, limits.support_s),
    )
    incident = Incident(
        id=number,
        kind=kind.code,
        level=level,
        police_needed=needed,
        at=order.at,
        place_name=order.place_name.strip(),
        text=order.text.strip(),
        caller=order.caller.strip(),
        reported_at=at,
        rings=rings,
        own_post=own_post,
        simple_rule=judged.rule,
    )
    return ev.IncidentReported(at=at, incident=incident)


def why_unit_cannot_go(unit: Unit) -> str | None:
    """Why no assistant and no plan would send it: a reason code, or None when it is to be had.

    Codes: `video` (a fixed camera sees but does not go), `off`, `resting`, `no_crew`. A unit bound to
    another incident is told by `Unit.incident` itself.
    """
    if unit.kind is UnitKind.VIDEO:
        return "video"
    if unit.duty is not Duty.ON:
        return unit.duty.value
    if unit.crew <= 0:
        return "no_crew"
    return None


def ring_of(unit: Unit, own_post: PostId | None) -> Ring | None:
    """Which ring this unit's arrival stops: police support, own post self-rescue, others mutual aid.

    A drone or a camera brings eyes and no people: it stops none.
    """
    if unit.kind in (UnitKind.DRONE, UnitKind.VIDEO):
        return None
    if unit.party is Party.POLICE:
        return Ring.SUPPORT
    if own_post is not None and unit.home_post == own_post:
        return Ring.SELF
    return Ring.MUTUAL


def advance(
    unit: Unit, assignment: Assignment, incident: Incident, *, to: AssignmentStatus, at: datetime
) -> tuple[ev.Event, ...]:
    """The facts when the crew reports the step `to`; steps may be skipped, never gone back.

    Who holds a point elsewhere has not come to the incident: it stops no ring.

    Raises:
        StepBackwards: the assignment is at or past `to`, or `to` is not a step a crew reports.
    """
    if to is AssignmentStatus.WITHDRAWN or to.step <= assignment.status.step:
        raise StepBackwards(unit.call_sign, assignment.status, to)
    if to is AssignmentStatus.ACKNOWLEDGED:
        return (ev.OrderAcknowledged(at, unit.id, incident.id),)
    if to is AssignmentStatus.EN_ROUTE:
        return (ev.UnitSetOut(at, unit.id, incident.id),)
    if to is AssignmentStatus.CLEARED:
        return (ev.UnitCleared(at, unit.id, incident.id),)
    if assignment.goal is not None:
        return (ev.UnitArrived(at, unit.id, incident.id, place=assignment.goal),)
    arrived = ev.UnitArrived(at, unit.id, incident.id, place=incident.at)
    ring = ring_of(unit, incident.own_post)
    clock = None if ring is None else incident.ring(ring)
    if clock is None or not clock.is_running:
        return (arrived,)
    seconds = (at - incident.reported_at).total_seconds()
    met = ev.RingMet(
        at=at,
        incident=incident.id,
        ring=clock.ring,
        unit=unit.id,
        seconds=seconds,
        is_late=clock.is_missed or seconds > clock.limit_s,
    )
    return (arrived, met)


def close(
    incident: Incident, active: Iterable[Assignment], *, result: str, at: datetime
) -> tuple[ev.Event, ...]:
    """Clear the units still bound to it, then close it."""
    if not incident.is_open:
        raise IncidentIsClosed(incident.id)
    cleared = tuple(ev.UnitCleared(at=at, unit=each.unit, incident=incident.id) for each in active)
    return (*cleared, ev.IncidentClosed(at=at, incident=incident.id, result=result.strip()))


def reopen(incident: Incident, *, at: datetime) -> ev.IncidentReopened:
    """The opposite of closing."""
    if incident.is_open:
        raise IncidentIsOpen(incident.id)
    return ev.IncidentReopened(at=at, incident=incident.id)


def missed_rings(incident: Incident, *, at: datetime) -> tuple[ev.RingMissed, ...]:
    """The clocks of an open incident whose limit has passed unnoted."""
    if not incident.is_open:
        return ()
    return tuple(
        ev.RingMissed(at=at, incident=incident.id, ring=clock.ring, due_at=clock.due_at(incident.reported_at))
        for clock in incident.rings
        if clock.is_running and not clock.is_missed and at > clock.due_at(incident.reported_at)
    )


def next_ring_due(incident: Incident) -> datetime | None:
    """When the next clock of this incident will be missed, for whoever must look then."""
    if not incident.is_open:
        return None
    dues = [
        clock.due_at(incident.reported_at) + timedelta(milliseconds=1)
        for clock in incident.rings
        if clock.is_running and not clock.is_missed
    ]
    return min(dues, default=None)
