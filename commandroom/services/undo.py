"""What takes an act back: the opposite command. History is never erased."""

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Author, Drawing
from commandroom.models.domain.enums import Duty
from commandroom.services.ports import Recorded


def opposite(fact: Recorded, by: Author) -> co.Command | None:
    """The command that takes `fact` back, given by `by`; None where the act cannot be taken back."""
    match fact.event:
        case ev.UnitAssigned(unit=unit, incident=incident):
            return co.WithdrawAssignment(by, unit, incident, reason="undo")
        case ev.AssignmentWithdrawn(unit=unit, incident=incident):
            return co.AssignUnit(by, unit, incident)
        case ev.IncidentClosed(incident=incident):
            return co.ReopenIncident(by, incident)
        case ev.IncidentReopened(incident=incident):
            return co.CloseIncident(by, incident)
        case ev.DutyChanged(unit=unit, duty=duty):
            return co.SetDuty(by, unit, Duty.ON if duty is not Duty.ON else Duty.RESTING)
        case ev.DrawingPut(drawing=drawing, before=None):
            return co.RemoveDrawing(by, drawing.id)
        case ev.DrawingPut(before=Drawing() as was) | ev.DrawingRemoved(drawing=was):
            return co.PutDrawing(by, was.kind, was.points, was.text, was.id)
    return None


class UndoStack:
    """The acts of one seat that can still be taken back, newest last."""

    def __init__(self, depth: int = 50) -> None:
        self._depth = depth
        self._done: list[Recorded] = []

    def remember(self, facts: tuple[Recorded, ...]) -> None:
        """Keep the first fact of an act; the rest of it followed from that one."""
        self._done.extend(facts[:1])
        del self._done[: -self._depth]

    def take(self, by: Author) -> co.Command | None:
        """The opposite of the newest act that has one, removed from the stack."""
        while self._done:
            command = opposite(self._done.pop(), by)
            if command is not None:
                return command
        return None
