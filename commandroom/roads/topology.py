"""The shape of the roads of one group of modes, whatever they cost today: junctions, and chains between.

A chain is a run of segments between two junctions; the nodes inside it have exactly two arms, so that
whoever is on a chain leaves it over one of its two ends. Searches see junctions and chains only: that
takes nothing from their exactness, and most of the nodes from their work.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.snap import Snaps
from commandroom.roads.weights import Flags

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Topology:
    """Segments in the order of their chains; "position" is a place in that order.

    Chains run from their `begin` to their `end`, which are indices into `junctions`.
    """

    segments: Ints
    """Segments inside the largest part of the network in which every node reaches every other."""
    smaller_road: npt.NDArray[np.int8]
    """(nodes,) `RoadClass` of the third largest arm, -1 where fewer than three arms meet."""
    junctions: Ints
    """(junctions,) nodes that are no chain's inside, ascending."""
    by_position: Ints
    """(positions,) segments."""
    is_along: Flags
    """(positions,) whether the chain runs in the stored direction of the segment."""
    chain: Ints
    """(positions,)"""
    first: Ints
    """(chains + 1,) the position at which each chain begins."""
    begin: Ints
    end: Ints
    position: Ints
    """(all segments,) -1 for a segment outside."""
    tail_node: Ints
    """(positions,) the node at which a traveller along the chain enters the segment."""
    head_node: Ints

    @cached_property
    def links(self) -> tuple[Ints, Ints, Ints]:
        """The junctions as compressed rows, one entry for each chain in each direction.

        Row starts, columns, and for each entry the chain from `begin` to `end`, or that number plus
        `chains` for the other direction. Chains that return to where they began are left out.
        """
        row = np.concatenate((self.begin, self.end))
        column = np.concatenate((self.end, self.begin))
        order = np.flatnonzero(row != column)
        order = order[np.argsort(row[order], kind="stable")]
        start = np.zeros(len(self.junctions) + 1, dtype=np.int32)
        np.cumsum(np.bincount(row[order], minlength=len(self.junctions)), out=start[1:])
        return start, column[order].astype(np.int32), order.astype(np.int32)

    @property
    def chains(self) -> int:
        """How many chains there are."""
        return len(self.begin)

    def places(self, snaps: Snaps) -> "Places":
        """Where snapped points are on their chains; anywhere for a point without a segment."""
        position = np.maximum(self.position[snaps.segment], 0)
        share = np.where(self.is_along[position], snaps.fraction, 1.0 - snaps.fraction)
        return Places(self, position, share, self.chain[position])

    def at_nodes(self, nodes: Ints, points: Floats) -> Snaps:
        """Nodes, which lie at `points`, as snapped points; without a segment where they are off the roads."""
        position, share = self._node_places
        at, share = position[nodes], share[nodes]
        is_off = at < 0
        return Snaps(
            points,
            np.where(is_off, -1, self.by_position[at]).astype(np.int32),
            np.where(self.is_along[at], share, 1.0 - share),
            np.where(is_off, np.inf, 0.0),
        )

    @cached_property
    def _node_places(self) -> tuple[Ints, Floats]:
        """(nodes,) a position beside every node, -1 for one off these roads, and the share."""
        position = np.full(len(self.smaller_road), -1, dtype=np.int32)
        share = np.zeros(len(position))
        ends = self.first[1:] - 1
        position[self.head_node[ends]], share[self.head_node[ends]] = ends, 1.0
        position[self.tail_node] = np.arange(len(self.tail_node), dtype=np.int32)
        share[self.tail_node] = 0.0
        return position, share

    def inner_places(self, chains: Flags) -> "Places":
        """The nodes inside the flagged chains, in the order of positions."""
        is_inner = chains[self.chain]
        is_inner[self.first[:-1]] = False
        position = np.flatnonzero(is_inner).astype(np.int32)
        return Places(self, position, np.zeros(len(position)), self.chain[position])


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """(n,) points on chains."""

    shape: Topology
    position: Ints
    share: Floats
    """How far along the segment at `position`, in the direction of the chain."""
    chain: Ints

    def __len__(self) -> int:
        return len(self.position)

    def __getitem__(self, rows: npt.NDArray[np.generic] | slice) -> "Places":
        return Places(self.shape, self.position[rows], self.share[rows], self.chain[rows])

    @property
    def begin(self) -> Ints:
        """The junction where their chain begins."""
        return self.shape.begin[self.chain]

    @property
    def end(self) -> Ints:
        """The junction where it ends."""
        return self.shape.end[self.chain]

    @property
    def first(self) -> Ints:
        """Their chain's first position …"""
        return self.shape.first[self.chain]

    @property
    def last(self) -> Ints:
        """… and the one after its last."""
        return self.shape.first[self.chain + 1]

    @property
    def is_at_begin(self) -> Flags:
        """Whether they stand on the junction where their chain begins."""
        return np.asarray((self.share == 0.0) & (self.position == self.first), dtype=np.bool_)

    @property
    def is_at_end(self) -> Flags:
        """Whether they stand on the junction where their chain ends."""
        return np.asarray((self.share == 1.0) & (self.position == self.last - 1), dtype=np.bool_)


