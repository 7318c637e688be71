"""Around the many-at-once window: who passes the gates, when the answer is old, and the text of it."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from commandroom.models.domain import commands as co
from commandroom.models.domain.decision import UnitOrder
from commandroom.models.domain.doctrine import Doctrine, Doubt, Gate, GateRule, ResponsePlan
from commandroom.models.domain.enums import Duty, Party
from commandroom.models.domain.ids import KindCode, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.many_gates import parted
from commandroom.ui.many_watch import ManyWatch
from tests.conftest import MARKET, NINE_PM, OPERATOR, Office
from tests.ui.conftest import Stage
from tests.ui.test_many_case import GUARD, POLICE

WARNED = (Doubt.BUSY, Doubt.RESTING, Doubt.ALONE)
RULES = Doctrine(
    (ResponsePlan("knife", (KindCode("knife"),), (GUARD, POLICE), never_alone=(Party.GUARD,)),),
    gates=(*(GateRule(each, Gate.WARN) for each in WARNED), GateRule(Doubt.OFF, Gate.BLOCK)),
)
GUARDS, CAR = UnitOrder(UnitId("U-2")), UnitOrder(UnitId("U-3"))


def situation_of(office: Office) -> Situation:
    snapshot = office.store.snapshot(now=NINE_PM)
    return Situation(replace(snapshot, doctrine=RULES))


def test_guards_pass_with_police_and_stay_behind_without_them(office: Office) -> None:
    incident = office.report()
    here = situation_of(office)
    assert parted(here, incident, (GUARDS, CAR), NINE_PM) == ((GUARDS, CAR), {})
    assert parted(here, incident, (GUARDS,), NINE_PM) == ((), {UnitId("U-2"): (Doubt.ALONE,)})


@pytest.mark.parametrize(("duty", "doubt"), [(Duty.RESTING, Doubt.RESTING), (Duty.OFF, Doubt.OFF)])
def test_guards_stay_behind_with_the_police_they_were_to_follow(
    office: Office, duty: Duty, doubt: Doubt
) -> None:
    incident = office.report()
    office.give(co.SetDuty(OPERATOR, CAR.unit, duty))
    passed, held = parted(situation_of(office), incident, (GUARDS, CAR), NINE_PM)
    assert passed == ()
    assert held == {CAR.unit: (doubt,), GUARDS.unit: (Doubt.ALONE,)}


def test_one_sent_elsewhere_meanwhile_is_not_taken_from_there(office: Office) -> None:
    first, second = office.report(), office.report()
    office.give(co.AssignUnit(OPERATOR, CAR.unit, first))
    passed, held = parted(situation_of(office), second, (CAR,), NINE_PM)
    assert (passed, held) == ((), {CAR.unit: (Doubt.BUSY,)})


def test_an_answer_is_old_when_somebody_is_sent_and_true_again_when_it_is_undone(
    qtbot: QtBot, stage: Stage
) -> None:
    incident = stage.report()
    watch = ManyWatch(stage.situation, stage.window.relay, stage.window)
    watch.begin()
    with qtbot.waitSignal(watch.changed) as told:
        stage.run(stage.window.console.assign(CAR.unit, incident))
    assert told.args == [True]
    with qtbot.waitSignal(watch.changed) as told:
        stage.run(stage.window.console.undo())
    assert told.args == [False]
    watch.stop()


def test_units_that_only_move_and_rings_that_are_missed_make_no_answer_old(stage: Stage) -> None:
    incident = stage.report()
    watch = ManyWatch(stage.situation, stage.window.relay, stage.window)
    watch.begin()
    stage.pass_time(400)
    with stage.qtbot.waitSignal(stage.window.relay.incident_changed):
        stage.run(stage.room.give(co.NoteMissedRings(OPERATOR)))
    stage.qtbot.wait(2 * ManyWatch.REST_MS)
    assert incident in stage.situation.incidents
    assert not watch.is_other
    stage.report(at=MARKET)
    stage.qtbot.waitUntil(lambda: watch.is_other)
    watch.stop()
