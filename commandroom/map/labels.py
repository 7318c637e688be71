"""Where names stand: one plan per zoom for the whole town, so that neighbouring tiles agree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import atan2, cos, degrees, pi, sin
from threading import Lock

import numpy as np

from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import Chain, Floats, NamedSpot, Painting

STREETS_FROM_ZOOM = 15
ARTERIALS_FROM_ZOOM = 13
ARTERIAL_CLASS = 4
"""Secondary and up."""
_STREET_CLASS = 3
"""Tertiary; everything below is a lane: written fainter, and at first only where it is long."""
_LONG_LANE_PX = 420.0
PLACES_FROM_ZOOM = 14
LAST_ZOOM = 19

_STREET_PX = 12.0
_PLACE_PX = 12.5
_REPEAT_PX = 700.0
"""A long street says its name again after so many pixels."""
_STANDS = (0.5, 0.38, 0.62, 0.25, 0.75)
"""Where in its share of the street a name may stand, the best first."""
_TWIN_PX = 220.0
"""Two carriageways of one street stand closer than this: one name is enough."""
_CELL_PX = 64.0
_STEEP = 0.9
"""Radians: streets steeper than this are written from top to bottom with upright characters."""
_WATER_KINDS = ("water",)
_LANDMARKS = frozenset(
    {"water", "green", "square"}
    | {"town", "suburb", "quarter", "neighbourhood", "village", "hamlet"}
    | {"hospital", "school", "university", "college", "museum", "library", "theatre", "stadium"}
    | {"station", "metro", "bus_station", "ferry_terminal", "market", "marketplace", "mall", "factory"}
    | {"police", "fire_station", "government", "townhall", "park", "lake", "scenic", "attraction"}
)
"""Kinds of places named from `PLACES_FROM_ZOOM`; all others wait until the map has room for them."""
_OTHER_PLACES_FROM_ZOOM = 17


@dataclass(frozen=True, slots=True)
class Glyph:
    """One piece of a label: text, centre in pixels of the zoom's world, turn in degrees clockwise."""

    text: str
    x: float
    y: float
    turn_deg: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label that found room; `kind` is street, lane, place or water."""

    kind: str
    size_px: float
    glyphs: tuple[Glyph, ...]
    box: tuple[float, float, float, float]
    """World pixels of its zoom."""


Choice = Iterable[PlacedLabel]
"""One label at the places where it may stand, the best first."""


class LabelPlan:
    """Plans made on first use of a zoom and kept; asked from worker threads."""

    def __init__(self, painting: Painting) -> None:
        self._painting = painting
        self._plans: dict[int, dict[tuple[int, int], list[PlacedLabel]]] = {}
        self._lock = Lock()

    def touching(self, zoom: int, x: int, y: int) -> list[PlacedLabel]:
        """Labels any part of which falls on tile (zoom, x, y)."""
        if zoom < ARTERIALS_FROM_ZOOM or zoom > LAST_ZOOM:
            return []
        with self._lock:
            if zoom not in self._plans:
                self._plans[zoom] = _by_tile(_place_all(_candidates(self._painting, zoom)))
            return self._plans[zoom].get((x, y), [])


def _by_tile(labels: Iterable[PlacedLabel]) -> dict[tuple[int, int], list[PlacedLabel]]:
    tiles: dict[tuple[int, int], list[PlacedLabel]] = defaultdict(list)
    for label in labels:
        x0, y0, x1, y1 = (int(edge // TILE_PX) for edge in label.box)
        for tile_x in range(x0, x1 + 1):
            for tile_y in range(y0, y1 + 1):
                tiles[tile_x, tile_y].append(label)
    return dict(tiles)


def _candidates(painting: Painting, zoom: int) -> Iterator[Choice]:
    """Labels, each with where it may stand, in order of right of way.

    Arterials, places, lesser streets; within these length and name decide.
    """
    side = TILE_PX * 2.0**zoom
    least = ARTERIAL_CLASS if zoom < STREETS_FROM_ZOOM else 1
    chains = [chain for chain in painting.chains if chain.road_class >= least]
    chains.sort(key=lambda chain: (-chain.road_class, -_length(chain), chain.name, chain.x[0]))
    great = [chain for chain in chains if chain.road_class >= ARTERIAL_CLASS]
    for chain in great:
        yield from _street_labels(chain, side)
    if zoom >= PLACES_FROM_ZOOM:
        for spot in painting.spots:
            if spot.kind in _LANDMARKS or zoom >= _OTHER_PLACES_FROM_ZOOM:
                yield (_spot_label(spot, side),)
    for chain in chains[len(great) :]:
        if (
            zoom > STREETS_FROM_ZOOM
            or chain.road_class >= _STREET_CLASS
            or _length(chain) * side > _LONG_LANE_PX
        ):
            yield from _street_labels(chain, side)


def _length(chain: Chain) -> float:
    return float(np.hypot(np.diff(chain.x), np.diff(chain.y)).sum())


def text_width_px(text: str, size_px: float) -> float:
    """Width by rule, not by font: the plan must be the same on every machine."""
    return sum(size_px * (1.0 if ord(char) > 0x2E7F else 0.58) for char in text)


def _spot_label(spot: NamedSpot, side: float) -> PlacedLabel:
    x, y = spot.x * side, spot.y * side
    half = text_width_px(spot.name, _PLACE_PX) / 2 + 2
    kind = "water" if spot.kind in _WATER_KINDS else "place"
    box = (x - half, y - _PLACE_PX * 0.75, x + half, y + _PLACE_PX * 0.75)
    return PlacedLabel(kind, _PLACE_PX, (Glyph(spot.name, x, y, 0.0),), box)


def _street_labels(chain: Chain, side: float) -> Iterator[Choice]:
    """The name along the chain, in or near the middle of as many equal shares as it is long."""
    xs, ys = chain.x * side, chain.y * side
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))))
    pieces = list(chain.name)
    kind = "street" if chain.road_class >= _STREET_CLASS else "lane"
    width = sum(text_width_px(piece, _STREET_PX) for piece in pieces) + 2.0 * (len(pieces) - 1)
    if along[-1] < width * 1.05:
        return
    shares = max(1, int(along[-1] // (width + _REPEAT_PX)))
    for share in range(shares):
        middles = [along[-1] * (share + stand) / shares for stand in _STANDS]
        inside = [middle for middle in middles if width / 2 <= middle <= along[-1] - width / 2]
        yield _stands(_Line(xs, ys, along), kind, pieces, width, inside)


@dataclass(frozen=True, slots=True)
class _Line:
    """A street in pixels: points and how far along each lies."""

    x: Floats
    y: Floats
    along: Floats

    def at(self, offsets: Floats) -> tuple[Floats, Floats]:
        """Points so far along."""
        return np.interp(offsets, self.along, self.x), np.interp(offsets, self.along, self.y)


def _stands(
    line: _Line, kind: str, pieces: list[str], width: float, middles: list[float]
) -> Iterator[PlacedLabel]:
    """The label at each of the middles; worked out only when it is asked for."""
    for middle in middles:
        label = _along(line, kind, pieces, width, middle)
        if label is not None:
            yield label


def _along(line: _Line, kind: str, pieces: list[str], width: float, middle: float) -> PlacedLabel | None:
    """Set the pieces along the line around `middle`; None where the line bends too sharply."""
    end_x, end_y = line.at(np.array([middle - width / 2, middle + width / 2]))
    course = atan2(end_y[1] - end_y[0], end_x[1] - end_x[0])
    upright = all(ord(piece) > 0x2E7F for piece in pieces) and _STEEP < abs(course) < pi - _STEEP
    backwards = course < 0 if upright else abs(course) > pi / 2
    widths = [text_width_px(piece, _STREET_PX) + 2.0 for piece in pieces]
    offsets = middle - width / 2 + np.cumsum(widths) - np.array(widths) / 2
    if backwards:
        offsets = 2 * middle - offsets
    turns = _turns(line, offsets, backwards)
    if np.abs(_wrapped(turns - turns[0])).max() > 0.7:
        return None
    x, y = line.at(offsets)
    glyphs = tuple(
        Glyph(piece, float(gx), float(gy), 0.0 if upright else degrees(float(turn)))
        for piece, gx, gy, turn in zip(pieces, x, y, turns, strict=True)
    )
    pad = _STREET_PX * 0.7
    box = (float(x.min()) - pad, float(y.min()) - pad, float(x.max()) + pad, float(y.max()) + pad)
    return PlacedLabel(kind, _STREET_PX, glyphs, box)


def _turns(line: _Line, offsets: Floats, backwards: bool) -> Floats:
    """Course of the line around each offset, smoothed over one character."""
    before_x, before_y = line.at(offsets - _STREET_PX)
    after_x, after_y = line.at(offsets + _STREET_PX)
    turn = np.arctan2(after_y - before_y, after_x - before_x)
    return _wrapped(turn + pi) if backwards else turn


def _wrapped(angle: Floats) -> Floats:
    return (angle + pi) % (2 * pi) - pi


def _place_all(candidates: Iterable[Choice]) -> list[PlacedLabel]:
    """First come, first served on a grid of boxes; a street label tests piece by piece."""
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)
    placed: list[PlacedLabel] = []
    named: dict[str, list[Glyph]] = defaultdict(list)
    for choice in candidates:
        for label in choice:
            middle = label.glyphs[len(label.glyphs) // 2]
            twins = named["".join(sorted(glyph.text for glyph in label.glyphs))]
            if any(abs(twin.x - middle.x) + abs(twin.y - middle.y) < _TWIN_PX for twin in twins):
                continue
            boxes = [_glyph_box(label, glyph) for glyph in label.glyphs]
            if any(_meets(taken, box) for box in boxes):
                continue
            placed.append(label)
            twins.append(middle)
            for box in boxes:
                for cell in _cells(box):
                    taken[cell].append(box)
            break
    return placed


def _glyph_box(label: PlacedLabel, glyph: Glyph) -> tuple[float, float, float, float]:
    half = text_width_px(glyph.text, label.size_px) / 2
    high = label.size_px / 2
    turn = glyph.turn_deg * pi / 180
    wide = abs(half * cos(turn)) + abs(high * sin(turn)) + 3
    tall = abs(half * sin(turn)) + abs(high * cos(turn)) + 3
    return glyph.x - wide, glyph.y - tall, glyph.x + wide, glyph.y + tall


def _cells(box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    x0, y0, x1, y1 = (int(edge // _CELL_PX) for edge in box)
    for x in range(x0, x1 + 1):
        for y in range(y0, y1 + 1):
            yield x, y


def _meets(
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]],
    box: tuple[float, float, float, float],
) -> bool:
    for cell in _cells(box):
        for other in taken.get(cell, ()):
            if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]:
                return True
    return False
