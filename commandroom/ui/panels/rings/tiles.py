"""One clock as a tile: its name, big figures, a bar against the limit."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.panels.look import BIG_CLOCK_PX, lettering, tint
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX

MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Face:
    """What a tile says."""

    title: str
    figures: str
    """The big clock or count."""
    note: str
    """State in words; never told by colour alone."""
    mark: str = ""
    """A sign before the figures: ✓ ✗."""
    title_note: str = ""
    """Right of the title: the limit."""
    share: float | None = None
    """Filled part of the bar, 0 … 1; None for no bar."""
    is_alarm: bool = False
    is_calm: bool = False
    """Nothing to see: figures are muted."""

    @property
    def spoken(self) -> str:
        """The whole tile in one sentence for a screen reader."""
        return " ".join(
            each for each in (self.title, self.title_note, self.mark, self.figures, self.note) if each
        )


class ClockTile(QWidget):
    """Paints one `Face`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = NIGHT
        self._face = Face("", "–", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(124)

    @property
    def face(self) -> Face:
        """What it says now."""
        return self._face

    def sizeHint(self) -> QSize:
        """Room for a title, a clock, a note and the bar."""
        return QSize(168, 82)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def put(self, face: Face) -> None:
        """Say `face` from now on; repaints only when something changed."""
        if face == self._face:
            return
        self._face = face
        self.setAccessibleName(face.spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, figures, note, bar, from top to bottom."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, area)
        inner = area.adjusted(MARGIN, 4, -MARGIN, -5)
        self._paint_title(painter, inner)
        self._paint_figures(painter, inner)
        self._paint_bar(painter, inner)
        painter.end()

    def _paint_ground(self, painter: QPainter, area: QRectF) -> None:
        theme, face = self._theme, self._face
        painter.setPen(QPen(tint(theme.attention_1 if face.is_alarm else theme.line), 1))
        painter.setBrush(tint(theme.raised))
        painter.drawRoundedRect(area, 3, 3)

    def _paint_title(self, painter: QPainter, inner: QRectF) -> None:
        line = QRectF(inner.left(), inner.top(), inner.width(), 18)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(lettering(SMALL_PX))
        painter.setPen(tint(self._theme.muted))
        painter.drawText(line, right, self._face.title_note)
        taken = painter.fontMetrics().horizontalAdvance(self._face.title_note) + 6
        painter.setFont(lettering(SMALL_PX, bold=True))
        painter.setPen(tint(self._theme.text))
        _draw_elided(painter, line.adjusted(0, 0, -taken, 0), self._face.title)

    def _paint_figures(self, painter: QPainter, inner: QRectF) -> None:
        theme, face = self._theme, self._face
        ink = theme.attention_1 if face.is_alarm else theme.muted if face.is_calm else theme.text
        line = QRectF(inner.left(), inner.top() + 17, inner.width(), 30)
        painter.setFont(lettering(BIG_CLOCK_PX, bold=True))
        painter.setPen(tint(ink))
        _draw_elided(painter, line, f"{face.mark} {face.figures}" if face.mark else face.figures)
        note = QRectF(inner.left(), inner.top() + 45, inner.width(), 18)
        painter.setFont(lettering(SMALL_PX, bold=face.is_alarm))
        painter.setPen(tint(theme.attention_1 if face.is_alarm else theme.muted))
        _draw_elided(painter, note, face.note)

    def _paint_bar(self, painter: QPainter, inner: QRectF) -> None:
        if self._face.share is None:
            return
        theme, face = self._theme, self._face
        track = QRectF(inner.left(), inner.bottom() - 6, inner.width(), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(theme.line))
        painter.drawRect(track)
        filled = QRectF(track.left(), track.top(), track.width() * (face.share or 0.0), track.height())
        painter.setBrush(_fill(theme, is_alarm=face.is_alarm, is_calm=face.is_calm))
        painter.drawRect(filled)


def _fill(theme: Theme, *, is_alarm: bool, is_calm: bool) -> QBrush:
    if is_alarm:
        return QBrush(QColor(theme.attention_1), Qt.BrushStyle.BDiagPattern)
    return QBrush(QColor(theme.off if is_calm else theme.text))


def _draw_elided(painter: QPainter, area: QRectF, text: str) -> None:
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
