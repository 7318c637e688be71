"""A way to go, with its clock: where a unit is, so many seconds after it set out."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from commandroom.geo import LatLon, bearing_deg, distance_m


@dataclass(frozen=True, slots=True)
class Route:
    """Points from start to goal and the seconds at which each is passed."""

    points: tuple[LatLon, ...]
    """At least one; two neighbours are never the same point."""
    seconds: float
    length_m: float
    cumulative_s: tuple[float, ...]
    """As many as `points`, from 0 to `seconds`, never falling."""

    def at(self, seconds: float) -> tuple[LatLon, float]:
        """Position and heading in degrees after `seconds`; held at the two ends.

        A route of one point heads 0.
        """
        if len(self.points) == 1:
            return self.points[0], 0.0
        leg = self._leg(seconds)
        return self.place(seconds), bearing_deg(self.points[leg], self.points[leg + 1])

    def place(self, seconds: float) -> LatLon:
        """Position after `seconds`; held at the two ends."""
        if seconds >= self.seconds or len(self.points) == 1:
            return self.points[-1]
        leg = self._leg(seconds)
        a, b = self.points[leg], self.points[leg + 1]
        took = self.cumulative_s[leg + 1] - self.cumulative_s[leg]
        share = 1.0 if took <= 0 else min(max((seconds - self.cumulative_s[leg]) / took, 0.0), 1.0)
        if share >= 1.0:
            return b
        return LatLon(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)

    def _leg(self, seconds: float) -> int:
        return min(max(bisect_right(self.cumulative_s, seconds) - 1, 0), len(self.points) - 2)

    def rest(self, seconds: float) -> "Route":
        """What is left of the route after `seconds`, as a route that starts there."""
        here, _ = self.at(seconds)
        passed = bisect_right(self.cumulative_s, seconds)
        ahead = zip(self.points[passed:], self.cumulative_s[passed:], strict=True)
        return route_through([(here, 0.0), *((point, at - seconds) for point, at in ahead)])


def route_through(stops: Iterable[tuple[LatLon, float]]) -> Route:
    """A route through points with the seconds at which they are passed; repeated points fold into one."""
    points: list[LatLon] = []
    clock: list[float] = []
    for point, seconds in stops:
        if points and point == points[-1]:
            clock[-1] = seconds if len(points) > 1 else clock[-1]
        else:
            points.append(point)
            clock.append(seconds)
    length = sum(distance_m(a, b) for a, b in pairwise(points))
    return Route(tuple(points), clock[-1], length, tuple(clock))
