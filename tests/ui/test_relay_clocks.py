"""What the clocks, roll-calls and rules do is told as typed signals, after the picture holds it."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from commandroom.models.domain import commands as co
from commandroom.models.domain.doctrine import StepLimits
from commandroom.services.situation import Situation
from commandroom.ui.relay import Relay
from tests.conftest import OPERATOR, PLAIN, Office


def test_late_orders_roll_calls_and_rules_are_told(office: Office, qtbot: QtBot) -> None:
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    relay = Relay(situation)
    relay.listen(office.bus.subscribe)
    told: list[tuple[object, ...]] = []
    relay.order_overdue.connect(lambda unit, incident: told.append((unit, incident)))
    relay.roll_call_changed.connect(lambda call: told.append((call, situation.roll_calls[call].is_over)))
    with qtbot.waitSignal(relay.doctrine_changed, timeout=2_000):
        office.give(co.SetDoctrine(OPERATOR, replace(PLAIN, clocks=(StepLimits("all"),))))
    assert situation.doctrine.clocks == (StepLimits("all"),)
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    office.clock.move_by(31)
    with qtbot.waitSignal(relay.order_overdue, timeout=2_000):
        office.give(co.NoteMissedRings(OPERATOR))
    assert situation.assignment("U-3", incident).overdue == "acknowledged"
    office.give(co.CallRoll(OPERATOR, ("U-1",)))
    with qtbot.waitSignals([relay.roll_call_changed] * 3, timeout=2_000):
        office.give(co.AnswerRollCall(OPERATOR, "DM-20260501-001", "U-1"))
    assert told[0] == ("U-3", incident)
    assert told[-1] == ("DM-20260501-001", True)
    relay.leave()
