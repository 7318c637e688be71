"""The demo's people: as many as promised, each with its own name, and at the roadside."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from commandroom.demo.town import DemoTown, load_demo
from commandroom.demo.town.rosterfile import read_roster, roster_text
from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.enums import Duty, FirmKind, Party, UnitKind
from commandroom.resources import resource

COUNTS = {"town": (120, 200, 900), "city": (845, 1_091, 6_000)}


@pytest.fixture(scope="module", params=["town", "city"])
def demo(request: pytest.FixtureRequest) -> DemoTown:
    return load_demo(str(request.param))


def test_posts_units_and_members_are_as_many_as_promised(demo: DemoTown) -> None:
    scale = "town" if demo.network.name == "临澜县" else "city"
    roster = demo.roster
    assert (len(roster.posts), len(roster.units), len(roster.members)) == COUNTS[scale]
    assert {firm.kind for firm in roster.firms} == set(FirmKind)
    assert len(roster.firms) >= 12


def test_ids_call_signs_and_post_names_are_given_once(demo: DemoTown) -> None:
    roster = demo.roster
    for things in (roster.firms, roster.posts, roster.units, roster.members, roster.patrols):
        ids = [thing.id for thing in things]  # type: ignore[attr-defined]
        assert len(set(ids)) == len(ids)
    call_signs = [unit.call_sign for unit in roster.units]
    assert len(set(call_signs)) == len(call_signs)
    assert max(map(len, call_signs)) <= 7
    assert len({post.name for post in roster.posts}) == len(roster.posts)
    assert len({firm.name for firm in roster.firms}) == len(roster.firms)


def test_everything_named_on_the_roster_exists(demo: DemoTown) -> None:
    roster = demo.roster
    firms = {firm.id for firm in roster.firms} | {None}
    posts = {post.id for post in roster.posts} | {None}
    units = {unit.id: unit for unit in roster.units}
    assert all(post.firm in firms for post in roster.posts)
    assert all(unit.firm in firms and unit.home_post in posts for unit in roster.units)
    assert all(member.firm in firms and member.post in posts for member in roster.members)
    crews = Counter(member.unit for member in roster.members if member.unit)
    assert crews == {unit.id: unit.crew for unit in units.values()}
    assert not any(member.phone for member in roster.members)


def test_all_six_kinds_of_units_and_three_parties_are_there(demo: DemoTown) -> None:
    units = demo.roster.units
    kinds = Counter(unit.kind for unit in units)
    assert set(kinds) == set(UnitKind)
    assert {unit.party for unit in units} == set(Party)
    assert 0.03 <= kinds[UnitKind.DRONE] / len(units) <= 0.08
    not_on_duty = sum(unit.duty is not Duty.ON for unit in units)
    assert 0.05 <= not_on_duty / len(units) <= 0.13
    assert {unit.home_post for unit in units} >= {post.id for post in demo.roster.posts}


def test_posts_and_units_stand_at_a_road(demo: DemoTown) -> None:
    network = demo.network
    scale = 111_195.0
    squeeze = float(np.cos(np.radians(network.node_lat.mean())))
    x, y = network.node_lon * scale * squeeze, network.node_lat * scale
    ax, ay = x[network.seg_from], y[network.seg_from]
    dx, dy = x[network.seg_to] - ax, y[network.seg_to] - ay
    square = np.maximum(dx**2 + dy**2, 1e-9)

    def off_road_m(at: LatLon) -> float:
        px, py = at.lon * scale * squeeze, at.lat * scale
        share = np.clip(((px - ax) * dx + (py - ay) * dy) / square, 0, 1)
        return float(np.sqrt(((ax + share * dx - px) ** 2 + (ay + share * dy - py) ** 2).min()))

    places = [post.at for post in demo.roster.posts] + [unit.at for unit in demo.roster.units]
    assert max(off_road_m(at) for at in places) < 8.0


def test_the_museum_has_its_own_crews_with_shields(demo: DemoTown) -> None:
    post = next(post for post in demo.roster.posts if "博物馆" in post.name)
    place = next(place for place in demo.network.places if place.kind == "museum")
    assert distance_m(post.at, place.at) < 150
    assert {"盾牌", "钢叉", "防暴头盔", "防刺背心", "对讲机"} <= {kit.item for kit in post.equipment}
    crews = [unit for unit in demo.roster.units if unit.home_post == post.id]
    assert 2 <= len(crews) <= 3
    for unit in crews:
        assert unit.party is Party.GUARD
        assert unit.duty is Duty.ON
        assert "盾牌" in {kit.item for kit in unit.equipment}


def test_patrol_routes_are_rings_of_posts_that_can_be_walked_or_driven(demo: DemoTown) -> None:
    posts = {post.id: post.at for post in demo.roster.posts}
    routes = demo.roster.patrols
    assert 3 <= len(routes) <= 8
    assert len({route.name for route in routes}) == len(routes)
    for route in routes:
        assert route.points == tuple(posts[post] for post in route.posts)
        assert route.closed
        legs = zip(route.points, (*route.points[1:], route.points[0]), strict=True)
        metres = sum(distance_m(a, b) for a, b in legs)
        assert 1_000 < metres < (3_000 if "步" in route.name else 12_000)


@pytest.mark.parametrize("word", ["医院", "地铁", "夜市", "小学", "厂", "客运站", "景区"])
def test_the_places_that_matter_have_posts(demo: DemoTown, word: str) -> None:
    assert any(word in post.name for post in demo.roster.posts)


def test_a_roster_reads_back_as_it_was_written(demo: DemoTown, tmp_path: Path) -> None:
    path = tmp_path / "roster.json"
    path.write_text(roster_text(demo.roster), encoding="utf-8")
    assert read_roster(path) == demo.roster


@pytest.mark.parametrize("damage", ["", "{", '{"version":99}', '{"version":1,"firms":[["F-1"]]}'])
def test_a_damaged_roster_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "roster.json"
    path.write_text(damage, encoding="utf-8")
    with pytest.raises(WorldFailed) as failed:
        read_roster(path)
    assert failed.value.values["name"] == "roster.json"


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(Refusal, match=r"demo\.scale\.unknown"):
        load_demo("village")


def test_town_files_stay_small_enough_for_the_wheel() -> None:
    sizes = {path.name: path.stat().st_size for path in resource("demo").iterdir()}
    assert sizes["town.roads"] + sizes["town.roster.json"] < 1_500_000
    assert sizes["city.roads"] + sizes["city.roster.json"] < 4_000_000
    assert json.loads(resource("demo", "town.roster.json").read_text(encoding="utf-8"))["version"] == 1
