"""Small parts of the window: marks, alarms, the relay's batches, failures."""

import logging
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from commandroom.models.domain.commands import NoteMissedRings, ReportPositions
from commandroom.models.domain.entities import Author, Opponent, PositionReport
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.events import SessionOpened
from commandroom.models.domain.ids import UnitId
from commandroom.services.authority import SYSTEM
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation
from commandroom.ui.chime import Chime
from commandroom.ui.errors import error_hook
from commandroom.ui.marks import incident_mark, opponent_marks, post_marks, unit_mark
from commandroom.wording import Wording
from tests.conftest import MARKET, NINE_PM, OPERATOR, Office
from tests.ui.conftest import Stage


def test_a_unit_is_marked_by_its_state_and_hatched_when_silent(office: Office) -> None:
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    car, dog = situation.unit(UnitId("U-3")), situation.unit(UnitId("U-5"))
    assert unit_mark(car, now=NINE_PM).state == "free"
    assert unit_mark(dog, now=NINE_PM).state == "off"
    heard = replace(car, position_at=NINE_PM)
    assert not unit_mark(heard, now=NINE_PM + timedelta(seconds=119)).stale
    late = unit_mark(heard, now=NINE_PM + timedelta(seconds=121))
    assert late.stale
    assert late.since == "21:00"
    assert unit_mark(heard, now=NINE_PM).since == ""
    assert not unit_mark(car, now=NINE_PM + timedelta(days=1)).stale


def test_an_incident_is_marked_by_how_far_the_room_has_come(stage: Stage) -> None:
    incident, console = stage.report(), stage.window.console

    def state() -> str:
        return incident_mark(stage.situation.incident(incident), stage.situation, "").state

    assert state() == "open"
    stage.run(console.assign(UnitId("U-3"), incident))
    stage.qtbot.waitUntil(lambda: state() == "assigned")
    stage.run(console.advance(UnitId("U-3"), incident, AssignmentStatus.ON_SCENE))
    stage.qtbot.waitUntil(lambda: state() == "on_scene")
    mark = incident_mark(stage.situation.incident(incident), stage.situation, "持刀")
    assert mark.ring == ("running", "running", "met")
    assert (mark.level, mark.label) == (1, "持刀")
    stage.run(console.close(incident))
    stage.qtbot.waitUntil(lambda: state() == "closed")


def test_posts_are_marked_with_the_people_of_their_units(office: Office) -> None:
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    crews = {mark.id: (mark.crew, mark.kit_ok) for mark in post_marks(situation)}
    assert crews == {"P-1": (4, True), "P-2": (2, False)}


def test_those_who_were_subdued_leave_the_map(office: Office) -> None:
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    situation.opponents = (Opponent("A", MARKET), Opponent("B", MARKET, "subdued"))
    assert [mark.id for mark in opponent_marks(situation)] == ["A"]


def test_a_missed_ring_raises_one_alarm_and_sending_somebody_ends_it(stage: Stage) -> None:
    incident, alarms = stage.report(), stage.window.alarms
    alarms.acknowledge(incident)
    stage.pass_time(200)
    stage.run(stage.room.give(NoteMissedRings(Author(SYSTEM, "clock"))))
    stage.qtbot.waitUntil(lambda: incident in alarms.raised)
    assert alarms.worst == incident
    stage.run(stage.window.console.assign(UnitId("U-3"), incident))
    stage.qtbot.waitUntil(lambda: not alarms.raised)


def test_moves_are_said_in_batches(stage: Stage) -> None:
    said: list[frozenset[str]] = []
    stage.window.relay.positions_changed.connect(said.append)
    for n in range(5):
        unit = UnitId(f"U-{1 + n % 2}")
        report = PositionReport(unit, MARKET, None, stage.room.now())
        stage.run(stage.room.give(ReportPositions(Author(SYSTEM, "gps"), (report,))))
    stage.qtbot.waitUntil(lambda: bool(said) and set().union(*said) == {"U-1", "U-2"})
    assert len(said) < 5


def test_facts_the_window_began_with_are_not_folded_again(stage: Stage) -> None:
    lines: list[object] = []
    stage.window.relay.journal_line.connect(lines.append)
    assert stage.situation.journal_number == 1
    stage.window.relay.fact.emit(Recorded(1, OPERATOR, SessionOpened(NINE_PM, "live", "x", "")))
    stage.report()
    assert len(lines) == 1


def test_a_failure_of_ours_is_logged_and_said(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    hook = error_hook(said.append, lambda: Wording("zh"))
    try:
        raise ValueError("坏了")
    except ValueError:
        with caplog.at_level(logging.CRITICAL):
            hook(*sys.exc_info())  # type: ignore[arg-type]
    assert said == ["程序出错，已记录，可继续工作：ValueError: 坏了"]
    assert "坏了" in caplog.text


def test_the_chime_calls_again_until_nothing_waits_and_is_still_while_silenced(qtbot: QtBot) -> None:
    calls: list[int] = []
    chime = Chime(lambda: calls.append(1))
    chime.set_waiting(True)
    chime.set_waiting(True)
    assert len(calls) == 1
    chime._again.timeout.emit()
    assert len(calls) == 2
    chime.silence()
    chime._again.timeout.emit()
    assert chime.is_silenced
    assert len(calls) == 2
    chime.set_waiting(False)
    chime._silence.stop()
    chime._silence.timeout.emit()
    assert len(calls) == 2


def test_an_alarm_makes_the_chime_call_until_it_was_seen(stage: Stage) -> None:
    incident = stage.report()
    assert stage.window.chime.is_waiting
    stage.window.alarms.acknowledge(incident)
    assert not stage.window.chime.is_waiting
