"""拉动: units called up by surprise, timed from the order to the arrival, ranked by firm.

A call-up is an incident of a kind of its own and orders to it; every time is read from the assignments,
so there is no second book. All of this is pure: chance comes from a stated seed.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from random import Random
from statistics import median

from commandroom.geo import LatLon
from commandroom.models.domain.commands import ReportIncident, SendTeam
from commandroom.models.domain.decision import UnitOrder
from commandroom.models.domain.entities import Assignment, Author, Incident, Unit
from commandroom.models.domain.enums import AssignmentStatus, Level, UnitKind
from commandroom.models.domain.ids import FirmId, IncidentId, KindCode, UnitId

CALL_UP_KIND = KindCode("callup")
"""The kind of incident that a call-up is; `services.catalogue` knows it, no form offers it."""
TARGET_S = 300
"""到场 within so many seconds of the order, unless the desk says otherwise."""
KEPT_FOR = timedelta(days=1)


def to_be_called(units: Iterable[Unit], firm: FirmId | None = None) -> tuple[Unit, ...]:
    """Who could be called up: free people, of `firm` or of all; by id, so that a seed means the same."""
    able = (each for each in units if each.is_free and each.crew > 0 and each.kind is not UnitKind.VIDEO)
    return tuple(sorted((each for each in able if firm is None or each.firm == firm), key=lambda u: u.id))


def draw_units(units: Sequence[Unit], n: int, seed: int) -> tuple[UnitId, ...]:
    """`n` of them at random, fewer where there are fewer; the same for the same seed and units."""
    order = sorted(units, key=lambda each: each.id)
    return tuple(each.id for each in Random(seed).sample(order, min(max(n, 0), len(order))))


def report_of(by: Author, at: LatLon, place: str, text: str) -> ReportIncident:
    """The order that opens a call-up at a place."""
    return ReportIncident(
        by, CALL_UP_KIND, at, place, text, caller="", level=Level.ORDINARY, police_needed=False
    )


def team_of(
    by: Author, incident: IncidentId, units: Iterable[UnitId], eta_s: Mapping[UnitId, float]
) -> SendTeam:
    """The orders to all units at once; `eta_s` where it is known."""
    orders = tuple(UnitOrder(unit, eta_s.get(unit), role="callup") for unit in units)
    return SendTeam(by, incident, orders)


@dataclass(frozen=True, slots=True)
class CallUpRow:
    """One unit of a call-up; seconds from its order, None for a step it has not taken."""

    unit: UnitId
    call_sign: str
    firm: FirmId | None
    acknowledged_s: float | None
    set_out_s: float | None
    arrived_s: float | None
    eta_s: float | None
    is_over: bool
    """Withdrawn, or cleared without having come."""

    def is_in_time(self, target_s: float) -> bool:
        """Whether it came, and within the target."""
        return self.arrived_s is not None and self.arrived_s <= target_s


@dataclass(frozen=True, slots=True)
class FirmScore:
    """How the units of one firm did."""

    firm: FirmId | None
    n: int
    arrived: int
    in_time: int
    median_s: float | None
    """Median arrival of those who came; None while nobody has."""

    @property
    def share(self) -> float:
        """In time, of all who were called."""
        return self.in_time / self.n if self.n else 0.0


def is_call_up(incident: Incident) -> bool:
    """Whether it is an exercise of this sort."""
    return incident.kind == CALL_UP_KIND


def call_ups(incidents: Iterable[Incident], now: datetime) -> tuple[Incident, ...]:
    """The running ones and those of the last day, newest first."""
    kept = [
        each
        for each in incidents
        if is_call_up(each) and (each.is_open or now - each.reported_at <= KEPT_FOR)
    ]
    return tuple(sorted(kept, key=lambda each: (each.reported_at, each.id), reverse=True))


def call_up_rows(assignments: Iterable[Assignment], units: Mapping[UnitId, Unit]) -> tuple[CallUpRow, ...]:
    """One row for each unit: those who came, quickest first, then by how far they are, then by call sign."""
    return tuple(sorted((_row(each, units.get(each.unit)) for each in assignments), key=_order))


def firm_scores(rows: Iterable[CallUpRow], target_s: float) -> tuple[FirmScore, ...]:
    """Firms, best first: by share in time, then by median arrival, then by id."""
    by_firm: dict[FirmId | None, list[CallUpRow]] = {}
    for row in rows:
        by_firm.setdefault(row.firm, []).append(row)
    scores = [_score(firm, group, target_s) for firm, group in by_firm.items()]
    far = float("inf")
    return tuple(
        sorted(
            scores,
            key=lambda each: (-each.share, far if each.median_s is None else each.median_s, each.firm or ""),
        )
    )


def call_up_table(
    head: Sequence[str], rows: Iterable[CallUpRow], firms: Mapping[FirmId, str], target_s: float
) -> str:
    """The rows as comma-separated text under `head`: unit, firm, three steps, in time (1 or 0)."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        firm = "" if row.firm is None else firms.get(row.firm, row.firm)
        steps = (row.acknowledged_s, row.set_out_s, row.arrived_s)
        writer.writerow(
            [
                row.call_sign,
                firm,
                *("" if each is None else round(each) for each in steps),
                int(row.is_in_time(target_s)),
            ]
        )
    return text.getvalue()


def _row(assignment: Assignment, unit: Unit | None) -> CallUpRow:
    def since(moment: datetime | None) -> float | None:
        return None if moment is None else (moment - assignment.ordered_at).total_seconds()

    return CallUpRow(
        unit=assignment.unit,
        call_sign=assignment.unit if unit is None else unit.call_sign,
        firm=None if unit is None else unit.firm,
        acknowledged_s=since(assignment.acknowledged_at),
        set_out_s=since(assignment.en_route_at),
        arrived_s=since(assignment.on_scene_at),
        eta_s=assignment.eta_s,
        is_over=assignment.status is AssignmentStatus.WITHDRAWN
        or (assignment.status.is_over and assignment.on_scene_at is None),
    )


def _order(row: CallUpRow) -> tuple[bool, float, int, str]:
    steps = (row.acknowledged_s, row.set_out_s)
    return (
        row.arrived_s is None,
        row.arrived_s or 0.0,
        -sum(each is not None for each in steps),
        row.call_sign,
    )


def _score(firm: FirmId | None, rows: Sequence[CallUpRow], target_s: float) -> FirmScore:
    came = [row.arrived_s for row in rows if row.arrived_s is not None]
    in_time = sum(row.is_in_time(target_s) for row in rows)
    return FirmScore(firm, len(rows), len(came), in_time, median(came) if came else None)
