"""What is asked of a containment and what is answered: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite

from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.roads.modes import Mode
from commandroom.roads.reach import Lines


class Flight(StrEnum):
    """How a suspect flees."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    CAR = "car"


@dataclass(frozen=True, slots=True)
class HoldUnit:
    """A unit that might hold a point."""

    id: str
    at: LatLon
    mode: Mode
    label: str = ""
    can_hold: bool = True
    """False for eyes without hands: drones, cameras, crews that are too small."""


@dataclass(frozen=True, slots=True)
class ContainmentQuestion:
    """A suspect, what is known of him, and who could stand in his way."""

    place: LatLon
    """Where he was last seen."""
    seen_ago_s: float
    flight: Flight
    units: tuple[HoldUnit, ...] = ()
    speed_mps: float | None = None
    """The same on every road; None for the assumption of `commandroom.services.containment.flight`."""
    order_delay_s: float = 20.0
    """From now until a unit moves: reading, signing, starting."""
    margin_s: float = 15.0
    """A unit must stand so long before he can be there."""
    horizon_s: float | None = None
    """Seconds from now after which he counts as escaped; None to widen until a ring closes."""
    keep: Mapping[str, int] = field(default_factory=dict)
    """Unit id → node of an order already given.

    A unit that stands at its node holds it: the caller vouches that it came before the suspect could. A
    unit under way has signed already, so that `order_delay_s` does not count for that node.
    """

    def check(self) -> None:
        """Raise `Refusal` for a question that has no sense."""
        if not (isfinite(self.place.lat) and isfinite(self.place.lon)):
            raise Refusal("containment.no_place")
        times = (self.seen_ago_s, self.order_delay_s, self.margin_s)
        if not all(isfinite(each) and each >= 0 for each in times):
            raise Refusal("containment.bad_time")
        if self.horizon_s is not None and not (isfinite(self.horizon_s) and self.horizon_s > 0):
            raise Refusal("containment.bad_time")
        if self.speed_mps is not None and not (isfinite(self.speed_mps) and self.speed_mps > 0):
            raise Refusal("containment.bad_speed")


@dataclass(frozen=True, slots=True)
class Hold:
    """A point to hold and who holds it."""

    node: int
    at: LatLon
    roads: tuple[str, ...]
    """Names of the roads that meet there, each once; empty where none has a name."""
    unit: str
    unit_eta_s: float
    """Travel time by road from where the unit is now, without the delay of the order."""
    suspect_s: float
    """Earliest time from now at which he can be there; below 0 where the unit held the point before that."""
    slack_s: float
    """Seconds the unit stands there before him, beyond the margin; inf where it stands there already."""
    is_standing: bool = False
    """Whether the unit stands there already."""

    @property
    def name(self) -> str:
        """The roads that meet there; '' where none has a name."""
        return " / ".join(self.roads)


@dataclass(frozen=True, slots=True)
class Hole:
    """A point that he can pass before anybody stands there."""

    node: int
    at: LatLon
    roads: tuple[str, ...]
    suspect_s: float
    """Earliest time from now at which he can pass; 0 or less where he may have passed already."""
    nearest_unit: str | None
    """The unit without a point that could be there first."""
    nearest_s: float
    """When it would be there, from now, its order counted; inf where nobody is left or no road leads."""
    shortfall_s: float
    """So much sooner it would have to be there, the margin counted."""

    @property
    def name(self) -> str:
        """The roads that meet there; '' where none has a name."""
        return " / ".join(self.roads)


@dataclass(frozen=True, slots=True)
class Containment:
    """The ring, closed or with its holes named."""

    is_closed: bool
    holds: tuple[Hold, ...]
    holes: tuple[Hole, ...]
    reached_now: Lines
    """Roads he may be on now."""
    inside: Lines
    """Roads the ring encloses."""
    size_lower_bound: int
    """No ring within this horizon has fewer points, whoever holds them."""
    is_proven_smallest: bool
    """Whether no plan with fewer holes, and none with as many holes and fewer holds, exists."""
    spare: tuple[str, ...]
    """Units that can hold and have no point."""
    horizon_s: float
    """Seconds from now."""

    @property
    def size(self) -> int:
        """Points of the ring, held or not."""
        return len(self.holds) + len(self.holes)

    @property
    def leads_nowhere(self) -> bool:
        """Whether there is nothing to hold: no road leads beyond the horizon or off the map."""
        return self.size == 0
