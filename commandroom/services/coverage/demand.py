"""What is to be covered: posts, the named places of the map, and the streets themselves.

The software holds no data on residents and asks for none. Streets stand in for the people on them: a
sample every 150 m or so of road that people may walk, each as heavy as the metres it stands for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Post
from commandroom.roads.network import Floats, RoadNetwork, SegFlag

Indices = npt.NDArray[np.signedinteger[Any]]

STREET_STEP_M = 150.0
"""About so many metres of street are one sample."""


class DemandKind(StrEnum):
    """What a point of demand is; each kind has its own share covered."""

    POST = "post"
    PLACE = "place"
    STREET = "street"


KINDS: tuple[DemandKind, ...] = tuple(DemandKind)
"""What the numbers of `Demand.kind` mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Points to be covered; row `i` of every field is one point. Nobody changes it."""

    points: Floats
    """(n, 2) latitude and longitude."""
    kind: Indices
    """(n,) index into `KINDS`; posts come first, then places, then streets."""
    weight: Floats
    """(n,) 1 for a post and a place, metres for a street."""
    ids: tuple[str, ...]
    """The post's id; '' for places and streets; only as long as there are posts and places."""
    names: tuple[str, ...]
    """Name of the post or place; as long as `ids`: streets have none."""

    def __len__(self) -> int:
        return len(self.kind)

    def rows_of(self, kind: DemandKind) -> slice:
        """Where the points of one kind stand."""
        begin, end = np.searchsorted(self.kind, [KINDS.index(kind), KINDS.index(kind) + 1])
        return slice(int(begin), int(end))

    def at(self, row: int) -> LatLon:
        """Where one point is."""
        return LatLon(float(self.points[row, 0]), float(self.points[row, 1]))


def demand_of(network: RoadNetwork, posts: Iterable[Post], *, street_step_m: float = STREET_STEP_M) -> Demand:
    """Posts in the order of their ids, places in the map's order, then the street samples."""
    stations = sorted(posts, key=lambda each: each.id)
    named = [place for place in network.places if place.name]
    street, metres = street_samples(network, step_m=street_step_m)
    spots = [post.at for post in stations] + [place.at for place in named]
    counts = (len(stations), len(named), len(metres))
    return Demand(
        points=np.vstack((np.array(spots, dtype=np.float64).reshape(-1, 2), street)),
        kind=np.repeat(np.arange(len(KINDS), dtype=np.int32), counts),
        weight=np.concatenate((np.ones(len(spots)), metres)),
        ids=tuple(str(post.id) for post in stations) + ("",) * len(named),
        names=tuple(post.name for post in stations) + tuple(place.name for place in named),
    )


def street_samples(network: RoadNetwork, *, step_m: float = STREET_STEP_M) -> tuple[Floats, Floats]:
    """(n, 2) sample points and (n,) the metres of street each stands for.

    Every way is laid out in stretches of about `step_m`; the sample of a stretch is its node nearest to
    the stretch's middle. Samples that fall on one node are one. Roads closed to people (motorways) are
    no streets. The metres add up to the length of all streets.
    """
    streets = np.flatnonzero(network.seg_flags & SegFlag.FOOT)
    if len(streets) == 0:
        return np.empty((0, 2)), np.empty(0)
    length_m, way = network.seg_length_m[streets], network.seg_way[streets]
    end_m = np.cumsum(length_m)
    first = np.flatnonzero(np.append(True, way[1:] != way[:-1]))
    before_m = np.repeat((end_m - length_m)[first], np.diff(np.append(first, len(way))))
    begin_m, end_m = end_m - length_m - before_m, end_m - before_m
    part = np.floor((begin_m + end_m) / 2 / step_m).astype(np.int64)
    opens = np.flatnonzero(np.append(True, (way[1:] != way[:-1]) | (part[1:] != part[:-1])))
    stretch = np.repeat(np.arange(len(opens)), np.diff(np.append(opens, len(way))))
    metres = np.bincount(stretch, weights=length_m)
    low, high = begin_m[opens], end_m[np.append(opens[1:], len(way)) - 1]
    middle = ((low + high) / 2)[stretch]
    tail, head = network.seg_from[streets], network.seg_to[streets]
    node = np.concatenate((tail, head))
    off_m = np.concatenate((np.abs(begin_m - middle), np.abs(end_m - middle)))
    owner = np.concatenate((stretch, stretch))
    order = np.lexsort((node, off_m, owner))
    chosen = np.unique(owner[order], return_index=True)[1]
    nodes, where = np.unique(node[order][chosen], return_inverse=True)
    weight = np.zeros(len(nodes))
    np.add.at(weight, where, metres)
    return np.column_stack((network.node_lat[nodes], network.node_lon[nodes])), weight
