"""Where a suspect can be by when: he knows the town, stops for nothing and takes the quickest road.

On foot he runs 3.5 m/s without tiring, on a bicycle (or an electric one) he rides 7 m/s, on every road and
path open to people. In a car he takes every road open to vehicles in both directions, faster than a patrol
car on the same class of road. All three are meant to be more than a real suspect does.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.errors import Refusal
from commandroom.roads.modes import SHORTEST_S, Mode
from commandroom.roads.network import Floats, Ints, RoadNetwork, SegFlag
from commandroom.roads.raw import RoadClass
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment.question import ContainmentQuestion, Flight

Flags = npt.NDArray[np.bool_]

RUN_MPS = 3.5
RIDE_MPS = 7.0
DRIVE_KMH = (10.0, 25.0, 35.0, 45.0, 55.0, 65.0, 80.0, 110.0)
"""km/h in a car by `RoadClass`, lowest first."""

FARTHEST_OFF_ROAD_M = 500.0
"""Seen farther from any road than this, nothing can be said about roads."""
EDGE_M = 200.0
"""A dead end this near to the edge of the map is a way out of it."""
NEVER_ENDS = RoadClass.SECONDARY
"""Where a road of this class or above ends in nothing, the map ends and not the road."""


@dataclass(frozen=True, slots=True, eq=False)
class Pursued:
    """The suspect's roads and clock. Seconds count from the sighting, as if nobody stopped him."""

    network: RoadNetwork
    segments: Ints
    """(m,) those he can use, both ways."""
    seconds: Floats
    """(m,) from end to end."""
    node_s: Floats
    """(nodes,) earliest arrival; inf where no road leads."""
    segment: int
    """Where he was seen, as a row of `segments`."""
    fraction: float
    leads_out: Flags
    """(nodes,) whether the map ends here, so that he may leave it."""
    walls: Ints
    """Nodes held already: he comes there and not past them."""

    @property
    def tail(self) -> Ints:
        """(m,) node at one end."""
        return self.network.seg_from[self.segments]

    @property
    def head(self) -> Ints:
        """(m,) node at the other end."""
        return self.network.seg_to[self.segments]

    def starts(self) -> list[tuple[int, float]]:
        """The nodes he comes to first from where he was seen, and the seconds to them."""
        whole = float(self.seconds[self.segment])
        ends = int(self.tail[self.segment]), int(self.head[self.segment])
        if self.fraction in (0.0, 1.0):
            return [(ends[int(self.fraction)], 0.0)]
        return [(ends[0], self.fraction * whole), (ends[1], (1.0 - self.fraction) * whole)]


def pursued(router: RoadRouter, question: ContainmentQuestion, walls: Ints) -> Pursued:
    """Search the suspect's roads from where he was seen.

    Raises:
        Refusal: no road he could use is near.
    """
    network = router.network
    mode = Mode.CAR if question.flight is Flight.CAR else Mode.FOOT
    snap = router.snap([question.place], mode)
    off_road_m = float(snap.off_road_m[0])
    if int(snap.segment[0]) < 0 or off_road_m > FARTHEST_OFF_ROAD_M:
        raise Refusal("containment.off_roads", metres=round(min(off_road_m, 1e6)))
    usable = SegFlag.FORWARD | SegFlag.BACKWARD if mode is Mode.CAR else SegFlag.FOOT
    segments = np.flatnonzero(network.seg_flags & usable != 0).astype(np.int32)
    seconds = np.maximum(network.seg_length_m[segments] / _speeds(network, segments, question), SHORTEST_S)
    row = int(np.searchsorted(segments, int(snap.segment[0])))
    found = Pursued(
        network=network,
        segments=segments,
        seconds=seconds,
        node_s=np.empty(0),
        segment=row,
        fraction=float(snap.fraction[0]),
        leads_out=_leads_out(network, segments),
        walls=walls,
    )
    return _searched(found)


def _speeds(network: RoadNetwork, segments: Ints, question: ContainmentQuestion) -> Floats | float:
    """Metres per second on each segment."""
    if question.speed_mps is not None:
        return question.speed_mps
    if question.flight is Flight.CAR:
        return np.asarray(np.array(DRIVE_KMH)[network.seg_class[segments]] / 3.6, dtype=np.float64)
    return RUN_MPS if question.flight is Flight.FOOT else RIDE_MPS


def _searched(of: Pursued) -> Pursued:
    """`of` with its clock."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    root = of.network.node_count
    starts = of.starts()
    tail = np.concatenate((of.tail, of.head, np.full(len(starts), root, dtype=np.int32)))
    head = np.concatenate((of.head, of.tail, np.array([node for node, _ in starts], dtype=np.int32)))
    seconds = np.concatenate((of.seconds, of.seconds, np.array([max(s, SHORTEST_S) for _, s in starts])))
    if len(of.walls):
        passes = ~np.isin(tail, of.walls)
        tail, head, seconds = tail[passes], head[passes], seconds[passes]
    order = np.lexsort((seconds, head, tail))
    tail, head, seconds = tail[order], head[order], seconds[order]
    first = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])) & (tail != head)
    matrix = csr_matrix((seconds[first], (tail[first], head[first])), shape=(root + 1, root + 1))
    node_s = np.asarray(dijkstra(matrix, indices=root)[:root], dtype=np.float64)
    return Pursued(
        of.network, of.segments, of.seconds, node_s, of.segment, of.fraction, of.leads_out, of.walls
    )


def _leads_out(network: RoadNetwork, segments: Ints) -> Flags:
    """(nodes,) dead ends at the edge of the map, and those of roads that do not end in nothing."""
    tail, head = network.seg_from[segments], network.seg_to[segments]
    nodes = network.node_count
    ways = np.bincount(tail, minlength=nodes) + np.bincount(head, minlength=nodes)
    is_big = np.zeros(nodes, dtype=np.bool_)
    big = network.seg_class[segments] >= NEVER_ENDS
    is_big[tail[big]] = True
    is_big[head[big]] = True
    lat, lon, box = network.node_lat, network.node_lon, network.bbox
    up = EDGE_M / 111_195.0
    side = up / max(float(np.cos(np.radians(box.centre.lat))), 0.01)
    at_edge = (lat <= box.south + up) | (lat >= box.north - up)
    at_edge |= (lon <= box.west + side) | (lon >= box.east - side)
    return np.asarray((ways == 1) & (is_big | at_edge), dtype=np.bool_)
