"""Who goes: needs filled together, free units first, a price for others, a reason for everybody."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from commandroom.geo import moved
from commandroom.models.domain.doctrine import Doctrine, Doubt, Gate, GateRule, PlanNeed, ResponsePlan
from commandroom.models.domain.entities import Incident, Kit
from commandroom.models.domain.enums import Duty, IncidentStatus, Level, Party, Ring, UnitKind
from commandroom.models.domain.ids import KindCode
from commandroom.roads.travel import RoadRouter
from commandroom.services.recommendation import Recommendation
from commandroom.services.team.proposal import TeamProposal
from commandroom.tools.eleven import TownDesk
from commandroom.wording import Wording
from tests.team.conftest import sent

MUSEUM = "临澜博物馆"


def knife(desk: TownDesk) -> Incident:
    return desk.report("knife", desk.place(MUSEUM), place=MUSEUM)


def by_role(proposal: TeamProposal) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for each in proposal.members:
        roles.setdefault(each.role, []).append(each.unit)
    return roles


def with_plan(desk: TownDesk, *needs: PlanNeed) -> TownDesk:
    """The same desk under one plan for everything."""
    gates = (GateRule(Doubt.BUSY, Gate.WARN),)
    desk.doctrine = Doctrine(plans=(ResponsePlan("test", (), needs),), gates=gates)
    return desk


CAR = PlanNeed("police", "公安", "police", ring=Ring.SUPPORT, parties=(Party.POLICE,), kinds=(UnitKind.CAR,))


def test_everybody_is_in_the_ranking_once_and_has_one_reason_or_a_role(desk: TownDesk) -> None:
    proposal = desk.propose(knife(desk))
    assert sorted(each.unit for each in proposal.ranking) == sorted(desk.units)
    assert [each.rank for each in proposal.ranking] == list(range(1, len(desk.units) + 1))
    members = {each.unit for each in proposal.members}
    words = Wording("zh")
    for each in proposal.ranking:
        assert bool(each.left_out) != (each.unit in members), each
        assert bool(each.role) == (each.unit in members)
        assert not each.left_out or words.has(each.left_out), each.left_out


def test_nobody_fills_two_needs_and_the_plan_is_filled_in_its_order(desk: TownDesk) -> None:
    proposal = desk.propose(knife(desk))
    assert max(Counter(each.unit for each in proposal.members).values()) == 1
    plan = desk.doctrine.plan(KindCode("knife"), Level.GRAVE)
    assert plan is not None
    order = {need.role: place for place, need in reversed(list(enumerate(plan.needs)))}
    places = [order[each.role] for each in proposal.members]
    assert places == sorted(places)


def test_the_same_question_has_the_same_answer(desk: TownDesk) -> None:
    incident = knife(desk)
    first = desk.propose(incident)
    desk.units = dict(reversed(desk.units.items()))
    again = desk.propose(incident)
    assert again.members == first.members
    assert [each.unit for each in again.ranking] == [each.unit for each in first.ranking]


def test_units_bound_already_count_for_what_they_can_do(desk: TownDesk) -> None:
    incident = knife(desk)
    whole = desk.propose(incident)
    control, car = by_role(whole)["control"][0], by_role(whole)["police"][0]
    orders = [sent(desk, control, incident, on_scene=True, role="control"), sent(desk, car, incident)]
    rest = desk.propose(incident, assignments=orders)
    assert {(each.unit, each.role) for each in rest.already} == {(control, "control"), (car, "police")}
    assert next(each.eta_s for each in rest.already if each.unit == control) == 0.0
    assert not {"control", "police"} & set(by_role(rest))
    assert {each.left_out for each in rest.ranking if each.unit in (control, car)} == {
        "dispatch.why.already_there"
    }


def test_two_needs_that_want_one_unit_share_out_the_town(desk: TownDesk) -> None:
    """Greedy would give the only car with the tool to the first need; both can be filled."""
    tool = PlanNeed(
        "tool", "破拆", "cut", parties=(Party.POLICE,), kinds=(UnitKind.CAR,), kit=(Kit("破拆工具"),)
    )
    with_plan(desk, CAR, tool)
    incident = desk.report("knife", desk.place(MUSEUM))
    carriers = [
        each.id
        for each in desk.units.values()
        if each.kind is UnitKind.CAR and any(kit.item == "破拆工具" for kit in each.equipment)
    ]
    nearest = min(
        (each for each in desk.propose(incident).ranking if each.unit in carriers and each.may_go),
        key=lambda each: each.eta_s,
    ).unit
    for unit in carriers:
        if unit != nearest:
            desk.units[unit] = replace(desk.units[unit], duty=Duty.OFF)
    desk.units[nearest] = replace(desk.units[nearest], at=incident.at)
    roles = by_role(desk.propose(incident))
    assert roles["tool"] == [nearest]
    assert roles["police"]
    assert roles["police"] != [nearest]


def only_cars(desk: TownDesk, *, free: int, near: str) -> list[str]:
    """All police cars off duty but the `free` nearest to the place, which are returned."""
    at = desk.place(near)
    proposal = desk.propose(desk.report("knife", at))
    cars = [
        each.unit
        for each in sorted(proposal.ranking, key=lambda each: each.eta_s)
        if desk.units[each.unit].kind is UnitKind.CAR and each.may_go
    ]
    for unit in cars[free:]:
        desk.units[unit] = replace(desk.units[unit], duty=Duty.OFF)
    return [str(unit) for unit in cars[:free]]


def test_a_unit_of_a_lesser_incident_comes_at_a_price_where_nobody_else_can(desk: TownDesk) -> None:
    with_plan(desk, CAR)
    (car,) = only_cars(desk, free=1, near=MUSEUM)
    quarrel = desk.report("dispute", desk.place("市民广场"), number="I-2")
    order = sent(desk, car, quarrel)
    proposal = desk.propose(knife(desk), assignments=[order], others=[quarrel])
    (member,) = proposal.members
    assert member.unit == car
    assert member.price is not None
    assert (member.price.incident, member.price.level, member.price.leaves_alone) == (
        "I-2",
        Level.ORDINARY,
        True,
    )
    assert member.doubts == (Doubt.BUSY,)
    assert member.price.next_eta_s is None or member.price.next_eta_s > 0
    assert next(each for each in proposal.ranking if each.unit == car).may_go


def test_a_free_unit_in_time_is_never_passed_over_for_a_busy_one(desk: TownDesk) -> None:
    with_plan(desk, CAR)
    near, far = only_cars(desk, free=2, near=MUSEUM)
    quarrel = desk.report("dispute", desk.place("市民广场"), number="I-2")
    orders = [sent(desk, near, quarrel), sent(desk, "U-0011", quarrel)]
    proposal = desk.propose(knife(desk), assignments=orders, others=[quarrel])
    assert [(each.unit, each.price) for each in proposal.members] == [(far, None)]
    assert next(each.left_out for each in proposal.ranking if each.unit == near) == "team.why.busy_kept"


def test_where_the_free_one_would_be_late_the_one_in_time_is_offered_at_its_price(desk: TownDesk) -> None:
    with_plan(desk, CAR)
    incident = knife(desk)
    near, far = only_cars(desk, free=2, near=MUSEUM)
    desk.units[near] = replace(desk.units[near], at=incident.at)
    desk.units[far] = replace(desk.units[far], at=desk.place(""))
    quarrel = desk.report("dispute", desk.place("市民广场"), number="I-2")
    late = desk.now + timedelta(seconds=240)
    order = sent(desk, near, quarrel)
    far_eta = next(each.eta_s for each in desk.propose(incident).ranking if each.unit == far)
    assert far_eta > 60
    (member,) = desk.propose(incident, assignments=[order], others=[quarrel], now=late).members
    assert (member.unit, member.meets_ring) == (near, True)
    assert member.price is not None
    assert not member.price.next_eta_s or member.price.next_eta_s > 0


def test_the_own_post_s_people_are_preferred_for_the_self_rescue_ring(desk: TownDesk) -> None:
    with_plan(desk, PlanNeed("first", "先期", "first", ring=Ring.SELF, parties=(Party.GUARD,)))
    incident = desk.report("noise", desk.place(MUSEUM))
    own = next(each.id for each in desk.units.values() if each.home_post == incident.own_post)
    for unit in [each for each in desk.units.values() if each.home_post == incident.own_post]:
        desk.units[unit.id] = replace(unit, at=moved(incident.at, east_m=90, north_m=0))
    stranger = next(each for each in desk.units.values() if each.home_post == "P-0060")
    desk.units[stranger.id] = replace(stranger, at=incident.at)
    proposal = desk.propose(incident)
    assert [desk.units[each.unit].home_post for each in proposal.members] == [desk.units[own].home_post]
    assert next(each.left_out for each in proposal.ranking if each.unit == stranger.id) == "team.why.less_fit"


@pytest.mark.parametrize(
    ("level", "on_scene", "why"),
    [(Level.GRAVE, False, "team.why.busy_urgent"), (Level.ORDINARY, True, "team.why.busy_scene")],
)
def test_nobody_is_taken_from_what_is_as_urgent_or_from_a_scene(
    desk: TownDesk, level: Level, on_scene: bool, why: str
) -> None:
    with_plan(desk, CAR)
    (car,) = only_cars(desk, free=1, near=MUSEUM)
    other = desk.report("dispute", desk.place("市民广场"), level=level, number="I-2")
    order = sent(desk, car, other, on_scene=on_scene)
    proposal = desk.propose(knife(desk), assignments=[order], others=[other])
    assert proposal.members == ()
    (short,) = proposal.shortfalls
    assert (short.role, short.missing) == ("police", 1)
    assert why in {each.why_not for each in short.why}
    assert "dispatch.why.off" in {each.why_not for each in short.why}


def test_a_shortfall_says_why_the_nearest_did_not_do(desk: TownDesk) -> None:
    near = replace(CAR, within_s=1)
    big = replace(CAR, role="big", crew=9)
    none = PlanNeed("boat", "船", "boat", parties=(Party.VOLUNTEER,), kinds=(UnitKind.CAR,))
    with_plan(desk, near, big, none)
    short = {each.role: each.why[0].why_not for each in desk.propose(knife(desk)).shortfalls}
    assert short == {
        "police": "team.why.too_far",
        "big": "team.why.crew_small",
        "boat": "team.why.wrong_sort",
    }


def test_one_with_the_kit_is_preferred_unless_it_comes_much_later(desk: TownDesk) -> None:
    kit = replace(CAR, kit=(Kit("水炮"),))
    with_plan(desk, kit)
    incident = knife(desk)
    proposal = desk.propose(incident)
    nearest = proposal.members[0]
    assert nearest.lacks == (Kit("水炮"),)
    assert proposal.shortfalls[0].why[0].why_not == "team.why.kit_missing"
    second = next(
        each
        for each in proposal.ranking
        if desk.units[each.unit].kind is UnitKind.CAR and each.may_go and each.unit != nearest.unit
    )
    carrier = desk.units[second.unit]
    desk.units[second.unit] = replace(carrier, equipment=(*carrier.equipment, Kit("水炮")))
    better = desk.propose(incident)
    assert better.members[0].unit == second.unit
    assert better.members[0].carries == (Kit("水炮"),)
    assert not better.shortfalls
    assert (
        next(each.left_out for each in better.ranking if each.unit == nearest.unit) == "team.why.kit_missing"
    )


def test_an_old_position_is_trusted_less(desk: TownDesk) -> None:
    with_plan(desk, CAR)
    incident = knife(desk)
    near, next_one = only_cars(desk, free=2, near=MUSEUM)
    desk.units[near] = replace(desk.units[near], at=incident.at)
    desk.units[next_one] = replace(desk.units[next_one], at=moved(incident.at, east_m=150, north_m=0))
    assert [each.unit for each in desk.propose(incident).members] == [near]
    long_ago = desk.now - timedelta(minutes=30)
    desk.units[near] = replace(desk.units[near], position_at=long_ago)
    proposal = desk.propose(incident)
    assert [each.unit for each in proposal.members] == [next_one]
    assert next(each.left_out for each in proposal.ranking if each.unit == near) == "team.why.stale"


def test_a_post_s_kit_counts_only_while_the_unit_stands_there(desk: TownDesk) -> None:
    incident = knife(desk)
    guard = by_role(desk.propose(incident))["cordon"][0]
    member = desk.propose(incident).member(desk.units[guard].id)
    assert member is not None
    assert member.carries == (Kit("警戒带"),)
    assert not any(kit.item == "警戒带" for kit in desk.units[guard].equipment)
    desk.units[guard] = replace(desk.units[guard], at=desk.place("市民广场"))
    assert guard not in by_role(desk.propose(incident)).get("cordon", [])


def test_a_camera_watches_what_it_sees_and_is_never_ordered(desk: TownDesk) -> None:
    proposal = desk.propose(desk.report("night_market_quarrel", desk.place("下河街夜市")))
    (camera,) = [each for each in proposal.members if not each.goes]
    assert (desk.units[camera.unit].kind, camera.eta_s) == (UnitKind.VIDEO, 0.0)
    assert camera.unit not in {order.unit for order in proposal.orders}
    assert camera.unit not in proposal.decision([order.unit for order in proposal.orders]).proposed
    elsewhere = desk.propose(desk.report("night_market_quarrel", desk.place("荷溪新村")))
    assert all(each.goes for each in elsewhere.members)


def test_a_simple_incident_is_the_nearest_post_s_until_the_rule_ends(desk: TownDesk) -> None:
    incident = desk.report("drunk", desk.place("映阳物流园"), text="一男子醉酒")
    assert incident.simple_rule == "simple_drunk"
    proposal = desk.propose(incident)
    assert proposal.simple_rule == "simple_drunk"
    assert [desk.units[each.unit].home_post for each in proposal.members] == [incident.own_post]
    ended = replace(incident, simple_rule="", police_needed=True)
    parties = {desk.units[each.unit].party for each in desk.propose(ended).members}
    assert Party.POLICE in parties


def test_a_post_farther_than_the_rule_allows_is_not_near(desk: TownDesk) -> None:
    incident = desk.report("drunk", desk.place(""))
    proposal = desk.propose(incident)
    limit = next(each.post_within_s for each in desk.doctrine.simple if each.id == incident.simple_rule)
    assert limit is not None
    assert all(each.eta_s <= limit for each in proposal.members if each.role == "first")
    tight = tuple(replace(each, post_within_s=1) for each in desk.doctrine.simple)
    desk.doctrine = replace(desk.doctrine, simple=tight)
    (short,) = desk.propose(incident).shortfalls
    assert short.why[0].why_not == "team.why.too_far"


def test_police_asked_for_by_hand_are_added_to_a_plan_without_them(desk: TownDesk) -> None:
    incident = desk.report("noise", desk.place("荷溪新村"))
    proposal = desk.propose(replace(incident, simple_rule="", police_needed=True))
    assert "police" in by_role(proposal)


def test_a_closed_incident_gets_nobody(desk: TownDesk) -> None:
    closed = replace(knife(desk), status=IncidentStatus.CLOSED)
    proposal = desk.propose(closed)
    assert (proposal.members, proposal.shortfalls) == ((), ())
    assert {each.why_not for each in proposal.ranking} == {"dispatch.why.closed"}


def test_the_record_names_the_nearer_ones_and_counts_the_rest_by_rule(desk: TownDesk) -> None:
    proposal = desk.propose(knife(desk))
    chosen = [order.unit for order in proposal.orders]
    decision = proposal.decision(chosen, [Doubt.BUSY])
    assert len(decision.nearest) >= 20
    named = {each.unit for each in decision.nearest}
    assert set(chosen) <= named
    times = [each.eta_s for each in decision.nearest if each.eta_s is not None]
    assert times == sorted(times)
    assert len(decision.nearest) + sum(each.count for each in decision.farther) == len(desk.units)
    assert not decision.is_override
    assert decision.doubts == ("busy",)
    stranger = next(each.unit for each in proposal.ranking if not each.role)
    assert proposal.decision([*chosen, stranger]).is_override
    assert proposal.order(stranger).role == ""
    assert {each.why_not for each in decision.farther} <= {
        "", "team.why.too_far", "team.why.wrong_sort", "dispatch.why.resting", "dispatch.why.video",
        "dispatch.why.off", "team.why.kit_missing",
    }  # fmt: skip


def test_the_first_look_gives_the_team_of_the_whole_look(desk: TownDesk) -> None:
    desk.recommendation = Recommendation(RoadRouter(desk.town.network))
    first_looks = []
    for name in ("临澜体育场", "临景工地", "荷溪新村", "南湖湿地公园"):
        incident = desk.report("theft", desk.place(name))
        first, second = desk.propose(incident), desk.propose(incident)
        assert second.is_whole
        assert first.members == second.members
        first_looks.append(not first.is_whole)
    assert any(first_looks)
