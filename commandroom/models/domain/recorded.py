"""Facts as the journal holds them, and the state a screen begins with."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Author,
    Drawing,
    Firm,
    Incident,
    Member,
    PatrolRoute,
    Post,
    RollCall,
    Unit,
)
from commandroom.models.domain.enums import Level, UnitKind
from commandroom.models.domain.events import Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact as it stands in the journal; `number` is None for passing facts (positions)."""

    number: int | None
    by: Author
    event: Event


PastIncident = tuple[LatLon, Level, datetime]
"""Where, how grave and when: all that a map of past incidents needs, and nothing of what was said."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One way that a unit made to an incident, as foreseen and as it was. Seconds."""

    kind: UnitKind
    eta_s: float
    took_s: float
    """From 出动 to 到场."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a screen needs to begin with; `journal_number` is the newest fact folded in."""

    units: tuple[Unit, ...]
    posts: tuple[Post, ...]
    firms: tuple[Firm, ...]
    members: tuple[Member, ...]
    incidents: tuple[Incident, ...]
    """All open ones, and those reported in the last day."""
    assignments: tuple[Assignment, ...]
    """All that belong to those incidents."""
    journal: tuple[Recorded, ...]
    """The newest entries, oldest first."""
    journal_number: int
    drawings: tuple[Drawing, ...] = ()
    patrols: tuple[PatrolRoute, ...] = ()
    roll_calls: tuple[RollCall, ...] = ()
    """Those that run, and the last day's."""
    doctrine: Doctrine | None = None
    """None: the shipped rules, never changed here."""
