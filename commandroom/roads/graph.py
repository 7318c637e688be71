"""What travelling in one mode costs under given conditions, and the searches over it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from commandroom.roads.kernel import FAR_S, ROOTS, Kernel
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.topology import Indices, Places, Topology, pairs
from commandroom.roads.weights import Flags, Weights

if TYPE_CHECKING:  # slow to import, and not needed for the first picture: each function imports its own
    from scipy.sparse import csr_matrix

NEVER_S = 1e30
"""Stands for inf where it is multiplied by a share, which may be 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A directed graph: the edges of node `n` are `head[start[n]:start[n+1]]`, with their seconds."""

    start: Ints
    head: Ints
    seconds: Floats

    def of(self, node: int) -> tuple[Ints, Floats]:
        """(k,) neighbours of `node` and the seconds to them."""
        row = slice(self.start[node], self.start[node + 1])
        return self.head[row], self.seconds[row]

    def matrix(self) -> "csr_matrix":
        """The same graph for scipy or networkx."""
        from scipy.sparse import csr_matrix

        nodes = len(self.start) - 1
        return csr_matrix((self.seconds, self.head, self.start), shape=(nodes, nodes))


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One direction of the chains: what it costs to go over their segments."""

    seconds: Floats
    """(positions,) for somebody who starts or ends on the segment; `NEVER_S` where the mode may not."""
    sums: Floats
    """(positions + 1,) running sums of the segments that may be passed whole …"""
    stops: Ints
    """… and how many so far may not."""
    is_closed: Flags
    """(positions,)"""

    def between(self, low: Ints, high: Ints) -> Floats:
        """Seconds over the whole segments at positions from `low` up to, not including, `high`."""
        is_shut = self.stops[high] > self.stops[low]
        return np.where(is_shut, np.inf, self.sums[high] - self.sums[low])

    def part(self, position: Ints, share: Floats) -> Floats:
        """Seconds over a share of a segment. No share takes no time even where one may not go: who
        stands on a junction leaves it by any road. All of a closed segment nobody passes.
        """
        seconds = share * self.seconds[position]
        never = (seconds > FAR_S) | ((share == 1.0) & self.is_closed[position])
        return np.where(never, np.inf, seconds)


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """(n,) seconds between points and the two ends of their chains; inf where there is no such way."""

    begin_s: Floats
    end_s: Floats


