"""The store without a file keeps what the one with a file keeps, entry by entry."""

from datetime import timedelta

import pytest

from commandroom.app.drills import drill_setting, find_drill
from commandroom.demo.autopilot import ALONE
from commandroom.demo.day import DayPlan, open_demo
from commandroom.demo.headless import START
from commandroom.demo.incidents import PACES
from commandroom.demo.town import load_demo
from commandroom.drill.headless import run_drill
from commandroom.models.domain.commands import (
    CallRoll,
    LogMessage,
    ReportIncident,
    WithdrawTeam,
)
from commandroom.models.domain.entities import Author
from commandroom.models.domain.errors import UnknownThing
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.models.opening import MEMORY, open_working_store
from commandroom.models.store.journal import command_text, commands_of
from commandroom.models.store.memory import MemoryStore
from commandroom.models.store.store import SqlStore
from commandroom.roads.travel import RoadRouter
from commandroom.services.room import Parts

BY = Author("王某", "1")


def demo(url: str) -> Parts:
    town = load_demo("town")
    plan = DayPlan(seed=5, pace=PACES["town"], patience=ALONE, beat_s=30.0)
    return open_demo(town, RoadRouter(town.network), plan, start=START, store_url=url)


def test_a_morning_of_the_demo_leaves_the_same_journal_and_the_same_state() -> None:
    with_file, without = demo("sqlite://"), demo(MEMORY)
    assert isinstance(with_file.store, SqlStore)
    assert isinstance(without.store, MemoryStore)
    for parts in (with_file, without):
        assert parts.director is not None
        for minute in range(1, 26):
            parts.director.advance_to(START + timedelta(minutes=minute))
    now = with_file.clock.now()
    assert without.store.journal_head() == with_file.store.journal_head()
    assert without.store.snapshot(now=now) == with_file.store.snapshot(now=now)
    assert list(without.store.entries()) == list(with_file.store.entries())
    assert without.store.trips(START) == with_file.store.trips(START)
    assert without.store.past_facts(START, now) == with_file.store.past_facts(START, now)
    assert without.store.past_incidents(START, now) == with_file.store.past_incidents(START, now)
    assert without.store.verify().is_sound
    with_file.store.close()


def test_a_drill_has_the_same_hash_in_both() -> None:
    setting, loaded = drill_setting(), find_drill("metro")
    kept = run_drill(loaded, setting, store_url="sqlite://")
    thrown_away = run_drill(loaded, setting, store_url=MEMORY)
    assert thrown_away.history_sha256 == kept.history_sha256
    assert thrown_away.criteria == kept.criteria


@pytest.mark.parametrize("url", ["sqlite://", MEMORY])
def test_a_command_that_fails_leaves_nothing(url: str) -> None:
    store = open_working_store(url)
    before = store.journal_head(), store.snapshot(now=START)
    command = ReportIncident(BY, KindCode("knife"), load_demo("town").network.bbox.centre, "某处")

    def fail_half_way() -> None:
        with store.transact(BY, command) as work:
            assert work.next_number("incident") == 1
            work.incident(IncidentId("JQ-9999"))

    with pytest.raises(UnknownThing):
        fail_half_way()
    assert (store.journal_head(), store.snapshot(now=START)) == before
    with store.transact(BY, command) as work:
        assert work.next_number("incident") == 1
    store.close()


def test_the_journal_keeps_whom_a_command_names() -> None:
    parts = demo(MEMORY)
    units = tuple(sorted(unit.id for unit in parts.store.snapshot(now=START).units))[:2]
    parts.bus.handle(CallRoll(BY, units))
    incident = parts.bus.handle(
        ReportIncident(BY, KindCode("knife"), load_demo("town").network.bbox.centre, "某处")
    )[0].event.incident.id  # type: ignore[attr-defined]
    parts.bus.handle(LogMessage(BY, "room", "王某", "注意安全", incident))
    kept = [command for _, command in commands_of(parts.store.entries())]  # type: ignore[attr-defined]
    assert next(each for each in kept if isinstance(each, CallRoll)).units == units


def test_a_withdrawn_team_is_named_in_the_journal() -> None:
    text = command_text(WithdrawTeam(BY, IncidentId("JQ-1"), (UnitId("U-1"), UnitId("U-2"))))
    assert "U-1" in text
    assert "U-2" in text
