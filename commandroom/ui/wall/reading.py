"""What stands on the wall at a moment: kinds, places and clocks, no names, no callers. No widgets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from commandroom.models.domain.entities import Incident
from commandroom.services.situation import Situation
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.rings.state import RingReading, RingState, read_ring
from commandroom.ui.panels.text import one_line
from commandroom.ui.phrases import Phrases

LONGEST_PLACE = 200
"""Characters of a place that are looked at: a plate has room for far fewer."""


@dataclass(frozen=True, slots=True)
class WallClock:
    """One ring: its name, its figure, and whether it is lost (`alarm`), won (`good`), running or at rest."""

    name: str
    figure: str
    state: str


@dataclass(frozen=True, slots=True)
class WallIncident:
    """One open incident as the room reads it from five metres."""

    id: str
    level: int
    title: str
    place: str
    since: str
    """Time since the alarm."""
    crews: str
    is_alone: bool
    """Nobody was sent there yet."""
    clocks: tuple[WallClock, ...]


def urgent_first(situation: Situation) -> list[Incident]:
    """Open incidents: the gravest first, then those nobody was sent to, then the oldest."""
    return sorted(situation.open_incidents(), key=lambda each: (each.level, situation.has_units(each.id)))


def read_wall(
    incidents: Iterable[Incident], situation: Situation, phrases: Phrases, now: datetime
) -> list[WallIncident]:
    """The given incidents as plates."""
    return [_plate(each, situation, phrases, now) for each in incidents]


def _plate(incident: Incident, situation: Situation, phrases: Phrases, now: datetime) -> WallIncident:
    active = sum(each.is_active for each in situation.assignments(incident.id))
    readings = (read_ring(incident, clock, now) for clock in incident.rings)
    return WallIncident(
        id=incident.id,
        level=incident.level.value,
        title=one_line(phrases.kind(incident.kind)),
        place=one_line(incident.place_name[:LONGEST_PLACE]),
        since=clock_text((now - incident.reported_at).total_seconds()),
        crews=phrases.say("wall.crews", n=active) if active else phrases.say("wall.nobody"),
        is_alone=not active,
        clocks=tuple(_clock(each, phrases.say) for each in readings),
    )


def _clock(reading: RingReading, say: Callable[..., str]) -> WallClock:
    """A running clock shows what is left; one that has stopped shows when."""
    name = say(f"ring.{reading.ring}")
    match reading.state:
        case RingState.RUNNING:
            return WallClock(name, clock_text(reading.remaining_s), "running")
        case RingState.MET:
            return WallClock(name, f"✓{clock_text(reading.elapsed_s)}", "good")
        case RingState.LATE | RingState.MISSED:
            return WallClock(name, f"✗+{clock_text(-reading.remaining_s)}", "alarm")
        case RingState.STOPPED:
            return WallClock(name, clock_text(reading.elapsed_s), "rest")
    return WallClock(name, "–", "rest")
