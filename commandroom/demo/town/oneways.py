"""One-way pairs for the old town, only as far as every place can still be left and reached."""

from dataclasses import replace

import numpy as np

from commandroom.roads.raw import OneWay, RawWay

ONE_WAY_STREETS = 18
"""About so many streets are tried; more would make the old town a maze."""


def with_oneways(ways: tuple[RawWay, ...], node_count: int, streets: frozenset[str]) -> tuple[RawWay, ...]:
    """Make some of `streets` one-way, in turns forward and backward.

    A street stays two-way where its restriction would cut a car off.
    """
    out = list(ways)
    named = sorted(streets)[:: max(1, len(streets) // ONE_WAY_STREETS)]
    whole = _pieces(out, node_count)
    for turn, name in enumerate(named):
        changed = list(out)
        direction = OneWay.FORWARD if turn % 2 == 0 else OneWay.BACKWARD
        for number, way in enumerate(out):
            if way.name == name and way.motor:
                changed[number] = replace(way, oneway=direction)
        if _pieces(changed, node_count) == whole:
            out = changed
    return tuple(out)


def _pieces(ways: list[RawWay], node_count: int) -> int:
    """How many strongly connected pieces motor traffic falls into; a node it never meets counts as one."""
    tails: list[int] = []
    heads: list[int] = []
    for way in ways:
        if not way.motor:
            continue
        pairs = list(zip(way.nodes, way.nodes[1:], strict=False))
        if way.oneway is not OneWay.BACKWARD:
            tails += [a for a, _ in pairs]
            heads += [b for _, b in pairs]
        if way.oneway is not OneWay.FORWARD:
            tails += [b for _, b in pairs]
            heads += [a for a, _ in pairs]
    from scipy.sparse import coo_array  # slow to import; a shipped town is only read
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(node_count, node_count))
    return int(connected_components(graph, directed=True, connection="strong", return_labels=False))
