"""The ring is the smallest there is, against trying every set of nodes of small towns."""

import numpy as np
import pytest

from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import OneWay, RawWay, RoadClass
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.containment import Containment, ContainmentQuestion, Flight, HoldUnit, contain
from tests.containment.reference import best_by_trying, earliest, escapes, suspect_roads
from tests.roads.maps import raw_map

SPEED = 2.0


def small_town(chance: np.random.Generator) -> RoadNetwork:
    """3 × 4 crossings, not quite in rows, most of them joined, some by one-way streets."""
    metres = [
        (east * 100.0 + chance.uniform(-30, 30), north * 100.0 + chance.uniform(-30, 30))
        for east in range(4)
        for north in range(3)
    ]
    pairs = [(n, n + 1) for n in range(12) if n % 3 < 2] + [(n, n + 3) for n in range(9)]
    pairs += [(n, n + 4) for n in range(8) if n % 3 < 2 and chance.random() < 0.3]
    kept = [pair for pair in pairs if chance.random() < 0.85]
    ways = [
        RawWay(pair, RoadClass.RESIDENTIAL, oneway=OneWay.FORWARD if chance.random() < 0.2 else OneWay.NO)
        for pair in kept
    ]
    return compile_network(raw_map(metres, *ways))


def random_question(router: RoadRouter, chance: np.random.Generator) -> tuple[ContainmentQuestion, int]:
    """A suspect at a node of the town, up to five units on its roads, and that node."""
    network = router.network
    flight = Flight.CAR if chance.random() < 0.3 else Flight.FOOT
    nodes = router.nodes(Mode.CAR if flight is Flight.CAR else Mode.FOOT)
    start = int(chance.choice(nodes))
    units = tuple(
        HoldUnit(
            f"U{number}",
            network.node(int(chance.choice(router.nodes(Mode.FOOT)))),
            Mode.CAR if chance.random() < 0.5 else Mode.FOOT,
            can_hold=bool(chance.random() < 0.9),
        )
        for number in range(int(chance.integers(1, 6)))
    )
    return ContainmentQuestion(
        network.node(start),
        float(chance.choice([10, 30, 60])),
        flight,
        units,
        speed_mps=SPEED,
        order_delay_s=float(chance.choice([0, 10])),
        margin_s=5.0,
        horizon_s=float(chance.choice([60, 90, 120])),
    ), start


def suspect_total_s(found: Containment) -> float:
    return sum(each.suspect_s for each in (*found.holds, *found.holes) if each.suspect_s > 0)


@pytest.mark.parametrize("seed", range(60))
def test_no_set_of_points_does_better(seed: int) -> None:
    chance = np.random.default_rng(seed)
    router = RoadRouter(small_town(chance))
    question, start = random_question(router, chance)
    assert question.horizon_s is not None
    found = contain(router, question, patience_s=30.0)
    holes, holds, seconds = best_by_trying(router, question, start, question.horizon_s)
    assert (len(found.holes), len(found.holds)) == (holes, holds)
    assert suspect_total_s(found) == pytest.approx(seconds, abs=0.1)
    assert found.is_proven_smallest
    assert found.is_closed == (holes == 0)
    assert found.size_lower_bound <= found.size


@pytest.mark.parametrize("seed", range(60))
def test_every_way_out_passes_a_point_of_the_ring(seed: int) -> None:
    chance = np.random.default_rng(1000 + seed)
    router = RoadRouter(small_town(chance))
    question, start = random_question(router, chance)
    assert question.horizon_s is not None
    found = contain(router, question)
    roads = suspect_roads(router.network, question.flight, SPEED)
    at_s = earliest(roads, [(start, 0.0)])
    here = {node for node, seconds in at_s.items() if seconds <= question.seen_ago_s}
    ring = frozenset(each.node for each in (*found.holds, *found.holes))
    late = frozenset(node for node, s in at_s.items() if s > question.seen_ago_s + question.horizon_s)
    assert not escapes(roads, here, ring - here, late)


@pytest.mark.parametrize("seed", range(60))
def test_each_unit_stands_at_one_point_in_time(seed: int) -> None:
    chance = np.random.default_rng(2000 + seed)
    router = RoadRouter(small_town(chance))
    question, _ = random_question(router, chance)
    found = contain(router, question)
    by_id = {unit.id: unit for unit in question.units}
    assert len({hold.unit for hold in found.holds}) == len(found.holds)
    for hold in found.holds:
        unit = by_id[hold.unit]
        eta_s = float(router.field(hold.at, unit.mode).seconds([unit.at])[0])
        assert unit.can_hold
        assert hold.unit_eta_s == pytest.approx(eta_s, abs=1e-3)
        assert eta_s + question.order_delay_s + question.margin_s <= hold.suspect_s + 1e-6
        assert hold.slack_s >= -1e-6
