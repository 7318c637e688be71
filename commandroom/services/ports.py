"""What the service layer asks of the outside world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commandroom.geo import LatLon
from commandroom.models.domain.commands import Command
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Author,
    Drawing,
    Firm,
    Incident,
    IncidentKind,
    Member,
    PatrolRoute,
    Post,
    RollCall,
    Unit,
)
from commandroom.models.domain.events import Event
from commandroom.models.domain.fold import World
from commandroom.models.domain.ids import DrawingId, IncidentId, KindCode, UnitId
from commandroom.models.domain.recorded import PastIncident as PastIncident
from commandroom.models.domain.recorded import Recorded as Recorded
from commandroom.models.domain.recorded import Snapshot as Snapshot
from commandroom.models.domain.recorded import Trip as Trip


class Clock(Protocol):
    """Where every time comes from."""

    def now(self) -> datetime:
        """The present moment, with zone UTC."""


class UnitOfWork(World, Protocol):
    """One command's transaction: read, record, commit; or nothing at all."""

    def posts_near(self, place: LatLon, within_m: float) -> Iterable[Post]:
        """At least every post within so many metres of `place`; some a little farther may come too."""

    def open_incidents(self) -> Iterable[Incident]:
        """Every incident that is not closed, oldest first."""

    def latest_assignment(self, unit: UnitId, incident: IncidentId) -> Assignment | None:
        """The newest assignment of that unit on that incident."""

    def active_assignments(self, incident: IncidentId) -> Iterable[Assignment]:
        """The assignments of an incident that are not over, oldest order first."""

    def assignments(self, incident: IncidentId) -> Iterable[Assignment]:
        """Every assignment there ever was on an incident, oldest order first."""

    def orders_under_way(self) -> Iterable[Assignment]:
        """Every assignment of every incident that is not over, oldest order first."""

    def running_roll_calls(self) -> Iterable[RollCall]:
        """Those that are not over, oldest first."""

    def doctrine(self) -> Doctrine | None:
        """The room's own rules; None where the shipped ones were never changed."""

    def drawing(self, drawing: DrawingId) -> Drawing:
        """The drawing that is on the map; raises UnknownThing."""

    def drawn(self, drawing: DrawingId) -> Drawing | None:
        """The drawing, or None where it was taken off the map; raises UnknownThing where none ever was."""

    def next_number(self, series: str) -> int:
        """1, 2, 3 … for each series; survives restarts."""

    def put_roster(
        self,
        firms: Iterable[Firm],
        posts: Iterable[Post],
        units: Iterable[Unit],
        members: Iterable[Member],
        patrols: Iterable[PatrolRoute] = (),
    ) -> None:
        """Insert or replace by id."""

    def record(self, event: Event) -> None:
        """Fold `event` into the rows and append it to the journal, in this transaction.

        Passing events (positions) are not journalled; the newest position of each unit is kept in memory
        and written in batches.
        """


class Store(Protocol):
    """A place that keeps the room. One thread uses it at a time."""

    def transact(self, by: Author, command: Command) -> "Transaction":
        """Begin the unit of work of `command`."""

    def snapshot(self, *, now: datetime, journal_lines: int = 200) -> Snapshot:
        """The present state."""

    def past_incidents(self, since: datetime, until: datetime) -> tuple[PastIncident, ...]:
        """Place, level and time of the incidents reported from `since` up to, not including, `until`."""

    def past_facts(self, since: datetime, until: datetime) -> tuple[Recorded, ...]:
        """What the journal tells of incidents from `since` up to, not including, `until`, oldest first."""

    def trips(self, since: datetime) -> tuple[Trip, ...]:
        """The ways units made since then, as foreseen and as they were, oldest first."""

    def decisions(self, incident: IncidentId) -> tuple[Recorded, ...]:
        """`DecisionTaken` and `OverrideExplained` of an incident, however old, oldest first."""

    def journal_head(self) -> tuple[int, str]:
        """Number and hash of the newest entry; (0, the chain's fixed beginning) when empty."""

    def last_time(self) -> datetime | None:
        """The time of the newest entry, so that a clock never runs behind its own journal."""

    def close(self) -> None:
        """Write what is pending and let go of the file."""


class Transaction(Protocol):
    """`with store.transact(...) as work:` commits at the end of the block, or undoes all on any error."""

    def __enter__(self) -> UnitOfWork: ...

    def __exit__(self, kind: object, error: object, trace: object) -> None: ...

    @property
    def recorded(self) -> tuple[Recorded, ...]:
        """What was committed, in order; empty until then."""


