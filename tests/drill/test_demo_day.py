"""The demo town lives by itself, the same every time; the shipped drills can be passed in it."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from commandroom.demo.autopilot import ALONE, ASSISTANT, IN_THE_WINDOW
from commandroom.demo.day import DayPlan, DemoDay, open_demo
from commandroom.demo.headless import START, run_demo
from commandroom.demo.incidents import PACES, Pace
from commandroom.demo.town.shipped import DemoTown, load_demo
from commandroom.errors import Refusal
from commandroom.geo import distance_m
from commandroom.models.domain.commands import AssignUnit
from commandroom.models.domain.entities import Author
from commandroom.models.domain.events import (
    IncidentClosed,
    IncidentReported,
    RingMet,
    UnitArrived,
    UnitAssigned,
)
from commandroom.roads.travel import RoadRouter
from commandroom.services.ports import Recorded

DESK = Author("值班员", "席1")


@pytest.fixture(scope="module")
def town() -> DemoTown:
    return load_demo("town")


@pytest.fixture(scope="module")
def router(town: DemoTown) -> RoadRouter:
    return RoadRouter(town.network)


def lived(town: DemoTown, router: RoadRouter, plan: DayPlan, minutes: float) -> list[Recorded]:
    """The facts of so many minutes."""
    parts = open_demo(town, router, plan, start=START)
    facts: list[Recorded] = []
    parts.bus.subscribe(facts.append)
    assert parts.director is not None
    end = parts.clock.now() + timedelta(minutes=minutes)
    while parts.clock.now() < end:
        parts.director.advance_to(parts.clock.now() + timedelta(seconds=30))
    parts.store.close()
    return facts


def test_two_runs_with_one_seed_are_the_same_and_another_differs(town: DemoTown) -> None:
    first, second = run_demo(minutes=8, town=town), run_demo(minutes=8, town=town)
    assert dataclasses.replace(first, wall_seconds=0) == dataclasses.replace(second, wall_seconds=0)
    assert run_demo(minutes=8, town=town, seed=2).journal_sha256 != first.journal_sha256
    assert first.orders > first.incidents > 1


def test_incidents_come_at_a_believable_pace_with_texts_and_places(
    town: DemoTown, router: RoadRouter
) -> None:
    facts = lived(town, router, DayPlan(seed=4, pace=PACES["town"], patience=ALONE), 40)
    taken = [fact.event.incident for fact in facts if isinstance(fact.event, IncidentReported)]
    assert 10 <= len(taken) <= 32
    assert (taken[0].reported_at - START).total_seconds() <= 13
    assert all(each.text and each.place_name and each.caller for each in taken)
    assert all(town.network.bbox.holds(each.at, margin_deg=0.01) for each in taken)
    assert len({each.kind for each in taken}) >= 5
    closed = [fact.event for fact in facts if isinstance(fact.event, IncidentClosed)]
    assert len(closed) >= 3
    assert all(each.result for each in closed)
    assert any(isinstance(fact.event, UnitArrived) for fact in facts)


def test_the_assistant_leaves_the_room_time_and_touches_nothing_that_was_ordered(
    town: DemoTown, router: RoadRouter
) -> None:
    plan = DayPlan(seed=6, pace=Pace(10_000.0, 1), patience=IN_THE_WINDOW)
    parts = open_demo(town, router, plan, start=START)
    facts: list[Recorded] = []
    parts.bus.subscribe(facts.append)
    director = parts.director
    assert isinstance(director, DemoDay)
    director.advance_to(START + timedelta(seconds=15))
    alarm = next(fact.event for fact in facts if isinstance(fact.event, IncidentReported))
    nearest = min(
        (unit for unit in director.sim.situation.units.values() if unit.is_free and unit.kind == "foot"),
        key=lambda unit: distance_m(unit.at, alarm.incident.at),
    )
    parts.bus.handle(AssignUnit(DESK, nearest.id, alarm.incident.id))
    director.advance_to(START + timedelta(seconds=200))
    assert [fact.by for fact in facts if isinstance(fact.event, UnitAssigned)] == [DESK]
    parts.store.close()


def test_the_assistant_orders_within_its_patience(town: DemoTown, router: RoadRouter) -> None:
    facts = lived(town, router, DayPlan(seed=6, pace=Pace(10_000.0, 1), patience=IN_THE_WINDOW), 3)
    alarm = next(fact.event for fact in facts if isinstance(fact.event, IncidentReported))
    orders = [fact for fact in facts if isinstance(fact.event, UnitAssigned)]
    assert orders
    assert {fact.by for fact in orders} == {ASSISTANT}
    least_s, most_s = IN_THE_WINDOW.least_s, IN_THE_WINDOW.most_s + 1
    assert all(least_s <= (fact.event.at - alarm.at).total_seconds() <= most_s for fact in orders)


def test_the_own_posts_guards_are_linked_at_once_and_the_rest_is_left_to_the_room(
    town: DemoTown, router: RoadRouter
) -> None:
    facts = lived(town, router, DayPlan(seed=2, pace=PACES["town"], patience=IN_THE_WINDOW), 20)
    taken = {e.incident.id: e.incident for e in (f.event for f in facts) if isinstance(e, IncidentReported)}
    home = {unit.id: unit.home_post for unit in town.roster.units}
    met, linked = 0, set()
    for event in (fact.event for fact in facts):
        if isinstance(event, UnitAssigned):
            incident = taken[event.incident]
            waited = (event.at - incident.reported_at).total_seconds()
            if waited < 10:
                assert home[event.unit] == incident.own_post is not None
                linked.add(event.incident)
            else:
                assert waited >= IN_THE_WINDOW.least_s
        if isinstance(event, RingMet) and event.ring == "self" and event.incident in linked:
            met += not event.is_late
    assert len(linked) >= 4
    assert met / len(linked) > 0.6


def test_no_more_are_open_than_the_town_can_bear(town: DemoTown, router: RoadRouter) -> None:
    facts = lived(town, router, DayPlan(seed=1, pace=Pace(5.0, 4), patience=ALONE), 6)
    open_now = most = 0
    for fact in facts:
        open_now += isinstance(fact.event, IncidentReported) - isinstance(fact.event, IncidentClosed)
        most = max(most, open_now)
    assert most == 4


def test_a_demo_goes_on_where_it_was_closed(town: DemoTown, router: RoadRouter, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    plan = DayPlan(seed=3, pace=Pace(20.0, 6), patience=ALONE)
    parts = open_demo(town, router, plan, start=START, store_url=url)
    assert parts.director is not None
    parts.director.advance_to(START + timedelta(seconds=90))
    under_way = [each for each in parts.store.snapshot(now=parts.clock.now()).assignments if each.is_active]
    parts.store.close()
    assert under_way
    quiet = dataclasses.replace(plan, pace=Pace(10_000.0, 6))
    again = open_demo(town, router, quiet, start=START, store_url=url)
    assert again.clock.now() >= START + timedelta(seconds=60)
    director = again.director
    assert isinstance(director, DemoDay)
    director.advance_to(again.clock.now() + timedelta(minutes=60))
    snapshot = again.store.snapshot(now=again.clock.now())
    still = {(each.unit, each.incident, each.turn) for each in snapshot.assignments if each.is_active}
    assert not still & {(each.unit, each.incident, each.turn) for each in under_way}
    again.store.close()


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(Refusal):
        run_demo("village")
