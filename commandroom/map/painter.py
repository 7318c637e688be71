"""Paint one base-map tile from a `Painting`; safe to call from several worker threads at once."""

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from commandroom.map.labels import LabelPlan, PlacedLabel
from commandroom.map.lettering import draw_label
from commandroom.map.marks import Theme
from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import Painting, Strips
from commandroom.map.palette import Palette, palette
from commandroom.map.strokes import path_of

_MARGIN_PX = 16
"""Roads this far outside the tile still reach into it with their width."""

_WIDTH_PX: tuple[tuple[float, ...], ...] = (
    # zoom 10, 12, 14, 16, 18; one row per class, path first; 0 = not drawn
    (0, 0, 0, 0.8, 1.6),
    (0, 0, 0.5, 1.6, 4.0),
    (0, 0.45, 1.0, 3.2, 8.0),
    (0.5, 0.9, 2.0, 5.0, 11.0),
    (0.8, 1.3, 2.6, 6.5, 13.0),
    (1.1, 1.7, 3.3, 7.5, 15.0),
    (1.4, 2.0, 3.8, 8.0, 16.0),
    (1.6, 2.3, 4.2, 8.5, 17.0),
)
_WIDTH_ZOOM = (10, 12, 14, 16, 18)
_CASING_FROM_PX = 2.4
_ROUND_FROM_PX = 3.0
_AREA_ORDER = ("green", "water", "square", "building")
_AREA_MIN_ZOOM = {"green": 9, "water": 8, "square": 14, "building": 14}


def road_width_px(road_class: int, zoom: int) -> float:
    """Drawn width of a road class in CSS pixels; 0 where the zoom leaves it out."""
    row = _WIDTH_PX[road_class]
    if zoom <= _WIDTH_ZOOM[0]:
        return row[0] if road_class >= 3 else 0.0
    for step in range(len(_WIDTH_ZOOM) - 1):
        low, high = _WIDTH_ZOOM[step], _WIDTH_ZOOM[step + 1]
        if zoom <= high:
            share = (zoom - low) / (high - low)
            if row[step] == 0 and share < 1:
                return 0.0
            return row[step] + (row[step + 1] - row[step]) * share
    return row[-1] * 1.5 ** (zoom - _WIDTH_ZOOM[-1])


def paint_tile(
    painting: Painting, labels: LabelPlan, *, theme: Theme, zoom: int, x: int, y: int, ratio: int
) -> bytes:
    """PNG of tile (zoom, x, y), 256 px times `ratio` wide."""
    side = TILE_PX * ratio
    image = QImage(side, side, QImage.Format.Format_RGB32)
    colours = palette(theme)
    image.fill(QColor(colours.ground))
    brush = QPainter(image)
    try:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = _Sheet(brush, colours, zoom, x, y, ratio)
        for kind in _AREA_ORDER:
            if kind in painting.areas and zoom >= _AREA_MIN_ZOOM[kind]:
                sheet.fill(painting.areas[kind], getattr(colours, kind))
        sheet.draw_roads(painting.roads)
        for label in labels.touching(zoom, x, y):
            sheet.letter(label)
    finally:
        brush.end()
    return png(image)


def png(image: QImage) -> bytes:
    """PNG bytes of an image."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class _Sheet:
    """One tile being painted: knows how world positions fall on its pixels."""

    def __init__(self, brush: QPainter, colours: Palette, zoom: int, x: int, y: int, ratio: int) -> None:
        self._brush = brush
        self._colours = colours
        self._zoom = zoom
        self._ratio = ratio
        self._scale = TILE_PX * ratio * 2.0**zoom
        self._left = float(x * TILE_PX * ratio)
        self._top = float(y * TILE_PX * ratio)
        margin = _MARGIN_PX / TILE_PX / 2.0**zoom
        tile = 2.0**-zoom
        self._box = (x * tile - margin, y * tile - margin, (x + 1) * tile + margin, (y + 1) * tile + margin)

    def fill(self, rings: Strips, colour: str) -> None:
        """Fill the rings that reach into the tile."""
        chosen = rings.touching(*self._box)
        if not len(chosen):
            return
        path = path_of(
            rings, chosen, scale=self._scale, left=self._left, top=self._top, thin_px=0.5 * self._ratio
        )
        self._brush.fillPath(path, QColor(colour))

    def draw_roads(self, roads: tuple[Strips, ...]) -> None:
        """All casings first, then all roads, so that crossings stay open."""
        drawn = []
        for road_class, strips in enumerate(roads):
            width = road_width_px(road_class, self._zoom) * self._ratio
            if width <= 0:
                continue
            chosen = strips.touching(*self._box)
            if len(chosen):
                thin = 1.0 * self._ratio if self._zoom <= 13 else 0.5
                path = path_of(
                    strips, chosen, scale=self._scale, left=self._left, top=self._top, thin_px=thin
                )
                shades = self._colours.road if self._cased(width) else self._colours.thin
                drawn.append((path, width, shades[road_class]))
        for path, width, _ in drawn:
            if self._cased(width):
                self._brush.strokePath(path, _pen(self._colours.casing, width + 2.0 * self._ratio))
        for path, width, colour in drawn:
            self._brush.strokePath(path, _pen(colour, width))

    def _cased(self, width: float) -> bool:
        return width >= _CASING_FROM_PX * self._ratio

    def letter(self, label: PlacedLabel) -> None:
        """Write a label; it may begin or end on a neighbouring tile."""
        draw_label(
            self._brush,
            label,
            self._colours,
            ratio=self._ratio,
            left=self._left / self._ratio,
            top=self._top / self._ratio,
        )


def _pen(colour: str, width: float) -> QPen:
    """Round ends and joins, but not where they are too thin to be seen: they cost half the time."""
    if width < _ROUND_FROM_PX:
        return QPen(
            QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin
        )
    return QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )
