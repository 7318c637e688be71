"""Arrival fields: the time to one place from everywhere."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.roads.graph import ModeGraph, ends_of
from commandroom.roads.modes import DRONE_KMH, OFF_ROAD_KMH, Mode, metres_per_second
from commandroom.roads.network import Floats, RoadNetwork
from commandroom.roads.route import Route, route_through
from commandroom.roads.snap import SegmentIndex, Snaps, as_points
from commandroom.roads.sphere import distances_m


class ArrivalField(Protocol):
    """Travel times in one mode to one place; immutable, asked from any thread."""

    @property
    def place(self) -> LatLon:
        """The goal."""

    @property
    def mode(self) -> Mode:
        """How the unit moves."""

    def seconds(self, points: npt.ArrayLike) -> Floats:
        """(n,) seconds from each (lat, lon) row of `points`; inf where there is no way."""

    def seconds_from(self, snaps: Snaps) -> Floats:
        """The same for points already snapped in this mode."""

    def route(self, start: LatLon) -> Route | None:
        """The way whose time `seconds` gives; None where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class StraightField:
    """A drone's field: the straight line at one speed."""

    place: LatLon
    mode: Mode = Mode.DRONE

    def seconds(self, points: npt.ArrayLike) -> Floats:
        """See `ArrivalField`."""
        rows = as_points(points)
        metres = distances_m(rows[:, 0], rows[:, 1], self.place.lat, self.place.lon)
        return metres / metres_per_second(DRONE_KMH)

    def seconds_from(self, snaps: Snaps) -> Floats:
        """See `ArrivalField`."""
        return self.seconds(snaps.points)

    def route(self, start: LatLon) -> Route | None:
        """See `ArrivalField`."""
        return route_through([(start, 0.0), (self.place, float(self.seconds([start])[0]))])


@dataclass(frozen=True, slots=True, eq=False)
class RoadField:
    """A field along the roads. A journey is: walk to the road, travel, walk from the road.

    Within the circle around the place that its nearest road touches, a straight walk is a way too, so
    that the time falls to nothing at the place itself.
    """

    place: LatLon
    mode: Mode
    network: RoadNetwork
    graph: ModeGraph
    index: SegmentIndex
    node_s: Floats
    """(nodes,) seconds from each node to where the place meets its road."""
    segment: int
    fraction: float
    off_road_m: float

    def seconds(self, points: npt.ArrayLike) -> Floats:
        """See `ArrivalField`."""
        return self.seconds_from(self.index.snap(as_points(points)))

    def seconds_from(self, snaps: Snaps) -> Floats:
        """See `ArrivalField`."""
        if self.segment < 0 or len(snaps) == 0:
            return self._straight_s(snaps)
        along, against = self._exits(snaps)
        direct = self._same_segment(snaps)
        walk = (snaps.off_road_m + self.off_road_m) / self._walk_mps
        by_road = np.minimum(np.minimum(along, against), direct) + walk
        return np.minimum(by_road, self._straight_s(snaps))

    def route(self, start: LatLon) -> Route | None:
        """See `ArrivalField`; found by stepping always to the node from which the goal is nearest."""
        snaps = self.index.snap(as_points([start]))
        total = float(self.seconds_from(snaps)[0])
        if not np.isfinite(total):
            return None
        if total >= float(self._straight_s(snaps)[0]):
            return route_through([(start, 0.0), (self.place, total)])
        arrival = total - self.off_road_m / self._walk_mps
        walked = float(snaps.off_road_m[0]) / self._walk_mps
        stops = [(start, 0.0), (self._on_segment(int(snaps.segment[0]), float(snaps.fraction[0])), walked)]
        along, against = (float(side[0]) for side in self._exits(snaps))
        if float(self._same_segment(snaps)[0]) > min(along, against):
            ends = self.network.seg_to if along <= against else self.network.seg_from
            first = int(ends[snaps.segment[0]])
            stops += [(self.network.node(n), arrival - float(self.node_s[n])) for n in self._descent(first)]
        stops.append(
            (self._on_segment(self.segment, self.fraction), total - self.off_road_m / self._walk_mps)
        )
        stops.append((self.place, total))
        return route_through(stops)

    @property
    def _walk_mps(self) -> float:
        """Off the road, metres per second."""
        return metres_per_second(OFF_ROAD_KMH[self.mode])

    def _exits(self, snaps: Snaps) -> tuple[Floats, Floats]:
        """(n,) seconds from the snapped points out over the far and over the near end of their segment."""
        segment, fraction = snaps.segment, snaps.fraction
        ahead, behind = self.graph.forward_s[segment], self.graph.backward_s[segment]
        along = _part(1.0 - fraction, ahead) + self.node_s[self.network.seg_to[segment]]
        against = _part(fraction, behind) + self.node_s[self.network.seg_from[segment]]
        return along, against

    def _same_segment(self, snaps: Snaps) -> Floats:
        """(n,) seconds straight along the place's own segment; inf elsewhere or against a one-way."""
        ahead, behind = self.graph.forward_s[self.segment], self.graph.backward_s[self.segment]
        gap = self.fraction - snaps.fraction
        seconds = _part(np.abs(gap), np.where(gap >= 0, ahead, behind))
        return np.where(snaps.segment == self.segment, seconds, np.inf)

    def _straight_s(self, snaps: Snaps) -> Floats:
        """(n,) seconds of a straight walk for points inside the circle; inf outside."""
        metres = distances_m(snaps.points[:, 0], snaps.points[:, 1], self.place.lat, self.place.lon)
        inside = (metres <= self.off_road_m) & np.isfinite(self.off_road_m)
        return np.where(inside, metres / self._walk_mps, np.inf)

    def _descent(self, node: int) -> list[int]:
        """Nodes from `node` to the one from which the place's segment is entered."""
        path = [node]
        while True:
            heads, seconds = self.graph.onward.of(node)
            after = seconds + self.node_s[heads]
            best = int(after.argmin()) if len(after) else -1
            if best < 0 or after[best] > self.node_s[node]:
                return path
            node = int(heads[best])
            path.append(node)

    def _on_segment(self, segment: int, fraction: float) -> LatLon:
        """The point so far along a segment."""
        a = self.network.node(int(self.network.seg_from[segment]))
        b = self.network.node(int(self.network.seg_to[segment]))
        return LatLon(a.lat + (b.lat - a.lat) * fraction, a.lon + (b.lon - a.lon) * fraction)


def road_field(
    network: RoadNetwork, graph: ModeGraph, index: SegmentIndex, place: LatLon, *, limit_s: float = np.inf
) -> RoadField:
    """Search once from `place` over the reverse graph, no farther than `limit_s`."""
    snap = index.snap(as_points([place]))
    segment, fraction, off_road_m = int(snap.segment[0]), float(snap.fraction[0]), float(snap.off_road_m[0])
    if segment < 0:
        node_s = np.full(network.node_count, np.inf)
    else:
        node_s = graph.seconds_to(ends_of(network, graph, segment, fraction), limit_s=limit_s)
    node_s.flags.writeable = False
    return RoadField(place, graph.mode, network, graph, index, node_s, segment, fraction, off_road_m)


def _part(share: Floats, seconds: Floats) -> Floats:
    """(n,) that share of a segment; inf where it is closed.

    No share at all takes no time even there: who stands on a junction leaves it by any road.
    """
    with np.errstate(invalid="ignore"):
        return np.where(share == 0.0, 0.0, share * seconds)
