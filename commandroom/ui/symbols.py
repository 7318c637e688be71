"""The signs of the units: shape says kind, colour says state, a letter says both again. As on the map."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font


def state_colour(unit: Unit, theme: Theme) -> str:
    """Free, busy or off."""
    if unit.incident is not None:
        return theme.busy
    return theme.free if unit.is_free else theme.off


def outline(kind: UnitKind, centre: QPointF, radius: float) -> QPainterPath:
    """The shape of a kind around `centre`."""
    path = QPainterPath()
    match kind:
        case UnitKind.FOOT:
            path.addEllipse(centre, radius, radius)
        case UnitKind.CAR:
            side = radius * 0.92
            box = QRectF(centre.x() - side, centre.y() - side, 2 * side, 2 * side)
            path.addRoundedRect(box, radius * 0.32, radius * 0.32)
        case UnitKind.MOTORBIKE:
            _polygon(path, QPointF(centre.x(), centre.y() + radius * 0.3), radius * 1.5, 3, -pi / 2)
        case UnitKind.DOG:
            _polygon(path, centre, radius * 1.22, 4, -pi / 2)
        case UnitKind.VIDEO:
            _polygon(path, centre, radius * 1.08, 6, 0.0)
        case UnitKind.DRONE:
            _quadrocopter(path, centre, radius)
    return path


def paint_unit(painter: QPainter, box: QRectF, unit: Unit, letter: str, theme: Theme) -> None:
    """The sign of `unit` in the middle of `box`; busy is filled, off is dashed."""
    colour = QColor(state_colour(unit, theme))
    is_busy = unit.incident is not None
    radius = min(box.width(), box.height()) / 2 * 0.74
    shape = outline(unit.kind, box.center(), radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_off = not is_busy and not unit.is_free
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if is_off else Qt.PenStyle.SolidLine))
    painter.setBrush(colour if is_busy else QColor(theme.panel))
    painter.drawPath(shape)
    painter.setPen(QColor(theme.on_attention) if is_busy else colour)
    is_bike = unit.kind is UnitKind.MOTORBIKE
    painter.setFont(ui_font(12 if is_bike or len(letter) > 1 else 13, bold=True))
    dip = 4.0 if is_bike else 0.0
    painter.drawText(box.translated(0, dip), Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


def letter_key(kind: UnitKind) -> str:
    """Wording key of the letter inside the sign."""
    return f"map.letter.{kind.value}"


def drag_pixmap(unit: Unit, letter: str, theme: Theme, ratio: float) -> QPixmap:
    """What hangs on the pointer while a unit is dragged."""
    font = ui_font(14, bold=True)
    width, height = 190, 38
    picture = QPixmap(QSize(round(width * ratio), round(height * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.selection), 1.5))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(QRectF(1, 1, width - 2, height - 2), 6, 6)
    paint_unit(painter, QRectF(6, 4, 30, 30), unit, letter, theme)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    room = QRectF(44, 0, width - 52, height)
    sign = painter.fontMetrics().elidedText(unit.call_sign, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, sign)
    painter.end()
    return picture


def _polygon(path: QPainterPath, centre: QPointF, radius: float, corners: int, turn: float) -> None:
    points = [
        QPointF(
            centre.x() + radius * cos(turn + i * 2 * pi / corners),
            centre.y() + radius * sin(turn + i * 2 * pi / corners),
        )
        for i in range(corners)
    ]
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()


def _quadrocopter(path: QPainterPath, centre: QPointF, radius: float) -> None:
    """A square body with a rotor at each corner, one closed line: as `symbols.js` draws it."""
    rotor, opening = radius * 0.38, 135.0
    reach = radius * 0.8
    for turn, (right, down) in ((45.0, (1, 1)), (135.0, (-1, 1)), (225.0, (-1, -1)), (315.0, (1, -1))):
        middle = centre + QPointF(right * reach, down * reach)
        box = QRectF(middle.x() - rotor, middle.y() - rotor, 2 * rotor, 2 * rotor)
        first, sweep = -(turn - opening), -2 * opening
        if path.elementCount():
            path.arcTo(box, first, sweep)
        else:
            path.arcMoveTo(box, first)
            path.arcTo(box, first, sweep)
    path.closeSubpath()
