"""Every fact as one plain sentence."""

from commandroom.models.domain import events as ev
from commandroom.models.domain.enums import RoadEffect
from commandroom.models.domain.ids import IncidentId
from commandroom.services.ports import Recorded
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.journal import clock_sentences as clocks
from commandroom.ui.panels.journal.drill_sentences import of_drill
from commandroom.ui.panels.journal.naming import Names as Names
from commandroom.ui.panels.journal.naming import word
from commandroom.ui.panels.text import one_line, short_number
from commandroom.wording import Wording


def sentence(fact: Recorded, names: Names, wording: Wording) -> str:
    """What `fact` says, on one line; empty for passing facts (positions)."""
    event = fact.event
    match event:
        case ev.IncidentReported() | ev.IncidentClosed() | ev.IncidentReopened():
            said = _of_incident(event, names, wording)
        case (
            ev.UnitAssigned()
            | ev.OrderAcknowledged()
            | ev.UnitSetOut()
            | ev.UnitArrived()
            | ev.UnitCleared()
            | ev.AssignmentWithdrawn()
        ):
            said = _of_order(event, fact.by.operator, names, wording)
        case ev.RingMet() | ev.RingMissed():
            said = _of_ring(event, names, wording)
        case ev.DecisionTaken() | ev.OverrideExplained():
            said = clocks.of_decision(event, wording)
        case ev.OrderOverdue() | ev.ClocksHeld() | ev.SimpleRuleEnded():
            said = clocks.of_clock(event, names, wording)
        case ev.RollCalled() | ev.RollCallAnswered() | ev.RollCallMissed() | ev.RollCallEnded():
            said = clocks.of_roll_call(event, names, wording)
        case ev.DoctrineSet():
            by = word("operator", fact.by.operator, wording)
            said = wording.say("panels.journal.doctrine") + wording.say("panels.journal.by", operator=by)
        case ev.InjectSteered() | ev.NoteTaken() | ev.CorrectionSet() | ev.DrillEnded():
            said = of_drill(event, fact.by.operator, wording)
        case ev.DrawingPut() | ev.DrawingRemoved():
            said = _of_drawing(event, fact.by.operator, wording)
        case _:
            said = _of_room(event, names, wording)
    return one_line(said)


def incident_of(event: ev.Event) -> IncidentId | None:
    """The incident a fact speaks of, if it speaks of one."""
    if isinstance(event, ev.IncidentReported):
        return event.incident.id
    if isinstance(event, ev.DecisionTaken):
        return event.decision.incident
    found: IncidentId | None = getattr(event, "incident", None)
    return found


def _of_incident(
    event: ev.IncidentReported | ev.IncidentClosed | ev.IncidentReopened, names: Names, wording: Wording
) -> str:
    say = wording.say
    if isinstance(event, ev.IncidentReopened):
        return say("panels.journal.reopened", incident=short_number(event.incident))
    if isinstance(event, ev.IncidentClosed):
        key = "panels.journal.closed_with" if event.result else "panels.journal.closed"
        return say(key, incident=short_number(event.incident), result=event.result)
    new = event.incident
    said = say(
        "panels.journal.reported",
        incident=short_number(new.id),
        level=say(f"level.{int(new.level)}"),
        kind=names.kind(new.kind),
        place=new.place_name,
    )
    if new.simple_rule:
        said += say("panels.journal.simple")
    return said + (say("panels.journal.text", text=new.text) if new.text else "")


def _of_order(
    event: ev.UnitAssigned
    | ev.OrderAcknowledged
    | ev.UnitSetOut
    | ev.UnitArrived
    | ev.UnitCleared
    | ev.AssignmentWithdrawn,
    operator: str,
    names: Names,
    wording: Wording,
) -> str:
    say, unit, incident = wording.say, names.unit(event.unit), short_number(event.incident)
    if isinstance(event, ev.UnitAssigned):
        said = say("panels.journal.assigned", unit=unit, incident=incident)
        if event.eta_s is not None:
            said += say("panels.journal.eta", eta=clock_text(event.eta_s))
        said += clocks.of_order_details(event, wording)
        return said + say("panels.journal.by", operator=word("operator", event.ordered_by, wording))
    if isinstance(event, ev.AssignmentWithdrawn):
        said = say("panels.journal.withdrawn", unit=unit, incident=incident)
        if event.reason:
            said += say("panels.journal.reason", reason=clocks.reason_of(event, wording))
        return said + say("panels.journal.by", operator=word("operator", operator, wording))
    return say(f"panels.journal.{_STEP[type(event)]}", unit=unit, incident=incident)


