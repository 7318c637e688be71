"""The units of an incident, each with the time of every step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from commandroom.models.domain.entities import Assignment
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.ui.figures import clock_text, time_text
from commandroom.ui.overdue import FEEDBACK, overdue_colour, overdue_words
from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.panels.rows import Index, PlainRows
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX
from commandroom.wording import Wording

STEPS = (
    AssignmentStatus.ORDERED,
    AssignmentStatus.ACKNOWLEDGED,
    AssignmentStatus.EN_ROUTE,
    AssignmentStatus.ON_SCENE,
    AssignmentStatus.CLEARED,
)
ROW_PX = 20
NAME_PX = 84


@dataclass(frozen=True, slots=True)
class StepRow:
    """One unit on the incident."""

    call_sign: str
    status: AssignmentStatus
    eta_s: float | None
    times: tuple[datetime | None, ...]
    """Of each of `STEPS`; a skipped step has none."""
    withdrawn_at: datetime | None = None
    overdue: str = ""
    """The step that is overdue, `feedback` among them; '' for none."""
    overdue_since: datetime | None = None
    stage: int = 0


def step_row(
    assignment: Assignment, call_signs: Mapping[str, str], overdue_since: datetime | None = None
) -> StepRow:
    """The row of `assignment`; `overdue_since` is when the overdue step was due."""
    return StepRow(
        call_sign=call_signs.get(assignment.unit, assignment.unit),
        status=assignment.status,
        eta_s=assignment.eta_s,
        times=(
            assignment.ordered_at,
            assignment.acknowledged_at,
            assignment.en_route_at,
            assignment.on_scene_at,
            assignment.cleared_at,
        ),
        withdrawn_at=assignment.withdrawn_at,
        overdue=assignment.overdue if assignment.is_active else "",
        overdue_since=overdue_since,
        stage=assignment.stage,
    )


class StepModel(PlainRows[StepRow]):
    """The rows, spoken as plain text and painted by `StepPainter`."""

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self._wording = wording

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self.beginResetModel()
        self._wording = wording
        self.endResetModel()

    def words(self, row: StepRow) -> str:
        """The unit, its last step, and what is overdue."""
        late = f" {overdue_words(self._wording, row.overdue, None, None)}" if row.overdue else ""
        return f"{row.call_sign} {last_step(row, self._wording)}{late}"


def last_step(row: StepRow, wording: Wording) -> str:
    """The newest step with its time, and what is expected next."""
    if row.withdrawn_at is not None:
        return f"{wording.say('status.withdrawn')} {time_text(row.withdrawn_at)}"
    done = [(step, at) for step, at in zip(STEPS, row.times, strict=True) if at is not None]
    step, at = done[-1]
    said = f"{wording.say(f'status.{step}')} {time_text(at)}"
    if row.eta_s is not None and row.times[3] is None and row.times[4] is None:
        said += "  " + wording.say("panels.rings.eta", eta=clock_text(row.eta_s))
    return said


class StepPainter(QStyledItemDelegate):
    """Call sign, five steps (● done, ○ to come, · skipped) each with its time where there is room."""

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self.wording = wording
        self.theme: Theme = NIGHT
        self.now: datetime | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Full step row when wide, dots and the last step when narrow."""
        row = index.data(StepModel.ROW)
        if not isinstance(row, StepRow):
            return
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = QRectF(area.left(), area.top(), NAME_PX, area.height())
        painter.setFont(lettering(SMALL_PX, bold=True))
        painter.setPen(tint(self.theme.muted if row.status.is_over else self.theme.text))
        if row.overdue:
            colour = overdue_colour(self.theme, row.stage)
            painter.fillRect(QRectF(area.left(), area.top() + 2, 4, area.height() - 4), tint(colour))
            painter.setPen(tint(colour))
        _draw(painter, name.adjusted(8 if row.overdue else 0, 0, 0, 0), row.call_sign)
        rest = area.adjusted(NAME_PX, 0, 0, 0)
        if rest.width() >= 5 * 100 and row.withdrawn_at is None:
            self._paint_steps(painter, rest, row)
        else:
            self._paint_dots(painter, rest, row)
        painter.restore()

    def _paint_steps(self, painter: QPainter, area: QRectF, row: StepRow) -> None:
        width = min(150.0, area.width() / len(STEPS))
        named = width >= 128
        for place, (step, at) in enumerate(zip(STEPS, row.times, strict=True)):
            left = area.left() + place * width
            self._dot(painter, left + 6, area.center().y(), done=at is not None)
            if place:
                painter.setPen(QPen(tint(self.theme.line), 1))
                y = area.center().y()
                painter.drawLine(QRectF(left - 12, y, 12, 0).topLeft(), QRectF(left, y, 0, 0).topLeft())
            word = self.wording.say(f"panels.rings.step.{step}")
            said = (f"{word} {time_text(at)}" if named else time_text(at)) if at is not None else word
            painter.setFont(lettering(SMALL_PX))
            painter.setPen(tint(self.theme.text if at is not None else self.theme.muted))
            if row.overdue and (row.overdue == step or (row.overdue == FEEDBACK and step == STEPS[-1])):
                said = overdue_words(self.wording, row.overdue, row.overdue_since, self.now)
                painter.setFont(lettering(SMALL_PX, bold=True))
                painter.setPen(tint(overdue_colour(self.theme, row.stage)))
            _draw(painter, QRectF(left + 14, area.top(), width - 28, area.height()), said)

    def _paint_dots(self, painter: QPainter, area: QRectF, row: StepRow) -> None:
        for place, at in enumerate(row.times):
            self._dot(painter, area.left() + 6 + place * 13, area.center().y(), done=at is not None)
        painter.setFont(lettering(SMALL_PX))
        painter.setPen(tint(self.theme.muted if row.status.is_over else self.theme.text))
        said = last_step(row, self.wording)
        if row.overdue:
            said = overdue_words(self.wording, row.overdue, row.overdue_since, self.now)
            painter.setFont(lettering(SMALL_PX, bold=True))
            painter.setPen(tint(overdue_colour(self.theme, row.stage)))
        _draw(painter, area.adjusted(74, 0, 0, 0), said)

    def _dot(self, painter: QPainter, x: float, y: float, *, done: bool) -> None:
        ink = tint(self.theme.text if done else self.theme.muted)
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(ink if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(x - 4, y - 4, 8, 8))


def _draw(painter: QPainter, area: QRectF, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
