"""The units of a call-up as tracks: one dot for each step, against the target line."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from commandroom.services.callup import CallUpRow
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.rows import Index, PlainRows
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.ui.writing import LEFT, RIGHT, write
from commandroom.wording import Wording

ROW_PX = 30
NAME_PX, FIRM_PX, STEP_PX = 92, 130, 78
STEPS = ("acknowledged", "en_route", "on_scene")


class TrackModel(PlainRows[CallUpRow]):
    """The rows in words; the tracks are painted."""

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self.wording = wording

    def words(self, row: CallUpRow) -> str:
        """Call sign and the time of each step."""
        steps = zip(STEPS, steps_of(row), strict=True)
        said = (f"{self.wording.say(f'clocks.step.{step}')} {clock_text(at)}" for step, at in steps)
        return " ".join((row.call_sign, *said))


def steps_of(row: CallUpRow) -> tuple[float | None, float | None, float | None]:
    """Seconds to 签收, 出动 and 到场."""
    return row.acknowledged_s, row.set_out_s, row.arrived_s


class TrackPainter(QStyledItemDelegate):
    """Call sign, firm, three figures, and the track to the right of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme: Theme = NIGHT
        self.target_s = 300.0
        self.elapsed_s: float | None = None
        """Since the call, while it runs."""
        self.span_s = 360.0
        """The right end of the track."""
        self.firms: dict[str, str] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(560, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One unit."""
        row = index.data(TrackModel.ROW)
        if not isinstance(row, CallUpRow):
            return
        theme, box = self.theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.line))
        x = box.left() + 10
        name = QRectF(x, box.top(), NAME_PX, box.height())
        tone = theme.muted if row.is_over else theme.text
        write(painter, name, LEFT, row.call_sign, tone, ui_font(BODY_PX, bold=True))
        firm = "" if row.firm is None else self.firms.get(row.firm, row.firm)
        write(
            painter, QRectF(x + NAME_PX, box.top(), FIRM_PX - 8, box.height()), LEFT, firm, theme.muted,
            ui_font(SMALL_PX),
        )  # fmt: skip
        x += NAME_PX + FIRM_PX
        for at, seconds in enumerate(steps_of(row)):
            cell = QRectF(x + at * STEP_PX, box.top(), STEP_PX - 10, box.height())
            colour = self._colour(row) if at == 2 and seconds is not None else tone
            font = ui_font(BODY_PX, bold=at == 2, tabular=True)
            write(painter, cell, RIGHT, clock_text(seconds), colour, font)
        self._track(painter, QRectF(x + 3 * STEP_PX + 6, box.top(), 0, box.height()), box.right() - 14, row)
        painter.restore()

    def _colour(self, row: CallUpRow) -> str:
        return self.theme.free if row.is_in_time(self.target_s) else self.theme.attention_2

    def _track(self, painter: QPainter, begin: QRectF, right: float, row: CallUpRow) -> None:
        theme, left, y = self.theme, begin.left(), begin.center().y()
        width = right - left
        if width < 40:
            return

        def at(seconds: float) -> float:
            return left + width * min(seconds / self.span_s, 1.0)

        painter.setPen(QPen(QColor(theme.line), 2))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        goal = at(self.target_s)
        painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(goal, begin.top() + 2), QPointF(goal, begin.bottom() - 2))
        end = row.arrived_s if row.arrived_s is not None else (None if row.is_over else self.elapsed_s)
        if end is not None:
            painter.setPen(QPen(QColor(self._colour(row) if row.arrived_s is not None else theme.muted), 3))
            painter.drawLine(QPointF(left, y), QPointF(at(end), y))
        for place, seconds in enumerate(steps_of(row)):
            if seconds is not None:
                painter.setPen(QPen(QColor(theme.panel), 1.5))
                painter.setBrush(QColor(self._colour(row) if place == 2 else theme.text))
                size = 6 if place == 2 else 4
                painter.drawEllipse(QPointF(at(seconds), y), size, size)
