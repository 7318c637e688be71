"""Handlers of orders to units."""

from collections.abc import Sequence

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain import gates, rules, teams
from commandroom.models.domain.decision import Decision, UnitOrder, WayBack
from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.errors import BadInput, NotAssigned, UnitBusy, UnitNotAvailable
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork


def assign_unit(order: co.AssignUnit, work: UnitOfWork, desk: Desk) -> None:
    """Send a unit."""
    one = UnitOrder(order.unit, order.eta_s, order.role, order.goal, order.goal_name)
    _send(order, order.incident, (one,), order.confirmed, order.decision, work, desk)


def send_team(order: co.SendTeam, work: UnitOfWork, desk: Desk) -> None:
    """Send several units, all or none."""
    _send(order, order.incident, order.orders, order.confirmed, order.decision, work, desk)


def advance_assignment(order: co.AdvanceAssignment, work: UnitOfWork, desk: Desk) -> None:
    """A crew reports its next step."""
    assignment = work.assignment(order.unit, order.incident)
    facts = rules.advance(
        work.unit(order.unit), assignment, work.incident(order.incident), to=order.to, at=desk.clock.now()
    )
    for fact in facts:
        work.record(fact)


def withdraw_assignment(order: co.WithdrawAssignment, work: UnitOfWork, desk: Desk) -> None:
    """Take a unit back."""
    _withdraw(order.unit, order.incident, order.reason, work, desk)


def withdraw_team(order: co.WithdrawTeam, work: UnitOfWork, desk: Desk) -> None:
    """Take several units back, all or none; some go where they were before."""
    if not order.units:
        raise BadInput("team_empty")
    for unit in order.units:
        _withdraw(unit, order.incident, order.reason, work, desk)
    for way in order.back:
        if way.order.unit in order.units:
            _send_back(way, order, work, desk)


def explain_override(order: co.ExplainOverride, work: UnitOfWork, desk: Desk) -> None:
    """Keep why somebody else than proposed was sent."""
    rules.check_text(order.reason)
    if not order.reason.strip():
        raise BadInput("reason_empty")
    incident = work.incident(order.incident)
    work.record(ev.OverrideExplained(desk.clock.now(), incident.id, order.reason.strip()))


def _send(
    command: co.Command,
    incident_id: IncidentId,
    orders: Sequence[UnitOrder],
    confirmed: Sequence[Doubt],
    decision: Decision | None,
    work: UnitOfWork,
    desk: Desk,
) -> None:
    teams.check_orders(orders)
    incident = work.incident(incident_id)
    bound = tuple(work.unit(each.unit) for each in work.active_assignments(incident_id))
    is_first = bool(incident.simple_rule) and not work.assignments(incident_id)
    scene = teams.Scene(incident, bound, is_first_order=is_first)
    facts = teams.send(
        scene,
        [_mover(each, incident_id, work) for each in orders],
        doctrine=desk.rules(work),
        confirmed=confirmed,
        decision=decision,
        ordered_by=command.by.operator,
        at=desk.clock.now(),
    )
    for fact in tuple(facts):
        work.record(fact)


def _mover(order: UnitOrder, incident: IncidentId, work: UnitOfWork) -> teams.Mover:
    unit = work.unit(order.unit)
    away = None if unit.incident in (None, incident) else unit.incident
    elsewhere = None if away is None else work.assignment(unit.id, away)
    near = work.posts_near(unit.at, gates.AT_POST_M) if unit.home_post is not None else ()
    post = next((each for each in near if each.id == unit.home_post), None)
    return teams.Mover(unit, order, work.latest_assignment(unit.id, incident), elsewhere, post)


def _withdraw(unit: UnitId, incident: IncidentId, reason: str, work: UnitOfWork, desk: Desk) -> None:
    rules.check_text(reason)
    assignment = work.assignment(unit, incident)
    if not assignment.is_active:
        raise NotAssigned(work.unit(unit).call_sign, incident)
    work.record(teams.withdrawn(assignment, reason, at=desk.clock.now()))


def _send_back(way: WayBack, command: co.Command, work: UnitOfWork, desk: Desk) -> None:
    """To where it was taken from; it stays free where that is over, or where a gate blocks by now."""
    incident = work.incident(way.incident)
    if incident.is_open:
        try:
            everything = tuple(Doubt)
            _send(command, incident.id, (way.order,), everything, None, work, desk)
        except (UnitBusy, UnitNotAvailable):
            return
