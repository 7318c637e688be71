"""Where names stand, block by block, so that neighbouring tiles agree and the first tile need not wait.

Names that lie whole within a block of 4 × 4 tiles are laid out with that block. Names that cross a border of
blocks are laid out before, with the blocks of a second grid that is shifted by half a block; names of towns
before all, for the whole map. A block asks the four shifted blocks it meets, and they ask nobody: so the work
is bounded, and the outcome does not depend on who asks first (docs/decisions/013).
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Protocol

import numpy as np

from commandroom.map.labelsites import (
    BLOCK_PX,
    BLOCK_TILES,
    STANDS,
    Register,
    Sites,
    chain_apart_px,
    street_kind,
    street_size_px,
)
from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import Painting
from commandroom.map.placelooks import look_of
from commandroom.map.textsetting import (
    Box,
    Glyph,
    PlacedLabel,
    along_line,
    at_point,
    line_of,
    room_of,
    text_width_px,
)

__all__ = ["Glyph", "LabelPlan", "Labels", "PlacedLabel", "text_width_px"]

FIRST_ZOOM, LAST_ZOOM = 8, 19
_TWIN_PX = 220.0
"""Two carriageways of one street stand closer than this: one name is enough."""
_CELL_PX = 64.0
_KEPT_UNITS = 400
_KEPT_ZOOMS = 4
_DOT_PX = 11.0
"""A station's name stands beside or under its dot."""

Unit = tuple[int, int, int, int]
"""Zoom, 1 for the shifted grid, column, row."""


class Labels(Protocol):
    """What the painter asks for its names."""

    def touching(self, zoom: int, x: int, y: int) -> Sequence[PlacedLabel]:
        """Labels any part of which falls on tile (zoom, x, y)."""


