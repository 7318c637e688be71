"""The cut that distinct units can hold, as a whole-number programme: exact unless its time runs out.

Every place has a potential, 1 where he can come, 0 where he is shut out. A road carries it over, a cut
takes it away: p_v ≥ p_u − cut_v. A cut is a hold by one unit or a hole; a unit holds one point.
Roads without a branching are one place (`commandroom.services.containment.places`).
"""

from dataclasses import dataclass

import numpy as np

from commandroom.roads.network import Floats
from commandroom.services.containment.flight import Flags
from commandroom.services.containment.places import Places, firsts_of
from commandroom.services.containment.region import Longs, Region

MOST_HOLES = 400
"""Rings with more holes than this are not told apart by how tight they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Rows of the region to hold and to leave open."""

    holds: Longs
    holes: Longs
    is_proven: bool
    """Whether no plan has fewer holes, or as many holes and fewer holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Ways to hold a place, one a row."""

    place: Longs
    unit: Longs
    """-1 where so many units can come that one will be left for it."""
    row: Longs
    """Row of the region."""
    most: int
    """So many may be taken; with more there might be no unit left for a free one."""


def options(of: Region, places: Places, can: Flags, most: int) -> Options:
    """All ways of holding that a smallest plan of at most `most` holds may need.

    `can`: (units, k) whether a unit is there in time. For a place and a unit only the nearest point to the
    suspect counts. A point that `most` units can reach is free: whatever the others hold, one is left for it.
    """
    inner = np.flatnonzero(places.of >= 0)
    enough = np.where(can[:, inner].sum(axis=0) >= most)[0]
    free = firsts_of(places, of.suspect_s, inner[enough])
    free_s = np.full(places.count, np.inf)
    free_s[places.of[free]] = of.suspect_s[free]
    unit, column = np.nonzero(can[:, inner])
    row = inner[column]
    sooner = of.suspect_s[row] < free_s[places.of[row]]
    unit, row = unit[sooner], row[sooner]
    place = places.of[row]
    order = np.lexsort((row, of.suspect_s[row], unit, place))
    place, unit, row = place[order], unit[order], row[order]
    first = np.append(True, (place[1:] != place[:-1]) | (unit[1:] != unit[:-1]))[: len(place)]
    place, unit, row = place[first], unit[first], row[first]
    order = np.lexsort((unit, of.suspect_s[row], place))
    place, unit, row = place[order], unit[order], row[order]
    begins = np.searchsorted(place, place)
    few = np.arange(len(place)) - begins < most
    return Options(
        np.concatenate((place[few], places.of[free])),
        np.concatenate((unit[few], np.full(len(free), -1))),
        np.concatenate((row[few], free)),
        most,
    )


def solve(of: Region, places: Places, ways: Options, units: int, patience_s: float) -> Solved | None:
    """The plan with the fewest holes, then the fewest holds, then the least time of the suspect.

    None where nothing was found in `patience_s`.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    holes = firsts_of(places, of.suspect_s)
    count, many = places.count, len(ways.place)
    price = np.concatenate((np.zeros(count), _prices(of, ways.row, holes, units)))
    highest = np.ones(len(price))
    highest[:count][places.way_out] = 0.0
    matrix, low, high = _constraints(places, ways, places.of[holes])
    found = milp(
        price,
        integrality=(np.arange(len(price)) >= count).astype(np.int64),
        bounds=Bounds(np.zeros(len(price)), highest),
        constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": patience_s, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    taken = np.round(found.x).astype(np.int64) > 0
    return Solved(ways.row[taken[count : count + many]], holes[taken[count + many :]], found.status == 0)


def _prices(of: Region, ways: Longs, holes: Longs, units: int) -> Floats:
    """A hold costs 1, a hole more than all units holding, all their suspect times together less than 1."""
    rows = np.concatenate((ways, holes))
    whole = np.concatenate((np.ones(len(ways)), np.full(len(holes), units + 1.0)))
    latest = float(of.suspect_s[rows].max(initial=1.0))
    most = units + min(len(holes), MOST_HOLES)
    return np.asarray(whole + 0.9 * of.suspect_s[rows] / (latest * most), dtype=np.float64)


def _constraints(places: Places, ways: Options, hole_at: Longs):  # type: ignore[no-untyped-def]  # scipy has no types
    """The matrix of the programme and the bounds of its rows: roads, ways in, units."""
    from scipy.sparse import bmat, csr_matrix

    count = places.count
    cut_at = np.concatenate((ways.place, hole_at))
    cut = csr_matrix((np.ones(len(cut_at)), (cut_at, np.arange(len(cut_at)))), shape=(count, len(cut_at)))
    tail = np.concatenate((places.one, places.other))
    head = np.concatenate((places.other, places.one))
    roads, first = np.arange(len(tail)), np.flatnonzero(places.from_inside)
    ones = np.ones(len(tail))
    carried = csr_matrix(
        (np.concatenate((ones, -ones)), (np.tile(roads, 2), np.concatenate((head, tail)))),
        shape=(len(tail), count),
    )
    entered = csr_matrix((np.ones(len(first)), (np.arange(len(first)), first)), shape=(len(first), count))
    bound = np.flatnonzero(ways.unit >= 0)
    unit, row = np.unique(ways.unit[bound], return_inverse=True)
    many = len(ways.place)
    # One row for each unit, and one for all holds together.
    rows = np.concatenate((row, np.full(many, len(unit))))
    columns = np.concatenate((bound, np.arange(many)))
    shared = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(unit) + 1, len(cut_at)))
    matrix = bmat([[carried, cut[head]], [entered, cut[first]], [None, shared]], format="csr")
    low = np.concatenate((np.zeros(len(tail)), np.ones(len(first)), np.full(len(unit) + 1, -np.inf)))
    high = np.concatenate((np.full(len(tail) + len(first), np.inf), np.ones(len(unit)), [ways.most]))
    return matrix, low, high
