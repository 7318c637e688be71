"""The world of a drill: plans, meeting, search, crowds and places, each rule held and not held."""

from datetime import timedelta
from itertools import pairwise

import pytest

from commandroom.drill.scene.figures import CATCH_UP_M
from commandroom.drill.script import examine_text
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.geo import distance_m
from commandroom.models.domain.commands import AssignUnit
from commandroom.models.domain.entities import Opponent
from commandroom.models.domain.events import HappeningNoted, OpponentsReported
from commandroom.models.domain.ids import IncidentId, UnitId
from tests.drill.small_town import DESK, GAP_M, spot

ALARM = IncidentId("JQ-20261120-0001")
HEAD = """\
format: 2
id: world
title: {zh: 世界, en: World}
start: 2026-11-20 09:40
seed: 3
duration: 10m
places:
  museum: {kind: museum}
  gate: {near: museum, east: 20, part: exit}
  back: {near: museum, east: -70, part: exit}
  south: {near: museum, north: -150}
  lane: {near: museum, east: 300, part: cordon}
  far: {name: 渡口}
injects:
  - {id: alarm, at: 0:10, report: {kind: knife, place: museum, text: 有人持刀}}
criteria:
  - {id: order, title: {zh: 派警, en: Order}, measure: first_order, within: 20s}
"""
Seen = dict[str, list[Opponent]]


class Played:
    """A script played to `until` with units ordered at their seconds."""

    def __init__(
        self,
        setting: DrillSetting,
        text: str,
        orders: dict[str, float],
        *,
        until: float = 590.0,
        step: float = 7.0,
        seed: int | None = None,
    ) -> None:
        loaded, found = examine_text(HEAD + text, "world.yaml")
        assert loaded is not None, found
        parts = open_drill(loaded, setting, seed=seed)
        assert isinstance(parts.director, DrillDirector)
        self.director = parts.director
        self.tracks: Seen = {}
        parts.bus.subscribe(self._keep)
        begun, times = parts.clock.now(), sorted({*orders.values(), until})
        for time in times:
            goal = begun + timedelta(seconds=time)
            while self.director.sim.now < goal and not self.director.is_over:
                self.director.advance_to(min(goal, self.director.sim.now + timedelta(seconds=step)))
            if not self.director.is_over:
                for unit in [each for each, at in orders.items() if at == time]:
                    parts.bus.handle(AssignUnit(DESK, UnitId(unit), ALARM))
        self.director.sim.hear()
        self.noted = [
            (each.event.code, each.event.text, self.director.sim.seconds(each.event.at))
            for each in self.director.facts
            if isinstance(each.event, HappeningNoted)
        ]
        self.codes = [code for code, _, _ in self.noted]
        self.head = parts.store.journal_head()[1]
        parts.store.close()

    def _keep(self, fact: object) -> None:
        event = getattr(fact, "event", None)
        if isinstance(event, OpponentsReported):
            for each in event.opponents:
                self.tracks.setdefault(each.id, []).append(each)


def one(rest: str, *, start: str = "south") -> str:
    return f"opponents:\n  - {{id: A, incident: alarm, start: {start}, {rest}}}\n"


EASY = "rules: {subdue: {units: 2, police: 0, sides: 0, hold: 5s}}\n"
GUARDS = {"G11": 15.0, "G12": 15.0}


def test_shields_hold_him_and_nobody_lets_him_through(setting: DrillSetting) -> None:
    held = Played(setting, one("walk_to: museum") + EASY, GUARDS)
    assert {"contact", "subdued", "controlled"} <= set(held.codes)
    assert "reached" not in held.codes
    alone = Played(setting, one("walk_to: museum") + EASY, {})
    assert "reached" in alone.codes
    assert "contact" not in alone.codes


def test_guards_without_shields_meet_him_bare_handed_and_may_be_hurt(setting: DrillSetting) -> None:
    rules = "rules: {injury: {guard_per_minute: 10, within_m: 60}}\n"
    bare = Played(setting, one("walk_to: museum") + rules, {"G13": 15.0}, until=240)
    assert "unshielded_contact" in bare.codes
    assert ("injury", "站1-3") in [n[:2] for n in bare.noted]
    shielded = Played(setting, one("walk_to: museum") + rules, GUARDS, until=240)
    assert "unshielded_contact" not in shielded.codes
    assert "injury" not in shielded.codes
    calm = Played(setting, one("walk_to: museum, weapon: none") + rules, {"G13": 15.0}, until=240)
    assert "unshielded_contact" not in calm.codes
    assert "injury" not in calm.codes


def test_a_quarrel_is_settled_by_one_who_stays_three_minutes(setting: DrillSetting) -> None:
    rules = "rules: {contact: {units: 1, shielded: 0}, subdue: {units: 1, police: 0, sides: 0, hold: 3m}}\n"
    play = Played(setting, one("weapon: none", start="museum") + rules, {"G13": 15.0})
    at = {code: second for code, _, second in play.noted}
    assert 180 <= at["subdued"] - at["contact"] <= 190


