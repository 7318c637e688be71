"""How a row of the layers panel is painted: tick, sign, name and count, or the values to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from commandroom.models.domain.enums import UnitKind
from commandroom.ui.layers.model import CHOSEN, COUNT, ROW, WORDS, LayerRow
from commandroom.ui.symbols import outline
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font
from commandroom.ui.writing import CENTRE, LEFT, RIGHT, write

HEIGHT = 27
TICK = 16.0
FOLD = 14.0
"""Width of the mark that opens a group."""
INDENT = 18.0


class RowPainter(QStyledItemDelegate):
    """Paints and says where things are; the view decides what a click there means."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are of one height."""
        return QSize(180, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        row: LayerRow = index.data(ROW)
        box = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if has_focus or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(self.theme.raised))
        if has_focus:
            painter.setPen(QPen(QColor(self.theme.selection), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -1.5, -0.5))
        if row.options:
            self._paint_options(painter, box, index)
        else:
            self._paint_layer(painter, box, row, index, is_open=bool(state & QStyle.StateFlag.State_Open))
        painter.restore()

    def segments(self, box: QRectF, words: Sequence[str]) -> list[QRectF]:
        """Where each value of a row of options stands, in the coordinates of `box`."""
        metrics = QFontMetricsF(ui_font(SMALL_PX))
        left, right = box.left() + self._inset(is_kid=True), box.right() - 8
        widths = [metrics.horizontalAdvance(word) + 14 for word in words]
        spare = max((right - left - sum(widths)) / len(widths), 0.0) if widths else 0.0
        squeeze = min(1.0, (right - left) / sum(widths)) if widths else 1.0
        found = []
        for width in widths:
            whole = width * squeeze + spare
            found.append(QRectF(left, box.top() + 3, whole, box.height() - 6))
            left += whole
        return found

    def fold_mark(self, box: QRectF) -> QRectF:
        """Where a group is opened and folded."""
        return QRectF(box.left(), box.top(), FOLD + 8, box.height())

    def _inset(self, *, is_kid: bool) -> float:
        return 8 + FOLD + (INDENT if is_kid else 0)

    def _paint_layer(
        self,
        painter: QPainter,
        box: QRectF,
        row: LayerRow,
        index: QModelIndex | QPersistentModelIndex,
        *,
        is_open: bool,
    ) -> None:
        theme, is_kid = self.theme, index.parent().isValid()
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        if row.kids and not row.kids[0].options:
            _paint_fold(painter, QPointF(box.left() + 6 + FOLD / 2, box.center().y()), theme, is_open)
        left = box.left() + self._inset(is_kid=is_kid)
        _paint_tick(painter, QRectF(left, box.center().y() - TICK / 2, TICK, TICK), state, theme)
        left += TICK + 8
        colour = theme.muted if state is Qt.CheckState.Unchecked else theme.text
        if row.name.startswith("unit."):
            painter.setPen(QPen(QColor(colour), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            kind = UnitKind(row.name.removeprefix("unit."))
            painter.drawPath(outline(kind, QPointF(left + 7, box.center().y()), 5.5))
            left += 20
        count = str(index.data(COUNT) or "")
        font = ui_font(SMALL_PX, tabular=True)
        wide = QFontMetricsF(font).horizontalAdvance(count) + 8 if count else 0
        write(painter, QRectF(box.right() - 8 - wide, box.top(), wide, box.height()), RIGHT, count,
              theme.muted, font)  # fmt: skip
        name = QRectF(left, box.top(), box.right() - 10 - wide - left, box.height())
        write(painter, name, LEFT, str(index.data()), colour, ui_font(bold=not is_kid and bool(row.kids)))

    def _paint_options(
        self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, theme = index.data(ROW), self.theme
        words, chosen = index.data(WORDS), index.data(CHOSEN)
        for each, word, place in zip(row.options, words, self.segments(box, words), strict=True):
            is_chosen = each == chosen
            painter.setPen(QPen(QColor(theme.selection if is_chosen else theme.line), 1))
            painter.setBrush(QColor(theme.line) if is_chosen else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1.5, 0.5, -1.5, -0.5), 3, 3)
            colour = theme.text if is_chosen else theme.muted
            write(painter, place, CENTRE, word, colour, ui_font(SMALL_PX, bold=is_chosen))


def _paint_fold(painter: QPainter, centre: QPointF, theme: Theme, is_open: bool) -> None:
    painter.setPen(QPen(QColor(theme.muted), 1.6))
    across, down = (4.0, 2.2) if is_open else (2.2, 4.0)
    first, last = QPointF(-across, -down), QPointF(across, -down) if is_open else QPointF(-across, down)
    tip = QPointF(0, down) if is_open else QPointF(across, 0)
    painter.drawPolyline([centre + first, centre + tip, centre + last])


def _paint_tick(painter: QPainter, box: QRectF, state: Qt.CheckState, theme: Theme) -> None:
    is_on = state is not Qt.CheckState.Unchecked
    painter.setPen(QPen(QColor(theme.selection if is_on else theme.muted), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)
    if not is_on:
        return
    painter.setPen(QPen(QColor(theme.selection), 2.2))
    x, y = box.left(), box.top()
    if state is Qt.CheckState.Checked:
        painter.drawPolyline(
            [QPointF(x + 3.8, y + 8.2), QPointF(x + 6.8, y + 11.4), QPointF(x + 12.2, y + 5)]
        )
    else:
        painter.drawLine(QPointF(x + 4.5, y + 8), QPointF(x + 11.5, y + 8))
