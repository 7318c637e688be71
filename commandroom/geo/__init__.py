"""Points on the earth and the datums they are given in. Standard library only."""

from commandroom.geo.point import LatLon, bearing_deg, distance_m, moved

__all__ = ["LatLon", "bearing_deg", "distance_m", "moved"]
