"""The key of the planner's small maps, in their own marks."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.planner_sketch import gone_station, new_station, present_station
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, write
from commandroom.wording import Wording

MARKS = ("reached", "missed", "present", "new", "gone")
HIGH, MARK_PX, GAP_PX = 22, 24, 22


class PlanKey(QWidget):
    """One line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: tuple[str, ...] = ("",) * len(MARKS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._words = tuple(wording.say(f"board.planner.key.{each}") for each in MARKS)
        self.setAccessibleName(" · ".join(self._words))
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(400, HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark and word, one after the other."""
        painter, x = QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark, word in zip(MARKS, self._words, strict=True):
            self._mark(painter, mark, QPointF(x + MARK_PX / 2 - 2, HIGH / 2))
            box = QRectF(x + MARK_PX, 0, self.width() - x - MARK_PX, HIGH)
            x += MARK_PX + GAP_PX + write(painter, box, LEFT, word, self._theme.muted, ui_font(SMALL_PX))
        painter.end()

    def _mark(self, painter: QPainter, mark: str, at: QPointF) -> None:
        theme = self._theme
        if mark == "reached":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.free))
            painter.drawEllipse(at, 4.0, 4.0)
        elif mark == "missed":
            painter.setPen(QPen(QColor(theme.text), 1.6))
            x, y = at.x(), at.y()
            painter.drawLines([QLineF(x - 4, y - 4, x + 4, y + 4), QLineF(x - 4, y + 4, x + 4, y - 4)])
        elif mark == "present":
            present_station(painter, at, 5.0, theme)
        elif mark == "new":
            new_station(painter, at, "1", theme)
        else:
            gone_station(painter, at, 5.0, theme)
