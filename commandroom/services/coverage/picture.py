"""One moment's coverage: who reaches what in time, and what it would cost to send somebody away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from commandroom.geo import LatLon
from commandroom.models.domain.ids import UnitId
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats
from commandroom.services.coverage.demand import KINDS, Demand, DemandKind, Indices
from commandroom.services.coverage.table import NOBODY, Flat, Quickest, flat_of, two_quickest
from commandroom.services.coverage.times import Row, Seconds


class Stand(NamedTuple):
    """Where a free unit stands and how it moves."""

    at: LatLon
    mode: Mode


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one kind of demand is reached within one limit."""

    kind: DemandKind
    limit_s: float
    covered: float
    """Posts or places, or metres of street."""
    total: float

    @property
    def share(self) -> float:
        """0 to 1; 1 where there is nothing to cover."""
        return self.covered / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """A post or a place that is not reached in time, or would not be."""

    kind: DemandKind
    id: str
    """The post's id; '' for a place."""
    name: str
    at: LatLon
    limit_s: float
    """The widest of the limits that is lost."""
    before_s: float
    after_s: float
    """inf where nobody comes within the widest limit."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What would be uncovered if some units left."""

    gaps: tuple[Gap, ...]
    """Posts and places that fall out of a ring, the widest ring lost first, then the longest wait."""
    street_m: tuple[float, ...]
    """Metres of street that fall out of each ring."""
    before: tuple[Share, ...]
    after: tuple[Share, ...]

    @property
    def is_free(self) -> bool:
        """Whether nothing at all would be lost."""
        return not self.gaps and not any(self.street_m)


