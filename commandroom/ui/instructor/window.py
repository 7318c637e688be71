"""导调台: coming injects and what to do with them, a map that hides nothing, notes, criteria so far."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from commandroom.services.ports import ComingInject, DrillStand, DrillSummary, ScoreSheet
from commandroom.services.room import Mode
from commandroom.ui.drill_front import band_words
from commandroom.ui.instructor.criteria import CriteriaPanel
from commandroom.ui.instructor.message import MessageForm
from commandroom.ui.instructor.notes import NotesPanel
from commandroom.ui.instructor.panel import InjectPanel
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.drill.band import DrillBand
from commandroom.ui.panels.drill.pace import PaceBar
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

LEAST_SIZE = (1000, 620)
SIZE = (1366, 768)
MODE: Mode = "drill"


class InstructorWindow(QMainWindow):
    """Shows and says what is wished; whoever opened it asks the drill and gives the commands."""

    closed = Signal()

    def __init__(
        self, *, map_pane: MapPane, summary: DrillSummary, theme: Theme, wording: Wording, station: str
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self.map_pane = map_pane
        self._summary, self._station = summary, station
        self._wording = wording
        self._stand = DrillStand("alarm", 0.0)
        self.bands = [DrillBand(wording, self), DrillBand(wording, self)]
        self.pace = PaceBar(wording, self)
        self.pace.set_leave_visible(False)
        self.injects = InjectPanel(wording, self)
        self.message = MessageForm(wording, self)
        self.notes = NotesPanel(wording, self)
        self.criteria = CriteriaPanel(wording, self)
        self._build()
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.apply_theme(theme)
        self.apply_wording(wording)

    def show_course(self, injects: Sequence[ComingInject], stand: DrillStand) -> None:
        """How the drill stands."""
        self._stand = stand
        self.injects.show_injects(injects, stand.elapsed_s)
        self.bands[0].show_words(band_words(self._summary, stand, self._wording))
        self.pace.show_hint(self._line())

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """The criteria as they are measured so far."""
        self.criteria.show_sheet(sheet)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours; `theme` carries the drill's tint already."""
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        for part in (self.pace, self.injects, self.message, self.notes, self.criteria):
            part.apply_theme(theme)
        self.map_pane.set_theme(theme.name)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        for band in self.bands:
            band.apply_wording(wording)
        for part in (self.pace, self.injects, self.message, self.notes, self.criteria):
            part.apply_wording(wording)
        self.map_pane.set_language(wording.language)
        self.setWindowTitle(wording.say("run.instructor.title", station=self._station))
        self.bands[0].show_words(band_words(self._summary, self._stand, wording))
        self.pace.show_hint(self._line())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever opened it lets go of the drill on `closed`."""
        super().closeEvent(event)
        self.closed.emit()

    def _line(self) -> str:
        """Beside the pace: why it is over, whom it trains, how many people are still to be brought away."""
        say, stand, name = self._wording.say, self._stand, self._summary.trainee
        parts = [say(f"run.journal.ended.{stand.ended}")] if stand.ended else []
        if name:
            parts.append(say("run.instructor.trainee", name=name))
        total = sum(each.total for each in stand.crowds)
        if total:
            left = total - sum(each.gone for each in stand.crowds)
            parts.append(say("run.crowd", left=left, total=total))
        return " · ".join(parts)

    def _build(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.injects, 1)
        column.addWidget(self.message)
        below = QSplitter(Qt.Orientation.Horizontal, self)
        below.addWidget(self.notes)
        below.addWidget(self.criteria)
        below.setSizes([320, 420])
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.addWidget(cast(QWidget, self.map_pane))
        right.addWidget(below)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 2)
        across = QSplitter(Qt.Orientation.Horizontal, self)
        across.addWidget(left)
        across.addWidget(right)
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 1)
        across.setSizes([640, 720])
        for each in (below, right, across):
            each.setChildrenCollapsible(False)
            each.setHandleWidth(4)
        middle = QWidget(self)
        middle.setObjectName("ground")
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self.pace)
        box.addWidget(self.bands[0])
        box.addLayout(row)
        box.addWidget(across, 1)
        box.addWidget(self.bands[1])
        self.setCentralWidget(middle)
