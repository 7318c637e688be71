"""The signs on the map's tool bar, drawn by ourselves: crisp at every scale, in the colours of the theme."""

from collections.abc import Callable, Mapping
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from commandroom.ui.theme import Theme

SIDE = 22
"""Logical pixels of a sign."""
_SCALES = (1.0, 2.0)


def map_icon(name: str, theme: Theme) -> QIcon:
    """The sign of a map act; KeyError where none is drawn for it."""
    icon = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, theme.text), (QIcon.Mode.Disabled, theme.off)):
        for scale in _SCALES:
            icon.addPixmap(_pixmap(_SIGNS[name], colour, theme, scale), mode)
    return icon


def _pixmap(sign: "Sign", colour: str, theme: Theme, scale: float) -> QPixmap:
    picture = QPixmap(QSize(round(SIDE * scale), round(SIDE * scale)))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), 1.7)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    sign(painter, QColor(colour))
    painter.end()
    return picture


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline([QPointF(*each) for each in points])


def _ring(painter: QPainter, x: float, y: float, radius: float) -> None:
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _dot(painter: QPainter, ink: QColor, x: float, y: float, radius: float = 2.0) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.restore()


def _layers(painter: QPainter, ink: QColor) -> None:
    _line(painter, (11, 3), (19, 7.5), (11, 12), (3, 7.5), (11, 3))
    _line(painter, (3, 11.3), (11, 15.8), (19, 11.3))
    _line(painter, (3, 15), (11, 19.5), (19, 15))


def _distance(painter: QPainter, ink: QColor) -> None:
    painter.save()
    painter.translate(11, 11)
    painter.rotate(-45)
    painter.drawRoundedRect(QRectF(-9.5, -3.6, 19, 7.2), 1.2, 1.2)
    for at, length in ((-5.5, 2.6), (-1.8, 3.8), (1.8, 2.6), (5.5, 3.8)):
        painter.drawLine(QPointF(at, -3.6), QPointF(at, -3.6 + length))
    painter.restore()


_CORNERS = ((4.5, 6.0), (16.5, 4.0), (18.5, 14.5), (8.5, 18.0))


def _area(painter: QPainter, ink: QColor) -> None:
    shade = QColor(ink)
    shade.setAlpha(60)
    painter.fillRect(QRectF(8.5, 3.5, 10, 10), shade)
    painter.drawRect(QRectF(3.5, 3.5, 15, 15))
    _line(painter, (8.5, 3.5), (8.5, 13.5), (18.5, 13.5))
    for at in (6.0, 10.0, 14.0):
        _line(painter, (3.5, at), (6.0, at))
        _line(painter, (22 - at, 18.5), (22 - at, 16.0))


def _reach(painter: QPainter, ink: QColor) -> None:
    _dot(painter, ink, 11, 11, 2.2)
    _ring(painter, 11, 11, 5)
    painter.setPen(QPen(ink, 1.4, Qt.PenStyle.DotLine))
    _ring(painter, 11, 11, 8.6)


def _draw_point(painter: QPainter, ink: QColor) -> None:
    pin = QPainterPath(QPointF(11, 20))
    pin.cubicTo(QPointF(5, 13.5), QPointF(4.5, 11), QPointF(4.5, 9))
    pin.arcTo(QRectF(4.5, 2.5, 13, 13), 180, -180)
    pin.cubicTo(QPointF(17.5, 11), QPointF(17, 13.5), QPointF(11, 20))
    painter.drawPath(pin)
    _dot(painter, ink, 11, 9, 2.4)


def _draw_line(painter: QPainter, ink: QColor) -> None:
    _line(painter, (4, 17.5), (8.5, 7), (14, 13.5), (18, 4.5))
    for x, y in ((4, 17.5), (8.5, 7), (14, 13.5), (18, 4.5)):
        _dot(painter, ink, x, y)


def _draw_area(painter: QPainter, ink: QColor) -> None:
    shade = QColor(ink)
    shade.setAlpha(60)
    painter.setBrush(shade)
    painter.drawPolygon([QPointF(*each) for each in _CORNERS])
    for x, y in _CORNERS:
        _dot(painter, ink, x, y)


