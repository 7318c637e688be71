"""Does a roster lie on the roads it is meant for? Finds undeclared GCJ-02 or BD-09 and the wrong city."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.geo import Datum, LatLon, to_wgs84
from commandroom.geo.datum import in_china_box
from commandroom.roads.network import BBox
from commandroom.services.roster.reading import Note

Floats = npt.NDArray[np.float64]
RoadDistance = Callable[[Floats], Floats]
"""(n, 2) latitude and longitude → (n,) metres to the nearest road."""

SUSPECT_FROM_M = 40.0
"""Half of the places farther from a road than this: posts stand at roads, so something is wrong."""
SUSPECT_RATIO, SUSPECT_RATIO_OF_MANY = 0.5, 0.6
"""… and taken for GCJ-02 they come this much nearer. Measured on the roads of Wuhan and Shanghai: places
within 40 m of a road lie 60 to 80 m from one (median) when shifted, because a city has roads everywhere."""
FEWEST, MANY = 8, 100
"""Fewer places than the first prove nothing; from the second on a weaker sign is enough."""
FAR_M = 5_000.0
"""This far outside the roads' box a place belongs to another city."""

_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Shift:
    """A datum that fits the roads better than WGS-84; median metres to a road as given and as converted."""

    datum: Datum
    given_m: float
    converted_m: float


def looks_shifted(points: Sequence[LatLon], snap: RoadDistance) -> Shift | None:
    """Whether `points`, meant to be WGS-84, are rather GCJ-02 or BD-09: the nearer of the two, or None."""
    inside = [point for point in points if in_china_box(point)]
    if len(inside) < FEWEST:
        return None
    given_m = _median_m(inside, snap)
    if given_m <= SUSPECT_FROM_M:
        return None
    found = [
        Shift(datum, given_m, _median_m([to_wgs84(point, datum) for point in inside], snap))
        for datum in (Datum.GCJ02, Datum.BD09)
    ]
    best = min(found, key=lambda shift: shift.converted_m)
    ratio = SUSPECT_RATIO if len(inside) < MANY else SUSPECT_RATIO_OF_MANY
    return best if best.converted_m < ratio * given_m else None


def far_from_roads(points: Sequence[LatLon], bbox: BBox) -> bool:
    """Whether more than half of `points` lie over 5 km outside the box of the road file."""
    if not points:
        return False
    where = np.asarray(points, dtype=np.float64)
    nearest = np.clip(where, (bbox.south, bbox.west), (bbox.north, bbox.east))
    apart = (where - nearest) * _METRES_PER_DEGREE
    apart[:, 1] *= np.cos(np.radians(where[:, 0]))
    return bool((np.hypot(apart[:, 0], apart[:, 1]) > FAR_M).sum() * 2 > len(points))


def road_notes(points: Sequence[LatLon], snap: RoadDistance, bbox: BBox) -> tuple[Note, ...]:
    """What to tell before a roster with places `points` is put on these roads."""
    if far_from_roads(points, bbox):
        return (Note("roster.warning.wrong_city", {"count": len(points)}),)
    shift = looks_shifted(points, snap)
    if shift is None:
        return ()
    values = {"given": round(shift.given_m), "converted": round(shift.converted_m)}
    return (Note(f"roster.warning.{shift.datum.value}_suspect", values),)


def _median_m(points: Sequence[LatLon], snap: RoadDistance) -> float:
    return float(np.median(snap(np.asarray(points, dtype=np.float64))))
