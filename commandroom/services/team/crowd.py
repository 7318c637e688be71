"""Everybody on the register as columns, so that a thousand are judged in one pass."""

from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from commandroom.geo import distance_m
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import Duty, Party, Ring, UnitKind
from commandroom.models.domain.gates import AT_POST_M, STALE_AFTER
from commandroom.models.domain.ids import PostId
from commandroom.models.domain.rules import ring_of
from commandroom.services.team.question import Question

FREE = ""
ALREADY = "dispatch.why.already_there"
CLOSED = "dispatch.why.closed"
VIDEO = "dispatch.why.video"
OFF = "dispatch.why.off"
RESTING = "dispatch.why.resting"
NO_CREW = "dispatch.why.no_crew"
NO_ROAD = "dispatch.why.no_road"
BUSY = "dispatch.why.busy"
BUSY_URGENT = "team.why.busy_urgent"
BUSY_SCENE = "team.why.busy_scene"
BUSY_KEPT = "team.why.busy_kept"

KINDS = tuple(UnitKind)
PARTIES = tuple(Party)
RINGS = tuple(Ring)
NO_RING = -1
_KIND = {kind: code for code, kind in enumerate(KINDS)}
_PARTY = {party: code for code, party in enumerate(PARTIES)}


@dataclass(frozen=True, slots=True)
class Crowd:
    """(units,) columns in the order of `Question.units`."""

    kind: npt.NDArray[np.int8]
    party: npt.NDArray[np.int8]
    crew: npt.NDArray[np.int16]
    at_post: npt.NDArray[np.bool_]
    """Whether it belongs to a post."""
    ring: npt.NDArray[np.int8]
    """Place in `RINGS` of the clock its arrival stops; `NO_RING` for eyes."""
    state: tuple[str, ...]
    """`FREE`, or the wording key of what it is bound by."""
    is_free: npt.NDArray[np.bool_]
    can_be_taken: npt.NDArray[np.bool_]
    """Busy with something less urgent, and not on scene there yet."""
    order: npt.NDArray[np.intp]
    """Places by travel time, ties by id."""
    rank: dict[int, int]
    """The other way round: place → place in `order`."""


def crowd_of(question: Question) -> Crowd:
    """Read everybody once."""
    units, own = question.units, question.incident.own_post
    kind = np.array([_KIND[unit.kind] for unit in units], dtype=np.int8)
    state = _states(question)
    order = _order(question)
    return Crowd(
        kind=kind,
        party=np.array([_PARTY[unit.party] for unit in units], dtype=np.int8),
        crew=np.array([unit.crew for unit in units], dtype=np.int16),
        at_post=np.array([unit.home_post is not None for unit in units], dtype=np.bool_),
        ring=np.array([_ring(unit, own) for unit in units], dtype=np.int8),
        state=state,
        is_free=np.array([each == FREE for each in state], dtype=np.bool_),
        can_be_taken=np.array([each == BUSY_KEPT for each in state], dtype=np.bool_),
        order=np.array(order, dtype=np.intp),
        rank={place: rank for rank, place in enumerate(order)},
    )


def _order(question: Question) -> list[int]:
    """Places by travel time; among equal times by id."""
    order = np.argsort(question.eta_s, kind="stable")
    times = question.eta_s[order]
    found: list[int] = order.tolist()
    same = np.concatenate(([False], times[1:] == times[:-1], [False]))
    begins, ends = np.flatnonzero(~same[:-1] & same[1:]), np.flatnonzero(same[:-1] & ~same[1:]) + 1
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        found[begin:end] = sorted(found[begin:end], key=lambda place: question.units[place].id)
    return found


def is_stale(question: Question, unit: Unit) -> bool:
    """Whether its position is too old to be trusted; never true of one that stands at its post."""
    if unit.position_at is None or question.now - unit.position_at <= STALE_AFTER:
        return False
    return not stands_at_post(question, unit)


def stands_at_post(question: Question, unit: Unit) -> bool:
    """Whether it is where its post keeps its equipment."""
    post = None if unit.home_post is None else question.posts.get(unit.home_post)
    return post is not None and distance_m(unit.at, post.at) <= AT_POST_M


def _ring(unit: Unit, own: PostId | None) -> int:
    """The clock its arrival stops, as a place in `RINGS`."""
    ring = ring_of(unit, own)
    return NO_RING if ring is None else RINGS.index(ring)


def _states(question: Question) -> tuple[str, ...]:
    if not question.incident.is_open:
        return (CLOSED,) * len(question.units)
    is_first_look = isfinite(question.looked_s)
    finite = (np.isfinite(question.eta_s) | is_first_look).tolist()
    return tuple(
        _state(question, unit, has_way)
        if unit.incident is not None or unit.duty is not Duty.ON or not has_way or unit.crew <= 0
        else (VIDEO if unit.kind is UnitKind.VIDEO else FREE)
        for unit, has_way in zip(question.units, finite, strict=True)
    )


def _state(question: Question, unit: Unit, has_way: bool) -> str:
    """What binds a unit; in the order in which an order would be refused."""
    if unit.incident == question.incident.id:
        return ALREADY
    if unit.kind is UnitKind.VIDEO:
        return VIDEO
    if unit.duty is not Duty.ON:
        return OFF if unit.duty is Duty.OFF else RESTING
    if unit.crew <= 0:
        return NO_CREW
    if not has_way:
        return NO_ROAD
    if unit.incident is None:
        return FREE
    other = question.incidents.get(unit.incident)
    if other is None or other.level <= question.incident.level:
        return BUSY_URGENT
    return BUSY_SCENE if unit.id in question.on_scene else BUSY_KEPT
