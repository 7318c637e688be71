"""Where units stand on the roads, kept from one ranking to the next: only those who moved are put anew."""

from collections import deque
from collections.abc import Sequence
from itertools import chain

import numpy as np

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.roads.modes import Mode
from commandroom.roads.snap import Snaps
from commandroom.roads.travel import ArrivalField, RoadRouter
from commandroom.services.team.question import Floats

MODE_OF: dict[UnitKind, Mode] = {
    UnitKind.FOOT: Mode.FOOT,
    UnitKind.DOG: Mode.DOG,
    UnitKind.MOTORBIKE: Mode.MOTORBIKE,
    UnitKind.CAR: Mode.CAR,
    UnitKind.DRONE: Mode.DRONE,
    UnitKind.VIDEO: Mode.FOOT,
}
"""How a unit of each kind travels. A video post stays where it is; it is never asked to go."""

VIEW_M = 150.0
"""A fixed video post sees so far, in metres as the crow flies."""


PLACES_KNOWN = 64


class Whereabouts:
    """Travel times of many units over one router; safe in any thread."""

    def __init__(self, router: RoadRouter) -> None:
        self.router = router
        self._kept: dict[Mode, Snaps] = {}
        self._looked_at: deque[LatLon] = deque(maxlen=PLACES_KNOWN)

    def looked_at(self, place: LatLon) -> bool:
        """Whether this was asked before about `place`, not long ago."""
        is_known = place in self._looked_at
        if not is_known:
            self._looked_at.append(place)
        return is_known

    def seconds(self, place: LatLon, units: Sequence[Unit], *, limit_s: float = np.inf) -> Floats:
        """(units,) seconds of each in its own mode; a video post is there at once where it sees.

        Beyond `limit_s`, times may be infinite; without a limit the search is kept for the next time.
        """
        found = np.full(len(units), np.inf)
        groups: dict[Mode, list[int]] = {}
        for number, unit in enumerate(units):
            if unit.kind is not UnitKind.VIDEO:
                groups.setdefault(MODE_OF[unit.kind], []).append(number)
            elif distance_m(unit.at, place) <= VIEW_M:
                found[number] = 0.0
        for mode, group in groups.items():
            points = _points([units[number] for number in group])
            field = self._field(place, mode, limit_s)
            if len(group) == 1 or mode is Mode.DRONE:
                found[group] = field.seconds(points)
            else:
                found[group] = field.seconds_from(self._snaps(points, mode))
        return found

    def _field(self, place: LatLon, mode: Mode, limit_s: float) -> ArrivalField:
        if np.isfinite(limit_s):
            return self.router.field_within(place, mode, limit_s)
        return self.router.field(place, mode)

    def _snaps(self, points: Floats, mode: Mode) -> Snaps:
        """(n,) where the points meet the roads; those that stand as before are not looked up again."""
        before = self._kept.get(mode)
        if before is None or len(before) != len(points):
            found = self.router.snap(points, mode)
        else:
            moved = np.flatnonzero((before.points != points).any(axis=1))
            found = before if len(moved) == 0 else _patched(before, points, moved, self.router, mode)
        self._kept[mode] = found
        return found


def _points(units: Sequence[Unit]) -> Floats:
    """(n, 2) latitudes and longitudes."""
    flat = np.fromiter(chain.from_iterable(unit.at for unit in units), np.float64, 2 * len(units))
    return flat.reshape(-1, 2)


def _patched(before: Snaps, points: Floats, moved: np.ndarray, router: RoadRouter, mode: Mode) -> Snaps:
    fresh = router.snap(points[moved], mode)
    segment, fraction, off_road_m = before.segment.copy(), before.fraction.copy(), before.off_road_m.copy()
    segment[moved], fraction[moved], off_road_m[moved] = fresh.segment, fresh.fraction, fresh.off_road_m
    return Snaps(points, segment, fraction, off_road_m)
