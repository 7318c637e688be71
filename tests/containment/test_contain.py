"""A ring on hand-made towns: bridges, one-way streets, who may hold, what is honest when it fails."""

from dataclasses import replace

import numpy as np
import pytest

from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import OneWay, RawWay, RoadClass
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.containment import ContainmentQuestion, Flight, HoldUnit, contain, later
from commandroom.wording import Wording
from tests.containment.reference import earliest, escapes, suspect_roads
from tests.roads.maps import grid_point, raw_map

STREET = RoadClass.RESIDENTIAL


def block(corner: int) -> list[tuple[int, int]]:
    """The streets of a block of 3 × 3 crossings whose first node is `corner`."""
    rows = [(corner + 3 * r + c, corner + 3 * r + c + 1) for r in range(3) for c in range(2)]
    return rows + [(corner + 3 * r + c, corner + 3 * r + c + 3) for r in range(2) for c in range(3)]


def two_banks() -> RoadNetwork:
    """Two blocks 600 m apart, joined by one bridge from node 5 over node 18 to node 12."""
    west = [(100.0 * c, 100.0 * r) for r in range(3) for c in range(3)]
    east = [(800.0 + 100.0 * c, 100.0 * r) for r in range(3) for c in range(3)]
    ways = [RawWay(pair, STREET, "西街" if pair[1] < 9 else "东街") for pair in (*block(0), *block(9))]
    bridge = RawWay((5, 18, 12), RoadClass.PRIMARY, "长桥")
    return compile_network(raw_map([*west, *east, (500.0, 100.0)], *ways, bridge))


def unit(name: str, east_m: float, north_m: float, mode: Mode = Mode.FOOT, **more: bool) -> HoldUnit:
    return HoldUnit(name, grid_point(east_m, north_m), mode, **more)


def at_the_west(*units: HoldUnit, seen_ago_s: float = 20.0) -> ContainmentQuestion:
    """A suspect in the middle of the west block; he counts as escaped on the east bank."""
    return ContainmentQuestion(
        grid_point(100, 100), seen_ago_s, Flight.FOOT, units, speed_mps=2.0, horizon_s=370.0 - seen_ago_s
    )


def test_one_unit_on_the_bridge_shuts_a_bank() -> None:
    found = contain(RoadRouter(two_banks()), at_the_west(unit("U1", 800, 100)))
    (hold,) = found.holds
    assert found.is_closed
    assert found.is_proven_smallest
    assert found.size_lower_bound == 1
    assert hold.unit == "U1"
    assert "长桥" in hold.roads
    assert hold.slack_s >= 0
    assert found.spare == ()


def test_of_equal_rings_the_tightest_is_taken_that_can_be_held_in_time() -> None:
    router = RoadRouter(two_banks())
    near = contain(router, at_the_west(unit("U1", 200, 100), seen_ago_s=5.0))
    far = contain(router, at_the_west(unit("U1", 800, 100)))
    assert near.holds[0].node == 5
    assert far.holds[0].node == 18


def test_who_cannot_hold_is_not_asked() -> None:
    found = contain(RoadRouter(two_banks()), at_the_west(unit("D1", 500, 100, Mode.DRONE, can_hold=False)))
    assert not found.is_closed
    assert found.holds == ()
    assert found.spare == ()
    assert found.holes[0].nearest_unit is None


def test_without_units_the_smallest_ring_is_all_holes() -> None:
    found = contain(RoadRouter(two_banks()), at_the_west())
    (hole,) = found.holes
    assert not found.is_closed
    assert found.is_proven_smallest
    assert hole.suspect_s > 0
    assert hole.shortfall_s == float("inf")


def test_a_hole_says_how_late_the_nearest_would_be() -> None:
    slow = unit("U1", 1000, 200)
    question = replace(at_the_west(slow, seen_ago_s=190.0), order_delay_s=200.0)
    (hole,) = contain(RoadRouter(two_banks()), question).holes
    assert hole.nearest_unit == "U1"
    assert hole.nearest_s > 200
    assert hole.shortfall_s == pytest.approx(hole.nearest_s + question.margin_s - hole.suspect_s)
    assert hole.shortfall_s > 0


