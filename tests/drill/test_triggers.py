"""What a drill waits for: counted, lasting, joined, in time or not; and what the instructor does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from commandroom.drill.script import LoadedScript, examine_text
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.drill.triggers import Watch
from commandroom.models.domain.commands import AssignUnit, Command, EndDrill, SteerInject, WithdrawTeam
from commandroom.models.domain.entities import Author
from commandroom.models.domain.events import HappeningNoted, UnitAssigned
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.authority import SYSTEM
from commandroom.services.room import Parts

DESK = Author("值班员", "席1")
ALARM = IncidentId("JQ-20261120-0001")
HEAD = """\
format: 2
id: waits
title: {zh: 等, en: Waits}
start: 2026-11-20 09:40
duration: 20m
places:
  museum: {kind: museum}
  gate: {near: museum, toward: east, metres: 20, part: exit}
  lane: {near: museum, east: 300}
injects:
  - {id: alarm, at: 0:10, report: {kind: dispute, place: museum, text: 纠纷}}
"""
TAIL = """\
answer: []
criteria:
  - {id: order, title: {zh: 派警, en: Order}, measure: first_order, within: 20s}
"""
Acts = Sequence[tuple[float, Command]]


def loaded(injects: str, tail: str = TAIL) -> LoadedScript:
    rows = "".join(f"  - {{{row.strip()}, note: x}}\n" for row in injects.strip().splitlines())
    script, found = examine_text(HEAD + rows + tail, "waits.yaml")
    assert script is not None, found
    return script


class Play:
    """A drill that is played step by step."""

    def __init__(
        self, setting: DrillSetting, script: LoadedScript, *, step_s: float = 7.0, **how: object
    ) -> None:
        self.parts: Parts = open_drill(script, setting, **how)  # type: ignore[arg-type]
        assert isinstance(self.parts.director, DrillDirector)
        self.director = self.parts.director
        self.step_s = step_s

    def to(self, second: float) -> "Play":
        goal = self.director.sim.begun_at + timedelta(seconds=second)
        while self.director.sim.now < goal and not self.director.is_over:
            self.director.advance_to(min(goal, self.director.sim.now + timedelta(seconds=self.step_s)))
        return self

    def give(self, command: Command) -> "Play":
        self.parts.bus.handle(command)
        return self

    def came(self) -> list[tuple[str, float]]:
        """The notes that came, with their seconds."""
        self.director.sim.hear()
        return [
            (fact.event.code, self.director.sim.seconds(fact.event.at))
            for fact in self.director.facts
            if isinstance(fact.event, HappeningNoted) and fact.event.text == "x"
        ]

    def state(self, inject: str) -> tuple[str, float | None]:
        return next((each.state, each.due_s) for each in self.director.course.coming() if each.id == inject)


def order(unit: str) -> AssignUnit:
    return AssignUnit(DESK, UnitId(unit), ALARM)


def test_a_moment_an_inject_and_what_is_joined(setting: DrillSetting) -> None:
    script = loaded("""
        id: first, when: first_order, after: 3s
        id: then, when: inject first, after: 2s
        id: both, when: {all: [{inject: then}, {moment: first_order, times: 2}]}
        id: either, when: first_order x9 or inject first
        id: second, when: second first_order
    """)
    play = Play(setting, script).to(20).give(order("G11")).to(60)
    assert play.came() == [("first", 23), ("either", 24), ("then", 25)]
    play.give(order("G12")).to(70)
    assert play.came()[3:] == [("both", 61), ("second", 61)]


def test_not_for_so_long_starts_with_the_drill_and_anew_after_a_break(setting: DrillSetting) -> None:
    script = loaded("""
        id: nobody, when: not 1 units on scene for 40s
        id: alone, when: {units: 1, for: 30s}
    """)
    play = Play(setting, script).to(45)
    assert play.came() == [("nobody", 41)]
    play.give(order("G11")).to(75)
    assert play.came() == [("nobody", 41)]
    play.give(WithdrawTeam(DESK, ALARM, (UnitId("G11"),))).to(200)
    assert play.came() == [("nobody", 41)]
    play.give(order("G11")).to(300)
    name, second = play.came()[1]
    assert name == "alone"
    assert second > 230


def test_a_time_out_runs_from_the_start_or_from_another_inject(setting: DrillSetting) -> None:
    script = loaded("""
        id: mark, at: 1:00
        id: late, when: first_unit_on_scene, timeout: 30s, otherwise: nobody
        id: nobody, called: true, after: 4s
        id: later, when: first_unit_on_scene, since: mark, timeout: 30s, otherwise: nobody_still
        id: nobody_still, called: true
        id: seen, when: alarm, since: mark
    """)
    play = Play(setting, script)
    assert play.state("nobody") == ("called", None)
    play.to(200)
    assert play.came() == [("nobody", 34), ("mark", 60), ("seen", 61), ("nobody_still", 91)]
    assert play.state("late") == ("skipped", None)


def test_a_condition_that_comes_in_time_calls_nobody(setting: DrillSetting) -> None:
    script = loaded("""
        id: quick, when: first_order, timeout: 60s, otherwise: slow
        id: slow, called: true
    """)
    assert Play(setting, script).to(20).give(order("G11")).to(200).came() == [("quick", 21)]


def test_exits_are_looked_at_each_second_and_only_while_somebody_waits(setting: DrillSetting) -> None:
    script = loaded("""
        id: open, when: exit gate uncovered for 60s
        id: held, when: exit gate covered
    """)
    play = Play(setting, script).to(30)
    assert play.director._triggers._looking
    play.give(order("G11")).to(300)
    assert [name for name, _ in play.came()] in (["held"], ["held", "open"], ["open", "held"])
    assert dict(play.came())["held"] > 30
    idle = Play(setting, loaded("id: never, when: controlled")).to(30)
    assert not idle.director._triggers._looking
    assert len(idle.director.sim.agenda._due) < 100


def test_repeats_spread_and_chance_follow_the_seed(setting: DrillSetting) -> None:
    script = loaded("""
        id: round, at: 0:30, repeat: {every: 20s, times: 3}
        id: asked, when: first_order, repeat: {every: 30s, times: 2}
        id: some, at: 0:40, spread: 60s
        id: maybe, at: 0:45, chance: 0.5
    """)
    courses = {}
    for seed in range(12):
        courses[seed] = Play(setting, script, seed=seed).to(20).give(order("G11")).to(200).came()
        assert [at for name, at in courses[seed] if name == "round"] == [30, 50, 70]
        assert [at for name, at in courses[seed] if name == "asked"] == [21, 52]
    assert courses[3] == Play(setting, script, seed=3, step_s=50.0).to(20).give(order("G11")).to(200).came()
    some = {dict(course)["some"] for course in courses.values()}
    assert len(some) > 5
    assert all(40 <= at <= 101 for at in some)
    assert 0 < sum("maybe" in dict(course) for course in courses.values()) < 12


def test_the_instructor_fires_skips_and_calls_again(setting: DrillSetting) -> None:
    script = loaded("""
        id: timed, at: 2:00
        id: waits, when: controlled
        id: spare, called: true
        id: gone, at: 1:30
    """)
    play = Play(setting, script).to(30)
    for inject in ("timed", "waits", "spare"):
        play.give(SteerInject(DESK, inject, "fire"))
    play.give(SteerInject(DESK, "gone", "skip")).to(40)
    assert play.came() == [("timed", 31), ("waits", 31), ("spare", 31)]
    assert play.state("gone") == ("skipped", None)
    for inject in ("timed", "spare", "nothing_like_it"):
        play.give(SteerInject(DESK, inject, "fire"))
    play.to(300)
    assert play.came()[3:] == [("spare", 41)]
    assert play.state("timed") == ("done", 31)


@pytest.mark.parametrize("cut", [1.0, 3.7, 60.0])
def test_the_history_does_not_depend_on_how_time_is_cut(setting: DrillSetting, cut: float) -> None:
    script = loaded("""
        id: calm, when: not first_unit_on_scene for 25s
        id: there, when: 1 units on scene for 12s
        id: held, when: exit gate covered for 5s
        id: open, when: {all: [{exit: gate, covered: false}, alarm], for: 21s}
    """)

    def history(step_s: float) -> tuple[int, bytes | str]:
        play = Play(setting, script, step_s=step_s).to(18.4).give(order("G11")).to(240)
        assert play.came()
        return play.parts.store.journal_head()

    assert history(cut) == history(10.0)


def test_the_answer_holds_a_place_and_the_script_ends_itself(setting: DrillSetting) -> None:
    tail = """\
