"""A dispatch from order to clearance, and every reason why the room says no."""

import itertools

import pytest

from commandroom.geo import LatLon
from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import AssignmentStatus, Duty, Ring
from commandroom.models.domain.errors import (
    AlreadyAssigned,
    BadInput,
    IncidentIsClosed,
    IncidentIsOpen,
    NeedsConfirmation,
    NotAssigned,
    NotPermitted,
    StepBackwards,
    UnitNotAvailable,
    UnknownThing,
)
from commandroom.services.situation import Situation
from commandroom.services.undo import UndoStack
from tests.conftest import DISPUTE, OPERATOR, Office


def situation_of(office: Office) -> Situation:
    return Situation(office.store.snapshot(now=office.clock.now()))


def step(office: Office, unit: str, incident: str, to: AssignmentStatus) -> None:
    office.give(co.AdvanceAssignment(OPERATOR, unit, incident, to))


def test_every_step_of_an_assignment_has_its_own_time(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident, eta_s=90.04))
    for seconds, to in ((10, "acknowledged"), (20, "en_route"), (90, "on_scene"), (600, "cleared")):
        office.clock.move_by(seconds)
        step(office, "U-3", incident, AssignmentStatus(to))
    done = situation_of(office).assignment("U-3", incident)
    assert done.eta_s == 90.0
    stamps = (done.ordered_at, done.acknowledged_at, done.en_route_at, done.on_scene_at, done.cleared_at)
    gaps = [(b - a).total_seconds() for a, b in itertools.pairwise(stamps)]
    assert gaps == [10, 20, 90, 600]
    assert situation_of(office).unit("U-3").is_free


