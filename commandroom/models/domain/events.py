"""Facts: what happened, and when. They are journalled as they stand here: never rename or remove a field."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon
from commandroom.models.domain.decision import Decision, UnitOrder
from commandroom.models.domain.doctrine import Doctrine, Doubt
from commandroom.models.domain.entities import (
    Correction,
    Drawing,
    Incident,
    Opponent,
    PositionReport,
    RollCall,
)
from commandroom.models.domain.enums import Duty, Ring
from commandroom.models.domain.ids import IncidentId, RollCallId, UnitId


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
    role: str = ""
    goal: LatLon | None = None
    goal_name: str = ""
    doubts: tuple[Doubt, ...] = ()
    """Doubts that the operator confirmed."""


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
    """As written by a person; `undo`, or `moved:` and the incident that the unit was taken for."""
    order: UnitOrder | None = None
    """What was taken back, so that it can be given again."""


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
    before: Duty | None = None


@dataclass(frozen=True, slots=True)
class MessageLogged(Event):
    """A message reached or left the room."""

    channel: str
    sender: str
    text: str
    incident: IncidentId | None
    unit: UnitId | None = None


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
class DecisionTaken(Event):
    """What the room knew when it sent somebody; the orders follow in the same transaction."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class OverrideExplained(Event):
    """Why somebody else than proposed was sent."""

    incident: IncidentId
    reason: str


@dataclass(frozen=True, slots=True)
class OrderOverdue(Event):
    """A step of an order is late; `stage` 1 colour, 2 sound and voice, 3 propose the next unit."""

    unit: UnitId
    incident: IncidentId
    step: str
    """`acknowledged`, `en_route`, `on_scene` or `feedback`."""
    stage: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClocksHeld(Event):
    """The orders of an incident do not escalate until then; None: they do again."""

    incident: IncidentId
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SimpleRuleEnded(Event):
    """Guards alone are not enough any more: police needed."""

    incident: IncidentId
    rule: str
    because: str
    """`word`, `report` or `timeout`."""
    detail: str


@dataclass(frozen=True, slots=True)
class RollCalled(Event):
    """Units were asked to say that they are there."""

    call: RollCall


@dataclass(frozen=True, slots=True)
class RollCallAnswered(Event):
    """A unit said so, or the operator for it."""

    call: RollCallId
    unit: UnitId
    on_behalf: bool


@dataclass(frozen=True, slots=True)
class RollCallMissed(Event):
    """The time of a roll-call was up and the unit had not answered, for the `misses`th time in a row."""

    call: RollCallId
    unit: UnitId
    misses: int
    is_alarm: bool


@dataclass(frozen=True, slots=True)
class RollCallEnded(Event):
    """All have answered, or the time is up."""

    call: RollCallId


@dataclass(frozen=True, slots=True)
class DoctrineSet(Event):
    """The room's rules changed."""

    doctrine: Doctrine
    before: Doctrine


@dataclass(frozen=True, slots=True)
class InjectSteered(Event):
    """The instructor let an inject happen (`fire`) or left it out (`skip`)."""

    inject: str
    act: str


@dataclass(frozen=True, slots=True)
class NoteTaken(Event):
    """An instructor's remark or bookmark about a moment of the drill."""

    text: str
    kind: str
    moment: datetime
    incident: IncidentId | None


@dataclass(frozen=True, slots=True)
class CorrectionSet(Event):
    """A corrective action was agreed, changed or done."""

    correction: Correction


@dataclass(frozen=True, slots=True)
class DrillEnded(Event):
    """The drill is over: `controlled`, `escaped`, `closed`, `time`, `script` or `left`."""

    because: str


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
