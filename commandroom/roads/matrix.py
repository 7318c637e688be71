"""Travel times from many places to many places at once."""

import numpy as np

from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.roads.graph import ModeGraph
from commandroom.roads.kernel import ROOTS
from commandroom.roads.network import Floats
from commandroom.roads.snap import Snaps
from commandroom.roads.sphere import distances_m
from commandroom.roads.starts import Starts, starts_of
from commandroom.roads.topology import Places, pairs


def road_times(
    graph: ModeGraph, origins: Snaps, goals: Snaps, limit_s: float, headings: Floats | None
) -> Floats:
    """(n, m) seconds from each origin to each goal; inf where there is no way or it takes longer.

    Searches from the side that has fewer points, a few of them at a time.
    """
    if not len(graph.segments) or not len(origins) or not len(goals):
        return np.full((len(origins), len(goals)), np.inf)
    starts, places = starts_of(graph, origins, headings), graph.topology.places(goals)
    walk_mps = graph.weights.walk_mps
    found = (
        _from_goals(graph, starts, places, limit_s)
        if len(goals) <= len(origins)
        else _from_origins(graph, starts, places, limit_s)
    )
    _lower_on_own_chains(graph, found, starts, places)
    found += (origins.off_road_m / walk_mps)[:, None]
    found += goals.off_road_m / walk_mps
    _lower_by_straight_walks(found, origins, goals, walk_mps)
    found[found > limit_s] = np.inf
    return found


def _from_goals(graph: ModeGraph, starts: Starts, goals: Places, limit_s: float) -> Floats:
    """(n, m) by way of the junctions, searched from the goals."""
    found = np.empty((len(goals), len(starts.places)))
    for low in range(0, len(goals), ROOTS):
        rows = slice(low, low + ROOTS)
        junction_s = graph.search(goals[rows], limit_s, toward=True)
        found[rows] = _over(junction_s, starts.places, starts.begin_s, starts.end_s)
    return np.ascontiguousarray(found.T)


def _from_origins(graph: ModeGraph, starts: Starts, goals: Places, limit_s: float) -> Floats:
    """The same, searched from the origins."""
    entries = graph.entries(goals)
    found = np.empty((len(starts.places), len(goals)))
    for low in range(0, len(found), ROOTS):
        rows = slice(low, low + ROOTS)
        junction_s = graph.search_from(starts.places[rows], starts.begin_s[rows], starts.end_s[rows], limit_s)
        found[rows] = _over(junction_s, goals, entries.begin_s, entries.end_s)
    return found


def _over(junction_s: Floats, places: Places, begin_s: Floats, end_s: Floats) -> Floats:
    """(k, n) from k searches to n places over the nearer of their two doors."""
    found = junction_s[:, places.begin]
    found += begin_s
    other = junction_s[:, places.end]
    other += end_s
    return np.minimum(found, other, out=found)


def _lower_on_own_chains(graph: ModeGraph, found: Floats, starts: Starts, goals: Places) -> None:
    """Count the ways between points of one chain that do not leave it."""
    row, column = pairs(starts.places.chain, goals.chain)
    if len(row):
        found[row, column] = np.minimum(found[row, column], starts.direct(graph, row, goals[column]))


def _lower_by_straight_walks(found: Floats, origins: Snaps, goals: Snaps, walk_mps: float) -> None:
    """Count the straight walks inside the circle around each goal that its road touches."""
    radius_m = np.where(np.isfinite(goals.off_road_m), goals.off_road_m, -1.0)
    margin = np.degrees((radius_m * 1.001 + 1.0) / EARTH_RADIUS_M)
    north_order = np.argsort(origins.points[:, 0], kind="stable")
    north = origins.points[north_order, 0]
    low = np.searchsorted(north, goals.points[:, 0] - margin)
    high = np.maximum(low, np.searchsorted(north, goals.points[:, 0] + margin))
    column = np.repeat(np.arange(len(goals)), high - low)
    ends = np.cumsum(high - low)
    row = north_order[np.arange(len(column)) + np.repeat(low - (ends - (high - low)), high - low)]
    metres = distances_m(
        origins.points[row, 0], origins.points[row, 1], goals.points[column, 0], goals.points[column, 1]
    )
    is_inside = metres <= radius_m[column]
    row, column, metres = row[is_inside], column[is_inside], metres[is_inside]
    found[row, column] = np.minimum(found[row, column], metres / walk_mps)