def test_a_minute_later_the_ring_is_lost() -> None:
    router = RoadRouter(two_banks())
    question = at_the_west(unit("U1", 500, 100), seen_ago_s=150.0)
    assert contain(router, question).is_closed
    assert not later(router, question, after_s=120.0).is_closed


def test_a_car_may_flee_against_a_one_way_street() -> None:
    metres = [(0.0, 0.0), (200.0, 0.0), (400.0, 0.0), (200.0, 200.0), (800.0, 0.0), (1200.0, 0.0)]
    ring = [RawWay((0, 1, 2, 3, 0), STREET, "环路")]
    toward = RawWay((5, 4, 2), STREET, "单行街", OneWay.FORWARD)
    back = RawWay((2, 5), STREET, "回程路", OneWay.FORWARD)
    router = RoadRouter(compile_network(raw_map(metres, *ring, toward, back)))
    question = ContainmentQuestion(
        grid_point(0, 0), 5.0, Flight.CAR, (unit("C1", 1200, 0, Mode.CAR),), speed_mps=5.0, horizon_s=130.0
    )
    found = contain(router, question)
    roads = suspect_roads(router.network, Flight.CAR, 5.0)
    assert 4 in roads[2]
    held = frozenset(each.node for each in (*found.holds, *found.holes))
    assert not escapes(roads, [0], held, frozenset([5]) - held)


def test_a_suspect_in_a_car_keeps_off_footpaths_and_one_on_foot_does_not() -> None:
    metres = [(0.0, 0.0), (300.0, 0.0), (600.0, 0.0), (0.0, 300.0), (0.0, 600.0)]
    road = RawWay((0, 1, 2), STREET, "大路")
    path = RawWay((0, 3, 4), RoadClass.PATH, "小路", motor=False)
    router = RoadRouter(compile_network(raw_map(metres, road, path)))
    on_foot = ContainmentQuestion(grid_point(150, 0), 10.0, Flight.FOOT, speed_mps=2.0)
    assert contain(router, on_foot).size == 2
    assert contain(router, replace(on_foot, flight=Flight.CAR)).size < 2 + 1
    nodes = {each.node for each in contain(router, replace(on_foot, flight=Flight.CAR)).holes}
    assert not nodes & {3, 4}


def test_seen_this_moment_between_two_crossings() -> None:
    found = contain(
        RoadRouter(two_banks()),
        replace(at_the_west(), seen_ago_s=0.0, place=grid_point(550, 101), horizon_s=100.0),
    )
    assert found.size >= 1
    assert all(each.suspect_s > 0 for each in found.holes)


def test_who_stands_at_a_kept_point_holds_it_whatever_the_clock_says() -> None:
    router = RoadRouter(two_banks())
    here = router.network.node(5)
    standing = HoldUnit("U1", here, Mode.FOOT)
    late = at_the_west(standing, seen_ago_s=250.0)
    assert not contain(router, late).is_closed
    kept = contain(router, replace(late, keep={"U1": 5}))
    assert kept.is_closed
    (hold,) = kept.holds
    assert hold.is_standing
    assert hold.node == 5


def test_who_is_under_way_to_a_kept_point_has_signed_already() -> None:
    router = RoadRouter(two_banks())
    question = replace(at_the_west(unit("U1", 800, 100), seen_ago_s=60.0), order_delay_s=300.0)
    assert not contain(router, question).is_closed
    assert contain(router, replace(question, keep={"U1": 18})).is_closed


def test_a_ring_that_will_close_is_not_changed_for_another() -> None:
    router = RoadRouter(two_banks())
    under_way, newcomer = unit("U1", 800, 100), unit("U2", 500, 100)
    question = at_the_west(under_way, newcomer, seen_ago_s=60.0)
    (fresh,) = contain(router, question).holds
    assert (fresh.unit, fresh.node) == ("U2", 18)
    (kept,) = contain(router, replace(question, keep={"U1": 12})).holds
    assert (kept.unit, kept.node) == ("U1", 12)


