"""Draw a placed label with a halo of the ground's colour."""

from threading import Lock

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from commandroom.map.labels import Glyph, PlacedLabel
from commandroom.map.palette import Palette

_SHAPING = Lock()
"""Two tile threads that shaped text at the same moment ended the program inside Qt, on a first start: one
at a time, whichever window's map they paint for."""

FONT_FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC")


def map_font(size_px: float) -> QFont:
    """The map's lettering at a size in pixels."""
    font = QFont(list(FONT_FAMILIES))
    font.setPixelSize(round(size_px))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def draw_label(
    brush: QPainter, label: PlacedLabel, colours: Palette, *, ratio: int, left: float, top: float
) -> None:
    """Write `label` on the tile whose corner is (left, top); all in pixels of the zoom's world at ratio 1."""
    path = QPainterPath()
    with _SHAPING:
        font = map_font(label.size_px * ratio)
        metrics = QFontMetricsF(font)
        for glyph in label.glyphs:
            path.addPath(_glyph_path(glyph, font, metrics, ratio, left, top))
    pen = QPen(QColor(colours.halo), 3.0 * ratio)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    brush.strokePath(path, pen)
    colour = {
        "street": colours.street_text,
        "lane": colours.lane_text,
        "place": colours.place_text,
        "water": colours.water_text,
    }[label.kind]
    brush.fillPath(path, QColor(colour))


def _glyph_path(
    glyph: Glyph, font: QFont, metrics: QFontMetricsF, ratio: int, left: float, top: float
) -> QPainterPath:
    width = metrics.horizontalAdvance(glyph.text)
    drop = (metrics.ascent() - metrics.descent()) / 2
    flat = QPainterPath()
    flat.addText(QPointF(-width / 2, drop), font, glyph.text)
    place = QTransform()
    place.translate((glyph.x - left) * ratio, (glyph.y - top) * ratio)
    place.rotate(glyph.turn_deg)
    return place.map(flat)
