"""Rules tried on past incidents, taken from a real journal."""

from commandroom.models.domain import commands as co
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.ports import Recorded
from commandroom.services.team.dry_run import DryRow, dry_run, pasts_of
from tests.conftest import DISPUTE, KNIFE, OPERATOR, Office


def rows_of(office: Office, facts: list[Recorded]) -> list[DryRow]:
    events = [fact.event for fact in facts]
    return list(dry_run(shipped_doctrine(), pasts_of(events), now=office.clock.now()))


def give(office: Office, facts: list[Recorded], command: co.Command) -> None:
    facts.extend(office.give(command))


def report(office: Office, facts: list[Recorded], text: str, kind: str = DISPUTE.code) -> str:
    found = office.give(
        co.ReportIncident(
            OPERATOR, kind, office.store.snapshot(now=office.clock.now()).posts[0].at, "夏市", text
        )
    )  # type: ignore[arg-type]
    facts.extend(found)
    return str(found[0].event.incident.id)  # type: ignore[attr-defined]


def test_a_word_in_the_report_sends_police_at_once(office: Office) -> None:
    facts: list[Recorded] = []
    report(office, facts, "两人争吵，一人手里有刀")
    (row,) = rows_of(office, facts)
    assert (row.simple_rule, row.ended_because, row.ended_detail, row.ended_after_s) == (
        "",
        "text",
        "刀",
        0.0,
    )
    assert row.police_asked >= 1


def test_a_word_on_the_radio_ends_the_rule_when_it_was_said(office: Office) -> None:
    facts: list[Recorded] = []
    number = report(office, facts, "两人争吵")
    give(office, facts, co.AssignUnit(OPERATOR, "U-1", number))  # type: ignore[arg-type]
    office.clock.move_by(60)
    give(office, facts, co.AdvanceAssignment(OPERATOR, "U-1", number, AssignmentStatus.ON_SCENE))  # type: ignore[arg-type]
    office.clock.move_by(90)
    give(office, facts, co.LogMessage(OPERATOR, "radio", "站1", "打起来了", number, "U-1"))  # type: ignore[arg-type]
    (row,) = rows_of(office, facts)
    assert row.simple_rule == "simple_dispute"
    assert (row.ended_because, row.ended_detail, row.ended_after_s) == ("report", "打起来", 150.0)
    assert row.sent == 1


def test_nobody_there_in_time_ends_the_rule_and_somebody_there_does_not(office: Office) -> None:
    facts: list[Recorded] = []
    left = report(office, facts, "争吵")
    seen = report(office, facts, "争吵")
    give(office, facts, co.AssignUnit(OPERATOR, "U-1", seen))  # type: ignore[arg-type]
    give(office, facts, co.AdvanceAssignment(OPERATOR, "U-1", seen, AssignmentStatus.ON_SCENE))  # type: ignore[arg-type]
    office.clock.move_by(500)
    rows = {row.incident: row for row in rows_of(office, facts)}
    assert (rows[left].ended_because, rows[left].ended_detail) == ("timeout", "unattended")  # type: ignore[index]
    assert rows[seen].ended_because == ""  # type: ignore[index]
    assert rows[seen].guards_asked >= 1  # type: ignore[index]


def test_what_police_must_go_to_has_no_simple_rule(office: Office) -> None:
    facts: list[Recorded] = []
    report(office, facts, "持刀", KNIFE.code)
    (row,) = rows_of(office, facts)
    assert (row.plan, row.simple_rule, row.ended_because) == ("knife", "", "")
    assert row.police_asked >= 2
    assert row.guards_asked >= 3
