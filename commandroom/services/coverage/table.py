"""The two quickest units of every point of demand, kept right while units come and go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.services.coverage.demand import Indices
from commandroom.services.coverage.times import Row, Seconds

NOBODY = -1
"""The slot of no unit."""


@dataclass(frozen=True, slots=True, eq=False)
class Quickest:
    """For every point of demand the quickest and the second quickest unit; equally quick ones by slot.

    A slot is a unit's place among the known units in the order of their ids.
    """

    best: Indices
    """(n,) slot, `NOBODY` where no unit comes within the widest limit."""
    best_s: Seconds
    """(n,) seconds, inf where there is nobody."""
    second: Indices
    second_s: Seconds

    def copy(self) -> "Quickest":
        """One that may be written to."""
        return Quickest(self.best.copy(), self.best_s.copy(), self.second.copy(), self.second_s.copy())


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """All rows end to end."""

    demand: Indices
    seconds: Seconds
    slot: Indices
    """(rows,) whose row it is, in the order in which they lie here."""
    start: Indices
    """(rows + 1,) where each begins."""

    def of_points(
        self, wanted: npt.NDArray[np.bool_], but: Iterable[int] = ()
    ) -> tuple[Indices, Seconds, Indices]:
        """Demand, seconds and slot of all entries of the wanted points, without some units."""
        entry = np.flatnonzero(wanted[self.demand])
        slot = self.slot[np.searchsorted(self.start, entry, side="right") - 1]
        gone = list(but)
        if gone:
            left = ~np.isin(slot, gone)
            entry, slot = entry[left], slot[left]
        return self.demand[entry], self.seconds[entry], slot


def flat_of(rows: Mapping[int, Row]) -> Flat:
    """`rows` by slot, end to end."""
    demand = [row.demand for row in rows.values()] or [np.empty(0, dtype=np.int32)]
    seconds = [row.seconds for row in rows.values()] or [np.empty(0, dtype=np.float32)]
    sizes = np.fromiter((len(row.demand) for row in rows.values()), dtype=np.int64, count=len(rows))
    start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    slots = np.fromiter(rows, dtype=np.int32, count=len(rows))
    return Flat(np.concatenate(demand), np.concatenate(seconds), slots, start)


def quickest_of(rows: Mapping[int, Row], points: int) -> Quickest:
    """From nothing: every row is looked at once."""
    table = Quickest(
        np.full(points, NOBODY, dtype=np.int32),
        np.full(points, np.inf, dtype=np.float32),
        np.full(points, NOBODY, dtype=np.int32),
        np.full(points, np.inf, dtype=np.float32),
    )
    for slot, row in rows.items():
        _enter(table, slot, row)
    return table


def renewed(table: Quickest, changed: Mapping[int, Row | None], flat: Flat) -> Quickest:
    """`table` after the rows of some slots were replaced, or taken away (None).

    `flat` holds all rows as they are now. Points that lose their quickest or second quickest are looked
    up again among all rows; the others need only see the new ones.
    """
    after = table.copy()
    size = int(max(*changed, table.best.max(initial=0), table.second.max(initial=0))) + 2
    is_changed = np.zeros(size, dtype=np.bool_)  # the last stands for NOBODY
    is_changed[list(changed)] = True
    stale = is_changed[table.best] | is_changed[table.second]
    for slot, row in changed.items():
        if row is not None:
            _enter(after, slot, row)
    points = np.flatnonzero(stale)
    if len(points):
        _put(after, points, two_quickest(points, *flat.of_points(stale)))
    return after


def two_quickest(
    points: Indices, demand: Indices, seconds: Seconds, slot: Indices
) -> tuple[Indices, Seconds, Indices, Seconds]:
    """(k,) best slot, its seconds, second slot, its seconds for ascending `points`, from loose entries."""
    order = np.lexsort((slot, seconds, demand))
    demand, seconds, slot = demand[order], seconds[order], slot[order]
    place = np.searchsorted(demand, points)
    sides: list[npt.NDArray[np.generic]] = []
    for step in (0, 1):
        entry = np.minimum(place + step, max(len(demand) - 1, 0))
        if len(demand):
            is_there = (place + step < len(demand)) & (demand[entry] == points)
            sides += [np.where(is_there, slot[entry], NOBODY), np.where(is_there, seconds[entry], np.inf)]
        else:
            sides += [np.full(len(points), NOBODY), np.full(len(points), np.inf)]
    best, best_s, second, second_s = sides
    return (
        best.astype(np.int32),
        best_s.astype(np.float32),
        second.astype(np.int32),
        second_s.astype(np.float32),
    )


def _put(table: Quickest, points: Indices, found: tuple[Indices, Seconds, Indices, Seconds]) -> None:
    table.best[points], table.best_s[points] = found[:2]
    table.second[points], table.second_s[points] = found[2:]


def _enter(table: Quickest, slot: int, row: Row) -> None:
    """Let one unit compete for the points it reaches; `table` is written to."""
    points, seconds = row.demand, row.seconds
    best, best_s = table.best[points], table.best_s[points]
    leads = (seconds < best_s) | ((seconds == best_s) & (slot < best))
    won = points[leads]
    table.second[won], table.second_s[won] = best[leads], best_s[leads]
    table.best[won], table.best_s[won] = slot, seconds[leads]
    rest, rest_s = points[~leads], seconds[~leads]
    second_s = table.second_s[rest]
    follows = (rest_s < second_s) | ((rest_s == second_s) & (slot < table.second[rest]))
    table.second[rest[follows]], table.second_s[rest[follows]] = slot, rest_s[follows]
