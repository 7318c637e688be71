"""Handlers of incidents and of what is drawn round them."""

from commandroom.models.domain import commands as co
from commandroom.models.domain import drawings, escalation, rules
from commandroom.models.domain import events as ev
from commandroom.models.domain.errors import IncidentIsClosed
from commandroom.models.domain.ids import DrawingId, IncidentId
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork


def report_incident(order: co.ReportIncident, work: UnitOfWork, desk: Desk) -> None:
    """Take an incident; its number is JQ-yyyymmdd-nnnn by the room's (Chinese) day."""
    rules.check_place(order.at)
    kind = desk.catalogue.kind(order.kind)
    now = desk.clock.now()
    day = rules.duty_day(now)
    number = IncidentId(f"JQ-{day}-{work.next_number(f'incident-{day}'):04d}")
    near = work.posts_near(order.at, rules.OWN_POST_WITHIN_M)
    own_post = rules.own_post_of(order.at, near)
    work.record(
        rules.report_incident(
            order, kind=kind, number=number, own_post=own_post, doctrine=desk.rules(work), at=now
        )
    )


def close_incident(order: co.CloseIncident, work: UnitOfWork, desk: Desk) -> None:
    """End an incident."""
    rules.check_text(order.result)
    active = tuple(work.active_assignments(order.incident))
    incident = work.incident(order.incident)
    for fact in rules.close(incident, active, result=order.result, at=desk.clock.now()):
        work.record(fact)


def reopen_incident(order: co.ReopenIncident, work: UnitOfWork, desk: Desk) -> None:
    """Open an incident again."""
    work.record(rules.reopen(work.incident(order.incident), at=desk.clock.now()))


def hold_clocks(order: co.HoldClocks, work: UnitOfWork, desk: Desk) -> None:
    """Somebody begins or ends typing about an incident."""
    incident = work.incident(order.incident)
    if not incident.is_open:
        raise IncidentIsClosed(incident.id)
    fact = escalation.hold(incident, is_held_now=order.is_held, at=desk.clock.now())
    if fact is not None:
        work.record(fact)


def put_drawing(order: co.PutDrawing, work: UnitOfWork, desk: Desk) -> None:
    """Draw on the map; a new drawing is BZ-nnnn (标绘)."""
    drawing = order.drawing or DrawingId(f"BZ-{work.next_number('drawing'):04d}")
    before = None if order.drawing is None else work.drawn(order.drawing)
    work.record(drawings.put_drawing(order, drawing=drawing, before=before, at=desk.clock.now()))


def remove_drawing(order: co.RemoveDrawing, work: UnitOfWork, desk: Desk) -> None:
    """Take a drawing off the map."""
    work.record(ev.DrawingRemoved(desk.clock.now(), work.drawing(order.drawing)))
