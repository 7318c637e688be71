"""What takes an act back: the opposite command. History is never erased.

A unit that was taken from another incident goes back there, if that is still open; what it was ordered to
do there is ordered anew, so its crew signs again.
"""

from collections.abc import Sequence

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.decision import UnitOrder, WayBack
from commandroom.models.domain.entities import Author, Drawing
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.gates import SCRIPTED
from commandroom.services.ports import Recorded

UNDO = "undo"
"""The reason of an order that was taken back by the opposite command."""


def opposite(facts: Sequence[Recorded], by: Author) -> co.Command | None:
    """The command that takes back the act of these facts; None where it cannot be taken back."""
    events = [fact.event for fact in facts]
    sent = [each for each in events if isinstance(each, ev.UnitAssigned)]
    taken = [each for each in events if isinstance(each, ev.AssignmentWithdrawn)]
    if sent and len({each.incident for each in sent}) == 1:
        return _recall(sent, taken, by)
    if taken:
        return _send_again(taken, by)
    return _opposite_of(events[0], by) if events else None


def _recall(
    sent: Sequence[ev.UnitAssigned], taken: Sequence[ev.AssignmentWithdrawn], by: Author
) -> co.Command:
    incident = sent[0].incident
    if len(sent) == 1 and not taken:
        return co.WithdrawAssignment(by, sent[0].unit, incident, UNDO)
    back = tuple(WayBack(each.incident, each.order or UnitOrder(each.unit)) for each in taken)
    return co.WithdrawTeam(by, incident, tuple(each.unit for each in sent), UNDO, back)


def _send_again(taken: Sequence[ev.AssignmentWithdrawn], by: Author) -> co.Command:
    """What was doubted then was confirmed then; a unit that is busy by now is asked about."""
    orders = tuple(each.order or UnitOrder(each.unit) for each in taken)
    if len(orders) > 1:
        return co.SendTeam(by, taken[0].incident, orders, SCRIPTED)
    one = orders[0]
    return co.AssignUnit(
        by, one.unit, taken[0].incident, one.eta_s, one.role, one.goal, one.goal_name, SCRIPTED
    )


def _opposite_of(event: ev.Event, by: Author) -> co.Command | None:
    match event:
        case ev.IncidentClosed(incident=incident):
            return co.ReopenIncident(by, incident)
        case ev.IncidentReopened(incident=incident):
            return co.CloseIncident(by, incident)
        case ev.DutyChanged(unit=unit, before=Duty() as before):
            return co.SetDuty(by, unit, before)
        case ev.DrawingPut(drawing=drawing, before=None):
            return co.RemoveDrawing(by, drawing.id)
        case ev.DrawingPut(before=Drawing() as was) | ev.DrawingRemoved(drawing=was):
            return co.PutDrawing(by, was.kind, was.points, was.text, was.id, was.effect, was.factor)
        case ev.DoctrineSet(before=before):
            return co.SetDoctrine(by, before)
    return None


class UndoStack:
    """The acts of one seat that can still be taken back, newest last."""

    def __init__(self, depth: int = 50) -> None:
        self._depth = depth
        self._done: list[tuple[Recorded, ...]] = []

    def remember(self, facts: tuple[Recorded, ...]) -> None:
        """Keep an act by all of its facts."""
        if facts:
            self._done.append(facts)
        del self._done[: -self._depth]

    def take(self, by: Author) -> co.Command | None:
        """The opposite of the newest act that has one, removed from the stack."""
        while self._done:
            command = opposite(self._done.pop(), by)
            if command is not None:
                return command
        return None
