"""How a line of the journal is painted: time, sign, text; never as markup."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from commandroom.ui.panels.journal.model import JournalModel, Line
from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX

Index = QModelIndex | QPersistentModelIndex

ROW_PX = 21
TIME_PX = 62
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LinePainter(QStyledItemDelegate):
    """Messages stand on raised ground, channel in a frame; missed rings carry ✗ and the alarm colour."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme: Theme = NIGHT
        self.selected = ""
        """The selected incident: its lines carry a bar at the left."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, bar, time, sign, text."""
        line = index.data(JournalModel.LINE)
        if not isinstance(line, Line):
            return
        area = QRectF(option.rect)
        state = option.state
        painter.save()
        self._paint_ground(painter, area, line, hovered=bool(state & QStyle.StateFlag.State_MouseOver))
        if self.selected and index.data(JournalModel.INCIDENT) == self.selected:
            painter.fillRect(
                QRectF(area.left(), area.top() + 2, 3, area.height() - 4), tint(self.theme.selection)
            )
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tint(self.theme.selection), 1, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(lettering(SMALL_PX))
        painter.setPen(tint(self.theme.muted))
        painter.drawText(QRectF(area.left() + 8, area.top(), TIME_PX, area.height()), LEFT, line.time)
        left = area.left() + 8 + TIME_PX
        left += self._paint_tag(painter, QRectF(left, area.top(), 90, area.height()), line)
        painter.setFont(lettering(SMALL_PX, bold=line.is_message or line.is_alarm))
        painter.setPen(tint(self.theme.attention_1 if line.is_alarm else self.theme.text))
        room = QRectF(left, area.top(), area.right() - left - 4, area.height())
        shown = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, LEFT, shown)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRectF, line: Line, *, hovered: bool) -> None:
        if hovered:
            painter.fillRect(area, tint(self.theme.line))
        elif line.is_message:
            painter.fillRect(area, tint(self.theme.raised))

    def _paint_tag(self, painter: QPainter, area: QRectF, line: Line) -> float:
        """Paint the sign; returns how much width it took, in pixels."""
        if not line.tag:
            return 0.0
        painter.setFont(lettering(SMALL_PX, bold=not line.is_message))
        width = painter.fontMetrics().horizontalAdvance(line.tag) + (8 if line.is_message else 2)
        painter.setPen(tint(self.theme.attention_1 if line.is_alarm else self.theme.text))
        box = QRectF(area.left(), area.top() + 2, width, area.height() - 4)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), line.tag)
        if line.is_message:
            painter.setPen(tint(self.theme.muted))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        return float(width + 6)
