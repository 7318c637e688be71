"""Who could go, by road, in what time; and what each would be for the incident's clocks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

import numpy as np

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Incident, PatrolRoute, Unit
from commandroom.models.domain.enums import Ring, UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.models.domain.rules import ring_of, why_unit_cannot_go
from commandroom.roads.reach import Lines, reach
from commandroom.roads.travel import Mode, RoadRouter, Route
from commandroom.services.patrols import patrol_legs

MODE_OF: dict[UnitKind, Mode] = {
    UnitKind.FOOT: Mode.FOOT,
    UnitKind.DOG: Mode.DOG,
    UnitKind.MOTORBIKE: Mode.MOTORBIKE,
    UnitKind.CAR: Mode.CAR,
    UnitKind.DRONE: Mode.DRONE,
    UnitKind.VIDEO: Mode.FOOT,
}
"""How a unit of each kind travels. A video post stays where it is; it is never asked to go."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit as an answer to one incident."""

    unit: UnitId
    eta_s: float
    """Road travel time in seconds for the unit's own mode; infinite where no road leads."""
    ring: Ring | None
    """The clock its arrival would stop; None for a drone, which brings no people."""
    meets_ring: bool | None
    """Whether it would come in time; None when that clock no longer runs."""
    why_not: str | None
    """Wording key of the reason it cannot go; None when it may."""

    @property
    def may_go(self) -> bool:
        """Whether an order would be accepted."""
        return self.why_not is None


class Recommendation:
    """Ranks units by road. The field of an incident is computed once; units are looked up in it."""

    def __init__(self, router: RoadRouter) -> None:
        self._router = router

    def warm_up(self, place: LatLon) -> None:
        """Build now what the first ranking would build; for a worker thread."""
        for mode in set(MODE_OF.values()):
            self._router.field(place, mode).seconds(np.array([place], dtype=np.float64))

    def rank(self, incident: Incident, units: Iterable[Unit], *, now: datetime) -> tuple[Candidate, ...]:
        """All `units`, those who may go first, nearest first; ties by id."""
        everyone = tuple(units)
        seconds = self._seconds(incident.at, everyone)
        ranked = [self._candidate(incident, unit, seconds[unit.id], now) for unit in everyone]
        return tuple(sorted(ranked, key=lambda each: (not each.may_go, each.eta_s, each.unit)))

    def preview(self, incident: Incident, unit: Unit, *, now: datetime) -> Candidate:
        """The same for one unit, for a drag that hovers."""
        return self._candidate(incident, unit, self._seconds(incident.at, (unit,))[unit.id], now)

    def route(self, incident: Incident, unit: Unit) -> Route | None:
        """The way `unit` would take, or None when no road leads there."""
        return self._router.field(incident.at, MODE_OF[unit.kind]).route(unit.at)

    def reach(
        self, place: LatLon, kind: UnitKind, limits_s: Sequence[float], *, toward: bool
    ) -> tuple[Lines, ...]:
        """The roads within each of the rising limits (seconds) but not within the one before.

        `toward`: from where units of this kind reach `place`; else what they reach from there.
        """
        return reach(self._router, place, MODE_OF[kind], limits_s, toward=toward)

    def patrol_legs(self, route: PatrolRoute) -> tuple[tuple[LatLon, ...], ...]:
        """The legs of a patrol route along the roads."""
        return patrol_legs(self._router, route)

    def _seconds(self, place: LatLon, units: Iterable[Unit]) -> dict[UnitId, float]:
        by_mode: dict[Mode, list[Unit]] = defaultdict(list)
        for unit in units:
            by_mode[MODE_OF[unit.kind]].append(unit)
        found: dict[UnitId, float] = {}
        for mode, group in by_mode.items():
            points = np.array([unit.at for unit in group], dtype=np.float64)
            times = self._router.field(place, mode).seconds(points)
            found.update((unit.id, float(time)) for unit, time in zip(group, times, strict=True))
        return found

    @staticmethod
    def _candidate(incident: Incident, unit: Unit, eta_s: float, now: datetime) -> Candidate:
        ring = ring_of(unit, incident.own_post)
        clock = None if ring is None else incident.ring(ring)
        meets: bool | None = None
        if clock is not None and clock.is_running:
            waited = (now - incident.reported_at).total_seconds()
            meets = not clock.is_missed and waited + eta_s <= clock.limit_s
        return Candidate(unit.id, eta_s, ring, meets, _why_not(incident, unit, eta_s))


def _why_not(incident: Incident, unit: Unit, eta_s: float) -> str | None:
    if not incident.is_open:
        return "dispatch.why.closed"
    if unit.incident == incident.id:
        return "dispatch.why.already_there"
    if unit.incident is not None:
        return "dispatch.why.busy"
    reason = why_unit_cannot_go(unit)
    if reason is not None:
        return f"dispatch.why.{reason}"
    return None if isfinite(eta_s) else "dispatch.why.no_road"
