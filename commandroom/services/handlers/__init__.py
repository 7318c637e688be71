"""One handler for each command: load, ask the domain, record. Decisions live in `models.domain`."""

from collections.abc import Callable
from typing import Any

from commandroom.models.domain import commands as co
from commandroom.services.bus import Desk
from commandroom.services.handlers import beat, drills, incidents, orders, register, rollcalls
from commandroom.services.ports import UnitOfWork

HANDLERS: dict[type[co.Command], Callable[[Any, UnitOfWork, Desk], None]] = {
    co.OpenSession: register.open_session,
    co.ImportRoster: register.import_roster,
    co.ReportIncident: incidents.report_incident,
    co.AssignUnit: orders.assign_unit,
    co.SendTeam: orders.send_team,
    co.WithdrawTeam: orders.withdraw_team,
    co.ExplainOverride: orders.explain_override,
    co.AdvanceAssignment: orders.advance_assignment,
    co.WithdrawAssignment: orders.withdraw_assignment,
    co.CloseIncident: incidents.close_incident,
    co.ReopenIncident: incidents.reopen_incident,
    co.HoldClocks: incidents.hold_clocks,
    co.SetDuty: register.set_duty,
    co.CallRoll: rollcalls.call_roll,
    co.AnswerRollCall: rollcalls.answer_roll_call,
    co.SetDoctrine: rollcalls.set_doctrine,
    co.PutDrawing: incidents.put_drawing,
    co.RemoveDrawing: incidents.remove_drawing,
    co.NoteMissedRings: beat.note_missed_rings,
    co.LogMessage: register.log_message,
    co.NoteHappening: register.note_happening,
    co.SteerInject: drills.steer_inject,
    co.TakeNote: drills.take_note,
    co.SetCorrection: drills.set_correction,
    co.EndDrill: drills.end_drill,
    co.ReportPositions: register.report_positions,
    co.ReportOpponents: register.report_opponents,
}
