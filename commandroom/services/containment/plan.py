"""The ring for one region: which points, held by which units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
import numpy.typing as npt

from commandroom.roads.network import Floats
from commandroom.services.containment.cut import ENDLESS, MOST, cheapest_cut, inside_of
from commandroom.services.containment.flight import Flags
from commandroom.services.containment.places import Places, firsts_of, fold
from commandroom.services.containment.prices import priced
from commandroom.services.containment.programme import options, solve
from commandroom.services.containment.region import Longs, Region

Table = npt.NDArray[np.bool_]

MOST_COLUMNS = 8_000
"""A larger programme is not begun: HiGHS looks at its clock too rarely to be stopped in time."""
_HOLE = 2**15
_FINEST = 100_000
"""Times are told apart in so many steps at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Rows of the region to hold, each with the row of its unit, and rows that stay open."""

    holds: Longs
    units: Longs
    holes: Longs
    size_lower_bound: int
    is_proven: bool
    suspect_s: float
    """Earliest times of the suspect over all points, added up: how tight the ring is."""

    @property
    def rank(self) -> tuple[int, int, float]:
        """Lower is better."""
        return len(self.holes), len(self.holds), self.suspect_s


def plan(
    of: Region, ready_s: Floats, travel_s: Floats, margin_s: float, patience_s: float, *, is_last: bool = True
) -> Plan:
    """The plan with the fewest holes, then the fewest holds, then the tightest ring, then the least travel.

    Args:
        ready_s: (units, k) when each unit stands at each row, from now.
        travel_s: (units, k) of that the travel.
        patience_s: for the exact programme, if it is needed; 0 does without.
        is_last: False does without too where no ring can close.
    """
    can = np.asarray(ready_s + margin_s <= of.suspect_s, dtype=np.bool_)
    is_able = np.asarray(can.any(axis=0), dtype=np.bool_)
    places = fold(of)
    least = len(cheapest_cut(places, np.ones(places.count, dtype=np.int64)))
    cut = _cut(of, places, is_able, is_last=is_last)
    found = _assigned(of, cut, can, travel_s, least, is_proven=True)
    is_held = is_able[cut]
    if len(found.holds) == int(is_held.sum()):
        return found
    found = _assigned(of, cut, can, travel_s, least, is_proven=False)
    if patience_s <= 0 or not (is_last or is_held.all()):
        return found
    return _exact(of, places, can, travel_s, found, patience_s)


def kept_ring(of: Region, orders: Sequence[tuple[int, int]], ready_s: Floats, margin_s: float) -> Plan | None:
    """The ring that orders already given make by themselves; None where they leave a hole.

    A ring that will close is not changed for a smaller one: crews sent to and fro trust no order.

    Args:
        orders: row of the unit and node of the network.
    """
    column = {int(node): row for row, node in enumerate(of.node)}
    pairs = [(column[node], unit) for unit, node in orders if node in column]
    pairs = sorted(pair for pair in pairs if ready_s[pair[1], pair[0]] + margin_s <= of.suspect_s[pair[0]])
    rows = np.array([row for row, _ in pairs], dtype=np.int64)
    if len(rows) == 0 or len(set(rows.tolist())) < len(rows):
        return None
    if (inside_of(of, rows) & of.way_out).any():
        return None
    least = len(cheapest_cut(of, np.ones(len(of), dtype=np.int64)))
    units = np.array([unit for _, unit in pairs], dtype=np.int64)
    total = float(of.suspect_s[rows].sum())
    nothing = np.zeros(0, dtype=np.int64)
    return Plan(rows, units, nothing, least, len(rows) <= least, total)


def _cut(of: Region, places: Places, can: Flags, *, is_last: bool) -> Longs:
    """The best cut if each point could be held by any unit that reaches it, however many points it has."""
    able, any_row = firsts_of(places, of.suspect_s, np.flatnonzero(can)), firsts_of(places, of.suspect_s)
    row = np.full(places.count, -1, dtype=np.int64)
    row[places.of[any_row]] = any_row
    row[places.of[able]] = able
    is_able = np.zeros(places.count, dtype=np.bool_)
    is_able[places.of[able]] = True
    # How many holes and points there are comes first, to know how finely times can be told apart.
    rough = cheapest_cut(places, np.where(is_able, 1, _HOLE))
    holes = int((~is_able[rough]).sum())
    if holes and not is_last:
        return row[rough]
    whole = max(len(rough), 1)
    steps = max((MOST - 1) // (whole * (whole + 1) * (holes + 1) + whole * 2), 1)
    latest = float(of.suspect_s.max(initial=1.0))
    share = np.maximum(np.ceil(of.suspect_s[row] / latest * min(steps, _FINEST)), 1).astype(np.int64)
    hold = whole * min(steps, _FINEST) + 1
    cost = share + np.where(is_able, hold, hold * (whole + 1))
    return row[cheapest_cut(places, np.minimum(cost, ENDLESS))]


def _assigned(of: Region, cut: Longs, can: Table, travel_s: Floats, least: int, *, is_proven: bool) -> Plan:
    """As many points of `cut` held as units can, with the least travel altogether."""
    from scipy.optimize import linear_sum_assignment

    cut = np.sort(cut)
    fits = can[:, cut]
    far = float(travel_s[:, cut][fits].max(initial=0.0)) + 1.0
    price = np.where(fits, travel_s[:, cut], far * (len(cut) + 1.0))
    unit, column = linear_sum_assignment(price)
    held = fits[unit, column]
    order = np.argsort(column[held], kind="stable")
    column, unit = column[held][order], unit[held][order]
    holes = np.delete(cut, column)
    total = float(of.suspect_s[cut].sum())
    return Plan(cut[column], unit.astype(np.int64), holes, least, is_proven, total)


def _exact(of: Region, places: Places, can: Table, travel_s: Floats, known: Plan, patience_s: float) -> Plan:
    """The best plan, or the best of those found where time runs out.

    Prices on units give a good plan and a bound. The programme then looks only at as many ways of holding
    a place as a plan no worse needs; where fewer holes may be possible, that is one for each unit.
    """
    end, units = monotonic() + patience_s, len(can)
    size = len(known.holds) + len(known.holes)
    half = monotonic() + patience_s / 2
    market = priced(of, places, can, size, lambda: monotonic() > half)
    best = _assigned(of, market.cut, can, travel_s, known.size_lower_bound, is_proven=False)
    best = min(known, best, key=lambda each: each.rank)
    value = len(best.holes) + len(best.holds) / (units + 1)
    is_fewest = market.bound > len(best.holes) - 1 + units / (units + 1)
    is_proven = market.bound > value - 1.0 / (units + 1)
    most = len(best.holds) if is_fewest else units
    ways = options(of, places, can, most)
    left_s = end - monotonic()
    if left_s > 0 and len(ways.place) + places.count <= MOST_COLUMNS:
        solved = solve(of, places, ways, units, left_s)
        if solved is not None:
            cut = np.concatenate((solved.holds, solved.holes))
            found = _assigned(of, cut, can, travel_s, known.size_lower_bound, is_proven=solved.is_proven)
            best, is_proven = min(best, found, key=lambda each: each.rank), is_proven or solved.is_proven
    return replace(best, is_proven=is_proven)
