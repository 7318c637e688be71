"""Who reaches which point of demand, and when: only what lies within the widest limit is kept."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats
from commandroom.roads.snap import as_points
from commandroom.roads.travel import RoadRouter, Snaps
from commandroom.services.coverage.demand import Indices

Seconds = npt.NDArray[np.float32]

TOGETHER = 48
"""So many units are searched together: neighbours, whose surroundings are then looked at once."""
STRIP_DEG = 0.02
"""Units are put in order strip by strip of about 2 km from south to north, in a strip from west to east."""
SLACK_M = 10.0
"""Added to how far one can get: parallels and chords differ by less."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What one unit reaches within the limit."""

    demand: Indices
    """(k,) rows of the demand, ascending."""
    seconds: Seconds
    """(k,) from where the unit stands, to the millisecond."""


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """The demand on the roads of one mode: snapped once, reached by every unit of that mode."""

    router: RoadRouter
    mode: Mode
    snaps: Snaps
    top_mps: float
    """Nobody makes more metres a second than this, as the crow flies."""

    def rows(self, starts: npt.ArrayLike, limit_s: float) -> tuple[Row, ...]:
        """What is reached from each of the (u, 2) `starts` within `limit_s`, in their order."""
        points = as_points(starts)
        rows: list[Row | None] = [None] * len(points)
        order = np.lexsort((points[:, 1], np.floor(points[:, 0] / STRIP_DEG)))
        for begin in range(0, len(order), TOGETHER):
            some = order[begin : begin + TOGETHER]
            for start, row in zip(some.tolist(), self._batch(points[some], limit_s), strict=True):
                rows[start] = row
        return tuple(row for row in rows if row is not None)

    def _batch(self, starts: Floats, limit_s: float) -> list[Row]:
        near = self._near(starts, limit_s)
        # Searched from either side, sums differ in their last digits; rounded, a row is always the same.
        part = _part_of(self.snaps, near)
        seconds = np.round(self.router.times(starts, part, self.mode, limit_s=limit_s + 1.0), 3)
        start, column = np.nonzero(seconds <= limit_s)
        cuts = np.searchsorted(start, np.arange(len(starts) + 1))
        demand, within_s = near[column], seconds[start, column].astype(np.float32)
        return [Row(demand[a:b], within_s[a:b]) for a, b in pairwise(cuts.tolist())]

    def _near(self, starts: Floats, limit_s: float) -> Indices:
        """The points of demand in the box that could be reached at top speed; ascending."""
        lat, lon = self.snaps.points[:, 0], self.snaps.points[:, 1]
        margin = np.degrees((self.top_mps * limit_s + SLACK_M) / EARTH_RADIUS_M)
        south, north = starts[:, 0].min() - margin, starts[:, 0].max() + margin
        wider = margin / max(float(np.cos(np.radians(max(abs(south), abs(north))))), 1e-3)
        west, east = starts[:, 1].min() - wider, starts[:, 1].max() + wider
        is_near = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        return np.flatnonzero(is_near).astype(np.int32)


def targets_of(router: RoadRouter, points: Floats, mode: Mode) -> Targets:
    """Put (n, 2) points of demand on the roads of `mode`."""
    return Targets(router, mode, router.snap(points, mode), top_mps(router, mode))


def top_mps(router: RoadRouter, mode: Mode) -> float:
    """The most metres a second on any road, or off it."""
    if mode is Mode.DRONE:
        return router.drone_mps
    graph, length_m = router.graph(mode), router.network.seg_length_m
    paces = [float((length_m / side).max(initial=0.0)) for side in (graph.forward_s, graph.backward_s)]
    return max(*paces, graph.weights.walk_mps)


def _part_of(snaps: Snaps, rows: Indices) -> Snaps:
    return Snaps(snaps.points[rows], snaps.segment[rows], snaps.fraction[rows], snaps.off_road_m[rows])
