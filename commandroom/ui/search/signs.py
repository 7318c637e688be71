"""The small sign before each answer: units and incidents as on the map, all else by a plain outline."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from commandroom.models.domain.enums import UnitKind
from commandroom.ui.search.answer import Answer
from commandroom.ui.symbols import outline
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font

SIGN_PX = 20


def paint_sign(painter: QPainter, box: QRectF, answer: Answer, theme: Theme) -> None:
    """The sign of `answer` in the middle of `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = box.center()
    if answer.kind == "unit":
        _unit(painter, centre, answer.sign, theme)
    elif answer.kind == "incident":
        _incident(painter, centre, answer, theme)
    else:
        colour = QColor(theme.muted if answer.is_open else theme.off)
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(QBrush())
        painter.translate(centre)
        _OUTLINES[answer.kind](painter)
    painter.restore()


def _unit(painter: QPainter, centre: QPointF, sign: str, theme: Theme) -> None:
    kind, _, state = sign.partition(".")
    colour = QColor({"free": theme.free, "busy": theme.busy}.get(state, theme.off))
    style = Qt.PenStyle.DashLine if state == "off" else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour, 1.8, style))
    painter.setBrush(colour if state == "busy" else QBrush())
    painter.drawPath(outline(UnitKind(kind), centre, 6.5))


def _incident(painter: QPainter, centre: QPointF, answer: Answer, theme: Theme) -> None:
    """A filled disc with the level in it; only the outline once it is closed."""
    colour = QColor(theme.attention(int(answer.sign or 3)) if answer.is_open else theme.off)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if answer.is_open else QBrush())
    painter.drawEllipse(centre, 8.0, 8.0)
    painter.setPen(QColor(theme.on_attention) if answer.is_open else colour)
    painter.setFont(ui_font(12, bold=True))
    box = QRectF(centre.x() - 9, centre.y() - 9, 18, 18)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, answer.sign)


def _coordinate(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(0, 0), 4.5, 4.5)
    for line in (QLineF(-8, 0, -2, 0), QLineF(2, 0, 8, 0), QLineF(0, -8, 0, -2), QLineF(0, 2, 0, 8)):
        painter.drawLine(line)


def _crossing(painter: QPainter) -> None:
    for side in (-2.4, 2.4):
        for start, end in ((-8.0, -2.4), (2.4, 8.0)):
            painter.drawLine(QLineF(start, side, end, side))
            painter.drawLine(QLineF(side, start, side, end))


def _place(painter: QPainter) -> None:
    drop = QPainterPath(QPointF(0, 8))
    drop.cubicTo(QPointF(-2, 3), QPointF(-6, 1), QPointF(-6, -2.5))
    drop.arcTo(QRectF(-6, -8.5, 12, 12), 180, -180)
    drop.cubicTo(QPointF(6, 1), QPointF(2, 3), QPointF(0, 8))
    painter.drawPath(drop)
    painter.drawEllipse(QPointF(0, -2.5), 2, 2)


def _road(painter: QPainter) -> None:
    painter.drawLine(QLineF(-7, 8, -2.5, -8))
    painter.drawLine(QLineF(7, 8, 2.5, -8))
    for top, bottom in ((-6, -3), (-0.5, 2.5), (5, 8)):
        painter.drawLine(QLineF(0, top, 0, bottom))


def _post(painter: QPainter) -> None:
    """A house: the fixed place of guards."""
    corners = [(-7, -1), (0, -8), (7, -1), (7, 8), (-7, 8)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    painter.drawLine(QLineF(-2.5, 3.5, 2.5, 3.5))
    painter.drawLine(QLineF(0, 1, 0, 6))


def _member(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(0, -4), 3.6, 3.6)
    shoulders = QPainterPath(QPointF(-7, 8))
    shoulders.arcTo(QRectF(-7, 1, 14, 14), 180, -180)
    painter.drawPath(shoulders)


def _patrol(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*at) for at in ((-7, 6), (-4, -5), (3, 1), (7, -6))]))
    for at in ((-7, 6), (-4, -5), (3, 1), (7, -6)):
        painter.drawEllipse(QPointF(*at), 1.4, 1.4)


def _drawing(painter: QPainter) -> None:
    nib = [(-7.0, 7.0), (-6.0, 2.5), (4.0, -7.5), (7.5, -4.0), (-2.5, 6.0)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in nib]))


def _command(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(-8, -7, 16, 14), 2.5, 2.5)
    painter.drawPolyline(QPolygonF([QPointF(-4, -3), QPointF(-1, 0), QPointF(-4, 3)]))
    painter.drawLine(QLineF(1, 3.5, 5, 3.5))


_OUTLINES: dict[str, Callable[[QPainter], None]] = {
    "coordinate": _coordinate,
    "crossing": _crossing,
    "place": _place,
    "road": _road,
    "post": _post,
    "member": _member,
    "patrol": _patrol,
    "drawing": _drawing,
    "command": _command,
}
