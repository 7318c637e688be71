"""Facts: what happened, and when. They are journalled as they stand here: never rename or remove a field."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Drawing, Incident, Opponent, PositionReport
from commandroom.models.domain.enums import Duty, Ring
from commandroom.models.domain.ids import IncidentId, UnitId


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `at` (UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SessionOpened(Event):
    """A program opened this store."""

    mode: str
    program: str
    details: str


@dataclass(frozen=True, slots=True)
class RosterImported(Event):
    """The register was filled; `fingerprint` is the SHA-256 of what was put in."""

    source: str
    fingerprint: str
    firms: int
    posts: int
    units: int
    members: int
    patrols: int = 0


@dataclass(frozen=True, slots=True)
class IncidentReported(Event):
    """An incident was taken."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class UnitAssigned(Event):
    """A unit was ordered to an incident."""

    unit: UnitId
    incident: IncidentId
    turn: int
    eta_s: float | None
    ordered_by: str


@dataclass(frozen=True, slots=True)
class OrderAcknowledged(Event):
    """The crew signed for the order."""

    unit: UnitId
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class UnitSetOut(Event):
    """The crew is on its way."""

    unit: UnitId
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class UnitArrived(Event):
    """The crew is on scene."""

    unit: UnitId
    incident: IncidentId
    place: LatLon


@dataclass(frozen=True, slots=True)
class UnitCleared(Event):
    """The crew is done with the incident and free."""

    unit: UnitId
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class AssignmentWithdrawn(Event):
    """The room took the order back."""

    unit: UnitId
    incident: IncidentId
    reason: str


@dataclass(frozen=True, slots=True)
class RingMet(Event):
    """The party that owns a ring arrived; `is_late` when the limit had passed."""

    incident: IncidentId
    ring: Ring
    unit: UnitId
    seconds: float
    is_late: bool


@dataclass(frozen=True, slots=True)
class RingMissed(Event):
    """A ring's limit passed and its party had not arrived."""

    incident: IncidentId
    ring: Ring
    due_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentClosed(Event):
    """The incident is over."""

    incident: IncidentId
    result: str


@dataclass(frozen=True, slots=True)
class IncidentReopened(Event):
    """The incident needs the room again."""

    incident: IncidentId


@dataclass(frozen=True, slots=True)
class DutyChanged(Event):
    """A unit came on duty, rests or went off."""

    unit: UnitId
    duty: Duty


@dataclass(frozen=True, slots=True)
class MessageLogged(Event):
    """A message reached or left the room."""

    channel: str
    sender: str
    text: str
    incident: IncidentId | None


@dataclass(frozen=True, slots=True)
class HappeningNoted(Event):
    """Something happened in a drill's world."""

    code: str
    text: str
    incident: IncidentId | None


@dataclass(frozen=True, slots=True)
class DrawingPut(Event):
    """Something was drawn on the map, or drawn anew."""

    drawing: Drawing
    before: Drawing | None
    """What it replaced; None for a new one."""


@dataclass(frozen=True, slots=True)
class DrawingRemoved(Event):
    """A drawing was taken off the map."""

    drawing: Drawing


@dataclass(frozen=True, slots=True)
class PositionsReported(Event):
    """Passing: shown and kept as the last position, never journalled (tracks must be purgeable)."""

    reports: tuple[PositionReport, ...]


@dataclass(frozen=True, slots=True)
class OpponentsReported(Event):
    """Passing: the opposing force of a drill moved; shown, never stored."""

    opponents: tuple[Opponent, ...]


PASSING: tuple[type[Event], ...] = (PositionsReported, OpponentsReported)
"""Events that screens see but the journal does not hold."""
