"""Which segments the closures and slow areas drawn on the map mean."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

import numpy as np
import numpy.typing as npt

from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.roads.conditions import NEAR_M, Effect
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.weights import Touched

Flags = npt.NDArray[np.bool_]
MOST_PAIRS = 2_000_000
"""So many pairs of a segment and a side of a shape are looked at together."""
MOST_KEPT = 1_000
"""So many effects are remembered."""


class EffectIndex:
    """Remembers which segments each effect means; safe for many threads."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        self._lock = Lock()
        self._meant: OrderedDict[Effect, Ints] = OrderedDict()

    def touched_by(self, effects: Iterable[Effect], mode: Mode) -> Touched:
        """The segments closed or slowed for `mode`; where several slow one, their factors multiply."""
        closed = np.zeros(self._network.segment_count, dtype=np.bool_)
        times = np.ones(self._network.segment_count)
        for effect in effects:
            if mode not in effect.modes:
                continue
            meant = self._segments_of(effect)
            if effect.kind == "closed":
                closed[meant] = True
            else:
                times[meant] /= effect.factor
        slow = np.flatnonzero(times > 1.0).astype(np.int32)
        return Touched(np.flatnonzero(closed).astype(np.int32), slow, times[slow])

    def _segments_of(self, effect: Effect) -> Ints:
        with self._lock:
            if effect not in self._meant:
                self._meant[effect] = segments_of(self._network, effect)
            self._meant.move_to_end(effect)
            while len(self._meant) > MOST_KEPT:
                self._meant.popitem(last=False)
            return self._meant[effect]


def segments_of(network: RoadNetwork, effect: Effect) -> Ints:
    """The segments that lie or cross in an area, or come within `NEAR_M` of a point or line; ascending."""
    shape = np.array(effect.points, dtype=np.float64)
    middle = (shape.min(axis=0) + shape.max(axis=0)) / 2
    scale = np.radians(1.0) * EARTH_RADIUS_M * np.array([1.0, np.cos(np.radians(middle[0]))])
    margin = 0.0 if effect.shape == "area" else NEAR_M
    near = _near(network, shape.min(axis=0) - margin / scale, shape.max(axis=0) + margin / scale)
    shape = (shape - middle) * scale
    a, b = (
        (np.column_stack((network.node_lat[node], network.node_lon[node])) - middle) * scale
        for node in (network.seg_from[near], network.seg_to[near])
    )
    if effect.shape == "area":
        sides = shape, np.roll(shape, -1, axis=0)
        meant = _inside(a, *sides) | _inside(b, *sides)
        margin_square = 0.0
    else:
        sides = (shape, shape) if len(shape) == 1 else (shape[:-1], shape[1:])
        meant = np.zeros(len(near), dtype=np.bool_)
        margin_square = margin * margin
    step = max(1, MOST_PAIRS // len(sides[0]))
    for low in range(0, len(near), step):
        part = slice(low, low + step)
        meant[part] |= _square_gap(a[part], b[part], *sides) <= margin_square
    return near[meant]


def _near(network: RoadNetwork, low: Floats, high: Floats) -> Ints:
    """The segments whose box meets the one from `low` to `high`, degrees."""
    meets = np.ones(network.segment_count, dtype=np.bool_)
    for axis, side in enumerate((network.node_lat, network.node_lon)):
        one, other = side[network.seg_from], side[network.seg_to]
        meets &= (np.maximum(one, other) >= low[axis]) & (np.minimum(one, other) <= high[axis])
    return np.flatnonzero(meets).astype(np.int32)


def _inside(points: Floats, start: Floats, end: Floats) -> Flags:
    """(n,) whether points lie inside the ring of the given sides: crossings of a ray are counted."""
    y, x = points[:, 0:1], points[:, 1:2]
    spans = (start[:, 0] > y) != (end[:, 0] > y)
    rise = np.where(end[:, 0] == start[:, 0], 1.0, end[:, 0] - start[:, 0])
    meets_at = start[:, 1] + (y - start[:, 0]) * (end[:, 1] - start[:, 1]) / rise
    return np.asarray((spans & (x < meets_at)).sum(axis=1) % 2 == 1, dtype=np.bool_)


def _square_gap(a: Floats, b: Floats, start: Floats, end: Floats) -> Floats:
    """(n,) squared metres from each segment a-b to the nearest of the sides start-end."""
    ones = a[:, None, :], b[:, None, :]
    sides = start[None, :, :], end[None, :, :]
    gap = np.minimum(
        np.minimum(_to_line(sides[0], *ones), _to_line(sides[1], *ones)),
        np.minimum(_to_line(ones[0], *sides), _to_line(ones[1], *sides)),
    )
    turns = [_turn(*ones, sides[0]), _turn(*ones, sides[1]), _turn(*sides, ones[0]), _turn(*sides, ones[1])]
    crosses = (turns[0] * turns[1] < 0) & (turns[2] * turns[3] < 0)
    return np.asarray(np.where(crosses, 0.0, gap).min(axis=1), dtype=np.float64)


def _to_line(point: Floats, start: Floats, end: Floats) -> Floats:
    """Squared metres from points to lines between two points."""
    along = end - start
    length = np.maximum((along**2).sum(axis=-1), 1e-12)
    share = np.clip(((point - start) * along).sum(axis=-1) / length, 0.0, 1.0)
    return np.asarray(((point - start - share[..., None] * along) ** 2).sum(axis=-1), dtype=np.float64)


def _turn(start: Floats, end: Floats, point: Floats) -> Floats:
    """Above 0 where `point` lies to one side of the line, below 0 on the other."""
    along, to = end - start, point - start
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0], dtype=np.float64)
