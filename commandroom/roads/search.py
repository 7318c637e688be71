"""Find a place by typing: Chinese, pinyin, initials or English, as you type."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest
from threading import Lock

from commandroom.geo import LatLon
from commandroom.roads.gazetteer import Named, named_places, named_roads
from commandroom.roads.network import RoadNetwork
from commandroom.roads.pinyin import folded
from commandroom.roads.spellings import Haystack

__all__ = ["Hit", "Named", "PlaceIndex"]

MOST = 240
"""So many names that fit are weighed against each other; among all others none is shorter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer; the same words as in `Named`."""

    kind: str
    name: str
    at: LatLon
    detail: str
    id: str
    rank: int = field(default=0, compare=False)
    """How well it fits, lower is better; see `commandroom.roads.spellings`."""


class PlaceIndex:
    """Names of one network and of what the caller adds; built on the first search, safe for threads."""

    def __init__(self, network: RoadNetwork | None, extra: Iterable[Named] = ()) -> None:
        """`network`: None for an index of what the caller adds alone."""
        self._network = network
        self._lock = Lock()
        self._map_names: Haystack | None = None
        self._extra = Haystack(extra)

    def warm_up(self) -> None:
        """Build now what the first search would build; for a worker thread."""
        self._of_map()

    def search(self, text: str, limit: int = 12) -> list[Hit]:
        """At most `limit` hits, best first: exact, beginning, inside, initials; then shorter names first.

        What is typed may leave characters out (南京路 finds 南京西路), as long as it begins the same.
        What the caller added comes before places, and places before roads, where all else is equal.
        """
        needle = folded(text)
        if not needle:
            return []
        found: list[tuple[tuple[int, int, bool, int, int], Named]] = []
        for number, stack in enumerate((self._extra, self._of_map())):
            best: dict[int, int] = {}
            for at, rank in stack.matches(needle, limit, MOST):
                best[at] = min(best.get(at, rank), rank)
            for at, rank in best.items():
                entry = stack.entries[at]
                found.append(((rank, len(entry.name), entry.kind == "road", number, at), entry))
        nearest = nsmallest(limit, found, key=_order)
        return [_hit(entry, order[0]) for order, entry in nearest]

    def _of_map(self) -> "Haystack":
        """The names of the map, indexed once."""
        with self._lock:
            if self._map_names is None:
                network = self._network
                of_map = () if network is None else (*named_places(network), *named_roads(network))
                self._map_names = Haystack(of_map)
            return self._map_names


def _order(found: tuple[tuple[int, int, bool, int, int], Named]) -> tuple[int, int, bool, int, int]:
    return found[0]


def _hit(entry: Named, rank: int) -> Hit:
    """`entry` as an answer."""
    return Hit(entry.kind, entry.name, entry.at, entry.detail, entry.id, rank)
