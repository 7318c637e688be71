"""The newest position of each unit, kept in memory and written in batches.

Tracks are sensitive personal information: only the last place of a unit is kept, and it never enters
the journal, which nobody may erase.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from commandroom.models.domain.entities import PositionReport, Unit
from commandroom.models.domain.ids import UnitId

WRITE_EVERY = timedelta(seconds=5)
"""At most so much of a unit's last position is lost in a crash."""


class LastPositions:
    """What has been reported and not yet written."""

    def __init__(self) -> None:
        self._unwritten: dict[UnitId, PositionReport] = {}
        self._written_at: datetime | None = None

    def applied_to(self, unit: Unit) -> Unit:
        """`unit` where it was last reported."""
        report = self._unwritten.get(unit.id)
        if report is None or (unit.position_at is not None and unit.position_at > report.reported_at):
            return unit
        return replace(unit, at=report.at, heading_deg=report.heading_deg, position_at=report.reported_at)

    def keep(self, reports: Iterable[PositionReport]) -> None:
        """The newest of each unit wins."""
        for report in reports:
            before = self._unwritten.get(report.unit)
            if before is None or report.reported_at >= before.reported_at:
                self._unwritten[report.unit] = report

    def is_due(self, now: datetime) -> bool:
        """Whether a batch should be written."""
        if not self._unwritten:
            return False
        if self._written_at is None:
            self._written_at = now
        return now - self._written_at >= WRITE_EVERY

    def batch(self) -> list[dict[str, Any]]:
        """Column values of everything unwritten, with `key` for the unit."""
        return [
            {
                "key": report.unit,
                "lat": report.at.lat,
                "lon": report.at.lon,
                "heading_deg": report.heading_deg,
                "reported_at": report.reported_at,
            }
            for report in self._unwritten.values()
        ]

    def written(self, now: datetime | None) -> None:
        """The batch is in the database."""
        self._unwritten.clear()
        self._written_at = now
