"""点名: who is asked answers once, in time, himself or through the operator; who does not is counted."""

from dataclasses import replace

import pytest

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import RollCallRules
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.errors import (
    BadInput,
    NotCalled,
    RollCallIsOver,
    UnitNotCallable,
    UnknownThing,
)
from commandroom.services.situation import Situation
from tests.conftest import OPERATOR, PLAIN, Office, open_office, small_register

TICK = co.NoteMissedRings(OPERATOR)
ASKED = ("U-1", "U-2", "U-5")


@pytest.fixture
def desk() -> Office:
    office = open_office(doctrine=replace(PLAIN, roll_call=RollCallRules(answer_s=60, misses_to_alarm=2)))
    office.give(small_register())
    return office


def situation_of(office: Office) -> Situation:
    return Situation(office.store.snapshot(now=office.clock.now()))


def call(office: Office, *units: str) -> str:
    (fact,) = office.give(co.CallRoll(OPERATOR, units))  # type: ignore[arg-type]
    return fact.event.call.id  # type: ignore[attr-defined,no-any-return]


def answer(office: Office, number: str, unit: str, on_behalf: bool = False) -> list[type]:
    facts = office.give(co.AnswerRollCall(OPERATOR, number, unit, on_behalf))  # type: ignore[arg-type]
    return [type(fact.event) for fact in facts]


def missed(office: Office, seconds: float) -> list[tuple[str, int, bool]]:
    office.clock.move_by(seconds)
    facts = (fact.event for fact in office.give(TICK))
    return [(each.unit, each.misses, each.is_alarm) for each in facts if isinstance(each, ev.RollCallMissed)]


def test_numbers_count_up_within_the_chinese_day(desk: Office) -> None:
    assert [call(desk, "U-1"), call(desk, "U-1")] == ["DM-20260501-001", "DM-20260501-002"]


def test_it_is_over_when_all_have_answered(desk: Office) -> None:
    number = call(desk, "U-1", "U-2")
    assert answer(desk, number, "U-1") == [ev.RollCallAnswered]
    assert answer(desk, number, "U-2", on_behalf=True) == [ev.RollCallAnswered, ev.RollCallEnded]
    done = situation_of(desk).roll_call(number)  # type: ignore[arg-type]
    assert done.is_over
    assert [(each.unit, each.on_behalf) for each in done.answers] == [("U-1", False), ("U-2", True)]
    assert missed(desk, 120) == []


def test_a_second_answer_changes_nothing(desk: Office) -> None:
    number = call(desk, *ASKED)
    answer(desk, number, "U-1")
    before = desk.store.journal_head()
    assert answer(desk, number, "U-1", on_behalf=True) == []
    assert desk.store.journal_head() == before


def test_two_misses_in_a_row_are_an_alarm_and_an_answer_resets(desk: Office) -> None:
    call(desk, *ASKED)
    assert missed(desk, 59) == []
    assert missed(desk, 1) == [("U-1", 1, False), ("U-2", 1, False), ("U-5", 1, False)]
    assert missed(desk, 60) == []
    again = call(desk, *ASKED)
    answer(desk, again, "U-1")
    assert missed(desk, 60) == [("U-2", 2, True), ("U-5", 2, True)]
    units = situation_of(desk).units
    assert [units[each].missed_calls for each in ASKED] == [0, 2, 2]  # type: ignore[index]


def test_too_late_is_said_in_words(desk: Office) -> None:
    number = call(desk, "U-1")
    desk.clock.move_by(60)
    with pytest.raises(RollCallIsOver):
        answer(desk, number, "U-1")
    desk.give(TICK)
    with pytest.raises(RollCallIsOver):
        answer(desk, number, "U-1")


def test_who_went_off_duty_since_has_missed_nothing(desk: Office) -> None:
    number = call(desk, "U-1")
    desk.give(co.SetDuty(OPERATOR, "U-1", Duty.OFF))
    assert missed(desk, 60) == []
    assert situation_of(desk).roll_call(number).is_over  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("units", "error"),
    [
        (("U-4",), UnitNotCallable),
        (("U-2",), UnitNotCallable),
        ((), BadInput),
        (("U-1", "U-1"), BadInput),
        (tuple(f"U-{n}" for n in range(501)), BadInput),
        (("U-404",), UnknownThing),
    ],
)
def test_who_cannot_answer_is_not_asked(desk: Office, units: tuple[str, ...], error: type[Exception]) -> None:
    desk.give(co.SetDuty(OPERATOR, "U-2", Duty.OFF))
    with pytest.raises(error):
        call(desk, *units)
    assert call(desk, "U-1").endswith("001")


def test_only_those_asked_may_answer_and_only_a_call_there_is(desk: Office) -> None:
    number = call(desk, "U-1")
    with pytest.raises(NotCalled):
        answer(desk, number, "U-3")
    with pytest.raises(UnknownThing):
        answer(desk, "DM-20260501-009", "U-1")
