"""The roads he may be on, and the roads the ring encloses, as lines."""

from itertools import pairwise

import numpy as np

from commandroom.geo import LatLon
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.reach import Line, Lines
from commandroom.services.containment.flight import Flags, Pursued

SLIVER = 1e-9


def reached(of: Pursued, seen_ago_s: float) -> Lines:
    """The pieces of road he may be on after `seen_ago_s` from the sighting."""
    passes = np.ones(len(of.node_s), dtype=np.bool_)
    passes[of.walls] = False
    tail, head = of.tail, of.head
    low = _share(seen_ago_s, np.where(passes[tail], of.node_s[tail], np.inf), of.seconds)
    high = 1.0 - _share(seen_ago_s, np.where(passes[head], of.node_s[head], np.inf), of.seconds)
    own, at = of.segment, of.fraction
    part = seen_ago_s / float(of.seconds[own])
    whole = low >= high
    whole[own] = False
    some = ~whole
    some[own] = False
    first = some & (low > SLIVER)
    last = some & (high < 1.0 - SLIVER)
    ends = _lines(of.network, of.segments[whole])
    ends += tuple(
        _piece(of.network, int(s), 0.0, float(f)) for s, f in zip(of.segments[first], low[first], strict=True)
    )
    ends += tuple(
        _piece(of.network, int(s), float(f), 1.0) for s, f in zip(of.segments[last], high[last], strict=True)
    )
    return (*ends, _piece(of.network, int(of.segments[own]), max(at - part, 0.0), min(at + part, 1.0)))


def enclosed(of: Pursued, inside: Flags, ring: Ints) -> Lines:
    """All roads with an end inside. `inside`: (nodes,); `ring`: the nodes that shut it."""
    touches = inside.copy()
    touches[ring] = True
    is_in = (inside[of.tail] | inside[of.head]) & touches[of.tail] & touches[of.head]
    return _lines(of.network, of.segments[is_in])


def _share(now_s: float, enter_s: Floats, whole_s: Floats) -> Floats:
    """How much of each segment is done by now."""
    return np.asarray(np.clip((now_s - np.minimum(enter_s, 1e12)) / whole_s, 0.0, 1.0), dtype=np.float64)


def _piece(network: RoadNetwork, segment: int, low: float, high: float) -> Line:
    """A part of a segment."""
    a, b = network.node(int(network.seg_from[segment])), network.node(int(network.seg_to[segment]))
    return tuple(
        LatLon(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share) for share in (low, high)
    )


def _lines(network: RoadNetwork, segments: Ints) -> Lines:
    """Whole segments, those that follow each other on one way as one line."""
    if len(segments) == 0:
        return ()
    here, there = segments[:-1], segments[1:]
    goes_on = (here + 1 == there) & (network.seg_way[here] == network.seg_way[there])
    goes_on &= network.seg_to[here] == network.seg_from[there]
    starts = np.append(np.flatnonzero(np.append(True, ~goes_on)), len(segments)).tolist()
    lat, lon = network.node_lat, network.node_lon
    lines = []
    for begin, end in pairwise(starts):
        nodes = np.append(network.seg_from[segments[begin]], network.seg_to[segments[begin:end]])
        lines.append(tuple(map(LatLon, lat[nodes].tolist(), lon[nodes].tolist())))
    return tuple(lines)
