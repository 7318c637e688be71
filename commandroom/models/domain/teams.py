"""派出编组: which facts follow when one unit or several are sent, or taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite

from commandroom.models.domain import events as ev
from commandroom.models.domain import gates, rules, simple
from commandroom.models.domain.decision import Decision, UnitOrder
from commandroom.models.domain.doctrine import Doctrine, Doubt, ResponsePlan
from commandroom.models.domain.entities import Assignment, Incident, Post, Unit
from commandroom.models.domain.errors import (
    AlreadyAssigned,
    BadInput,
    IncidentIsClosed,
    NeedsConfirmation,
    NotAssigned,
)
from commandroom.models.domain.ids import IncidentId, UnitId

MOST_UNITS = 200
"""Of one order."""
MOST_CONSIDERED = 2_000
"""Units that a decision may name."""
MOST_LINES = 200
"""Of each other list of a decision."""
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Scene:
    """What must be known of an incident before somebody is sent there."""

    incident: Incident
    bound: Sequence[Unit]
    """Who is on it now."""
    is_first_order: bool
    """Whether nobody was ever sent there; only asked where a simple rule holds."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A unit about to be sent."""

    unit: Unit
    order: UnitOrder
    latest: Assignment | None
    """Its newest assignment on that very incident."""
    elsewhere: Assignment | None = None
    """Its order on another incident, from which it would be taken."""
    post: Post | None = None
    """Its home post, where it stands near it."""


def send(
    scene: Scene,
    movers: Sequence[Mover],
    *,
    doctrine: Doctrine,
    confirmed: Sequence[Doubt],
    decision: Decision | None,
    ordered_by: str,
    at: datetime,
) -> Iterator[ev.Event]:
    """Send all of them or none. A unit that is bound elsewhere is taken from there by the same stroke.

    Raises:
        IncidentIsClosed, AlreadyAssigned, UnitNotAvailable, UnitBusy, NeedsConfirmation: in that order.
        BadInput: a text, a goal or the decision cannot be kept.
    """
    incident = scene.incident
    if not incident.is_open:
        raise IncidentIsClosed(incident.id)
    for each in movers:
        if each.latest is not None and each.latest.is_active:
            raise AlreadyAssigned(each.unit.call_sign, incident.id, each.latest.status)
    asked = _asked(scene, movers, doctrine, confirmed, at)
    if decision is not None:
        check_decision(decision, incident.id)
        yield ev.DecisionTaken(at, decision)
    yield from simple.informed(incident, is_first_order=scene.is_first_order, sender=ordered_by, at=at)
    for each in movers:
        if each.elsewhere is not None:
            yield withdrawn(each.elsewhere, f"moved:{incident.id}", at=at)
        yield ordered(each, incident.id, asked[each.unit.id], ordered_by=ordered_by, at=at)


def ordered(
    mover: Mover, incident: IncidentId, asked: tuple[Doubt, ...], *, ordered_by: str, at: datetime
) -> ev.UnitAssigned:
    """The order of one unit."""
    order = mover.order
    return ev.UnitAssigned(
        at=at,
        unit=mover.unit.id,
        incident=incident,
        turn=1 if mover.latest is None else mover.latest.turn + 1,
        eta_s=None if order.eta_s is None or not isfinite(order.eta_s) else round(order.eta_s, 1),
        ordered_by=ordered_by,
        role=order.role,
        goal=order.goal,
        goal_name=order.goal_name,
        doubts=asked,
    )


def withdrawn(assignment: Assignment, reason: str, *, at: datetime) -> ev.AssignmentWithdrawn:
    """Take an order back, with what it was, so that it can be given again.

    Raises:
        NotAssigned: it is over.
    """
    if not assignment.is_active:
        raise NotAssigned(assignment.unit, assignment.incident)
    order = UnitOrder(
        assignment.unit, assignment.eta_s, assignment.role, assignment.goal, assignment.goal_name
    )
    return ev.AssignmentWithdrawn(at, assignment.unit, assignment.incident, reason, order)


def check_orders(orders: Sequence[UnitOrder]) -> None:
    """Refuse an order of nobody, of somebody twice, of too many, or with a goal that is no place.

    Raises:
        BadInput: which of these it is.
    """
    if not orders:
        raise BadInput("team_empty")
    if len(orders) > MOST_UNITS:
        raise BadInput("team_large", limit=MOST_UNITS, count=len(orders))
    if len({each.unit for each in orders}) < len(orders):
        raise BadInput("unit_twice")
    for each in orders:
        if each.goal is not None:
            rules.check_place(each.goal)
        for text in (each.role, each.goal_name):
            _check_name(text)


def check_decision(decision: Decision, incident: IncidentId) -> None:
    """Refuse a decision about something else, or one that is endless.

    Raises:
        BadInput: which of these it is.
    """
    if decision.incident != incident:
        raise BadInput("decision_elsewhere", incident=decision.incident)
    if len(decision.nearest) > MOST_CONSIDERED:
        raise BadInput("decision_large", limit=MOST_CONSIDERED, count=len(decision.nearest))
    lists = (decision.farther, decision.proposed, decision.chosen, decision.shortfalls, decision.doubts)
    longest = max(len(each) for each in (*lists, *(short.why for short in decision.shortfalls)))
    if longest > MOST_LINES:
        raise BadInput("decision_large", limit=MOST_LINES, count=longest)
    rules.check_text(decision.travel)
    names = [decision.plan, decision.simple_rule, *decision.doubts]
    names += [text for each in decision.nearest for text in (each.role, each.why_not)]
    names += [text for each in decision.shortfalls for text in (each.role, each.zh, each.en)]
    names += [each.why_not for each in decision.farther]
    for name in names:
        _check_name(name)


def _check_name(text: str) -> None:
    rules.check_text(text)
    if len(text) > NAME_LIMIT:
        raise BadInput("text_too_long", limit=NAME_LIMIT, length=len(text))


def _plan_of(mover: Mover, plan: ResponsePlan | None) -> ResponsePlan | None:
    """Whoever holds a point away from the scene fills no function of the plan; being alone still counts."""
    return plan if plan is None or mover.order.goal is None else replace(plan, needs=())


def _asked(
    scene: Scene, movers: Sequence[Mover], doctrine: Doctrine, confirmed: Sequence[Doubt], at: datetime
) -> Mapping[UnitId, tuple[Doubt, ...]]:
    """The doubts of each that a gate asks about; team mates are no strangers to each other."""
    incident = scene.incident
    mates = (*scene.bound, *(each.unit for each in movers))
    plan = doctrine.plan(incident.kind, incident.level)
    asked = {
        each.unit.id: gates.asked_about(
            each.unit,
            incident,
            plan=_plan_of(each, plan),
            doctrine=doctrine,
            mates=mates,
            now=at,
            post=each.post,
        )
        for each in movers
    }
    every = {doubt for found in asked.values() for doubt in found}
    open_ = every - set(confirmed)
    if open_:
        first = next(each.unit for each in movers if open_ & set(asked[each.unit.id]))
        gravest = tuple(doubt for doubt in Doubt if doubt in every)
        raise NeedsConfirmation(first.call_sign, gravest)
    return asked
