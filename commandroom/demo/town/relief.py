"""Bends the straight plan into a landscape: a meandering river, streets that follow it, crooked lanes.

The bending is smooth and its slope stays below one, so it never folds: what did not cross on the
plan does not cross on the map.
"""

from math import cos, pi, radians, sin
from random import Random

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon, moved

Floats = npt.NDArray[np.float64]

ORIGIN = LatLon(30.2, 115.6)
CORNER = 0.15
"""Share by which the corners of the ring road are drawn in."""

TURN_DEG = 9.0
"""The town lies a little askew, as its river does."""


class Relief:
    """The bending of one map; all lengths in metres."""

    def __init__(
        self, rng: Random, *, size: float, old_town: float, ring: tuple[float, float, float, float]
    ) -> None:
        """`size` scales the meanders, `old_town` is the radius within which lanes are crooked, `ring` is
        the middle and the half extents of the ring road whose corners are rounded."""
        self._size = size
        self._ring = ring
        self._old_town = old_town
        self._phases = (rng.uniform(0.6, 1.2), rng.uniform(0, 2 * pi))
        self._waves = [
            (wave, amplitude, is_old, rng.uniform(0, 2 * pi), rng.uniform(0, 2 * pi), rng.uniform(0, pi))
            for wave, amplitude, is_old in _OCTAVES
            for _ in range(3)
        ]

    def bend(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the origin for points of the plan."""
        x, y = self._rounded(xs, ys)
        crooked = np.exp(-((xs / self._old_town) ** 2) - (((ys - 750.0) / self._old_town) ** 2))
        for wave, amplitude, is_old, phase_x, phase_y, heading in self._waves:
            run = (xs * cos(heading) + ys * sin(heading)) * (2 * pi / wave)
            power = amplitude * crooked if is_old else amplitude
            x = x + power * np.sin(run + phase_x)
            y = y + power * np.sin(run + phase_y)
        swing = 430.0 * np.sin(2 * pi * xs / (5600.0 * self._size) + self._phases[0])
        swing = swing + 110.0 * np.sin(2 * pi * xs / (2500.0 * self._size) + self._phases[1])
        y = y + swing * self._size * np.exp(-((ys / (2300.0 * self._size)) ** 2))
        turn = radians(TURN_DEG)
        return np.round(x * cos(turn) - y * sin(turn), 2), np.round(x * sin(turn) + y * cos(turn), 2)

    def _rounded(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Draw corners in along the rays from the middle; nothing changes its order on a ray."""
        cx, cy, half_width, half_height = self._ring
        u2, v2 = ((xs - cx) / half_width) ** 2, ((ys - cy) / half_height) ** 2
        pull = 1.0 - CORNER * 2 * u2 * v2 / (u2 * u2 + v2 * v2 + 0.3)
        return cx + (xs - cx) * pull, cy + (ys - cy) * pull

    def points(self, points: list[tuple[float, float]]) -> list[LatLon]:
        """Points of the plan as WGS-84, rounded to a centimetre."""
        plan = np.array(points, dtype=np.float64).reshape(-1, 2)
        east, north = self.bend(plan[:, 0], plan[:, 1])
        return [latlon(float(e), float(n)) for e, n in zip(east, north, strict=True)]


_OCTAVES = (
    (3300.0, 42.0, False),
    (1250.0, 13.0, False),
    (420.0, 3.4, False),
    (310.0, 5.5, True),
    (170.0, 2.2, True),
)
"""Wave length and height in metres, and whether it is felt in the old town only."""


def latlon(east: float, north: float) -> LatLon:
    """WGS-84 of metres from the origin, rounded to a centimetre."""
    at = moved(ORIGIN, east_m=east, north_m=north)
    return LatLon(round(at.lat, 7), round(at.lon, 7))
