"""The list of candidates under a search field: a child of the form, never a window of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.panels.rows import Index, PlainRows
from commandroom.ui.panels.text import one_line
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX

ROW_PX = 26
ROWS_SHOWN = 9
SIDE_PX = 12
"""Room left between the list and the right edge of the form."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate."""

    value: object
    name: str
    detail: str = ""


class _Choices(PlainRows[Choice]):
    def words(self, row: Choice) -> str:
        return f"{row.name} {row.detail}".strip()


class _ChoicePainter(QStyledItemDelegate):
    theme: Theme = NIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_Choices.ROW)
        if not isinstance(row, Choice):
            return
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, tint(self.theme.line))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), tint(self.theme.selection))
        inner = area.adjusted(10, 0, -8, 0)
        painter.setFont(lettering())
        painter.setPen(tint(self.theme.text))
        told = painter.fontMetrics().horizontalAdvance(one_line(row.name)) + 14
        _draw(painter, inner, row.name, Qt.AlignmentFlag.AlignLeft)
        painter.setFont(lettering(SMALL_PX))
        painter.setPen(tint(self.theme.muted))
        rest = inner.adjusted(told, 0, 0, 0)
        if rest.width() > 40:
            _draw(painter, rest, row.detail, Qt.AlignmentFlag.AlignRight)
        painter.restore()


class ChoiceList(QListView):
    """Floats over the fields of `host` under the field it belongs to; never takes the focus."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("popup")
        self._model = _Choices(self)
        self._painter = _ChoicePainter(self)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._painter.theme = theme

    def offer(self, choices: Sequence[Choice], under: QWidget) -> None:
        """Show `choices` below the widget `under`, the first one chosen; hide when there are none."""
        self._model.put(choices)
        if not choices:
            self.hide()
            return
        host = self._host
        corner = under.mapTo(host, under.rect().bottomLeft())
        height = min(len(choices), ROWS_SHOWN) * ROW_PX + 2 * self.frameWidth() + 2
        room = host.height() - corner.y() - 4
        width = max(under.width(), host.width() - corner.x() - SIDE_PX)
        self.setGeometry(corner.x(), corner.y() + 1, width, max(ROW_PX + 4, min(height, room)))
        self.setCurrentIndex(self._model.index(0))
        self.show()
        self.raise_()

    def current(self) -> Choice | None:
        """The candidate that Enter would take."""
        found = self.currentIndex().data(_Choices.ROW)
        return found if isinstance(found, Choice) and self.isVisible() else None

    def choice_at(self, index: Index) -> Choice | None:
        """The candidate of a row."""
        found = index.data(_Choices.ROW)
        return found if isinstance(found, Choice) else None

    def step(self, rows: int) -> None:
        """Go down by `rows` (up when negative), stopping at the ends."""
        last = self._model.rowCount() - 1
        self.setCurrentIndex(self._model.index(min(max(self.currentIndex().row() + rows, 0), last)))


def _draw(painter: QPainter, area: QRectF, text: str, side: Qt.AlignmentFlag) -> None:
    shown = painter.fontMetrics().elidedText(one_line(text), Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
