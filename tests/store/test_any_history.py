"""Whatever is ordered in whatever order, the store, the screen and the journal agree."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from commandroom.errors import Refusal
from commandroom.geo import moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.decision import Decision, UnitOrder
from commandroom.models.domain.doctrine import (
    Doctrine,
    Doubt,
    Gate,
    GateRule,
    RollCallRules,
    SimpleRule,
    StepLimits,
)
from commandroom.models.domain.entities import Author, PositionReport
from commandroom.models.domain.enums import AssignmentStatus, DrawingKind, Duty, RoadEffect
from commandroom.services.authority import SYSTEM
from commandroom.services.situation import Situation
from commandroom.services.undo import UndoStack
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, PLAIN, Office, open_office, small_register

UNITS = st.sampled_from([f"U-{n}" for n in range(1, 8)])  # U-7 does not exist
INCIDENTS = st.integers(1, 4).map(lambda n: f"JQ-20260501-{n:04}")
STEPS = st.sampled_from(AssignmentStatus)
DOUBTS = st.sampled_from([(), (Doubt.BUSY,), tuple(Doubt)])
TEAMS = st.lists(UNITS, max_size=3)
LIMITS = StepLimits("all", acknowledge_s=20, set_out_s=40, arrive_least_s=30, feedback_s=60)
SIMPLE = SimpleRule("quarrel", (DISPUTE.code,), words=("刀",), timeout_s=200, closed_within_s=400)
DOCTRINES = (
    replace(PLAIN, clocks=(LIMITS,), simple=(SIMPLE,), roll_call=RollCallRules(answer_s=50)),
    Doctrine(),
    Doctrine(gates=(GateRule(Doubt.BUSY, Gate.BLOCK),), clocks=(LIMITS,)),
)
DRAWINGS = st.sampled_from([None, "BZ-0001", "BZ-0002", "BZ-0009"])  # the last one never comes to be


class AnyHistory(RuleBasedStateMachine):
    """A desk at which anything may be asked; what is refused must leave no trace."""

    office: Office

    @initialize()
    def open(self) -> None:
        self.office = open_office()
        self.office.give(small_register())
        self.office.give(co.SetDoctrine(OPERATOR, DOCTRINES[0]))
        self.screen = Situation(self.office.store.snapshot(now=self.office.clock.now()))
        self.office.bus.subscribe(self.screen.apply)
        self.undo = UndoStack()

    @rule(kind=st.sampled_from([KNIFE.code, DISPUTE.code, "nonsense"]), east_m=st.integers(0, 900))
    def report(self, kind: str, east_m: int) -> None:
        place = moved(MARKET, east_m=east_m, north_m=0)
        self.give(co.ReportIncident(OPERATOR, kind, place, "某处"))

    @rule(unit=UNITS, incident=INCIDENTS)
    def assign(self, unit: str, incident: str) -> None:
        self.give(co.AssignUnit(OPERATOR, unit, incident, 60.0))

    @rule(unit=UNITS, incident=INCIDENTS, to=STEPS)
    def advance(self, unit: str, incident: str, to: AssignmentStatus) -> None:
        self.give(co.AdvanceAssignment(OPERATOR, unit, incident, to))

    @rule(unit=UNITS, incident=INCIDENTS, doubts=DOUBTS)
    def assign_confirmed(self, unit: str, incident: str, doubts: tuple[Doubt, ...]) -> None:
        self.give(co.AssignUnit(OPERATOR, unit, incident, None, "cordon", MARKET, "东口", doubts))

    @rule(units=TEAMS, incident=INCIDENTS, doubts=DOUBTS, is_decided=st.booleans())
    def send_team(self, units: list[str], incident: str, doubts: tuple[Doubt, ...], is_decided: bool) -> None:
        now = self.office.clock.now()
        taken = Decision(incident, now, "", "", "", (), (), (), tuple(units)) if is_decided else None  # type: ignore[arg-type]
        orders = tuple(UnitOrder(unit, 60.0) for unit in units)  # type: ignore[arg-type]
        self.give(co.SendTeam(OPERATOR, incident, orders, doubts, taken))

    @rule(units=TEAMS, incident=INCIDENTS)
    def withdraw_team(self, units: list[str], incident: str) -> None:
        self.give(co.WithdrawTeam(OPERATOR, incident, tuple(units)))  # type: ignore[arg-type]

    @rule(incident=INCIDENTS, is_held=st.booleans())
    def hold(self, incident: str, is_held: bool) -> None:
        self.give(co.HoldClocks(OPERATOR, incident, is_held))

    @rule(units=TEAMS)
    def call_roll(self, units: list[str]) -> None:
        self.give(co.CallRoll(OPERATOR, tuple(units)))  # type: ignore[arg-type]

    @rule(unit=UNITS, call=st.sampled_from(["DM-20260501-001", "DM-20260501-002"]), behalf=st.booleans())
    def answer(self, unit: str, call: str, behalf: bool) -> None:
        self.give(co.AnswerRollCall(OPERATOR, call, unit, behalf))  # type: ignore[arg-type]

    @rule(unit=st.none() | UNITS, incident=st.none() | INCIDENTS, text=st.sampled_from(["到了", "有刀"]))
    def speak(self, unit: str | None, incident: str | None, text: str) -> None:
        self.give(co.LogMessage(OPERATOR, "radio", "甲", text, incident, unit))  # type: ignore[arg-type]

    @rule(doctrine=st.sampled_from(DOCTRINES))
    def change_rules(self, doctrine: Doctrine) -> None:
        self.give(co.SetDoctrine(OPERATOR, doctrine))

    @rule(unit=UNITS, incident=INCIDENTS)
    def withdraw(self, unit: str, incident: str) -> None:
        self.give(co.WithdrawAssignment(OPERATOR, unit, incident))

    @rule(incident=INCIDENTS, is_closing=st.booleans())
    def close_or_reopen(self, incident: str, is_closing: bool) -> None:
        self.give(
            co.CloseIncident(OPERATOR, incident) if is_closing else co.ReopenIncident(OPERATOR, incident)
        )

    @rule(unit=UNITS, duty=st.sampled_from(Duty))
    def set_duty(self, unit: str, duty: Duty) -> None:
        self.give(co.SetDuty(OPERATOR, unit, duty))

    @rule(
        kind=st.sampled_from(DrawingKind),
        points=st.integers(0, 4),
        text=st.sampled_from(["", "封控线", "长" * 201]),
        drawing=DRAWINGS,
        effect=st.sampled_from(RoadEffect),
        factor=st.sampled_from([0.0, 0.3, 1.0]),
    )
    def draw(
        self,
        kind: DrawingKind,
        points: int,
        text: str,
        drawing: str | None,
        effect: RoadEffect,
        factor: float,
    ) -> None:
        line = tuple(moved(MARKET, east_m=40 * n, north_m=0) for n in range(points))
        self.give(co.PutDrawing(OPERATOR, kind, line, text, drawing, effect, factor))

    @rule(drawing=DRAWINGS.filter(bool))
    def rub_out(self, drawing: str) -> None:
        self.give(co.RemoveDrawing(OPERATOR, drawing))

    @rule(seconds=st.integers(1, 200))
    def wait(self, seconds: int) -> None:
        self.office.clock.move_by(seconds)
        self.give(co.NoteMissedRings(OPERATOR))

    @rule(unit=st.sampled_from(["U-1", "U-3"]), north_m=st.integers(0, 500), age_s=st.integers(0, 30))
    def move(self, unit: str, north_m: int, age_s: int) -> None:
        at = self.office.clock.now() - timedelta(seconds=age_s)
        report = PositionReport(unit, moved(MARKET, east_m=0, north_m=north_m), None, at)  # type: ignore[arg-type]
        self.give(co.ReportPositions(Author(SYSTEM, "gps"), (report,)))

    @rule()
    def take_back(self) -> None:
        command = self.undo.take(OPERATOR)
        if command is not None:
            self.give(command)

    @rule(units=TEAMS, incident=INCIDENTS)
    def a_team_sent_and_taken_back_leaves_everybody_where_he_was(
        self, units: list[str], incident: str
    ) -> None:
        before = {unit.id: unit.incident for unit in self.screen.units.values()}
        duties = {unit: self.screen.units[unit].duty for unit in before if unit in self.screen.units}
        orders = tuple(UnitOrder(unit) for unit in units)  # type: ignore[arg-type]
        stack = UndoStack()
        try:
            stack.remember(self.office.give(co.SendTeam(OPERATOR, incident, orders, tuple(Doubt))))
        except Refusal:
            return
        command = stack.take(OPERATOR)
        assert command is not None
        self.office.give(command)
        blocked = {u for u, duty in duties.items() if duty is Duty.OFF}  # once taken, it is not sent again
        for unit in self.screen.units.values():
            assert unit.incident == before[unit.id] or unit.id in blocked

    def give(self, command: co.Command) -> None:
        before = self.office.store.journal_head()
        try:
            self.undo.remember(self.office.give(command))
        except Refusal:
            assert self.office.store.journal_head() == before

    @rule()
    def the_screen_is_what_the_store_holds(self) -> None:
        stored = Situation(self.office.store.snapshot(now=self.office.clock.now()))
        assert self.screen.units == stored.units
        assert self.screen.incidents == stored.incidents
        assert self.screen.drawings == stored.drawings
        assert self.screen.roll_calls == stored.roll_calls
        assert self.screen.doctrine == stored.doctrine
        for incident in stored.incidents:
            assert {a.unit: a for a in self.screen.assignments(incident)} == {
                a.unit: a for a in stored.assignments(incident)
            }

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        bound = sorted((each.unit, each.incident) for each in self.screen.active_assignments())
        assert bound == sorted((u.id, u.incident) for u in self.screen.units.values() if u.incident)
        assert all(self.screen.incident(incident).is_open for _, incident in bound)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.the_screen_is_what_the_store_holds()
            assert self.office.store.verify().is_sound
            self.office.store.close()


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
