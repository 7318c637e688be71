"""Where each unit was in the last minutes: in memory only, and gone after half an hour.

Tracks of people must stay erasable, so nothing of this reaches the disk or the journal (docs/decisions/001).
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import UnitId

KEPT_S = 1800.0
EVERY_S = 3.0
"""No two kept points of a unit are nearer in time than this."""
POINTS = 200
"""At most so many of one unit; beyond it every second one of the older half goes."""
STILL_M = 3.0
"""A unit within this of its last point stands; its point gets the newer time."""
UNITS = 6000
"""At most so many units; others are taken on as silent ones are forgotten."""


class _Trail:
    """Times in seconds and places, oldest first, in plain arrays: 24 bytes a point."""

    __slots__ = ("lats", "lons", "times")

    def __init__(self) -> None:
        self.times, self.lats, self.lons = array("d"), array("d"), array("d")

    def add(self, moment: float, at: LatLon) -> None:
        if len(self.times) >= POINTS:
            self._thin()
        self.times.append(moment)
        self.lats.append(at.lat)
        self.lons.append(at.lon)

    def drop_before(self, moment: float) -> None:
        old = bisect_left(self.times, moment)
        if old:
            for column in (self.times, self.lats, self.lons):
                del column[:old]

    def _thin(self) -> None:
        for column in (self.times, self.lats, self.lons):
            del column[1 : POINTS // 2 : 2]


class TrailBook:
    """Notes places and gives them back; at most about 30 MB however long it is kept."""

    def __init__(self) -> None:
        self._trails: dict[UnitId, _Trail] = {}

    def __len__(self) -> int:
        """How many units it knows."""
        return len(self._trails)

    def note(self, units: Iterable[Unit], now: datetime) -> None:
        """Write down where these units are now."""
        moment = now.timestamp()
        for unit in units:
            self._note(unit.id, unit.at, moment)

    def trail(self, unit: UnitId, *, since: datetime, most: int = POINTS) -> tuple[LatLon, ...]:
        """The places of a unit from `since` on, oldest first; of more than `most` some, with the newest."""
        found = self._trails.get(unit)
        if found is None:
            return ()
        first = bisect_left(found.times, since.timestamp())
        count = len(found.times) - first
        step = max(1, -(-count // max(most, 1)))
        rows = range(len(found.times) - 1, first - 1, -step)
        return tuple(LatLon(found.lats[row], found.lons[row]) for row in reversed(rows))

    def forget(self, now: datetime) -> None:
        """Drop what is older than half an hour."""
        oldest = now.timestamp() - KEPT_S
        for unit in [unit for unit, trail in self._trails.items() if trail.times[-1] < oldest]:
            del self._trails[unit]
        for trail in self._trails.values():
            trail.drop_before(oldest)

    def _note(self, unit: UnitId, at: LatLon, moment: float) -> None:
        trail = self._trails.get(unit)
        if trail is None:
            if len(self._trails) >= UNITS:
                return
            trail = self._trails[unit] = _Trail()
        elif moment - trail.times[-1] < EVERY_S:
            return
        elif distance_m(at, LatLon(trail.lats[-1], trail.lons[-1])) < STILL_M:
            trail.times[-1] = moment
            return
        else:
            trail.drop_before(moment - KEPT_S)
        trail.add(moment, at)
