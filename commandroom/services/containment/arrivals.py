"""When each unit can stand where."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from commandroom.geo import distance_m
from commandroom.roads.graph import ModeGraph
from commandroom.roads.modes import OFF_ROAD_KMH, SHORTEST_S, Mode, metres_per_second
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.sphere import distances_m
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment.question import ContainmentQuestion, HoldUnit

AT_POINT_M = 30.0
"""A unit this near to its point stands there."""
NEXT_TO_DEG = 0.001
"""Nothing farther than this to the north, or than twice this to the east, is next to a unit; up to 80°."""
AT_ONCE = 16
"""Searches in one call: what they find takes 8 bytes for each node of the network."""


def travel_seconds(router: RoadRouter, units: Sequence[HoldUnit], nodes: Ints, limit_s: float) -> Floats:
    """(units, nodes) seconds by road in each unit's own mode.

    inf beyond `limit_s`, and at nodes off the roads of the mode unless the unit stands next to them.
    """
    found = np.full((len(units), len(nodes)), np.inf)
    by_mode: dict[Mode, list[int]] = defaultdict(list)
    for row, unit in enumerate(units):
        by_mode[unit.mode].append(row)
    for mode, rows in by_mode.items():
        if limit_s <= 0 or len(nodes) == 0:
            continue
        starts = np.array([units[row].at for row in rows], dtype=np.float64)
        if mode is Mode.DRONE:
            lat, lon = router.network.node_lat[nodes], router.network.node_lon[nodes]
            found[rows] = router.times(starts, np.column_stack((lat, lon)), mode, limit_s=limit_s)
        else:
            found[rows] = _by_road(router, mode, starts, nodes, limit_s)
            _walk_across(router.network, mode, starts, nodes, found, rows)
    return np.where(found <= limit_s, found, np.inf)


def _walk_across(
    network: RoadNetwork, mode: Mode, starts: Floats, nodes: Ints, found: Floats, rows: Sequence[int]
) -> None:
    """Let who stands next to a node walk there, whatever roads lead to it."""
    north = np.abs(network.node_lat[nodes] - starts[:, :1]) < NEXT_TO_DEG
    east = np.abs(network.node_lon[nodes] - starts[:, 1:]) < 2 * NEXT_TO_DEG
    start, column = np.nonzero(north & east)
    near = nodes[column]
    metres = distances_m(starts[start, 0], starts[start, 1], network.node_lat[near], network.node_lon[near])
    is_next = metres <= AT_POINT_M
    row, column = np.asarray(rows)[start[is_next]], column[is_next]
    walk_s = metres[is_next] / metres_per_second(OFF_ROAD_KMH[mode])
    found[row, column] = np.minimum(found[row, column], walk_s)


def _by_road(router: RoadRouter, mode: Mode, starts: Floats, nodes: Ints, limit_s: float) -> Floats:
    """(starts, nodes) seconds: one search from each start, because the nodes are far more."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    network, graph = router.network, router.graph(mode)
    snaps = router.snap(starts, mode)
    edges = [
        _first_nodes(network, graph, int(s), float(f))
        for s, f in zip(snaps.segment, snaps.fraction, strict=True)
    ]
    head = np.array([node for ends in edges for node, _ in ends], dtype=np.int32)
    first_s = np.array([max(seconds, SHORTEST_S) for ends in edges for _, seconds in ends])
    counts = np.array([len(ends) for ends in edges], dtype=np.int32)
    rows = graph.onward
    total = network.node_count + len(starts)
    start = np.concatenate((rows.start, rows.start[-1] + np.cumsum(counts, dtype=np.int32)))
    seconds = np.concatenate((rows.seconds, first_s))
    matrix = csr_matrix((seconds, np.concatenate((rows.head, head)), start), shape=(total, total))
    walk_s = snaps.off_road_m / metres_per_second(OFF_ROAD_KMH[mode])
    found = np.empty((len(starts), len(nodes)))
    for first in range(0, len(starts), AT_ONCE):
        these = np.arange(first, min(first + AT_ONCE, len(starts)))
        times = dijkstra(matrix, indices=network.node_count + these, limit=limit_s)
        found[these] = times[:, nodes] + walk_s[these, None]
    return found


def _first_nodes(
    network: RoadNetwork, graph: ModeGraph, segment: int, fraction: float
) -> list[tuple[int, float]]:
    """The nodes a unit comes to first from where it stands on `segment`, and the seconds to them."""
    if segment < 0:
        return []
    tail, head = int(network.seg_from[segment]), int(network.seg_to[segment])
    if fraction in (0.0, 1.0):
        return [(head if fraction else tail, 0.0)]
    ahead, back = float(graph.forward_s[segment]), float(graph.backward_s[segment])
    ends = [(head, (1.0 - fraction) * ahead), (tail, fraction * back)]
    return [(node, seconds) for node, seconds in ends if np.isfinite(seconds)]


def standing(network: RoadNetwork, question: ContainmentQuestion) -> dict[str, int]:
    """Unit → node of every kept order whose unit stands at its point; of several there the first by id."""
    found: dict[str, int] = {}
    for unit in sorted(question.units, key=lambda each: each.id):
        node = question.keep.get(unit.id)
        if node is None or not unit.can_hold or not 0 <= node < network.node_count:
            continue
        if node not in found.values() and distance_m(unit.at, network.node(node)) <= AT_POINT_M:
            found[unit.id] = node
    return found
