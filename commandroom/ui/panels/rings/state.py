"""What a response clock shows at a moment; no widgets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandroom.models.domain.entities import Incident, RingClock
from commandroom.models.domain.enums import Ring
from commandroom.models.domain.ids import IncidentId, UnitId


class RingState(StrEnum):
    """How a response clock stands."""

    RUNNING = "running"
    MET = "met"
    LATE = "late"
    """Met, but after its limit."""
    MISSED = "missed"
    """Its limit has passed and nobody has come."""
    NO_OWNER = "no_owner"
    STOPPED = "stopped"
    """The incident was closed before the limit and before anybody came."""


@dataclass(frozen=True, slots=True)
class RingReading:
    """One response clock read at a moment; times in seconds from the alarm."""

    ring: Ring
    limit_s: int
    state: RingState
    elapsed_s: float
    """Until the arrival, the closing or now, whichever stopped it."""
    met_by: UnitId | None = None

    @property
    def remaining_s(self) -> float:
        """Seconds to the limit; negative once it has passed."""
        return self.limit_s - self.elapsed_s

    @property
    def share(self) -> float:
        """Elapsed part of the limit, 0 … 1."""
        return min(1.0, max(0.0, self.elapsed_s / self.limit_s)) if self.limit_s > 0 else 1.0


def read_ring(incident: Incident, clock: RingClock, now: datetime) -> RingReading:
    """Where `clock` stands at `now`, whether or not the journal has noted a passed limit yet."""
    end = clock.met_at or incident.closed_at or now
    elapsed = max(0.0, (end - incident.reported_at).total_seconds())
    return RingReading(
        clock.ring, clock.limit_s, _state(incident, clock, elapsed), elapsed, met_by=clock.met_by
    )


def _state(incident: Incident, clock: RingClock, elapsed_s: float) -> RingState:
    is_over = clock.is_missed or elapsed_s > clock.limit_s
    if clock.met_at is not None:
        return RingState.LATE if is_over else RingState.MET
    if not clock.has_owner:
        return RingState.NO_OWNER
    if is_over:
        return RingState.MISSED
    return RingState.RUNNING if incident.is_open else RingState.STOPPED


@dataclass(frozen=True, slots=True)
class TownRings:
    """The clocks of all open incidents together."""

    running: int
    """Clocks that can still be met in time."""
    missed: int
    """Clocks past their limit that nobody has stopped."""
    incidents: int
    """Open incidents."""
    next_incident: IncidentId | None = None
    next_ring: Ring | None = None
    next_due_at: datetime | None = None
    """When the next running clock will be missed."""


def town_rings(incidents: Iterable[Incident], now: datetime) -> TownRings:
    """Count the clocks of the open ones among `incidents`."""
    running = missed = still_open = 0
    soonest: tuple[datetime, IncidentId, Ring] | None = None
    for incident in incidents:
        if not incident.is_open:
            continue
        still_open += 1
        for clock in incident.rings:
            state = read_ring(incident, clock, now).state
            missed += state is RingState.MISSED
            if state is RingState.RUNNING:
                running += 1
                found = (clock.due_at(incident.reported_at), incident.id, clock.ring)
                soonest = found if soonest is None or found[0] < soonest[0] else soonest
    if soonest is None:
        return TownRings(running, missed, still_open)
    return TownRings(
        running,
        missed,
        still_open,
        next_due_at=soonest[0],
        next_incident=soonest[1],
        next_ring=soonest[2],
    )
