"""Who may fill a slot, and what it costs: seconds, with a price in seconds on everything else."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from commandroom.models.domain.doctrine import PlanNeed
from commandroom.models.domain.entities import Kit, Unit
from commandroom.models.domain.enums import Ring, UnitKind
from commandroom.models.domain.gates import lacking
from commandroom.services.team.crowd import KINDS, PARTIES, RINGS, Crowd, is_stale, stands_at_post
from commandroom.services.team.question import Question
from commandroom.services.team.slots import Slot

Mask = npt.NDArray[np.bool_]

LACKS_S = 180.0
"""One that carries the kit is preferred up to so much later."""
STALE_S = 120.0
OTHER_RING_S = 60.0
"""The own post's people are preferred for the self-rescue ring up to so much later."""
LATE_S = 4_000.0
"""A required unit that misses its clock."""
BUSY_S = 2_000.0
"""Taken from another incident: only where else nobody, or nobody in time, fills a required slot."""
ALONE_S = 400.0
"""… and more when nobody stays there."""

OPTIONAL_WEIGHT = 0.25
WEIGHTS = {Ring.SELF: 3.0, Ring.MUTUAL: 2.0, Ring.SUPPORT: 1.5}
"""Where two needs want one unit, a second counts so much more for the shorter clock."""


def weight(need: PlanNeed) -> float:
    """How dear a second of its unit is."""
    urgency = 1.0 if need.ring is None else WEIGHTS[need.ring]
    return urgency if need.is_required else urgency * OPTIONAL_WEIGHT


@dataclass(frozen=True, slots=True)
class NeedFit:
    """(units,) flags: who fits one need, each including the one before."""

    sort: Mask
    """Of the kind and the party that it asks for."""
    crew: Mask
    """… with people enough."""
    near: Mask
    """… and not too far."""
    may: Mask
    """… and to be had: who may fill it. The kit is a matter of price."""


class Fits:
    """Who fits which need, worked out once for each."""

    def __init__(self, question: Question, crowd: Crowd) -> None:
        self._question = question
        self._crowd = crowd
        self._kept: dict[tuple[int, bool], NeedFit] = {}

    def of(self, slot: Slot) -> NeedFit:
        """The flags for the need behind `slot`."""
        key = (id(slot.need), slot.from_post)
        if key not in self._kept:
            self._kept[key] = self._judged(slot)
        return self._kept[key]

    def _judged(self, slot: Slot) -> NeedFit:
        crowd, need, eta_s = self._crowd, slot.need, self._question.eta_s
        sort = _among(KINDS, need.kinds)[crowd.kind] if need.kinds else crowd.ring >= 0
        if need.parties:
            sort = sort & _among(PARTIES, need.parties)[crowd.party]
        if slot.from_post:
            sort = sort & crowd.at_post
        crew = sort & (crowd.crew >= need.crew)
        near = crew & (np.isfinite(eta_s) if need.within_s is None else eta_s <= need.within_s)
        to_be_had = crowd.is_free
        if need.is_required:
            to_be_had = to_be_had | crowd.can_be_taken
        if slot.is_watch:
            to_be_had = to_be_had | _cameras_that_see(self._question, crowd)
        return NeedFit(sort, crew, near, near & to_be_had)


def at_hand(question: Question, unit: Unit) -> tuple[Kit, ...]:
    """What it carries, and what its post keeps while it stands there."""
    known = question.hands.get(unit.id)
    if known is None:
        known = unit.equipment
        if unit.home_post is not None and stands_at_post(question, unit):
            known = (*known, *question.posts[unit.home_post].equipment)
        question.hands[unit.id] = known
    return known


def carried(question: Question, unit: Unit, need: PlanNeed) -> tuple[tuple[Kit, ...], tuple[Kit, ...]]:
    """Of what a need asks for: what the unit has at hand, and what it lacks."""
    if not need.kit:
        return (), ()
    lacks = lacking(need, at_hand(question, unit))
    return tuple(each for each in need.kit if each not in lacks), lacks


def cost(question: Question, crowd: Crowd, slot: Slot, place: int) -> float:
    """What it costs to fill `slot` with the unit at `place`."""
    unit, need, eta_s = question.units[place], slot.need, float(question.eta_s[place])
    total = eta_s
    if need.kit and carried(question, unit, need)[1]:
        total += LACKS_S
    if is_stale(question, unit):
        total += STALE_S
    if need.ring is Ring.SELF and RINGS[crowd.ring[place]] is not Ring.SELF:
        total += OTHER_RING_S
    total *= weight(need)
    left_s = question.left_s(need.ring)
    if need.is_required and left_s is not None and eta_s > left_s:
        total += LATE_S
    if crowd.can_be_taken[place]:
        total += BUSY_S + (ALONE_S if is_alone_there(question, unit) else 0.0)
    return total


def is_alone_there(question: Question, unit: Unit) -> bool:
    """Whether its incident would have nobody left without it."""
    if unit.incident is None:
        return False
    return all(each.unit == unit.id for each in question.bound.get(unit.incident, ()))


def _cameras_that_see(question: Question, crowd: Crowd) -> Mask:
    """(units,) manned video posts that see the incident: those whose time is finite."""
    cameras = crowd.kind == KINDS.index(UnitKind.VIDEO)
    free = np.zeros(len(question.units), dtype=np.bool_)
    for place in np.flatnonzero(cameras & np.isfinite(question.eta_s)).tolist():
        free[place] = question.units[place].is_free
    return free


@cache
def _among(everything: tuple[object, ...], some: tuple[object, ...]) -> Mask:
    """(values,) which of a closed list are named."""
    found = np.array([each in some for each in everything], dtype=np.bool_)
    found.flags.writeable = False
    return found
