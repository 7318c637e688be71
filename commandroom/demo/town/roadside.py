"""The road nearest to a place, for whatever stands at its kerb."""

from itertools import pairwise
from math import cos, radians

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.roads.raw import RawMap, RoadClass

Floats = npt.NDArray[np.float64]


class Roadside:
    """Finds the kerb of the nearest road that a car may use."""

    def __init__(self, raw: RawMap) -> None:
        pairs = [
            (a, b, number)
            for number, way in enumerate(raw.ways)
            if way.motor and way.road_class > RoadClass.PATH
            for a, b in pairwise(way.nodes)
        ]
        self._raw = raw
        self._named = np.array([bool(raw.ways[number].name) for _, _, number in pairs])
        self._way = np.array([number for _, _, number in pairs])
        self._lat0 = float(raw.node_lat.mean())
        self._scale = radians(1.0) * EARTH_RADIUS_M
        self._squeeze = cos(radians(self._lat0))
        x = raw.node_lon * self._scale * self._squeeze
        y = raw.node_lat * self._scale
        first, last = np.array([a for a, _, _ in pairs]), np.array([b for _, b, _ in pairs])
        self._x, self._y = x[first], y[first]
        self._dx, self._dy = x[last] - x[first], y[last] - y[first]
        self._square = np.maximum(self._dx**2 + self._dy**2, 1e-9)

    def kerb(self, place: LatLon, *, off_m: float = 5.0) -> LatLon:
        """The point `off_m` metres beside the nearest road, on the side of `place`."""
        px, py = self._plane(place)
        gap, nx, ny = self._gaps(px, py)
        best = int(np.argmin(gap))
        distance = float(np.sqrt(gap[best]))
        pull = min(1.0, off_m / distance) if distance > 0 else 0.0
        x = float(nx[best]) + (px - float(nx[best])) * pull
        y = float(ny[best]) + (py - float(ny[best])) * pull
        return LatLon(round(y / self._scale, 7), round(x / (self._scale * self._squeeze), 7))

    def street(self, place: LatLon) -> str:
        """Name of the nearest road that has one."""
        gap, _, _ = self._gaps(*self._plane(place))
        return self._raw.ways[int(self._way[int(np.argmin(np.where(self._named, gap, np.inf)))])].name

    def _plane(self, place: LatLon) -> tuple[float, float]:
        return place.lon * self._scale * self._squeeze, place.lat * self._scale

    def _gaps(self, px: float, py: float) -> tuple[Floats, Floats, Floats]:
        """Squared distance of every segment in square metres, and its nearest point."""
        share = np.clip(((px - self._x) * self._dx + (py - self._y) * self._dy) / self._square, 0.0, 1.0)
        nx, ny = self._x + share * self._dx, self._y + share * self._dy
        return (nx - px) ** 2 + (ny - py) ** 2, nx, ny