def pairs(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Rows of `one` and rows of `other` that hold the same number."""
    order = np.argsort(other, kind="stable")
    low = np.searchsorted(other[order], one, side="left")
    counts = np.searchsorted(other[order], one, side="right") - low
    row = np.repeat(np.arange(len(one)), counts)
    ends = np.cumsum(counts)
    place = np.arange(len(row)) + np.repeat(low - (ends - counts), counts)
    return row.astype(np.int32), order[place].astype(np.int32)


def topology(network: RoadNetwork, forward: Flags, backward: Flags) -> Topology:
    """Lay out the largest part that the open directions connect; without any it has no segments."""
    segments = np.flatnonzero(_in_largest_part(network, forward, backward)).astype(np.int32)
    tail, head = network.seg_from[segments], network.seg_to[segments]
    arms = np.bincount(tail, minlength=network.node_count) + np.bincount(head, minlength=network.node_count)
    is_inner = arms == 2
    is_inner[tail[tail == head]] = False
    is_junction = (arms > 0) & ~is_inner
    if len(segments) and not is_junction.any():  # one ring and nothing else
        is_junction[tail[0]], is_inner[tail[0]] = True, False
    junctions = np.flatnonzero(is_junction).astype(np.int32)
    number = np.full(network.node_count, -1, dtype=np.int32)
    number[junctions] = np.arange(len(junctions), dtype=np.int32)
    last_arc, left = _ends_of_arcs(tail, head, is_inner)
    is_along = last_arc[0::2] < last_arc[1::2]
    chain = np.unique(np.minimum(last_arc[0::2], last_arc[1::2]), return_inverse=True)[1]
    order = np.lexsort((-np.where(is_along, left[0::2], left[1::2]), chain))
    first = np.concatenate(([0], np.cumsum(np.bincount(chain)))).astype(np.int32)
    is_along = is_along[order]
    tail, head = np.where(is_along, tail[order], head[order]), np.where(is_along, head[order], tail[order])
    position = np.full(network.segment_count, -1, dtype=np.int32)
    position[segments[order]] = np.arange(len(segments), dtype=np.int32)
    return Topology(
        segments=segments,
        smaller_road=_smaller_road(network, segments),
        junctions=junctions,
        by_position=segments[order],
        is_along=is_along,
        chain=chain[order].astype(np.int32),
        first=first,
        begin=number[tail[first[:-1]]],
        end=number[head[first[1:] - 1]],
        position=position,
        tail_node=tail,
        head_node=head,
    )


def _ends_of_arcs(tail: Ints, head: Ints, is_inner: Flags) -> tuple[Indices, Indices]:
    """(2m,) for each segment and direction the last arc of its chain, and how many arcs are before it.

    Arc 2i is segment i in its stored direction, arc 2i + 1 the same against it.
    """
    count = len(tail)
    goes_to = np.column_stack((head, tail)).ravel()
    own = np.repeat(np.arange(count), 2)
    both = sum(np.bincount(side, weights=np.arange(count), minlength=len(is_inner)) for side in (tail, head))
    goes_on = is_inner[goes_to]
    other = np.asarray(both, dtype=np.float64)[goes_to[goes_on]].astype(np.int64) - own[goes_on]
    jump = np.arange(2 * count, dtype=np.int64)
    jump[goes_on] = 2 * other + (tail[other] != goes_to[goes_on])
    left = goes_on.astype(np.int64)
    while True:  # every round doubles how far each arc has looked ahead
        more = left[jump]
        if not more.any():
            return jump, left
        left, jump = left + more, jump[jump]


def _smaller_road(network: RoadNetwork, segments: Ints) -> npt.NDArray[np.int8]:
    """See `Topology.smaller_road`."""
    node = np.concatenate((network.seg_from[segments], network.seg_to[segments]))
    road_class = np.tile(network.seg_class[segments], 2).astype(np.int8)
    order = np.lexsort((-road_class, node))
    node, road_class = node[order], road_class[order]
    found = np.full(network.node_count, -1, dtype=np.int8)
    third = np.flatnonzero(node[2:] == node[:-2])
    third = third[np.append(True, node[third[1:]] != node[third[:-1]])] if len(third) else third
    found[node[third]] = road_class[third + 2]
    return found


def _in_largest_part(network: RoadNetwork, forward: Flags, backward: Flags) -> Flags:
    """(segments,) whether both ends of an open segment lie in the largest strongly connected part."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    is_open = forward | backward
    if not is_open.any():
        return is_open
    tail = np.concatenate((network.seg_from[forward], network.seg_to[backward]))
    head = np.concatenate((network.seg_to[forward], network.seg_from[backward]))
    nodes = network.node_count
    matrix = csr_matrix((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(nodes, nodes))
    _, part = connected_components(matrix, directed=True, connection="strong")
    largest = np.bincount(part).argmax()
    inside = part == largest
    return np.asarray(is_open & inside[network.seg_from] & inside[network.seg_to], dtype=np.bool_)
