"""Web mercator: the world as a unit square, tiles of 256 px, and the view the page last told us of."""

from dataclasses import dataclass
from math import atan, cosh, degrees, exp, exp2, log, pi, radians, tan

from commandroom.geo import LatLon

TILE_PX = 256
EQUATOR_M = 40_075_016.686
"""Length of the WGS-84 equator in metres: one world width at zoom 0."""
MAX_LAT = 85.05112878


def world(at: LatLon) -> tuple[float, float]:
    """Position in the unit square of the world, x to the east, y to the south."""
    lat = radians(min(MAX_LAT, max(-MAX_LAT, at.lat)))
    return (at.lon + 180.0) / 360.0, 0.5 - log(tan(pi / 4 + lat / 2)) / (2 * pi)


def unworld(x: float, y: float) -> LatLon:
    """The point at a position of the unit square."""
    return LatLon(degrees(2 * atan(exp((0.5 - y) * 2 * pi)) - pi / 2), x * 360.0 - 180.0)


def metres_per_pixel(y: float, zoom: float) -> float:
    """Ground metres of one 256-px-tile pixel at world position `y`."""
    return EQUATOR_M / (TILE_PX * exp2(zoom)) / cosh((0.5 - y) * 2 * pi)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: centre, zoom and size in CSS pixels."""

    centre: LatLon
    zoom: float
    width: int
    height: int

    @property
    def _scale(self) -> float:
        return TILE_PX * exp2(self.zoom)

    def to_screen(self, at: LatLon) -> tuple[float, float]:
        """Pixel of a point, (0, 0) at the upper left corner."""
        centre_x, centre_y = world(self.centre)
        x, y = world(at)
        return (x - centre_x) * self._scale + self.width / 2, (y - centre_y) * self._scale + self.height / 2

    def to_place(self, x: float, y: float) -> LatLon:
        """Point under a pixel."""
        centre_x, centre_y = world(self.centre)
        return unworld(
            centre_x + (x - self.width / 2) / self._scale, centre_y + (y - self.height / 2) / self._scale
        )