def test_an_order_that_comes_too_late_is_changed() -> None:
    router = RoadRouter(two_banks())
    question = at_the_west(unit("U1", 800, 100), unit("U2", 500, 100), seen_ago_s=60.0)
    (hold,) = contain(router, replace(question, keep={"U1": 5})).holds
    assert (hold.unit, hold.node) == ("U2", 18)


def test_where_no_road_leads_on_there_is_nothing_to_hold() -> None:
    metres = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
    router = RoadRouter(compile_network(raw_map(metres, RawWay((0, 1, 2, 3, 0), STREET, "环路"))))
    question = ContainmentQuestion(grid_point(0, 0), 10.0, Flight.FOOT, speed_mps=2.0, horizon_s=500.0)
    found = contain(router, question)
    assert found.is_closed
    assert found.leads_nowhere
    nearer = contain(router, replace(question, speed_mps=1.0, horizon_s=None))
    assert not nearer.leads_nowhere


def test_the_map_ends_before_the_road_does() -> None:
    """A dead end at the edge of the map is a way out; he may have left by it already."""
    metres = [(0.0, 0.0), (300.0, 0.0), (600.0, 0.0)]
    router = RoadRouter(compile_network(raw_map(metres, RawWay((0, 1, 2), STREET, "大路"))))
    question = ContainmentQuestion(grid_point(300, 0), 10.0, Flight.FOOT, speed_mps=2.0, horizon_s=9_000.0)
    assert {each.node for each in contain(router, question).holes} == {0, 2}
    gone = contain(router, replace(question, seen_ago_s=200.0))
    assert {each.node for each in gone.holes} == {0, 2}
    assert all(each.suspect_s < 0 for each in gone.holes)


@pytest.mark.parametrize(
    "change",
    [
        {"seen_ago_s": -1.0},
        {"seen_ago_s": float("nan")},
        {"speed_mps": 0.0},
        {"horizon_s": 0.0},
        {"margin_s": float("inf")},
        {"place": LatLon(float("nan"), 114.0)},
        {"place": grid_point(0, 90_000)},
    ],
)
def test_a_question_without_sense_is_refused_in_words(change: dict[str, object]) -> None:
    router = RoadRouter(two_banks())
    with pytest.raises(Refusal) as refused:
        contain(router, replace(at_the_west(), **change))  # type: ignore[arg-type]
    for language in ("zh", "en"):
        words = Wording(language)  # type: ignore[arg-type]
        assert words.has(refused.value.key)
        assert "{" not in words.error(refused.value)


def test_a_ring_in_a_real_city_holds(wuhan: RoadNetwork) -> None:
    router = RoadRouter(wuhan)
    chance = np.random.default_rng(5)
    crossings = router.nodes(Mode.FOOT)
    for _ in range(3):
        start = int(chance.choice(crossings))
        place = wuhan.node(start)
        near = np.hypot(wuhan.node_lat[crossings] - place.lat, wuhan.node_lon[crossings] - place.lon) < 0.03
        posts = chance.choice(crossings[near], 60)
        units = tuple(
            HoldUnit(f"U{n:02}", wuhan.node(int(node)), Mode.CAR if n % 3 else Mode.FOOT)
            for n, node in enumerate(posts)
        )
        question = ContainmentQuestion(place, 300.0, Flight.FOOT, units, speed_mps=3.5)
        found = contain(router, question, patience_s=20.0)
        assert found == contain(router, question, patience_s=20.0)
        roads = suspect_roads(wuhan, Flight.FOOT, 3.5)
        at_s = earliest(roads, [(start, 0.0)])
        here = {node for node, seconds in at_s.items() if seconds <= 300.0}
        ring = frozenset(each.node for each in (*found.holds, *found.holes))
        late = frozenset(node for node, seconds in at_s.items() if seconds > 300.0 + found.horizon_s)
        assert here
        assert not escapes(roads, here, ring, late - ring)
        assert len({hold.unit for hold in found.holds}) == len(found.holds)
