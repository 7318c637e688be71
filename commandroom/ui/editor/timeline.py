"""The injects of a draft over its time: dragged up and down, zoomed, chosen. Plain values in, wishes out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from commandroom.ui.editor.layout import CARD_PX, HEAD_PX, TOP_PX, Card, Layout
from commandroom.ui.editor.rows import SNAP_S, InjectRow, Lane, clock
from commandroom.ui.editor.sentences import sentence
from commandroom.ui.panels.text import one_line
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

AXIS_PX = 46
TIMED_SHARE = 0.54
STEP_PX = 14
"""How far the picture moves with each notch of the wheel, times three."""
DRAG_PX = 5
ZOOM = 1.25
LEAST_PX_S, MOST_PX_S = 0.02, 12.0
_TICKS_S = (5, 10, 30, 60, 120, 300, 600, 1800, 3600)


class Timeline(QAbstractScrollArea):
    """Time runs downward; on the left what has a time, on the right what waits for something."""

    chosen = Signal(int)
    """Position of the inject in the script."""
    moved = Signal(int, float)
    """Position and the new seconds: of a timed one from the start, of another one after its condition."""
    remove_wanted = Signal(int)

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._wording = theme, wording
        self._rows: tuple[InjectRow, ...] = ()
        self._happened: Mapping[str, float] = {}
        self._faulty: frozenset[int] = frozenset()
        self._duration_s, self._now_s = 900.0, -1.0
        self._px_per_s = 0.8
        self._layout = Layout((), {}, self._px_per_s)
        self._chosen = -1
        self._pressed: tuple[Card, float] | None = None
        self._dragged_s: float | None = None
        self.setFont(ui_font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(self.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setMinimumWidth(300)

    def show_rows(self, rows: Sequence[InjectRow], duration_s: float) -> None:
        """Show exactly these."""
        self._rows, self._duration_s = tuple(rows), max(60.0, duration_s)
        self._lay()

    def show_happened(self, happened: Mapping[str, float], now_s: float = -1.0) -> None:
        """When injects came in a dry run, and how far that is; -1 where none is under way."""
        if happened != self._happened:
            self._happened = dict(happened)
            self._lay()
        self._now_s = now_s
        self.viewport().update()

    def show_faulty(self, faulty: frozenset[int]) -> None:
        """Mark injects that something is wrong with."""
        if faulty != self._faulty:
            self._faulty = faulty
            self.viewport().update()

    @property
    def chosen_row(self) -> int:
        """Position of the chosen inject; -1 for none."""
        return self._chosen

    def choose(self, n: int) -> None:
        """Mark an inject and bring it into sight; says nothing."""
        self._chosen = n
        card = self._layout.card(n)
        if card is not None:
            bar, high = self.verticalScrollBar(), self.viewport().height()
            if not bar.value() + HEAD_PX <= card.top <= bar.value() + high - CARD_PX:
                bar.setValue(round(card.top - high / 3))
        self.viewport().update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.viewport().update()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self.setAccessibleName(wording.say("editor.timeline"))
        self.viewport().update()

    def zoom(self, factor: float, anchor_y: float | None = None) -> None:
        """More or fewer pixels for a second; what is at `anchor_y` stays there."""
        anchor = self.viewport().height() / 2 if anchor_y is None else anchor_y
        bar = self.verticalScrollBar()
        at_s = (bar.value() + anchor - TOP_PX) / self._px_per_s
        self._px_per_s = min(MOST_PX_S, max(LEAST_PX_S, self._px_per_s * factor))
        self._lay()
        bar.setValue(round(self._layout.y(at_s) - anchor))

    def fit(self) -> None:
        """The whole drill in sight, as far as that goes."""
        self._px_per_s = min(
            MOST_PX_S, max(LEAST_PX_S, (self.viewport().height() - HEAD_PX - 20) / self._duration_s)
        )
        self._lay()

    def spot_of(self, n: int) -> QPoint | None:
        """The middle of a card in the viewport."""
        card = self._layout.card(n)
        if card is None:
            return None
        left, wide = self._column(card.row.lane)
        return QPoint(
            round(left + wide / 2), round(card.top - self.verticalScrollBar().value() + CARD_PX / 2)
        )

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Only what is in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scroll = self.verticalScrollBar().value()
        wide, high = self.viewport().width(), self.viewport().height()
        painter.fillRect(self.viewport().rect(), QColor(self._theme.panel))
        painter.save()
        painter.translate(0, -scroll)
        self._paint_axis(painter, scroll, scroll + high)
        for lane in self._layout.lanes:
            for card in self._layout.between(lane, scroll, scroll + high):
                if self._dragged_s is None or self._pressed is None or card.row.n != self._pressed[0].row.n:
                    self._paint_card(painter, card, card.top)
        if self._now_s >= 0:
            painter.setPen(QPen(QColor(self._theme.selection), 2))
            painter.drawLine(0, round(self._layout.y(self._now_s)), wide, round(self._layout.y(self._now_s)))
        self._paint_dragged(painter)
        painter.restore()
        self._paint_heads(painter)

    def _paint_heads(self, painter: QPainter) -> None:
        wide = self.viewport().width()
        painter.fillRect(0, 0, wide, HEAD_PX - 2, QColor(self._theme.raised))
        painter.setPen(QColor(self._theme.muted))
        painter.setFont(ui_font(13))
        for lane in self._layout.lanes:
            left, width = self._column(lane)
            box = QRectF(left + 4, 0, width - 8, HEAD_PX - 2)
            text = self._wording.say(f"editor.lane.{lane}", n=len(self._layout.lanes[lane]))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._elided(painter, text, box.width()))

    def _paint_axis(self, painter: QPainter, top: float, bottom: float) -> None:
        step = next((each for each in _TICKS_S if each * self._px_per_s >= 34), _TICKS_S[-1])
        painter.setFont(ui_font(12, tabular=True))
        first = max(0, int((top - TOP_PX) / self._px_per_s // step) * step)
        last = min(self._duration_s, (bottom - TOP_PX) / self._px_per_s + step)
        at = first
        while at <= last:
            y = self._layout.y(at)
            painter.setPen(QColor(self._theme.line))
            painter.drawLine(AXIS_PX - 6, round(y), self.viewport().width(), round(y))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(0, y - 9, AXIS_PX - 10, 18), Qt.AlignmentFlag.AlignRight, clock(at))
            at += step
        painter.setPen(QPen(QColor(self._theme.muted), 1))
        painter.drawLine(AXIS_PX, TOP_PX, AXIS_PX, round(self._layout.y(self._duration_s)))

    def _paint_card(self, painter: QPainter, card: Card, top: float, time: str = "") -> None:
        theme, row = self._theme, card.row
        left, wide = self._column(row.lane)
        box = QRectF(left + 8, top, wide - 12, CARD_PX)
        if card.mark is not None and not time:
            painter.setPen(QPen(QColor(theme.muted), 1))
            painter.drawLine(round(left), round(card.mark), round(box.left()), round(top + 12))
        is_chosen = row.n == self._chosen
        pen = QPen(
            QColor(theme.selection if is_chosen or time else theme.line), 2 if is_chosen or time else 1
        )
        if card.mark is None and not is_chosen:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        self._paint_words(painter, card, box.adjusted(8, 2, -6, -2), time)
        if row.n in self._faulty:
            painter.fillRect(QRectF(box.left(), box.top() + 2, 4, CARD_PX - 4), QColor(theme.attention_1))

    def _paint_words(self, painter: QPainter, card: Card, box: QRectF, time: str) -> None:
        row, say = card.row, self._wording.say
        if row.lane == "timed":
            head = time or clock(row.at_s)
        else:
            after = f" +{clock(row.at_s)}" if row.at_s or time else ""
            is_called = row.condition == "called"
            called = say("editor.called") if is_called else sentence(row.condition, self._wording)
            head = f"{time}  {called}" if time else f"{called}{after}"
        kind, phase = say(f"editor.kind.{row.kind}"), say(f"editor.phase.{row.phase}") if row.phase else ""
        painter.setFont(ui_font(14, bold=True, tabular=True))
        painter.setPen(QColor(self._theme.text))
        room = box.width()
        head = self._elided(painter, one_line(head), room)
        painter.drawText(QRectF(box.left(), box.top(), room, 19), Qt.AlignmentFlag.AlignVCenter, head)
        used = painter.fontMetrics().horizontalAdvance(head) + 10
        painter.setFont(ui_font(13))
        painter.setPen(QColor(self._theme.muted))
        came = self._happened.get(row.id) if row.lane == "waiting" else None
        aside = f"{kind} · {phase}" if phase else kind
        aside = aside if came is None else f"{say('editor.came', at=clock(came))} · {aside}"
        if room - used > 40:
            place = QRectF(box.left() + used, box.top(), room - used, 19)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, self._elided(painter, aside, place.width()))
        painter.setPen(QColor(self._theme.text))
        text = row.text if self._wording.language == "zh" else row.text_en
        said = self._elided(painter, one_line(f"{row.id}  {text}"), room)
        painter.drawText(QRectF(box.left(), box.top() + 19, room, 18), Qt.AlignmentFlag.AlignVCenter, said)

    def _paint_dragged(self, painter: QPainter) -> None:
        if self._pressed is None or self._dragged_s is None:
            return
        card, _ = self._pressed
        top = card.top + (self._dragged_s - card.row.at_s) * self._px_per_s
        sign = "" if card.row.lane == "timed" else "+"
        self._paint_card(painter, card, top, f"{sign}{clock(self._dragged_s)}")

    def _elided(self, painter: QPainter, text: str, wide: float) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(wide))

    def _column(self, lane: Lane) -> tuple[float, float]:
        room = self.viewport().width() - AXIS_PX
        if not self._layout.lanes["waiting"]:
            return (AXIS_PX, room) if lane == "timed" else (AXIS_PX + room, 0)
        split = room * TIMED_SHARE
        return (AXIS_PX, split) if lane == "timed" else (AXIS_PX + split, room - split)

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card under the pointer."""
        card = self._card_at(event.position().x(), event.position().y())
        if card is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = (card, event.position().y())
        self._chosen = card.row.n
        self.viewport().update()
        self.chosen.emit(card.row.n)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it in time, in steps of five seconds."""
        if self._pressed is None:
            over = self._card_at(event.position().x(), event.position().y())
            shape = Qt.CursorShape.ArrowCursor if over is None else Qt.CursorShape.SizeVerCursor
            self.viewport().setCursor(shape)
            return
        card, begun = self._pressed
        way = event.position().y() - begun
        if self._dragged_s is None and abs(way) < DRAG_PX:
            return
        most = self._duration_s if card.row.lane == "timed" else 86_400.0
        wanted = card.row.at_s + way / self._px_per_s
        self._dragged_s = min(most, max(0.0, round(wanted / SNAP_S) * SNAP_S))
        self.viewport().update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        pressed, dragged = self._pressed, self._dragged_s
        self._pressed = self._dragged_s = None
        self.viewport().update()
        if pressed is not None and dragged is not None and dragged != pressed[0].row.at_s:
            self.moved.emit(pressed[0].row.n, dragged)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM, event.position().y())
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose, with Alt they move by five seconds; Delete asks to remove, Esc lets go."""
        key, card = event.key(), self._layout.card(self._chosen)
        if key == Qt.Key.Key_Escape and self._pressed is not None:
            self._pressed = self._dragged_s = None
            self.viewport().update()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if key == Qt.Key.Key_Up else 1
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and card is not None:
                self.moved.emit(self._chosen, max(0.0, card.row.at_s + step * SNAP_S))
            else:
                self._step(step)
        elif key == Qt.Key.Key_Delete and card is not None:
            self.remove_wanted.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._lay()

    def _step(self, step: int) -> None:
        """The next one in the same lane."""
        card = self._layout.card(self._chosen)
        lane = self._layout.lanes["timed" if card is None else card.row.lane]
        if not lane:
            return
        at = min(len(lane) - 1, max(0, (lane.index(card) if card in lane else -1) + step))
        self.choose(lane[at].row.n)
        self.chosen.emit(lane[at].row.n)

    def _card_at(self, x: float, y: float) -> Card | None:
        if y < HEAD_PX:
            return None
        y += self.verticalScrollBar().value()
        for lane in self._layout.lanes:
            left, wide = self._column(lane)
            if left <= x < left + wide:
                found = self._layout.between(lane, y, y)
                return next((each for each in found if each.top <= y <= each.bottom), None)
        return None

    def _lay(self) -> None:
        self._layout = Layout(self._rows, self._happened, self._px_per_s)
        high = self.viewport().height()
        whole = max(self._layout.height, self._layout.y(self._duration_s) + 20)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(whole - high)))
        bar.setPageStep(high)
        bar.setSingleStep(STEP_PX)
        self.viewport().update()
