"""The gates are the same for every road, and no road leads round them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commandroom.geo import moved
from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.decision import Considered, Decision, UnitOrder
from commandroom.models.domain.doctrine import (
    Doctrine,
    Doubt,
    Gate,
    GateRule,
    PlanNeed,
    ResponsePlan,
)
from commandroom.models.domain.entities import Kit
from commandroom.models.domain.enums import AssignmentStatus, Duty, Party, Ring, UnitKind
from commandroom.models.domain.errors import (
    AlreadyAssigned,
    BadInput,
    IncidentIsClosed,
    NeedsConfirmation,
    UnitBusy,
    UnitNotAvailable,
)
from commandroom.models.domain.gates import SCRIPTED, doubts
from commandroom.services.situation import Situation
from commandroom.services.undo import UndoStack
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, PLAIN, Office, open_office, small_register

KNIVES = ResponsePlan(
    id="knife",
    kinds=(KNIFE.code,),
    needs=(
        PlanNeed("first", "先期处置", "First response", parties=(Party.GUARD,), kit=(Kit("盾牌"),)),
        PlanNeed(
            "police", "公安处置", "Police", parties=(Party.POLICE,), kinds=(UnitKind.CAR, UnitKind.FOOT)
        ),
    ),
    never_alone=(Party.GUARD,),
)
STRICT = replace(PLAIN, plans=(KNIVES,))


@pytest.fixture
def desk() -> Office:
    office = open_office(doctrine=STRICT)
    office.give(small_register())
    return office


def situation_of(office: Office) -> Situation:
    return Situation(office.store.snapshot(now=office.clock.now()))


def doubts_about(office: Office, unit: str, incident: str, *mates: str) -> tuple[Doubt, ...]:
    picture = situation_of(office)
    return doubts(
        picture.units[unit],
        picture.incidents[incident],
        plan=KNIVES,
        mates=[picture.units[each] for each in mates],
        now=office.clock.now(),
    )


def kinds_of(facts: tuple[object, ...]) -> list[type]:
    return [type(fact.event) for fact in facts]  # type: ignore[attr-defined]


def test_every_doubt_is_found_where_it_is_due(desk: Office) -> None:
    incident = desk.report()
    assert doubts_about(desk, "U-3", incident) == ()
    assert doubts_about(desk, "U-2", incident) == (Doubt.MISSING_KIT, Doubt.ALONE)
    assert doubts_about(desk, "U-5", incident) == (Doubt.RESTING, Doubt.WRONG_KIND)
    assert doubts_about(desk, "U-6", incident) == (Doubt.WRONG_KIND,)


def test_guards_are_not_alone_with_police_or_at_their_own_post(desk: Office) -> None:
    incident = desk.report()
    assert Doubt.ALONE not in doubts_about(desk, "U-2", incident, "U-3")
    assert Doubt.ALONE in doubts_about(desk, "U-2", incident, "U-6")  # a drone is nobody's company
    assert Doubt.ALONE not in doubts_about(desk, "U-1", incident)  # the alarm is at their own door
    desk.give(co.AssignUnit(OPERATOR, "U-1", incident))


def test_a_position_grows_old(desk: Office) -> None:
    incident = desk.report()
    picture = situation_of(desk)
    seen = replace(picture.units["U-3"], position_at=desk.clock.now())
    for minutes, expected in ((10, ()), (11, (Doubt.STALE,))):
        found = doubts(
            seen,
            picture.incidents[incident],
            plan=None,
            mates=(),
            now=desk.clock.now() + timedelta(minutes=minutes),
        )
        assert found == expected


def test_what_the_post_keeps_is_at_hand_while_the_unit_stands_there(desk: Office) -> None:
    """Asked for as a gate, so that the handler's own road is tried."""
    gate = GateRule(Doubt.MISSING_KIT, Gate.BLOCK)
    desk.give(co.SetDoctrine(OPERATOR, replace(STRICT, gates=(gate,))))
    register = small_register()
    bare = replace(register.units[0], equipment=())
    desk.give(replace(register, units=(bare,)))
    incident = desk.report()
    desk.give(co.AssignUnit(OPERATOR, "U-1", incident))  # its post keeps two shields
    desk.give(co.WithdrawAssignment(OPERATOR, "U-1", incident))
    away = replace(bare, at=moved(MARKET, east_m=150, north_m=0))
    desk.give(replace(register, units=(away,)))
    with pytest.raises(UnitNotAvailable, match="missing_kit"):
        desk.give(co.AssignUnit(OPERATOR, "U-1", incident))


def test_a_warning_names_all_doubts_at_once_and_keeps_nothing(desk: Office) -> None:
    first, second = desk.report(), desk.report()
    desk.give(co.AssignUnit(OPERATOR, "U-2", first, confirmed=(Doubt.ALONE,)))
    before = desk.store.journal_head()
    with pytest.raises(NeedsConfirmation) as no:
        desk.give(co.AssignUnit(OPERATOR, "U-2", second, confirmed=(Doubt.ALONE,)))
    assert no.value.doubts == (Doubt.BUSY, Doubt.ALONE)
    assert desk.store.journal_head() == before


