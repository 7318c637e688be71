"""Decisions, late orders, simple rules, roll-calls and changed rules as plain sentences."""

from commandroom.models.domain import events as ev
from commandroom.ui.figures import time_text
from commandroom.ui.panels.journal.naming import Names, word
from commandroom.ui.panels.text import short_number
from commandroom.wording import Wording

RollCallEvent = ev.RollCalled | ev.RollCallAnswered | ev.RollCallMissed | ev.RollCallEnded
DecisionEvent = ev.DecisionTaken | ev.OverrideExplained
ClockEvent = ev.OrderOverdue | ev.ClocksHeld | ev.SimpleRuleEnded


def of_decision(event: DecisionEvent, wording: Wording) -> str:
    """Who was proposed, who was sent, and why not the same."""
    say = wording.say
    if isinstance(event, ev.OverrideExplained):
        return say("panels.journal.override", incident=short_number(event.incident), reason=event.reason)
    taken = event.decision
    said = say(
        "panels.journal.decided",
        incident=short_number(taken.incident),
        proposed=len(taken.proposed),
        chosen=len(taken.chosen),
    )
    if taken.is_override:
        said += say("panels.journal.decided_other")
    if taken.shortfalls:
        said += say("panels.journal.decided_short", short=len(taken.shortfalls))
    return said


def of_clock(event: ClockEvent, names: Names, wording: Wording) -> str:
    """Which step is late and how far that has gone; what was held; what ended a simple rule."""
    say, incident = wording.say, short_number(event.incident)
    match event:
        case ev.OrderOverdue():
            late = say(f"panels.journal.overdue.{event.step}", unit=names.unit(event.unit), incident=incident)
            return late + say(f"panels.journal.overdue.stage_{event.stage}")
        case ev.ClocksHeld():
            return say(
                "panels.journal.let_go" if event.until is None else "panels.journal.held", incident=incident
            )
        case ev.SimpleRuleEnded():
            because = event.detail if event.because == "timeout" else event.because
            return say(f"panels.journal.rule_ended.{because}", incident=incident, detail=event.detail)


def of_roll_call(event: RollCallEvent, names: Names, wording: Wording) -> str:
    """Who was asked, who answered, who did not."""
    say = wording.say
    match event:
        case ev.RollCalled(call=call):
            count, until = len(call.units), time_text(call.due_at)
            return say("panels.journal.roll_called", call=call.id, count=count, time=until)
        case ev.RollCallAnswered():
            said = say("panels.journal.roll_answered", unit=names.unit(event.unit), call=event.call)
            return said + (say("panels.journal.roll_on_behalf") if event.on_behalf else "")
        case ev.RollCallMissed():
            unit = names.unit(event.unit)
            return say("panels.journal.roll_missed", unit=unit, call=event.call, misses=event.misses)
        case ev.RollCallEnded():
            return say("panels.journal.roll_ended", call=event.call)


def of_order_details(event: ev.UnitAssigned, wording: Wording) -> str:
    """Where it goes when that is not the incident, and what was confirmed."""
    said = wording.say("panels.journal.goal", goal=event.goal_name) if event.goal_name else ""
    if event.doubts:
        comma = wording.say("panels.journal.comma")
        doubts = comma.join(wording.say(f"dispatch.doubt_word.{each.value}") for each in event.doubts)
        said += wording.say("panels.journal.confirmed", doubts=doubts)
    return said


def reason_of(event: ev.AssignmentWithdrawn, wording: Wording) -> str:
    """Why an order was taken back, in words."""
    to = event.reason.removeprefix("moved:")
    if to != event.reason:
        return wording.say("panels.journal.reason.moved", incident=short_number(to))
    return word("reason", event.reason, wording)
