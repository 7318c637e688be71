"""The whole span as one line: a tick for each fact, a lane for each kind, a hand that can be dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.figures import clock_text
from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.review.lanes import LANES, Tick
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX

LANE_PX, SCALE_PX, HEAD_PX, PAD_PX = 17, 22, 11, 14
LEAST_LABEL_PX = 70
STEPS_S = (1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600)
KEY_STEP_S, KEY_PAGE_S = 1.0, 30.0


class TimeLine(QWidget):
    """Says where somebody wants to be; the window answers with `show_at`."""

    sought = Signal(float)
    """Seconds since the beginning."""
    held = Signal(bool)
    """A hand is on the line, or let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span_s, self._at_s, self._known_s = 1.0, 0.0, float("inf")
        self._ticks: tuple[Tick, ...] = ()
        self._names: tuple[str, ...] = ("",) * len(LANES)
        self._theme: Theme = NIGHT
        self._kept: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEAD_PX + LANE_PX * len(LANES) + SCALE_PX)

    def show_span(self, seconds: float, ticks: Sequence[Tick]) -> None:
        """Another past."""
        self._span_s, self._ticks = max(seconds, 1.0), tuple(ticks)
        self._kept = None
        self.update()

    def show_at(self, seconds: float, *, known_s: float = float("inf")) -> None:
        """The hand stands here; what comes after `known_s` is not shown."""
        if known_s != self._known_s:
            self._known_s = known_s
        self._at_s = seconds
        self.update()

    def set_names(self, name: str, lanes: Sequence[str]) -> None:
        """What the line and its lanes are called."""
        self.setAccessibleName(name)
        self._names = tuple(lanes)
        self._kept = None
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme, self._kept = theme, None
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, self.height())

    def x_of(self, seconds: float) -> float:
        """Where a moment lies, in pixels."""
        return self._left + (self.width() - self._left - PAD_PX) * min(max(seconds / self._span_s, 0.0), 1.0)

    def seconds_at(self, x: float) -> float:
        """The moment under a pixel."""
        wide = max(self.width() - self._left - PAD_PX, 1)
        return min(max((x - self._left) / wide, 0.0), 1.0) * self._span_s

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, and follow the hand from now on."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.held.emit(True)
            self.sought.emit(self.seconds_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self.seconds_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.held.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A second, half a minute, the ends."""
        by = {
            Qt.Key.Key_Left: -KEY_STEP_S,
            Qt.Key.Key_Right: KEY_STEP_S,
            Qt.Key.Key_PageUp: -KEY_PAGE_S,
            Qt.Key.Key_PageDown: KEY_PAGE_S,
            Qt.Key.Key_Home: -self._span_s,
            Qt.Key.Key_End: self._span_s,
        }.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        self.sought.emit(min(max(self._at_s + by, 0.0), self._span_s))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ticks lie elsewhere."""
        super().resizeEvent(event)
        self._kept = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ticks are painted once and kept; the hand lies above."""
        if self._kept is None:
            self._kept = self._painted()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._kept)
        if self._known_s < self._span_s:
            x = self.x_of(self._known_s)
            veil = QRectF(x, HEAD_PX, self.width() - PAD_PX - x, LANE_PX * len(LANES))
            painter.fillRect(veil, tint(self._theme.panel, 225))
        self._paint_hand(painter)
        if self.hasFocus():
            painter.setPen(QPen(tint(self._theme.selection), 1, Qt.PenStyle.DotLine))
            painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        painter.end()

    @property
    def _left(self) -> int:
        widths = [self.fontMetrics().horizontalAdvance(name) for name in self._names]
        return PAD_PX + 8 + max(widths, default=0)

    def _painted(self) -> QPixmap:
        ratio, theme = self.devicePixelRatioF(), self._theme
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(tint(theme.panel))
        painter = QPainter(made)
        painter.setFont(lettering(SMALL_PX))
        for row, name in enumerate(self._names):
            y = HEAD_PX + row * LANE_PX
            painter.setPen(tint(theme.muted))
            box = QRectF(PAD_PX, y - 3, self._left - PAD_PX, LANE_PX + 6)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            painter.setPen(tint(theme.line))
            middle = y + LANE_PX / 2
            painter.drawLine(QPointF(self._left, middle), QPointF(self.width() - PAD_PX, middle))
        self._paint_ticks(painter)
        self._paint_scale(painter)
        painter.end()
        return made

    def _paint_ticks(self, painter: QPainter) -> None:
        theme, drawn = self._theme, set()
        for tick in sorted(self._ticks, key=lambda each: each.is_alarm):
            if tick.lane not in LANES:
                continue
            row = LANES.index(tick.lane)
            x = round(self.x_of(tick.at_s))
            if (x, row, tick.is_alarm) in drawn:
                continue
            drawn.add((x, row, tick.is_alarm))
            colour = theme.attention_1 if tick.is_alarm else theme.selection if row == 5 else theme.text
            top = HEAD_PX + row * LANE_PX
            high, wide = (
                (LANE_PX - 3, 3.0) if tick.is_alarm or tick.lane == "incident" else (LANE_PX - 8, 1.5)
            )
            spot = QRectF(x - wide / 2, top + (LANE_PX - high) / 2, wide, high)
            painter.fillRect(spot, tint(colour))

    def _paint_scale(self, painter: QPainter) -> None:
        wide = max(self.width() - self._left - PAD_PX, 1)
        fitting = (step for step in STEPS_S if step / self._span_s * wide >= LEAST_LABEL_PX)
        step = next(fitting, STEPS_S[-1])
        painter.setFont(lettering(SMALL_PX))
        painter.setPen(tint(self._theme.muted))
        top = HEAD_PX + LANE_PX * len(LANES)
        for n in range(int(self._span_s // step) + 1):
            x = self.x_of(n * step)
            painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
            text = clock_text(n * step)
            half = painter.fontMetrics().horizontalAdvance(text) / 2
            left = min(max(x - half, 0), self.width() - 2 * half - 2)
            painter.drawText(QPointF(left, top + SCALE_PX - 3), text)

    def _paint_hand(self, painter: QPainter) -> None:
        x = self.x_of(self._at_s)
        painter.setPen(QPen(tint(self._theme.selection), 2))
        painter.drawLine(QPointF(x, 2), QPointF(x, HEAD_PX + LANE_PX * len(LANES) + 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(self._theme.selection))
        painter.drawPolygon(QPolygonF([QPointF(x - 7, 0), QPointF(x + 7, 0), QPointF(x, 10)]))
