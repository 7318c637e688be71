"""The part of the suspect's roads between where he may be now and where he counts as escaped."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.roads.network import Floats, Ints
from commandroom.services.containment.flight import Flags, Pursued

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A graph without directions. He comes in by `from_inside` nodes and is gone at `way_out` nodes.

    Every node can be a point of the ring, those of the way out too.
    """

    node: Ints
    """(k,) node of the network, ascending."""
    suspect_s: Floats
    """(k,) earliest arrival from now, above 0."""
    one: Longs
    """(e,) rows joined by a road, each pair once."""
    other: Longs
    from_inside: Flags
    """(k,) whether a road leads here from where he may be now."""
    way_out: Flags
    """(k,) beyond the horizon, or where the map ends."""

    def __len__(self) -> int:
        return len(self.node)


def region(of: Pursued, seen_ago_s: float, horizon_s: float) -> Region:
    """What lies ahead of him up to `horizon_s` from now, and the first nodes beyond."""
    tail, head, at_s = of.tail, of.head, of.node_s
    here = places_now(of, seen_ago_s)
    is_wall = np.zeros(len(at_s), dtype=np.bool_)
    is_wall[of.walls] = True
    ahead = ~here & ~is_wall & (at_s <= seen_ago_s + horizon_s)
    beyond = ~here & ~is_wall & ~ahead & np.isfinite(at_s)
    near = here | ahead
    rim = np.zeros(len(at_s), dtype=np.bool_)
    rim[head[near[tail] & beyond[head]]] = True
    rim[tail[near[head] & beyond[tail]]] = True
    from_inside = np.zeros(len(at_s), dtype=np.bool_)
    from_inside[head[here[tail]]] = True
    from_inside[tail[here[head]]] = True
    from_inside[[node for node, _ in of.starts()]] = True
    node = np.flatnonzero(ahead | rim).astype(np.int32)
    row = np.full(len(at_s), -1, dtype=np.int64)
    row[node] = np.arange(len(node))
    one, other = _pairs(row[tail], row[head], rim[node])
    return Region(
        node, at_s[node] - seen_ago_s, one, other, from_inside[node], rim[node] | of.leads_out[node]
    )


def places_now(of: Pursued, seen_ago_s: float) -> Flags:
    """(nodes,) whether he may have come by already; a held point stops him."""
    here = of.node_s <= seen_ago_s
    here[of.walls] = False
    return np.asarray(here, dtype=np.bool_)


def _pairs(one: Longs, other: Longs, rim: Flags) -> tuple[Longs, Longs]:
    """Each pair of different rows once; roads among nodes beyond the horizon do not matter."""
    fits = (one >= 0) & (other >= 0) & (one != other)
    one, other = one[fits], other[fits]
    inner = ~(rim[one] & rim[other])
    low, high = np.minimum(one[inner], other[inner]), np.maximum(one[inner], other[inner])
    if len(low) == 0:
        return low, high
    pairs = np.unique(np.stack((low, high), axis=-1), axis=0)
    return pairs[:, 0], pairs[:, 1]
