"""催办: which step of an order is late, and how far that has gone: colour, sound and voice, the next unit."""

from datetime import datetime, timedelta
from typing import NamedTuple

from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import StepLimits
from commandroom.models.domain.entities import Assignment, Incident
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.fold import FEEDBACK

UNFORESEEN_S = 600
"""Time to arrive where nobody could foresee how long the way takes."""
HOLD = timedelta(seconds=60)
"""Clocks are held so long at a time."""
LAST_STAGE = 3


class Overdue(NamedTuple):
    """A step that has not come in time."""

    step: str
    """`acknowledged`, `en_route`, `on_scene` or `feedback`."""
    stage: int
    """1 colour, 2 sound and voice, 3 the next unit is proposed."""
    due_at: datetime


def step_due(order: Assignment, limits: StepLimits) -> tuple[str, datetime] | None:
    """The step that is waited for and when it is due; None where nothing is asked for."""
    match order.status:
        case AssignmentStatus.ORDERED if limits.acknowledge_s is not None:
            return AssignmentStatus.ACKNOWLEDGED.value, order.ordered_at + _s(limits.acknowledge_s)
        case AssignmentStatus.ORDERED | AssignmentStatus.ACKNOWLEDGED if limits.set_out_s is not None:
            return AssignmentStatus.EN_ROUTE.value, order.ordered_at + _s(limits.set_out_s)
        case AssignmentStatus.EN_ROUTE:
            foreseen = UNFORESEEN_S if order.eta_s is None else order.eta_s * limits.arrive_factor
            began = order.en_route_at or order.ordered_at
            return AssignmentStatus.ON_SCENE.value, began + _s(max(foreseen, limits.arrive_least_s))
        case AssignmentStatus.ON_SCENE if limits.feedback_s is not None:
            there = order.on_scene_at or order.ordered_at
            return FEEDBACK, max(there, order.last_word_at or there) + _s(limits.feedback_s)
    return None


def overdue(
    order: Assignment, incident: Incident, limits: StepLimits | None, now: datetime
) -> Overdue | None:
    """What is late about an order at `now`; nothing while the incident's clocks are held."""
    waited = None if limits is None or not incident.is_open else step_due(order, limits)
    if waited is None or limits is None or is_held(incident, now):
        return None
    step, due_at = waited
    stage = max((each for each, at in enumerate(_stages(due_at, limits), start=1) if at <= now), default=0)
    return Overdue(step, stage, due_at) if stage else None


def noted(
    order: Assignment, incident: Incident, limits: StepLimits | None, *, at: datetime
) -> ev.OrderOverdue | None:
    """The fact to write down: a step is late, or later than was written before."""
    late = overdue(order, incident, limits, at)
    if late is None or (late.step == order.overdue and late.stage <= order.stage):
        return None
    return ev.OrderOverdue(at, order.unit, order.incident, late.step, late.stage, late.due_at)


def next_overdue_at(order: Assignment, incident: Incident, limits: StepLimits | None) -> datetime | None:
    """When there will be something to write down about this order, if nothing comes before."""
    waited = None if limits is None or not incident.is_open else step_due(order, limits)
    if waited is None or limits is None:
        return None
    step, due_at = waited
    written = order.stage if order.overdue == step else 0
    coming = [at for each, at in enumerate(_stages(due_at, limits), start=1) if each > written]
    if not coming:
        return None
    return min(coming) if incident.held_until is None else max(min(coming), incident.held_until)


def is_held(incident: Incident, now: datetime) -> bool:
    """Whether somebody types about the incident."""
    return incident.held_until is not None and now < incident.held_until


def hold(incident: Incident, *, is_held_now: bool, at: datetime) -> ev.ClocksHeld | None:
    """Hold or let go; None where that changes nothing worth writing down."""
    if not is_held_now:
        return ev.ClocksHeld(at, incident.id, None) if is_held(incident, at) else None
    if incident.held_until is not None and incident.held_until - at > HOLD / 2:
        return None
    return ev.ClocksHeld(at, incident.id, at + HOLD)


def _stages(due_at: datetime, limits: StepLimits) -> tuple[datetime, datetime, datetime]:
    return due_at, due_at + _s(limits.sound_after_s), due_at + _s(limits.propose_after_s)


def _s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