answer:
  - {when: alarm, after: 5s, order: police, count: 1, hold: lane}
  - {when: {inject: ask}, after: 2s, message: 已派}
ends_when: {inject: over}
rules: {aftermath: 20s}
criteria:
  - {id: order, title: {zh: 派警, en: Order}, measure: first_order, within: 20s}
"""
    script = loaded("id: ask, at: 0:30\nid: over, when: message_sent, after: 3s", tail)
    play = Play(setting, script, trainee="answer").to(100)
    (sent,) = (fact.event for fact in play.director.facts if isinstance(fact.event, UnitAssigned))
    assert sent.goal is not None
    assert sent.goal_name == "小城博物馆"
    assert play.director.is_over
    assert play.director.sim.seconds(play.director.facts[-1].event.at) == pytest.approx(56, abs=2)


def test_three_hundred_waiting_injects_cost_nothing_while_nothing_happens(setting: DrillSetting) -> None:
    rows = "\n".join(f"id: w{n}, when: first_unit_on_scene of alarm x{n % 99 + 2}" for n in range(300))
    play = Play(setting, loaded(rows)).to(60)
    looked: list[Watch] = []
    triggers = play.director._triggers
    original = triggers._look

    def count(watch: Watch, at: datetime) -> None:
        looked.append(watch)
        original(watch, at)

    triggers._look = count  # type: ignore[method-assign]
    play.to(600)
    assert looked == []


def test_nothing_happens_after_the_end(setting: DrillSetting, tmp_path: Path) -> None:
    play = Play(setting, loaded("id: late, at: 5:00")).to(30)
    play.give(EndDrill(Author(SYSTEM, "script"), "left"))
    play.director.advance_to(play.director.sim.now + timedelta(seconds=600))
    assert play.came() == []
