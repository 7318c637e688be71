"""The points of a way along the roads and when they are passed."""

from collections.abc import Iterator

import numpy as np

from commandroom.geo import LatLon
from commandroom.roads.graph import ModeGraph, Way
from commandroom.roads.network import Floats
from commandroom.roads.starts import Starts
from commandroom.roads.topology import Places

Stop = tuple[LatLon, float]


def way_points(graph: ModeGraph, starts: Starts, goal: Places, junction_s: Floats) -> list[Stop]:
    """The quickest way from one start to the goal, both on the road, with seconds since setting out.

    junction_s: (junctions,) seconds to the goal, right for every junction on the way. There must be a way.
    """
    return list(_Journey(graph, starts, goal, junction_s).stops())


class _Journey:
    """One start, one goal, what is known between."""

    def __init__(self, graph: ModeGraph, starts: Starts, goal: Places, junction_s: Floats) -> None:
        self._graph = graph
        self._topology = graph.topology
        self._half = graph.weights.crossing_half_s[graph.topology.junctions]
        self._start = starts.places
        self._starts = starts
        self._goal = goal
        self._junction_s = junction_s
        entries = graph.entries(goal)
        self._goal_doors = (
            (int(goal.begin[0]), float(entries.begin_s[0]), True),
            (int(goal.end[0]), float(entries.end_s[0]), False),
        )

    def stops(self) -> Iterator[Stop]:
        """From the start to the goal."""
        starts, places = self._starts, self._start
        begin, end = int(places.begin[0]), int(places.end[0])
        ahead, back = self._graph.direct(places, self._goal)
        ways = [
            float(ahead[0] + starts.turn_ahead_s[0]),
            float(back[0] + starts.turn_back_s[0]),
            float(starts.begin_s[0] + self._junction_s[begin]),
            float(starts.end_s[0] + self._junction_s[end]),
        ]
        best = min(range(4), key=ways.__getitem__)
        total = ways[best]
        position, share = int(places.position[0]), float(places.share[0])
        yield self._at(position, share), 0.0
        if best < 2:
            turn = float((starts.turn_ahead_s, starts.turn_back_s)[best][0])
            yield from self._along(position, share, int(self._goal.position[0]), best == 0, turn)
        else:
            is_ahead = best == 3
            turn = float((starts.turn_ahead_s if is_ahead else starts.turn_back_s)[0])
            far = int(places.last[0]) if is_ahead else int(places.first[0]) - 1
            yield from self._along(position, share, far, is_ahead, turn)
            junction = end if is_ahead else begin
            yield self._junction(junction), total - float(self._junction_s[junction])
            yield from self._over_junctions(junction, total)
        yield self._at(int(self._goal.position[0]), float(self._goal.share[0])), total

    def _over_junctions(self, junction: int, total: float) -> Iterator[Stop]:
        """From a junction on, by the neighbours from which the goal is nearest."""
        topology, start = self._topology, self._topology.links[0]
        _, head, link = topology.links
        while True:
            at_s = total - float(self._junction_s[junction])
            row = slice(start[junction], start[junction + 1])
            chain, is_back = link[row] % topology.chains, link[row] >= topology.chains
            whole = topology.first[chain], topology.first[chain + 1]
            costs = np.where(is_back, self._graph.back.between(*whole), self._graph.ahead.between(*whole))
            costs = costs + self._half[head[row]] + self._half[junction] + self._junction_s[head[row]]
            best = int(costs.argmin()) if len(costs) else -1
            door = min((each for each in self._goal_doors if each[0] == junction), key=_cost, default=None)
            if door is not None and (best < 0 or door[1] <= costs[best]):
                yield from self._into_goal(door[2], at_s + float(self._half[junction]))
                return
            far, is_ahead = int(chain[best]), not is_back[best]
            low, high = int(topology.first[far]), int(topology.first[far + 1])
            at_s += float(self._half[junction])
            if is_ahead:
                yield from self._along(low, 0.0, high, True, at_s)
            else:
                yield from self._along(high - 1, 1.0, low - 1, False, at_s)
            junction = int(head[row][best])
            yield self._junction(junction), total - float(self._junction_s[junction])

    def _into_goal(self, from_begin: bool, at_s: float) -> Iterator[Stop]:
        goal = self._goal
        if goal.is_at_begin[0] or goal.is_at_end[0]:
            return
        if from_begin:
            yield from self._along(int(goal.first[0]), 0.0, int(goal.position[0]), True, at_s)
        else:
            yield from self._along(int(goal.last[0]) - 1, 1.0, int(goal.position[0]), False, at_s)

    def _along(self, position: int, share: float, to: int, is_ahead: bool, at_s: float) -> Iterator[Stop]:
        """The nodes inside a chain between a place on it and the segment at position `to`, not included.

        `to` may be one beyond the chain; the junction there is not told.
        """
        way: Way = self._graph.ahead if is_ahead else self._graph.back
        nodes = self._topology.head_node if is_ahead else self._topology.tail_node
        left, step = (1.0 - share, 1) if is_ahead else (share, -1)
        chain = self._topology.chain[position]
        low, high = int(self._topology.first[chain]), int(self._topology.first[chain + 1])
        while position != to:
            at_s += left * float(way.seconds[position]) if left else 0.0
            left, beyond = 1.0, position + step
            if low <= beyond < high:
                yield self._graph.network.node(int(nodes[position])), at_s
            position = beyond

    def _junction(self, junction: int) -> LatLon:
        return self._graph.network.node(int(self._topology.junctions[junction]))

    def _at(self, position: int, share: float) -> LatLon:
        """The point so far along the segment at a position."""
        network, topology = self._graph.network, self._topology
        a, b = (network.node(int(nodes[position])) for nodes in (topology.tail_node, topology.head_node))
        return LatLon(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)


def _cost(door: tuple[int, float, bool]) -> float:
    return door[1]
