"""Covered before and after as two bars, and what all candidates together would reach as a mark."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.planner_words import percent
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, RIGHT, write

ROW_PX, BAR_PX = 26, 14
FOOT_PX = 20
NAME_PX, FIGURE_PX = 54, 64


class CoverBars(QWidget):
    """Two bars from 0 to 100 %."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = ("", "")
        self._most_words = ""
        self.shares = (0.0, 0.0)
        self.most: float | None = None
        """What no choice among the candidates can pass."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(
        self, names: tuple[str, str], shares: tuple[float, float], most: float, most_words: str
    ) -> None:
        """Before and after, 0 … 1."""
        self._names, self.shares, self.most, self._most_words = names, shares, most, most_words
        said = " ".join(f"{name} {percent(share)}" for name, share in zip(names, shares, strict=True))
        self.setAccessibleName(f"{said} {most_words}")
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Two rows and the line under them."""
        return QSize(320, 2 * ROW_PX + FOOT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar, figure; the mark through both."""
        painter, theme = QPainter(self), self._theme
        left, width = NAME_PX, max(self.width() - NAME_PX - FIGURE_PX, 10)
        for row, (name, share) in enumerate(zip(self._names, self.shares, strict=True)):
            top = row * ROW_PX
            write(painter, QRectF(0, top, NAME_PX - 8, ROW_PX), LEFT, name, theme.muted, ui_font(BODY_PX))
            bar = QRectF(left, top + (ROW_PX - BAR_PX) / 2, width, BAR_PX)
            painter.fillRect(bar, QColor(theme.line))
            filled = QRectF(bar.left(), bar.top(), width * min(share, 1.0), BAR_PX)
            painter.fillRect(filled, QColor(theme.free if row else theme.muted))
            box = QRectF(left + width + 6, top, FIGURE_PX - 6, ROW_PX)
            font = ui_font(BODY_PX, bold=bool(row), tabular=True)
            write(painter, box, RIGHT, percent(share), theme.text, font)
        if self.most is not None and self._most_words:
            self._mark(painter, left + width * min(self.most, 1.0), left, width)
        painter.end()

    def _mark(self, painter: QPainter, x: float, left: float, width: float) -> None:
        painter.setPen(QPen(QColor(self._theme.text), 2))
        painter.drawLine(QPointF(x, 3), QPointF(x, 2 * ROW_PX + 2))
        words, font = self._most_words, ui_font(SMALL_PX, tabular=True)
        box = QRectF(left, 2 * ROW_PX, width, FOOT_PX)
        if x > left + width / 2:
            write(painter, QRectF(0, box.top(), x, FOOT_PX), RIGHT, words, self._theme.muted, font)
        else:
            write(painter, QRectF(x, box.top(), width, FOOT_PX), LEFT, words, self._theme.muted, font)
