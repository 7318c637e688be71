"""历次对比: the runs of one script in a row, each by itself; nothing is averaged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from commandroom.ui.panels.look import dress
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One run: when, by whom, how many lines were met of how many judged."""

    when: str
    trainee: str
    passed: int
    judged: int


class TrendChart(QWidget):
    """Bars of lines met in front of bars of lines judged, oldest first; the plot is made when first shown."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._theme: Theme = NIGHT
        self._points: tuple[TrendPoint, ...] = ()
        self._plot: Any = None
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(8, 8, 8, 8)
        self._box.addWidget(self.note)
        self._box.addStretch(1)

    def show_points(self, points: Sequence[TrendPoint]) -> None:
        """Show these runs, oldest first."""
        self._points = tuple(points)
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        dress(self, theme)
        self._draw()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self._draw()

    def _draw(self) -> None:
        say = self._wording.say
        enough = len(self._points) > 1
        self.note.setText(
            say("report.trend.note", n=len(self._points)) if enough else say("report.trend.none")
        )
        if self._plot is not None:
            self._plot.setVisible(enough)
        if enough:
            self._bars()

    def _bars(self) -> None:
        import pyqtgraph

        if self._plot is None:
            self._plot = pyqtgraph.PlotWidget(self)
            self._plot.setMouseEnabled(x=False, y=False)
            self._plot.hideButtons()
            self._plot.setMenuEnabled(False)
            self._box.insertWidget(1, self._plot, 8)
        plot, places = self._plot, range(len(self._points))
        plot.clear()
        plot.setBackground(self._theme.panel)
        judged = [each.judged for each in self._points]
        passed = [each.passed for each in self._points]
        plot.addItem(
            pyqtgraph.BarGraphItem(x=places, height=judged, width=0.62, brush=self._theme.line, pen=None)
        )
        plot.addItem(
            pyqtgraph.BarGraphItem(x=places, height=passed, width=0.62, brush=self._theme.selection, pen=None)
        )
        for place, each in enumerate(self._points):
            label = pyqtgraph.TextItem(
                f"{each.passed}/{each.judged}", color=self._theme.text, anchor=(0.5, 1)
            )
            label.setPos(place, each.judged)
            plot.addItem(label)
        ticks = [(place, f"{each.when}\n{each.trainee}") for place, each in enumerate(self._points)]
        axis = plot.getAxis("bottom")
        axis.setHeight(46)
        axis.setTicks([ticks[-8:]])
        for name in ("bottom", "left"):
            plot.getAxis(name).setTextPen(self._theme.text)
            plot.getAxis(name).setPen(self._theme.muted)
        plot.setYRange(0, max(judged) * 1.15, padding=0)
        plot.setXRange(max(-0.6, len(self._points) - 8.6), len(self._points) - 0.4, padding=0)
