"""Orders that wait too long say so, once for each stage; simple rules end by themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doctrine, SimpleRule, StepLimits
from commandroom.models.domain.doctrine_check import check_doctrine
from commandroom.models.domain.due import dues
from commandroom.models.domain.enums import AssignmentStatus, Level
from commandroom.models.domain.errors import BadDoctrine, IncidentIsClosed, UnknownThing
from commandroom.models.domain.ids import EXERCISES
from commandroom.resources import resource
from commandroom.services.catalogue import read_catalogue
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.situation import Situation
from commandroom.services.undo import UndoStack
from tests.conftest import DISPUTE, OPERATOR, PLAIN, Office, open_office, small_register

LIMITS = StepLimits(
    "all", acknowledge_s=30, set_out_s=60, arrive_factor=1.5, arrive_least_s=120, feedback_s=600
)
SIMPLE = SimpleRule("quarrel", (DISPUTE.code,), words=("刀", "hit"), timeout_s=600, closed_within_s=2400)
RULES = replace(PLAIN, clocks=(LIMITS,), simple=(SIMPLE,))
TICK = co.NoteMissedRings(OPERATOR)


@pytest.fixture
def desk() -> Office:
    office = open_office(doctrine=RULES)
    office.give(small_register())
    return office


def situation_of(office: Office) -> Situation:
    return Situation(office.store.snapshot(now=office.clock.now()))


def overdue(office: Office, seconds: float = 0.0) -> list[tuple[str, int]]:
    """Let time pass; what the beat then writes down about orders."""
    office.clock.move_by(seconds)
    facts = (fact.event for fact in office.give(TICK))
    return [(each.step, each.stage) for each in facts if isinstance(each, ev.OrderOverdue)]


def advance(office: Office, incident: str, to: AssignmentStatus) -> None:
    office.give(co.AdvanceAssignment(OPERATOR, "U-3", incident, to))


def sent(office: Office, eta_s: float | None = 100.0) -> str:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident, eta_s))
    return incident


def test_an_order_nobody_signs_escalates_stage_by_stage_and_each_once(desk: Office) -> None:
    incident = sent(desk)
    assert overdue(desk, 29) == []
    assert overdue(desk, 1) == [("acknowledged", 1)]
    assert overdue(desk, 19) == []
    assert overdue(desk, 1) == [("acknowledged", 2)]
    assert overdue(desk, 20) == [("acknowledged", 3)]
    assert overdue(desk, 500) == []
    late = situation_of(desk).assignment("U-3", incident)
    assert (late.overdue, late.stage) == ("acknowledged", 3)


def test_a_beat_that_comes_late_goes_straight_to_the_last_stage(desk: Office) -> None:
    sent(desk)
    assert overdue(desk, 300) == [("acknowledged", 3)]


def test_a_step_that_comes_ends_its_own_lateness_and_the_next_is_waited_for(desk: Office) -> None:
    incident = sent(desk)
    overdue(desk, 31)
    advance(desk, incident, AssignmentStatus.ACKNOWLEDGED)
    order = situation_of(desk).assignment("U-3", incident)
    assert (order.overdue, order.stage) == ("", 0)
    assert overdue(desk, 29) == [("en_route", 1)]
    advance(desk, incident, AssignmentStatus.EN_ROUTE)
    assert overdue(desk, 149) == []
    assert overdue(desk, 1) == [("on_scene", 1)]  # half as long again as the 100 s foreseen


@pytest.mark.parametrize(("eta_s", "limit_s"), [(10.0, 120), (None, 600), (400.0, 600)])
def test_arrival_is_due_by_what_was_foreseen(desk: Office, eta_s: float | None, limit_s: int) -> None:
    incident = sent(desk, eta_s)
    advance(desk, incident, AssignmentStatus.EN_ROUTE)
    assert overdue(desk, limit_s - 1) == []
    assert overdue(desk, 1) == [("on_scene", 1)]


def test_a_word_from_the_scene_begins_the_wait_anew(desk: Office) -> None:
    incident = sent(desk)
    advance(desk, incident, AssignmentStatus.ON_SCENE)
    assert overdue(desk, 599) == []
    desk.give(co.LogMessage(OPERATOR, "radio", "巡07", "现场可控", None, "U-3"))  # type: ignore[arg-type]
    assert overdue(desk, 599) == []
    assert overdue(desk, 1) == [("feedback", 1)]
    (fact,) = desk.give(co.LogMessage(OPERATOR, "radio", "巡07", "还在", incident, "U-3"))  # type: ignore[arg-type]
    order = situation_of(desk).assignment("U-3", incident)
    assert (order.overdue, order.stage, order.last_word_at) == ("", 0, fact.event.at)


def test_a_word_about_something_else_does_not_count(desk: Office) -> None:
    incident, other = sent(desk), desk.report()
    advance(desk, incident, AssignmentStatus.ON_SCENE)
    desk.give(co.LogMessage(OPERATOR, "radio", "巡07", "路过", other, "U-3"))  # type: ignore[arg-type]
    assert situation_of(desk).assignment("U-3", incident).last_word_at is None


def test_the_word_of_an_unknown_unit_is_refused(desk: Office) -> None:
    with pytest.raises(UnknownThing):
        desk.give(co.LogMessage(OPERATOR, "radio", "谁", "在", None, "U-404"))  # type: ignore[arg-type]


def test_held_clocks_wait_a_minute_at_most(desk: Office) -> None:
    incident = sent(desk)
    overdue(desk, 20)
    desk.give(co.HoldClocks(OPERATOR, incident, is_held=True))
    assert overdue(desk, 59) == []
    assert overdue(desk, 1) == [("acknowledged", 3)]


def test_typing_on_holds_on_without_a_fact_for_every_key(desk: Office) -> None:
    incident = sent(desk)
    written = []
    for _ in range(40):
        written.append(len(desk.give(co.HoldClocks(OPERATOR, incident, is_held=True))))
        assert overdue(desk, 5) == []
    assert sum(written) <= 8
    assert len(desk.give(co.HoldClocks(OPERATOR, incident, is_held=False))) == 1
    assert desk.give(co.HoldClocks(OPERATOR, incident, is_held=False)) == ()
    assert overdue(desk) == [("acknowledged", 3)]


def test_a_closed_incident_holds_and_escalates_nothing(desk: Office) -> None:
    incident = sent(desk)
    desk.give(co.CloseIncident(OPERATOR, incident))
    assert overdue(desk, 900) == []
    with pytest.raises(IncidentIsClosed):
        desk.give(co.HoldClocks(OPERATOR, incident, is_held=True))


def test_the_agenda_knows_the_very_moment_of_every_fact(desk: Office) -> None:
    """Whoever looks only at the moments foreseen misses nothing and looks in vain never."""
    incident = sent(desk)
    desk.give(co.HoldClocks(OPERATOR, incident, is_held=True))
    found = 0
    for _ in range(12):
        picture = situation_of(desk)
        now = desk.clock.now()
        coming = [
            due
            for due in dues(picture.incident(incident), picture.assignments(incident), picture_rules())
            if due > now
        ]
        if not coming:
            break
        desk.clock.move_to(min(coming) - timedelta(milliseconds=1))
        assert desk.give(TICK) == ()
        desk.clock.move_to(min(coming))
        found += len(desk.give(TICK))
    assert found == 3 + 2  # three rings; the hold swallowed the first stage


def picture_rules() -> Doctrine:
    return RULES


def simple_of(office: Office, incident: str) -> tuple[str, bool]:
    found = situation_of(office).incident(incident)
    return found.simple_rule, found.police_needed


@pytest.mark.parametrize(
    ("text", "police", "expected"),
    [
        ("买菜争吵", None, ("quarrel", False)),
        ("争吵，有人拿刀", None, ("", True)),
        ("somebody HITS him", None, ("", True)),
        ("a white car", None, ("quarrel", False)),
        ("买菜争吵", True, ("", True)),
        ("拿刀", False, ("", False)),
    ],
)
def test_guards_handle_it_alone_unless_a_word_or_the_operator_says_otherwise(
    desk: Office, text: str, police: bool | None, expected: tuple[str, bool]
) -> None:
    order = co.ReportIncident(OPERATOR, DISPUTE.code, small_register().posts[0].at, "夏市", text)
    facts = desk.give(replace(order, police_needed=police))
    assert simple_of(desk, facts[0].event.incident.id) == expected  # type: ignore[attr-defined]


def test_a_graver_level_is_not_simple(desk: Office) -> None:
    order = co.ReportIncident(
        OPERATOR, DISPUTE.code, small_register().posts[0].at, "夏市", level=Level.SERIOUS
    )
    facts = desk.give(order)
    assert simple_of(desk, facts[0].event.incident.id) == ("", False)  # type: ignore[attr-defined]


def test_police_are_told_with_the_first_order_and_only_then(desk: Office) -> None:
    incident = desk.report(DISPUTE, text="争吵")
    kinds = []
    for unit in ("U-1", "U-2"):
        kinds.append([type(fact.event) for fact in desk.give(co.AssignUnit(OPERATOR, unit, incident))])
    assert kinds == [[ev.MessageLogged, ev.UnitAssigned], [ev.UnitAssigned]]


@pytest.mark.parametrize(("unit", "because"), [(None, "word"), ("U-1", "report")])
def test_a_word_ends_the_rule(desk: Office, unit: str | None, because: str) -> None:
    incident = desk.report(DISPUTE, text="争吵")
    desk.give(co.AssignUnit(OPERATOR, "U-1", incident))
    assert len(desk.give(co.LogMessage(OPERATOR, "phone", "店主", "吵得厉害", incident))) == 1
    facts = desk.give(co.LogMessage(OPERATOR, "radio", "站1", "他有刀", incident, unit))  # type: ignore[arg-type]
    ended = facts[-1].event
    assert isinstance(ended, ev.SimpleRuleEnded)
    assert (ended.because, ended.detail) == (because, "刀")
    assert simple_of(desk, incident) == ("", True)
    assert len(desk.give(co.LogMessage(OPERATOR, "radio", "站1", "又是刀", incident))) == 1


def ended_after(office: Office, seconds: float) -> list[str]:
    office.clock.move_by(seconds)
    facts = (fact.event for fact in office.give(TICK))
    return [each.detail for each in facts if isinstance(each, ev.SimpleRuleEnded)]


def test_nobody_there_in_time_ends_the_rule(desk: Office) -> None:
    incident = desk.report(DISPUTE, text="争吵")
    assert ended_after(desk, 599) == []
    assert ended_after(desk, 1) == ["unattended"]
    assert ended_after(desk, 600) == []
    assert simple_of(desk, incident) == ("", True)


def test_one_that_is_never_closed_ends_the_rule_too(desk: Office) -> None:
    incident = desk.report(DISPUTE, text="争吵")
    desk.give(co.AssignUnit(OPERATOR, "U-1", incident))
    desk.give(co.AdvanceAssignment(OPERATOR, "U-1", incident, AssignmentStatus.ON_SCENE))
    assert ended_after(desk, 2399) == []
    assert ended_after(desk, 1) == ["unclosed"]


def test_the_rules_can_be_changed_and_taken_back(desk: Office) -> None:
    undo = UndoStack()
    new = replace(RULES, clocks=(replace(LIMITS, acknowledge_s=5),))
    undo.remember(desk.give(co.SetDoctrine(OPERATOR, new)))
    assert situation_of(desk).doctrine == new
    sent(desk)
    assert overdue(desk, 5) == [("acknowledged", 1)]
    first = next(each for each in desk.store.entries() if each.event == "DoctrineSet")
    assert "acknowledge_s" not in (first.command or "")  # the fact beside it says it all
    assert first.order() == co.SetDoctrine(OPERATOR, new)
    command = undo.take(OPERATOR)
    assert command == co.SetDoctrine(OPERATOR, RULES)
    desk.give(command)
    assert situation_of(desk).doctrine == RULES
    assert desk.give(co.SetDoctrine(OPERATOR, RULES)) == ()


def test_the_shipped_rules_are_rules_a_room_could_work_by() -> None:
    catalogue = read_catalogue(resource("catalogue", "incident_kinds.json"))
    check_doctrine(shipped_doctrine(), {*catalogue.kinds, *EXERCISES})


@pytest.mark.parametrize(
    ("change", "why", "path"),
    [
        ({"clocks": (LIMITS, LIMITS)}, "twice", "clocks[1].id"),
        ({"clocks": (replace(LIMITS, id=" "),)}, "empty", "clocks[0].id"),
        ({"clocks": (replace(LIMITS, acknowledge_s=0),)}, "range", "clocks[0].acknowledge_s"),
        ({"clocks": (replace(LIMITS, arrive_factor=float("nan")),)}, "range", "clocks[0].arrive_factor"),
        ({"clocks": (replace(LIMITS, arrive_factor=0.1),)}, "range", "clocks[0].arrive_factor"),
        ({"simple": (replace(SIMPLE, kinds=("nonsense",)),)}, "kind", "simple[0].kinds[0]"),
        ({"simple": (replace(SIMPLE, words=("", "刀")),)}, "empty", "simple[0].words[0]"),
        ({"simple": (replace(SIMPLE, words=("长" * 201,)),)}, "text", "simple[0].words[0]"),
        ({"simple": (replace(SIMPLE, words=("\ud800",)),)}, "unreadable", "simple[0].words[0]"),
    ],
)
def test_rules_nobody_could_work_by_are_refused_with_their_place(
    desk: Office, change: dict[str, object], why: str, path: str
) -> None:
    before = desk.store.journal_head()
    with pytest.raises(BadDoctrine) as no:
        desk.give(co.SetDoctrine(OPERATOR, replace(RULES, **change)))  # type: ignore[arg-type]
    assert (no.value.key, no.value.values["path"]) == (f"dispatch.bad_doctrine.{why}", path)
    assert desk.store.journal_head() == before
