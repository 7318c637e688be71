"""How a card of the queue is painted."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from commandroom.models.domain.entities import RingClock
from commandroom.ui.figures import clock_text
from commandroom.ui.overdue import overdue_colour
from commandroom.ui.panels.queue.model import CARD, QueueCard
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import CLOCK_PX, SMALL_PX, ui_font
from commandroom.ui.writing import CENTRE, LEFT, RIGHT, write

CARD_HEIGHT = 92
LAST_QUARTER = 0.75


class CardPainter(QStyledItemDelegate):
    """Paints one incident: level bar, kind, place, clock, units and its three rings."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.phrases = phrases
        self.now: datetime | None = None
        self.is_dark_beat = False
        """The half of the second in which an unacknowledged mark is dark."""
        self.dropping_on = ""
        self.preview = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All cards are equally high."""
        return QSize(200, CARD_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One card."""
        card = index.data(CARD)
        if not isinstance(card, QueueCard):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        state = option.state
        self._ground(painter, box, card, bool(state & QStyle.StateFlag.State_Selected))
        self._bar(painter, box, card)
        inner = box.adjusted(16, 6, -12, -8)
        self._first_line(painter, QRectF(inner.x(), inner.y(), inner.width(), 28), card)
        self._second_line(painter, QRectF(inner.x(), inner.y() + 28, inner.width(), 22), card)
        strip = QRectF(inner.x(), inner.y() + 52, inner.width(), 26)
        if self.dropping_on == card.id and self.preview:
            write(painter, strip, LEFT, self.preview, self.theme.selection, ui_font(14, bold=True))
        else:
            self._rings(painter, strip, card)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, card: QueueCard, is_selected: bool) -> None:
        theme = self.theme
        is_target = self.dropping_on == card.id
        painter.fillRect(box, QColor(theme.raised if is_selected or is_target else theme.panel))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.line))
        if is_selected or is_target:
            painter.setPen(QColor(theme.selection))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1.5, -2.5))
        if is_target:
            painter.drawRect(box.adjusted(2, 2, -2.5, -3.5))

    def _bar(self, painter: QPainter, box: QRectF, card: QueueCard) -> None:
        colour = QColor(self.theme.attention(card.level) if card.is_open else self.theme.line)
        if card.is_raised and self.is_dark_beat:
            colour = QColor(self.theme.line)
        painter.fillRect(QRectF(box.left() + 2, box.top() + 3, 6, box.height() - 7), colour)

    def _first_line(self, painter: QPainter, line: QRectF, card: QueueCard) -> None:
        theme = self.theme
        clock = clock_text(self._seconds(card))
        font = ui_font(CLOCK_PX, bold=True, tabular=True)
        tone = theme.text if card.is_open else theme.muted
        width = write(painter, line, RIGHT, clock, tone, font) + 10
        level = self.phrases.say(f"level.{card.level}")
        tint = theme.attention(card.level) if card.is_open else theme.muted
        used = write(painter, line, LEFT, level, tint, ui_font(14, bold=True)) + 8
        title = QRectF(line.x() + used, line.y(), line.width() - used - width, line.height())
        write(painter, title, LEFT, card.title, tone, ui_font(16, bold=True))

    def _second_line(self, painter: QPainter, line: QRectF, card: QueueCard) -> None:
        theme = self.theme
        used = 0.0
        if card.is_waiting:
            used = self._pill(
                painter, line, self.phrases.say("ui.queue.unassigned"), theme.attention(card.level)
            )
        else:
            key = "ui.queue.units" if card.is_open else "ui.queue.closed"
            text = self.phrases.say(key, sent=card.sent, arrived=card.arrived)
            late = 0.0
            if card.overdue:
                words = self.phrases.say("clocks.late.count", n=card.overdue)
                late = self._pill(painter, line, words, overdue_colour(theme, card.stage)) + 8
            rest = line.adjusted(0, 0, -late, 0)
            painter.setFont(ui_font(SMALL_PX))
            wanted = painter.fontMetrics().horizontalAdvance(text)
            has_room = not late or rest.width() - wanted >= self._place_px(painter, card)
            used = late + (
                write(painter, rest, RIGHT, text, theme.muted, ui_font(SMALL_PX)) if has_room else 0
            )
        place = QRectF(line.x(), line.y(), line.width() - used - 10, line.height())
        tone = theme.text if card.is_open else theme.muted
        write(painter, place, LEFT, self._place(card), tone, ui_font(14))

    def _place(self, card: QueueCard) -> str:
        return f"{card.place}  {self.phrases.short(card.id)}"

    def _place_px(self, painter: QPainter, card: QueueCard) -> int:
        """How wide place and number are, with a gap."""
        painter.setFont(ui_font(14))
        return painter.fontMetrics().horizontalAdvance(self._place(card)) + 10

    def _pill(self, painter: QPainter, line: QRectF, text: str, colour: str) -> float:
        font = ui_font(SMALL_PX, bold=True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(text) + 16.0
        pill = QRectF(line.right() - width, line.y() + 1, width, line.height() - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(pill, 3, 3)
        write(painter, pill, CENTRE, text, self.theme.on_attention, font)
        return width

    def _rings(self, painter: QPainter, strip: QRectF, card: QueueCard) -> None:
        gap = 8.0
        width = (strip.width() - gap * (len(card.rings) - 1)) / max(len(card.rings), 1)
        for at, clock in enumerate(card.rings):
            cell = QRectF(strip.x() + at * (width + gap), strip.y(), width, strip.height())
            self._ring(painter, cell, clock, card)

    def _ring(self, painter: QPainter, cell: QRectF, clock: RingClock, card: QueueCard) -> None:
        text, colour, share = self._ring_face(clock, card)
        words = QRectF(cell.x(), cell.y(), cell.width(), 19)
        write(painter, words, LEFT, text, colour, ui_font(SMALL_PX, tabular=True))
        rail = QRectF(cell.x(), cell.bottom() - 5, cell.width(), 4)
        painter.fillRect(rail, QColor(self.theme.line))
        if share > 0:
            painter.fillRect(QRectF(rail.x(), rail.y(), rail.width() * share, rail.height()), QColor(colour))

    def _ring_face(self, clock: RingClock, card: QueueCard) -> tuple[str, str, float]:
        """Words, colour and filled share of one ring; only one that still waits for somebody alarms."""
        theme, name = self.theme, self.phrases.say(f"ui.ring.{clock.ring.value}")
        if not clock.has_owner:
            return f"{name} –", theme.muted, 0.0
        if clock.met_at is not None:
            took = clock_text((clock.met_at - card.reported_at).total_seconds())
            mark, colour = ("✗", theme.muted) if clock.is_missed else ("✓", theme.free)
            return f"{name} {mark}{took}", colour, 1.0
        if clock.is_missed:
            return f"{name} ✗", theme.attention_1 if card.is_open else theme.muted, 1.0
        if not card.is_open:
            return f"{name} –", theme.muted, 0.0
        waited = self._seconds(card)
        share = min(max(waited / clock.limit_s, 0.0), 1.0)
        left = clock_text(max(clock.limit_s - waited, 0.0))
        return f"{name} {left}", theme.attention_2 if share >= LAST_QUARTER else theme.text, share

    def _seconds(self, card: QueueCard) -> float:
        until = card.closed_at or self.now or card.reported_at
        return max((until - card.reported_at).total_seconds(), 0.0)
