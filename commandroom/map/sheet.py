"""One tile being painted: knows how world positions fall on its pixels."""

from collections.abc import Sequence
from math import degrees

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from commandroom.map import drawingstyle as style
from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import Floats, Strips
from commandroom.map.palette import Palette
from commandroom.map.strokes import fill_of, path_of, paths_of

_MARGIN_PX = 16
"""Roads this far outside the tile still reach into it with their width."""
_DECK_FROM_PX = 1.8
"""Narrower bridges are not set off from what they cross."""
_SPECK_PX = 0.8
"""Areas smaller than this in both directions are left out."""


class Sheet:
    """A tile with a brush at work on it; widths in CSS pixels, times `ratio` on the picture."""

    def __init__(self, brush: QPainter, colours: Palette, zoom: int, x: int, y: int, ratio: int) -> None:
        self._brush = brush
        self._colours = colours
        self._zoom = zoom
        self._ratio = ratio
        self._side = float(TILE_PX * ratio)
        self._scale = self._side * 2.0**zoom
        self._left = float(x * TILE_PX * ratio)
        self._top = float(y * TILE_PX * ratio)
        margin = _MARGIN_PX / TILE_PX / 2.0**zoom
        tile = 2.0**-zoom
        self._box = (x * tile - margin, y * tile - margin, (x + 1) * tile + margin, (y + 1) * tile + margin)

    def fill(self, rings: Strips, kind: str) -> None:
        """Fill the rings that reach into the tile."""
        chosen = rings.touching(*self._box, least=_SPECK_PX * self._ratio / self._scale)
        if not len(chosen):
            return
        path = fill_of(
            rings,
            chosen,
            scale=self._scale,
            left=self._left,
            top=self._top,
            thin_px=0.5 * self._ratio,
            side=self._side,
        )
        self._brush.fillPath(path, QColor(getattr(self._colours, kind)))
        if kind == "building" and self._zoom >= style.OUTLINES_FROM_ZOOM:
            self._brush.strokePath(path, _pen(self._colours.wall, 1.0 * self._ratio))

    def draw_roads(self, roads: Sequence[Strips], *, is_sunken: bool = False, is_deck: bool = False) -> None:
        """All casings first, then all roads, so that crossings stay open."""
        drawn = []
        for road_class, strips in enumerate(roads):
            width = style.road_width_px(road_class, self._zoom)
            paths = self._paths(strips, width) if width > 0 else []
            if paths:
                drawn.append((road_class, width, paths))
        for road_class, width, paths in drawn:
            if self._is_cased(road_class, width) or (is_deck and width >= _DECK_FROM_PX):
                self._case(paths, width, is_sunken=is_sunken, is_deck=is_deck)
        for road_class, width, paths in drawn:
            self._stroke(paths, self._road_pen(road_class, width, is_sunken))

    def _is_cased(self, road_class: int, width: float) -> bool:
        return road_class > 0 and self._zoom >= style.CASING_FROM_ZOOM and width >= style.CASING_FROM_PX

    def _case(self, paths: list[QPainterPath], width: float, *, is_sunken: bool, is_deck: bool) -> None:
        casing = self._colours.deck if is_deck else self._colours.casing
        edge = 1.0 if self._zoom < 16 or not is_deck else 1.5
        pen = _pen(casing, (width + 2 * edge) * self._ratio)
        if is_deck or is_sunken:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if is_sunken:
            pen.setDashPattern([1.0, 0.7] if width > 4 else [2.0, 1.2])
        self._stroke(paths, pen)

    def _road_pen(self, road_class: int, width: float, is_sunken: bool) -> QPen:
        shades = self._colours.road if self._is_cased(road_class, width) else self._colours.thin
        pen = _pen(self._colours.tunnel if is_sunken else shades[road_class], width * self._ratio)
        if road_class == 0 and self._zoom >= style.DASHED_PATHS_FROM_ZOOM:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([3.0, 2.0])
        return pen

    def draw_line(self, lines: Strips, kind: str, *, is_sunken: bool = False) -> None:
        """Railways and watercourses."""
        width = style.line_width_px(kind, self._zoom)
        paths = self._paths(lines, width) if width > 0 else []
        if not paths:
            return
        colour = self._colours.water if kind in ("river", "stream") else getattr(self._colours, kind)
        pen = _pen(colour, width * self._ratio)
        if is_sunken:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([4.0, 2.0] if kind == "metro" else [2.0, 2.0])
        self._stroke(paths, pen)
        if kind == "rail" and not is_sunken and width >= 2.0:
            sleepers = _pen(self._colours.sleeper, (width - 1.2) * self._ratio)
            sleepers.setCapStyle(Qt.PenCapStyle.FlatCap)
            sleepers.setDashPattern([5.0, 5.0])
            self._stroke(paths, sleepers)

    def draw_arrows(self, streets: Strips) -> None:
        """Which way one-way streets run: a small arrow every so often, counted from their beginning."""
        size = (5.0 if self._zoom == style.ARROWS_FROM_ZOOM else 6.5) * self._ratio
        self._brush.setPen(Qt.PenStyle.NoPen)
        self._brush.setBrush(QColor(self._colours.arrow))
        every = style.ARROW_EVERY_PX * self._ratio
        for street in streets.touching(*self._box):
            span = slice(streets.start[street], streets.start[street] + streets.count[street])
            x, y = streets.x[span] * self._scale - self._left, streets.y[span] * self._scale - self._top
            for at_x, at_y, course in _stations(x, y, every):
                if -size < at_x < self._side + size and -size < at_y < self._side + size:
                    self._arrow(at_x, at_y, course, size)

    def _arrow(self, x: float, y: float, course: float, size: float) -> None:
        self._brush.save()
        self._brush.translate(x, y)
        self._brush.rotate(degrees(course))
        head = ((1.0, 0.0), (-0.7, 0.55), (-0.35, 0.0), (-0.7, -0.55))
        self._brush.drawPolygon(QPolygonF([QPointF(a * size * 0.8, b * size * 0.8) for a, b in head]))
        self._brush.restore()

    def draw_stations(self, stations: Strips) -> None:
        """A small ring at every station."""
        reach = (3.2 if self._zoom >= 15 else 2.4) * self._ratio
        pen = _pen(self._colours.metro, 1.6 * self._ratio)
        self._brush.setPen(pen)
        self._brush.setBrush(QColor(self._colours.halo))
        for number in stations.touching(*self._box):
            point = stations.start[number]
            x, y = stations.x[point] * self._scale - self._left, stations.y[point] * self._scale - self._top
            self._brush.drawEllipse(QPointF(float(x), float(y)), reach, reach)

    def _paths(self, strips: Strips, width: float) -> list[QPainterPath]:
        chosen = strips.touching(*self._box)
        if not len(chosen):
            return []
        thin = 1.0 * self._ratio if self._zoom <= 13 else 0.5
        at = {"scale": self._scale, "left": self._left, "top": self._top, "thin_px": thin}
        if width * self._ratio <= style.HAIR_PX:
            return [path_of(strips, chosen, **at)]
        return paths_of(strips, chosen, **at)

    def _stroke(self, paths: list[QPainterPath], pen: QPen) -> None:
        for path in paths:
            self._brush.strokePath(path, pen)


def _stations(x: Floats, y: Floats, every: float) -> list[tuple[float, float, float]]:
    """Points in the middle of equal shares of a line, about `every` long, with the course there (radians)."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    if along[-1] < every / 3:
        return []
    shares = max(1, round(along[-1] / every))
    middles = (np.arange(shares) + 0.5) * along[-1] / shares
    piece = np.clip(np.searchsorted(along, middles) - 1, 0, len(x) - 2)
    at_x, at_y = np.interp(middles, along, x), np.interp(middles, along, y)
    course = np.arctan2(np.diff(y)[piece], np.diff(x)[piece])
    return list(zip(at_x.tolist(), at_y.tolist(), course.tolist(), strict=True))


def _pen(colour: str, width: float) -> QPen:
    """Round ends and joins where they are wide enough to be seen: they take three times as long to draw."""
    if width < style.ROUND_FROM_PX:
        cap, join = Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin
    else:
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, cap, join)
