"""The hatched band at the top and bottom of a drill's window."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.panels.drill.colours import BAND_AMBER, BAND_INK
from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

BAND_PX = 26
WORD_PX = 16
STRIPE_PX = 14.0


class DrillBand(QWidget):
    """Amber and black hatching with the word 演练 DRILL again and again."""

    def __init__(self, wording: Wording, parent: QWidget | None = None, *, px: int = WORD_PX) -> None:
        """`px`: height of the letters; the band grows with them."""
        super().__init__(parent)
        self._word = ""
        self._px = px
        self.setFixedHeight(px + BAND_PX - WORD_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.apply_wording(wording)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(400, self.height())

    def apply_theme(self, theme: Theme) -> None:
        """The band looks the same in every theme; this only repaints it."""
        self.update()

    def apply_wording(self, wording: Wording) -> None:
        """The word itself stands in both languages at once."""
        self._word = wording.say("panels.drill.band")
        self.setAccessibleName(wording.say("panels.drill.band_name"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hatching first, then plates with the word on them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tint(BAND_AMBER))
        self._paint_stripes(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_stripes(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(BAND_INK))
        height, left = float(self.height()), -float(self.height())
        while left < self.width():
            stripe = QRectF(left, 0, STRIPE_PX, height)
            lean = height
            shape = QPolygonF(
                [
                    stripe.bottomLeft(),
                    stripe.bottomRight(),
                    stripe.topRight() + QRectF(lean, 0, 0, 0).topLeft(),
                    stripe.topLeft() + QRectF(lean, 0, 0, 0).topLeft(),
                ]
            )
            painter.drawPolygon(shape)
            left += 2 * STRIPE_PX

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(lettering(self._px, bold=True))
        plate = painter.fontMetrics().horizontalAdvance(self._word) + 28
        count = max(1, int(self.width() // (plate + 150)))
        pitch = self.width() / count
        for place in range(count):
            middle = (place + 0.5) * pitch
            box = QRectF(middle - plate / 2, 0, plate, self.height())
            painter.fillRect(box, tint(BAND_AMBER))
            painter.setPen(tint(BAND_INK))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._word)
