"""What kind of thing a fact is on the time line of a review."""

from commandroom.models.domain import events as ev

LANES = ("incident", "order", "ring", "word", "world", "note")
"""警情, 派警, 快反圈, 通信, 情况, 讲评: from top to bottom."""


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
