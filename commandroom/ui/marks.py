"""The Situation as marks of the map. Nothing is kept here."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Literal

from commandroom.map.marks import IncidentMark, IncidentState, OpponentMark, PostMark, RingState, UnitMark
from commandroom.models.domain.entities import Incident, Opponent, Post, RingClock, Unit
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import UnitId
from commandroom.services.situation import Situation
from commandroom.ui.figures import minute_text

Level123 = Literal[1, 2, 3]

STALE_AFTER = timedelta(seconds=120)
"""A unit that reported once and then kept silent this long is drawn hatched."""


def unit_mark(unit: Unit, *, now: datetime, dimmed: Collection[UnitId] = ()) -> UnitMark:
    """One unit where it was last heard of."""
    is_silent = unit.position_at is not None and now - unit.position_at > STALE_AFTER
    return UnitMark(
        id=unit.id,
        at=unit.at,
        heading_deg=unit.heading_deg,
        kind=unit.kind.value,
        state="busy" if unit.incident is not None else "free" if unit.is_free else "off",
        label=unit.call_sign,
        stale=is_silent,
        dimmed=unit.id in dimmed,
        bound_for=unit.incident or "",
        since=minute_text(unit.position_at) if is_silent else "",
    )


def incident_mark(incident: Incident, situation: Situation, label: str) -> IncidentMark:
    """One incident with the states of its rings, self-rescue first."""
    rings = tuple(_ring_state(clock) for clock in incident.rings)
    return IncidentMark(
        incident.id, incident.at, _level(incident), label, incident_state(incident, situation), rings
    )


def incident_state(incident: Incident, situation: Situation) -> IncidentState:
    """How far the room has come with it."""
    if not incident.is_open:
        return "closed"
    active = [each for each in situation.assignments(incident.id) if each.is_active]
    if any(each.status is AssignmentStatus.ON_SCENE for each in active):
        return "on_scene"
    return "assigned" if active else "open"


def post_mark(post: Post, crew: int) -> PostMark:
    """One post; its kit counts as complete when it has any."""
    return PostMark(post.id, post.at, post.name, crew, bool(post.equipment))


def post_marks(situation: Situation) -> list[PostMark]:
    """Every post with the people of the units that belong to it."""
    crews: dict[str, int] = {}
    for unit in situation.units.values():
        if unit.home_post is not None:
            crews[unit.home_post] = crews.get(unit.home_post, 0) + unit.crew
    return [post_mark(post, crews.get(post.id, 0)) for post in situation.posts.values()]


def opponent_marks(
    situation: Situation, *, label: Callable[[Opponent], str] | None = None
) -> list[OpponentMark]:
    """The opposing force of a drill as far as the room sees it; with a `label` all, for an instructor."""
    return [
        OpponentMark(each.id, each.at, each.id if label is None else label(each))
        for each in situation.opponents
        if (each.is_seen and each.state != "subdued") or label is not None
    ]


def unit_marks(units: Iterable[Unit], *, now: datetime, dimmed: Collection[UnitId] = ()) -> list[UnitMark]:
    """Every unit."""
    return [unit_mark(unit, now=now, dimmed=dimmed) for unit in units]


def _ring_state(clock: RingClock) -> RingState:
    if not clock.has_owner:
        return "none"
    if clock.is_missed:
        return "missed"
    return "running" if clock.met_at is None else "met"


def _level(incident: Incident) -> Level123:
    levels: tuple[Level123, ...] = (1, 2, 3)
    return levels[incident.level.value - 1]
