"""A WGS-84 point and the few measures a town needs."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8
"""Mean earth radius in metres (IUGG)."""


class LatLon(NamedTuple):
    """Latitude and longitude in degrees, WGS-84 (CGCS2000 agrees within map accuracy)."""

    lat: float
    lon: float


def distance_m(a: LatLon, b: LatLon) -> float:
    """Great-circle distance in metres (haversine)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat = (lat_b - lat_a) / 2
    half_lon = radians(b.lon - a.lon) / 2
    h = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def bearing_deg(a: LatLon, b: LatLon) -> float:
    """Heading from `a` to `b` in degrees clockwise from north, 0 ≤ heading < 360."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    d_lon = radians(b.lon - a.lon)
    y = sin(d_lon) * cos(lat_b)
    x = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(d_lon)
    return degrees(atan2(y, x)) % 360.0


def moved(origin: LatLon, *, east_m: float, north_m: float) -> LatLon:
    """`origin` shifted by metres on the local plane; good to a few centimetres within a town."""
    lat = origin.lat + degrees(north_m / EARTH_RADIUS_M)
    lon = origin.lon + degrees(east_m / (EARTH_RADIUS_M * cos(radians(origin.lat))))
    return LatLon(lat, lon)
