"""The covering puzzle in its smallest form, the quick answer to it, and a bound that always holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commandroom.roads.network import Floats
from commandroom.services.planner.sites import CoverTable

if TYPE_CHECKING:  # slow to import
    from scipy.sparse import csr_matrix

NOTHING = 1e-9
"""Gains below this share of all demand are rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Puzzle:
    """Points that the same sites reach are one; what fixed stations reach, and what none can, is left out."""

    reaches: "csr_matrix"
    """(sites, groups) 1 where the site reaches the group."""
    weight: Floats
    """(groups,)"""
    given: float
    """Weight the fixed stations reach already."""

    @property
    def sites(self) -> int:
        """How many places may be chosen."""
        return int(self.reaches.shape[0])

    @property
    def open(self) -> float:
        """Weight that all the sites together could add."""
        return float(self.weight.sum())

    def added(self, chosen: Iterable[int]) -> float:
        """Weight the chosen sites add to what is given."""
        return float(self.weight[self.counts(chosen) > 0].sum())

    def counts(self, chosen: Iterable[int]) -> Floats:
        """(groups,) how many of the chosen reach each group."""
        rows = np.zeros(self.sites)
        rows[list(chosen)] = 1.0
        return np.asarray(rows @ self.reaches, dtype=np.float64)


def puzzle_of(table: CoverTable, fixed: Iterable[int], free: Iterable[int]) -> Puzzle:
    """Choosing among the sites `free` while the sites `fixed` stay; rows in the order of `free`."""
    from scipy.sparse import csr_matrix

    is_given = table.covered(fixed)
    given = float(table.demand.weight[is_given].sum())
    columns = table.reaches[list(free)].tocsc()
    columns.sort_indices()
    groups: dict[bytes, list[int]] = {}
    for point in np.flatnonzero(~is_given & (np.diff(columns.indptr) > 0)):
        sites = columns.indices[columns.indptr[point] : columns.indptr[point + 1]]
        groups.setdefault(sites.tobytes(), []).append(int(point))
    weight = np.array([table.demand.weight[points].sum() for points in groups.values()], dtype=np.float64)
    first = [points[0] for points in groups.values()]
    return Puzzle(csr_matrix(columns[:, first]), weight, given)


def greedy(puzzle: Puzzle, places: int, *, enough: float = np.inf) -> list[int]:
    """Again and again the site that adds most, the first of equals, until nothing or `enough` is added."""
    chosen: list[int] = []
    left = puzzle.weight.copy()
    while len(chosen) < places and puzzle.open - left.sum() < enough - NOTHING * puzzle.open:
        gains = puzzle.reaches @ left
        if len(gains) == 0 or gains.max() <= NOTHING * puzzle.open:
            break
        best = int(gains.argmax())
        chosen.append(best)
        left[puzzle.reaches.indices[puzzle.reaches.indptr[best] : puzzle.reaches.indptr[best + 1]]] = 0.0
    return chosen


def swapped(puzzle: Puzzle, chosen: list[int], *, go_on: Callable[[], bool]) -> list[int]:
    """Exchange one chosen site for another as long as that adds weight and `go_on` says so."""
    chosen = list(chosen)
    while chosen and go_on():
        counts = puzzle.counts(chosen)
        own = puzzle.reaches[chosen].multiply(np.where(counts == 1, puzzle.weight, 0.0)[None, :]).tocsr()
        gains = puzzle.reaches @ np.where(counts == 0, puzzle.weight, 0.0)
        kept = np.asarray((puzzle.reaches @ own.T).todense())
        net = gains[:, None] + kept - np.asarray(own.sum(axis=1)).ravel()[None, :]
        best = int(net.argmax())
        if net.flat[best] <= NOTHING * puzzle.open:
            break
        into, out = divmod(best, len(chosen))
        chosen[out] = into
    return chosen


def pruned(puzzle: Puzzle, chosen: list[int]) -> list[int]:
    """Without the sites that add nothing, in the order of the sites."""
    kept = sorted(set(chosen))
    for site in sorted(kept, reverse=True):
        rest = [each for each in kept if each != site]
        if puzzle.added(kept) - puzzle.added(rest) <= NOTHING * puzzle.open:
            kept = rest
    return kept


def bound_beside(puzzle: Puzzle, chosen: list[int], places: int) -> float:
    """No choice of `places` sites adds more: the chosen's weight and the `places` largest gains beside.

    Submodularity: adding the optimum to the chosen wins at most the sum of its members' single gains
    (Nemhauser, Wolsey, Fisher 1978).
    """
    counts = puzzle.counts(chosen)
    gains = puzzle.reaches @ np.where(counts == 0, puzzle.weight, 0.0)
    most = float(np.sort(gains)[::-1][:places].sum())
    return min(puzzle.added(chosen) + most, puzzle.open)


def fewest_at_least(puzzle: Puzzle, need: float) -> int:
    """No fewer sites than this add `need`: the largest first, overlaps forgotten."""
    if need <= NOTHING * puzzle.open:
        return 0
    sums = np.cumsum(np.sort(puzzle.reaches @ puzzle.weight)[::-1])
    return int(np.searchsorted(sums, need - NOTHING * puzzle.open)) + 1
