"""What a tile is painted from: flat arrays cut out of a road network once, safe to read from many threads."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from commandroom.map.mercator import MAX_LAT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STRIP_POINTS = 16
"""Longest run of points drawn as one piece: long ways are cut so that a tile touches only what it shows."""

ROAD_CLASSES = 8


@dataclass(frozen=True, slots=True)
class Strips:
    """Polylines in the unit square: strip i is points start[i]:start[i]+count[i]; box columns x0 y0 x1 y1."""

    x: Floats
    y: Floats
    start: Ints
    count: Ints
    box: Floats

    def touching(self, x0: float, y0: float, x1: float, y1: float, *, least: float = 0.0) -> Ints:
        """Numbers of the strips whose box meets the given one and is `least` wide or high."""
        box = self.box
        hit = (box[:, 0] <= x1) & (box[:, 2] >= x0) & (box[:, 1] <= y1) & (box[:, 3] >= y0)
        if least > 0:
            hit &= (box[:, 2] - box[:, 0] >= least) | (box[:, 3] - box[:, 1] >= least)
        return np.flatnonzero(hit)


def no_strips() -> Strips:
    """Nothing to draw."""
    empty = np.empty(0, dtype=np.float64)
    none = np.empty(0, dtype=np.int64)
    return Strips(empty, empty, none, none, np.empty((0, 4), dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Chain:
    """Ways of one name joined end to end, for the name along them; `road_class` -1 is a watercourse."""

    name: str
    road_class: int
    x: Floats
    y: Floats


WATER_CHAIN = -1


@dataclass(frozen=True, slots=True)
class NamedSpot:
    """A named place or area, labelled at a point of the unit square."""

    name: str
    kind: str
    x: float
    y: float
    width: float = 0.0
    """Of the area it names, in the unit square; 0 for a point."""


@dataclass(frozen=True, slots=True)
class Painting:
    """A whole town, or one vector tile, ready to paint; only `roads` and `areas` must be there."""

    roads: tuple[Strips, ...]
    """On the ground, one per road class, path first."""
    areas: dict[str, Strips]
    """Rings by kind: water, green, building, square. Holes turn the other way round than outlines."""
    chains: tuple[Chain, ...] = ()
    spots: tuple[NamedSpot, ...] = field(default=())
    tunnels: tuple[Strips, ...] = ()
    """Roads below the ground by class."""
    decks: tuple[tuple[Strips, ...], ...] = ()
    """Roads on bridges by class; the lowest storey first."""
    lines: dict[str, Strips] = field(default_factory=dict)
    """Railways and watercourses by kind: river, stream, rail, siding, metro, tram."""
    sunken: dict[str, Strips] = field(default_factory=dict)
    """The same below the ground."""
    oneways: Strips = field(default_factory=no_strips)
    """Streets that run one way, in that direction."""
    stations: Strips = field(default_factory=no_strips)
    """Of metro and railway; strips of one point."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A town that can be painted: what is known before its painting is made."""

    fingerprint: str
    """Changes with the road file: key of the tile cache."""
    credit: str
    box: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    painting: Callable[[], Painting]
    """Makes it; takes about a second for a city."""


def strips_of(lat: Floats, lon: Floats, runs: list[Ints], *, cut: bool = True) -> Strips:
    """Strips from runs of indices into `lat` and `lon` (degrees); `cut` splits long runs, not for rings.

    Strips that lie near each other follow each other.
    """
    pieces = _cut(runs) if cut else runs
    if not pieces:
        return no_strips()
    first = np.fromiter((piece[0] for piece in pieces), dtype=np.int64, count=len(pieces))
    pieces = [pieces[number] for number in np.argsort(_cell_order(lat[first], lon[first]), kind="stable")]
    count = np.fromiter((len(piece) for piece in pieces), dtype=np.int64, count=len(pieces))
    flat = np.concatenate(pieces)
    x, y = world_arrays(lat[flat], lon[flat])
    start = np.concatenate(([0], np.cumsum(count)[:-1]))
    box = np.stack(
        [reduce.reduceat(v, start) for reduce, v in ((np.minimum, x), (np.minimum, y))]
        + [reduce.reduceat(v, start) for reduce, v in ((np.maximum, x), (np.maximum, y))],
        axis=1,
    )
    return Strips(x, y, start, count, box)


def world_arrays(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """`mercator.world` for arrays of degrees."""
    rad = np.radians(np.clip(lat, -MAX_LAT, MAX_LAT))
    return (lon + 180.0) / 360.0, 0.5 - np.log(np.tan(np.pi / 4 + rad / 2)) / (2 * np.pi)


def _cell_order(lat: Floats, lon: Floats) -> Ints:
    """Numbers along a Z-order curve over a grid of 1.4 thousandths of a degree."""
    key = np.zeros(len(lat), dtype=np.int64)
    column = ((lon + 180.0) / 360.0 * (1 << 18)).astype(np.int64)
    row = ((lat + 90.0) / 180.0 * (1 << 17)).astype(np.int64)
    for bit in range(18):
        key |= ((column >> bit) & 1) << (2 * bit)
        key |= ((row >> bit) & 1) << (2 * bit + 1)
    return key


def _cut(runs: list[Ints]) -> list[Ints]:
    """Cut long runs; neighbours share their border point, so the drawn line has no gap."""
    step = STRIP_POINTS - 1
    return [
        run[first : first + STRIP_POINTS]
        for run in runs
        if len(run) > 1
        for first in range(0, len(run) - 1, step)
    ]
