"""The things of the town, as plain values. Nothing here changes; events make new ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commandroom.geo import LatLon
from commandroom.models.domain.enums import (
    AssignmentStatus,
    DrawingKind,
    Duty,
    FirmKind,
    IncidentStatus,
    Level,
    MemberRole,
    Party,
    Ring,
    RoadEffect,
    UnitKind,
)
from commandroom.models.domain.ids import (
    CorrectionId,
    DrawingId,
    FirmId,
    IncidentId,
    KindCode,
    MemberId,
    PatrolId,
    PostId,
    RollCallId,
    UnitId,
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who gave a command, from which seat, and what made it (an inject's id in a drill)."""

    operator: str
    seat: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """So many of one piece of equipment."""

    item: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Firm:
    """保安从业单位: an employer of guards."""

    id: FirmId
    name: str
    kind: FirmKind


@dataclass(frozen=True, slots=True)
class Post:
    """共治站 / 联动点: a fixed place with equipment and people."""

    id: PostId
    name: str
    at: LatLon
    address: str = ""
    firm: FirmId | None = None
    equipment: tuple[Kit, ...] = ()


@dataclass(frozen=True, slots=True)
class PatrolRoute:
    """巡逻路线: way-points in the order in which they are walked or driven, and the posts among them."""

    id: PatrolId
    name: str
    points: tuple[LatLon, ...]
    posts: tuple[PostId, ...] = ()
    closed: bool = False
    """Whether it returns from the last point to the first."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """标绘: what an operator drew on the map for all seats to see."""

    id: DrawingId
    kind: DrawingKind
    points: tuple[LatLon, ...]
    """One for a point; the corners of an area are not closed by a repeated first one."""
    text: str
    drawn_by: str
    """The operator who gave it its present form, and when."""
    drawn_at: datetime
    effect: RoadEffect = RoadEffect.NONE
    """What it means to whoever travels through it."""
    factor: float = 1.0
    """Where `effect` is SLOW: travel is so many times as fast as else, between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the roster. The phone is optional and shown masked only."""

    id: MemberId
    name: str
    role: MemberRole
    firm: FirmId | None = None
    post: PostId | None = None
    unit: UnitId | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """最小单元 / 巡组: what is sent."""

    id: UnitId
    call_sign: str
    kind: UnitKind
    party: Party
    crew: int
    at: LatLon
    home_post: PostId | None = None
    firm: FirmId | None = None
    equipment: tuple[Kit, ...] = ()
    duty: Duty = Duty.ON
    heading_deg: float | None = None
    position_at: datetime | None = None
    """When `at` was reported; None for the place on the roster."""
    incident: IncidentId | None = None
    """The incident it is assigned to now."""
    missed_calls: int = 0
    """Roll-calls in a row that it has not answered."""

    @property
    def is_free(self) -> bool:
        """On duty and assigned to nothing."""
        return self.duty is Duty.ON and self.incident is None


@dataclass(frozen=True, slots=True)
class RingClock:
    """One response clock of an incident, running from the alarm."""

    ring: Ring
    limit_s: int
    has_owner: bool = True
    """False where no post is near enough to own a self-rescue clock: it neither runs nor fails."""
    met_at: datetime | None = None
    met_by: UnitId | None = None
    is_missed: bool = False

    def due_at(self, reported_at: datetime) -> datetime:
        """The moment from which this ring is missed."""
        return reported_at + timedelta(seconds=self.limit_s)

    @property
    def is_running(self) -> bool:
        """Nobody arrived yet."""
        return self.has_owner and self.met_at is None


@dataclass(frozen=True, slots=True)
class Incident:
    """警情: something to be handled."""

    id: IncidentId
    kind: KindCode
    level: Level
    police_needed: bool
    at: LatLon
    place_name: str
    text: str
    caller: str
    reported_at: datetime
    rings: tuple[RingClock, ...]
    own_post: PostId | None = None
    status: IncidentStatus = IncidentStatus.OPEN
    closed_at: datetime | None = None
    result: str = ""
    simple_rule: str = ""
    """Id of the rule under which guards handle it alone; '' for none, or no longer."""
    held_until: datetime | None = None
    """Until then no clock of its orders escalates: somebody is typing about it."""

    @property
    def is_open(self) -> bool:
        """Whether it still needs the room."""
        return self.status is IncidentStatus.OPEN

    def ring(self, ring: Ring) -> RingClock | None:
        """The clock of `ring`, if the incident has one."""
        return next((clock for clock in self.rings if clock.ring is ring), None)


@dataclass(frozen=True, slots=True)
class Assignment:
    """派警: one unit on one incident, with the time of every step.

    A unit ordered again after it was cleared or withdrawn gets a new assignment (`turn` 2, 3 …).
    """

    unit: UnitId
    incident: IncidentId
    turn: int
    status: AssignmentStatus
    ordered_at: datetime
    ordered_by: str
    eta_s: float | None = None
    """Road travel time foreseen when the order was given."""
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    cleared_at: datetime | None = None
    withdrawn_at: datetime | None = None
    role: str = ""
    """The function it was sent for."""
    goal: LatLon | None = None
    """Where it goes when that is not the incident itself: a point to hold."""
    goal_name: str = ""
    last_word_at: datetime | None = None
    """When the unit last said something about the incident."""
    overdue: str = ""
    """The step that is overdue: `acknowledged`, `en_route`, `on_scene` or `feedback`; '' for none."""
    stage: int = 0
    """How far that has escalated: 1 colour, 2 sound and voice, 3 the next unit is proposed."""

    @property
    def is_active(self) -> bool:
        """Whether the unit is still bound to the incident."""
        return not self.status.is_over


@dataclass(frozen=True, slots=True)
class RingLimits:
    """1/3/5 or 1/3/8 minutes, in seconds from the alarm."""

    self_s: int
    mutual_s: int
    support_s: int


@dataclass(frozen=True, slots=True)
class IncidentKind:
    """One line of the catalogue of incident kinds."""

    code: KindCode
    zh: str
    en: str
    level: Level
    police_needed: bool
    rings: RingLimits


@dataclass(frozen=True, slots=True)
class RollCallAnswer:
    """One unit's answer to a roll-call."""

    unit: UnitId
    at: datetime
    on_behalf: bool = False
    """Entered by the operator for the unit."""


