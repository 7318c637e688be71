"""Vectorised measures on the earth: the numpy twins of `commandroom.geo.point`."""

import numpy as np
import numpy.typing as npt

from commandroom.geo.point import EARTH_RADIUS_M

Floats = npt.NDArray[np.float64]


def distances_m(lat_a: Floats, lon_a: Floats, lat_b: Floats | float, lon_b: Floats | float) -> Floats:
    """Great-circle distances in metres between points in degrees, element by element (haversine).

    The second points may be one point for all.
    """
    a, b = np.radians(lat_a), np.radians(lat_b)
    half_lat, half_lon = (b - a) / 2, np.radians(lon_b - lon_a) / 2
    h = np.sin(half_lat) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0))), dtype=np.float64)


def on_sphere_m(lat: Floats, lon: Floats) -> Floats:
    """(n, 3) positions in metres from the earth's middle; straight distances between near points are true."""
    phi, lam = np.radians(lat), np.radians(lon)
    flat = np.cos(phi)
    return EARTH_RADIUS_M * np.stack((flat * np.cos(lam), flat * np.sin(lam), np.sin(phi)), axis=-1)
