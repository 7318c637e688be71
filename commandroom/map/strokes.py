"""From numpy arrays to QPainterPaths without a Python loop over points."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

from commandroom.map.painting import Floats, Ints, Strips

Flags = npt.NDArray[np.bool_]
Elements = npt.NDArray[np.void]
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1
_TAIL = np.array([0, 1], dtype=">i4").tobytes()
"""No open sub-path; winding fill."""
_HANDFUL = 20
"""Strips stroked at once. The cost of a stroke grows faster than its length (one path of 7,000 points takes
three times as long as the same in handfuls), and each lets go of the interpreter's lock sooner."""
_FAR_PX = 512.0
"""Rings that reach further beyond the tile are cut off before they are filled."""


def path_of(
    strips: Strips, chosen: Ints, *, scale: float, left: float, top: float, thin_px: float
) -> QPainterPath:
    """One path of the chosen strips: pixel = world * scale - (left, top).

    Points that stay within the same `thin_px` cell as the one before are left out; the ends of a strip
    always stay.
    """
    if not len(chosen):
        return QPainterPath()
    elements = _elements(*_pixels(strips, chosen, scale, left, top, thin_px))
    return _from_stream(elements)


def paths_of(
    strips: Strips, chosen: Ints, *, scale: float, left: float, top: float, thin_px: float
) -> list[QPainterPath]:
    """The same in handfuls, for stroking wide."""
    if not len(chosen):
        return []
    x, y, first = _pixels(strips, chosen, scale, left, top, thin_px)
    elements = _elements(x, y, first)
    begins = np.flatnonzero(first)[::_HANDFUL].tolist()
    ends = [*begins[1:], len(elements)]
    return [_from_stream(elements[begin:end]) for begin, end in zip(begins, ends, strict=True)]


def fill_of(
    rings: Strips, chosen: Ints, *, scale: float, left: float, top: float, thin_px: float, side: float
) -> QPainterPath:
    """One path of rings to fill on a tile `side` pixels wide; what lies far beyond it is cut off."""
    box = rings.box[chosen] * scale - np.array([left, top, left, top])
    near = (box[:, :2] > -_FAR_PX).all(axis=1) & (box[:, 2:] < side + _FAR_PX).all(axis=1)
    path = path_of(rings, chosen[near], scale=scale, left=left, top=top, thin_px=thin_px)
    for x, y in _cut_off(rings, chosen[~near], scale, left, top, side):
        first = np.zeros(len(x), dtype=bool)
        first[0] = True
        path.addPath(_from_stream(_elements(x, y, first)))
    return path


def _cut_off(
    rings: Strips, chosen: Ints, scale: float, left: float, top: float, side: float
) -> Iterator[tuple[Floats, Floats]]:
    """Each ring within a frame around the tile (Sutherland and Hodgman 1974, one edge after the other)."""
    for ring in chosen:
        span = slice(rings.start[ring], rings.start[ring] + rings.count[ring])
        x, y = rings.x[span] * scale - left, rings.y[span] * scale - top
        for limit, sign in ((-_FAR_PX / 8, 1.0), (side + _FAR_PX / 8, -1.0)):
            x, y = _kept_side(x, y, limit, sign)
            y, x = _kept_side(y, x, limit, sign)
        if len(x) > 2:
            yield x, y


def _kept_side(a: Floats, b: Floats, limit: float, sign: float) -> tuple[Floats, Floats]:
    """The part of a closed ring where `a` lies on the `sign` side of `limit`."""
    if not len(a):
        return a, b
    depth = (a - limit) * sign
    ahead_a, ahead_b, ahead = np.roll(a, -1), np.roll(b, -1), np.roll(depth, -1)
    inside, crosses = depth >= 0, (depth >= 0) != (ahead >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(crosses, depth / (depth - ahead), 0.0)
    keep = np.stack([inside, crosses], axis=1).ravel()
    new_a = np.stack([a, np.where(crosses, limit, ahead_a)], axis=1).ravel()
    new_b = np.stack([b, b + (ahead_b - b) * share], axis=1).ravel()
    return new_a[keep], new_b[keep]


def _pixels(
    strips: Strips, chosen: Ints, scale: float, left: float, top: float, thin_px: float
) -> tuple[Floats, Floats, Flags]:
    """Pixels of the chosen strips in a row, and where each begins."""
    index, first, last = _points(strips, chosen)
    x = strips.x[index] * scale - left
    y = strips.y[index] * scale - top
    if thin_px > 0:
        keep = _moved(x, y, thin_px) | first | last
        x, y, first = x[keep], y[keep], first[keep]
    return x, y, first


def _points(strips: Strips, chosen: Ints) -> tuple[Ints, Flags, Flags]:
    """Point indices of the chosen strips in a row, and where each begins and ends."""
    count = strips.count[chosen]
    ends = np.cumsum(count)
    begins = ends - count
    index = np.arange(ends[-1]) + np.repeat(strips.start[chosen] - begins, count)
    first = np.zeros(ends[-1], dtype=bool)
    last = np.zeros(ends[-1], dtype=bool)
    first[begins] = True
    last[ends - 1] = True
    return index, first, last


def _moved(x: Floats, y: Floats, cell: float) -> Flags:
    """True where a point lies in another cell than the one before it."""
    cell_x, cell_y = np.floor(x / cell), np.floor(y / cell)
    moved = np.ones(len(x), dtype=bool)
    moved[1:] = (cell_x[1:] != cell_x[:-1]) | (cell_y[1:] != cell_y[:-1])
    return moved


def _elements(x: Floats, y: Floats, first: Flags) -> Elements:
    """Moves and lines as Qt's stream has them."""
    elements = np.empty(len(x), dtype=_ELEMENT)
    elements["kind"] = np.where(first, _MOVE, _LINE)
    elements["x"] = x
    elements["y"] = y
    return elements


def _from_stream(elements: Elements) -> QPainterPath:
    """Build the path through Qt's own stream format: thousands of times cheaper than lineTo calls."""
    # The stream only points at the bytes: they must have a name until it has read them.
    raw = QByteArray(len(elements).to_bytes(4) + elements.tobytes() + _TAIL)
    path = QPainterPath()
    stream = QDataStream(raw, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path