class LabelPlan:
    """Laid out on first use of a block and kept; asked from worker threads."""

    def __init__(self, painting: Painting) -> None:
        self._painting = painting
        self._register: Register | None = None
        self._zooms: OrderedDict[int, _Zoom] = OrderedDict()
        self._units: OrderedDict[Unit, list[PlacedLabel]] = OrderedDict()
        self._lock = Lock()

    def touching(self, zoom: int, x: int, y: int) -> list[PlacedLabel]:
        """Labels any part of which falls on tile (zoom, x, y)."""
        if not FIRST_ZOOM <= zoom <= LAST_ZOOM:
            return []
        half = BLOCK_TILES // 2
        with self._lock:
            labels = [
                *self._zoom(zoom).settled,
                *self._unit((zoom, 1, (x + half) // BLOCK_TILES, (y + half) // BLOCK_TILES)),
                *self._unit((zoom, 0, x // BLOCK_TILES, y // BLOCK_TILES)),
            ]
        tile = (x * TILE_PX, y * TILE_PX, (x + 1) * TILE_PX, (y + 1) * TILE_PX)
        return [label for label in labels if _meet(label.box, tile)]

    def _zoom(self, zoom: int) -> "_Zoom":
        if zoom in self._zooms:
            self._zooms.move_to_end(zoom)
            return self._zooms[zoom]
        if self._register is None:
            self._register = Register(self._painting)
        self._zooms[zoom] = _Zoom(self._register, zoom)
        if len(self._zooms) > _KEPT_ZOOMS:
            self._zooms.popitem(last=False)
        return self._zooms[zoom]

    def _unit(self, unit: Unit) -> list[PlacedLabel]:
        if unit in self._units:
            self._units.move_to_end(unit)
            return self._units[unit]
        zoom, grid, column, row = unit
        before: list[PlacedLabel] = []
        if grid == 0:
            for across in (column, column + 1):
                for down in (row, row + 1):
                    before += self._unit((zoom, 1, across, down))
        self._units[unit] = self._zoom(zoom).laid_out((grid, column, row), before)
        while len(self._units) > _KEPT_UNITS:
            self._units.popitem(last=False)
        return self._units[unit]


class _Zoom:
    """The names of one zoom."""

    def __init__(self, register: Register, zoom: int) -> None:
        self._register = register
        self._zoom = zoom
        self._side = TILE_PX * 2.0**zoom
        self._sites: Sites = register.sites(zoom)
        self._by_name = np.argsort(self._sites.name, kind="stable")
        self._names = self._sites.name[self._by_name]
        self.settled: list[PlacedLabel] = self._settle()

    def _settle(self) -> list[PlacedLabel]:
        """Names of towns and villages, the greatest first."""
        sheet = _Room()
        return [
            label
            for number in self._register.settled(self._zoom)
            if (label := sheet.take(self._spot_stands(number))) is not None
        ]

    def laid_out(self, unit: tuple[int, int, int], before: Iterable[PlacedLabel]) -> list[PlacedLabel]:
        """The labels of a unit, given those that were there before."""
        grid, column, row = unit
        left, top = (at * BLOCK_PX - grid * BLOCK_PX / 2 for at in (column, row))
        bounds = (left, top, left + BLOCK_PX, top + BLOCK_PX)
        sheet = _Room()
        for label in (*before, *(label for label in self.settled if _meet(label.box, bounds))):
            sheet.keep_clear(label)
        placed = []
        for site in self._sites.of_unit(unit).tolist():
            if self._has_twin(site):
                continue
            found = sheet.take(stand for stand in self._stands(site) if _within(stand.box, bounds))
            if found is not None:
                placed.append(found)
        return placed

    def _has_twin(self, site: int) -> bool:
        """Whether a name of the same words stands close by and goes first."""
        sites = self._sites
        first, last = np.searchsorted(self._names, (sites.name[site], sites.name[site] + 1))
        same = self._by_name[first:last]
        same = same[same < site]
        near = np.abs(sites.x[same] - sites.x[site]) + np.abs(sites.y[same] - sites.y[site])
        return bool((near < _TWIN_PX).any())

    def _stands(self, site: int) -> Iterator[PlacedLabel]:
        """The label at each place where it may stand, the best first; worked out only when asked for."""
        chain_number = int(self._sites.chain[site])
        if chain_number < 0:
            yield from self._spot_stands(int(self._sites.spot[site]))
            return
        chain = self._register.chains[chain_number]
        line = line_of(chain.x * self._side, chain.y * self._side)
        look = street_kind(chain.road_class), chain.name, street_size_px(chain.road_class)
        for number in range(len(STANDS)):
            middle = float(self._sites.middle[site, number])
            label = along_line(line, *look, middle, chain_apart_px(chain))
            if label is not None:
                yield label

    def _spot_stands(self, number: int) -> Iterator[PlacedLabel]:
        spot = self._register.spots[number]
        look = look_of(spot)
        x, y = spot.x * self._side, spot.y * self._side
        if look.kind != "station":
            for drop in (0.0, -look.size_px, look.size_px):
                yield at_point(look.kind, spot.name, look.size_px, x, y + drop)
            return
        beside = text_width_px(spot.name, look.size_px) / 2 + _DOT_PX
        for dx, dy in ((beside, 0.0), (-beside, 0.0), (0.0, 1.4 * _DOT_PX), (0.0, -1.4 * _DOT_PX)):
            yield at_point(look.kind, spot.name, look.size_px, x + dx, y + dy)


class _Room:
    """First come, first served on a grid of boxes; a street label tests piece by piece."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, stands: Iterable[PlacedLabel]) -> PlacedLabel | None:
        """The first of the stands that has room; its room is taken from now on."""
        for label in stands:
            boxes = room_of(label)
            if not any(self._meets(box) for box in boxes):
                self._take(boxes)
                return label
        return None

    def keep_clear(self, label: PlacedLabel) -> None:
        """Nothing else may stand here."""
        self._take(room_of(label))

    def _take(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            for cell in _cells(box):
                self._taken[cell].append(box)

    def _meets(self, box: Box) -> bool:
        return any(_meet(box, other) for cell in _cells(box) for other in self._taken.get(cell, ()))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    x0, y0, x1, y1 = (int(edge // _CELL_PX) for edge in box)
    for x in range(x0, x1 + 1):
        for y in range(y0, y1 + 1):
            yield x, y


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(box: Box, bounds: Box) -> bool:
    return box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