def _follow(painter: QPainter, ink: QColor) -> None:
    _ring(painter, 11, 11, 6.5)
    for turn in range(4):
        across, down = cos(turn * pi / 2), sin(turn * pi / 2)
        painter.drawLine(
            QPointF(11 + 4.6 * across, 11 + 4.6 * down), QPointF(11 + 9.2 * across, 11 + 9.2 * down)
        )
    _dot(painter, ink, 11, 11, 1.9)


def _lock(painter: QPainter, ink: QColor) -> None:
    painter.drawRoundedRect(QRectF(4.5, 10, 13, 9), 1.6, 1.6)
    shackle = QPainterPath(QPointF(7.2, 10))
    shackle.lineTo(7.2, 7.2)
    shackle.arcTo(QRectF(7.2, 3.2, 7.6, 8), 180, -180)
    shackle.lineTo(14.8, 10)
    painter.drawPath(shackle)
    _dot(painter, ink, 11, 14.4, 1.7)


def _legend(painter: QPainter, ink: QColor) -> None:
    _ring(painter, 5.5, 5.5, 2.3)
    painter.drawRect(QRectF(3.3, 9.2, 4.4, 4.4))
    _line(painter, (5.5, 15.6), (8, 19.6), (3, 19.6), (5.5, 15.6))
    for y in (5.5, 11.4, 17.8):
        _line(painter, (11, y), (19, y))


def _search(painter: QPainter, ink: QColor) -> None:
    _ring(painter, 9.3, 9.3, 5.8)
    _line(painter, (13.6, 13.6), (19, 19))


def _ground(painter: QPainter, ink: QColor) -> None:
    _line(
        painter,
        (3, 6),
        (8.5, 3.8),
        (13.5, 6),
        (19, 3.8),
        (19, 16),
        (13.5, 18.2),
        (8.5, 16),
        (3, 18.2),
        (3, 6),
    )
    _line(painter, (8.5, 3.8), (8.5, 16))
    _line(painter, (13.5, 6), (13.5, 18.2))


def _wall(painter: QPainter, ink: QColor) -> None:
    painter.drawRoundedRect(QRectF(2.5, 4, 17, 11), 1.4, 1.4)
    _line(painter, (11, 15), (11, 18.5))
    _line(painter, (6.5, 18.5), (15.5, 18.5))


def _picture_of_map(painter: QPainter, ink: QColor) -> None:
    painter.drawRoundedRect(QRectF(2.5, 4, 17, 14), 1.6, 1.6)
    _ring(painter, 7.5, 8.5, 1.6)
    _line(painter, (3.5, 16.5), (9, 11.5), (12, 14.3), (15.2, 10.5), (19, 15))


def _export(painter: QPainter, ink: QColor) -> None:
    _line(painter, (11, 3), (11, 13))
    _line(painter, (7.2, 9.4), (11, 13.2), (14.8, 9.4))
    _line(painter, (3.5, 13), (3.5, 18.8), (18.5, 18.8), (18.5, 13))


def _printed(painter: QPainter, ink: QColor) -> None:
    _line(painter, (6.5, 8), (6.5, 3), (15.5, 3), (15.5, 8))
    painter.drawRoundedRect(QRectF(3, 8, 16, 7), 1.2, 1.2)
    painter.drawRect(QRectF(6.5, 12.5, 9, 6.5))


Sign = Callable[[QPainter, QColor], None]

_SIGNS: Mapping[str, Sign] = {
    "layers": _layers,
    "measure_distance": _distance,
    "measure_area": _area,
    "draw_point": _draw_point,
    "draw_line": _draw_line,
    "draw_area": _draw_area,
    "follow_unit": _follow,
    "lock_view": _lock,
    "reach": _reach,
    "legend": _legend,
    "search": _search,
    "ground": _ground,
    "wall": _wall,
    "save_picture": _picture_of_map,
    "export_html": _export,
    "print_map": _printed,
}
