"""What a point of the ring is called: the roads that meet there."""

import numpy as np

from commandroom.roads.network import RoadNetwork


def roads_at(network: RoadNetwork, node: int) -> tuple[str, ...]:
    """Names of the roads that meet at a node, the biggest road first, each once."""
    meeting = np.flatnonzero((network.seg_from == node) | (network.seg_to == node))
    by_size = sorted(meeting.tolist(), key=lambda each: (-int(network.seg_class[each]), each))
    names = (network.name_of_segment(each) for each in by_size)
    return tuple(dict.fromkeys(name for name in names if name))
