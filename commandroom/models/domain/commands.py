"""Orders: what somebody wants done. Each says who gave it and from which seat."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon
from commandroom.models.domain.decision import Decision, UnitOrder, WayBack
from commandroom.models.domain.doctrine import Doctrine, Doubt
from commandroom.models.domain.entities import (
    Author,
    Correction,
    Firm,
    Member,
    Opponent,
    PatrolRoute,
    PositionReport,
    Post,
    Unit,
)
from commandroom.models.domain.enums import AssignmentStatus, DrawingKind, Duty, Level, RoadEffect
from commandroom.models.domain.ids import DrawingId, IncidentId, KindCode, RollCallId, UnitId


@dataclass(frozen=True, slots=True)
class Command:
    """Anything a seat, a crew, a gateway or a script asks for."""

    by: Author


@dataclass(frozen=True, slots=True)
class OpenSession(Command):
    """A room, a demo or a drill begins on this store."""

    mode: str
    """`live`, `demo` or `drill`."""
    program: str
    details: str = ""
    """For a drill: script, its fingerprint and the seed."""


@dataclass(frozen=True, slots=True)
class ImportRoster(Command):
    """Put a roster on the register, replacing what has the same id."""

    source: str
    firms: tuple[Firm, ...] = ()
    posts: tuple[Post, ...] = ()
    units: tuple[Unit, ...] = ()
    members: tuple[Member, ...] = ()
    patrols: tuple[PatrolRoute, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportIncident(Command):
    """接警: take an incident."""

    kind: KindCode
    at: LatLon
    place_name: str
    text: str = ""
    caller: str = ""
    level: Level | None = None
    """None: the level of the kind."""
    police_needed: bool | None = None
    """None: as the kind says."""


@dataclass(frozen=True, slots=True)
class AssignUnit(Command):
    """派警: send a unit to an incident."""

    unit: UnitId
    incident: IncidentId
    eta_s: float | None = None
    role: str = ""
    goal: LatLon | None = None
    goal_name: str = ""
    confirmed: tuple[Doubt, ...] = ()
    """Doubts that the operator has seen and confirmed."""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class SendTeam(Command):
    """派出编组: send several units at once, all or none."""

    incident: IncidentId
    orders: tuple[UnitOrder, ...]
    confirmed: tuple[Doubt, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class WithdrawTeam(Command):
    """Take several units off the incident at once; the opposite of `SendTeam`."""

    incident: IncidentId
    units: tuple[UnitId, ...]
    reason: str = ""
    back: tuple[WayBack, ...] = ()
    """Who of them goes back to the incident from which it was taken, where that is still open."""


@dataclass(frozen=True, slots=True)
class ExplainOverride(Command):
    """Why somebody else than proposed was sent; asked once for an incident."""

    incident: IncidentId
    reason: str


@dataclass(frozen=True, slots=True)
class HoldClocks(Command):
    """Somebody types about an incident: its orders do not escalate until let go, or a minute is over."""

    incident: IncidentId
    is_held: bool


@dataclass(frozen=True, slots=True)
class CallRoll(Command):
    """点名: ask units to say that they are there."""

    units: tuple[UnitId, ...]


@dataclass(frozen=True, slots=True)
class AnswerRollCall(Command):
    """A unit answers, or the operator for it."""

    call: RollCallId
    unit: UnitId
    on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class SetDoctrine(Command):
    """Change the room's rules."""

    doctrine: Doctrine


@dataclass(frozen=True, slots=True)
class AdvanceAssignment(Command):
    """签收, 出动, 到场, 处置完毕: the crew, or the room on its behalf, reports the next step."""

    unit: UnitId
    incident: IncidentId
    to: AssignmentStatus


@dataclass(frozen=True, slots=True)
class WithdrawAssignment(Command):
    """撤回: take the unit off the incident; the opposite of `AssignUnit`."""

    unit: UnitId
    incident: IncidentId
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CloseIncident(Command):
    """办结: the incident is over; units still on it are cleared."""

    incident: IncidentId
    result: str = ""


@dataclass(frozen=True, slots=True)
class ReopenIncident(Command):
    """The opposite of `CloseIncident`."""

    incident: IncidentId


@dataclass(frozen=True, slots=True)
class SetDuty(Command):
    """A unit comes on duty, rests or goes off."""

    unit: UnitId
    duty: Duty


@dataclass(frozen=True, slots=True)
class PutDrawing(Command):
    """标绘: draw on the map."""

    kind: DrawingKind
    points: tuple[LatLon, ...]
    text: str = ""
    drawing: DrawingId | None = None
    """None: a new one. Else the one to draw anew, or to put back where it was removed."""
    effect: RoadEffect = RoadEffect.NONE
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class RemoveDrawing(Command):
    """Take a drawing off the map; the opposite of `PutDrawing`."""

    drawing: DrawingId


@dataclass(frozen=True, slots=True)
class NoteMissedRings(Command):
    """The clock has moved: write down what is overdue: rings, orders, roll-calls, simple rules."""


@dataclass(frozen=True, slots=True)
class LogMessage(Command):
    """A radio, phone or group message reached the room, or was sent by it."""

    channel: str
    """`radio`, `phone`, `group`, `clue` or `room`."""
    sender: str
    text: str
    incident: IncidentId | None = None
    unit: UnitId | None = None
    """The unit whose word this is: 反馈."""


@dataclass(frozen=True, slots=True)
class NoteHappening(Command):
    """Something in a drill's world that scoring must be able to find (an inject fired, suspects held)."""

    code: str
    text: str
    incident: IncidentId | None = None


@dataclass(frozen=True, slots=True)
class SteerInject(Command):
    """情况注入: the instructor lets an inject of the script happen now, or leaves it out."""

    inject: str
    act: str
    """`fire` or `skip`."""


@dataclass(frozen=True, slots=True)
class TakeNote(Command):
    """讲评: an instructor's remark or bookmark; no score ever counts it."""

    text: str
    kind: str = "remark"
    """`remark` or `bookmark`."""
    moment: datetime | None = None
    """What moment it speaks of; None: now."""
    incident: IncidentId | None = None


@dataclass(frozen=True, slots=True)
class SetCorrection(Command):
    """整改: what must be better next time, who sees to it and by when."""

    correction: Correction


@dataclass(frozen=True, slots=True)
class EndDrill(Command):
    """The drill is over; what comes after in its journal is no part of what is scored."""

    because: str
    """`controlled`, `escaped`, `closed`, `time`, `script` or `left`."""


@dataclass(frozen=True, slots=True)
class ReportPositions(Command):
    """Units report where they are; the newest of each unit wins, nothing is journalled."""

    reports: tuple[PositionReport, ...]


@dataclass(frozen=True, slots=True)
class ReportOpponents(Command):
    """Where a drill's opposing force is; nothing is stored."""

    opponents: tuple[Opponent, ...]