def test_sending_the_same_unit_again_changes_nothing_and_says_so(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    step(office, "U-3", incident, AssignmentStatus.EN_ROUTE)
    before = office.store.journal_head()
    with pytest.raises(AlreadyAssigned) as refusal:
        office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    assert refusal.value.values["status"] == "status.en_route"
    assert office.store.journal_head() == before
    assert situation_of(office).assignment("U-3", incident).status is AssignmentStatus.EN_ROUTE


def test_a_unit_on_one_incident_cannot_be_sent_to_another(office: Office) -> None:
    first, second = office.report(), office.report(DISPUTE)
    office.give(co.AssignUnit(OPERATOR, "U-3", first))
    with pytest.raises(NeedsConfirmation) as doubt:
        office.give(co.AssignUnit(OPERATOR, "U-3", second))
    assert doubt.value.doubts == (Doubt.BUSY,)
    assert situation_of(office).unit("U-3").incident == first


@pytest.mark.parametrize(("unit", "why"), [("U-4", "video"), ("U-2", "off")])
def test_a_unit_that_cannot_go_says_why(office: Office, unit: str, why: str) -> None:
    incident = office.report()
    office.give(co.SetDuty(OPERATOR, "U-2", Duty.OFF))
    with pytest.raises(UnitNotAvailable, match=why):
        office.give(co.AssignUnit(OPERATOR, unit, incident))


def test_a_unit_off_duty_can_be_called_on_and_sent(office: Office) -> None:
    incident = office.report()
    office.give(co.SetDuty(OPERATOR, "U-5", Duty.ON))
    office.give(co.AssignUnit(OPERATOR, "U-5", incident))
    assert situation_of(office).unit("U-5").incident == incident


def test_nobody_is_sent_to_a_closed_incident(office: Office) -> None:
    incident = office.report()
    office.give(co.CloseIncident(OPERATOR, incident, "误报"))
    with pytest.raises(IncidentIsClosed):
        office.give(co.AssignUnit(OPERATOR, "U-3", incident))


@pytest.mark.parametrize(
    "command", [co.AssignUnit(OPERATOR, "U-404", "JQ-1"), co.CloseIncident(OPERATOR, "JQ-1")]
)
def test_unknown_things_are_named(office: Office, command: co.Command) -> None:
    with pytest.raises(UnknownThing):
        office.give(command)


def test_steps_never_go_back(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    step(office, "U-3", incident, AssignmentStatus.ON_SCENE)
    with pytest.raises(StepBackwards):
        step(office, "U-3", incident, AssignmentStatus.ACKNOWLEDGED)


def test_clearing_one_unit_leaves_the_others_as_they_are(office: Office) -> None:
    incident = office.report()
    for unit in ("U-2", "U-3"):
        office.give(co.AssignUnit(OPERATOR, unit, incident))
    step(office, "U-2", incident, AssignmentStatus.CLEARED)
    assert situation_of(office).assignment("U-3", incident).status is AssignmentStatus.ORDERED


def test_closing_clears_whoever_is_still_bound(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-2", incident))
    facts = office.give(co.CloseIncident(OPERATOR, incident, "调解"))
    assert [type(fact.event) for fact in facts] == [ev.UnitCleared, ev.IncidentClosed]
    assert situation_of(office).unit("U-2").is_free
    office.give(co.ReopenIncident(OPERATOR, incident))
    with pytest.raises(IncidentIsOpen):
        office.give(co.ReopenIncident(OPERATOR, incident))


def test_a_withdrawn_unit_is_free_and_can_be_sent_again(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    office.give(co.WithdrawAssignment(OPERATOR, "U-3", incident, "改派"))
    with pytest.raises(NotAssigned):
        office.give(co.WithdrawAssignment(OPERATOR, "U-3", incident))
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    again = situation_of(office).assignment("U-3", incident)
    assert (again.turn, again.status) == (2, AssignmentStatus.ORDERED)


def test_undo_gives_the_opposite_command_and_erases_nothing(office: Office) -> None:
    incident = office.report()
    undo = UndoStack()
    undo.remember(office.give(co.AssignUnit(OPERATOR, "U-3", incident)))
    entries = office.store.journal_head()[0]
    command = undo.take(OPERATOR)
    assert command == co.WithdrawAssignment(OPERATOR, "U-3", incident, "undo")
    office.give(command)
    assert office.store.journal_head()[0] == entries + 1
    assert undo.take(OPERATOR) is None


def test_each_party_stops_its_own_ring(office: Office) -> None:
    incident = office.report()
    for unit in ("U-1", "U-2", "U-3"):
        office.give(co.AssignUnit(OPERATOR, unit, incident))
    office.clock.move_by(40)
    step(office, "U-1", incident, AssignmentStatus.ON_SCENE)
    office.clock.move_by(60)
    step(office, "U-2", incident, AssignmentStatus.ON_SCENE)
    office.clock.move_by(60)
    step(office, "U-3", incident, AssignmentStatus.ON_SCENE)
    clocks = {clock.ring: clock for clock in situation_of(office).incident(incident).rings}
    assert [clocks[ring].met_by for ring in Ring] == ["U-1", "U-2", "U-3"]
    assert not any(clock.is_missed for clock in clocks.values())


def test_a_ring_turns_missed_the_moment_its_limit_has_passed(office: Office) -> None:
    incident = office.report()
    tick = co.NoteMissedRings(OPERATOR)
    office.clock.move_by(60)
    assert office.give(tick) == ()
    office.clock.move_by(0.5)
    (missed,) = office.give(tick)
    assert (missed.event.ring, missed.event.incident) == (Ring.SELF, incident)
    assert office.give(tick) == ()


def test_a_late_arrival_stops_the_clock_but_stays_missed(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-1", incident))
    office.clock.move_by(75)
    step(office, "U-1", incident, AssignmentStatus.ON_SCENE)
    clock = situation_of(office).incident(incident).ring(Ring.SELF)
    assert clock is not None
    assert clock.is_missed
    assert clock.met_by == "U-1"


def test_far_from_every_post_no_self_rescue_clock_runs(office: Office) -> None:
    incident = office.report(at=LatLon(30.3, 115.7))
    office.clock.move_by(120)
    assert office.give(co.NoteMissedRings(OPERATOR)) == ()
    clock = situation_of(office).incident(incident).ring(Ring.SELF)
    assert clock is not None
    assert not clock.has_owner


def test_incident_numbers_count_up_within_the_chinese_day(office: Office) -> None:
    assert [office.report(), office.report()] == ["JQ-20260501-0001", "JQ-20260501-0002"]
    office.clock.move_by(4 * 3600)  # past midnight in China, still 1 May in UTC
    assert office.report() == "JQ-20260502-0001"


@pytest.mark.parametrize("place", [LatLon(float("nan"), 115), LatLon(95, 115), LatLon(30, 200)])
def test_an_impossible_place_is_refused_and_nothing_is_kept(office: Office, place: LatLon) -> None:
    before = office.store.journal_head()
    with pytest.raises(BadInput):
        office.report(at=place)
    assert office.store.journal_head() == before
    assert office.report().endswith("0001")


@pytest.mark.parametrize("text", ["啊" * 4001, "半个\ud83d", "断\0开"])
def test_a_text_that_cannot_be_kept_is_refused(office: Office, text: str) -> None:
    with pytest.raises(BadInput):
        office.report(text=text)


def test_hostile_text_is_kept_to_the_letter(office: Office) -> None:
    text = "<script>alert(1)</script> '; DROP TABLE unit; -- \u202e倒 🚨"
    incident = office.report(text=text)
    assert situation_of(office).incident(incident).text == text
    assert office.store.verify().is_sound


def test_a_seat_without_a_name_or_posing_as_the_system_is_refused(office: Office) -> None:
    with pytest.raises(NotPermitted):
        office.give(co.NoteMissedRings(Author(" ", "席1")))
    with pytest.raises(NotPermitted):
        office.give(co.ReportPositions(OPERATOR, ()))
