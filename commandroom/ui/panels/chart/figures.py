"""What the charts show, counted; no widgets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commandroom.models.domain.entities import Incident
from commandroom.models.domain.enums import Level, Ring
from commandroom.models.domain.rules import CHINA
from commandroom.ui.panels.rings.state import RingState, read_ring

HOURS = 12


@dataclass(frozen=True, slots=True)
class HourLoad:
    """The incidents of one clock hour; `by_level` counts level 1, 2, 3."""

    starts_at: datetime
    by_level: tuple[int, int, int]

    @property
    def total(self) -> int:
        """All levels."""
        return sum(self.by_level)

    @property
    def hour(self) -> int:
        """0 … 23 in China."""
        return self.starts_at.astimezone(CHINA).hour


@dataclass(frozen=True, slots=True)
class Attainment:
    """How often a ring was met in time, of those decided."""

    ring: Ring
    met: int
    decided: int
    """Met in time, met late, or missed; clocks still running and clocks without an owner are left out."""

    @property
    def share(self) -> float | None:
        """0 … 1; None while nothing is decided."""
        return self.met / self.decided if self.decided else None


def hourly(incidents: Iterable[Incident], now: datetime, hours: int = HOURS) -> tuple[HourLoad, ...]:
    """The last `hours` clock hours, oldest first; the last one is the hour now running."""
    begins = _window(now, hours)
    counts = [[0, 0, 0] for _ in range(hours)]
    for incident in incidents:
        place = int((incident.reported_at - begins) // timedelta(hours=1))
        if 0 <= place < hours and incident.reported_at <= now:
            counts[place][int(incident.level) - int(Level.GRAVE)] += 1
    return tuple(
        HourLoad(begins + timedelta(hours=place), (row[0], row[1], row[2]))
        for place, row in enumerate(counts)
    )


def attainment(incidents: Iterable[Incident], now: datetime, hours: int = HOURS) -> tuple[Attainment, ...]:
    """Self-rescue, mutual aid, support: of the incidents in the same hours as `hourly`."""
    begins = _window(now, hours)
    recent = [each for each in incidents if begins <= each.reported_at <= now]
    return tuple(_attained(ring, recent, now) for ring in Ring)


def _attained(ring: Ring, incidents: Sequence[Incident], now: datetime) -> Attainment:
    states = [
        read_ring(incident, clock, now).state
        for incident in incidents
        for clock in incident.rings
        if clock.ring is ring
    ]
    met = states.count(RingState.MET)
    return Attainment(ring, met, met + states.count(RingState.LATE) + states.count(RingState.MISSED))


def _window(now: datetime, hours: int) -> datetime:
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    return this_hour - timedelta(hours=hours - 1)