def test_who_hides_is_not_seen_until_a_search_finds_him(setting: DrillSetting) -> None:
    text = one("weapon: none, plan: [{hide_at: south}]") + (
        "rules: {contact: {units: 1, shielded: 0}, subdue: {units: 1, police: 0, sides: 0, hold: 1s}}\n"
    )
    nobody = Played(setting, text, {})
    assert "found" not in nobody.codes
    hidden = [each for each in nobody.tracks["A"] if each.state == "hidden"]
    assert hidden
    assert not any(each.is_seen for each in hidden)
    sought = Played(setting, text, GUARDS)
    assert sought.codes.index("found") < sought.codes.index("subdued")
    assert sought.tracks["A"][-1].is_seen


def test_a_plan_goes_step_by_step_and_a_condition_breaks_in(setting: DrillSetting) -> None:
    plan = "plan: [{walk_to: museum}, {wait: 20s}, {when: first_unit_on_scene, run_to: far}]"
    fled = Played(setting, one(plan + ", weapon: none, at: 0:00") + _none(), GUARDS)
    assert "escaped" in fled.codes
    stayed = Played(setting, one(plan + ", weapon: none"), {})
    assert "escaped" not in stayed.codes


def _none() -> str:
    return "rules: {contact: {units: 50, shielded: 0}, cut: {police: 5}}\n"


def test_a_follower_hides_with_his_leader_and_splits_off(setting: DrillSetting) -> None:
    text = (
        one("plan: [{hide_at: museum}]")
        + "  - {id: B, incident: alarm, start: gate,"
        + " plan: [{follow: A}, {when: hidden, after: 60s, bus_to: south}]}\n"
    )
    play = Played(setting, text, {})
    assert [text for code, text, _ in play.noted if code == "hidden"] == ["A", "B"]
    assert play.codes.index("hidden") < play.codes.index("split") < play.codes.index("bus")
    assert play.codes[-1] == "escaped"


def test_who_gives_up_is_held_without_shields(setting: DrillSetting) -> None:
    rules = "rules: {contact: {units: 1}, subdue: {units: 1, police: 0, sides: 0, hold: 1s}}\n"
    text = one("plan: [{walk_to: museum}, {when: first_unit_on_scene, after: 30s, give_up: true}]") + rules
    play = Played(setting, text, {"G13": 15.0})
    assert play.codes.index("gave_up") < play.codes.index("contact") < play.codes.index("subdued")


def test_people_leave_by_exits_that_no_attacker_is_near(setting: DrillSetting) -> None:
    crowd = "crowds: [{id: people, at: museum, count: 40, per_minute: 10, when: alarm}]\n"
    both = Played(setting, crowd, {}, until=200)
    blocked = Played(setting, one("speed_kmh: 1", start="gate") + crowd, {}, until=300)
    done = [second for code, text, second in both.noted if text == "40/40"]
    slower = [second for code, text, second in blocked.noted if text == "40/40"]
    assert 115 <= done[0] - 10 <= 125
    assert 235 <= slower[0] - 10 <= 245


def test_whoever_is_not_needed_takes_the_places_to_hold(setting: DrillSetting) -> None:
    rules = "rules: {hold: [lane]}\n"
    play = Played(setting, rules, GUARDS)
    assert ("cordon", "1/1") in [each[:2] for each in play.noted]
    assert ("exit_covered", "lane") in [each[:2] for each in play.noted]
    without = Played(setting, "", GUARDS)
    assert ("cordon", "1/1") not in [each[:2] for each in without.noted]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cutting_the_time_otherwise_changes_nothing(setting: DrillSetting, seed: int) -> None:
    text = (
        one("plan: [{walk_to: museum}, {hide_at: lane}]")
        + "crowds: [{id: people, at: museum, count: 40, when: alarm}]\n"
        + "rules: {hold: [back], injury: {crowd_per_minute: 9, within_m: 90}}\n"
    )
    orders = {**GUARDS, "J1": 20.0, "J2": 20.0, "G13": 33.0}
    heads = {Played(setting, text, orders, step=step, seed=seed).head for step in (0.7, 13.0, 600.0)}
    assert len(heads) == 1


def test_who_is_subdued_never_moves_and_nobody_leaps(setting: DrillSetting) -> None:
    play = Played(setting, one("walk_to: museum") + EASY, GUARDS)
    track = play.tracks["A"]
    subdued = [each.at for each in track if each.state == "subdued"]
    assert subdued
    assert len(set(subdued)) == 1
    assert all(distance_m(a.at, b.at) <= 1.3 for a, b in pairwise(track))


def test_everybody_keeps_to_the_roads_but_for_the_last_metres(setting: DrillSetting) -> None:
    other = "  - {id: B, incident: alarm, start: lane, plan: [{follow: A}]}\n"
    play = Played(setting, one("plan: [{walk_to: far}, {run_to: south}]") + other, {})
    for track in play.tracks.values():
        for each in track:
            north = distance_m(spot(0, 0), each.at._replace(lon=spot(0, 0).lon)) % GAP_M
            east = distance_m(spot(0, 0), each.at._replace(lat=spot(0, 0).lat)) % GAP_M
            assert min(north, GAP_M - north, east, GAP_M - east) <= CATCH_UP_M
    assert len(play.tracks["B"]) > 60
