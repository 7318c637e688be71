"""Who fills which slot: the cheapest filling of all slots at once, not one after the other."""

from collections.abc import Sequence

import numpy as np

from commandroom.models.domain.entities import Assignment
from commandroom.services.team.crowd import Crowd
from commandroom.services.team.fit import Fits, carried, cost
from commandroom.services.team.question import Question
from commandroom.services.team.slots import Slot

LEAST_CANDIDATES = 12
"""So many of the nearest are weighed for each slot, and as many who carry its kit."""
LOOKED_AT = 150
"""For the kit no farther down the list than this."""

EMPTY_REQUIRED = 1e7
EMPTY_OPTIONAL = 1e5
IMPOSSIBLE = 1e9
TIE = 1e-6
"""Between equal costs the one higher in the list, by travel time and id, is taken."""


def filled(question: Question, crowd: Crowd, fits: Fits, slots: Sequence[Slot]) -> dict[int, int]:
    """Slot (by its place in `slots`) → unit (by its place in `question.units`).

    One unit fills one slot; a slot that nobody may fill is not in the answer.
    """
    wanted = [_weighed(question, crowd, fits, slot, len(slots)) for slot in slots]
    people = sorted({place for costs in wanted for place in costs}, key=crowd.rank.__getitem__)
    if not people:
        return {}
    column = {place: number for number, place in enumerate(people)}
    table = np.full((len(slots), len(people) + len(slots)), IMPOSSIBLE)
    for row, (slot, costs) in enumerate(zip(slots, wanted, strict=True)):
        for place, price in costs.items():
            table[row, column[place]] = price + TIE * column[place]
        table[row, len(people) + row] = EMPTY_REQUIRED if slot.need.is_required else EMPTY_OPTIONAL
    return {row: people[chosen] for row, chosen in enumerate(_cheapest(table)) if chosen < len(people)}


def serving(
    question: Question, fits: Fits, slots: Sequence[Slot], bound: Sequence[Assignment]
) -> dict[int, int]:
    """The same for units already bound to the incident: by the role they were sent for, else by sort."""
    free_slots = dict(enumerate(slots))
    found: dict[int, int] = {}
    places = {each.unit: question.place_of[each.unit] for each in bound if each.unit in question.place_of}

    def take(assignment: Assignment, row: int | None) -> None:
        if row is not None:
            found[row] = places[assignment.unit]
            del free_slots[row]

    with_role = [each for each in bound if each.unit in places and each.role]
    for each in with_role:
        take(each, next((row for row, slot in free_slots.items() if slot.need.role == each.role), None))
    taken = set(found.values())
    for each in sorted(
        (one for one in bound if one.unit in places), key=lambda one: (one.ordered_at, one.unit)
    ):
        place = places[each.unit]
        if place not in taken:
            take(each, next((row for row, slot in free_slots.items() if fits.of(slot).crew[place]), None))
    return found


def _weighed(question: Question, crowd: Crowd, fits: Fits, slot: Slot, slots: int) -> dict[int, float]:
    """The nearest who may fill a slot, with their costs.

    What the plan could do without is brought by those who have it, or by nobody.
    """
    may = fits.of(slot).may
    enough = max(LEAST_CANDIDATES, slots)
    nearest = crowd.order[may[crowd.order]]
    if slot.need.kit and not slot.need.is_required:
        carriers = _carriers(question, slot, nearest[:LOOKED_AT].tolist(), enough)
        return {place: cost(question, crowd, slot, place) for place in carriers}
    chosen = nearest[:enough].tolist()
    if slot.need.kit:
        chosen += _carriers(question, slot, nearest[enough:LOOKED_AT].tolist(), enough)
    free = nearest[crowd.is_free[nearest]][:enough].tolist()
    return {place: cost(question, crowd, slot, place) for place in dict.fromkeys((*chosen, *free))}


def _carriers(question: Question, slot: Slot, places: Sequence[int], enough: int) -> list[int]:
    """The first so many that lack nothing of the kit."""
    found: list[int] = []
    for place in places:
        if len(found) == enough:
            break
        if not carried(question, question.units[place], slot.need)[1]:
            found.append(place)
    return found


def _cheapest(table: np.ndarray) -> list[int]:
    from scipy.optimize import linear_sum_assignment

    return [int(column) for column in linear_sum_assignment(table)[1]]
