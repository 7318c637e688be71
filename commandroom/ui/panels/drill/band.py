"""The hatched band at the top and bottom of a drill's window, and what it says of the drill."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.panels.drill.colours import BAND_AMBER, BAND_INK
from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

BAND_PX = 26
WORD_PX = 16
STRIPE_PX = 14.0
PAD_PX = 12.0
GAP_PX = 6.0
LEAST_TITLE_PX = 90.0
COURSE_PX = 6
"""So much higher is the band that says more than the word."""


@dataclass(frozen=True, slots=True)
class BandWords:
    """What the upper band says; plain texts."""

    mode: str
    title: str
    phases: tuple[str, ...]
    phase: int
    """Which of `phases` it is now."""
    elapsed: str


class DrillBand(QWidget):
    """Amber and black hatching with the word 演练 DRILL; the upper one says mode, script and phase too."""

    def __init__(self, wording: Wording, parent: QWidget | None = None, *, px: int = WORD_PX) -> None:
        """`px`: height of the letters; the band grows with them."""
        super().__init__(parent)
        self._word = ""
        self._name = ""
        self._px = px
        self._words: BandWords | None = None
        self.setFixedHeight(px + BAND_PX - WORD_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.apply_wording(wording)

    @property
    def words(self) -> BandWords | None:
        """What it says besides the word itself."""
        return self._words

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(400, self.height())

    def apply_theme(self, theme: Theme) -> None:
        """The band looks the same in every theme; this only repaints it."""
        self.update()

    def apply_wording(self, wording: Wording) -> None:
        """The word itself stands in both languages at once."""
        self._word = wording.say("panels.drill.band")
        self._name = wording.say("panels.drill.band_name")
        self._tell_name()
        self.update()

    def show_words(self, words: BandWords | None) -> None:
        """Say this of the drill; None for the word alone."""
        if words == self._words:
            return
        if words is not None and self._words is None:
            self.setFixedHeight(self.height() + COURSE_PX)
        self._words = words
        self._tell_name()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hatching first, then plates with the words on them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tint(BAND_AMBER))
        self._paint_stripes(painter)
        if self._words is None:
            self._paint_words(painter)
        else:
            self._paint_course(painter, self._words)
        painter.end()

    def _tell_name(self) -> None:
        words = self._words
        parts = () if words is None else (words.mode, words.title, words.phases[words.phase], words.elapsed)
        self.setAccessibleName(" ".join((self._name, *parts)))

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
            self._plate(painter, middle - plate / 2, plate, self._word)

    def _paint_course(self, painter: QPainter, words: BandWords) -> None:
        """From the left the word, mode and script; from the right the time, and the phases if they fit."""
        painter.setFont(lettering(self._px, bold=True))
        size = QFontMetricsF(painter.font())

        def wide(text: str) -> float:
            return size.horizontalAdvance(text) + 2 * PAD_PX

        left, right = 0.0, float(self.width())
        left += self._plate(painter, left, wide(self._word), self._word) + GAP_PX
        left += self._plate(painter, left, wide(words.mode), words.mode, is_dark=True) + GAP_PX
        right -= wide(words.elapsed)
        self._plate(painter, right, wide(words.elapsed), words.elapsed)
        room = right - left - GAP_PX - max(min(wide(words.title), 320.0), LEAST_TITLE_PX)
        shown = words.phases
        if sum(wide(each) for each in shown) > room:
            shown = (words.phases[words.phase],)
        right -= GAP_PX
        for each in reversed(shown):
            right -= wide(each)
            self._plate(painter, right, wide(each), each, is_dark=each == words.phases[words.phase])
        space = max(right - GAP_PX - left, 0.0)
        title = size.elidedText(words.title, Qt.TextElideMode.ElideRight, space - 2 * PAD_PX)
        self._plate(painter, left, min(wide(title), space), title)

    def _plate(
        self, painter: QPainter, left: float, width: float, text: str, *, is_dark: bool = False
    ) -> float:
        """Paint a plate; returns its width."""
        box = QRectF(left, 0, width, self.height())
        painter.fillRect(box, tint(BAND_INK if is_dark else BAND_AMBER))
        painter.setPen(tint(BAND_AMBER if is_dark else BAND_INK))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return width
