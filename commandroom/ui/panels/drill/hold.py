"""A button that must be held: for acts that end something."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QRectF, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from commandroom.ui.panels.look import tint
from commandroom.ui.theme import NIGHT, Theme

HOLD_MS = 800


class HoldButton(QPushButton):
    """Fills from the left while held by mouse or Space; `held` comes once when full, letting go undoes it."""

    held = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = NIGHT
        self._fill = QVariantAnimation(self)
        self._fill.setStartValue(0.0)
        self._fill.setEndValue(1.0)
        self._fill.setDuration(HOLD_MS)
        self._fill.setEasingCurve(QEasingCurve.Type.Linear)
        self._fill.valueChanged.connect(self._on_moved)
        self._fill.finished.connect(self._on_full)
        self.setAutoRepeat(False)
        self.pressed.connect(self._fill.start)
        self.released.connect(self._on_released)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and how much of the holding is done."""
        super().paintEvent(event)
        if self._fill.state() is not QAbstractAnimation.State.Running:
            return
        painter = QPainter(self)
        share = float(self._fill.currentValue())
        painter.fillRect(
            QRectF(1, 1, (self.width() - 2) * share, self.height() - 2), tint(self._theme.text, 70)
        )
        painter.fillRect(QRectF(1, self.height() - 4, (self.width() - 2) * share, 3), tint(self._theme.text))
        painter.end()

    def _on_moved(self) -> None:
        self.update()

    def _on_full(self) -> None:
        self.update()
        self.held.emit()

    def _on_released(self) -> None:
        self._fill.stop()
        self.update()
