"""The list under the search field: floats over the window, never takes the focus, draws plain text only."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.panels.rows import Index
from commandroom.ui.panels.text import ElidedLabel
from commandroom.ui.search.answer import Answer
from commandroom.ui.search.rows import Row, RowModel, flat
from commandroom.ui.search.signs import SIGN_PX, paint_sign
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX

ROW_PX, HEADING_PX, FOOT_PX = 30, 24, 26
LEAST_WIDTH_PX = 560
MARGIN_PX = 8
"""Room left to the edges of the window."""


class _RowPainter(QStyledItemDelegate):
    theme: Theme = NIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(RowModel.ROW)
        return QSize(200, HEADING_PX if isinstance(row, Row) and row.is_heading else ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(RowModel.ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        area = QRectF(option.rect)
        if row.is_heading:
            self._heading(painter, area, row)
        elif row.answer is None:
            self._note(painter, area, row)
        else:
            self._answer(painter, area, row, row.answer, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _heading(self, painter: QPainter, area: QRectF, row: Row) -> None:
        painter.setPen(tint(self.theme.muted))
        painter.setFont(lettering(SMALL_PX, bold=True))
        text = area.adjusted(12, 2, -12, 0)
        told = QFontMetricsF(painter.font()).horizontalAdvance(row.text)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, row.text)
        painter.setPen(tint(self.theme.line))
        middle = text.center().y()
        painter.drawLine(int(text.left() + told + 10), int(middle), int(text.right()), int(middle))

    def _note(self, painter: QPainter, area: QRectF, row: Row) -> None:
        inner = area.adjusted(12, 0, -12, 0)
        painter.setFont(lettering())
        painter.setPen(tint(self.theme.text))
        used = self._words(painter, inner, row.text, (), self.theme.text)
        if row.detail:
            painter.setPen(tint(self.theme.muted))
            painter.setFont(lettering(SMALL_PX))
            rest = inner.adjusted(used + 14 if used else 0, 0, 0, 0)
            _draw(painter, rest, row.detail, Qt.AlignmentFlag.AlignLeft)

    def _answer(self, painter: QPainter, area: QRectF, row: Row, answer: Answer, is_chosen: bool) -> None:
        if is_chosen:
            painter.fillRect(area, tint(self.theme.line))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), tint(self.theme.selection))
        sign = QRectF(area.left() + 12, area.center().y() - SIGN_PX / 2, SIGN_PX, SIGN_PX)
        paint_sign(painter, sign, answer, self.theme)
        inner = area.adjusted(12 + SIGN_PX + 10, 0, -12, 0)
        small = lettering(SMALL_PX)
        wanted = QFontMetricsF(small).horizontalAdvance(flat(row.detail)) + 2
        detail_width = min(wanted, inner.width() * 0.55) if row.detail else 0.0
        painter.setFont(lettering())
        colour = self.theme.muted if row.is_faint else self.theme.text
        used = self._words(
            painter, inner.adjusted(0, 0, -detail_width - 14, 0), row.text, answer.marked, colour
        )
        rest = inner.adjusted(max(used + 14, inner.width() - detail_width), 0, 0, 0)
        painter.setFont(small)
        painter.setPen(tint(self.theme.muted))
        _draw(painter, rest, row.detail, Qt.AlignmentFlag.AlignRight)

    def _words(
        self, painter: QPainter, area: QRectF, text: str, marked: Sequence[tuple[int, int]], colour: str
    ) -> float:
        """Draw `text` with its `marked` parts in bold and in the colour of the selection; the width used."""
        plain, bold = lettering(), lettering(bold=True)
        shown, left, end = flat(text), area.left(), area.right()
        for part, is_marked in _parts(shown, marked):
            font: QFont = bold if is_marked else plain
            metrics = QFontMetricsF(font)
            width = metrics.horizontalAdvance(part)
            painter.setFont(font)
            painter.setPen(tint(self.theme.selection if is_marked else colour))
            room = QRectF(left, area.top(), max(end - left, 0.0), area.height())
            if width > room.width():
                part = metrics.elidedText(part, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, part)
                return float(end - area.left())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, part)
            left += width
        return float(left - area.left())


def _parts(text: str, marked: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """`text` cut where marks begin and end."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in marked:
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(part, is_marked) for part, is_marked in (*parts, (text[at:], False)) if part]


def _draw(painter: QPainter, area: QRectF, text: str, side: Qt.AlignmentFlag) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(flat(text), Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class _Rows(QListView):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the list and nothing below it."""
        super().wheelEvent(event)
        event.accept()


class AnswerPopup(QFrame):
    """Shows rows below the field `under`; `picked` brings the answer that was clicked."""

    picked = Signal(object)

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self._under = under
        self.setObjectName("hitbox")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = RowModel(self)
        self._painter = _RowPainter(self)
        self.list = _Rows(self)
        self.list.setObjectName("hits")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._on_clicked)
        self.foot: QLabel = ElidedLabel(self)
        self.foot.setObjectName("hitfoot")
        self.foot.setFixedHeight(FOOT_PX)
        self.foot.setFont(lettering(SMALL_PX))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self.list, 1)
        box.addWidget(self.foot)
        self.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._painter.theme = theme
        self.list.viewport().update()

    def offer(self, rows: Sequence[Row], foot: str) -> None:
        """Show `rows`, the first answer chosen."""
        self.model.put(rows)
        self.foot.setText(foot)
        first = next((place for place, row in enumerate(rows) if row.answer is not None), -1)
        if first >= 0:
            self.choose(first)
        self.list.scrollToTop()
        self._place()
        self.show()
        self.raise_()

    def current(self) -> Answer | None:
        """The answer that Enter takes."""
        place = self.list.currentIndex().row()
        return self.model.rows[place].answer if 0 <= place < len(self.model.rows) else None

    def choose(self, place: int) -> None:
        """Light line `place` and bring it into sight, its heading too."""
        if place < 0:
            return
        if place > 0 and self.model.rows[place - 1].answer is None:
            self.list.scrollTo(self.model.index(place - 1))
        self.list.setCurrentIndex(self.model.index(place))

    def step(self, step: int) -> None:
        """One answer down, or up."""
        self.choose(self.model.next_answer(self.list.currentIndex().row(), step))

    def step_group(self, step: int) -> None:
        """To the next group, or the one before."""
        self.choose(self.model.next_group(self.list.currentIndex().row(), step))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay under the field when the window changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _on_clicked(self, index: Index) -> None:
        row = index.data(RowModel.ROW)
        if isinstance(row, Row) and row.answer is not None:
            self.picked.emit(row.answer)

    def _place(self) -> None:
        window = self._under.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
        rows = sum(HEADING_PX if row.is_heading else ROW_PX for row in self.model.rows)
        spot = self._under.mapTo(window, QPoint(0, self._under.height() + 3))
        room = window.height() - spot.y() - MARGIN_PX
        width = min(max(self._under.width(), LEAST_WIDTH_PX), window.width() - 2 * MARGIN_PX)
        left = max(MARGIN_PX, min(spot.x(), window.width() - MARGIN_PX - width))
        self.setGeometry(left, spot.y(), width, min(rows + FOOT_PX + 6, room))
