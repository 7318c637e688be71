"""From numpy arrays to one QPainterPath without a Python loop over points."""

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

from commandroom.map.painting import Floats, Ints, Strips

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1
_TAIL = np.array([0, 1], dtype=">i4").tobytes()
"""No open sub-path; winding fill."""


def path_of(
    strips: Strips, chosen: Ints, *, scale: float, left: float, top: float, thin_px: float
) -> QPainterPath:
    """One path of the chosen strips: pixel = world * scale - (left, top).

    Points that stay within the same `thin_px` cell as the one before are left out; the ends of a strip
    always stay.
    """
    if not len(chosen):
        return QPainterPath()
    index, first, last = _points(strips, chosen)
    x = strips.x[index] * scale - left
    y = strips.y[index] * scale - top
    if thin_px > 0:
        keep = _moved(x, y, thin_px) | first | last
        x, y, first = x[keep], y[keep], first[keep]
    return _from_stream(x, y, first)


def _points(strips: Strips, chosen: Ints) -> tuple[Ints, np.ndarray, np.ndarray]:
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


def _moved(x: Floats, y: Floats, cell: float) -> np.ndarray:
    """True where a point lies in another cell than the one before it."""
    cell_x, cell_y = np.floor(x / cell), np.floor(y / cell)
    moved = np.ones(len(x), dtype=bool)
    moved[1:] = (cell_x[1:] != cell_x[:-1]) | (cell_y[1:] != cell_y[:-1])
    return moved


def _from_stream(x: Floats, y: Floats, first: np.ndarray) -> QPainterPath:
    """Build the path through Qt's own stream format: thousands of times cheaper than lineTo calls."""
    elements = np.empty(len(x), dtype=_ELEMENT)
    elements["kind"] = np.where(first, _MOVE, _LINE)
    elements["x"] = x
    elements["y"] = y
    # The stream only points at the bytes: they must have a name until it has read them.
    raw = QByteArray(np.array([len(x)], dtype=">i4").tobytes() + elements.tobytes() + _TAIL)
    path = QPainterPath()
    stream = QDataStream(raw, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path
