"""Who flees from where, and who could stand in his way: the question as the operator puts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.entities import Assignment, Unit
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.gates import EYES
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.domain.rules import why_unit_cannot_go
from commandroom.services.containment import Flight, HoldUnit
from commandroom.services.recommendation import MODE_OF
from commandroom.services.situation import Situation

HOLD = "hold"
"""The function of a unit that holds a point."""
MOST_UNITS: Mapping[Flight, int] = {Flight.FOOT: 80, Flight.BICYCLE: 100, Flight.CAR: 160}
"""The nearest of the free units that are asked; a faster suspect needs a wider ring."""
SAME_M = 15.0
"""Goals nearer to each other than this are one point."""


@dataclass(frozen=True, slots=True)
class Case:
    """One suspect."""

    place: LatLon
    """Where he was last seen."""
    seen_at: datetime
    incident: IncidentId | None = None
    """None for a point of the map about which nothing was reported yet."""
    flight: Flight = Flight.FOOT
    speed_kmh: float | None = None
    """None for the assumption of the service."""

    def ago_s(self, now: datetime) -> float:
        """Seconds since he was seen; never below 0."""
        return max((now - self.seen_at).total_seconds(), 0.0)

    @property
    def speed_mps(self) -> float | None:
        """The same in metres a second."""
        return None if self.speed_kmh is None else self.speed_kmh / 3.6


def orders_of(situation: Situation, incident: IncidentId | None) -> dict[UnitId, Assignment]:
    """Who was ordered to hold a point for an incident and is still bound to it."""
    if incident is None or incident not in situation.incidents:
        return {}
    return {
        each.unit: each
        for each in situation.assignments(incident)
        if each.is_active and each.role == HOLD and each.goal is not None
    }


def holders(situation: Situation, case: Case) -> tuple[HoldUnit, ...]:
    """Those already ordered, and the nearest free ones that bring people."""
    ordered = orders_of(situation, case.incident)
    free = [each for each in situation.units.values() if each.id not in ordered and _could_hold(each)]
    free.sort(key=lambda each: (distance_m(each.at, case.place), each.id))
    chosen = [situation.unit(unit) for unit in ordered] + free[: MOST_UNITS[case.flight]]
    return tuple(
        HoldUnit(each.id, _where(each, ordered.get(each.id)), MODE_OF[each.kind], each.call_sign)
        for each in chosen
    )


def _could_hold(unit: Unit) -> bool:
    return unit.incident is None and unit.kind not in EYES and why_unit_cannot_go(unit) is None


def _where(unit: Unit, order: Assignment | None) -> LatLon:
    """At its point where it has reported there, whatever the position says."""
    has_arrived = order is not None and order.status is AssignmentStatus.ON_SCENE
    return order.goal if has_arrived and order is not None and order.goal is not None else unit.at
