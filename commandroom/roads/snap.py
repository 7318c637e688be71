"""Points put on the nearest road: exactly the nearest segment, with the place along it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.roads.cells import CellGrid
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.sphere import distances_m, on_sphere_m

PIECE_M = 40.0
"""Segments are cut into equal pieces no longer than this; the tree holds their middles."""
ON_JUNCTION_M = 0.1
"""Nearer than this to the end of a segment is on the junction."""
SLACK_M = 0.5
"""Added to every bound: chords and parallels differ by centimetres from the ground."""
LOOKS = (8, 48)
"""So many nearest pieces are tried, until a nearer segment can be ruled out; then a whole circle is."""


@dataclass(frozen=True, slots=True, eq=False)
class Snaps:
    """Points and where they meet the roads of one mode; row `i` belongs to point `i`."""

    points: Floats
    """(n, 2) latitude and longitude as given."""
    segment: Ints
    """(n,) nearest usable segment, -1 where the mode has none (or flies)."""
    fraction: Floats
    """(n,) place along the segment, 0 at `seg_from`, 1 at `seg_to`."""
    off_road_m: Floats
    """(n,) straight distance from the point to the road; inf where `segment` is -1."""

    def __len__(self) -> int:
        return len(self.segment)


def as_points(points: npt.ArrayLike) -> Floats:
    """(n, 2) float64 from any sequence of (lat, lon); an empty one gives (0, 2)."""
    return np.asarray(points, dtype=np.float64).reshape(-1, 2)


def unsnapped(points: Floats, off_road_m: float) -> Snaps:
    """`points` without a road, all `off_road_m` away from one."""
    count = len(points)
    nowhere = np.full(count, -1, dtype=np.int32)
    return Snaps(points, nowhere, np.zeros(count), np.full(count, off_road_m))


def _to_near_end(fraction: Floats, length_m: Floats) -> Floats:
    """Fractions made 0 or 1 where the end is within `ON_JUNCTION_M`."""
    fraction = np.where(fraction * length_m < ON_JUNCTION_M, 0.0, fraction)
    return np.where((1.0 - fraction) * length_m < ON_JUNCTION_M, 1.0, fraction)


class SegmentIndex:
    """Finds the nearest of the given segments; built once, read by any number of threads."""

    def __init__(self, network: RoadNetwork, segments: Ints) -> None:
        """`segments`: (m,) the indices that may be snapped to; may be empty."""
        self._network = network
        self._segments = segments
        if len(segments) == 0:
            return
        lat, lon = network.node_lat, network.node_lon
        start = on_sphere_m(lat[network.seg_from[segments]], lon[network.seg_from[segments]])
        along = on_sphere_m(lat[network.seg_to[segments]], lon[network.seg_to[segments]]) - start
        self._start_axes = tuple(np.ascontiguousarray(axis) for axis in start.T)
        self._along_axes = tuple(np.ascontiguousarray(axis) for axis in along.T)
        self._square = np.maximum((along**2).sum(axis=1), 1e-12)
        pieces = np.maximum(np.ceil(np.sqrt(self._square) / PIECE_M).astype(np.int64), 1)
        self._owner = np.repeat(np.arange(len(segments), dtype=np.int32), pieces)
        first = np.repeat(np.cumsum(pieces) - pieces, pieces)
        middle = (np.arange(len(self._owner)) - first + 0.5) / pieces[self._owner]
        from scipy.spatial import cKDTree  # slow to import, and not needed for the first picture

        self._tree = cKDTree(start[self._owner] + middle[:, None] * along[self._owner])
        longest = np.sqrt(self._square / pieces**2).max(initial=0.0)
        self._reach_m = float(longest) / 2 + SLACK_M
        tail, head = network.seg_from[segments][self._owner], network.seg_to[segments][self._owner]
        self._grid = CellGrid(*(side[tail] + middle * (side[head] - side[tail]) for side in (lat, lon)))
        self._owner_by_cell = self._owner[self._grid.order]

    def snap(self, points: Floats) -> Snaps:
        """The nearest segment of each point, exactly; the lowest index where several are equally near."""
        if len(self._segments) == 0:
            return unsnapped(points, np.inf)
        if len(points) == 0:
            return unsnapped(points, 0.0)
        where = on_sphere_m(points[:, 0], points[:, 1])
        owner, square = self._near_by(points, where)
        unsure = np.flatnonzero(~(np.sqrt(square) < self._grid.sure_m - self._reach_m))
        if len(unsure):
            owner[unsure] = self._anywhere(where[unsure])
        fraction, _ = self._project(where, owner)
        fraction = _to_near_end(fraction, np.sqrt(self._square[owner]))
        return self._snaps(points, self._segments[owner], fraction)

    def _near_by(self, points: Floats, where: Floats) -> tuple[Ints, Floats]:
        """(n,) the nearest of the segments in the cells around, and its squared distance; inf without any."""
        places, counts = self._grid.around(points[:, 0], points[:, 1])
        candidate, row = self._owner_by_cell[places], np.repeat(np.arange(len(points)), counts)
        _, square = self._project(where[row], candidate)
        found = counts > 0
        begins = (np.cumsum(counts) - counts)[found]
        owner, nearest = np.zeros(len(points), dtype=np.int32), np.full(len(points), np.inf)
        if len(begins):
            nearest[found] = np.minimum.reduceat(square, begins)
            tied = np.where(square == nearest[row], candidate, np.iinfo(np.int32).max)
            owner[found] = np.minimum.reduceat(tied, begins)
        return owner, nearest

    def _anywhere(self, where: Floats) -> Ints:
        """(n,) the nearest segment however far: wider looks, until a nearer one can be ruled out."""
        owner, off_m = np.zeros(len(where), dtype=np.int32), np.zeros(len(where))
        unsure = np.arange(len(where))
        for pieces in LOOKS:
            looks = min(pieces, len(self._owner))
            seen_m, piece = self._tree.query(where[unsure], k=range(1, looks + 1))
            owner[unsure], off_m[unsure] = self._best(where[unsure], self._owner[piece])
            if looks == len(self._owner):
                return owner
            unsure = unsure[off_m[unsure] >= seen_m[:, -1] - self._reach_m]
            if len(unsure) == 0:
                return owner
        for row in unsure:
            near = self._tree.query_ball_point(where[row], off_m[row] + self._reach_m)
            best, _ = self._best(where[row : row + 1], np.unique(self._owner[near])[None, :])
            owner[row] = best[0]
        return owner

    def _snaps(self, points: Floats, segment: Ints, fraction: Floats) -> Snaps:
        """The answer, its distances measured on the earth: a long segment's chord runs below the ground."""
        lat, lon = self._network.node_lat, self._network.node_lon
        tail, head = self._network.seg_from[segment], self._network.seg_to[segment]
        on_lat = lat[tail] + fraction * (lat[head] - lat[tail])
        on_lon = lon[tail] + fraction * (lon[head] - lon[tail])
        off_road_m = distances_m(points[:, 0], points[:, 1], on_lat, on_lon)
        return Snaps(points, segment, fraction, off_road_m)

    def _best(self, where: Floats, owner: Ints) -> tuple[Ints, Floats]:
        """Among the (n, k) candidate segments of n points: the nearest and its distance."""
        _, square = self._project(where[:, None, :], owner)
        nearest = square.min(axis=1)
        tied = np.where(square == nearest[:, None], owner, np.iinfo(np.int32).max)
        return tied.min(axis=1), np.sqrt(nearest)

    def _project(self, where: Floats, owner: Ints) -> tuple[Floats, Floats]:
        """Fractions along the segments `owner` and squared distances to them, from points (…, 3)."""
        # One axis at a time: small arrays stay in the allocator's reach and in the cache.
        steps = [axis[owner] for axis in self._along_axes]
        offsets = [where[..., i] - axis[owner] for i, axis in enumerate(self._start_axes)]
        onto = sum(offset * step for offset, step in zip(offsets, steps, strict=True))
        fraction = np.clip(onto / self._square[owner], 0.0, 1.0)
        square = np.zeros(owner.shape)
        for offset, step in zip(offsets, steps, strict=True):
            offset -= fraction * step
            square += offset * offset
        return fraction, square
