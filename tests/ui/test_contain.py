"""合围 in the window, on the real demo town: what is shown, what is ordered, and how it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from commandroom.demo.day import open_demo, plan_for
from commandroom.demo.town.shipped import DemoTown, load_demo
from commandroom.geo import distance_m
from commandroom.models.domain import commands as co
from commandroom.models.domain.decision import UnitOrder
from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.events import DecisionTaken, UnitAssigned
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment import Flight
from commandroom.services.recommendation import Recommendation
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.console import Notice
from commandroom.ui.panels.contain.case import HOLD, orders_of
from commandroom.ui.panels.contain.session import ContainSession
from commandroom.ui.theme import DAY, NIGHT
from commandroom.ui.window import RoomWindow
from commandroom.wording import Wording
from tests.ui.conftest import PlainMap, run

BY = Author("值班员", "seat-1")
START = datetime(2026, 5, 1, 13, 5, tzinfo=UTC)
MARKET = "下河街夜市"
"""A place of the demo town from which a ring closes for a man on foot."""


class Desk:
    """A window on the demo town, whose clock stands still."""

    def __init__(self, town: DemoTown, router: RoadRouter, loop: Any, qtbot: Any) -> None:
        plan = plan_for("town", seed=7, language="zh")
        self.loop, self.qtbot = loop, qtbot
        self.room = Room("demo", lambda: open_demo(town, router, plan, start=START, store_url="sqlite://"))
        snapshot = run(loop, qtbot, self.room.open())
        self.room.is_paused = True
        self.situation = Situation(snapshot)
        self.map = PlainMap()
        self.notices: list[Notice] = []
        self.facts: list[Any] = []
        self.window = RoomWindow(
            room=self.room,
            situation=self.situation,
            map_pane=self.map,  # type: ignore[arg-type]
            recommendation=Recommendation(router),
            catalogue=town.kinds,
            search=lambda _asked: [],
            find_place=lambda _text: [],
            wording=Wording("zh"),
            theme=NIGHT,
            author=BY,
            station="临澜县派出所",
        )
        self.window.console.notice.connect(self.notices.append)
        self.window.relay.fact.connect(lambda fact: self.facts.append(fact.event))
        self.window.resize(1600, 900)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.market = next(each.at for each in town.network.places if each.name == MARKET)

    def run(self, errand: Any) -> Any:
        """Run a coroutine to its end while the window lives."""
        return run(self.loop, self.qtbot, errand)

    def report(self, ago_s: float = 60.0) -> IncidentId:
        """A man with a knife, selected; he was seen so long ago."""
        facts = self.run(
            self.room.give(co.ReportIncident(BY, KindCode("knife"), self.market, MARKET, "持刀", "群众"))
        )
        incident: IncidentId = facts[-1].event.incident.id
        self.qtbot.waitUntil(lambda: incident in self.situation.incidents)
        self.window.console.select_incident(incident)
        self.pass_time(ago_s)
        return incident

    def pass_time(self, seconds: float) -> None:
        """Let the town live on."""
        director = self.room.parts.director
        assert director is not None
        goal = self.room.now() + timedelta(seconds=seconds)
        self.run(self.room.read(lambda _store: director.advance_to(goal)))

    def open(self) -> ContainSession:
        """Ctrl+Shift+C, and wait for the ring."""
        self.window.actions_of_room["contain"].trigger()
        session = self.window.brain.contain.session
        assert session is not None
        self.answered(session)
        return session

    def answered(self, session: ContainSession) -> None:
        """Wait for the ring of the case that holds."""
        self.qtbot.waitUntil(lambda: session.reckoned is not None, timeout=20_000)

    def order(self, session: ContainSession) -> None:
        """Press the button, say yes to what the gates ask, and wait until the facts are folded in."""
        session.panel.order.click()
        gates = self.window.console.gates
        self.qtbot.waitUntil(lambda: not session.orders.is_giving or gates.question is not None)
        gates.answer(True)
        self.qtbot.waitUntil(lambda: not session.orders.is_giving)
        case = session.case
        assert case is not None
        wanted = set(session._goals())
        self.qtbot.waitUntil(lambda: set(orders_of(self.situation, case.incident)) == wanted)

    def roles(self) -> list[str]:
        """Of the shapes on the map."""
        return [each.role for each in self.map.overlays.shapes("contain")]

    def close(self) -> None:
        """As the program ends."""
        self.window.close()
        self.run(self.room.close())


@pytest.fixture(scope="module")
def town() -> DemoTown:
    return load_demo("town")


@pytest.fixture(scope="module")
def router(town: DemoTown) -> RoadRouter:
    return RoadRouter(town.network)


@pytest.fixture
def desk(town: DemoTown, router: RoadRouter, loop: Any, qtbot: Any) -> Iterator[Desk]:
    made = Desk(town, router, loop, qtbot)
    yield made
    made.close()
    made.window.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(made.window))


def test_the_ring_of_the_selected_incident_is_shown(desk: Desk) -> None:
    incident = desk.report()
    session = desk.open()
    case, ring = session.case, session.reckoned.ring if session.reckoned else None
    assert case is not None
    assert ring is not None
    assert (case.incident, case.flight) == (incident, Flight.FOOT)
    assert case.ago_s(desk.room.now()) == pytest.approx(60.0, abs=15.0)
    assert ring.is_closed
    assert session.panel.picture.tone == "good"
    assert len(session.panel.picture.lines) == len(ring.holds) > 0
    assert desk.roles().count("hold") == len(ring.holds)
    assert {"suspect", "ring"} <= set(desk.roles())
    assert "hole" not in desk.roles()
    assert all(line.name and line.label for line in session.panel.picture.lines)


def test_everybody_is_ordered_once_with_a_goal_and_a_record(desk: Desk) -> None:
    incident = desk.report()
    session = desk.open()
    assert session.reckoned is not None
    holds = session.reckoned.ring.holds
    session.panel.order.click()
    session.panel.order_wanted.emit()
    desk.order(session)
    sent = [each for each in desk.facts if isinstance(each, UnitAssigned) and each.role == HOLD]
    assert sorted(each.unit for each in sent) == sorted(each.unit for each in holds)
    goals = {each.unit: each.at for each in holds}
    assert all(distance_m(each.goal, goals[each.unit]) < 1 and each.goal_name for each in sent if each.goal)
    taken = [each.decision for each in desk.facts if isinstance(each, DecisionTaken)]
    record = next(each for each in taken if each.plan == "containment")
    assert record.incident == incident
    assert set(record.chosen) == {each.unit for each in holds}
    assert session.panel.picture.is_watching
    assert session.panel.picture.order == ""
    assert set(desk.roles()) >= {"hold_ordered"}
    assert "hold" not in desk.roles()


def test_ctrl_enter_orders_the_ring_while_the_panel_has_the_keys(desk: Desk) -> None:
    incident = desk.report()
    session = desk.open()
    field = session.panel.entries.seen
    field.setFocus()
    desk.qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: session.orders.is_giving)
    desk.order(session)
    roles = {each.role for each in desk.situation.assignments(incident) if each.is_active}
    assert HOLD in roles
    assert len(orders_of(desk.situation, incident)) == len(session._goals())


def test_orders_in_force_are_kept_while_they_will_close(desk: Desk) -> None:
    desk.report()
    session = desk.open()
    desk.order(session)
    before = dict(session._goals())
    desk.pass_time(15)
    first = session.reckoned
    session._ask(is_new=False)
    desk.qtbot.waitUntil(lambda: session.reckoned is not first, timeout=20_000)
    assert session.reckoned is not None
    units = {each.unit for each in session.reckoned.ring.holds}
    moved = [each for each in before if each not in units]
    assert len(moved) <= len(before) // 5


def test_a_refused_order_is_said_and_sends_nobody(desk: Desk) -> None:
    incident = desk.report()
    session = desk.open()
    assert session.reckoned is not None
    one = session.reckoned.ring.holds[-1]
    facts = desk.run(desk.room.give(co.SendTeam(BY, incident, (UnitOrder(one.unit),), tuple(Doubt))))
    assert facts
    desk.notices.clear()
    names = {each.node: "路口" for each in session.reckoned.ring.holds}
    session.orders.give(session.reckoned.ring, incident, names, {}, "")
    gates = desk.window.console.gates
    desk.qtbot.waitUntil(lambda: not session.orders.is_giving or gates.question is not None)
    gates.answer(True)
    desk.qtbot.waitUntil(lambda: not session.orders.is_giving)
    assert [each.tone for each in desk.notices][-1] == "refused"
    assert orders_of(desk.situation, incident) == {}


def test_holes_are_shown_with_what_is_lacking(desk: Desk) -> None:
    desk.report()
    for unit in list(desk.situation.units.values())[20:]:
        if unit.incident is None and unit.duty is Duty.ON:
            desk.run(desk.room.give(co.SetDuty(BY, unit.id, Duty.OFF)))
    desk.qtbot.waitUntil(lambda: sum(each.is_free for each in desk.situation.units.values()) <= 20)
    session = desk.open()
    picture = session.panel.picture
    assert session.reckoned is not None
    assert not session.reckoned.ring.is_closed
    holes = [each for each in picture.lines if each.standing == "hole"]
    assert picture.tone == "bad"
    assert len(holes) == len(session.reckoned.ring.holes) == desk.roles().count("hole")
    assert all(each.figure for each in holes)
    assert str(len(holes)) in picture.verdict


def test_esc_clears_panel_and_map_and_keeps_the_orders(desk: Desk) -> None:
    incident = desk.report()
    session = desk.open()
    desk.order(session)
    desk.window.keys.step_back()
    assert not session.is_open
    assert session.panel.isHidden()
    assert desk.roles() == []
    assert orders_of(desk.situation, incident)
    assert desk.window.console.incident == incident


def test_the_case_survives_language_and_theme_and_ends_with_the_incident(desk: Desk) -> None:
    incident = desk.report()
    session = desk.open()
    session.panel.entries.seen_typed.emit(200.0)
    desk.answered(session)
    desk.window.set_wording(Wording("en"))
    desk.window.set_theme(DAY)
    assert session.case is not None
    assert session.case.ago_s(desk.room.now()) == pytest.approx(200.0)
    assert session.panel.picture.verdict.startswith(("Can be closed", "1", "2", "3", "4", "5"))
    desk.run(desk.window.console.close(incident))
    desk.qtbot.waitUntil(lambda: not session.is_open)
    assert desk.roles() == []


def test_without_an_incident_the_next_click_is_the_place_and_an_incident_is_asked_for(desk: Desk) -> None:
    desk.window.console.select_incident(None)
    desk.window.actions_of_room["contain"].trigger()
    assert desk.map.picking
    desk.map.place_picked.emit(*desk.market)
    session = desk.window.brain.contain.session
    assert session is not None
    assert not desk.map.picking
    desk.answered(session)
    assert session.case is not None
    assert session.case.incident is None
    session.panel.order_wanted.emit()
    assert desk.window.intake_desk.is_open
    assert desk.window.frame.intake.has_place
    desk.window.intake_desk.close()
    incident = desk.report(0.0)
    assert session.case.incident == incident


def test_another_way_to_flee_is_another_ring(desk: Desk) -> None:
    desk.report()
    session = desk.open()
    assert session.reckoned is not None
    on_foot = session.reckoned.ring
    session.panel.entries.flights[Flight.BICYCLE].click()
    assert session.reckoned is None
    assert desk.roles() == []
    desk.answered(session)
    assert session.reckoned.asked.case.flight is Flight.BICYCLE
    assert session.reckoned.ring.size != on_foot.size or session.reckoned.ring.holds != on_foot.holds
