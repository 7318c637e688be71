"""When each unit can stand where."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from commandroom.geo import distance_m
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.sphere import distances_m
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment.question import ContainmentQuestion, HoldUnit

AT_POINT_M = 30.0
"""A unit this near to its point stands there."""
NEXT_TO_DEG = 0.001
"""Nothing farther than this to the north, or than twice this to the east, is next to a unit; up to 80°."""


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
        found[rows] = router.times(starts, router.at_nodes(nodes, mode), mode, limit_s=limit_s)
        if mode is not Mode.DRONE:
            _walk_across(router, mode, starts, nodes, found, rows)
    return np.where(found <= limit_s, found, np.inf)


def _walk_across(
    router: RoadRouter, mode: Mode, starts: Floats, nodes: Ints, found: Floats, rows: Sequence[int]
) -> None:
    """Let who stands next to a node walk there, whatever roads lead to it."""
    network = router.network
    north = np.abs(network.node_lat[nodes] - starts[:, :1]) < NEXT_TO_DEG
    east = np.abs(network.node_lon[nodes] - starts[:, 1:]) < 2 * NEXT_TO_DEG
    start, column = np.nonzero(north & east)
    near = nodes[column]
    metres = distances_m(starts[start, 0], starts[start, 1], network.node_lat[near], network.node_lon[near])
    is_next = metres <= AT_POINT_M
    row, column = np.asarray(rows)[start[is_next]], column[is_next]
    walk_s = metres[is_next] / router.graph(mode).weights.walk_mps
    found[row, column] = np.minimum(found[row, column], walk_s)


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
