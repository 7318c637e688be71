"""Many incidents and many units at once: the best assignment beside the one a dispatcher makes by hand.

What is minimised, in one sentence: **every slot costs its unit's travel seconds, those that run over the
ring's limit three times, times the weight of the level (4, 2, 1) and of the waiting (1 + waited / limit,
at most 4); an unfilled slot costs as much as two hours, all of them late.**
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from commandroom.errors import Refusal
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId, UnitId

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LEVEL_WEIGHT = {Level.GRAVE: 4.0, Level.SERIOUS: 2.0, Level.ORDINARY: 1.0}
"""A second of a level-1 incident counts as four of a level-3 one."""
MOST_WAITING = 4.0
"""Waiting makes a slot weigh so many times more at most."""
LATE_EXTRA = 2.0
"""A second beyond the limit counts once as travel and so many times more."""
FARTHEST_S = 3600.0
"""Nobody is sent farther than this."""
UNFILLED_S = 2 * FARTHEST_S * (1 + LATE_EXTRA)
"""What an unfilled slot costs before its weight: more than anybody who could be sent."""


@dataclass(frozen=True, slots=True)
class Need:
    """One slot of one incident that wants one unit."""

    incident: IncidentId
    slot: str
    """Unlike the incident's other slots: `police-1`, `shield-2`."""
    level: Level
    waited_s: float
    """Since the alarm."""
    limit_s: float
    """The ring in which the slot's unit should arrive, counted from the alarm."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit for one slot."""

    incident: IncidentId
    slot: str
    unit: UnitId
    eta_s: float
    is_late: bool
    """Whether it would arrive after the ring's limit."""
    cost: float


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A slot nobody fills."""

    incident: IncidentId
    slot: str
    why: str
    """Wording key: `many.unfilled.nobody_able`, `.too_far` or `.all_taken`."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """One way to fill the slots, in the order of the queue."""

    pairs: tuple[Pair, ...]
    unfilled: tuple[Unfilled, ...]
    cost: float
    """Weighted seconds, unfilled slots included."""

    @property
    def late(self) -> int:
        """How many slots are filled after their limit."""
        return sum(pair.is_late for pair in self.pairs)

    @property
    def mean_eta_s(self) -> float:
        """Mean travel seconds of the units sent; 0 where none is."""
        return sum(pair.eta_s for pair in self.pairs) / len(self.pairs) if self.pairs else 0.0


@dataclass(frozen=True, slots=True)
class ManyPlan:
    """The best assignment, and the one by hand, under the same cost."""

    optimal: Assigned
    greedy: Assigned
    """In the order of the queue (worst level, longest waiting) the nearest able unit still free."""

    @property
    def saved(self) -> float:
        """Share of the greedy cost that the best one saves, 0 to 1."""
        return 1.0 - self.optimal.cost / self.greedy.cost if self.greedy.cost else 0.0


def assign_many(
    needs: Sequence[Need], units: Sequence[UnitId], seconds: npt.ArrayLike, able: npt.ArrayLike
) -> ManyPlan:
    """The optimal and the greedy assignment of `units` to `needs`.

    Exact (Jonker-Volgenant, `scipy.optimize.linear_sum_assignment`). The answer does not depend on the
    order in which needs and units are given. 100 × 1,000 take some milliseconds.

    Args:
        seconds: (needs, units) travel seconds, inf where there is no way.
        able: (needs, units) whether the unit may fill the slot.

    Raises:
        Refusal: `many.bad_input.*`, when shapes, times, limits or ids make no sense.
    """
    eta_s, is_able = _checked(needs, units, seconds, able)
    rows = sorted(range(len(needs)), key=lambda row: _place_in_queue(needs[row]))
    columns = sorted(range(len(units)), key=lambda column: units[column])
    queue = [needs[row] for row in rows]
    crews = [units[column] for column in columns]
    eta_s, is_able = eta_s[np.ix_(rows, columns)], is_able[np.ix_(rows, columns)]
    case = _Case(queue, crews, eta_s, is_able, is_able & (eta_s <= FARTHEST_S), costs(queue, eta_s))
    return ManyPlan(optimal=case.filled(_optimal(case)), greedy=case.filled(_greedy(case)))


def weight_of(need: Need) -> float:
    """How much a second of this slot counts."""
    return LEVEL_WEIGHT[need.level] * min(1.0 + need.waited_s / need.limit_s, MOST_WAITING)


def costs(needs: Sequence[Need], eta_s: Floats) -> Floats:
    """(needs, units) weighted seconds of each pair; inf where there is no way."""
    waited = np.array([need.waited_s for need in needs], dtype=np.float64).reshape(-1, 1)
    limit = np.array([need.limit_s for need in needs], dtype=np.float64).reshape(-1, 1)
    weight = np.array([weight_of(need) for need in needs], dtype=np.float64).reshape(-1, 1)
    # Only lateness still to come: what is lost already is lost with every unit.
    late = np.maximum(waited + eta_s - np.maximum(limit, waited), 0.0)
    return np.asarray(weight * (eta_s + LATE_EXTRA * late), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """Needs in the order of the queue, units in the order of their ids."""

    needs: list[Need]
    units: list[UnitId]
    eta_s: Floats
    able: Flags
    open: Flags
    """Able, and not too far."""
    cost: Floats

    def filled(self, chosen: list[int]) -> Assigned:
        """`chosen`: the column of each need, -1 for none."""
        pairs, unfilled, total = [], [], 0.0
        for row, (need, column) in enumerate(zip(self.needs, chosen, strict=True)):
            if column < 0:
                unfilled.append(Unfilled(need.incident, need.slot, self._why(row)))
                total += weight_of(need) * UNFILLED_S
                continue
            eta_s, cost = float(self.eta_s[row, column]), float(self.cost[row, column])
            is_late = need.waited_s + eta_s > need.limit_s
            pairs.append(Pair(need.incident, need.slot, self.units[column], eta_s, is_late, cost))
            total += cost
        return Assigned(tuple(pairs), tuple(unfilled), total)

    def _why(self, row: int) -> str:
        if not self.able[row].any():
            return "many.unfilled.nobody_able"
        return "many.unfilled.all_taken" if self.open[row].any() else "many.unfilled.too_far"


def _optimal(case: _Case) -> list[int]:
    """Every need also has the choice to stay unfilled: a column of its own."""
    from scipy.optimize import linear_sum_assignment

    count, crews = case.cost.shape
    unfilled = np.array([weight_of(need) * UNFILLED_S for need in case.needs], dtype=np.float64)
    # A shut pair costs more than all needs unfilled together; with infinities scipy may find no answer.
    shut = 2 * unfilled.sum() + 1.0
    matrix = np.full((count, crews + count), shut)
    matrix[:, :crews] = np.where(case.open, case.cost, shut)
    matrix[np.arange(count), crews + np.arange(count)] = unfilled
    _, columns = linear_sum_assignment(matrix)
    return [int(column) if column < crews else -1 for column in columns]


def _greedy(case: _Case) -> list[int]:
    """Nearest first, need by need; of equally near ones the lowest id."""
    is_free = np.ones(len(case.units), dtype=np.bool_)
    chosen = []
    for row in range(len(case.needs)):
        eta_s = np.where(case.open[row] & is_free, case.eta_s[row], np.inf)
        column = int(eta_s.argmin()) if len(eta_s) and isfinite(eta_s.min()) else -1
        if column >= 0:
            is_free[column] = False
        chosen.append(column)
    return chosen


def _place_in_queue(need: Need) -> tuple[int, float, str, str]:
    return (int(need.level), -need.waited_s, need.incident, need.slot)


def _checked(
    needs: Sequence[Need], units: Sequence[UnitId], seconds: npt.ArrayLike, able: npt.ArrayLike
) -> tuple[Floats, Flags]:
    """The two matrices, or a refusal that says what is wrong."""
    shape = (len(needs), len(units))
    eta_s, is_able = np.asarray(seconds, dtype=np.float64), np.asarray(able, dtype=np.bool_)
    for matrix in (eta_s, is_able):
        if matrix.shape != shape and matrix.size + shape[0] * shape[1]:
            raise Refusal("many.bad_input.shape", needs=shape[0], units=shape[1], given=str(matrix.shape))
    if np.isnan(eta_s).any() or (eta_s < 0).any():
        raise Refusal("many.bad_input.seconds")
    if len(set(units)) != len(units):
        raise Refusal("many.bad_input.unit_twice", id=next(u for u in units if list(units).count(u) > 1))
    seen: set[tuple[str, str]] = set()
    for need in needs:
        if (need.incident, need.slot) in seen:
            raise Refusal("many.bad_input.slot_twice", incident=need.incident, slot=need.slot)
        seen.add((need.incident, need.slot))
        is_timed = (
            isfinite(need.limit_s) and need.limit_s > 0 and isfinite(need.waited_s) and need.waited_s >= 0
        )
        if not is_timed or need.level not in LEVEL_WEIGHT:
            raise Refusal("many.bad_input.need", incident=need.incident, slot=need.slot)
    return eta_s.reshape(shape), is_able.reshape(shape)
