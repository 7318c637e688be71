"""The cheapest set of nodes that parts where he may be from every way out, by maximum flow."""

from typing import Any, Protocol

import numpy as np

from commandroom.services.containment.flight import Flags
from commandroom.services.containment.region import Longs, Region

ENDLESS = 2**30
"""A node that cannot be cut, and a road; scipy counts flow in 32 bits."""
MOST = 2**29
"""No cut that is looked for costs more."""


class Ways(Protocol):
    """A graph without directions, with ways in and ways out."""

    @property
    def from_inside(self) -> Flags:
        """(k,)"""

    @property
    def way_out(self) -> Flags:
        """(k,)"""

    @property
    def one(self) -> Longs:
        """(e,)"""

    @property
    def other(self) -> Longs:
        """(e,)"""


def cheapest_cut(of: Ways, cost: Longs) -> Longs:
    """Rows of `of` to cut, at least total `cost`.

    Args:
        cost: (k,) whole and above 0. What the cut costs altogether must stay below `MOST`.

    Raises:
        OverflowError: it does not.
    """
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    rows = len(of.from_inside)
    if not (of.from_inside.any() and of.way_out.any()):
        return np.zeros(0, dtype=np.int64)
    capacity = _capacities(of, cost)
    flow = maximum_flow(capacity, 2 * rows, 2 * rows + 2)
    if flow.flow_value > MOST:
        raise OverflowError("the cut costs more than scipy can count")
    left = (capacity - flow.flow).tocsr()
    left.data = (left.data > 0).astype(np.int8)
    left.eliminate_zeros()
    seen = np.zeros(2 * rows + 3, dtype=np.bool_)
    seen[breadth_first_order(left, 2 * rows, return_predecessors=False)] = True
    return np.flatnonzero(seen[0 : 2 * rows : 2] & ~seen[1 : 2 * rows : 2])


def _capacities(of: Ways, cost: Longs) -> Any:
    """Each row in two halves, 2i and 2i + 1, joined by its cost; then the suspect's two and the way out."""
    from scipy.sparse import csr_matrix

    count = len(of.from_inside)
    rows = np.arange(count, dtype=np.int64)
    suspect, inside, out = 2 * count, 2 * count + 1, 2 * count + 2
    first, last = rows[of.from_inside], rows[of.way_out]
    tail = (2 * rows, 2 * of.one + 1, 2 * of.other + 1, np.full(len(first), inside), 2 * last + 1)
    head = (2 * rows + 1, 2 * of.other, 2 * of.one, 2 * first, np.full(len(last), out))
    tails = np.concatenate((*tail, [suspect])).astype(np.int32)
    heads = np.concatenate((*head, [inside])).astype(np.int32)
    capacity = np.full(len(tails), ENDLESS, dtype=np.int32)
    capacity[:count] = cost
    return csr_matrix((capacity, (tails, heads)), shape=(out + 1, out + 1))


def inside_of(of: Region, cut: Longs) -> Flags:
    """(k,) whether he can come there without passing a cut row; the cut itself is not inside."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    rows = len(of)
    is_cut = np.zeros(rows + 1, dtype=np.bool_)
    is_cut[cut] = True
    first = np.flatnonzero(of.from_inside)
    tail = np.concatenate((of.one, np.full(len(first), rows)))
    head = np.concatenate((of.other, first))
    is_open = ~is_cut[tail] & ~is_cut[head]
    ones = np.ones(int(is_open.sum()), dtype=np.int8)
    matrix = csr_matrix((ones, (tail[is_open], head[is_open])), shape=(rows + 1, rows + 1))
    _, part = connected_components(matrix, directed=False)
    return np.asarray((part == part[rows])[:rows] & ~is_cut[:rows], dtype=np.bool_)
