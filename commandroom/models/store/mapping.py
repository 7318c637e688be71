"""Rows to plain values and back. No row ever leaves the store."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from commandroom.geo import LatLon
from commandroom.models.domain import codec
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Drawing,
    Firm,
    Incident,
    Member,
    PatrolRoute,
    Post,
    RingClock,
    RollCall,
    RollCallAnswer,
    Unit,
)
from commandroom.models.domain.enums import (
    AssignmentStatus,
    DrawingKind,
    Duty,
    FirmKind,
    IncidentStatus,
    Level,
    MemberRole,
    Party,
    Ring,
    RoadEffect,
    UnitKind,
)
from commandroom.models.domain.ids import (
    DrawingId,
    FirmId,
    IncidentId,
    KindCode,
    MemberId,
    PatrolId,
    PostId,
    RollCallId,
    UnitId,
)
from commandroom.models.store.rows import (
    AssignmentRow,
    DrawingRow,
    FirmRow,
    IncidentRow,
    MemberRow,
    PatrolRow,
    PostRow,
    RingClockRow,
    RollCallRow,
    UnitRow,
)


def firm_of(row: FirmRow) -> Firm:
    """A firm."""
    return Firm(FirmId(row.id), row.name, FirmKind(row.kind))


def post_of(row: PostRow) -> Post:
    """A post."""
    firm = FirmId(row.firm) if row.firm else None
    return Post(PostId(row.id), row.name, LatLon(row.lat, row.lon), row.address, firm, row.equipment)


def member_of(row: MemberRow) -> Member:
    """A member."""
    return Member(
        id=MemberId(row.id),
        name=row.name,
        role=MemberRole(row.role),
        firm=FirmId(row.firm) if row.firm else None,
        post=PostId(row.post) if row.post else None,
        unit=UnitId(row.unit) if row.unit else None,
        phone=row.phone,
    )


def unit_of(row: UnitRow) -> Unit:
    """A unit."""
    return Unit(
        id=UnitId(row.id),
        call_sign=row.call_sign,
        kind=UnitKind(row.kind),
        party=Party(row.party),
        crew=row.crew,
        at=LatLon(row.lat, row.lon),
        home_post=PostId(row.home_post) if row.home_post else None,
        firm=FirmId(row.firm) if row.firm else None,
        equipment=row.equipment,
        duty=Duty(row.duty),
        heading_deg=row.heading_deg,
        position_at=row.position_at,
        incident=IncidentId(row.incident) if row.incident else None,
        missed_calls=row.missed_calls,
    )


def incident_of(row: IncidentRow, clocks: Iterable[RingClockRow]) -> Incident:
    """An incident with its clocks in ring order."""
    order = list(Ring)
    rings = sorted((ring_of(each) for each in clocks), key=lambda each: order.index(each.ring))
    return Incident(
        id=IncidentId(row.id),
        kind=KindCode(row.kind),
        level=Level(row.level),
        police_needed=row.police_needed,
        at=LatLon(row.lat, row.lon),
        place_name=row.place_name,
        text=row.text,
        caller=row.caller,
        reported_at=row.reported_at,
        rings=tuple(rings),
        own_post=PostId(row.own_post) if row.own_post else None,
        status=IncidentStatus(row.status),
        closed_at=row.closed_at,
        result=row.result,
        simple_rule=row.simple_rule,
        held_until=row.held_until,
    )


def ring_of(row: RingClockRow) -> RingClock:
    """One clock."""
    return RingClock(
        ring=Ring(row.ring),
        limit_s=row.limit_s,
        has_owner=row.has_owner,
        met_at=row.met_at,
        met_by=UnitId(row.met_by) if row.met_by else None,
        is_missed=row.is_missed,
    )


def assignment_of(row: AssignmentRow) -> Assignment:
    """One turn of a unit on an incident."""
    return Assignment(
        unit=UnitId(row.unit),
        incident=IncidentId(row.incident),
        turn=row.turn,
        status=AssignmentStatus(row.status),
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by,
        eta_s=row.eta_s,
        acknowledged_at=row.acknowledged_at,
        en_route_at=row.en_route_at,
        on_scene_at=row.on_scene_at,
        cleared_at=row.cleared_at,
        withdrawn_at=row.withdrawn_at,
        role=row.role,
        goal=row.goal,
        goal_name=row.goal_name,
        last_word_at=row.last_word_at,
        overdue=row.overdue,
        stage=row.stage,
    )


def patrol_of(row: PatrolRow) -> PatrolRoute:
    """A patrol route."""
    posts = tuple(PostId(post) for post in row.posts)
    return PatrolRoute(PatrolId(row.id), row.name, row.points, posts, row.closed)


def drawing_of(row: DrawingRow) -> Drawing:
    """A drawing."""
    return Drawing(
        id=DrawingId(row.id),
        kind=DrawingKind(row.kind),
        points=row.points,
        text=row.text,
        drawn_by=row.drawn_by,
        drawn_at=row.drawn_at,
        effect=RoadEffect(row.effect),
        factor=row.factor,
    )


def roll_call_of(row: RollCallRow) -> RollCall:
    """A roll-call with its answers."""
    answers = tuple(codec.decode(RollCallAnswer, each) for each in json.loads(row.answers))
    units = tuple(UnitId(each) for each in row.units)
    return RollCall(RollCallId(row.id), row.called_at, row.due_at, units, answers, row.is_over)


@lru_cache(maxsize=4)
def doctrine_of(body: str) -> Doctrine:
    """The rules kept as that text; remembered, because every order asks for them."""
    rules: Doctrine = codec.decode(Doctrine, json.loads(body))
    return rules


Thing = Firm | Post | Member | Unit | PatrolRoute | Incident | Assignment | Drawing | RollCall


def columns_of(thing: Thing) -> dict[str, Any]:
    """The column values of a thing (an incident without its clocks)."""
    values: dict[str, Any] = {name: getattr(thing, name) for name in thing.__slots__}
    for moved in ("at", "rings"):
        place = values.pop(moved, None)
        if isinstance(place, LatLon):
            values |= {"lat": place.lat, "lon": place.lon}
    if isinstance(thing, Assignment):
        values["is_active"] = thing.is_active
    if isinstance(thing, Drawing):
        values["is_removed"] = False
    if isinstance(thing, RollCall):
        values["answers"] = codec.canonical(thing.answers)
    return {name: _plain(value) for name, value in values.items()}


def clock_columns(incident: Incident) -> list[dict[str, Any]]:
    """The column values of an incident's clocks."""
    return [
        {"incident": incident.id} | {name: _plain(getattr(clock, name)) for name in clock.__slots__}
        for clock in incident.rings
    ]


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)