def test_what_was_confirmed_stands_in_the_order(desk: Office) -> None:
    (fact,) = desk.give(co.AssignUnit(OPERATOR, "U-2", desk.report(), confirmed=SCRIPTED))
    assert fact.event.doubts == (Doubt.ALONE,)  # type: ignore[attr-defined]


def test_taking_a_busy_unit_is_one_stroke(desk: Office) -> None:
    first, second = desk.report(), desk.report()
    desk.give(co.AssignUnit(OPERATOR, "U-3", first, 80.0, role="police"))
    facts = desk.give(co.AssignUnit(OPERATOR, "U-3", second, confirmed=(Doubt.BUSY,)))
    assert kinds_of(facts) == [ev.AssignmentWithdrawn, ev.UnitAssigned]
    taken = facts[0].event
    assert isinstance(taken, ev.AssignmentWithdrawn)
    assert (taken.incident, taken.reason) == (first, f"moved:{second}")
    assert taken.order == UnitOrder("U-3", 80.0, "police")  # type: ignore[arg-type]
    picture = situation_of(desk)
    assert picture.unit("U-3").incident == second
    assert [each.incident for each in picture.active_assignments()] == [second]


@pytest.mark.parametrize("gate", [Gate.NONE, Gate.WARN])
def test_a_unit_is_never_bound_twice_whatever_the_gate(gate: Gate) -> None:
    office = open_office(doctrine=Doctrine(gates=(GateRule(Doubt.BUSY, gate),)))
    office.give(small_register())
    first, second = office.report(), office.report()
    for incident in (first, second, first):
        office.give(co.AssignUnit(OPERATOR, "U-3", incident, confirmed=(Doubt.BUSY,)))
    assert [each.incident for each in situation_of(office).active_assignments()] == [first]


def test_a_blocking_gate_cannot_be_confirmed_away() -> None:
    rules = (GateRule(Doubt.BUSY, Gate.BLOCK), GateRule(Doubt.RESTING, Gate.BLOCK))
    office = open_office(doctrine=Doctrine(gates=rules))
    office.give(small_register())
    first, second = office.report(), office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", first))
    with pytest.raises(UnitBusy):
        office.give(co.AssignUnit(OPERATOR, "U-3", second, confirmed=tuple(Doubt)))
    with pytest.raises(UnitNotAvailable, match="resting"):
        office.give(co.AssignUnit(OPERATOR, "U-5", second, confirmed=tuple(Doubt)))


def test_a_video_post_never_goes_whatever_the_gates(desk: Office) -> None:
    desk.give(co.SetDoctrine(OPERATOR, Doctrine()))
    with pytest.raises(UnitNotAvailable, match="video"):
        desk.give(co.AssignUnit(OPERATOR, "U-4", desk.report(), confirmed=tuple(Doubt)))


def test_an_off_duty_unit_is_blocked_on_every_road(desk: Office) -> None:
    desk.give(co.SetDuty(OPERATOR, "U-3", Duty.OFF))
    incident = desk.report()
    everything = tuple(Doubt)
    order = UnitOrder("U-3")  # type: ignore[arg-type]
    for command in (
        co.AssignUnit(OPERATOR, "U-3", incident, confirmed=everything),
        co.SendTeam(OPERATOR, incident, (order,), confirmed=everything),
    ):
        with pytest.raises(UnitNotAvailable, match="off"):
            desk.give(command)
    assert situation_of(desk).unit("U-3").incident is None


def team(*units: str) -> tuple[UnitOrder, ...]:
    return tuple(UnitOrder(unit, 30.0, "first") for unit in units)  # type: ignore[arg-type]


def test_a_team_goes_as_one_and_its_mates_count(desk: Office) -> None:
    incident = desk.report()
    facts = desk.give(co.SendTeam(OPERATOR, incident, team("U-2", "U-3")))
    assert kinds_of(facts) == [ev.UnitAssigned, ev.UnitAssigned]
    assert {each.unit for each in situation_of(desk).active_assignments()} == {"U-2", "U-3"}


@pytest.mark.parametrize(
    ("units", "error"),
    [
        (("U-3", "U-4"), UnitNotAvailable),
        (("U-3", "U-1"), AlreadyAssigned),
        (("U-3", "U-5"), NeedsConfirmation),
        (("U-3", "U-3"), BadInput),
        ((), BadInput),
    ],
)
def test_all_go_or_none(desk: Office, units: tuple[str, ...], error: type[Exception]) -> None:
    incident = desk.report()
    desk.give(co.AssignUnit(OPERATOR, "U-1", incident))
    before = desk.store.journal_head()
    with pytest.raises(error):
        desk.give(co.SendTeam(OPERATOR, incident, team(*units)))
    assert desk.store.journal_head() == before


def test_no_team_goes_to_a_closed_incident(desk: Office) -> None:
    incident = desk.report()
    desk.give(co.CloseIncident(OPERATOR, incident))
    with pytest.raises(IncidentIsClosed):
        desk.give(co.SendTeam(OPERATOR, incident, team("U-3")))


