"""Putting a script to another place: what is told by distance comes along, on roads, in any town."""

from dataclasses import replace

import pytest

from commandroom.drill.fit import check_fit
from commandroom.drill.places import Located, locate
from commandroom.drill.script import LoadedScript, examine_text
from commandroom.drill.session import DrillSetting, open_drill
from commandroom.drill.siting import site_of, sited
from commandroom.drill.town import own_town
from commandroom.errors import Refusal
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.ids import IncidentId
from tests.drill.small_town import SCRIPT, small_town, spot

PLACES = """\
places:
  museum: {kind: museum}
  south: {near: museum, north: -150}
  lane: {near: museum, toward: east, metres: 310, on_road: true, part: exit}
  corner: {near: lane, toward: northwest, metres: 100}
  far: {name: 渡口, title: {zh: 码头, en: Pier}}
  point: {at: [30.002, 115.003], part: cordon}
  one: {one_of: [south, far, point]}
"""


def loaded(text: str = "") -> LoadedScript:
    start, end = SCRIPT.index("places:"), SCRIPT.index("opponents:")
    script, found = examine_text(text or SCRIPT[:start] + PLACES + SCRIPT[end:], "small.yaml")
    assert script is not None, found
    return script


def located(script: LoadedScript, setting: DrillSetting, seed: int = 1) -> dict[str, Located]:
    posts = setting.town.roster.posts
    return locate(script, setting.town.network, posts, router=setting.router, seed=seed)


def off(at: LatLon, east: float, north: float) -> float:
    return distance_m(at, spot(east, north))


def test_places_are_told_by_bearing_point_choice_and_road(setting: DrillSetting) -> None:
    at = located(loaded(), setting)
    assert off(at["lane"].at, 910, 600) < 1.0  # on the street already
    assert off(at["corner"].at, 910 - 70.7, 600 + 70.7) < 1.0
    assert at["point"].at == LatLon(30.002, 115.003)
    assert (at["far"].title, at["far"].name, at["lane"].part) == ("码头", "渡口", "exit")
    picked = {located(loaded(), setting, seed)["one"].at for seed in range(20)}
    assert picked == {at[name].at for name in ("south", "far", "point")}
    assert located(loaded(), setting, 5)["one"] == located(loaded(), setting, 5)["one"]


def test_a_place_beside_a_road_is_put_on_it(setting: DrillSetting) -> None:
    text = SCRIPT.replace(
        "lane: {near: museum, east: 300}", "lane: {near: museum, east: 360, north: 40, on_road: true}"
    )
    at = located(loaded(text), setting)["lane"].at
    assert off(at, 960, 600) < 1.0


def test_the_site_moves_and_everything_near_it_with_it(setting: DrillSetting) -> None:
    base = loaded()
    assert site_of(base.script) == "museum"
    moved = located(sited(base, "西街共治站"), setting)
    assert off(moved["museum"].at, 300, 600) < 1.0
    assert off(moved["south"].at, 300, 450) < 1.0
    assert off(moved["lane"].at, 610, 600) < 1.0
    assert moved["far"].at == located(base, setting)["far"].at


def test_with_its_own_town_at_hand_named_places_keep_their_distance(setting: DrillSetting) -> None:
    base = loaded(SCRIPT.replace("{name: 渡口}", "{name: 北街共治站}"))
    moved = sited(base, "西街共治站", setting.town)
    assert off(located(moved, setting)["far"].at, 300, 900) < 2.0
    assert moved.script.places["far"].near == "museum"


def test_named_forces_stay_behind(setting: DrillSetting) -> None:
    text = SCRIPT.replace("opponents:\n", "forces: [警1, 警2]\noff_duty: [警1]\nopponents:\n", 1)
    moved = sited(loaded(text), "西街共治站").script
    assert (moved.forces, moved.off_duty) == ("all", [])


def test_a_post_that_is_not_there_is_refused_with_what_may_be_meant(setting: DrillSetting) -> None:
    with pytest.raises(Refusal) as why:
        check_fit(sited(loaded(), "西衔共治站"), setting.town, setting.catalogue.kinds)
    assert why.value.key == "drill.place.unknown.guess"
    assert why.value.values["guess"] == "西街共治站"


def test_a_sited_script_is_played_there_and_in_the_rooms_own_town(setting: DrillSetting) -> None:
    busy = small_town()
    units = tuple(
        replace(each, incident=IncidentId("JQ-1"), duty=Duty.OFF) if n == 0 else each
        for n, each in enumerate(busy.roster.units)
    )
    town = own_town(busy.network, replace(busy.roster, units=units))
    own = replace(setting, town=town)
    parts = open_drill(sited(loaded(), "西街共治站"), own, trainee="answer")
    assert parts.director is not None
    parts.director.advance_to(parts.clock.now().replace(minute=42))
    snapshot = parts.store.snapshot(now=parts.clock.now())
    assert off(snapshot.incidents[0].at, 300, 600) < 1.0
    assert all(each.duty is Duty.ON for each in snapshot.units)
    parts.store.close()
