"""Where the map looks when a room opens: at the middle of its posts, near enough to tell them apart."""

from collections.abc import Collection
from math import cos, log2, radians
from statistics import quantiles

from commandroom.geo import LatLon

NEAREST, FARTHEST = 15, 12
"""Zoom levels."""
PICTURE_PX = (800, 480)
"""Width and height that the middle half of the posts should fill at most."""
ROUND_THE_EARTH_M = 40_075_016.7
TILE_PX = 256


def first_view(places: Collection[LatLon], otherwise: LatLon) -> tuple[LatLon, int]:
    """Centre and zoom for `places`: their median, and a picture that holds the middle half of them.

    A few posts far out must not push the town into a corner. `otherwise`: the centre where there are too few.
    """
    if len(places) < 2:
        return otherwise, (NEAREST + FARTHEST + 1) // 2
    south, lat, north = quantiles([place.lat for place in places], n=4)
    west, lon, east = quantiles([place.lon for place in places], n=4)
    metres = ROUND_THE_EARTH_M / 360
    per_px = max(
        (east - west) * metres * cos(radians(lat)) / PICTURE_PX[0],
        (north - south) * metres / PICTURE_PX[1],
        1e-6,
    )
    widest = ROUND_THE_EARTH_M * cos(radians(lat)) / TILE_PX
    return LatLon(lat, lon), min(max(int(log2(widest / per_px)), FARTHEST), NEAREST)
