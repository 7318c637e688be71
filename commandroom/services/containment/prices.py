"""Rings that distinct units can hold, by putting a price on each unit (Lagrangian relaxation).

A unit wanted at several points of the cheapest cut becomes dearer, one that nobody wants cheaper, and the cut
is sought again. Each cut gives a plan, and each set of prices a bound that no plan can undercut.
Method: M. L. Fisher, "The Lagrangian relaxation method", Management Science 27 (1981), with Polyak's step.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from commandroom.roads.network import Floats
from commandroom.services.containment.cut import MOST, cheapest_cut
from commandroom.services.containment.flight import Flags
from commandroom.services.containment.places import Places, firsts_of
from commandroom.services.containment.programme import options
from commandroom.services.containment.region import Longs, Region

ROUNDS = 60
"""Cuts sought at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """The best ring found, and what no ring undercuts: both as holes plus holds / (units + 1)."""

    cut: Longs
    """Rows of the region, held and open."""
    value: float
    bound: float


class _Market:
    """The places, who may hold them, and the price of each unit; a hole costs 1."""

    def __init__(self, of: Region, places: Places, can: Flags, size: int) -> None:
        """`size`: points of a known plan, which bounds what a cut can cost."""
        self.places, self.units = places, len(can)
        ways = options(of, places, can, self.units + 1)
        order = np.lexsort((ways.unit, ways.place))
        self.place, self.unit, self.row = ways.place[order], ways.unit[order], ways.row[order]
        self.begin = np.flatnonzero(np.append(True, np.diff(self.place) > 0)[: len(self.place)])
        self.owner = self.place[self.begin]
        self.hold = 1.0 / (self.units + 1)
        self.price = np.zeros(self.units)
        self.scale = MOST // (size + 2)
        first = firsts_of(places, of.suspect_s)
        self.first = np.zeros(places.count, dtype=np.int64)
        self.first[places.of[first]] = first
        # Times together stay below half a hold: they only choose among equals.
        share = of.suspect_s[self.first] / float(of.suspect_s.max(initial=1.0))
        self.late = 0.5 * self.hold * share / (size + 2)

    def cheapest(self) -> tuple[Longs, Flags, float]:
        """The cut at these prices, which places of the town are held in it, and the bound it gives."""
        cost = np.ones(self.places.count)
        asked = np.minimum.reduceat(self.price[self.unit], self.begin) if len(self.begin) else np.zeros(0)
        cost[self.owner] = np.minimum(1.0, self.hold + asked)
        whole = np.maximum(np.floor((cost + self.late) * self.scale), 1).astype(np.int64)
        cut = cheapest_cut(self.places, whole)
        is_held = np.zeros(self.places.count, dtype=np.bool_)
        is_held[cut] = cost[cut] < 1.0
        # Rounding down may cost one step for each point of the best plan; its times less than half a hold.
        slack = 0.5 * self.hold + len(cut) / self.scale
        return cut, is_held, float(whole[cut].sum()) / self.scale - float(self.price.sum()) - slack

    def demand(self, is_held: Flags) -> Floats:
        """(units,) at how many points each unit is wanted, less the one it can hold."""
        asked = np.minimum.reduceat(self.price[self.unit], self.begin) if len(self.begin) else np.zeros(0)
        lowest = np.ones(self.places.count)
        lowest[self.owner] = asked
        wanted = is_held[self.place] & (self.price[self.unit] <= lowest[self.place] + 1e-9)
        among = np.bincount(self.place[wanted], minlength=self.places.count)
        share = 1.0 / among[self.place[wanted]]
        want = np.bincount(self.unit[wanted], weights=share, minlength=self.units) - 1.0
        want[(self.price <= 0) & (want < 0)] = 0.0
        return np.asarray(want, dtype=np.float64)

    def plan(self, cut: Longs) -> tuple[Longs, float]:
        """Rows of a plan on these places, as many held as units can, and its value."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import maximum_bipartite_matching

        is_cut = np.zeros(self.places.count, dtype=np.bool_)
        is_cut[cut] = True
        ways = np.flatnonzero(is_cut[self.place])
        shape = (self.places.count, self.units)
        ones = np.ones(len(ways), dtype=np.int8)
        table = csr_matrix((ones, (self.place[ways], self.unit[ways])), shape=shape)
        unit = maximum_bipartite_matching(table, perm_type="column")[cut]
        held, whom = cut[unit >= 0], unit[unit >= 0]
        rows = self.first[cut].copy()
        keys = self.place * self.units + self.unit
        rows[unit >= 0] = self.row[np.searchsorted(keys, held * self.units + whom)]
        return rows, float(len(cut) - len(held)) + len(held) * self.hold


def priced(
    of: Region, places: Places, can: Flags, size: int, is_over: Callable[[], bool], rounds: int = ROUNDS
) -> Priced:
    """The best ring of `rounds` rounds, fewer when `is_over` or nothing better is left to find."""
    market = _Market(of, places, can, size)
    best, value, bound = np.zeros(0, dtype=np.int64), np.inf, 0.0
    for number in range(rounds):
        cut, is_held, least = market.cheapest()
        rows, worth = market.plan(cut)
        if worth < value - 1e-9:
            best, value = rows, worth
        bound = max(bound, least)
        want = market.demand(is_held)
        square = float((want * want).sum())
        if square < 1e-12 or value - bound < market.hold * 0.99 or is_over():
            break
        pace = 1.0 if number < 10 else 0.5
        market.price = np.clip(market.price + pace * max(value - least, 0.01) / square * want, 0.0, 1.0)
    return Priced(best, value, bound)