class Coverage:
    """The picture of one moment. Nothing in it changes, so any thread may ask it.

    A unit's row holds what it reaches within the widest limit; of every point of demand the quickest and
    second quickest unit are known, which answers most questions without looking at the rows again.
    """

    def __init__(
        self,
        demand: Demand,
        limits_s: tuple[float, ...],
        units: tuple[UnitId, ...],
        stands: Mapping[UnitId, Stand],
        rows: Mapping[int, Row],
        quickest: Quickest,
        flat: Flat | None = None,
    ) -> None:
        """Made by a `CoverageBook`; `rows` are by slot, a slot is a place in `units`; `flat` if at hand."""
        self.demand = demand
        self.limits_s = limits_s
        self.units = units
        self.stands = stands
        self.rows = rows
        self.quickest = quickest
        self._flat = flat

    @cached_property
    def slot_of(self) -> dict[UnitId, int]:
        """Where each unit stands in `units`."""
        return {unit: slot for slot, unit in enumerate(self.units)}

    @cached_property
    def flat(self) -> Flat:
        """All rows end to end, for the questions that need more than the two quickest."""
        return flat_of(self.rows) if self._flat is None else self._flat

    @cached_property
    def totals(self) -> tuple[float, ...]:
        """Weight of each kind of demand, in the order of `KINDS`."""
        return tuple(float(self.demand.weight[self.demand.rows_of(kind)].sum()) for kind in KINDS)

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Kind by kind, in each the limits as they rise."""
        return self._shares(self._covered)

    @cached_property
    def _covered(self) -> Floats:
        """(kinds, limits) weight reached."""
        return self.weights_by_ring(np.arange(len(self.demand)), self.quickest.best_s)

    def share(self, kind: DemandKind, limit_s: float) -> float:
        """0 to 1; `limit_s` is one of the picture's limits."""
        return next(each.share for each in self.shares if each.kind is kind and each.limit_s == limit_s)

    def seconds(self, post: str) -> float:
        """How long the quickest free unit needs to a post; inf beyond the widest limit.

        Raises:
            KeyError: the picture knows no such post.
        """
        if not post or post not in self.demand.ids:
            raise KeyError(post)
        return float(self.quickest.best_s[self.demand.ids.index(post)])

    def first_two(self, row: int) -> tuple[tuple[UnitId, float], ...]:
        """The quickest and second quickest unit to one point of demand, as far as there are any."""
        table = self.quickest
        pairs = ((table.best[row], table.best_s[row]), (table.second[row], table.second_s[row]))
        return tuple((self.units[slot], float(seconds)) for slot, seconds in pairs if slot != NOBODY)

    def open_gaps(self, limit_s: float | None = None) -> tuple[Gap, ...]:
        """Posts and places nobody reaches within `limit_s` (the widest limit if None), longest wait first."""
        limit = self.limits_s[-1] if limit_s is None else limit_s
        named = np.flatnonzero(self.quickest.best_s[: len(self.demand.names)] > limit)
        late = self.quickest.best_s[named]
        return self._gaps(named, np.full(len(named), inf), late, np.full(len(named), limit))

    def without(self, units: Iterable[UnitId]) -> Loss:
        """What falls out of which ring if these units leave; units that cover nothing cost nothing."""
        gone = [self.slot_of[unit] for unit in units if self.slot_of.get(unit) in self.rows]
        points, after_s = self.times_without(gone)
        before_s = self.quickest.best_s[points]
        lost = self.weights_by_ring(points, before_s) - self.weights_by_ring(points, after_s)
        widest = self._widest_lost(before_s, after_s)
        is_gap = (points < len(self.demand.names)) & np.isfinite(widest)
        gaps = self._gaps(points[is_gap], before_s[is_gap], after_s[is_gap], widest[is_gap])
        street_m = lost[KINDS.index(DemandKind.STREET)]
        return Loss(
            gaps=gaps,
            street_m=tuple(float(metres) for metres in np.maximum(street_m, 0.0)),
            before=self.shares,
            after=self._shares(self._covered - lost),
        )

    def times_without(self, gone: Collection[int]) -> tuple[Indices, Seconds]:
        """The points whose quickest unit would leave, and the seconds of the quickest left."""
        table = self.quickest
        is_gone = np.zeros(len(self.units) + 1, dtype=np.bool_)  # the last stands for NOBODY
        is_gone[list(gone)] = True
        points = np.flatnonzero(is_gone[table.best])
        after_s = table.second_s[points].copy()
        unsure = points[is_gone[table.second[points]]]
        if len(unsure):
            wanted = np.zeros(len(self.demand), dtype=np.bool_)
            wanted[unsure] = True
            _, left_s, _, _ = two_quickest(unsure, *self.flat.of_points(wanted, gone))
            after_s[np.searchsorted(points, unsure)] = left_s
        return points, after_s

    def weights_by_ring(self, points: Indices, seconds: Seconds) -> Floats:
        """(kinds, limits) how much of the weight of `points` is reached within each limit."""
        kind, weight = self.demand.kind[points], self.demand.weight[points]
        sums = [
            np.bincount(kind, weights=np.where(seconds <= limit, weight, 0.0), minlength=len(KINDS))
            for limit in self.limits_s
        ]
        return np.stack(sums, axis=1)

    def _widest_lost(self, before_s: Seconds, after_s: Seconds) -> Floats:
        """(k,) the widest limit that held before and does not after; inf where none is lost."""
        widest = np.full(len(before_s), inf)
        for limit in self.limits_s:
            widest[(before_s <= limit) & (after_s > limit)] = limit
        return widest

    def _gaps(
        self, points: Indices, before_s: Seconds | Floats, after_s: Seconds | Floats, limits: Floats
    ) -> tuple[Gap, ...]:
        demand = self.demand
        found = [
            Gap(
                KINDS[demand.kind[row]],
                demand.ids[row],
                demand.names[row],
                demand.at(int(row)),
                float(limit),
                float(before),
                float(after),
            )
            for row, before, after, limit in zip(points, before_s, after_s, limits, strict=True)
        ]
        return tuple(sorted(found, key=_gravity))

    def _shares(self, covered: Floats) -> tuple[Share, ...]:
        return tuple(
            Share(kind, limit, _whole(covered[row, column]), total)
            for row, (kind, total) in enumerate(zip(KINDS, self.totals, strict=True))
            for column, limit in enumerate(self.limits_s)
        )


def _gravity(gap: Gap) -> tuple[float, float, int, str, str]:
    """Nobody within the widest limit first, posts before places."""
    wait = gap.after_s if isfinite(gap.after_s) else inf
    return (-gap.limit_s, -wait, KINDS.index(gap.kind), gap.id, gap.name)


def _whole(weight: float) -> float:
    """Sums of metres in another order differ by less than anybody can see."""
    return round(float(weight), 3)
