"""The called units as a list: letters find a row, Space answers for it."""

from datetime import datetime

from PySide6.QtCore import QElapsedTimer, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from commandroom.models.domain.ids import UnitId
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.rollcall.rows import RollRow, State
from commandroom.ui.panels.rows import Index, PlainRows
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, RIGHT, write
from commandroom.wording import Wording

ROW_PX = 32
TYPED_TOGETHER_MS = 1200
"""Letters struck within this time make one word."""
MARKS = {State.ANSWERED: "✓", State.WAITING: "…", State.MISSED: "✗"}


class RollModel(PlainRows[RollRow]):
    """The rows; the running time is painted."""

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self.wording = wording

    def words(self, row: RollRow) -> str:
        """Call sign and state."""
        return f"{row.call_sign} {state_words(row, self.wording)}"


class RollPainter(QStyledItemDelegate):
    """Mark, call sign, firm; at the right the seconds it took, the time left, or that it was missed."""

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self.wording, self.theme = wording, NIGHT
        self.now: datetime | None = None
        self.due_at: datetime | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(280, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        row = index.data(RollModel.ROW)
        if not isinstance(row, RollRow):
            return
        theme, box = self.theme, QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, QColor(theme.raised if is_chosen else theme.panel))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.line))
        if is_chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(theme.selection))
        tone = {State.ANSWERED: theme.free, State.WAITING: theme.muted, State.MISSED: theme.attention_1}
        colour = tone[row.state]
        write(painter, box.adjusted(12, 0, 0, 0), LEFT, MARKS[row.state], colour, ui_font(BODY_PX, bold=True))
        inner = box.adjusted(36, 0, -12, 0)
        right = self._figure(row)
        font = ui_font(BODY_PX, bold=True, tabular=True)
        used = write(painter, inner, RIGHT, right, theme.text if row.state is State.WAITING else colour, font)
        name = inner.adjusted(0, 0, -used - 12, 0)
        taken = write(painter, name, LEFT, row.call_sign, theme.text, ui_font(BODY_PX, bold=True)) + 12
        write(painter, name.adjusted(taken, 0, 0, 0), LEFT, row.firm, theme.muted, ui_font(SMALL_PX))
        painter.restore()

    def _figure(self, row: RollRow) -> str:
        if row.state is State.WAITING and self.now is not None and self.due_at is not None:
            return clock_text(max((self.due_at - self.now).total_seconds(), 0.0))
        return state_words(row, self.wording)


def state_words(row: RollRow, wording: Wording) -> str:
    """Answered after so long (on behalf), waiting, or missed so often in a row."""
    if row.state is State.ANSWERED:
        key = "clocks.roll.on_behalf" if row.on_behalf else "clocks.roll.answered"
        return wording.say(key, time=clock_text(row.took_s))
    if row.state is State.MISSED and row.misses > 1:
        return wording.say("clocks.roll.missed_again", n=row.misses)
    return wording.say(f"clocks.roll.{row.state.value}")


class RollList(QListView):
    """Keyboard first: type a part of a call sign, then Space."""

    answer_wanted = Signal(str)
    """A unit, on whose behalf the answer is entered."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = RollModel(wording, self)
        self.painter_of_rows = RollPainter(wording, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter_of_rows)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._typed, self._since = "", QElapsedTimer()
        self.doubleClicked.connect(self._on_double)

    @property
    def unit(self) -> UnitId | None:
        """Whose row is chosen."""
        row = self.currentIndex().data(RollModel.ROW)
        return row.unit if isinstance(row, RollRow) else None

    def show_rows(self, rows: tuple[RollRow, ...], due_at: datetime | None, now: datetime) -> None:
        """These rows; the chosen unit stays chosen."""
        chosen = self.unit
        self.painter_of_rows.due_at, self.painter_of_rows.now = due_at, now
        if rows != self.rows.rows:
            self.rows.put(rows)
            self.choose(chosen if chosen in {row.unit for row in rows} else _first_silent(rows))
        self.viewport().update()

    def choose(self, unit: UnitId | None) -> None:
        """Put the cursor on its row."""
        for at, row in enumerate(self.rows.rows):
            if row.unit == unit:
                self.setCurrentIndex(self.rows.index(at, 0))

    def apply(self, wording: Wording, theme: Theme) -> None:
        """Another language, other colours."""
        self.rows.wording = self.painter_of_rows.wording = wording
        self.painter_of_rows.theme = theme
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """The next row whose call sign holds what was typed, not only one that begins with it."""
        is_going_on = self._since.isValid() and self._since.elapsed() < TYPED_TOGETHER_MS
        self._typed = (self._typed if is_going_on else "") + search.casefold()
        self._since.start()
        count = len(self.rows.rows)
        begin = max(self.currentIndex().row(), 0)
        for step in range(count):
            at = (begin + step) % count
            if self._typed in self.rows.rows[at].call_sign.casefold():
                self.setCurrentIndex(self.rows.index(at, 0))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space answers for the row and goes on to the next that is silent."""
        if event.key() == Qt.Key.Key_Space:
            self._answer()
            return
        super().keyPressEvent(event)

    def _answer(self) -> None:
        row = self.currentIndex().data(RollModel.ROW)
        if isinstance(row, RollRow) and row.state is State.WAITING:
            self.answer_wanted.emit(row.unit)
            self._go_on()

    def _go_on(self) -> None:
        rows, here = self.rows.rows, self.currentIndex().row()
        for step in range(1, len(rows)):
            at = (here + step) % len(rows)
            if rows[at].state is State.WAITING:
                self.setCurrentIndex(self.rows.index(at, 0))
                return

    def _on_double(self) -> None:
        self._answer()


def _first_silent(rows: tuple[RollRow, ...]) -> UnitId | None:
    return next((row.unit for row in rows if row.state is State.WAITING), rows[0].unit if rows else None)
