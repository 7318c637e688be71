"""The region without what makes no difference to a ring: dead ends, and nodes along a road."""

from dataclasses import dataclass

import numpy as np

from commandroom.roads.network import Floats
from commandroom.services.containment.flight import Flags
from commandroom.services.containment.region import Longs, Region


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A smaller graph: a place is a crossing, or a road between two that may be cut anywhere."""

    of: Longs
    """(k,) the place of each row of the region; -1 where it leads nowhere."""
    count: int
    one: Longs
    """(e,) places that touch, each pair once."""
    other: Longs
    from_inside: Flags
    """(count,)"""
    way_out: Flags
    """(count,)"""


def firsts_of(places: Places, suspect_s: Floats, rows: Longs | None = None) -> Longs:
    """For each place the one of its rows (of `rows`) that the suspect comes to first."""
    rows = np.arange(len(suspect_s), dtype=np.int64) if rows is None else rows
    rows = rows[places.of[rows] >= 0]
    rows = rows[np.lexsort((rows, suspect_s[rows], places.of[rows]))]
    place = places.of[rows]
    is_first = np.append(True, place[1:] != place[:-1])[: len(rows)]
    return np.asarray(rows[is_first], dtype=np.int64)


def fold(of: Region) -> Places:
    """Fold until nothing changes: every ring of the region is one of the places and the other way round."""
    found = Places(np.arange(len(of), dtype=np.int64), len(of), of.one, of.other, of.from_inside, of.way_out)
    while True:
        smaller = _joined(_without_dead_ends(found))
        if smaller.count == found.count:
            return found
        found = smaller


def _ways(of: Places) -> Longs:
    """(count,) how many ways lead on from each place, where he comes from and the way out among them."""
    ends = np.bincount(of.one, minlength=of.count) + np.bincount(of.other, minlength=of.count)
    return np.asarray(ends + of.from_inside + of.way_out, dtype=np.int64)


def _without_dead_ends(of: Places) -> Places:
    """`of` without what has a single way on, one layer."""
    stays = _ways(of) >= 2
    renamed = np.where(stays, np.cumsum(stays) - 1, -1)
    return _renamed(of, renamed, int(stays.sum()))


def _joined(of: Places) -> Places:
    """`of` with neighbours that have two ways each as one place."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    is_plain = _ways(of) == 2
    joins = is_plain[of.one] & is_plain[of.other]
    ones = np.ones(int(joins.sum()), dtype=np.int8)
    matrix = csr_matrix((ones, (of.one[joins], of.other[joins])), shape=(of.count, of.count))
    parts, part = connected_components(matrix, directed=False)
    return _renamed(of, part.astype(np.int64), int(parts))


def _renamed(of: Places, name: Longs, count: int) -> Places:
    """`of` under other numbers; -1 goes, equal numbers become one."""
    named = np.append(name, -1)
    from_inside, way_out = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    stays = name >= 0
    from_inside[name[stays & of.from_inside]] = True
    way_out[name[stays & of.way_out]] = True
    one, other = name[of.one], name[of.other]
    fits = (one >= 0) & (other >= 0) & (one != other)
    pair = np.unique(np.minimum(one, other)[fits] * max(count, 1) + np.maximum(one, other)[fits])
    return Places(named[of.of], count, pair // max(count, 1), pair % max(count, 1), from_inside, way_out)
