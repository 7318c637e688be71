"""Who is how far, by road: the one door to travel times and routes."""

from collections import OrderedDict
from threading import Lock

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.roads.conditions import Conditions, Effect
from commandroom.roads.field import ArrivalField, RoadField, StraightField
from commandroom.roads.graph import ModeGraph
from commandroom.roads.ground import Ground
from commandroom.roads.matrix import road_times
from commandroom.roads.modes import DRONE_KMH, OFF_ROAD_KMH, SPEEDS_KMH, Mode, metres_per_second
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.route import Route
from commandroom.roads.snap import Snaps, as_points, unsnapped

__all__ = [
    "DRONE_KMH",
    "OFF_ROAD_KMH",
    "SPEEDS_KMH",
    "ArrivalField",
    "Conditions",
    "Effect",
    "Mode",
    "RoadField",
    "RoadRouter",
    "Route",
    "Snaps",
    "StraightField",
]

CACHE_BYTES = 96 * 1024 * 1024
"""Fields kept take no more than about this much memory, but eight are always kept."""

MOST_SIBLINGS = 6
"""So many conditions besides one's own are kept ready."""


class RoadRouter:
    """Travel times over one network; builds what a mode needs on first use; safe for many threads."""

    def __init__(self, network: RoadNetwork) -> None:
        """Cheap: nothing is built before it is asked for. The roads are as `Conditions` has them."""
        self._set_up(Ground(network), Conditions(), _Siblings())

    def _set_up(self, ground: Ground, conditions: Conditions, siblings: "_Siblings") -> None:
        self.network = ground.network
        self.conditions = conditions
        self._ground = ground
        self._siblings = siblings
        self._building = Lock()
        self._graphs: dict[Mode, ModeGraph] = {}
        self._caching = Lock()
        self._fields: OrderedDict[tuple[LatLon, Mode], RoadField] = OrderedDict()
        self._most_fields = max(8, CACHE_BYTES // (8 * max(self.network.node_count, 1)))

    def under(self, conditions: Conditions) -> "RoadRouter":
        """The router over the same roads under other conditions.

        It shares all but the travel times, which it finds when they are asked for. The same one again
        for conditions of the same times, as long as it is among the last few.
        """
        settled = conditions.settled()
        if settled == self.conditions.settled():
            return self
        with self._siblings.lock:
            found = self._siblings.kept.pop(settled, None)
            if found is None:
                found = object.__new__(RoadRouter)
                found._set_up(self._ground, conditions, self._siblings)
            self._siblings.kept[settled] = found
            while len(self._siblings.kept) > MOST_SIBLINGS:
                self._siblings.kept.popitem(last=False)
            return found

    def snap(self, points: npt.ArrayLike, mode: Mode) -> Snaps:
        """Put (n, 2) latitudes and longitudes on the roads of `mode`; a drone stays where it is.

        Closed roads count: who stands on one is put on it, and leaves it over its ends.
        """
        rows = as_points(points)
        return unsnapped(rows, 0.0) if mode is Mode.DRONE else self._ground.index(mode).snap(rows)

    def at_nodes(self, nodes: Ints, mode: Mode) -> Snaps:
        """(n,) nodes as points snapped in `mode`; one off its roads has no segment and is never reached."""
        points = np.column_stack((self.network.node_lat[nodes], self.network.node_lon[nodes]))
        if mode is Mode.DRONE:
            return unsnapped(points, 0.0)
        shape = self._ground.topology(mode)
        return shape.at_nodes(nodes, points) if len(shape.segments) else unsnapped(points, np.inf)

    def field(self, place: LatLon, mode: Mode) -> ArrivalField:
        """Seconds to `place` from everywhere; kept, because incidents do not move."""
        if mode is Mode.DRONE:
            return self._straight(place)
        key = (place, mode)
        with self._caching:
            if key in self._fields:
                self._fields.move_to_end(key)
                return self._fields[key]
        made = RoadField(self.graph(mode), self._ground.index(mode), place)
        with self._caching:
            self._fields[key] = made
            while len(self._fields) > self._most_fields:
                self._fields.popitem(last=False)
        return made

    def field_within(self, place: LatLon, mode: Mode, limit_s: float) -> ArrivalField:
        """The field of `place` for starts from which it takes no more than about `limit_s`.

        Beyond, seconds may be inf. Never searched wider, and not kept.
        """
        if mode is Mode.DRONE:
            return self._straight(place)
        return RoadField(self.graph(mode), self._ground.index(mode), place, limit_s=limit_s)

    def times(
        self,
        origins: npt.ArrayLike | Snaps,
        goals: npt.ArrayLike | Snaps,
        mode: Mode,
        *,
        limit_s: float = np.inf,
        headings: npt.ArrayLike | None = None,
    ) -> Floats:
        """(n, m) seconds from each of n origins to each of m goals, as `field(goal).seconds(origins)`.

        inf where there is no way, or none within `limit_s`. Points are (lat, lon) rows, or snapped in
        this mode before; `headings` of the origins as in `ArrivalField.seconds`.
        """
        starts, ends = (
            each if isinstance(each, Snaps) else self.snap(each, mode) for each in (origins, goals)
        )
        if mode is not Mode.DRONE:
            turned = None if headings is None else np.asarray(headings, dtype=np.float64)
            return road_times(self.graph(mode), starts, ends, limit_s, turned)
        columns = [self._straight(LatLon(*goal)).seconds(starts.points) for goal in ends.points.tolist()]
        found = np.stack(columns, axis=1) if columns else np.zeros((len(starts), 0))
        return np.where(found <= limit_s, found, np.inf)

    def times_from_one(
        self,
        origin: LatLon,
        goals: npt.ArrayLike | Snaps,
        mode: Mode,
        limit_s: float = np.inf,
        *,
        heading: float | None = None,
    ) -> Floats:
        """(m,) seconds from one place to each of m goals; inf where none leads there within `limit_s`."""
        headings = None if heading is None else [heading]
        found = self.times([origin], goals, mode, limit_s=limit_s, headings=headings)
        return np.asarray(found[0], dtype=np.float64)

    def graph(self, mode: Mode) -> ModeGraph:
        """The graph of a mode on the ground; raises `ValueError` for a drone, which needs none."""
        if mode is Mode.DRONE:
            raise ValueError("a drone has no road graph")
        with self._building:
            if mode not in self._graphs:
                self._graphs[mode] = self._ground.graph(mode, self.conditions)
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

    @property
    def drone_mps(self) -> float:
        """Metres per second of a drone."""
        kmh = self.conditions.off_road_kmh[Mode.DRONE] / self.conditions.factor[Mode.DRONE]
        return metres_per_second(kmh)

    def _straight(self, place: LatLon) -> StraightField:
        return StraightField(place, mps=self.drone_mps)


class _Siblings:
    """The routers over one network that are kept ready, by the conditions they are for."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: OrderedDict[Conditions, RoadRouter] = OrderedDict()
