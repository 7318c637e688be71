"""The part of a network that one mode can use, as a graph in compressed rows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from commandroom.roads.modes import Mode, open_directions, segment_seconds
from commandroom.roads.network import Floats, Ints, RoadNetwork

if TYPE_CHECKING:  # slow to import, and not needed for the first picture: each function imports its own
    from scipy.sparse import csr_matrix

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A directed graph: the edges of node `n` are `head[start[n]:start[n+1]]`, with their seconds."""

    start: Ints
    head: Ints
    seconds: Floats

    def of(self, node: int) -> tuple[Ints, Floats]:
        """(k,) neighbours of `node` and the seconds to them."""
        row = slice(self.start[node], self.start[node + 1])
        return self.head[row], self.seconds[row]

    def matrix(self) -> "csr_matrix":
        """The same graph for scipy or networkx."""
        from scipy.sparse import csr_matrix

        nodes = len(self.start) - 1
        return csr_matrix((self.seconds, self.head, self.start), shape=(nodes, nodes))


@dataclass(frozen=True, slots=True, eq=False)
class ModeGraph:
    """All that travel in one mode needs; every usable node can reach every other."""

    mode: Mode
    segments: Ints
    """Segments inside the largest part of the network in which every node reaches every other."""
    forward_s: Floats
    """(all segments,) seconds along the stored direction; inf where the mode may not."""
    backward_s: Floats
    """The same against it."""
    onward: Rows
    """Edges in the direction of travel."""
    reverse: Rows
    """The same edges turned round, for searches from a goal."""

    def seconds_to(self, ends: list[tuple[int, float]], *, limit_s: float = np.inf) -> Floats:
        """(nodes,) seconds from every node to a goal that lies `seconds` beyond each node of `ends`.

        inf where there is no way, or none within `limit_s`.
        """
        return _search(self.reverse, ends, limit_s)

    def seconds_from(self, ends: list[tuple[int, float]], *, limit_s: float = np.inf) -> Floats:
        """(nodes,) seconds to every node from a place that lies `seconds` before each node of `ends`.

        inf where there is no way, or none within `limit_s`.
        """
        return _search(self.onward, ends, limit_s)

    def seconds_to_each(
        self, network: RoadNetwork, places: list[tuple[int, float]], *, limit_s: float = np.inf
    ) -> Floats:
        """(k, nodes) seconds from every node to each of k places, given as segment and fraction along it."""
        ends = [ends_of(network, self, *place) if place[0] >= 0 else [] for place in places]
        return _search_each(self.reverse, ends, limit_s)


def mode_graph(network: RoadNetwork, mode: Mode) -> ModeGraph:
    """Build the graph of `mode`; without a usable road it has no segments."""
    seconds = segment_seconds(network, mode)
    forward, backward = open_directions(network, mode)
    usable = _in_largest_part(network, forward, backward)
    forward, backward = forward & usable, backward & usable
    tail = np.concatenate((network.seg_from[forward], network.seg_to[backward]))
    head = np.concatenate((network.seg_to[forward], network.seg_from[backward]))
    cost = np.concatenate((seconds[forward], seconds[backward]))
    return ModeGraph(
        mode=mode,
        segments=np.flatnonzero(usable).astype(np.int32),
        forward_s=np.where(forward, seconds, np.inf),
        backward_s=np.where(backward, seconds, np.inf),
        onward=_rows(tail, head, cost, network.node_count),
        reverse=_rows(head, tail, cost, network.node_count),
    )


def ends_of(network: RoadNetwork, graph: ModeGraph, segment: int, fraction: float) -> list[tuple[int, float]]:
    """The nodes from which a point on `segment` may be entered, with the seconds from there."""
    ahead, behind = float(graph.forward_s[segment]), float(graph.backward_s[segment])
    ends = []
    if np.isfinite(ahead) or fraction == 0.0:
        ends.append((int(network.seg_from[segment]), fraction * ahead if fraction else 0.0))
    if np.isfinite(behind) or fraction == 1.0:
        ends.append((int(network.seg_to[segment]), (1.0 - fraction) * behind if fraction < 1.0 else 0.0))
    return ends


def _search(rows: Rows, ends: list[tuple[int, float]], limit_s: float) -> Floats:
    """(nodes,) seconds from an extra node that stands `seconds` before each node of `ends`."""
    return np.asarray(_search_each(rows, [ends], limit_s)[0], dtype=np.float64)


def _search_each(rows: Rows, sources: list[list[tuple[int, float]]], limit_s: float) -> Floats:
    """(sources, nodes) the same from each of several extra nodes."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    nodes, more = len(rows.start) - 1, len(sources)
    flat = [end for ends in sources for end in ends]
    head = np.concatenate((rows.head, np.array([n for n, _ in flat], dtype=np.int32)))
    seconds = np.concatenate((rows.seconds, np.array([max(s, 0.0) for _, s in flat])))
    counts = np.array([len(ends) for ends in sources], dtype=np.int32)
    start = np.concatenate((rows.start, rows.start[-1] + np.cumsum(counts, dtype=np.int32)))
    matrix = csr_matrix((seconds, head, start), shape=(nodes + more, nodes + more), copy=False)
    found = dijkstra(matrix, directed=True, indices=np.arange(nodes, nodes + more), limit=limit_s)
    return np.asarray(found[:, :nodes], dtype=np.float64)


def _in_largest_part(network: RoadNetwork, forward: Flags, backward: Flags) -> Flags:
    """(segments,) whether both ends of an open segment lie in the largest strongly connected part."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    is_open = forward | backward
    if not is_open.any():
        return is_open
    tail = np.concatenate((network.seg_from[forward], network.seg_to[backward]))
    head = np.concatenate((network.seg_to[forward], network.seg_from[backward]))
    nodes = network.node_count
    matrix = csr_matrix((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(nodes, nodes))
    _, part = connected_components(matrix, directed=True, connection="strong")
    largest = np.bincount(part).argmax()
    inside = part == largest
    return np.asarray(is_open & inside[network.seg_from] & inside[network.seg_to], dtype=np.bool_)


def _rows(tail: Ints, head: Ints, seconds: Floats, nodes: int) -> Rows:
    """Edges sorted by tail and head; of parallel edges only the quickest stays."""
    order = np.lexsort((seconds, head, tail))
    tail, head, seconds = tail[order], head[order], seconds[order]
    keep = np.ones(len(tail), dtype=np.bool_)
    keep[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    keep &= tail != head
    tail, head, seconds = tail[keep], head[keep], seconds[keep]
    start = np.zeros(nodes + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=nodes), out=start[1:])
    return Rows(start, head, seconds)
