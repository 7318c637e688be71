"""What in a network has a name, each once and at one point: roads by stretch, places."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon, distance_m
from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.raw import RawPlace, RoadClass

APART_M = 1_500.0
"""Stretches of the same name further apart than about this are different roads."""
SAME_PLACE_M = 200.0
"""Places of one name and kind within this distance are one place."""
_CELL_M = 250.0


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be found by typing its name."""

    kind: str
    """`road`, `place`, or what the caller adds: `post`, `unit`…"""
    name: str
    at: LatLon
    detail: str = ""
    """For a road its class in small letters, for a place its kind, for others free."""
    id: str = ""
    aliases: tuple[str, ...] = ()
    """Other names it is found by."""


def named_places(network: RoadNetwork) -> Iterator[Named]:
    """The places of the map; one that is there twice (as point and outline, as several stops) comes once."""
    kept: dict[str, list[RawPlace]] = {}
    for number, place in enumerate(network.places):
        same = kept.setdefault(place.name, [])
        if any(_is_same(place, other) for other in same):
            continue
        same.append(place)
        yield Named("place", place.name, place.at, place.kind, f"place:{number}")


def _is_same(place: RawPlace, other: RawPlace) -> bool:
    """Whether two places of one name are one."""
    is_kind = place.kind in (other.kind, "building") or other.kind == "building"
    return is_kind and distance_m(place.at, other.at) <= SAME_PLACE_M


def named_roads(network: RoadNetwork) -> Iterator[Named]:
    """Every name of a road once for each stretch, at the point on it nearest to its middle."""
    seg_start = np.searchsorted(network.seg_way, np.arange(network.way_count + 1))
    by_name = np.argsort(network.way_name, kind="stable")
    cuts = np.searchsorted(network.way_name[by_name], np.arange(len(network.names) + 1))
    for number, name in enumerate(network.names):
        ways = by_name[cuts[number] : cuts[number + 1]]
        if not name or len(ways) == 0:
            continue
        for stretch, members in enumerate(_stretches(network, ways)):
            segments = np.concatenate([np.arange(seg_start[way], seg_start[way + 1]) for way in members])
            top = RoadClass(int(network.way_class[members].max())).name.lower()
            yield Named("road", name, _middle_of(network, segments), top, f"road:{name}#{stretch}")


def _stretches(network: RoadNetwork, ways: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    """`ways`, all of one name, parted where they lie more than `APART_M` from each other; longest first."""
    nodes = np.concatenate([network.way_nodes(int(way)) for way in ways])
    owner = np.repeat(np.arange(len(ways)), [len(network.way_nodes(int(way))) for way in ways])
    plane = _plane(network, nodes)
    if float(np.ptp(plane, axis=0).max()) <= APART_M:
        return [ways]
    cells, cell = np.unique(np.floor(plane / _CELL_M).astype(np.int64), axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    # scipy only here: importing it takes a quarter of a second, and the first picture needs none of it
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    near = cKDTree(cells * _CELL_M).query_pairs(APART_M, output_type="ndarray")
    tail = np.concatenate((near[:, 0], len(cells) + owner))
    head = np.concatenate((near[:, 1], cell))
    size = len(cells) + len(ways)
    links = csr_matrix((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(size, size))
    count, part = connected_components(links, directed=False)
    parts = [ways[part[len(cells) :] == number] for number in range(count)]
    return sorted((members for members in parts if len(members)), key=len, reverse=True)


def _middle_of(network: RoadNetwork, segments: npt.NDArray[np.int64]) -> LatLon:
    """The point on `segments` nearest to the middle of the box around them."""
    a = _plane(network, network.seg_from[segments])
    b = _plane(network, network.seg_to[segments])
    both = np.concatenate((a, b))
    middle = (both.min(axis=0) + both.max(axis=0)) / 2
    along = b - a
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((middle - a) * along).sum(axis=1) / square, 0.0, 1.0)
    gap = a + share[:, None] * along - middle
    best = int((gap**2).sum(axis=1).argmin())
    start, end = (network.node(int(side[segments[best]])) for side in (network.seg_from, network.seg_to))
    t = float(share[best])
    return LatLon(start.lat + (end.lat - start.lat) * t, start.lon + (end.lon - start.lon) * t)


def _plane(network: RoadNetwork, nodes: Ints) -> Floats:
    """(n, 2) metres north and east on a plane true at the middle of the map."""
    shrink = np.cos(np.radians(network.bbox.centre.lat))
    north = np.radians(network.node_lat[nodes]) * EARTH_RADIUS_M
    east = np.radians(network.node_lon[nodes]) * EARTH_RADIUS_M * shrink
    return np.stack((north, east), axis=-1)
