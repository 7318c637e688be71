"""Arrival fields: the time to one place from everywhere."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon, distance_m
from commandroom.roads.graph import ModeGraph
from commandroom.roads.journey import way_points
from commandroom.roads.modes import DRONE_KMH, Mode, metres_per_second
from commandroom.roads.network import Floats
from commandroom.roads.route import Route, route_through
from commandroom.roads.snap import SegmentIndex, Snaps, as_points
from commandroom.roads.sphere import distances_m
from commandroom.roads.starts import Starts, starts_of
from commandroom.roads.topology import Places

LIMITS_S = (120.0, 300.0, 900.0, 3600.0, np.inf)
"""A field is searched no wider than to the first of these that the points asked for need."""
GUESS_MPS = {False: 2.5, True: 18.0}
"""Straight metres a second that people, and vehicles, make good on a quick way: only a guess of how wide
the first search must be; what it does not settle is searched wider."""


class ArrivalField(Protocol):
    """Travel times in one mode to one place; the same for whoever asks, from any thread."""

    @property
    def place(self) -> LatLon:
        """The goal."""

    @property
    def mode(self) -> Mode:
        """How the unit moves."""

    def seconds(self, points: npt.ArrayLike, headings: npt.ArrayLike | None = None) -> Floats:
        """(n,) seconds from each (lat, lon) row of `points`; inf where there is no way.

        `headings`: (n,) degrees in which the units move now, NaN where they stand: a moving vehicle that
        must set out the other way turns round first, which takes its time, or at the next junction,
        whichever is quicker.
        """

    def seconds_from(self, snaps: Snaps, headings: npt.ArrayLike | None = None) -> Floats:
        """The same for points already snapped in this mode."""

    def route(self, start: LatLon, heading: float | None = None) -> Route | None:
        """The way whose time `seconds` gives; None where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class StraightField:
    """A drone's field: the straight line at one speed."""

    place: LatLon
    mode: Mode = Mode.DRONE
    mps: float = metres_per_second(DRONE_KMH)

    def seconds(self, points: npt.ArrayLike, headings: npt.ArrayLike | None = None) -> Floats:
        """See `ArrivalField`; a drone turns where it is."""
        rows = as_points(points)
        return distances_m(rows[:, 0], rows[:, 1], self.place.lat, self.place.lon) / self.mps

    def seconds_from(self, snaps: Snaps, headings: npt.ArrayLike | None = None) -> Floats:
        """See `ArrivalField`."""
        return self.seconds(snaps.points)

    def route(self, start: LatLon, heading: float | None = None) -> Route | None:
        """See `ArrivalField`."""
        return route_through([(start, 0.0), (self.place, float(self.seconds([start])[0]))])


class _Searched(NamedTuple):
    """What is known so far: (junctions,) seconds to the goal, all of those within the limit."""

    limit_s: float
    junction_s: Floats


class RoadField:
    """A field along the roads. A journey is: walk to the road, travel, walk from the road.

    Within the circle around the place that its nearest road touches, a straight walk is a way too, so
    that the time falls to nothing at the place itself. Nothing is searched before it is asked for, and
    no wider than it must be; answers are exact all the same.
    """

    def __init__(
        self, graph: ModeGraph, index: SegmentIndex, place: LatLon, *, limit_s: float = np.inf
    ) -> None:
        """`limit_s`: starts from which it takes longer may be told inf."""
        self.place = place
        self.mode = graph.mode
        self._graph = graph
        self._index = index
        snap = index.snap(as_points([place]))
        self._snap = snap
        self._off_road_m = float(snap.off_road_m[0])
        self._goal: Places | None = None if snap.segment[0] < 0 else graph.topology.places(snap)
        self._widest_s = limit_s
        self._searched: _Searched | None = None

    def seconds(self, points: npt.ArrayLike, headings: npt.ArrayLike | None = None) -> Floats:
        """See `ArrivalField`."""
        return self.seconds_from(self._index.snap(as_points(points)), headings)

    def seconds_from(self, snaps: Snaps, headings: npt.ArrayLike | None = None) -> Floats:
        """See `ArrivalField`."""
        if self._goal is None or len(snaps) == 0:
            return np.full(len(snaps), np.inf)
        metres = distances_m(snaps.points[:, 0], snaps.points[:, 1], self.place.lat, self.place.lon)
        starts = starts_of(self._graph, snaps, headings)
        by_road = self._by_road(starts, metres)
        walk_mps = self._graph.weights.walk_mps
        by_road += (snaps.off_road_m + self._off_road_m) / walk_mps
        return np.where(metres <= self._off_road_m, np.minimum(metres / walk_mps, by_road), by_road)

    def route(self, start: LatLon, heading: float | None = None) -> Route | None:
        """See `ArrivalField`; found by stepping always to the junction from which the goal is nearest."""
        snaps = self._index.snap(as_points([start]))
        headings = None if heading is None else [heading]
        total = float(self.seconds_from(snaps, headings)[0])
        if not np.isfinite(total) or self._goal is None:
            return None
        metres = distance_m(start, self.place)
        if metres <= self._off_road_m and total >= metres / self._graph.weights.walk_mps * (1 - 1e-9):
            return route_through([(start, 0.0), (self.place, total)])
        starts = starts_of(self._graph, snaps, headings)
        before = float(snaps.off_road_m[0]) / self._graph.weights.walk_mps
        stops = way_points(self._graph, starts, self._goal, self._search_to(total).junction_s)
        on_road = [(point, before + seconds) for point, seconds in stops]
        return route_through([(start, 0.0), *on_road, (self.place, total)])

    def _by_road(self, starts: Starts, metres: Floats) -> Floats:
        """(n,) seconds along the roads, searched as wide as needed."""
        searched = self._searched or self._search_to(float(metres.max()) / GUESS_MPS[self.mode.is_motor])
        while True:
            found = self._road_seconds(starts, searched.junction_s)
            unsettled = found > searched.limit_s
            if searched.limit_s >= self._widest_s or not unsettled.any():
                return found
            guess = float(metres[unsettled].max()) / GUESS_MPS[self.mode.is_motor]
            searched = self._search_to(max(guess, searched.limit_s * (1 + 1e-9)))

    def _search_to(self, seconds: float) -> _Searched:
        """What is known, at least so far."""
        known = self._searched
        wanted = min(next(limit for limit in LIMITS_S if limit >= seconds), self._widest_s)
        if known is not None and known.limit_s >= wanted:
            return known
        assert self._goal is not None
        known = _Searched(wanted, self._graph.search(self._goal, wanted, toward=True)[0])
        self._searched = known
        return known

    def _road_seconds(self, starts: Starts, junction_s: Floats) -> Floats:
        """(n,) seconds along the roads by what is known; right where within its limit."""
        assert self._goal is not None
        places = starts.places
        found = np.minimum(starts.begin_s + junction_s[places.begin], starts.end_s + junction_s[places.end])
        own = np.flatnonzero(places.chain == self._goal.chain[0]).astype(np.int32)
        if len(own):
            goals = self._goal[np.zeros(len(own), dtype=np.int32)]
            found[own] = np.minimum(found[own], starts.direct(self._graph, own, goals))
        return found
