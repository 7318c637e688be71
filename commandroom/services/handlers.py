"""One handler for each command: load, ask the domain, record. Decisions live in `models.domain.rules`."""

from collections.abc import Callable
from typing import Any

from commandroom.models.domain import commands as co
from commandroom.models.domain import drawings, rules
from commandroom.models.domain import events as ev
from commandroom.models.domain.codec import fingerprint
from commandroom.models.domain.errors import NotAssigned
from commandroom.models.domain.ids import DrawingId, IncidentId
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork


def open_session(order: co.OpenSession, work: UnitOfWork, desk: Desk) -> None:
    """Write down that a program opened this store."""
    work.record(ev.SessionOpened(desk.clock.now(), order.mode, order.program, order.details))


def import_roster(order: co.ImportRoster, work: UnitOfWork, desk: Desk) -> None:
    """Fill the register."""
    work.put_roster(order.firms, order.posts, order.units, order.members, order.patrols)
    work.record(
        ev.RosterImported(
            at=desk.clock.now(),
            source=order.source,
            fingerprint=fingerprint((order.firms, order.posts, order.units, order.members, order.patrols)),
            firms=len(order.firms),
            posts=len(order.posts),
            units=len(order.units),
            members=len(order.members),
            patrols=len(order.patrols),
        )
    )


def report_incident(order: co.ReportIncident, work: UnitOfWork, desk: Desk) -> None:
    """Take an incident; its number is JQ-yyyymmdd-nnnn by the room's (Chinese) day."""
    rules.check_place(order.at)
    kind = desk.catalogue.kind(order.kind)
    now = desk.clock.now()
    day = rules.duty_day(now)
    number = IncidentId(f"JQ-{day}-{work.next_number(f'incident-{day}'):04d}")
    near = work.posts_near(order.at, rules.OWN_POST_WITHIN_M)
    own_post = rules.own_post_of(order.at, near)
    work.record(rules.report_incident(order, kind=kind, number=number, own_post=own_post, at=now))


def assign_unit(order: co.AssignUnit, work: UnitOfWork, desk: Desk) -> None:
    """Send a unit."""
    work.record(
        rules.assign(
            work.unit(order.unit),
            work.incident(order.incident),
            latest=work.latest_assignment(order.unit, order.incident),
            eta_s=order.eta_s,
            ordered_by=order.by.operator,
            at=desk.clock.now(),
        )
    )


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
    rules.check_text(order.reason)
    assignment = work.assignment(order.unit, order.incident)
    if not assignment.is_active:
        raise NotAssigned(work.unit(order.unit).call_sign, order.incident)
    work.record(ev.AssignmentWithdrawn(desk.clock.now(), order.unit, order.incident, order.reason))


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


def set_duty(order: co.SetDuty, work: UnitOfWork, desk: Desk) -> None:
    """Change whether a unit is to be had."""
    unit = work.unit(order.unit)
    if unit.duty is not order.duty:
        work.record(ev.DutyChanged(desk.clock.now(), unit.id, order.duty))


def put_drawing(order: co.PutDrawing, work: UnitOfWork, desk: Desk) -> None:
    """Draw on the map; a new drawing is BZ-nnnn (标绘)."""
    drawing = order.drawing or DrawingId(f"BZ-{work.next_number('drawing'):04d}")
    before = None if order.drawing is None else work.drawn(order.drawing)
    work.record(drawings.put_drawing(order, drawing=drawing, before=before, at=desk.clock.now()))


def remove_drawing(order: co.RemoveDrawing, work: UnitOfWork, desk: Desk) -> None:
    """Take a drawing off the map."""
    work.record(ev.DrawingRemoved(desk.clock.now(), work.drawing(order.drawing)))


def note_missed_rings(order: co.NoteMissedRings, work: UnitOfWork, desk: Desk) -> None:
    """Write down what the clocks say."""
    now = desk.clock.now()
    for incident in work.open_incidents():
        for fact in rules.missed_rings(incident, at=now):
            work.record(fact)


def log_message(order: co.LogMessage, work: UnitOfWork, desk: Desk) -> None:
    """Keep a message."""
    rules.check_text(order.text)
    work.record(ev.MessageLogged(desk.clock.now(), order.channel, order.sender, order.text, order.incident))


def note_happening(order: co.NoteHappening, work: UnitOfWork, desk: Desk) -> None:
    """Keep a note of a drill's world."""
    work.record(ev.HappeningNoted(desk.clock.now(), order.code, order.text, order.incident))


def report_positions(order: co.ReportPositions, work: UnitOfWork, desk: Desk) -> None:
    """Keep where units are."""
    work.record(ev.PositionsReported(desk.clock.now(), order.reports))


def report_opponents(order: co.ReportOpponents, work: UnitOfWork, desk: Desk) -> None:
    """Show where the opposing force of a drill is."""
    work.record(ev.OpponentsReported(desk.clock.now(), order.opponents))


HANDLERS: dict[type[co.Command], Callable[[Any, UnitOfWork, Desk], None]] = {
    co.OpenSession: open_session,
    co.ImportRoster: import_roster,
    co.ReportIncident: report_incident,
    co.AssignUnit: assign_unit,
    co.AdvanceAssignment: advance_assignment,
    co.WithdrawAssignment: withdraw_assignment,
    co.CloseIncident: close_incident,
    co.ReopenIncident: reopen_incident,
    co.SetDuty: set_duty,
    co.PutDrawing: put_drawing,
    co.RemoveDrawing: remove_drawing,
    co.NoteMissedRings: note_missed_rings,
    co.LogMessage: log_message,
    co.NoteHappening: note_happening,
    co.ReportPositions: report_positions,
    co.ReportOpponents: report_opponents,
}
