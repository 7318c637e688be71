"""The shipped rules: every kind and level has a plan that the demo town can fill."""

import json
from collections import Counter

import pytest

from commandroom.models.domain.codec import encode
from commandroom.models.domain.doctrine import Doctrine, Doubt, ResponsePlan
from commandroom.models.domain.enums import Level, Party, Ring, UnitKind
from commandroom.models.domain.gates import accepts
from commandroom.models.domain.ids import KindCode
from commandroom.resources import resource
from commandroom.services.catalogue import read_catalogue
from commandroom.services.doctrine import read_doctrine, shipped_doctrine
from commandroom.tools.eleven import TownDesk
from tests.team.conftest import DemoTown

KINDS = read_catalogue(resource("catalogue", "incident_kinds.json")).kinds
RULES = shipped_doctrine()
GUARDS_MAY_HANDLE = {"drunk", "dispute", "night_market_quarrel", "noise", "lost_property", "stall_blocking"}


def plan_of(kind: str, level: Level) -> ResponsePlan:
    found = RULES.plan(KindCode(kind), level)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", [*KINDS, "callup"])
def test_every_kind_and_level_has_a_plan_of_its_own(kind: str) -> None:
    for level in Level:
        plan = plan_of(kind, level)
        assert kind in plan.kinds
        assert plan.caution_zh
        assert plan.caution_en


def test_ids_are_given_once_and_every_word_is_in_both_languages() -> None:
    for things in (RULES.plans, RULES.simple, RULES.clocks):
        assert max(Counter(each.id for each in things).values()) == 1  # type: ignore[attr-defined]
    for plan in RULES.plans:
        for need in plan.needs:
            assert need.role
            assert need.zh
            assert need.en
            assert need.count >= 1


def test_the_file_says_nothing_that_the_rules_do_not_know() -> None:
    path = resource("rules", "doctrine.json")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert _within(written, encode(read_doctrine(path)))


def _within(part: object, whole: object) -> bool:
    """Whether everything in `part` stands in `whole` too."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(_within, part, whole))
    return part == whole


def test_plans_name_kinds_of_the_catalogue_only() -> None:
    known = {*KINDS, "callup"}
    named = {kind for plan in RULES.plans for kind in plan.kinds}
    named |= {kind for rule in RULES.simple for kind in rule.kinds}
    named |= {kind for limits in RULES.clocks for kind in limits.kinds}
    assert named <= known


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_town_fills_every_required_need_from_its_centre(desk: TownDesk, kind: str) -> None:
    """At the square, where the town's people are near, nothing required stays empty."""
    at = desk.place("市民广场")
    for level in Level:
        proposal = desk.propose(desk.report(kind, at, level=level))
        assert proposal.plan == plan_of(kind, level).id
        assert not proposal.shortfalls, (kind, level, proposal.shortfalls)
        assert proposal.members


def test_every_need_has_somebody_in_the_town_who_could_fill_it(town: DemoTown) -> None:
    posts = {post.id: post for post in town.roster.posts}

    def has(unit: object, item: str) -> bool:
        post = posts.get(unit.home_post)  # type: ignore[attr-defined]
        own = unit.equipment + (() if post is None else post.equipment)  # type: ignore[attr-defined]
        return any(kit.item == item for kit in own)

    for plan in RULES.plans:
        for need in plan.needs:
            able = [
                unit
                for unit in town.roster.units
                if accepts(need, unit)
                and unit.crew >= need.crew
                and all(has(unit, kit.item) for kit in need.kit)
            ]
            assert len(able) >= need.count, (plan.id, need.role)


def test_where_police_are_needed_the_plan_sends_them_for_the_support_ring() -> None:
    for kind in KINDS.values():
        if kind.police_needed:
            needs = plan_of(kind.code, kind.level).needs
            assert any(
                each.parties == (Party.POLICE,) and each.ring is Ring.SUPPORT and each.is_required
                for each in needs
            ), kind.code


def test_against_a_knife_guards_never_go_alone_and_go_behind_shields() -> None:
    for kind in ("knife", "knife_threat", "hospital_threat", "school_gate"):
        plan = plan_of(kind, Level.GRAVE)
        assert {Party.GUARD, Party.VOLUNTEER} <= set(plan.never_alone)
        first = plan.needs[0]
        assert first.ring is Ring.SELF
        assert {"盾牌", "钢叉"} <= {kit.item for kit in first.kit}
        police = sum(
            each.count for each in plan.needs if each.parties == (Party.POLICE,) and each.is_required
        )
        assert police >= 2
        assert any(each.kinds == (UnitKind.CAR,) and each.is_required for each in plan.needs)


def test_on_ice_no_motorbike_is_asked_for() -> None:
    for need in plan_of("icy_road", Level.SERIOUS).needs:
        assert UnitKind.MOTORBIKE not in need.kinds
        assert need.kinds


def test_no_drone_flies_to_a_person_on_a_roof() -> None:
    assert all(UnitKind.DRONE not in need.kinds for need in plan_of("suicide_threat", Level.GRAVE).needs)


def test_guards_handle_alone_only_what_is_ordinary() -> None:
    simple = {kind for rule in RULES.simple for kind in rule.kinds}
    assert simple >= GUARDS_MAY_HANDLE
    for kind in simple:
        assert not KINDS[KindCode(kind)].police_needed
        assert KINDS[KindCode(kind)].level is Level.ORDINARY
    assert all(rule.words and rule.levels == (Level.ORDINARY,) for rule in RULES.simple)


def test_the_gates_ask_before_guards_stand_alone_and_stop_who_is_off() -> None:
    doctrine: Doctrine = RULES
    assert [doctrine.gate(each).value for each in (Doubt.BUSY, Doubt.ALONE, Doubt.OFF, Doubt.NO_CREW)] == [
        "warn",
        "warn",
        "block",
        "block",
    ]


def test_grave_incidents_have_the_shortest_clocks() -> None:
    grave, ordinary = (
        RULES.limits(KindCode("knife"), Level.GRAVE),
        RULES.limits(KindCode("noise"), Level.ORDINARY),
    )
    assert grave is not None
    assert ordinary is not None
    assert (grave.acknowledge_s or 0) < (ordinary.acknowledge_s or 0)
    assert grave.sound_after_s < ordinary.sound_after_s
