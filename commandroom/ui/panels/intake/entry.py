"""What the form takes in and gives out, as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from commandroom.geo import LatLon
from commandroom.models.domain.entities import IncidentKind
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import KindCode


class PlaceHit(Protocol):
    """One place a search found."""

    @property
    def kind(self) -> str:
        """`road`, `place`, `post` …"""

    @property
    def name(self) -> str:
        """As it should stand on the incident."""

    @property
    def at(self) -> LatLon:
        """Where it is."""

    @property
    def detail(self) -> str:
        """What tells it from others of the same name."""

    @property
    def id(self) -> str:
        """Its id, if it has one."""


Search = Callable[[str], Sequence[PlaceHit]]
"""Places for what was typed so far (Chinese, pinyin, initials), best first."""


@dataclass(frozen=True, slots=True)
class IntakeEntry:
    """A filled form; the window makes a `ReportIncident` of it."""

    kind: KindCode
    at: LatLon
    place_name: str
    text: str = ""
    caller: str = ""
    level: Level | None = None
    """None: the level of the kind stands."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form held when it was left."""

    place_text: str = ""
    at: LatLon | None = None
    kind: IncidentKind | None = None
    level: Level | None = None
    text: str = ""
    caller: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.place_text or self.at or self.kind or self.text or self.caller)


def ring_profile(kind: IncidentKind) -> str:
    """The limits of a kind in minutes: `1/3/5`."""
    limits = (kind.rings.self_s, kind.rings.mutual_s, kind.rings.support_s)
    return "/".join(f"{seconds / 60:g}" for seconds in limits)
