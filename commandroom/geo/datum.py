"""The three datums of Chinese maps: WGS-84 (GPS, OSM), GCJ-02 (public maps), BD-09 (Baidu).

GCJ-02 is not published. The series below is the one the field has used since the obfuscation was
worked out in 2010 from public map services ("eviltransform", described on Wikipedia under
"Restrictions on geographic data in China"): a polynomial with sines, scaled by the radii of curvature
of the Krasovsky 1940 ellipsoid. BD-09 is GCJ-02 with a further turn and shift, from Baidu's public
coordinate service. CGCS2000 agrees with WGS-84 to a few centimetres and needs no conversion.

Outside the box in which the obfuscation applies every conversion is the identity.
"""

from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

from commandroom.geo.point import LatLon

KRASOVSKY_A_M = 6_378_245.0
"""Semi-major axis of the Krasovsky 1940 ellipsoid in metres."""
KRASOVSKY_E2 = 0.00669342162296594323
"""First eccentricity squared of the same ellipsoid."""

CHINA_SOUTH, CHINA_NORTH = 0.8293, 55.8271
CHINA_WEST, CHINA_EAST = 72.004, 137.8347

_INVERSE_STEPS = 12
_INVERSE_DEG = 1e-10  # a hundredth of a millimetre
_BAIDU_TURN = pi * 3000.0 / 180.0


class Datum(StrEnum):
    """The datum in which a layer, a file or a device gives its coordinates."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def in_china_box(point: LatLon) -> bool:
    """Whether the obfuscation applies at `point`: a plain box, as the map services use it."""
    return CHINA_SOUTH <= point.lat <= CHINA_NORTH and CHINA_WEST <= point.lon <= CHINA_EAST


def wgs84_to_gcj02(point: LatLon) -> LatLon:
    """GPS to public Chinese map coordinates: 300 to 700 m away inside China."""
    if not in_china_box(point):
        return point
    return _shifted(point)


def gcj02_to_wgs84(point: LatLon) -> LatLon:
    """The inverse, iterated until it moves less than a tenth of a millimetre."""
    if not in_china_box(point):
        return point
    guess = point
    for _ in range(_INVERSE_STEPS):
        image = _shifted(guess)
        d_lat, d_lon = point.lat - image.lat, point.lon - image.lon
        guess = LatLon(guess.lat + d_lat, guess.lon + d_lon)
        if abs(d_lat) < _INVERSE_DEG and abs(d_lon) < _INVERSE_DEG:
            break
    return guess


def gcj02_to_bd09(point: LatLon) -> LatLon:
    """Public Chinese map coordinates to Baidu's."""
    if not in_china_box(point):
        return point
    return _baidu(point)


def bd09_to_gcj02(point: LatLon) -> LatLon:
    """The inverse, iterated like `gcj02_to_wgs84`."""
    if not in_china_box(point):
        return point
    guess = LatLon(point.lat - 0.006, point.lon - 0.0065)
    for _ in range(_INVERSE_STEPS):
        image = _baidu(guess)
        d_lat, d_lon = point.lat - image.lat, point.lon - image.lon
        guess = LatLon(guess.lat + d_lat, guess.lon + d_lon)
        if abs(d_lat) < _INVERSE_DEG and abs(d_lon) < _INVERSE_DEG:
            break
    return guess


def wgs84_to_bd09(point: LatLon) -> LatLon:
    """GPS to Baidu."""
    if not in_china_box(point):
        return point
    return _baidu(_shifted(point))


def bd09_to_wgs84(point: LatLon) -> LatLon:
    """Baidu to GPS."""
    return gcj02_to_wgs84(bd09_to_gcj02(point))


def to_wgs84(point: LatLon, datum: Datum) -> LatLon:
    """`point`, given in `datum`, in the datum of the whole program."""
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(point)
    return bd09_to_wgs84(point) if datum is Datum.BD09 else point


def from_wgs84(point: LatLon, datum: Datum) -> LatLon:
    """`point` of the program in the datum of a layer or a device."""
    if datum is Datum.GCJ02:
        return wgs84_to_gcj02(point)
    return wgs84_to_bd09(point) if datum is Datum.BD09 else point


def _shifted(point: LatLon) -> LatLon:
    """The obfuscation itself, without asking where we are."""
    x, y = point.lon - 105.0, point.lat - 35.0
    north_m, east_m = _series_north(x, y), _series_east(x, y)
    latitude = radians(point.lat)
    w2 = 1.0 - KRASOVSKY_E2 * sin(latitude) ** 2
    meridian_m = KRASOVSKY_A_M * (1.0 - KRASOVSKY_E2) / (w2 * sqrt(w2))
    parallel_m = KRASOVSKY_A_M / sqrt(w2) * cos(latitude)
    return LatLon(
        point.lat + north_m * 180.0 / (meridian_m * pi),
        point.lon + east_m * 180.0 / (parallel_m * pi),
    )


def _series_north(x: float, y: float) -> float:
    """Shift to the north in metres at `x`, `y` degrees from 105 E, 35 N."""
    total = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    total += _waves(x, (20.0, 6.0), (20.0, 2.0))
    total += _waves(y, (20.0, 1.0), (40.0, 1 / 3))
    return total + _waves(y, (160.0, 1 / 12), (320.0, 1 / 30))


def _series_east(x: float, y: float) -> float:
    """Shift to the east in metres at `x`, `y` degrees from 105 E, 35 N."""
    total = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    total += _waves(x, (20.0, 6.0), (20.0, 2.0))
    total += _waves(x, (20.0, 1.0), (40.0, 1 / 3))
    return total + _waves(x, (150.0, 1 / 12), (300.0, 1 / 30))


def _waves(t: float, *terms: tuple[float, float]) -> float:
    """Two thirds of a sum of sines; each term is amplitude and frequency in half turns."""
    return sum(amplitude * sin(frequency * t * pi) for amplitude, frequency in terms) * 2.0 / 3.0


def _baidu(point: LatLon) -> LatLon:
    """Baidu's further turn and shift of a GCJ-02 point."""
    x, y = point.lon, point.lat
    radius = hypot(x, y) + 0.00002 * sin(y * _BAIDU_TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * _BAIDU_TURN)
    return LatLon(radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065)
