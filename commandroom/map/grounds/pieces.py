"""What one vector tile has to show, in world positions: the painter's own arrays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from commandroom.map.grounds.mvt import AREA, LINE, POINT, Feature, Layer
from commandroom.map.grounds.schema import Look, look_of
from commandroom.map.painting import ROAD_CLASSES, STRIP_POINTS, Chain, Floats, Ints, NamedSpot, Strips
from commandroom.roads.raw import RoadClass

_FARTHEST = 4.0
"""Points so many tiles away from their tile are a fault of its maker; they are pulled in."""

Place = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""From shares of the tile to the unit square of the world, WGS-84."""
STOREYS = ("tunnel", "road", "deck")
_WHOLE = ("area", "oneway")
"""What is not cut into short runs."""
Runs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """One tile's share of a `Painting`."""

    roads: dict[str, dict[int, Strips]]
    """By storey and class."""
    areas: dict[str, Strips]
    lines: dict[str, Strips] = field(default_factory=dict)
    """By `LineKind`."""
    oneways: Strips | None = None
    chains: tuple[Chain, ...] = ()
    spots: tuple[NamedSpot, ...] = field(default=())


def pieces_of(layers: Sequence[Layer], place: Place, *, language: str) -> Pieces:
    """Sort what the layers hold by what it is drawn as; `place` puts the tile on the world."""
    gathered = _Gathered(language)
    known = {layer.name for layer in layers}
    for layer in layers:
        x, y = (np.clip(axis, -_FARTHEST, 1 + _FARTHEST) for axis in (layer.x, layer.y))
        if layer.version == 1:
            _upright(layer, x, y)
        gathered.take(layer, look_of(layer.name, known), x, y, *place(x, y))
    return gathered.pieces()


