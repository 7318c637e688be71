"""Whatever is ordered in whatever order, the store, the screen and the journal agree."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from commandroom.errors import Refusal
from commandroom.geo import moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Author, PositionReport
from commandroom.models.domain.enums import AssignmentStatus, DrawingKind, Duty
from commandroom.services.authority import SYSTEM
from commandroom.services.situation import Situation
from commandroom.services.undo import UndoStack
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, Office, open_office, small_register

UNITS = st.sampled_from([f"U-{n}" for n in range(1, 8)])  # U-7 does not exist
INCIDENTS = st.integers(1, 4).map(lambda n: f"JQ-20260501-{n:04}")
STEPS = st.sampled_from(AssignmentStatus)
DRAWINGS = st.sampled_from([None, "BZ-0001", "BZ-0002", "BZ-0009"])  # the last one never comes to be


class AnyHistory(RuleBasedStateMachine):
    """A desk at which anything may be asked; what is refused must leave no trace."""

    office: Office

    @initialize()
    def open(self) -> None:
        self.office = open_office()
        self.office.give(small_register())
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
    )
    def draw(self, kind: DrawingKind, points: int, text: str, drawing: str | None) -> None:
        line = tuple(moved(MARKET, east_m=40 * n, north_m=0) for n in range(points))
        self.give(co.PutDrawing(OPERATOR, kind, line, text, drawing))

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
