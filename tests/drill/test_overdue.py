"""Late orders, roll-calls and goals in a simulated town: the same history however time is cut."""

from datetime import timedelta
from pathlib import Path

import pytest

from commandroom.drill.actions import actions_of, read_actions, write_actions
from commandroom.drill.crews import CrewHabits, Crews
from commandroom.drill.session import DrillSetting
from commandroom.geo import distance_m
from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.decision import Considered, Decision, UnitOrder
from commandroom.models.domain.doctrine import Doctrine, Doubt, RollCallRules, SimpleRule, StepLimits
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.models.store.journal import commands_of
from tests.drill.small_town import DESK, START, Street, spot

FIRST, SECOND = IncidentId("JQ-20261120-0001"), IncidentId("JQ-20261120-0002")
HASTY = StepLimits(
    "all", acknowledge_s=3, set_out_s=7, arrive_least_s=11, feedback_s=40, sound_after_s=2, propose_after_s=5
)
QUARREL = SimpleRule("quarrel", (KindCode("dispute"),), timeout_s=47, closed_within_s=95)
RULES = Doctrine(clocks=(HASTY,), simple=(QUARREL,), roll_call=RollCallRules(answer_s=31))


def town(setting: DrillSetting, *, seed: int = 1, words: tuple[str, ...] = ()) -> Street:
    """The small town under hasty rules, with crews that speak."""
    street = Street(setting.router, seed=seed)
    street.bus.handle(co.SetDoctrine(DESK, RULES))
    if words:
        street.sim.join(Crews(street.sim, CrewHabits(clears=False, words=words)))
    return street


def report(street: Street, kind: str, east: float) -> None:
    street.bus.handle(co.ReportIncident(DESK, KindCode(kind), spot(east, 600), "某处"))


def send(street: Street, incident: IncidentId, *units: str, confirmed: tuple[Doubt, ...] = SCRIPTED) -> None:
    for unit in units:
        street.bus.handle(co.AssignUnit(DESK, UnitId(unit), incident, 1.0, confirmed=confirmed))


def of(street: Street, *kinds: type[ev.Event]) -> list[ev.Event]:
    return [fact.event for fact in street.facts if isinstance(fact.event, kinds)]


def test_overdue_facts_come_at_the_same_moment_however_time_is_cut(setting: DrillSetting) -> None:
    def played(steps: list[float]) -> tuple[str, int]:
        street = town(setting)
        street.sim.advance_to(START + timedelta(seconds=10.25))
        report(street, "knife", 600)
        report(street, "dispute", 300)
        send(street, FIRST, "G11", "J0", "D1")
        send(street, SECOND, "G21")
        street.bus.handle(co.HoldClocks(DESK, SECOND, is_held=True))
        street.bus.handle(co.CallRoll(DESK, (UnitId("G12"), UnitId("J1"), UnitId("J2"))))
        for step in steps:
            street.go_on(step)
        late = of(street, ev.OrderOverdue, ev.SimpleRuleEnded, ev.RollCallEnded)
        return street.store.journal_head()[1], len(late)

    whole, count = played([900])
    assert count > 8
    assert played([0.2] * 300 + [20.0, 820]) == (whole, count)
    assert played([150] * 6) == (whole, count)


def test_each_stage_is_told_once_and_at_its_second(setting: DrillSetting) -> None:
    street = town(setting)
    report(street, "knife", 600)
    send(street, FIRST, "G21")
    street.go_on(900)
    told = [(e.unit, e.step, e.stage) for e in of(street, ev.OrderOverdue)]  # type: ignore[attr-defined]
    assert len(told) == len(set(told))
    first = of(street, ev.OrderOverdue)[0]
    assert isinstance(first, ev.OrderOverdue)
    assert (first.step, first.stage, first.at - START) == ("acknowledged", 1, timedelta(seconds=3))


def test_time_that_stands_counts_against_nobody(setting: DrillSetting) -> None:
    street = town(setting)
    report(street, "knife", 600)
    send(street, FIRST, "G21")
    for _ in range(50):
        street.sim.advance_to(street.clock.now())
    assert of(street, ev.OrderOverdue) == []


def test_a_unit_with_a_goal_goes_to_the_goal_and_stops_no_ring(setting: DrillSetting) -> None:
    street = town(setting)
    report(street, "knife", 600)
    goal = spot(900, 300)
    street.bus.handle(
        co.AssignUnit(DESK, UnitId("J0"), FIRST, goal=goal, goal_name="路口", confirmed=SCRIPTED)
    )
    street.go_on(400)
    (arrived,) = of(street, ev.UnitArrived)
    assert arrived.place == goal  # type: ignore[attr-defined]
    assert distance_m(street.sim.movement.at(UnitId("J0"), street.sim.seconds(arrived.at))[0], goal) < 30
    assert of(street, ev.RingMet) == []


def test_a_unit_moved_to_another_incident_turns_round(setting: DrillSetting) -> None:
    street = town(setting)
    report(street, "knife", 0)
    report(street, "knife", 1200)
    send(street, FIRST, "G21")
    street.go_on(60)
    send(street, SECOND, "G21", confirmed=tuple(Doubt))
    street.go_on(900)
    assert [e.incident for e in of(street, ev.UnitArrived)] == [SECOND]  # type: ignore[attr-defined]


def test_crews_speak_from_the_scene_and_are_heard_as_feedback(setting: DrillSetting) -> None:
    street = town(setting, words=("现场可控",))
    report(street, "knife", 600)
    send(street, FIRST, "G11")
    street.go_on(300)
    words = of(street, ev.MessageLogged)
    assert {(e.unit, e.incident) for e in words} == {("G11", FIRST)}  # type: ignore[attr-defined]
    assert street.sim.situation.assignment(UnitId("G11"), FIRST).last_word_at == words[-1].at


@pytest.mark.parametrize("seed", [1, 2])
def test_crews_answer_a_roll_call(setting: DrillSetting, seed: int) -> None:
    street = town(setting, seed=seed)
    asked = tuple(UnitId(f"J{n}") for n in range(6))
    street.bus.handle(co.CallRoll(DESK, asked))
    street.go_on(120)
    answered = {e.unit for e in of(street, ev.RollCallAnswered)}  # type: ignore[attr-defined]
    missed = {e.unit for e in of(street, ev.RollCallMissed)}  # type: ignore[attr-defined]
    assert answered | missed == set(asked)
    assert len(answered) >= 4
    assert len(of(street, ev.RollCallEnded)) == 1


def test_an_actions_file_carries_what_was_confirmed_and_decided(
    setting: DrillSetting, tmp_path: Path
) -> None:
    street = town(setting)
    report(street, "knife", 600)
    near = (Considered(UnitId("G21"), 40.0, "first"),)
    taken = Decision(FIRST, START, "knife", "", "road", near, (), (UnitId("J0"),), (UnitId("G21"),))
    order = UnitOrder(UnitId("G21"), 40.0, "first")
    street.bus.handle(co.SendTeam(DESK, FIRST, (order,), SCRIPTED, taken))
    acts = actions_of(commands_of(street.store.entries()), start=START)
    write_actions(tmp_path / "a.json", acts, script="", seed=1)
    again = [act.command for act in read_actions(tmp_path / "a.json")]
    assert again[-1] == co.SendTeam(DESK, FIRST, (order,), SCRIPTED, taken)
    assert co.SetDoctrine(DESK, RULES) in again
