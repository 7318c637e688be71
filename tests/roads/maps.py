"""Hand-made maps for these tests, given in metres."""

import numpy as np

from commandroom.geo import LatLon, moved
from commandroom.roads.raw import RawMap, RawWay

ORIGIN = LatLon(30.55, 114.3)


def grid_point(east_m: float, north_m: float) -> LatLon:
    """A point so many metres from the origin of the hand-made maps."""
    return moved(ORIGIN, east_m=east_m, north_m=north_m)


def raw_map(metres: list[tuple[float, float]], *ways: RawWay, **more: object) -> RawMap:
    """A map whose nodes are given in metres east and north of the origin."""
    points = [grid_point(east, north) for east, north in metres]
    lat, lon = np.array([p.lat for p in points]), np.array([p.lon for p in points])
    return RawMap("试验", lat, lon, tuple(ways), **more)  # type: ignore[arg-type]
