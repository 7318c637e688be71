"""How a fact changes the things of the town: one fold for the store and for every screen."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Drawing,
    Incident,
    RingClock,
    RollCall,
    RollCallAnswer,
    Unit,
)
from commandroom.models.domain.enums import AssignmentStatus, IncidentStatus, Ring
from commandroom.models.domain.ids import DrawingId, IncidentId, RollCallId, UnitId

Thing = Unit | Incident | Assignment | Drawing | RollCall | Doctrine
"""What facts change."""

FEEDBACK = "feedback"
"""The step that no status stands for: a word from the scene."""


class World(Protocol):
    """Something that holds the things of the town: the store's unit of work, or a screen's picture."""

    def unit(self, unit: UnitId) -> Unit:
        """The unit; raises UnknownThing."""

    def incident(self, incident: IncidentId) -> Incident:
        """The incident; raises UnknownThing."""

    def assignment(self, unit: UnitId, incident: IncidentId) -> Assignment:
        """The newest assignment of that unit on that incident; raises NotAssigned."""

    def roll_call(self, call: RollCallId) -> RollCall:
        """The roll-call; raises UnknownThing."""

    def put(self, thing: Thing) -> None:
        """Keep `thing` in place of the one with the same key; there is one doctrine."""

    def wipe(self, drawing: DrawingId) -> None:
        """Keep that drawing no more; nothing where there is none."""


def fold(world: World, event: ev.Event) -> None:
    """Apply one fact to `world`. Facts that change no thing (messages, notes) pass."""
    match event:
        case ev.IncidentReported():
            world.put(event.incident)
        case ev.UnitAssigned():
            _assigned(world, event)
        case ev.OrderAcknowledged():
            _step(world, event, AssignmentStatus.ACKNOWLEDGED, acknowledged_at=event.at)
        case ev.UnitSetOut():
            _step(world, event, AssignmentStatus.EN_ROUTE, en_route_at=event.at)
        case ev.UnitArrived():
            _step(world, event, AssignmentStatus.ON_SCENE, on_scene_at=event.at)
        case ev.UnitCleared():
            _step(world, event, AssignmentStatus.CLEARED, cleared_at=event.at)
            world.put(replace(world.unit(event.unit), incident=None))
        case ev.AssignmentWithdrawn():
            _step(world, event, AssignmentStatus.WITHDRAWN, withdrawn_at=event.at)
            world.put(replace(world.unit(event.unit), incident=None))
        case ev.RingMet():
            met = {"met_at": event.at, "met_by": event.unit}
            _ring(world, event.incident, event.ring, is_missed=event.is_late, **met)
        case ev.RingMissed():
            _ring(world, event.incident, event.ring, is_missed=True)
        case ev.IncidentClosed():
            _closing(world, event.incident, IncidentStatus.CLOSED, event.at, event.result)
        case ev.IncidentReopened():
            _closing(world, event.incident, IncidentStatus.OPEN, None, "")
        case ev.DutyChanged():
            world.put(replace(world.unit(event.unit), duty=event.duty))
        case ev.DrawingPut():
            world.put(event.drawing)
        case ev.DrawingRemoved():
            world.wipe(event.drawing.id)
        case ev.MessageLogged(unit=str()):
            _word(world, event)
        case ev.OrderOverdue():
            late = world.assignment(event.unit, event.incident)
            world.put(replace(late, overdue=event.step, stage=event.stage))
        case ev.ClocksHeld():
            world.put(replace(world.incident(event.incident), held_until=event.until))
        case ev.SimpleRuleEnded():
            world.put(replace(world.incident(event.incident), simple_rule="", police_needed=True))
        case ev.RollCalled() | ev.RollCallAnswered() | ev.RollCallMissed() | ev.RollCallEnded():
            _roll_call(world, event)
        case ev.DoctrineSet():
            world.put(event.doctrine)
        case ev.PositionsReported():
            _positions(world, event)


def _assigned(world: World, event: ev.UnitAssigned) -> None:
    world.put(
        Assignment(
            unit=event.unit,
            incident=event.incident,
            turn=event.turn,
            status=AssignmentStatus.ORDERED,
            ordered_at=event.at,
            ordered_by=event.ordered_by,
            eta_s=event.eta_s,
            role=event.role,
            goal=event.goal,
            goal_name=event.goal_name,
        )
    )
    world.put(replace(world.unit(event.unit), incident=event.incident))


def _step(
    world: World,
    event: ev.OrderAcknowledged | ev.UnitSetOut | ev.UnitArrived | ev.UnitCleared | ev.AssignmentWithdrawn,
    status: AssignmentStatus,
    **stamp: datetime,
) -> None:
    """A step that has come is not overdue any more."""
    changes: dict[str, Any] = {"status": status, "overdue": "", "stage": 0, **stamp}
    world.put(replace(world.assignment(event.unit, event.incident), **changes))


def _word(world: World, event: ev.MessageLogged) -> None:
    """The unit's word counts for the order it is on, and ends the wait for one."""
    if event.unit is None:
        return
    bound = world.unit(event.unit).incident
    if bound is None or event.incident not in (None, bound):
        return
    order = world.assignment(event.unit, bound)
    waited = order.overdue == FEEDBACK
    changes: dict[str, Any] = {"overdue": "", "stage": 0} if waited else {}
    world.put(replace(order, last_word_at=event.at, **changes))


def _roll_call(
    world: World, event: ev.RollCalled | ev.RollCallAnswered | ev.RollCallMissed | ev.RollCallEnded
) -> None:
    match event:
        case ev.RollCalled():
            world.put(event.call)
        case ev.RollCallAnswered():
            call = world.roll_call(event.call)
            answer = RollCallAnswer(event.unit, event.at, event.on_behalf)
            world.put(replace(call, answers=(*call.answers, answer)))
            world.put(replace(world.unit(event.unit), missed_calls=0))
        case ev.RollCallMissed():
            world.put(replace(world.unit(event.unit), missed_calls=event.misses))
        case ev.RollCallEnded():
            world.put(replace(world.roll_call(event.call), is_over=True))


def _ring(world: World, incident: IncidentId, ring: Ring, **changes: Any) -> None:
    before = world.incident(incident)
    clocks: tuple[RingClock, ...] = tuple(
        replace(clock, **changes) if clock.ring is ring else clock for clock in before.rings
    )
    world.put(replace(before, rings=clocks))


def _closing(
    world: World, incident: IncidentId, status: IncidentStatus, at: datetime | None, result: str
) -> None:
    world.put(replace(world.incident(incident), status=status, closed_at=at, result=result))


def _positions(world: World, event: ev.PositionsReported) -> None:
    for report in event.reports:
        before = world.unit(report.unit)
        if before.position_at is None or report.reported_at >= before.position_at:
            world.put(
                replace(before, at=report.at, heading_deg=report.heading_deg, position_at=report.reported_at)
            )
