"""Where named roads meet: 人民路与解放路交叉口, by either name first, in Chinese, pinyin or initials."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon, distance_m
from commandroom.roads.crossing_words import CrossingWords, crossing_words
from commandroom.roads.gazetteer import Named
from commandroom.roads.network import RoadNetwork
from commandroom.roads.pinyin import folded
from commandroom.roads.spellings import Haystack

SAME_CROSSING_M = 80.0
"""Meetings of the same two roads within this distance are one crossing: the nodes of dual carriageways."""
MOST_ROADS = 60
"""So many roads fit what was typed before the rest is left out."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two named roads and where they meet; `first` is the road that was typed first."""

    first: str
    second: str
    at: LatLon
    rank: int = 0
    """How well the worse of both names fits what was typed, lower is better."""


class CrossingIndex:
    """The crossings of one network; built on the first question, safe for threads."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        self._lock = Lock()
        self._built: _Built | None = None

    def warm_up(self) -> None:
        """Build now what the first search would build; for a worker thread."""
        self._of_map()

    def __len__(self) -> int:
        """How many crossings the network has."""
        return sum(len(each) for each in self._of_map().meets.values()) // 2

    def search(self, text: str, limit: int = 12, *, near: LatLon | None = None) -> list[Crossing]:
        """At most `limit` crossings of the roads named in `text`, the best fit first, then the nearest.

        `人民路与` alone lists the roads that cross 人民路. Empty where `text` does not speak of two roads.
        """
        if not folded(text):
            return []
        built = self._of_map()
        found: dict[tuple[str, str, LatLon], Crossing] = {}
        for words in crossing_words(text):
            for each in built.search(words):
                key = (min(each.first, each.second), max(each.first, each.second), each.at)
                if key not in found or each.rank < found[key].rank:
                    found[key] = each
            if found and words.is_sure:
                break
        middle = near or self._network.bbox.centre
        return sorted(found.values(), key=lambda each: (each.rank, distance_m(each.at, middle)))[:limit]

    def _of_map(self) -> "_Built":
        with self._lock:
            if self._built is None:
                self._built = _Built(self._network)
            return self._built


class _Built:
    """Which roads each road meets, and the names of all that meet any."""

    def __init__(self, network: RoadNetwork) -> None:
        self.meets: dict[int, list[tuple[int, LatLon]]] = defaultdict(list)
        for first, second, at in crossings_of(network):
            self.meets[first].append((second, at))
            self.meets[second].append((first, at))
        self._numbers = tuple(self.meets)
        self._names = network.names
        self._stack = Haystack(Named("road", network.names[each], LatLon(0, 0)) for each in self._numbers)

    def search(self, words: CrossingWords) -> Iterator[Crossing]:
        first, second = folded(words.first), folded(words.second)
        firsts = self._roads(first, exactly=words.is_split)
        if not second:
            for road, rank in firsts.items():
                for other, at in self.meets[road]:
                    yield Crossing(self._names[road], self._names[other], at, rank)
            return
        seconds = self._roads(second) if firsts else {}
        few, many = (firsts, seconds) if len(firsts) <= len(seconds) else (seconds, firsts)
        for road, rank in few.items():
            for other, at in self.meets[road]:
                if other in many:
                    pair = (road, other) if few is firsts else (other, road)
                    names = self._names[pair[0]], self._names[pair[1]]
                    yield Crossing(*names, at, max(rank, many[other]))

    def _roads(self, needle: str, *, exactly: bool = False) -> dict[int, int]:
        """The roads that `needle` may mean, with ranks."""
        if not needle:
            return {}
        found: dict[int, int] = {}
        fits = self._stack.exactly(needle) if exactly else self._stack.matches(needle, MOST_ROADS)
        for place, rank in fits:
            road = self._numbers[place]
            found[road] = min(found.get(road, rank), rank)
        return found


def crossings_of(network: RoadNetwork) -> Iterator[tuple[int, int, LatLon]]:
    """Every crossing once: the indices of the two names in `network.names`, the smaller first, and where.

    Two roads meet at a node that ways of both names share, or at an unnamed roundabout that both touch.
    """
    nodes, names = _named_nodes(network)
    places = _junction_of(network)[nodes]
    met = np.unique(np.stack((places, names), axis=-1), axis=0)
    if len(met) == 0:
        return
    cuts = np.flatnonzero(np.diff(met[:, 0])) + 1
    pairs: dict[tuple[int, int], list[LatLon]] = defaultdict(list)
    for group in np.split(met, cuts):
        if len(group) < 2:
            continue
        at = network.node(int(group[0, 0]))
        roads = [int(each) for each in group[:, 1]]
        for place, road in enumerate(roads):
            for other in roads[place + 1 :]:
                pairs[road, other].append(at)
    for (road, other), points in pairs.items():
        for at in _merged(points):
            yield road, other, at


def _named_nodes(network: RoadNetwork) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(n,) nodes of named ways and (n,) the names of these ways."""
    lengths = np.diff(network.way_start)
    name = np.repeat(network.way_name.astype(np.int64), lengths)
    has_name = name > 0
    return network.way_node.astype(np.int64)[has_name], name[has_name]


def _junction_of(network: RoadNetwork) -> npt.NDArray[np.int64]:
    """(nodes,) for each node the one that stands for its junction: all of an unnamed roundabout are one."""
    stands_for = np.arange(network.node_count, dtype=np.int64)
    first, last = network.way_start[:-1], network.way_start[1:] - 1
    is_whole = last > first
    is_ring = np.zeros(network.way_count, dtype=bool)
    is_ring[is_whole] = network.way_node[first[is_whole]] == network.way_node[last[is_whole]]
    for way in np.flatnonzero(is_ring & (network.way_name == 0)):
        ring = network.way_nodes(int(way))
        stands_for[ring] = ring.min()
    return stands_for


def _merged(points: list[LatLon]) -> list[LatLon]:
    """`points` of one pair of roads, those within `SAME_CROSSING_M` of each other as their middle."""
    groups: list[list[LatLon]] = []
    for point in points:
        near = [
            group for group in groups if any(distance_m(point, each) <= SAME_CROSSING_M for each in group)
        ]
        joined = [point]
        for group in near:
            joined += group
            groups.remove(group)
        groups.append(joined)
    return [
        LatLon(sum(each.lat for each in group) / len(group), sum(each.lon for each in group) / len(group))
        for group in groups
    ]
