"""Who reaches which point of demand, and when: only what lies within the widest limit is kept."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from commandroom.roads.modes import OFF_ROAD_KMH, Mode, metres_per_second
from commandroom.roads.network import Floats
from commandroom.roads.sphere import distances_m, on_sphere_m
from commandroom.roads.travel import RoadRouter, Snaps
from commandroom.services.coverage.demand import Indices

if TYPE_CHECKING:  # slow to import, and not needed before the first survey
    from scipy.sparse import csr_matrix
    from scipy.spatial import cKDTree

Seconds = npt.NDArray[np.float32]

CHUNK_BYTES = 32 * 1024 * 1024
"""So much memory one batch of searches may take."""
ON_ROAD_M = 0.1
"""Nearer than this to its road no straight walk needs to be looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What one unit reaches within the limit."""

    demand: Indices
    """(k,) rows of the demand, ascending."""
    seconds: Seconds
    """(k,) from where the unit stands."""


NOTHING = Row(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))
"""The row of a unit that reaches nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Where the demand meets the roads of one mode: built once, asked for every unit of that mode.

    The times are those of `router.field(demand point, mode).seconds(unit)`, found forwards: one search
    from the unit serves all points of demand.
    """

    router: RoadRouter
    mode: Mode
    snaps: Snaps
    walk_s: Floats
    """(n,) from the road to the point."""
    node_start: Indices
    """(nodes + 1,) offsets into the two below."""
    door_demand: Indices
    """(doors,) the point of demand that is entered from this node …"""
    door_s: Floats
    """… and the seconds from there, the walk included."""
    by_segment: Indices
    """(n,) rows of the demand in the order of their segments …"""
    segment_of: Indices
    """… and those segments, ascending."""
    circles: tuple[tuple[float, Indices, "cKDTree"], ...]
    """Points off the road by circles of like size: widest radius in metres, rows, tree."""

    def rows(self, starts: npt.ArrayLike, limit_s: float) -> tuple[Row, ...]:
        """What is reached from each of the (u, 2) `starts` within `limit_s`, in their order."""
        snaps = self.router.snap(starts, self.mode)
        if len(snaps) == 0:
            return ()
        nodes = self.router.network.node_count
        matrix = self._with_starts(snaps)
        most = max(1, CHUNK_BYTES // (8 * matrix.shape[0]))
        rows: list[Row] = []
        for begin in range(0, len(snaps), most):
            part = _part_of(snaps, slice(begin, begin + most))
            rows += self._batch(part, matrix, nodes + begin, limit_s)
        return tuple(rows)

    def _with_starts(self, snaps: Snaps) -> "csr_matrix":
        """The graph and, behind its nodes, one node for each start."""
        from scipy.sparse import csr_matrix

        network, graph = self.router.network, self.router.graph(self.mode)
        on_road = np.flatnonzero(snaps.segment >= 0)
        segment, share = snaps.segment[on_road], snaps.fraction[on_road]
        ahead = _share_of(1.0 - share, graph.forward_s[segment])
        behind = _share_of(share, graph.backward_s[segment])
        owner = np.concatenate((on_road, on_road))
        head = np.concatenate((network.seg_to[segment], network.seg_from[segment]))
        seconds = np.concatenate((ahead, behind))
        seconds += snaps.off_road_m[owner] / metres_per_second(OFF_ROAD_KMH[self.mode])
        kept = np.flatnonzero(np.isfinite(seconds))
        kept = kept[np.argsort(owner[kept], kind="stable")]
        size = network.node_count + len(snaps)
        ends = np.cumsum(np.bincount(owner[kept], minlength=len(snaps))) + len(graph.onward.head)
        start = np.concatenate((graph.onward.start, ends)).astype(np.int32)
        costs = np.concatenate((graph.onward.seconds, seconds[kept]))
        heads = np.concatenate((graph.onward.head, head[kept])).astype(np.int32)
        return csr_matrix((costs, heads, start), shape=(size, size), copy=False)

    def _batch(self, snaps: Snaps, matrix: "csr_matrix", first: int, limit_s: float) -> list[Row]:
        from scipy.sparse.csgraph import dijkstra

        sources = np.arange(first, first + len(snaps))
        found = dijkstra(matrix, directed=True, indices=sources, limit=limit_s)
        found = found[:, : self.router.network.node_count]
        start, node = np.nonzero(found <= limit_s)
        at_s = found[start, node]
        ways = [
            self._through_doors(start, node, at_s),
            self._along_one_segment(snaps),
            self._straight(snaps),
        ]
        owner, demand, seconds = (np.concatenate(side) for side in zip(*ways, strict=True))
        return _quickest(owner, demand, seconds, len(snaps), len(self.walk_s), limit_s)

    def _through_doors(self, start: Indices, node: Indices, at_s: Floats) -> tuple[Indices, Indices, Floats]:
        """Start, demand and seconds of every way over a node that was reached."""
        counts = self.node_start[node + 1] - self.node_start[node]
        door = _ranges(self.node_start[node], counts)
        return np.repeat(start, counts), self.door_demand[door], np.repeat(at_s, counts) + self.door_s[door]

    def _along_one_segment(self, snaps: Snaps) -> tuple[Indices, Indices, Floats]:
        """The same for points on the start's own segment, without leaving it."""
        graph = self.router.graph(self.mode)
        low = np.searchsorted(self.segment_of, snaps.segment, side="left")
        high = np.searchsorted(self.segment_of, snaps.segment, side="right")
        counts = np.where(snaps.segment >= 0, high - low, 0)
        demand = self.by_segment[_ranges(low, counts)]
        start = np.repeat(np.arange(len(snaps)), counts)
        segment = self.snaps.segment[demand]
        gap = self.snaps.fraction[demand] - snaps.fraction[start]
        pace = np.where(gap >= 0, graph.forward_s[segment], graph.backward_s[segment])
        walk = snaps.off_road_m[start] / metres_per_second(OFF_ROAD_KMH[self.mode]) + self.walk_s[demand]
        return start, demand, _share_of(np.abs(gap), pace) + walk

    def _straight(self, snaps: Snaps) -> tuple[Indices, Indices, Floats]:
        """The same for points off the road to which the start is nearer than their road is."""
        here = on_sphere_m(snaps.points[:, 0], snaps.points[:, 1])
        starts, demands = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int32)]
        for radius_m, rows, tree in self.circles:
            near = tree.query_ball_point(here, radius_m + 1.0)
            counts = np.array([len(each) for each in near], dtype=np.int64)
            if counts.any():
                demands.append(rows[np.concatenate([each for each in near if each]).astype(np.int64)])
                starts.append(np.repeat(np.arange(len(near)), counts))
        start, demand = np.concatenate(starts), np.concatenate(demands)
        there = self.snaps.points[demand]
        metres = distances_m(snaps.points[start, 0], snaps.points[start, 1], there[:, 0], there[:, 1])
        inside = metres <= self.snaps.off_road_m[demand]
        seconds = metres[inside] / metres_per_second(OFF_ROAD_KMH[self.mode])
        return start[inside], demand[inside], seconds


