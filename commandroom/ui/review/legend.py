"""What a ghost looks like and means."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording


class _Sign(QWidget):
    """A hollow dotted ring, as the map draws it."""

    colour = NIGHT.ghost

    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.colour), 2, Qt.PenStyle.DotLine))
        painter.drawEllipse(QRectF(3, self.height() / 2 - 7, 14, 14))
        painter.end()


class GhostLegend(QWidget):
    """The sign and its words."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._words = _Sign(self), QLabel(self)
        self._sign.setFixedWidth(20)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._sign)
        line.addWidget(self._words)
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._sign.colour = theme.ghost
        self._sign.update()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._words.setText(wording.say("review.ghosts.legend"))
