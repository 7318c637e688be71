"""Travel times from many places to many places at once."""

import numpy as np

from commandroom.roads.field import RoadField
from commandroom.roads.graph import ModeGraph
from commandroom.roads.network import Floats, RoadNetwork
from commandroom.roads.snap import SegmentIndex

CHUNK_BYTES = 64 * 1024 * 1024
"""So much memory the arrival times of one chunk of goals may take."""


def road_times(
    network: RoadNetwork,
    graph: ModeGraph,
    index: SegmentIndex,
    origins: Floats,
    goals: Floats,
    limit_s: float,
) -> Floats:
    """(n, m) seconds from each origin to each goal; inf where there is no way or it takes longer."""
    from commandroom.geo import LatLon

    found = np.full((len(origins), len(goals)), np.inf)
    starts, ends = index.snap(origins), index.snap(goals)
    step = max(1, CHUNK_BYTES // (8 * max(network.node_count, 1)))
    for low in range(0, len(goals), step):
        rows = range(low, min(low + step, len(goals)))
        places = [(int(ends.segment[row]), float(ends.fraction[row])) for row in rows]
        node_s = graph.seconds_to_each(network, places, limit_s=limit_s)
        for row, seconds in zip(rows, node_s, strict=True):
            place = LatLon(float(goals[row, 0]), float(goals[row, 1]))
            segment, fraction = int(ends.segment[row]), float(ends.fraction[row])
            off_road_m = float(ends.off_road_m[row])
            field = RoadField(
                place, graph.mode, network, graph, index, seconds, segment, fraction, off_road_m
            )
            found[:, row] = field.seconds_from(starts)
    found[found > limit_s] = np.inf
    return found