@dataclass(frozen=True, slots=True)
class RollCall:
    """点名: units asked at once to say that they are there."""

    id: RollCallId
    called_at: datetime
    due_at: datetime
    units: tuple[UnitId, ...]
    answers: tuple[RollCallAnswer, ...] = ()
    is_over: bool = False
    """Its time is up, or all have answered; who had not has missed it."""

    @property
    def silent(self) -> tuple[UnitId, ...]:
        """Who has not answered, in the order called."""
        heard = {each.unit for each in self.answers}
        return tuple(unit for unit in self.units if unit not in heard)


@dataclass(frozen=True, slots=True)
class PositionReport:
    """Where a unit was, and when."""

    unit: UnitId
    at: LatLon
    heading_deg: float | None
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Opponent:
    """A member of the opposing force in a drill."""

    id: str
    at: LatLon
    state: str = "active"
    """`active`, `contact` (held by people who keep their distance), `hidden`, `subdued` or `escaped`."""
    is_seen: bool = True
    """Whether somebody of the room's side sees him; who is not seen is shown to the instructor alone."""


@dataclass(frozen=True, slots=True)
class Correction:
    """整改措施: what a drill showed to be better done, by whom and by when."""

    id: CorrectionId
    text: str
    criterion: str = ""
    """The criterion it comes from, by id; empty where a remark gave rise to it."""
    owner: str = ""
    due: str = ""
    """A day, `yyyy-mm-dd`; empty where none was agreed."""
    is_done: bool = False
