"""What came out of a roster file: the good rows, and what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
from commandroom.models.domain.ids import FirmId, PostId, UnitId
from commandroom.services.roster.sheets import Table
from commandroom.wording import Wording

Origin = tuple[str, int]
"""Sheet title (or CSV file name) and row number as a spreadsheet counts, from 1."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be imported; `column` is the heading as the file has it, or empty."""

    sheet: str
    row: int
    column: str
    key: str
    values: Mapping[str, Any]

    def told(self, wording: Wording) -> str:
        """Sheet, row, column and reason in one sentence."""
        reason = wording.error(Refusal(self.key, **self.values))
        key = "roster.problem.in_column" if self.column else "roster.problem.in_row"
        return wording.say(key, sheet=self.sheet, row=self.row, column=self.column, reason=reason)


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth a look that stops nothing."""

    key: str
    values: Mapping[str, Any]

    def told(self, wording: Wording) -> str:
        """The note in one sentence."""
        return wording.error(Refusal(self.key, **self.values))


@dataclass(frozen=True, slots=True)
class Known:
    """What the register holds already: a file may refer to it."""

    firms: frozenset[FirmId] = frozenset()
    posts: Mapping[PostId, LatLon] = field(default_factory=dict)
    call_signs: Mapping[UnitId, str] = field(default_factory=dict)
    """Every unit by id."""


@dataclass(frozen=True, slots=True)
class RosterReading:
    """A roster as read. The five tuples hold the rows without problems of their own; some of them may
    still refer to a bad row, which `without_bad_rows` follows up. Coordinates are WGS-84."""

    source: str
    firms: tuple[Firm, ...]
    posts: tuple[Post, ...]
    units: tuple[Unit, ...]
    members: tuple[Member, ...]
    problems: tuple[RowProblem, ...]
    """In the order of sheets and rows; empty means that all can be imported."""
    warnings: tuple[Note, ...]
    counts: Mapping[str, int]
    """`rows` and `examples` met in the file, `bad_rows`, and the good ones of each table by its name."""
    origins: Mapping[tuple[Table, str], Origin]
    """Where each id was first met, bad rows included."""
    known: Known = field(default_factory=Known)
    patrols: tuple[PatrolRoute, ...] = ()