def decision_on(desk: Office, incident: str, considered: int = 2) -> Decision:
    near = tuple(Considered(f"U-{n}", 10.0 * n, "first", Ring.SELF) for n in range(considered))  # type: ignore[arg-type]
    ids = ("U-1", "U-3")
    return Decision(incident, desk.clock.now(), "knife", "", "by road", near, (), ids, ids)  # type: ignore[arg-type]


def test_the_decision_comes_first_and_is_kept_once(desk: Office) -> None:
    incident = desk.report()
    taken = decision_on(desk, incident)
    facts = desk.give(co.SendTeam(OPERATOR, incident, team("U-1", "U-3"), decision=taken))
    assert kinds_of(facts) == [ev.DecisionTaken, ev.UnitAssigned, ev.UnitAssigned]
    entry = next(each for each in desk.store.entries() if each.number == facts[0].number)
    assert "considered" not in (entry.command or "")
    assert '"decision":null' in (entry.command or "")
    again = entry.order()
    assert isinstance(again, co.SendTeam)
    assert again.decision == taken  # an actions file plays the same decision again


@pytest.mark.parametrize("considered", [2_001])
def test_an_endless_or_foreign_decision_is_refused(desk: Office, considered: int) -> None:
    first, second = desk.report(), desk.report()
    for taken in (decision_on(desk, first, considered), decision_on(desk, second)):
        with pytest.raises(BadInput):
            desk.give(co.AssignUnit(OPERATOR, "U-3", first, decision=taken))


def test_undo_of_a_team_takes_all_back(desk: Office) -> None:
    incident, undo = desk.report(), UndoStack()
    taken = decision_on(desk, incident)
    undo.remember(desk.give(co.SendTeam(OPERATOR, incident, team("U-1", "U-3"), decision=taken)))
    command = undo.take(OPERATOR)
    assert isinstance(command, co.WithdrawTeam)
    desk.give(command)
    assert not list(situation_of(desk).active_assignments())


def test_undo_of_a_move_sends_the_unit_back_with_what_it_was_ordered(desk: Office) -> None:
    first, second, undo = desk.report(), desk.report(), UndoStack()
    goal = MARKET
    desk.give(co.AssignUnit(OPERATOR, "U-3", first, 80.0, "cordon", goal, "东门"))
    undo.remember(desk.give(co.SendTeam(OPERATOR, second, team("U-1", "U-3"), confirmed=(Doubt.BUSY,))))
    command = undo.take(OPERATOR)
    assert command is not None
    undo.remember(desk.give(command))
    back = situation_of(desk).assignment("U-3", first)
    assert (back.turn, back.status) == (2, AssignmentStatus.ORDERED)
    assert (back.role, back.goal, back.goal_name, back.eta_s) == ("cordon", goal, "东门", 80.0)
    assert situation_of(desk).unit("U-1").is_free


def test_undo_of_a_move_leaves_the_unit_free_where_the_first_incident_is_over(desk: Office) -> None:
    first, second, undo = desk.report(), desk.report(), UndoStack()
    desk.give(co.AssignUnit(OPERATOR, "U-3", first))
    undo.remember(desk.give(co.AssignUnit(OPERATOR, "U-3", second, confirmed=(Doubt.BUSY,))))
    desk.give(co.CloseIncident(OPERATOR, first))
    command = undo.take(OPERATOR)
    assert command is not None
    desk.give(command)
    assert situation_of(desk).unit("U-3").is_free


def test_undo_of_a_withdrawal_gives_the_same_order_again(desk: Office) -> None:
    incident, undo = desk.report(), UndoStack()
    desk.give(co.AssignUnit(OPERATOR, "U-2", incident, 70.0, "hold", MARKET, "北口", SCRIPTED))
    undo.remember(desk.give(co.WithdrawAssignment(OPERATOR, "U-2", incident)))
    command = undo.take(OPERATOR)
    assert command is not None
    desk.give(command)
    again = situation_of(desk).assignment("U-2", incident)
    assert (again.eta_s, again.role, again.goal, again.goal_name) == (70.0, "hold", MARKET, "北口")


def test_who_holds_a_point_stops_no_ring(desk: Office) -> None:
    incident = desk.report()
    goal = MARKET
    desk.give(co.AssignUnit(OPERATOR, "U-3", incident, goal=goal, goal_name="桥头"))
    facts = desk.give(co.AdvanceAssignment(OPERATOR, "U-3", incident, AssignmentStatus.ON_SCENE))
    assert kinds_of(facts) == [ev.UnitArrived]
    assert facts[0].event.place == goal  # type: ignore[attr-defined]


def test_an_override_is_explained_once_with_words(desk: Office) -> None:
    incident = desk.report(DISPUTE)
    (fact,) = desk.give(co.ExplainOverride(OPERATOR, incident, " 熟悉地形 "))
    assert fact.event == ev.OverrideExplained(desk.clock.now(), incident, "熟悉地形")
    with pytest.raises(BadInput):
        desk.give(co.ExplainOverride(OPERATOR, incident, "  "))
