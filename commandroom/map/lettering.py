"""Draw a placed label with a halo of the ground's colour."""

from functools import lru_cache
from threading import Lock

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from commandroom.map.palette import Palette
from commandroom.map.textsetting import Glyph, PlacedLabel

SHAPING = Lock()
"""Two tile threads that shaped text at the same moment ended the program inside Qt, on a first start: one
at a time, whichever window's map they paint for."""
_KEPT_GLYPHS = 6000

FONT_FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC")
_OTHER_FAMILIES = ("Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei")
_BOLD = frozenset({"city", "town"})


def map_font(size_px: float, *, is_bold: bool = False) -> QFont:
    """The map's lettering at a size in pixels."""
    font = QFont([*FONT_FAMILIES, *_OTHER_FAMILIES])
    font.setPixelSize(round(size_px))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if is_bold:
        font.setWeight(QFont.Weight.Medium)
    return font


def has_chinese_font() -> bool:
    """Whether any font on this machine has Chinese characters; without one the map shows empty boxes."""
    with SHAPING:
        known = set(QFontDatabase.families())
        named = not known.isdisjoint((*FONT_FAMILIES, *_OTHER_FAMILIES))
        return named or bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def draw_label(
    brush: QPainter, label: PlacedLabel, colours: Palette, *, ratio: int, left: float, top: float
) -> None:
    """Write `label` on the tile whose corner is (left, top); all in pixels of the zoom's world at ratio 1."""
    path = QPainterPath()
    for glyph in label.glyphs:
        path.addPath(_placed(glyph, label.size_px * ratio, label.kind in _BOLD, ratio, left, top))
    path.setFillRule(Qt.FillRule.WindingFill)
    pen = QPen(QColor(colours.halo), 3.0 * ratio)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    brush.strokePath(path, pen)
    brush.fillPath(path, QColor(_colour(label.kind, colours)))


def _colour(kind: str, colours: Palette) -> str:
    return {
        "city": colours.city_text,
        "town": colours.city_text,
        "suburb": colours.place_text,
        "street": colours.street_text,
        "lane": colours.lane_text,
        "station": colours.station_text,
        "water": colours.water_text,
    }.get(kind, colours.place_text)


def _placed(glyph: Glyph, size_px: float, is_bold: bool, ratio: int, left: float, top: float) -> QPainterPath:
    place = QTransform()
    place.translate((glyph.x - left) * ratio, (glyph.y - top) * ratio)
    place.rotate(glyph.turn_deg)
    return place.map(_shape(glyph.text, round(size_px), is_bold))


@lru_cache(maxsize=_KEPT_GLYPHS)
def _shape(text: str, size_px: int, is_bold: bool) -> QPainterPath:
    """The outline of a piece of text around the origin; nobody changes it."""
    with SHAPING:
        font = map_font(size_px, is_bold=is_bold)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text)
        drop = (metrics.ascent() - metrics.descent()) / 2
        path = QPainterPath()
        path.addText(QPointF(-width / 2, drop), font, text)
    return path
