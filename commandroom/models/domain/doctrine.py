"""勤务规则: the rules a station may edit. Data only; `rules`, `gates` and the services act by them.

The shipped rules are in the resource `rules/doctrine.json`; a changed set is a fact in the journal, so
that it can be said a year later by which rules an order was given.
"""

from dataclasses import dataclass
from enum import StrEnum

from commandroom.models.domain.entities import Kit
from commandroom.models.domain.enums import AssignmentStatus, Level, Party, Ring, UnitKind
from commandroom.models.domain.ids import KindCode


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """One function of a response plan: so many units of this sort."""

    role: str
    """Code of the function, e.g. `first`, `control`, `police`, `cordon`, `search`, `medical`, `watch`."""
    zh: str
    en: str
    count: int = 1
    ring: Ring | None = None
    """The clock they must come in time for; None: no clock asks for them."""
    parties: tuple[Party, ...] = ()
    """Whose people; empty: anybody's."""
    kinds: tuple[UnitKind, ...] = ()
    """What sort of unit; empty: any that brings people."""
    kit: tuple[Kit, ...] = ()
    """What each unit must carry."""
    crew: int = 1
    """Fewest people in each unit."""
    within_s: int | None = None
    """Beyond these seconds by road a unit is too far; None: never."""
    is_required: bool = True
    """Whether the team is short without it."""


@dataclass(frozen=True, slots=True)
class ResponsePlan:
    """出警预案: whom an incident of some kinds and levels needs."""

    id: str
    kinds: tuple[KindCode, ...]
    """Empty: every kind that no other plan names."""
    needs: tuple[PlanNeed, ...]
    levels: tuple[Level, ...] = ()
    """Empty: every level."""
    never_alone: tuple[Party, ...] = ()
    """Parties that may not be on scene without police on the same incident."""
    caution_zh: str = ""
    caution_en: str = ""
    """Said with every order of this plan, e.g. keep distance behind shields until police arrive."""


@dataclass(frozen=True, slots=True)
class SimpleRule:
    """简易警情: what guards may handle alone, and what ends that."""

    id: str
    kinds: tuple[KindCode, ...]
    levels: tuple[Level, ...] = (Level.ORDINARY,)
    words: tuple[str, ...] = ()
    """A text about the incident that holds one of these needs police, e.g. 刀, 流血."""
    timeout_s: int | None = 600
    """Nobody on scene after so long, or not closed after `closed_within_s`: police."""
    closed_within_s: int | None = 2400
    post_within_s: int | None = 480
    """A linked post farther than this by road is not "near"."""


class Gate(StrEnum):
    """What happens when an order meets a doubt."""

    NONE = "none"
    WARN = "warn"
    """Must be confirmed, on whatever road the order came."""
    BLOCK = "block"


class Doubt(StrEnum):
    """Why an order may be wrong. Values are journalled: never rename one."""

    BUSY = "busy"
    """Bound to another incident: sending it takes it from there."""
    OFF = "off"
    RESTING = "resting"
    NO_CREW = "no_crew"
    WRONG_KIND = "wrong_kind"
    """The plan asks for no unit of this sort."""
    MISSING_KIT = "missing_kit"
    ALONE = "alone"
    """Guards without police where the plan forbids it."""
    STALE = "stale"
    """Its position is old."""


@dataclass(frozen=True, slots=True)
class GateRule:
    """What to do about one doubt."""

    doubt: Doubt
    gate: Gate


@dataclass(frozen=True, slots=True)
class StepLimits:
    """How long each step may take before the room is told. Seconds; None: never asked."""

    id: str
    kinds: tuple[KindCode, ...] = ()
    levels: tuple[Level, ...] = ()
    acknowledge_s: int | None = 30
    """From the order to 签收."""
    set_out_s: int | None = 60
    """From the order to 出动."""
    arrive_factor: float = 1.5
    """From 出动 to 到场: so many times the foreseen travel time, but at least `arrive_least_s`."""
    arrive_least_s: int = 120
    feedback_s: int | None = 600
    """From 到场, or the last word of the unit, to the next word: 反馈."""
    sound_after_s: int = 20
    """Colour at once; sound and voice so many seconds later."""
    propose_after_s: int = 40
    """And the next unit is proposed so many seconds after the limit."""


@dataclass(frozen=True, slots=True)
class RollCallRules:
    """点名."""

    answer_s: int = 60
    misses_to_alarm: int = 2
    per_day: int = 0
    """So many at random times of a day; 0: only by hand."""
    units_at_once: int = 20


@dataclass(frozen=True, slots=True)
class ModeSpeeds:
    """km/h of one way of moving by class of road, lowest class first."""

    mode: str
    """`foot`, `dog`, `motorbike` or `car`."""
    kmh: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimeBand:
    """Between two hours of the day in China vehicles are so many times as fast on big roads."""

    from_hour: float
    to_hour: float
    factor: float


@dataclass(frozen=True, slots=True)
class SpeedRules:
    """How fast units move."""

    speeds: tuple[ModeSpeeds, ...] = ()
    """Empty: those of the program."""
    bands: tuple[TimeBand, ...] = ()
    police_ignore_oneway: bool = False
    """警车 on an order may go against one-way streets."""
    learned: bool = True
    """Correct by the room's own trips where there are enough of them."""


@dataclass(frozen=True, slots=True)
class Doctrine:
    """All editable rules of a room."""

    plans: tuple[ResponsePlan, ...] = ()
    simple: tuple[SimpleRule, ...] = ()
    gates: tuple[GateRule, ...] = ()
    clocks: tuple[StepLimits, ...] = ()
    roll_call: RollCallRules = RollCallRules()
    speeds: SpeedRules = SpeedRules()

    def plan(self, kind: KindCode, level: Level) -> ResponsePlan | None:
        """The first plan that names the kind and the level, else the first for every kind."""
        fitting = [each for each in self.plans if not each.levels or level in each.levels]
        named = next((each for each in fitting if kind in each.kinds), None)
        return named or next((each for each in fitting if not each.kinds), None)

    def limits(self, kind: KindCode, level: Level) -> StepLimits | None:
        """The first set of step limits that names the kind and the level, else the first for every kind."""
        fitting = [each for each in self.clocks if not each.levels or level in each.levels]
        named = next((each for each in fitting if kind in each.kinds), None)
        return named or next((each for each in fitting if not each.kinds), None)

    def simple_rule(self, kind: KindCode, level: Level) -> SimpleRule | None:
        """The rule under which guards may handle it alone, or None."""
        return next((each for each in self.simple if kind in each.kinds and level in each.levels), None)

    def gate(self, doubt: Doubt) -> Gate:
        """What to do about a doubt; nothing where no rule says."""
        return next((each.gate for each in self.gates if each.doubt is doubt), Gate.NONE)


STEPS_ASKED: tuple[AssignmentStatus, ...] = (
    AssignmentStatus.ACKNOWLEDGED,
    AssignmentStatus.EN_ROUTE,
    AssignmentStatus.ON_SCENE,
)
"""The steps whose absence escalates; after 到场 the word of the unit is asked for (反馈)."""
