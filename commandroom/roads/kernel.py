"""The one search: from points on the roads to all junctions, by scipy's Dijkstra."""

from threading import Lock

import numpy as np

from commandroom.roads.network import Floats, Ints

ROOTS = 8
"""So many places are searched from in one call: a call holds the interpreter's lock."""
FAR_S = 1e12
"""Longer than any journey."""


class Kernel:
    """A graph whose last `ROOTS` nodes stand for places on the roads, each with two edges that are set
    before a search, so that nothing is copied for it. Any number of threads; one searches at a time.
    """

    def __init__(self, start: Ints, head: Ints, seconds: Floats) -> None:
        """The edges of junction `j` are `head[start[j]:start[j+1]]`; inf where an edge is closed."""
        from scipy.sparse import csr_matrix

        self._junctions, edges = len(start) - 1, len(head)
        more = np.arange(2, 2 * ROOTS + 1, 2)
        size = self._junctions + ROOTS
        self._matrix = csr_matrix(
            (
                np.concatenate((seconds, np.full(2 * ROOTS, np.inf))),
                np.concatenate((head, np.zeros(2 * ROOTS, dtype=np.int32))),
                np.concatenate((start, edges + more)).astype(np.int32),
            ),
            shape=(size, size),
            copy=False,
        )
        self._root_seconds = self._matrix.data[edges:].reshape(ROOTS, 2)
        self._root_heads = self._matrix.indices[edges:].reshape(ROOTS, 2)
        self._lock = Lock()

    def search(self, heads: Ints, seconds: Floats, limit_s: float) -> Floats:
        """(k, junctions) seconds from k ≤ `ROOTS` places to every junction, inf beyond `limit_s`.

        heads, seconds: (k, 2) the junctions beside each place and the seconds to them, inf where none.
        """
        from scipy.sparse.csgraph import dijkstra

        count = len(heads)
        with self._lock:
            self._root_heads[:count] = heads
            self._root_seconds[:count] = seconds
            roots = np.arange(self._junctions, self._junctions + count)
            found = dijkstra(self._matrix, directed=True, indices=roots, limit=min(limit_s, FAR_S))
        return np.asarray(found[:, : self._junctions], dtype=np.float64)

    def nearest(self, heads: Ints, seconds: Floats, limit_s: float) -> Floats:
        """(junctions,) seconds from the nearest of any number of places beside the junctions `heads`.

        heads, seconds: (k,). Makes a copy of the graph.
        """
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        size, edges = self._junctions, self._matrix.indptr[self._junctions]
        matrix = csr_matrix(
            (
                np.concatenate((self._matrix.data[:edges], seconds)),
                np.concatenate((self._matrix.indices[:edges], heads)).astype(np.int32),
                np.append(self._matrix.indptr[: size + 1], edges + len(heads)).astype(np.int32),
            ),
            shape=(size + 1, size + 1),
        )
        found = dijkstra(matrix, directed=True, indices=size, limit=min(limit_s, FAR_S))
        return np.asarray(found[:size], dtype=np.float64)
