"""Shares of the coverage, kind by kind and ring by ring: a figure, n of N, and a bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.theme import Theme
from commandroom.ui.typeface import CLOCK_PX, SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, write

HEAD_PX, ROW_PX, NAME_PX = 24, 56, 78
BAR_PX = 5


@dataclass(frozen=True, slots=True)
class ShareCell:
    """One figure."""

    percent: str
    of: str
    """n of N."""
    share: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One kind of demand."""

    name: str
    cells: tuple[ShareCell, ...]


class ShareTable(QWidget):
    """Paints plain values; the column that speaks for all stands out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[ShareRow, ...] = ()
        self._bold = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, heads: Sequence[str], rows: Sequence[ShareRow], *, bold: int) -> None:
        """Show these; `bold` is the column that speaks for all."""
        self._heads, self._rows, self._bold = tuple(heads), tuple(rows), bold
        self.setAccessibleName("; ".join(self._spoken(row) for row in rows))
        self.updateGeometry()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(360, HEAD_PX + ROW_PX * max(len(self._rows), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Heads, names, cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, small = self._theme, ui_font(SMALL_PX)
        wide = (self.width() - NAME_PX) / max(len(self._heads), 1)
        for column, head in enumerate(self._heads):
            box = QRectF(NAME_PX + column * wide, 0, wide - 12, HEAD_PX)
            is_bold = column == self._bold
            tone = theme.text if is_bold else theme.muted
            write(painter, box, LEFT, head, tone, ui_font(SMALL_PX, bold=is_bold))
        for number, row in enumerate(self._rows):
            top = HEAD_PX + number * ROW_PX
            painter.fillRect(QRectF(0, top, self.width(), 1), QColor(theme.line))
            write(painter, QRectF(0, top, NAME_PX - 6, ROW_PX), LEFT, row.name, theme.text, small)
            for column, cell in enumerate(row.cells):
                box = QRectF(NAME_PX + column * wide, top, wide - 12, ROW_PX)
                self._cell(painter, box, cell, is_bold=column == self._bold)
        painter.end()

    def _cell(self, painter: QPainter, box: QRectF, cell: ShareCell, *, is_bold: bool) -> None:
        theme = self._theme
        figure = ui_font(CLOCK_PX if is_bold else 16, bold=is_bold, tabular=True)
        high = QRectF(box.left(), box.top() + 5, box.width(), 26)
        write(painter, high, LEFT, cell.percent, theme.text, figure)
        low = QRectF(box.left(), box.top() + 29, box.width(), 16)
        write(painter, low, LEFT, cell.of, theme.muted, ui_font(SMALL_PX, tabular=True))
        bar = QRectF(box.left(), box.bottom() - 9, box.width(), BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(bar, QColor(theme.line))
        bar.setWidth(bar.width() * min(max(cell.share, 0.0), 1.0))
        painter.fillRect(bar, QColor(theme.text if is_bold else theme.muted))

    def _spoken(self, row: ShareRow) -> str:
        pairs = zip(self._heads, row.cells, strict=True)
        return f"{row.name} " + ", ".join(f"{head} {cell.percent} {cell.of}" for head, cell in pairs)
