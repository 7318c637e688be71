"""The first ten units of an incident on real roads, against road times worked out another way."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from commandroom.geo import distance_m
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Incident, Post, Unit
from commandroom.roads.compile import compile_network
from commandroom.roads.modes import CROSSING_S, DRONE_KMH, OVER_SIGN, SPEEDS_KMH, Mode
from commandroom.roads.network import RoadNetwork, SegFlag
from commandroom.roads.osm import import_osm
from commandroom.roads.travel import RoadRouter
from commandroom.services.recommendation import MODE_OF, Recommendation
from tests.conftest import KNIFE, OPERATOR, open_office
from tests.e2e.rosters import roster_on

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
TOP = 10


def mode_seconds(network: RoadNetwork, mode: Mode) -> tuple[coo_matrix, np.ndarray]:
    """Seconds between neighbouring nodes as scipy knows them, and which nodes can all reach each other."""
    kmh = np.array(SPEEDS_KMH[mode])[network.seg_class]
    flags = network.seg_flags
    along, against = flags & SegFlag.FOOT != 0, flags & SegFlag.FOOT != 0
    if mode.is_motor:
        along, against = flags & SegFlag.FORWARD != 0, flags & SegFlag.BACKWARD != 0
        sign = network.seg_maxspeed_kmh
        kmh = np.where(sign > 0, np.minimum(kmh, np.maximum(sign, 8.0) * OVER_SIGN), kmh)
    seconds = network.seg_length_m * 3.6 / kmh
    quickest: dict[tuple[int, int], float] = {}
    for tails, heads, is_open in (
        (network.seg_from, network.seg_to, along),
        (network.seg_to, network.seg_from, against),
    ):
        for tail, head, cost in zip(tails[is_open], heads[is_open], seconds[is_open], strict=True):
            pair = (int(tail), int(head))
            quickest[pair] = min(cost, quickest.get(pair, np.inf))
    pairs = np.array(list(quickest))
    size = (network.node_count, network.node_count)
    graph = coo_matrix((np.array(list(quickest.values())), (pairs[:, 0], pairs[:, 1])), shape=size)
    _, part = connected_components(graph, directed=True, connection="strong")
    usable = part == np.bincount(part).argmax()
    is_arm = (along | against) & usable[network.seg_from] & usable[network.seg_to]
    half_s = half_crossings(network, mode, is_arm)
    graph.data += half_s[graph.row] + half_s[graph.col]
    return graph, usable


def half_crossings(network: RoadNetwork, mode: Mode, is_arm: np.ndarray) -> np.ndarray:
    """Half of what each node costs to pass: by the third largest of the roads that meet there."""
    arms: dict[int, list[int]] = defaultdict(list)
    for ends in (network.seg_from[is_arm], network.seg_to[is_arm]):
        for node, road_class in zip(ends.tolist(), network.seg_class[is_arm].tolist(), strict=True):
            arms[node].append(road_class)
    half_s = np.zeros(network.node_count)
    for node, classes in arms.items():
        if len(classes) > 2:
            half_s[node] = CROSSING_S[mode][sorted(classes)[-3]] / 2
    return half_s


def expected(
    network: RoadNetwork, goal: Post, units: list[Unit], node_at: dict[tuple[float, float], int]
) -> dict[str, float]:
    """Seconds of every unit whose own junction lies on the roads of its mode."""
    seconds: dict[str, float] = {}
    for mode in Mode:
        crew = [unit for unit in units if MODE_OF[unit.kind] is mode]
        if mode is Mode.DRONE:
            seconds |= {unit.id: distance_m(unit.at, goal.at) * 3.6 / DRONE_KMH for unit in crew}
            continue
        graph, usable = mode_seconds(network, mode)
        target = node_at[goal.at]
        if not usable[target]:
            continue
        times = dijkstra(graph.T.tocsr(), directed=True, indices=target)
        nodes = {unit.id: node_at[unit.at] for unit in crew}
        seconds |= {unit: float(times[node]) for unit, node in nodes.items() if usable[node]}
    return seconds


@pytest.mark.parametrize("file", ["shanghai_small.osm", "wuhan_roads.osm.pbf"])
def test_the_first_ten_units_are_those_of_an_independent_search(file: str) -> None:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"needs {file} in ../shared/data")
    network = compile_network(import_osm(path))
    firms, posts, units, members = roster_on(network)
    node_at = {tuple(network.node(node)): node for node in range(network.node_count)}
    office = open_office()
    office.give(co.ImportRoster(OPERATOR, file, firms, posts, units, members))
    recommendation = Recommendation(RoadRouter(network))
    for post in posts[:: len(posts) // 5]:
        office.give(co.ReportIncident(OPERATOR, KNIFE.code, post.at, post.name, "持刀", ""))
        incident: Incident = office.store.snapshot(now=office.clock.now()).incidents[-1]
        wanted = expected(network, post, list(units), node_at)
        assert len(wanted) > 0.5 * len(units)
        asked = [unit for unit in units if unit.id in wanted]
        ranking = recommendation.rank(incident, asked, now=office.clock.now())
        for candidate in ranking:
            assert candidate.eta_s == pytest.approx(wanted[candidate.unit], abs=1.0)
        nearest = sorted(wanted.values())[:TOP]
        assert [each.eta_s for each in ranking[:TOP]] == pytest.approx(nearest, abs=1.0)
    office.store.close()
