"""A grid over things on the map: what lies in the nine cells around a point, for many points at once."""

import numpy as np
import numpy.typing as npt

from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.roads.network import Floats, Ints

CELL_M = 60.0
"""Cells are no smaller than this."""
MOST_CELLS = 2_000_000
"""On a wide map they are larger, so that there are no more than about this many."""

Indices = npt.NDArray[np.int64]


class CellGrid:
    """Points sorted into square cells; built once, read by any number of threads."""

    def __init__(self, lat: Floats, lon: Floats) -> None:
        """`lat`, `lon`: (m,) degrees, m ≥ 1."""
        middle = np.radians((lat.min() + lat.max()) / 2)
        self._shrink = float(np.cos(middle))
        self._corner = (float(lat.min()), float(lon.min()))
        north, east = self._metres(lat, lon)
        self._cell_m = max(CELL_M, float(np.sqrt(np.ptp(north) * np.ptp(east) / MOST_CELLS)))
        row, column = self._cell(north, east)
        # One empty cell all round, so that the neighbours of the outermost need no care.
        self._rows, self._columns = int(row.max()) + 3, int(column.max()) + 3
        cell = (row + 1) * self._columns + column + 1
        self.order: Ints = np.argsort(cell, kind="stable").astype(np.int32)
        counts = np.bincount(cell, minlength=self._rows * self._columns)
        self._start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        steepest = np.cos(np.radians(np.abs([lat.min(), lat.max()]))).min()
        self.sure_m = self._cell_m * min(1.0, float(steepest) / self._shrink)
        """Whatever is nearer than this to a point lies in the nine cells around it."""

    def around(self, lat: Floats, lon: Floats) -> tuple[Indices, Indices]:
        """For (n,) points: places in `order` of all that is around them, and (n,) how many for each."""
        row, column = self._cell(*self._metres(lat, lon))
        inside = (row >= -1) & (row <= self._rows - 2) & (column >= -1) & (column <= self._columns - 2)
        row, column = np.clip(row, 0, self._rows - 3), np.clip(column, 0, self._columns - 3)
        left = (row[:, None] + np.arange(3)) * self._columns + column[:, None]
        first = self._start[left]
        counts = np.where(inside[:, None], self._start[left + 3] - first, 0)
        flat = counts.ravel()
        ends = np.cumsum(flat)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(first.ravel() - (ends - flat), flat)
        return places, counts.sum(axis=1)

    def _metres(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """(n,) metres north and east of the corner on a plane true at the middle."""
        north = np.radians(lat - self._corner[0]) * EARTH_RADIUS_M
        return north, np.radians(lon - self._corner[1]) * (EARTH_RADIUS_M * self._shrink)

    def _cell(self, north: Floats, east: Floats) -> tuple[Indices, Indices]:
        """(n,) row and column of the cell."""
        row, column = np.floor(north / self._cell_m), np.floor(east / self._cell_m)
        return row.astype(np.int64), column.astype(np.int64)