class _Gathered:
    """Pieces in the making."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._strips: dict[tuple[str, int | str], list[Strips]] = {}
        self._chains: list[Chain] = []
        self._spots: list[NamedSpot] = []

    def take(
        self, layer: Layer, look: Look | None, x: Floats, y: Floats, far_x: Floats, far_y: Floats
    ) -> None:
        """One layer: `x`, `y` in shares of the tile, `far_x`, `far_y` in the world."""
        if look is None:
            return
        runs: dict[tuple[str, int | str], Runs] = {}
        for thing in layer.features:
            if thing.kind == POINT:
                self._note_spot(thing, look, x, y, far_x, far_y)
            elif thing.kind == LINE:
                self._note_line(thing, look, runs, far_x, far_y)
            elif (kind := look.area(thing.tags)) is not None:
                runs.setdefault(("area", kind), []).extend(thing.parts)
                self._note_area(thing, look, kind, x, y, far_x, far_y)
        for key, parts in runs.items():
            self._strips.setdefault(key, []).append(strips(far_x, far_y, parts, cut=key[0] not in _WHOLE))

    def _note_line(
        self,
        thing: Feature,
        look: Look,
        runs: dict[tuple[str, int | str], Runs],
        far_x: Floats,
        far_y: Floats,
    ) -> None:
        line = look.line(thing.tags)
        if line is not None:
            runs.setdefault(("line", line.value), []).extend(thing.parts)
            return
        road_class = look.road_class(thing.tags)
        if road_class is None:
            return
        if look.draws:
            runs.setdefault((look.storey(thing.tags), road_class), []).extend(thing.parts)
            if road_class > RoadClass.PATH and look.is_oneway(thing.tags):
                runs.setdefault(("oneway", ""), []).extend(thing.parts)
        name = look.name(thing.tags, self._language)
        if name:
            self._chains += [
                Chain(name, road_class, far_x[first:last], far_y[first:last]) for first, last in thing.parts
            ]

    def _note_spot(
        self, thing: Feature, look: Look, x: Floats, y: Floats, far_x: Floats, far_y: Floats
    ) -> None:
        """A named point that lies in this tile and not in its rim, where the neighbour tells it again."""
        name = look.name(thing.tags, self._language)
        kind = look.spot(thing.tags) if name else None
        if kind is None:
            return
        at = thing.parts[0][0]
        if 0 <= x[at] < 1 and 0 <= y[at] < 1:
            self._spots.append(NamedSpot(name, kind, float(far_x[at]), float(far_y[at])))

    def _note_area(
        self, thing: Feature, look: Look, kind: str, x: Floats, y: Floats, far_x: Floats, far_y: Floats
    ) -> None:
        """A named area that lies wholly in this tile: of a cut one nobody knows the middle."""
        if kind not in ("water", "green", "square"):
            return
        name = look.name(thing.tags, self._language)
        if not name:
            return
        first, last = thing.parts[0]
        own_x, own_y = x[first:last], y[first:last]
        if own_x.min() > 0 and own_x.max() < 1 and own_y.min() > 0 and own_y.max() < 1:
            middle_x = float(far_x[first:last].min() + far_x[first:last].max()) / 2
            middle_y = float(far_y[first:last].min() + far_y[first:last].max()) / 2
            wide = float(far_x[first:last].max() - far_x[first:last].min())
            self._spots.append(NamedSpot(name, kind, middle_x, middle_y, wide))

    def pieces(self) -> Pieces:
        """What was gathered."""

        def sort(name: str) -> dict[str, Strips]:
            return {str(kind): joined(parts) for (one, kind), parts in self._strips.items() if one == name}

        def by_class(storey: str) -> dict[int, Strips]:
            found = {number: self._strips.get((storey, number)) for number in range(ROAD_CLASSES)}
            return {number: joined(parts) for number, parts in found.items() if parts}

        return Pieces(
            roads={storey: by_class(storey) for storey in STOREYS},
            oneways=joined(self._strips.get(("oneway", ""), ())),
            areas=sort("area"),
            lines=sort("line"),
            chains=tuple(self._chains),
            spots=tuple(self._spots),
        )


def strips(x: Floats, y: Floats, parts: Runs, *, cut: bool) -> Strips:
    """Strips over the parts (first, last + 1) of `x` and `y`; `cut` splits long ones."""
    runs = np.array(parts, dtype=np.int64)
    start, count = runs[:, 0], runs[:, 1] - runs[:, 0]
    if cut:
        step = STRIP_POINTS - 1
        many = np.maximum(1, -(-(count - 1) // step))
        nth = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        end = np.repeat(start + count, many)
        start = np.repeat(start, many) + nth * step
        count = np.minimum(STRIP_POINTS, end - start)
    return Strips(x, y, start, count, _boxes(x, y, start, count))


def _boxes(x: Floats, y: Floats, start: Ints, count: Ints) -> Floats:
    """West, north, east, south edge of every strip; runs may overlap."""
    edges = np.stack([start, start + count], axis=1).ravel()
    padded_x, padded_y = np.append(x, x[-1]), np.append(y, y[-1])
    return np.stack(
        [
            np.minimum.reduceat(padded_x, edges)[::2],
            np.minimum.reduceat(padded_y, edges)[::2],
            np.maximum.reduceat(padded_x, edges)[::2],
            np.maximum.reduceat(padded_y, edges)[::2],
        ],
        axis=1,
    )


def joined(many: Iterable[Strips]) -> Strips:
    """One out of several."""
    parts = list(many)
    if len(parts) == 1:
        return parts[0]
    if not parts:
        none = np.empty(0, dtype=np.int64)
        empty = np.empty(0, dtype=np.float64)
        return Strips(empty, empty, none, none, np.empty((0, 4)))
    before = np.cumsum([0, *(len(part.x) for part in parts)])
    return Strips(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.start + shift for part, shift in zip(parts, before, strict=False)]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.box for part in parts]),
    )


def _upright(layer: Layer, x: Floats, y: Floats) -> None:
    """Turn the rings of a version 1 tile in place as version 2 wants them, outer ones clockwise on screen.

    Version 1 left the turn open. A feature's first ring is an outer one; where that turns the other way so
    do its holes, and all of them are reversed.
    """
    for thing in layer.features:
        if thing.kind != AREA:
            continue
        first, last = thing.parts[0]
        ring_x, ring_y = x[first:last], y[first:last]
        if float(np.sum(ring_x * np.roll(ring_y, -1) - np.roll(ring_x, -1) * ring_y)) < 0:
            for begin, end in thing.parts:
                x[begin:end], y[begin:end] = x[begin:end][::-1].copy(), y[begin:end][::-1].copy()
