"""Who is how far, by road: the one door to travel times and routes."""

from collections import OrderedDict
from threading import Lock

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.roads.field import ArrivalField, RoadField, StraightField, road_field
from commandroom.roads.graph import ModeGraph, mode_graph
from commandroom.roads.matrix import road_times
from commandroom.roads.modes import DRONE_KMH, OFF_ROAD_KMH, SPEEDS_KMH, Mode
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.route import Route
from commandroom.roads.snap import SegmentIndex, Snaps, as_points, unsnapped

__all__ = [
    "DRONE_KMH",
    "OFF_ROAD_KMH",
    "SPEEDS_KMH",
    "ArrivalField",
    "Mode",
    "RoadField",
    "RoadRouter",
    "Route",
    "Snaps",
    "StraightField",
]

CACHE_BYTES = 96 * 1024 * 1024
"""Fields kept take no more than about this much memory, but eight are always kept."""


class RoadRouter:
    """Travel times over one network; builds what a mode needs on first use; safe for many threads."""

    def __init__(self, network: RoadNetwork) -> None:
        """Cheap: nothing is built before it is asked for."""
        self.network = network
        self._building = Lock()
        self._graphs: dict[Mode, ModeGraph] = {}
        self._indexes: dict[bool, SegmentIndex] = {}
        self._caching = Lock()
        self._fields: OrderedDict[tuple[LatLon, Mode], RoadField] = OrderedDict()
        self._most_fields = max(8, CACHE_BYTES // (8 * max(network.node_count, 1)))

    def snap(self, points: npt.ArrayLike, mode: Mode) -> Snaps:
        """Put (n, 2) latitudes and longitudes on the roads of `mode`; a drone stays where it is."""
        rows = as_points(points)
        return unsnapped(rows, 0.0) if mode is Mode.DRONE else self._index(mode).snap(rows)

    def field(self, place: LatLon, mode: Mode) -> ArrivalField:
        """Seconds to `place` from everywhere; kept, because incidents do not move."""
        if mode is Mode.DRONE:
            return StraightField(place)
        key = (place, mode)
        with self._caching:
            if key in self._fields:
                self._fields.move_to_end(key)
                return self._fields[key]
        made = road_field(self.network, self.graph(mode), self._index(mode), place)
        with self._caching:
            self._fields[key] = made
            while len(self._fields) > self._most_fields:
                self._fields.popitem(last=False)
        return made

    def field_within(self, place: LatLon, mode: Mode, limit_s: float) -> ArrivalField:
        """The field of `place` for starts from which it takes no more than about `limit_s`.

        Beyond, seconds may be inf. Quicker than `field`, and not kept.
        """
        if mode is Mode.DRONE:
            return StraightField(place)
        return road_field(self.network, self.graph(mode), self._index(mode), place, limit_s=limit_s)

    def times(
        self, origins: npt.ArrayLike, goals: npt.ArrayLike, mode: Mode, *, limit_s: float = np.inf
    ) -> Floats:
        """(n, m) seconds from each of n origins to each of m goals, as `field(goal).seconds(origins)`.

        inf where there is no way, or none within `limit_s`.
        """
        starts, ends = as_points(origins), as_points(goals)
        if mode is not Mode.DRONE:
            return road_times(self.network, self.graph(mode), self._index(mode), starts, ends, limit_s)
        columns = [StraightField(LatLon(*goal)).seconds(starts) for goal in ends.tolist()]
        found = np.stack(columns, axis=1) if columns else np.zeros((len(starts), 0))
        return np.where(found <= limit_s, found, np.inf)

    def times_from_one(
        self, origin: LatLon, goals: npt.ArrayLike, mode: Mode, limit_s: float = np.inf
    ) -> Floats:
        """(m,) seconds from one place to each of m goals; inf where none leads there within `limit_s`."""
        return np.asarray(self.times([origin], goals, mode, limit_s=limit_s)[0], dtype=np.float64)

    def graph(self, mode: Mode) -> ModeGraph:
        """The graph of a mode on the ground; raises `ValueError` for a drone, which needs none."""
        if mode is Mode.DRONE:
            raise ValueError("a drone has no road graph")
        with self._building:
            if mode not in self._graphs:
                self._graphs[mode] = mode_graph(self.network, mode)
            return self._graphs[mode]

    def neighbours(self, node: int, mode: Mode) -> tuple[Ints, Floats]:
        """(k,) nodes one segment on from `node` in `mode`, and the seconds to each.

        Empty where the node is off the roads of the mode.
        """
        return self.graph(mode).onward.of(node)

    def edge_seconds(self, tail: int, head: int, mode: Mode) -> float:
        """Seconds from node `tail` to its neighbour `head`; inf where no segment leads there."""
        heads, seconds = self.neighbours(tail, mode)
        found = np.flatnonzero(heads == head)
        return float(seconds[found[0]]) if len(found) else float("inf")

    def nodes(self, mode: Mode) -> Ints:
        """(k,) the nodes that can be reached in `mode`, ascending."""
        rows = self.graph(mode).onward.start
        return np.flatnonzero(np.diff(rows)).astype(np.int32)

    def nearest_node(self, place: LatLon, mode: Mode) -> int:
        """The nearer end of the segment nearest to `place`; -1 where the mode has no roads or flies."""
        snap = self.snap([place], mode)
        segment = int(snap.segment[0])
        if segment < 0:
            return -1
        ends = self.network.seg_from if snap.fraction[0] < 0.5 else self.network.seg_to
        return int(ends[segment])

    def _index(self, mode: Mode) -> SegmentIndex:
        """The segment index of the mode's group: vehicles share one, people and dogs share one."""
        segments = self.graph(mode).segments
        with self._building:
            if mode.is_motor not in self._indexes:
                self._indexes[mode.is_motor] = SegmentIndex(self.network, segments)
            return self._indexes[mode.is_motor]
