"""派警决定: what the room knew and proposed when units were sent. Stored with the order, never changed."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon
from commandroom.models.domain.enums import Ring
from commandroom.models.domain.ids import IncidentId, UnitId

CONTAINMENT = "containment"
"""Stands for the plan in the decision of a containment: points are held, no functions filled."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One unit as it stood then."""

    unit: UnitId
    eta_s: float | None
    """Road travel time in seconds; None where no road leads."""
    role: str = ""
    """The function it was proposed for; '' for none."""
    ring: Ring | None = None
    why_not: str = ""
    """Wording key of the rule that left it out; '' when it could go."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many farther units that a rule left out."""

    why_not: str
    count: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A function of the plan that could not be filled, and why."""

    role: str
    zh: str
    en: str
    missing: int
    why: tuple[LeftOut, ...]
    """Why the nearest candidates were left out, commonest first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Inputs, candidates, ranks, rules and choice of one dispatch."""

    incident: IncidentId
    made_at: datetime
    plan: str
    """Id of the response plan; '' where none fits."""
    simple_rule: str
    travel: str
    """By which speeds and closures the times were computed, in one line."""
    nearest: tuple[Considered, ...]
    """Everybody nearer than the farthest unit chosen, and at least twenty; by travel time."""
    farther: tuple[LeftOut, ...]
    """All others by rule ('' for those who could have gone)."""
    proposed: tuple[UnitId, ...]
    chosen: tuple[UnitId, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    doubts: tuple[str, ...] = ()
    """Doubts the operator confirmed."""

    @property
    def is_override(self) -> bool:
        """Whether somebody was sent whom the room had not proposed."""
        return bool(self.proposed) and not set(self.chosen) <= set(self.proposed)


@dataclass(frozen=True, slots=True)
class UnitOrder:
    """One unit of a team."""

    unit: UnitId
    eta_s: float | None = None
    role: str = ""
    goal: LatLon | None = None
    """Where to go when it is not the incident itself: a point to hold."""
    goal_name: str = ""


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where a unit was taken from, and what it was ordered to do there."""

    incident: IncidentId
    order: UnitOrder