def _of_happening(event: ev.HappeningNoted, wording: Wording) -> str:
    key = f"drill.happening.{event.code}"
    text = wording.say(key, text=event.text) if wording.has(key) else event.text or event.code
    return wording.say("panels.journal.happening", text=text)


_STEP: dict[type[ev.Event], str] = {
    ev.OrderAcknowledged: "acknowledged",
    ev.UnitSetOut: "set_out",
    ev.UnitArrived: "arrived",
    ev.UnitCleared: "cleared",
}


def _of_ring(event: ev.RingMet | ev.RingMissed, names: Names, wording: Wording) -> str:
    say, ring = wording.say, wording.say(f"ring.{event.ring}")
    incident = short_number(event.incident)
    if isinstance(event, ev.RingMissed):
        return say("panels.journal.ring_missed", ring=ring, incident=incident)
    key = "panels.journal.ring_late" if event.is_late else "panels.journal.ring_met"
    return say(key, ring=ring, incident=incident, unit=names.unit(event.unit), time=clock_text(event.seconds))


def _of_drawing(event: ev.DrawingPut | ev.DrawingRemoved, operator: str, wording: Wording) -> str:
    say, drawing = wording.say, event.drawing
    if isinstance(event, ev.DrawingRemoved):
        key = "panels.journal.drawing_removed"
    else:
        key = "panels.journal.drawn" if event.before is None else "panels.journal.redrawn"
    said = say(key, drawing=drawing.id, kind=say(f"drawing.{drawing.kind}")) + _of_road(event, wording)
    if drawing.text:
        said += say("panels.journal.drawing_text", text=drawing.text)
    return said + say("panels.journal.by", operator=word("operator", operator, wording))


def _of_road(event: ev.DrawingPut | ev.DrawingRemoved, wording: Wording) -> str:
    """What it does to travel; '' where that is nothing, as before."""
    is_gone = isinstance(event, ev.DrawingRemoved)
    before = event.drawing.effect if is_gone else RoadEffect.NONE
    if isinstance(event, ev.DrawingPut) and event.before is not None:
        before = event.before.effect
    effect = RoadEffect.NONE if is_gone else event.drawing.effect
    if effect is not RoadEffect.NONE:
        return wording.say(f"panels.journal.road.{effect.value}", factor=f"{event.drawing.factor:g}")
    return wording.say("panels.journal.road.open") if before is not RoadEffect.NONE else ""


def _of_room(event: ev.Event, names: Names, wording: Wording) -> str:
    say = wording.say
    match event:
        case ev.MessageLogged():
            sender, text = word("operator", event.sender, wording), word("said", event.text, wording)
            return say("panels.journal.message", sender=sender, text=text)
        case ev.HappeningNoted():
            return _of_happening(event, wording)
        case ev.DutyChanged():
            return say("panels.journal.duty", unit=names.unit(event.unit), duty=say(f"duty.{event.duty}"))
        case ev.SessionOpened():
            return say(
                "panels.journal.session",
                mode=say(f"panels.journal.mode.{event.mode}"),
                program=event.program,
                details=event.details,
            )
        case ev.RosterImported():
            return _of_roster(event, wording)
    return ""


def _of_roster(event: ev.RosterImported, wording: Wording) -> str:
    said = wording.say(
        "panels.journal.roster",
        source=event.source,
        firms=event.firms,
        posts=event.posts,
        units=event.units,
        members=event.members,
    )
    patrols = wording.say("panels.journal.roster_patrols", patrols=event.patrols) if event.patrols else ""
    return said + patrols
