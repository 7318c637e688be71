"""What kind of thing a fact is on the time line of a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commandroom.models.domain import events as ev
from commandroom.services.ports import Recorded

LANES = ("incident", "order", "ring", "word", "world", "note")
"""警情, 派警, 快反圈, 通信, 情况, 讲评: from top to bottom."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One fact on the line."""

    at_s: float
    """Seconds since the beginning of the span."""
    lane: str
    is_alarm: bool = False


def ticks_of(facts: Iterable[Recorded], start: datetime) -> list[Tick]:
    """What stands on the line; a note stands where the moment is of which it speaks."""
    made = []
    for fact in facts:
        lane, event = lane_of(fact.event), fact.event
        if lane:
            at = event.moment if isinstance(event, ev.NoteTaken) else event.at
            made.append(Tick(max((at - start).total_seconds(), 0.0), lane, is_alarm(event)))
    return made


def lane_of(event: ev.Event) -> str:
    """The lane of a fact; '' for what is not shown on the line."""
    match event:
        case ev.IncidentReported() | ev.IncidentClosed() | ev.IncidentReopened():
            return "incident"
        case ev.UnitAssigned() | ev.UnitArrived() | ev.UnitCleared() | ev.AssignmentWithdrawn():
            return "order"
        case ev.RingMet() | ev.RingMissed() | ev.OrderOverdue():
            return "ring"
        case ev.MessageLogged():
            return "word"
        case ev.HappeningNoted() | ev.InjectSteered() | ev.DrillEnded():
            return "world"
        case ev.NoteTaken():
            return "note"
    return ""


def is_alarm(event: ev.Event) -> bool:
    """Whether a fact is of those that went wrong."""
    match event:
        case ev.RingMissed() | ev.OrderOverdue():
            return True
        case ev.RingMet():
            return event.is_late
        case ev.HappeningNoted():
            return event.code in ("injury", "escaped", "reached", "unshielded_contact")
    return False
