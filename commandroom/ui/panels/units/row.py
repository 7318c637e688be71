"""How a row of the unit list is painted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from commandroom.models.domain.enums import AssignmentStatus
from commandroom.ui.figures import clock_text
from commandroom.ui.overdue import overdue_colour
from commandroom.ui.panels.units.model import LINE, FoldLine, UnitLine
from commandroom.ui.phrases import Phrases
from commandroom.ui.symbols import letter_key, paint_unit, state_colour
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, RIGHT, write

ROW_HEIGHT = 50


class RowPainter(QStyledItemDelegate):
    """Sign, call sign, crew and where at the left; time and promise, or state, at the right."""

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
        line = index.data(LINE)
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if isinstance(line, FoldLine):
            self._fold(painter, box, line, is_selected)
        elif isinstance(line, UnitLine):
            self._unit(painter, box, line, is_selected)
        painter.restore()

    def _fold(self, painter: QPainter, box: QRectF, line: FoldLine, is_selected: bool) -> None:
        painter.fillRect(box, QColor(self.theme.raised if is_selected else self.theme.panel))
        mark = "▾" if line.is_open else "▸"
        text = f"{mark} {self.phrases.say('ui.units.cannot', n=line.count)}"
        write(painter, box.adjusted(14, 0, -12, 0), LEFT, text, self.theme.muted, ui_font(14, bold=True))

    def _unit(self, painter: QPainter, box: QRectF, line: UnitLine, is_selected: bool) -> None:
        theme = self.theme
        painter.fillRect(box, QColor(theme.raised if is_selected or line.is_proposed else theme.panel))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.line))
        if line.is_proposed:
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height() - 1), QColor(theme.selection))
        if is_selected:
            painter.setPen(QColor(theme.selection))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -1, -1.5))
        sign = QRectF(box.left() + 9, box.top() + (box.height() - 32) / 2, 32, 32)
        letter = self.phrases.say(letter_key(line.unit.kind))
        paint_unit(painter, sign, line.unit, letter, theme)
        inner = box.adjusted(50, 4, -12, -5)
        top = QRectF(inner.x(), inner.y(), inner.width(), 22)
        low = QRectF(inner.x(), inner.y() + 22, inner.width(), 19)
        used_top, used_low = self._right(painter, top, low, line)
        self._left(painter, top.adjusted(0, 0, -used_top, 0), low.adjusted(0, 0, -used_low, 0), line)

    def _left(self, painter: QPainter, top: QRectF, low: QRectF, line: UnitLine) -> None:
        theme = self.theme
        may_go = line.candidate is None or line.candidate.may_go or line.own is not None
        tone = theme.text if may_go else theme.muted
        used = write(painter, top, LEFT, line.unit.call_sign, tone, ui_font(15, bold=True)) + 8
        write(painter, top.adjusted(used, 0, 0, 0), LEFT, line.crew, theme.muted, ui_font(SMALL_PX))
        detail = f"{line.where} · {line.kit}" if line.kit else line.where
        write(painter, low, LEFT, detail, theme.muted, ui_font(SMALL_PX))

    def _right(self, painter: QPainter, top: QRectF, low: QRectF, line: UnitLine) -> tuple[float, float]:
        """Paint the right side; returns how many pixels of each line it took, with a gap."""
        theme, candidate = self.theme, line.candidate
        if line.overdue:
            colour, said = overdue_colour(theme, line.stage), line.step if line.own else line.status
            a = write(painter, top, RIGHT, said, theme.busy, ui_font(14, bold=line.own is not None))
            return a + 10, write(painter, low, RIGHT, line.overdue, colour, ui_font(SMALL_PX, bold=True)) + 10
        if line.own is not None:
            arrived = line.own.status is AssignmentStatus.ON_SCENE
            eta = "" if arrived or line.own.eta_s is None else clock_text(line.own.eta_s)
            a = write(painter, top, RIGHT, line.step, theme.busy, ui_font(15, bold=True))
            text = self.phrases.say("ui.units.foreseen", eta=eta) if eta else ""
            return a + 10, write(painter, low, RIGHT, text, theme.muted, ui_font(SMALL_PX)) + 10
        if candidate is None:
            colour = state_colour(line.unit, theme)
            colour = theme.muted if colour == theme.off else colour  # `off` is light enough for signs only
            return write(painter, top, RIGHT, line.status, colour, ui_font(14)) + 10, 0.0
        if candidate.why_not is not None:
            why = self.phrases.say(candidate.why_not)
            a = write(painter, top, RIGHT, why, theme.muted, ui_font(SMALL_PX))
            status = "" if line.unit.incident is None else line.status
            return a + 10, write(painter, low, RIGHT, status, theme.muted, ui_font(SMALL_PX)) + 10
        a = write(
            painter,
            top,
            RIGHT,
            clock_text(candidate.eta_s),
            theme.text,
            ui_font(18, bold=True, tabular=True),
        )
        colour = theme.free if candidate.meets_ring else theme.muted
        promise = self._promise(line)
        return a + 10, write(painter, low, RIGHT, promise, colour, ui_font(SMALL_PX)) + 10

    def _promise(self, line: UnitLine) -> str:
        if line.candidate is None:
            return ""
        if line.candidate.ring is None:
            return self.phrases.say("ui.ring.none")
        ring = self.phrases.say(f"ui.ring.{line.candidate.ring.value}")
        mark = {True: " ✓", False: " ✗", None: ""}[line.candidate.meets_ring]
        text = f"{ring}{mark}"
        return f"{self.phrases.say('ui.units.proposed')} · {text}" if line.is_proposed else text