def doors_of(router: RoadRouter, points: Floats, mode: Mode) -> Doors:
    """Put (n, 2) points of demand on the roads of `mode`.

    Raises:
        ValueError: for a drone, which brings nobody.
    """
    if mode is Mode.DRONE:
        raise ValueError("a drone covers nothing")
    network, graph = router.network, router.graph(mode)
    snaps = router.snap(points, mode)
    walk_s = snaps.off_road_m / metres_per_second(OFF_ROAD_KMH[mode])
    rows = np.flatnonzero(snaps.segment >= 0).astype(np.int32)
    segment, share = snaps.segment[rows], snaps.fraction[rows]
    ahead = np.where(share < 1.0, _share_of(share, graph.forward_s[segment]), np.inf)
    behind = np.where(share > 0.0, _share_of(1.0 - share, graph.backward_s[segment]), np.inf)
    demand = np.concatenate((rows, rows))
    node = np.concatenate((network.seg_from[segment], network.seg_to[segment]))
    seconds = np.concatenate((ahead, behind)) + walk_s[demand]
    kept = np.flatnonzero(np.isfinite(seconds))
    kept = kept[np.argsort(node[kept], kind="stable")]
    start = np.zeros(network.node_count + 1, dtype=np.int64)
    np.cumsum(np.bincount(node[kept], minlength=network.node_count), out=start[1:])
    order = rows[np.argsort(segment, kind="stable")]
    return Doors(
        router=router,
        mode=mode,
        snaps=snaps,
        walk_s=walk_s,
        node_start=start.astype(np.int32),
        door_demand=demand[kept],
        door_s=seconds[kept],
        by_segment=order,
        segment_of=snaps.segment[order],
        circles=_circles(snaps),
    )


def _circles(snaps: Snaps) -> tuple[tuple[float, Indices, "cKDTree"], ...]:
    """The points off their road, those of like distance together."""
    from scipy.spatial import cKDTree

    off = np.flatnonzero(np.isfinite(snaps.off_road_m) & (snaps.off_road_m > ON_ROAD_M)).astype(np.int32)
    size = np.maximum(np.ceil(np.log2(snaps.off_road_m[off] / 25.0)), 0.0)
    found = []
    for each in np.unique(size):
        rows = off[size == each]
        where = on_sphere_m(snaps.points[rows, 0], snaps.points[rows, 1])
        found.append((float(25.0 * 2.0**each), rows, cKDTree(where)))
    return tuple(found)


def _quickest(
    owner: Indices, demand: Indices, seconds: Floats, starts: int, points: int, limit_s: float
) -> list[Row]:
    """One row for each start; of several ways to a point the quickest, to the microsecond."""
    within = np.flatnonzero(seconds <= limit_s)
    micro = np.rint(seconds[within] * 1e6).astype(np.int64)
    bits = max(int(limit_s * 1e6 + 1).bit_length(), 1)
    packed = np.sort(((owner[within].astype(np.int64) * points + demand[within]) << bits) | micro)
    key = packed >> bits
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, dtype=np.int64)
    key = key[first]
    at_s = ((packed[first] & ((1 << bits) - 1)) / 1e6).astype(np.float32)
    cuts = np.searchsorted(key, np.arange(starts + 1, dtype=np.int64) * points)
    reached = (key % max(points, 1)).astype(np.int32)
    return [Row(reached[begin:end], at_s[begin:end]) for begin, end in pairwise(cuts.tolist())]


def _part_of(snaps: Snaps, rows: slice) -> Snaps:
    return Snaps(snaps.points[rows], snaps.segment[rows], snaps.fraction[rows], snaps.off_road_m[rows])


def _ranges(begin: Indices, counts: Indices) -> Indices:
    """begin[0] … begin[0] + counts[0] - 1, begin[1] …, end to end."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    return np.asarray(np.arange(total) + np.repeat(begin - (ends - counts), counts), dtype=np.int64)


def _share_of(share: Floats, seconds: Floats) -> Floats:
    """That share of a segment; none at all takes no time, even against a one-way street."""
    with np.errstate(invalid="ignore"):
        return np.where(share == 0.0, 0.0, share * seconds)
