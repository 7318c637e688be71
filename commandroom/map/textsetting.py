"""Setting a name along a line or at a point: where each piece of it stands, by rule and not by font."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, radians, sin
from types import MappingProxyType
from unicodedata import normalize

import numpy as np

from commandroom.map.painting import Floats

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of a zoom's world."""

_IDEOGRAPH = 0x2E7F
_STEEP = 0.9
"""Radians: streets steeper than this are written from top to bottom with upright characters."""
_MOST_BEND = 0.7
"""Radians: no character of a name may be turned further than this from the first."""
_STRAIGHT = 0.16
"""Radians: a name in letters on a street this straight is set in one piece, as type is."""
_APART_PX = 2.0
"""Between the characters of a name set one by one."""
_LETTERS_APART_PX = 0.4
"""The same for letters, which stand close."""
_EMS: tuple[tuple[float, str], ...] = (
    (0.26, "iljI.,:;'!| "),
    (0.34, "ftr()[]-/"),
    (0.45, "sczJ"),
    (0.5, "aegkvxyLEFSTYZ0123456789"),
    (0.56, "bdhnopquPBKRX"),
    (0.66, "ACDGHNUV"),
    (0.72, "OQw"),
    (0.84, "mMW@%—"),
)
_EM = MappingProxyType({char: em for em, chars in _EMS for char in chars})
"""Widths of Latin letters in a plain sans serif."""
_OTHER_EM = 0.56


@dataclass(frozen=True, slots=True)
class Glyph:
    """One piece of a label: text, centre in pixels of the zoom's world, turn in degrees clockwise."""

    text: str
    x: float
    y: float
    turn_deg: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label that found room; `kind` is one of `KINDS`."""

    kind: str
    size_px: float
    glyphs: tuple[Glyph, ...]
    box: Box
    """World pixels of its zoom."""


KINDS = ("city", "town", "suburb", "place", "station", "water", "street", "lane")


@dataclass(frozen=True, slots=True)
class Line:
    """A street in pixels: points and how far along each lies."""

    x: Floats
    y: Floats
    along: Floats

    def at(self, offsets: Floats) -> tuple[Floats, Floats]:
        """Points so far along."""
        return np.interp(offsets, self.along, self.x), np.interp(offsets, self.along, self.y)


def line_of(x: Floats, y: Floats) -> Line:
    """A line through points in pixels."""
    return Line(x, y, np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y))))))


def text_em(text: str) -> float:
    """Width in heights of the letters, by rule: a plan must be the same on every machine."""
    return sum(_em(char) for char in text)


def text_width_px(text: str, size_px: float) -> float:
    """Width of a text set in one piece."""
    return text_em(text) * size_px


def _em(char: str) -> float:
    if ord(char) > _IDEOGRAPH:
        return 1.0
    return _EM.get(normalize("NFD", char)[0], _OTHER_EM)


def apart_px(text: str) -> float:
    """Air between the characters of a text set one by one."""
    return _APART_PX if is_chinese(text) else _LETTERS_APART_PX


def is_chinese(text: str) -> bool:
    """Whether every character stands in a square of its own."""
    return all(ord(char) > _IDEOGRAPH for char in text)


def spaced_width_px(text: str, size_px: float, apart: float) -> float:
    """Width of a text set character by character along a line."""
    return text_em(text) * size_px + apart * (len(text) - 1)


def at_point(kind: str, text: str, size_px: float, x: float, y: float) -> PlacedLabel:
    """`text` in one piece around a point."""
    glyph = Glyph(text, x, y, 0.0)
    return PlacedLabel(kind, size_px, (glyph,), glyph_box(glyph, size_px))


def along_line(
    line: Line, kind: str, text: str, size_px: float, middle: float, apart: float
) -> PlacedLabel | None:
    """`text` along the line around `middle`; None where the line ends or bends too sharply."""
    width = spaced_width_px(text, size_px, apart)
    if not width / 2 <= middle <= line.along[-1] - width / 2:
        return None
    end_x, end_y = line.at(np.array([middle - width / 2, middle + width / 2]))
    course = atan2(end_y[1] - end_y[0], end_x[1] - end_x[0])
    upright = is_chinese(text) and _STEEP < abs(course) < pi - _STEEP
    backwards = course < 0 if upright else abs(course) > pi / 2
    widths = np.array([_em(char) * size_px + apart for char in text])
    offsets = middle - width / 2 + np.cumsum(widths) - widths / 2 - apart / 2
    if backwards:
        offsets = 2 * middle - offsets
    turns = _turns(line, offsets, size_px, backwards)
    bends = np.abs(_wrapped(turns - turns[0])).max()
    if bends > _MOST_BEND:
        return None
    if not is_chinese(text) and bends < _STRAIGHT:
        return _in_one_piece(line, kind, text, size_px, middle, course)
    x, y = line.at(offsets)
    glyphs = tuple(
        Glyph(piece, gx, gy, 0.0 if upright else degrees(turn))
        for piece, gx, gy, turn in zip(text, x.tolist(), y.tolist(), turns.tolist(), strict=True)
    )
    return PlacedLabel(kind, size_px, glyphs, around(glyph_box(glyph, size_px) for glyph in glyphs))


def _in_one_piece(
    line: Line, kind: str, text: str, size_px: float, middle: float, course: float
) -> PlacedLabel:
    x, y = line.at(np.array([middle]))
    if abs(course) > pi / 2:
        course += pi
    glyph = Glyph(text, float(x[0]), float(y[0]), degrees((course + pi) % (2 * pi) - pi))
    return PlacedLabel(kind, size_px, (glyph,), around(pieces_of(glyph, size_px)))


def _turns(line: Line, offsets: Floats, size_px: float, backwards: bool) -> Floats:
    """Course of the line around each offset, smoothed over one character."""
    before_x, before_y = line.at(offsets - size_px)
    after_x, after_y = line.at(offsets + size_px)
    turn = np.arctan2(after_y - before_y, after_x - before_x)
    return _wrapped(turn + pi) if backwards else turn


def _wrapped(angle: Floats) -> Floats:
    return (angle + pi) % (2 * pi) - pi


def glyph_box(glyph: Glyph, size_px: float) -> Box:
    """The room one glyph takes, with a little air."""
    half, high = text_width_px(glyph.text, size_px) / 2, size_px / 2
    turn = radians(glyph.turn_deg)
    wide = abs(half * cos(turn)) + abs(high * sin(turn)) + 3
    tall = abs(half * sin(turn)) + abs(high * cos(turn)) + 3
    return glyph.x - wide, glyph.y - tall, glyph.x + wide, glyph.y + tall


def pieces_of(glyph: Glyph, size_px: float) -> list[Box]:
    """The room of a glyph; of a long slanted one piece by piece: its box would take the corners too."""
    turn = radians(glyph.turn_deg)
    width = text_width_px(glyph.text, size_px)
    count = max(1, int(width // (1.5 * size_px)))
    if abs(sin(turn)) < 0.1 or count == 1:
        return [glyph_box(glyph, size_px)]
    step = width / count
    reach = hypot(step, size_px) / 2 + 2
    middles = [(n + 0.5) * step - width / 2 for n in range(count)]
    at = [(glyph.x + middle * cos(turn), glyph.y + middle * sin(turn)) for middle in middles]
    return [(x - reach, y - reach, x + reach, y + reach) for x, y in at]


def room_of(label: PlacedLabel) -> list[Box]:
    """All the boxes a label takes."""
    return [box for glyph in label.glyphs for box in pieces_of(glyph, label.size_px)]


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