class ModeGraph:
    """All that travel in one mode needs. Without closures every usable node can reach every other."""

    def __init__(self, network: RoadNetwork, mode: Mode, topology: Topology, weights: Weights) -> None:
        self.network = network
        self.mode = mode
        self.topology = topology
        self.weights = weights
        segment, is_along = topology.by_position, topology.is_along
        stored, against = weights.forward_s[segment], weights.backward_s[segment]
        is_closed = weights.is_closed[segment]
        self.ahead = _way(np.where(is_along, stored, against), is_closed)
        self.back = _way(np.where(is_along, against, stored), is_closed)

    @property
    def segments(self) -> Ints:
        """Segments inside the largest part of the network in which every node reaches every other."""
        return self.topology.segments

    @property
    def forward_s(self) -> Floats:
        """(all segments,) seconds along the stored direction; inf where the mode may not.

        Those of a closed segment are for who starts or ends there; see `Weights`.
        """
        return self.weights.forward_s

    @property
    def backward_s(self) -> Floats:
        """The same against it."""
        return self.weights.backward_s

    @cached_property
    def onward(self) -> Rows:
        """Nodes and the quickest segments between them, crossings counted half at each end."""
        return _rows(self.topology, self.weights, len(self.network.node_lat))

    @cached_property
    def from_place(self) -> Kernel:
        """For searches in the direction of travel."""
        return self._kernel(self.ahead, self.back)

    @cached_property
    def to_place(self) -> Kernel:
        """For searches against it, from a goal."""
        return self._kernel(self.back, self.ahead)

    def exits(self, starts: Places) -> Doors:
        """What it costs to leave the chains."""
        position, share = starts.position, starts.share
        begin_s, end_s = self._exits_s
        found = Doors(
            share * self.back.seconds[position] + begin_s[position],
            (1.0 - share) * self.ahead.seconds[position] + end_s[position],
        )
        at_node = np.flatnonzero((share == 0.0) | (share == 1.0))
        if len(at_node):
            self._leave_nodes(starts[at_node], found, at_node)
        for side in (found.begin_s, found.end_s):
            side[side > FAR_S] = np.inf
        return found

    def _leave_nodes(self, starts: Places, doors: Doors, rows: Indices) -> None:
        """Put right the doors of starts that stand on nodes: a junction is left by itself alone, and a
        closed segment is not passed whole.
        """
        is_shut = self.ahead.is_closed[starts.position]
        doors.end_s[rows[starts.is_at_begin | (is_shut & (starts.share == 0.0))]] = np.inf
        doors.begin_s[rows[starts.is_at_end | (is_shut & (starts.share == 1.0))]] = np.inf
        doors.begin_s[rows[starts.is_at_begin]] = 0.0
        doors.end_s[rows[starts.is_at_end]] = 0.0

    def entries(self, goals: Places) -> Doors:
        """What it costs to come from the ends of the chains."""
        return self._doors(goals, to_begin=self.ahead, to_end=self.back)

    @cached_property
    def _exits_s(self) -> tuple[Floats, Floats]:
        """(positions,) from the near end of each segment to where its chain begins, or ends."""
        shape = self.topology
        position, half = np.arange(len(shape.chain), dtype=np.int32), self._half_s
        begin_s = self.back.between(shape.first[shape.chain], position) + half[shape.begin[shape.chain]]
        end_s = self.ahead.between(position + 1, shape.first[shape.chain + 1])
        return begin_s, end_s + half[shape.end[shape.chain]]

    @cached_property
    def _half_s(self) -> Floats:
        """(junctions,) half of what it costs to pass each."""
        return self.weights.crossing_half_s[self.topology.junctions]

    def direct(self, starts: Places, goals: Places) -> tuple[Floats, Floats]:
        """(n,) seconds from each start along its chain, and against it, to the goal of the same row.

        inf where that is no way, and where one stands on a junction: such ways go by the junctions.
        """
        p, q, t, u = starts.position, goals.position, starts.share, goals.share
        is_ahead = (p < q) | ((p == q) & (t <= u))
        is_behind = (p > q) | ((p == q) & (t >= u))
        own = p == q
        ahead = self.ahead.part(p, 1.0 - t) + self.ahead.between(p + 1, np.maximum(q, p + 1))
        ahead = np.where(own, self.ahead.part(p, np.abs(u - t)), ahead + self.ahead.part(q, u))
        behind = self.back.part(p, t) + self.back.between(q + 1, np.maximum(p, q + 1))
        behind = np.where(own, self.back.part(p, np.abs(u - t)), behind + self.back.part(q, 1.0 - u))
        open_ = starts.chain == goals.chain
        for places in (starts, goals):
            open_ = open_ & ~places.is_at_begin & ~places.is_at_end
        return np.where(open_ & is_ahead, ahead, np.inf), np.where(open_ & is_behind, behind, np.inf)

    def search(self, places: Places, limit_s: float, *, toward: bool) -> Floats:
        """(n, junctions) seconds from every junction to each place, or from the place to every junction.

        inf where there is no way, or none within `limit_s`. Slices of more than `kernel.ROOTS` places
        are searched one after the other.
        """
        doors = self.entries(places) if toward else self.exits(places)
        kernel = self.to_place if toward else self.from_place
        return _searched(kernel, places, doors.begin_s, doors.end_s, limit_s)

    def search_from(self, places: Places, begin_s: Floats, end_s: Floats, limit_s: float) -> Floats:
        """(n, junctions) seconds to every junction from starts whose exits cost something of their own."""
        return _searched(self.from_place, places, begin_s, end_s, limit_s)

    def node_seconds(
        self, places: Places, limit_s: float, *, toward: bool, before_s: Floats | None = None
    ) -> Floats:
        """(nodes,) seconds between every node and the nearest of some places, by one search.

        before_s: (places,) what each place is away already. inf beyond `limit_s`.
        """
        doors = self.entries(places) if toward else self.exits(places)
        before_s = np.zeros(len(places)) if before_s is None else before_s
        heads = np.concatenate((places.begin, places.end))
        seconds = np.concatenate((doors.begin_s + before_s, doors.end_s + before_s))
        at_junction = (self.to_place if toward else self.from_place).nearest(heads, seconds, limit_s)
        topology = self.topology
        node_s = np.full(self.network.node_count, np.inf)
        node_s[topology.junctions] = at_junction
        is_near = np.minimum(at_junction[topology.begin], at_junction[topology.end]) <= limit_s
        is_near[places.chain] = True
        inner = topology.inner_places(is_near)
        doors = self.exits(inner) if toward else self.entries(inner)
        found = np.minimum(doors.begin_s + at_junction[inner.begin], doors.end_s + at_junction[inner.end])
        row, column = pairs(inner.chain, places.chain)
        both = inner[row], places[column]
        ahead, back = self.direct(*(both if toward else both[::-1]))
        np.minimum.at(found, row, np.minimum(ahead, back) + before_s[column])
        node_s[topology.tail_node[inner.position]] = np.where(found <= limit_s, found, np.inf)
        return node_s

    def _doors(self, places: Places, *, to_begin: Way, to_end: Way) -> Doors:
        half = self._half_s
        position, share = places.position, places.share
        begin_s = to_begin.part(position, share) + to_begin.between(places.first, position)
        end_s = to_end.part(position, 1.0 - share) + to_end.between(position + 1, places.last)
        begin_s += half[places.begin]
        end_s += half[places.end]
        at_begin, at_end = places.is_at_begin, places.is_at_end
        begin_s = np.where(at_begin, 0.0, np.where(at_end, np.inf, begin_s))
        return Doors(begin_s, np.where(at_end, 0.0, np.where(at_begin, np.inf, end_s)))

    def _kernel(self, ahead: Way, back: Way) -> Kernel:
        topology = self.topology
        start, head, link = topology.links
        first, last = topology.first[:-1], topology.first[1:]
        half = self._half_s
        seconds = np.concatenate((ahead.between(first, last), back.between(first, last)))
        seconds += np.tile(half[topology.begin] + half[topology.end], 2)
        seconds = np.minimum(seconds, 2 * FAR_S)
        return Kernel(start, head, seconds[link])


