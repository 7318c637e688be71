"""What must be acted on: folded, worst first, one act each; marked, said aloud, held while typing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from commandroom.models.domain import commands as co
from commandroom.models.domain.doctrine import Doctrine, Doubt, RollCallRules, StepLimits
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.ui.alarms import Cause
from commandroom.ui.clock_desk import ClockDesk
from commandroom.ui.overdue import overdue_since, overdue_words
from commandroom.ui.tell_dialog import TellDialog
from commandroom.ui.voice import Speaker
from commandroom.ui.word_desk import WordDesk
from commandroom.wording import Wording
from tests.conftest import DISPUTE, OPERATOR
from tests.ui.conftest import Stage

CAR, POST_1, POST_2 = UnitId("U-3"), UnitId("U-1"), UnitId("U-2")
CLOCK = Author("system", "clock")
LIMITS = StepLimits(
    "all", acknowledge_s=30, set_out_s=60, feedback_s=600, sound_after_s=20, propose_after_s=40
)
ALL = tuple(Doubt)


class Mouth:
    """Remembers what it was to say; speaks only where it has a voice."""

    def __init__(self, *, has_voice: bool = True, has_sound: bool = True) -> None:
        self.has_voice, self.has_sound = has_voice, has_sound
        self.spoken: list[str] = []
        self.tones: list[int] = []

    def speak(self, text: str, language: str) -> bool:
        if self.has_voice:
            self.spoken.append(text)
        return self.has_voice

    def play(self, urgency: int) -> bool:
        if self.has_sound:
            self.tones.append(urgency)
        return self.has_sound


def desk(stage: Stage, kind: type[Any]) -> Any:
    return next(each for each in stage.window.brain.desks if isinstance(each, kind))


def clocks(stage: Stage) -> ClockDesk:
    found: ClockDesk = desk(stage, ClockDesk)
    return found


def give(stage: Stage, command: co.Command) -> None:
    stage.run(stage.room.give(command))


def beat(stage: Stage, seconds: float) -> None:
    """Let time pass and its facts arrive."""
    stage.pass_time(seconds)
    facts = stage.run(stage.room.give(co.NoteMissedRings(CLOCK)))
    if facts:
        stage.qtbot.waitUntil(lambda: stage.situation.journal_number >= (facts[-1].number or 0))


def sent(stage: Stage, *units: UnitId, kind: Any = DISPUTE) -> IncidentId:
    """An incident with these units on the way to it, under clocks of half a minute."""
    rules = Doctrine(clocks=(LIMITS,), roll_call=RollCallRules(answer_s=60, misses_to_alarm=2))
    give(stage, co.SetDoctrine(OPERATOR, rules))
    incident = stage.report(kind)
    for unit in units:
        give(stage, co.AssignUnit(OPERATOR, unit, incident, 180.0, confirmed=ALL))
    stage.qtbot.waitUntil(lambda: len(stage.situation.assignments(incident)) == len(units))
    stage.window.alarms.acknowledge(incident)
    return incident


def test_a_late_step_shows_first_and_is_said_twenty_seconds_later(stage: Stage) -> None:
    sent(stage, CAR)
    mouth = Mouth()
    clocks(stage).speaker._mouth = mouth
    beat(stage, 31)
    line = clocks(stage).bar.lines[0]
    assert (line.text, line.level, line.act) == ("巡07 签收超时 0:01 · JQ-0001", 2, "step")
    assert not stage.window.chime.is_waiting
    assert mouth.spoken == []
    beat(stage, 20)
    assert clocks(stage).bar.lines[0].level == 1
    assert stage.window.chime.is_waiting
    assert mouth.spoken == ["巡零七 未签收，零零零幺"]


def test_the_one_act_of_a_late_step_enters_it_on_behalf_and_ends_the_alarm(stage: Stage) -> None:
    incident = sent(stage, CAR)
    beat(stage, 31)
    clocks(stage).bar.row.button.click()
    stage.qtbot.waitUntil(
        lambda: stage.situation.assignment(CAR, incident).status is AssignmentStatus.ACKNOWLEDGED
    )
    assert stage.window.alarms.lines() == ()
    assert not clocks(stage).bar.isVisible()


def test_in_the_end_the_next_unit_is_proposed_and_alt_enter_sends_it(stage: Stage) -> None:
    incident = sent(stage, POST_1)
    beat(stage, 71)
    stage.qtbot.waitUntil(lambda: clocks(stage).bar.lines[0].act == "send")
    line = clocks(stage).bar.lines[0]
    assert line.text == "站1 签收超时 0:41 · JQ-0001 — 加派 站2（1:59）"
    assert line.act_text == "加派 站2  Alt+Enter"
    stage.window.actions_of_room["send_next"].trigger()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(POST_2).incident == incident)
    assert not any(each.is_calling for each in stage.window.alarms.lines())


def test_a_proposed_unit_that_is_taken_meanwhile_is_proposed_no_more(stage: Stage) -> None:
    sent(stage, POST_1)
    beat(stage, 71)
    stage.qtbot.waitUntil(lambda: clocks(stage).bar.lines[0].unit == POST_2)
    give(stage, co.SetDuty(OPERATOR, POST_2, stage.situation.unit(UnitId("U-5")).duty))
    stage.qtbot.waitUntil(lambda: clocks(stage).bar.lines[0].unit == CAR)


def test_late_units_of_one_incident_and_step_stand_in_one_line(stage: Stage) -> None:
    sent(stage, CAR, POST_1, POST_2)
    beat(stage, 31)
    lines = clocks(stage).bar.lines
    assert [line.text for line in lines] == ["站1 等 3 个 签收超时 0:01 · JQ-0001"]
    assert len(stage.window.alarms.lines()) == 3


def test_repeats_of_a_missed_ring_are_counted_and_the_list_shows_six_at_most(stage: Stage) -> None:
    for _ in range(8):
        stage.report()
    stage.qtbot.waitUntil(lambda: len(stage.window.alarms.lines()) == 8)
    bar = clocks(stage).bar
    bar.more.setChecked(True)
    assert sum(row.isVisible() for row in bar.list.rows) == 6
    assert bar.list.rest.text() == "另有 2 条，先处理上面的"
    beat(stage, 61)
    beat(stage, 120)
    counts = {each.count for each in stage.window.alarms.lines() if each.key.cause is Cause.RING}
    assert counts == {2}
    assert bar.list.isVisible()


def test_space_quiets_a_late_step_until_it_gets_worse(stage: Stage) -> None:
    incident = sent(stage, CAR)
    beat(stage, 51)
    assert stage.window.alarms.acknowledge(incident)
    assert not stage.window.chime.is_waiting
    assert len(clocks(stage).bar.lines) == 1
    beat(stage, 20)
    assert stage.window.chime.is_waiting


def test_a_unit_silent_for_two_roll_calls_is_an_alarm_until_it_answers(stage: Stage) -> None:
    sent(stage)
    for _ in range(2):
        give(stage, co.CallRoll(OPERATOR, (CAR,)))
        beat(stage, 61)
    stage.qtbot.waitUntil(lambda: bool(stage.window.alarms.lines()))
    line = clocks(stage).bar.lines[0]
    assert (line.text, line.act) == ("巡07 连续未应答点名", "unit")
    assert stage.window.chime.is_waiting
    clocks(stage).bar.row.button.click()
    assert stage.window.console.unit == CAR
    assert all(each.key.cause is not Cause.CALL for each in stage.window.alarms.lines())


def test_space_sees_an_alarm_that_is_about_no_incident(stage: Stage) -> None:
    sent(stage)
    for _ in range(2):
        give(stage, co.CallRoll(OPERATOR, (CAR,)))
        beat(stage, 61)
    stage.qtbot.waitUntil(lambda: stage.window.chime.is_waiting)
    stage.window.alarms.acknowledge(stage.situation.open_incidents()[0].id)
    stage.window.console.select_incident(None)
    stage.window.hands.acknowledge()
    assert not stage.window.chime.is_waiting


def test_a_late_unit_is_coloured_in_the_queue_the_list_and_the_steps(stage: Stage) -> None:
    incident = sent(stage, CAR)
    beat(stage, 31)
    card = stage.window.frame.queue.model.card(incident)
    assert card is not None
    assert (card.overdue, card.stage) == (1, 1)
    assert stage.window.frame.units.model.line(CAR).overdue == "签收超时"
    since = overdue_since(stage.situation.assignment(CAR, incident), stage.situation)
    assert since == stage.situation.incident(incident).reported_at + timedelta(seconds=30)
    assert overdue_words(Wording("zh"), "acknowledged", since, stage.room.now()) == "签收超时 0:01"


def test_a_window_that_opens_on_late_orders_knows_of_them(stage: Stage) -> None:
    sent(stage, CAR)
    beat(stage, 51)
    from commandroom.ui.alarms import Alarms

    again = Alarms(stage.situation)
    assert [each.key for each in again.lines()] == [each.key for each in stage.window.alarms.lines()]


def tell(stage: Stage) -> TellDialog:
    stage.window.actions_of_room["tell"].trigger()
    found = stage.window.findChildren(TellDialog)[-1]
    return found


def test_clocks_stand_while_somebody_types_and_run_again_when_it_is_said(stage: Stage) -> None:
    incident = sent(stage, CAR)
    stage.window.console.select_incident(incident)
    dialog = tell(stage)
    assert stage.situation.incident(incident).held_until is None
    QTest.keyClicks(dialog.field, "w")
    stage.qtbot.waitUntil(lambda: stage.situation.incident(incident).held_until is not None)
    beat(stage, 45)
    assert stage.window.alarms.lines() == ()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.incident(incident).held_until is None)
    beat(stage, 1)
    assert len(stage.window.alarms.lines()) == 1


def test_a_hold_is_given_again_only_while_keys_are_struck(stage: Stage) -> None:
    incident = sent(stage, CAR)
    stage.window.console.select_incident(incident)
    dialog = tell(stage)
    hold = desk(stage, WordDesk).hold
    said: list[tuple[str, bool]] = []
    hold.held.connect(lambda *each: said.append(each))
    QTest.keyClicks(dialog.field, "ab")
    hold._again.timeout.emit()
    QTest.keyClicks(dialog.field, "")
    hold._again.timeout.emit()
    assert said == [(incident, True), (incident, True), (incident, False)]
    dialog.reject()


def test_an_intake_that_names_an_incident_holds_its_clocks(stage: Stage) -> None:
    incident = sent(stage, CAR)
    stage.window.intake_desk.open()
    text = stage.window.frame.intake.findChildren(QPlainTextEdit)[0]
    text.setPlainText("又一人报 JQ-0001")
    stage.qtbot.waitUntil(lambda: stage.situation.incident(incident).held_until is not None)


def test_the_word_of_a_unit_is_entered_for_it_and_ends_the_wait(stage: Stage) -> None:
    incident = sent(stage, CAR)
    give(stage, co.AdvanceAssignment(OPERATOR, CAR, incident, AssignmentStatus.ON_SCENE))
    beat(stage, 601)
    line = clocks(stage).bar.lines[-1]
    assert (line.act, line.act_text) == ("word", "代反馈")
    stage.window.console.select_unit(CAR)
    stage.window.actions_of_room["feedback"].trigger()
    dialog = stage.window.findChildren(TellDialog)[-1]
    assert dialog.voice.currentText() == "代 巡07 反馈"
    dialog.field.setText("已控制")
    dialog.accept()
    stage.qtbot.waitUntil(lambda: stage.situation.assignment(CAR, incident).last_word_at == stage.room.now())
    assert all(each.step != "feedback" for each in stage.window.alarms.lines())


def test_without_a_unit_the_room_itself_speaks(stage: Stage) -> None:
    dialog = tell(stage)
    assert not dialog.voice.isVisibleTo(dialog)
    told: list[tuple[str, str]] = []
    dialog.told.connect(lambda *each: told.append(each))
    dialog.field.setText(" 注意防滑 ")
    dialog.accept()
    assert told == [("", "注意防滑")]


@pytest.mark.parametrize(
    ("mouth", "heard"),
    [
        (Mouth(), "voice"),
        (Mouth(has_voice=False), "tone"),
        (Mouth(has_voice=False, has_sound=False), "beep"),
    ],
)
def test_an_alarm_is_heard_one_way_or_another(qapp: Any, mouth: Mouth, heard: str) -> None:
    beeps: list[int] = []
    speaker = Speaker(lambda: beeps.append(1), qapp, mouth)
    assert speaker.call("巡零七 未签收", "zh", 2) == heard
    assert beeps == ([1] if heard == "beep" else [])


def test_a_call_up_alarms_nobody(stage: Stage) -> None:
    from commandroom.services.callup import report_of, team_of
    from tests.conftest import MARKET

    sent(stage)
    facts = stage.run(stage.room.give(report_of(OPERATOR, MARKET, "夏市口", "拉动")))
    exercise = facts[0].event.incident.id
    give(stage, team_of(OPERATOR, exercise, (CAR,), {}))
    beat(stage, 400)
    assert all(each.key.incident != exercise for each in stage.window.alarms.lines())
    assert not stage.window.alarms.has_grave_without_unit


Raise = Callable[..., Stage]


def test_the_alarms_speak_english_too(raise_stage: Raise) -> None:
    stage = raise_stage(language="en")
    sent(stage, CAR)
    beat(stage, 31)
    assert clocks(stage).bar.lines[0].text == "巡07 Receipt late 0:01 · JQ-0001"
    stage.window.actions_of_room["language"].trigger()
    assert clocks(stage).bar.lines[0].text == "巡07 签收超时 0:01 · JQ-0001"
