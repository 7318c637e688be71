"""The incidents of the eleven scripts in the demo town: what a station chief would insist on."""

import json
from pathlib import Path

import pytest

from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import Party, Ring, UnitKind
from commandroom.tools.dispatch_table import REMARKS, document
from commandroom.tools.eleven import SCENES, Answer, TownDesk


def answer(desk: TownDesk, script: str) -> Answer:
    return desk.answer(next(scene for scene in SCENES if scene.script == script))


def sent(desk: TownDesk, found: Answer, role: str | None = None) -> list[Unit]:
    return [
        desk.units[each.unit]
        for each in found.proposal.members
        if each.goes and (role is None or each.role == role)
    ]


def police(units: list[Unit]) -> list[Unit]:
    return [each for each in units if each.party is Party.POLICE and each.kind is not UnitKind.DRONE]


def test_every_script_has_an_incident_and_a_remark() -> None:
    assert {scene.script.rstrip("ab") for scene in SCENES} == {str(number) for number in range(1, 12)}
    assert set(json.loads(REMARKS.read_text(encoding="utf-8"))) == {scene.script for scene in SCENES}


@pytest.mark.parametrize("script", [scene.script for scene in SCENES])
def test_no_required_need_of_any_script_is_short(desk: TownDesk, script: str) -> None:
    found = answer(desk, script)
    assert found.proposal.members
    assert not found.proposal.shortfalls
    assert all(not each.doubts for each in found.proposal.members)


@pytest.mark.parametrize("script", ["1", "6"])
def test_knives_own_guards_behind_shields_police_with_a_car_special_patrol(
    desk: TownDesk, script: str
) -> None:
    found = answer(desk, script)
    (control,) = sent(desk, found, "control")
    assert control.home_post == found.incident.own_post
    first = found.proposal.members[0]
    assert {kit.item for kit in first.carries} == {"盾牌", "钢叉", "防暴头盔"}
    assert first.meets_ring
    officers = police(sent(desk, found))
    assert len(officers) >= 4
    assert any(each.kind is UnitKind.CAR for each in officers)
    (special,) = sent(desk, found, "special")
    assert special.crew >= 4
    assert all(each.party is Party.POLICE for each in sent(desk, found, "escape"))
    assert len(sent(desk, found, "flank")) == 2
    assert any(each.ring is Ring.SUPPORT and each.meets_ring for each in found.proposal.members)


@pytest.mark.parametrize("script", ["2", "5"])
def test_a_knife_found_or_a_threat_is_held_by_the_own_post_and_taken_by_police(
    desk: TownDesk, script: str
) -> None:
    found = answer(desk, script)
    assert sent(desk, found, "control")[0].home_post == found.incident.own_post
    officers = police(sent(desk, found))
    assert len(officers) >= 2
    assert any(each.kind is UnitKind.CAR for each in officers)
    support = [each.eta_s for each in found.proposal.members if each.ring is Ring.SUPPORT]
    assert min(support) <= 120


def test_a_thief_among_cars_meets_the_nearest_unit_within_three_minutes(desk: TownDesk) -> None:
    found = answer(desk, "3")
    assert found.proposal.members[0].eta_s <= 180
    assert police(sent(desk, found))
    assert any(each.role == "escape" for each in found.proposal.members)


@pytest.mark.parametrize("script", ["4", "9"])
def test_a_simple_incident_is_left_to_the_own_post(desk: TownDesk, script: str) -> None:
    found = answer(desk, script)
    assert found.proposal.simple_rule
    assert not police(sent(desk, found))
    assert sent(desk, found, "first")[0].home_post == found.incident.own_post


def test_a_drunk_on_the_carriageway_is_no_simple_incident(desk: TownDesk) -> None:
    reported = desk.report("drunk", desk.place("映阳物流园"), text="一男子醉酒躺在机动车道上")
    assert reported.simple_rule == ""
    proposal = desk.propose(reported)
    assert any(desk.units[each.unit].party is Party.POLICE for each in proposal.members)


def test_cables_a_dog_tracks_and_a_drone_sees_heat(desk: TownDesk) -> None:
    found = answer(desk, "7")
    assert sent(desk, found, "dog")[0].kind is UnitKind.DOG
    drone = next(each for each in found.proposal.members if each.role == "drone")
    assert [kit.item for kit in drone.carries] == ["热成像镜头"]
    assert police(sent(desk, found))


def test_on_ice_no_motorbike_a_firm_s_team_and_a_car_with_a_kit(desk: TownDesk) -> None:
    found = answer(desk, "8")
    assert all(each.kind is not UnitKind.MOTORBIKE for each in sent(desk, found))
    assert sent(desk, found, "first")[0].party is not Party.POLICE
    rescue = next(each for each in found.proposal.members if each.role == "rescue")
    assert "急救包" in {kit.item for kit in rescue.carries}


def test_a_collapse_gets_the_nearest_and_a_first_aid_kit(desk: TownDesk) -> None:
    found = answer(desk, "10a")
    nearest = min(
        each.eta_s
        for each in found.proposal.ranking
        if each.may_go and desk.units[each.unit].kind not in (UnitKind.DRONE, UnitKind.DOG)
    )
    assert found.proposal.members[0].eta_s == nearest
    medic = next(each for each in found.proposal.members if each.role == "medical")
    assert [kit.item for kit in medic.carries] == ["急救包"]
    assert medic.eta_s <= 180


def test_crowding_many_lead_the_flow(desk: TownDesk) -> None:
    found = answer(desk, "10b")
    assert len(sent(desk, found, "evacuate")) == 3
    assert any(not each.goes for each in found.proposal.members)


def test_a_lost_child_has_many_eyes(desk: TownDesk) -> None:
    found = answer(desk, "11")
    kinds = {each.kind for each in sent(desk, found)}
    assert {UnitKind.FOOT, UnitKind.MOTORBIKE, UnitKind.DRONE, UnitKind.DOG} <= kinds
    assert len(sent(desk, found)) >= 7
    assert police(sent(desk, found))


def test_the_document_is_that_of_today_s_rules(desk: TownDesk) -> None:
    kept = Path(__file__).parents[2] / "docs" / "dispatch-table.md"
    assert kept.read_text(encoding="utf-8") == document()