def _searched(kernel: Kernel, places: Places, begin_s: Floats, end_s: Floats, limit_s: float) -> Floats:
    heads, seconds = np.column_stack((places.begin, places.end)), np.column_stack((begin_s, end_s))
    parts = [
        kernel.search(heads[low : low + ROOTS], seconds[low : low + ROOTS], limit_s)
        for low in range(0, len(places), ROOTS)
    ]
    return np.concatenate(parts) if len(parts) != 1 else parts[0]


def _way(seconds: Floats, is_closed: Flags) -> Way:
    is_open = np.isfinite(seconds) & ~is_closed
    sums = np.concatenate(([0.0], np.cumsum(np.where(is_open, seconds, 0.0))))
    stops = np.concatenate(([0], np.cumsum(~is_open))).astype(np.int32)
    return Way(np.minimum(seconds, NEVER_S), sums, stops, is_closed)


def _rows(topology: Topology, weights: Weights, nodes: int) -> Rows:
    """The open segments as edges sorted by tail and head; of parallel ones only the quickest stays."""
    segment, is_along = topology.by_position, topology.is_along
    forward, backward = weights.forward_s[segment], weights.backward_s[segment]
    ahead, back = np.where(is_along, forward, backward), np.where(is_along, backward, forward)
    cost = np.concatenate((ahead, back))
    tail = np.concatenate((topology.tail_node, topology.head_node))
    head = np.concatenate((topology.head_node, topology.tail_node))
    is_open = np.isfinite(cost) & ~np.tile(weights.is_closed[segment], 2) & (tail != head)
    tail, head, cost = tail[is_open], head[is_open], cost[is_open]
    cost = cost + weights.crossing_half_s[tail] + weights.crossing_half_s[head]
    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    keep = np.ones(len(tail), dtype=np.bool_)
    keep[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    tail, head, cost = tail[keep], head[keep], cost[keep]
    start = np.zeros(nodes + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=nodes), out=start[1:])
    return Rows(start, head, cost)