class Catalogue(Protocol):
    """The kinds of incidents the room knows."""

    @property
    def kinds(self) -> Mapping[KindCode, IncidentKind]:
        """Every kind by its code, in the order a form should offer them."""

    def kind(self, code: KindCode) -> IncidentKind:
        """The kind; raises UnknownThing."""


class Authority(Protocol):
    """The one place that says who may do what."""

    def check(self, command: Command) -> None:
        """Raises NotPermitted."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One line of a score sheet."""

    id: str
    title_zh: str
    title_en: str
    measured: float | None
    """What was measured; None when it never came to pass."""
    unit: str
    """`s` or `count`."""
    limit: float
    passed: bool | None
    """None while the drill could still decide it, and for good where what it speaks of never happened."""
    evidence: tuple[int, ...]
    """Journal numbers of the facts measured."""
    phase: str = ""
    role: str = ""
    """Whose task it is, by the role's id in the script."""
    since: str = ""
    """The inject it is measured from; the alarm where empty."""
    is_expectation: bool = False
    """Whether an inject expects it; the others are criteria of the whole drill."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a drill its sheet speaks of; shown beside the grade and never mixed into it."""

    evaluated: int
    """Lines that are judged."""
    total: int
    injects_with: int
    """Injects that some line is measured from or at whose incident one is measured."""
    injects_total: int


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The outcome of a drill, measured from its journal."""

    script: str
    title_zh: str
    title_en: str
    seed: int
    simulated_seconds: float
    history_sha256: str
    criteria: tuple[CriterionResult, ...]
    variant: str = "standard"
    mode: str = "exercise"
    """`demonstration`, `exercise` or `examination`."""
    coverage: Coverage | None = None

    @property
    def passed(self) -> int:
        """How many lines were met."""
        return sum(each.passed is True for each in self.criteria)

    @property
    def is_passed(self) -> bool:
        """Whether every line that could be judged was met, and there was one."""
        judged = [each.passed for each in self.criteria if each.passed is not None]
        return bool(judged) and all(judged)


@dataclass(frozen=True, slots=True)
class ComingInject:
    """One inject of a drill's script, as it stands now."""

    id: str
    phase: str
    """`alarm`, `first_response`, `reinforce`, `surround`, `handle`, `aftermath`, or empty."""
    state: str
    """`timed` (its moment is set), `waiting` (for a condition), `called` (only where somebody calls it),
    `done` or `skipped`."""
    due_s: float | None
    """Seconds from the start of the drill at which it comes or came; None where nobody knows."""
    title: str
    """What it brings, in the language of the script."""
    kind: str
    """`report`, `message`, `flee` or `note`."""
    condition: str = ""
    """What it waits for, as the script says it."""


@dataclass(frozen=True, slots=True)
class DrillHint:
    """What an exercise tells the trainee as an inject happens."""

    inject: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DrillSummary:
    """What is played, how and by whom; the same from the beginning of a drill to its end."""

    script: str
    title_zh: str
    title_en: str
    variant: str
    variant_zh: str
    variant_en: str
    mode: str
    """`demonstration`, `exercise` or `examination`."""
    seed: int
    start: datetime
    site: str = ""
    trainee: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    """Those who take part, Chinese and English."""


@dataclass(frozen=True, slots=True)
class CrowdStand:
    """People of a drill who must be brought away."""

    id: str
    at: LatLon
    total: int
    gone: int
    """How many are in safety."""


@dataclass(frozen=True, slots=True)
class DrillStand:
    """How a drill stands at one moment of its own time."""

    phase: str
    """Of the newest inject that has a phase; `alarm` until then."""
    elapsed_s: float
    """Simulated seconds since it began: a paused clock adds nothing."""
    hints: tuple[DrillHint, ...] = ()
    """Those of the injects that have happened, oldest first; none in an examination."""
    ended: str = ""
    """Why it is over (see `EndDrill`); empty while it goes on."""
    crowds: tuple[CrowdStand, ...] = ()


class Course(Protocol):
    """What the windows of a drill may ask of it. Used on the store's thread only."""

    @property
    def summary(self) -> DrillSummary:
        """What is played."""

    def stand(self) -> DrillStand:
        """How it stands."""

    def coming(self) -> tuple[ComingInject, ...]:
        """Every inject of the script, in the script's order."""


class Director(Protocol):
    """Moves a simulated town (the demo's day, a drill's script). Used on the store's thread only."""

    def advance_to(self, moment: datetime) -> None:
        """Let everything happen that is due until `moment`, and move the session's clock there."""

    @property
    def is_over(self) -> bool:
        """Whether the script has come to its end; a demo never does."""

    def score(self) -> ScoreSheet | None:
        """The score sheet so far; None for a demo."""
