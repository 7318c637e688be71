"""Points on the earth and the datums they are given in. Standard library only."""

from commandroom.geo.datum import (
    Datum,
    bd09_to_gcj02,
    bd09_to_wgs84,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    in_china_box,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from commandroom.geo.point import LatLon, bearing_deg, distance_m, moved

__all__ = [
    "Datum",
    "LatLon",
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "bearing_deg",
    "distance_m",
    "from_wgs84",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "in_china_box",
    "moved",
    "to_wgs84",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
]
