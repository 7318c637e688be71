"""Where a place of the program lies in a pyramid of another datum, in the unit square of the world.

The offset is taken at the corners of a tile or block and interpolated: over a block of zoom 10 the offset of
GCJ-02 differs from a plane by less than a pixel, over one of zoom 17 by centimetres.
"""

from collections.abc import Callable

from commandroom.geo import Datum, LatLon, from_wgs84, to_wgs84
from commandroom.map.mercator import unworld, world
from commandroom.map.painting import Floats

Offset = tuple[float, float]


def outward(x: float, y: float, datum: Datum) -> Offset:
    """From a WGS-84 position of the unit square to the same place in `datum`: what to add."""
    return _moved(x, y, lambda at: from_wgs84(at, datum), datum)


def homeward(x: float, y: float, datum: Datum) -> Offset:
    """From a position in `datum` to the same place in WGS-84: what to add."""
    return _moved(x, y, lambda at: to_wgs84(at, datum), datum)


def _moved(x: float, y: float, convert: Callable[[LatLon], LatLon], datum: Datum) -> Offset:
    if datum is Datum.WGS84:
        return 0.0, 0.0
    there_x, there_y = world(convert(unworld(x, y)))
    return there_x - x, there_y - y


def placed(zoom: int, x: int, y: int, datum: Datum) -> Callable[[Floats, Floats], tuple[Floats, Floats]]:
    """How shares of tile (zoom, x, y) of a pyramid in `datum` lie on the WGS-84 world."""
    side = 2.0**-zoom

    def plain(across: Floats, down: Floats) -> tuple[Floats, Floats]:
        return (x + across) * side, (y + down) * side

    if datum is Datum.WGS84:
        return plain
    corners = [homeward((x + right) * side, (y + low) * side, datum) for low in (0, 1) for right in (0, 1)]

    def shifted(across: Floats, down: Floats) -> tuple[Floats, Floats]:
        far_x, far_y = plain(across, down)
        weights = ((1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down)
        return (
            far_x + sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)),
            far_y + sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)),
        )

    return shifted
