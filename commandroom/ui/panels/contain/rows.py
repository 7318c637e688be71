"""The points of the ring as a list: name and figure above, who and how far below."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from commandroom.ui.panels.contain.picture import PointLine, Standing
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

ROW_HEIGHT = 40
MARK_PX = 14

Index = QModelIndex | QPersistentModelIndex
LineRole = Qt.ItemDataRole.UserRole


class PointModel(QAbstractListModel):
    """Rows change in place where the same points stay."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.wording = wording
        self.lines: tuple[PointLine, ...] = ()

    def show_lines(self, lines: Sequence[PointLine]) -> None:
        """Show exactly these."""
        is_same_size = len(lines) == len(self.lines)
        if not is_same_size:
            self.beginResetModel()
        self.lines = tuple(lines)
        if not is_same_size:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One for each point."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line, and the same in words for a tip and a screen reader."""
        line = self.lines[index.row()]
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{self._spoken(line)}\n{line.at.lat:.5f}, {line.at.lon:.5f}")
        return None

    def _spoken(self, line: PointLine) -> str:
        state = self.wording.say(f"contain.state.{line.standing}")
        return f"{state} {line.name} {line.who} {line.figure}"


class PointDelegate(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text."""
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Mark, name, figure; who."""
        line = index.data(LineRole)
        painter.save()
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.theme.raised))
        draw_mark(painter, area.topLeft() + QPoint(6, 6), line.standing, self.theme)
        tone = QColor(tone_of(line.standing, self.theme))
        bold, small = ui_font(BODY_PX, bold=True, tabular=True), ui_font(SMALL_PX, tabular=True)
        painter.setFont(bold)
        figure = painter.fontMetrics().horizontalAdvance(line.figure)
        inner = area.adjusted(28, 2, -6, -2)
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        painter.setPen(tone)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.figure)
        painter.setFont(ui_font(BODY_PX))
        painter.setPen(QColor(self.theme.text))
        name = top.adjusted(0, 0, -figure - 8, 0)
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(line.name, elide, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        low = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() // 2)
        shown = painter.fontMetrics().elidedText(line.who, elide, low.width())
        painter.drawText(low, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class PointList(QListView):
    """A row that is clicked shows its point on the map."""

    meant = Signal(object)
    """A PointLine."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.points = PointModel(wording, self)
        self._paint = PointDelegate(theme, self)
        self.setModel(self.points)
        self.setItemDelegate(self._paint)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._paint.theme = theme
        self.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.meant.emit(index.data(LineRole))


def tone_of(standing: Standing, theme: Theme) -> str:
    """The colour of a point's figure."""
    return theme.attention_1 if standing == "hole" else theme.free


def draw_mark(painter: QPainter, corner: QPoint, standing: Standing, theme: Theme) -> None:
    """The sign that the map has there: an open ring, an empty, a half and a full square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tone = QColor(tone_of(standing, theme))
    box = QRectF(corner.x() + 1, corner.y() + 1, MARK_PX - 2, MARK_PX - 2)
    painter.setPen(QPen(tone, 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if standing == "hole":
        painter.drawArc(box, 50 * 16, 80 * 16)
        painter.drawArc(box, 230 * 16, 80 * 16)
        painter.drawLine(box.center() - QPoint(4, 0), box.center() + QPoint(4, 0))
        return
    painter.drawRect(box)
    if standing == "held":
        painter.fillRect(box, tone)
    elif standing == "ordered":
        painter.fillRect(QRectF(box.left(), box.center().y(), box.width(), box.height() / 2), tone)
