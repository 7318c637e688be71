"""Units patrol, crews answer, and the same seed gives the same history however time is cut up."""

from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from commandroom.drill.session import DrillSetting
from commandroom.errors import WorldFailed
from commandroom.geo import distance_m
from commandroom.models.domain.commands import (
    AdvanceAssignment,
    AssignUnit,
    ReportIncident,
    SetDuty,
    WithdrawAssignment,
)
from commandroom.models.domain.enums import AssignmentStatus, Duty, Ring
from commandroom.models.domain.events import PositionsReported, RingMet, RingMissed, UnitArrived
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from tests.drill.small_town import DESK, START, Street, spot

FIRST = IncidentId("JQ-20261120-0001")


def report(street: Street, kind: str = "knife") -> None:
    street.bus.handle(ReportIncident(DESK, KindCode(kind), spot(600, 600), "博物馆"))


def order(street: Street, *units: str) -> None:
    for unit in units:
        street.bus.handle(AssignUnit(DESK, UnitId(unit), FIRST, confirmed=SCRIPTED))


def test_an_ordered_crew_signs_sets_out_arrives_clears_and_the_last_one_closes(setting: DrillSetting) -> None:
    street = Street(setting.router)
    report(street)
    order(street, "G11", "J0")
    street.go_on(3600)
    steps = [name for name in street.names() if name.startswith(("Order", "Unit", "Incident"))]
    assert steps.count("OrderAcknowledged") == steps.count("UnitSetOut") == steps.count("UnitArrived") == 2
    assert steps[-1] == "IncidentClosed"
    assert not list(street.sim.situation.active_assignments())


def test_a_crew_arrives_when_its_route_by_road_ends(setting: DrillSetting) -> None:
    street = Street(setting.router)
    report(street)
    order(street, "G21")
    street.go_on(600)
    times = {type(fact.event).__name__: fact.event.at for fact in street.facts}
    place = street.sim.situation.posts[street.sim.situation.units[UnitId("G21")].home_post].at  # type: ignore[index]
    straight = distance_m(place, spot(600, 600)) / 2.5
    driven = (times["UnitArrived"] - times["UnitSetOut"]).total_seconds()
    assert straight * 0.85 <= driven <= straight * 1.6


def test_a_withdrawn_crew_stops_and_goes_back(setting: DrillSetting) -> None:
    street = Street(setting.router)
    report(street)
    order(street, "G21")
    street.go_on(60)
    street.bus.handle(WithdrawAssignment(DESK, UnitId("G21"), FIRST))
    street.go_on(900)
    assert "UnitArrived" not in street.names()
    here, _ = street.sim.movement.at(UnitId("G21"), street.sim.seconds(street.clock.now()))
    assert distance_m(here, spot(300, 600)) < 65


def test_a_step_reported_by_the_room_is_not_reported_again(setting: DrillSetting) -> None:
    street = Street(setting.router)
    report(street)
    order(street, "J0")
    street.bus.handle(AdvanceAssignment(DESK, UnitId("J0"), FIRST, AssignmentStatus.EN_ROUTE))
    street.go_on(900)
    assert "OrderAcknowledged" not in street.names()
    assert street.names().count("UnitArrived") == 1


def test_rings_are_missed_at_their_second_when_nobody_is_sent(setting: DrillSetting) -> None:
    street = Street(setting.router)
    report(street)
    street.go_on(400)
    missed = [fact.event for fact in street.facts if isinstance(fact.event, RingMissed)]
    waits = {each.ring: (each.at - START).total_seconds() for each in missed}
    assert waits == {Ring.SELF: 61.0, Ring.MUTUAL: 181.0, Ring.SUPPORT: 301.0}


def test_the_own_post_meets_the_self_rescue_ring(setting: DrillSetting) -> None:
    street = Street(setting.router)
    report(street)
    order(street, "G11")
    street.go_on(120)
    met = [fact.event for fact in street.facts if isinstance(fact.event, RingMet)]
    assert [(each.ring, each.is_late) for each in met] == [(Ring.SELF, False)]


def test_patrols_stay_on_roads_and_near_home_and_posts_stand(setting: DrillSetting) -> None:
    street = Street(setting.router)
    homes = {unit.id: unit.at for unit in street.sim.situation.units.values()}
    for _ in range(60):
        street.go_on(30)
        now = street.sim.seconds(street.clock.now())
        for unit, home in homes.items():
            here, _ = street.sim.movement.at(unit, now)
            if unit.startswith("G"):
                assert distance_m(here, home) < 45
            elif unit in ("D1", "V1"):
                assert here == home
    reports = [r for f in street.facts if isinstance(f.event, PositionsReported) for r in f.event.reports]
    moved = {each.unit for each in reports if distance_m(each.at, homes[each.unit]) > 1}
    assert {"J0", "J1", "J2", "J3", "J4", "J5"} <= moved
    assert not moved & {"D1", "V1"}
    said = [each.reported_at for each in reports if each.unit == "V1"]
    assert len(said) == 60 * 30 // 60  # standing, it says so once a minute


def test_who_goes_off_duty_stays_where_he_is_and_comes_back(setting: DrillSetting) -> None:
    street = Street(setting.router)
    unit = UnitId("J0")
    street.go_on(60)
    street.bus.handle(SetDuty(DESK, unit, Duty.RESTING))
    street.go_on(1)
    here = street.sim.movement.at(unit, 61)[0]
    street.go_on(300)
    assert street.sim.movement.at(unit, 361)[0] == here
    street.bus.handle(SetDuty(DESK, unit, Duty.ON))
    street.go_on(300)
    assert street.sim.movement.at(unit, 661)[0] != here


def full_disk(*_: object) -> NoReturn:
    raise WorldFailed("store.write", path="town.db", why="disk full")


def test_what_the_store_could_not_keep_is_done_a_second_later(
    setting: DrillSetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = Street(setting.router)
    report(street)
    order(street, "G11")
    with monkeypatch.context() as patched:
        patched.setattr(street.store, "transact", full_disk)
        with pytest.raises(WorldFailed):
            street.go_on(300)
    assert "OrderAcknowledged" not in street.names()
    street.go_on(300)
    assert "UnitArrived" in street.names()


def test_the_same_seed_and_acts_give_the_same_journal_however_time_is_cut(setting: DrillSetting) -> None:
    def played(steps: list[float], seed: int = 1) -> str:
        street = Street(setting.router, seed=seed)
        street.sim.advance_to(START + timedelta(seconds=10.25))
        report(street)
        order(street, "G11", "G21", "J0", "D1")
        for step in steps:
            street.go_on(step)
        return street.store.journal_head()[1]

    whole = played([1800])
    assert played([0.2] * 400 + [20.0, 1700]) == whole
    assert played([300] * 6) == whole
    assert played([1800], seed=2) != whole


def test_a_reopened_town_goes_on_with_what_was_under_way(setting: DrillSetting, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'town.db'}"
    street = Street(setting.router, url=url)
    report(street)
    order(street, "G21", "J0", "G11")
    street.go_on(45)
    street.store.close()
    again = Street(setting.router, url=url)
    again.go_on(3600)
    arrived = {fact.event.unit for fact in again.facts if isinstance(fact.event, UnitArrived)}
    assert "G21" in arrived
    assert again.names()[-1] == "IncidentClosed"
    again.store.close()
