"""Text painted by hand, cut with an ellipsis where it must be."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def write(
    painter: QPainter, box: QRectF, align: Qt.AlignmentFlag, text: str, colour: str, font: QFont
) -> float:
    """Paint `text` into `box`; returns its width in pixels."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(int(box.width()), 0))
    painter.drawText(box, align, short)
    return float(metrics.horizontalAdvance(short))
