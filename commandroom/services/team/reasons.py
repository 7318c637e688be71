"""Why each unit is not in the team, and why a slot stayed empty."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from commandroom.models.domain.decision import LeftOut, Shortfall
from commandroom.services.team.crowd import FREE, Crowd, is_stale
from commandroom.services.team.fit import Fits, Mask, NeedFit, carried
from commandroom.services.team.proposal import SLOWER
from commandroom.services.team.question import Question
from commandroom.services.team.slots import Slot

WRONG_SORT = "team.why.wrong_sort"
SMALL_CREW = "team.why.crew_small"
TOO_FAR = "team.why.too_far"
NO_KIT = "team.why.kit_missing"
STALE = "team.why.stale"
LESS_FIT = "team.why.less_fit"
NOT_NEEDED = "team.why.not_needed"
OTHER_ROLE = "team.why.other_role"

NEAREST_TOLD = 12
"""A shortfall is explained by so many of the nearest of the right sort."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Which slots were open and who fills them: slot (place in `slots`) → unit (place in the question)."""

    slots: tuple[Slot, ...]
    by_slot: Mapping[int, int]


def left_out(question: Question, crowd: Crowd, fits: Fits, filling: Filling) -> list[str]:
    """(units,) exactly one wording key for each unit; '' for members."""
    slots = _one_of_each(filling.slots)
    fitting = [fits.of(slot) for slot in slots]
    sort, crew, near = (
        _any(crowd, [flags_of(each) for each in fitting])
        for flags_of in (attrgetter("sort"), attrgetter("crew"), attrgetter("near"))
    )
    codes = np.where(near, 3, np.where(crew, 2, np.where(sort, 1, 0))).tolist()
    by_fit = (WRONG_SORT, SMALL_CREW, TOO_FAR, SLOWER) if slots else (NOT_NEEDED,) * 4
    reasons = [bound or by_fit[code] for bound, code in zip(crowd.state, codes, strict=True)]
    for place in _overtaken(question, crowd, fits, filling):
        if reasons[place] == SLOWER:
            reasons[place] = _why_overtaken(question, place, slots, fits)
    for place in filling.by_slot.values():
        reasons[place] = FREE
    return reasons


def shortfalls(question: Question, crowd: Crowd, fits: Fits, filling: Filling) -> tuple[Shortfall, ...]:
    """For each required need that is not filled, or filled without its kit: how many and why."""
    found: list[Shortfall] = []
    members = frozenset(filling.by_slot.values())
    for slot in _one_of_each(filling.slots):
        need = slot.need
        if not need.is_required:
            continue
        rows = [row for row, each in enumerate(filling.slots) if each.need is need]
        empty = sum(row not in filling.by_slot for row in rows)
        bare = sum(
            bool(carried(question, question.units[filling.by_slot[row]], need)[1])
            for row in rows
            if row in filling.by_slot
        )
        if empty:
            why = _why_empty(question, crowd, fits.of(slot), members)
            found.append(Shortfall(need.role, need.zh, need.en, empty, why))
        elif bare:
            found.append(Shortfall(need.role, need.zh, need.en, bare, (LeftOut(NO_KIT, bare),)))
    return tuple(found)


def _why_empty(
    question: Question, crowd: Crowd, fit: NeedFit, members: frozenset[int]
) -> tuple[LeftOut, ...]:
    """The reasons of the nearest of the right sort, commonest first."""
    nearest = crowd.order[fit.sort[crowd.order]][:NEAREST_TOLD].tolist()
    if not nearest:
        return (LeftOut(WRONG_SORT, len(question.units)),)
    counted = Counter(
        _why_not_here(crowd, place, place in members, bool(fit.crew[place]), bool(fit.near[place]))
        for place in nearest
    )
    return tuple(
        LeftOut(why, count) for why, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )


def _why_not_here(crowd: Crowd, place: int, is_member: bool, has_crew: bool, is_near: bool) -> str:
    if crowd.state[place] != FREE and not crowd.can_be_taken[place]:
        return crowd.state[place]
    if is_member:
        return OTHER_ROLE
    if not has_crew:
        return SMALL_CREW
    return OTHER_ROLE if is_near else TOO_FAR


def _overtaken(question: Question, crowd: Crowd, fits: Fits, filling: Filling) -> list[int]:
    """Free units nearer than somebody chosen for a slot that they might have filled."""
    over = np.zeros(len(question.units), dtype=np.bool_)
    for row, place in filling.by_slot.items():
        slot = filling.slots[row]
        over |= fits.of(slot).crew & (question.eta_s < question.eta_s[place])
    found: list[int] = np.flatnonzero(over & crowd.is_free).tolist()
    return found


def _why_overtaken(question: Question, place: int, slots: Sequence[Slot], fits: Fits) -> str:
    """The kit or the age of its position told against it; else others do the whole better."""
    unit = question.units[place]
    needs = [slot.need for slot in slots if fits.of(slot).sort[place]]
    if any(carried(question, unit, need)[1] for need in needs):
        return NO_KIT
    return STALE if is_stale(question, unit) else LESS_FIT


def _one_of_each(slots: Sequence[Slot]) -> list[Slot]:
    """The first slot of every need."""
    firsts: dict[int, Slot] = {}
    for slot in slots:
        firsts.setdefault(id(slot.need), slot)
    return list(firsts.values())


def _any(crowd: Crowd, masks: Sequence[Mask]) -> Mask:
    found = np.zeros(len(crowd.state), dtype=np.bool_)
    for mask in masks:
        found |= mask
    return found
