"""How a row of the proposed team is painted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from commandroom.ui.figures import clock_text
from commandroom.ui.panels.team.lines import TeamLine
from commandroom.ui.panels.team.model import FIRST_OF_RING, MEMBER
from commandroom.ui.phrases import Phrases
from commandroom.ui.symbols import letter_key, paint_unit
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, RIGHT, write

ROW_HEIGHT = 42
TICK_WIDTH = 32
"""A click within so many pixels of the left edge ticks or unticks."""


class TeamRowPainter(QStyledItemDelegate):
    """Tick, ring, sign, call sign and function at the left; time at the right; kit and price below."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.phrases = phrases

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(220, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One row."""
        line = index.data(MEMBER)
        if not isinstance(line, TeamLine):
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, box, is_selected, bool(index.data(FIRST_OF_RING)))
        self._tick(painter, QRectF(box.left() + 9, box.center().y() - 8, 16, 16), line)
        gutter = self._gutter(painter)
        if index.data(FIRST_OF_RING):
            name = "none" if line.ring is None else line.ring.value
            spot = QRectF(box.left() + TICK_WIDTH, box.top(), gutter, box.height() - 1)
            write(
                painter,
                spot,
                LEFT,
                self.phrases.say(f"team.ring.{name}"),
                self.theme.muted,
                ui_font(SMALL_PX),
            )
        start = box.left() + TICK_WIDTH + gutter
        sign = QRectF(start, box.top() + (box.height() - 28) / 2, 28, 28)
        paint_unit(painter, sign, line.unit, self.phrases.say(letter_key(line.unit.kind)), self.theme)
        self._words(
            painter, QRectF(start + 34, box.top() + 2, box.right() - start - 44, box.height() - 5), line
        )
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, is_selected: bool, is_first: bool) -> None:
        theme = self.theme
        painter.fillRect(box, QColor(theme.raised if is_selected else theme.panel))
        if is_first:
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), QColor(theme.line))
        if is_selected:
            painter.setPen(QColor(theme.selection))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -1, -1.5))

    def _gutter(self, painter: QPainter) -> float:
        """How wide the names of the rings are."""
        painter.setFont(ui_font(SMALL_PX))
        names = (self.phrases.say(f"team.ring.{name}") for name in ("self", "mutual", "support", "none"))
        return 8.0 + max(painter.fontMetrics().horizontalAdvance(name) for name in names)

    def _tick(self, painter: QPainter, box: QRectF, line: TeamLine) -> None:
        if not line.may_be_sent:
            return
        theme = self.theme
        painter.setPen(QPen(QColor(theme.selection if line.is_ticked else theme.muted), 1.5))
        painter.setBrush(QColor(theme.selection) if line.is_ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if line.is_ticked:
            painter.setPen(QPen(QColor(theme.panel), 2.2))
            x, y = box.x(), box.y()
            painter.drawPolyline(
                [QPointF(x + 3.5, y + 8.5), QPointF(x + 7, y + 12), QPointF(x + 12.5, y + 4.5)]
            )

    def _words(self, painter: QPainter, inner: QRectF, line: TeamLine) -> None:
        theme = self.theme
        top = QRectF(inner.x(), inner.y(), inner.width(), 20)
        low = QRectF(inner.x(), inner.y() + 20, inner.width(), 17)
        is_quiet = line.is_sent or not line.is_ticked or not line.goes
        used = self._time(painter, QRectF(inner.x(), inner.y(), inner.width(), inner.height()), line)
        top.adjust(0, 0, -used, 0)
        low.adjust(0, 0, -used, 0)
        tone = theme.muted if is_quiet else theme.text
        taken = write(painter, top, LEFT, line.unit.call_sign, tone, ui_font(15, bold=True)) + 8
        painter.setFont(ui_font(SMALL_PX))
        needed = taken + painter.fontMetrics().horizontalAdvance(line.function)
        fits = needed <= top.width() or bool(line.price)
        if fits:
            write(painter, top.adjusted(taken, 0, 0, 0), LEFT, line.function, tone, ui_font(SMALL_PX))
        self._below(painter, low, line, "" if fits else line.function, tone)

    def _below(self, painter: QPainter, low: QRectF, line: TeamLine, function: str, tone: str) -> None:
        """What matters most first: the function where it has no room above, the price, what is lacking."""
        theme, font = self.theme, ui_font(SMALL_PX)
        lacks = (
            self.phrases.say("team.panel.lacks", kit=line.lacks) if line.lacks and not line.is_sent else ""
        )
        plain = line.carries or ("" if lacks or line.price else self.phrases.crew(line.unit))
        plain = "" if function and plain == self.phrases.crew(line.unit) else plain
        amber, used = theme.attention_2, 0.0
        for text, colour in ((function, tone), (line.price, amber), (lacks, amber), (plain, theme.muted)):
            if text and used < low.width():
                used += write(painter, low.adjusted(used, 0, 0, 0), LEFT, text, colour, font) + 8

    def _time(self, painter: QPainter, box: QRectF, line: TeamLine) -> float:
        """Time of arrival and its mark, or how far the order is; returns the width taken with a gap."""
        theme = self.theme
        if line.is_sent:
            return write(painter, box, RIGHT, line.step, theme.busy, ui_font(14, bold=True)) + 10
        if not line.goes:
            text = self.phrases.say("team.panel.watches")
            return write(painter, box, RIGHT, text, theme.muted, ui_font(SMALL_PX)) + 10
        mark = {True: "✓", False: "✗", None: ""}[line.meets]
        used = 0.0
        if mark:
            tone = theme.free if line.meets else theme.attention_2
            used = write(painter, box, RIGHT, mark, tone, ui_font(16, bold=True)) + 5
        tone = theme.text if line.is_ticked else theme.muted
        font = ui_font(19, bold=True, tabular=True)
        return (
            used
            + write(painter, box.adjusted(0, 0, -used, 0), RIGHT, clock_text(line.eta_s), tone, font)
            + 10
        )
