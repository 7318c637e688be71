"""Geometry the town tests look through: segments in metres, crossings, water."""

from itertools import pairwise
from math import cos, radians

import numpy as np
import numpy.typing as npt

from commandroom.roads.raw import AreaKind, RawMap

Floats = npt.NDArray[np.float64]


def plane(raw: RawMap, lat: Floats, lon: Floats) -> Floats:
    """Metres east and north of the map's middle, shape (n, 2)."""
    lat0, lon0 = float(raw.node_lat.mean()), float(raw.node_lon.mean())
    return np.column_stack(((lon - lon0) * 111_195.0 * cos(radians(lat0)), (lat - lat0) * 111_195.0))


def segments(raw: RawMap, ways: list[int]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Segments of `ways` as (n, 4) metres, and their two nodes as (n, 2)."""
    at = plane(raw, raw.node_lat, raw.node_lon)
    nodes = np.array([pair for number in ways for pair in pairwise(raw.ways[number].nodes)])
    return np.hstack((at[nodes[:, 0]], at[nodes[:, 1]])), nodes


def crosses(one: Floats, others: Floats) -> npt.NDArray[np.bool_]:
    """Which of `others` (n, 4) the segment `one` (4,) truly crosses."""
    ax, ay, bx, by = one
    cx, cy, dx, dy = others.T

    def side(px: Floats, py: Floats, qx: Floats, qy: Floats, rx: Floats, ry: Floats) -> Floats:
        return (qx - px) * (ry - py) - (qy - py) * (rx - px)

    first = side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy)
    second = side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by)
    return (first < -1e-6) & (second < -1e-6)


def near(one: Floats, others: Floats) -> npt.NDArray[np.int64]:
    """Indices of `others` whose box meets the box of `one`."""
    low_x, high_x = np.minimum(others[:, 0], others[:, 2]), np.maximum(others[:, 0], others[:, 2])
    low_y, high_y = np.minimum(others[:, 1], others[:, 3]), np.maximum(others[:, 1], others[:, 3])
    return np.flatnonzero(
        (low_x <= max(one[0], one[2]))
        & (high_x >= min(one[0], one[2]))
        & (low_y <= max(one[1], one[3]))
        & (high_y >= min(one[1], one[3]))
    )


def shores(raw: RawMap) -> Floats:
    """Every edge of every water as (n, 4) metres."""
    rings = []
    for area in raw.areas:
        if area.kind is AreaKind.WATER:
            ring = plane(
                raw, np.array([p.lat for p in area.outline]), np.array([p.lon for p in area.outline])
            )
            rings.append(np.hstack((ring, np.roll(ring, -1, axis=0))))
    return np.vstack(rings)
