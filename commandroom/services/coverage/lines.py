"""The roads that free units reach in each ring, as lines for a layer of the map."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from commandroom.geo import LatLon
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats, RoadNetwork
from commandroom.roads.reach import Lines
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.demand import Indices
from commandroom.services.coverage.picture import Coverage


def ring_lines(router: RoadRouter, picture: Coverage) -> tuple[Lines, ...]:
    """For each limit the roads some free unit reaches within it, but not within the one before.

    A segment lies whole in the ring in which its later end is reached: over a city a cut within a
    segment cannot be seen. One search for each mode, whatever the number of units: tens of milliseconds
    on a city, for a worker thread.
    """
    by_mode: dict[Mode, list[LatLon]] = {}
    for stand in picture.stands.values():
        by_mode.setdefault(stand.mode, []).append(stand.at)
    seconds = segment_seconds_reached(router, by_mode, picture.limits_s[-1])
    band = np.searchsorted(np.array(picture.limits_s), seconds, side="left")
    return tuple(
        _lines(router.network, np.flatnonzero(band == each).astype(np.int32))
        for each in range(len(picture.limits_s))
    )


def segment_seconds_reached(
    router: RoadRouter, by_mode: Mapping[Mode, Sequence[LatLon]], limit_s: float
) -> Floats:
    """(segments,) seconds until the later end of each segment is reached by the quickest; inf beyond."""
    network = router.network
    reached = np.full(network.segment_count, np.inf)
    for mode, places in by_mode.items():
        snaps = router.snap(places, mode)
        if not len(snaps) or snaps.segment[0] < 0:  # nobody, or a mode without roads
            continue
        graph = router.graph(mode)
        walk_s = snaps.off_road_m / graph.weights.walk_mps
        on_road = graph.topology.places(snaps)
        node_s = graph.node_seconds(on_road, limit_s, toward=False, before_s=walk_s)
        later = np.maximum(node_s[network.seg_from], node_s[network.seg_to])
        is_open = np.isfinite(graph.forward_s) | np.isfinite(graph.backward_s)
        later[~is_open | graph.weights.is_closed] = np.inf
        np.minimum(reached, later, out=reached)
    reached[reached > limit_s] = np.inf
    return reached


def _lines(network: RoadNetwork, segments: Indices) -> Lines:
    """Whole segments as lines; those of one way that follow each other are one."""
    if len(segments) == 0:
        return ()
    here, there = segments[:-1], segments[1:]
    goes_on = (here + 1 == there) & (network.seg_way[here] == network.seg_way[there])
    goes_on &= network.seg_to[here] == network.seg_from[there]
    starts = np.flatnonzero(np.append(True, ~goes_on))
    nodes = np.insert(network.seg_to[segments], starts, network.seg_from[segments[starts]])
    lat, lon = network.node_lat[nodes].tolist(), network.node_lon[nodes].tolist()
    points = tuple(map(partial(tuple.__new__, LatLon), zip(lat, lon, strict=True)))
    cuts = (np.append(starts, len(segments)) + np.arange(len(starts) + 1)).tolist()
    return tuple(points[begin:end] for begin, end in pairwise(cuts))
