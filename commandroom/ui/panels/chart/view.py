"""The shift in two small pictures, redrawn at most every few seconds."""

from collections.abc import Sequence
from datetime import datetime

import pyqtgraph as pg
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QAction, QBrush, QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from commandroom.models.domain.entities import Incident
from commandroom.ui.panels.chart.bars import AttainmentBars
from commandroom.ui.panels.chart.figures import HourLoad, attainment, hourly
from commandroom.ui.panels.look import dress, lettering
from commandroom.ui.panels.text import ElidedLabel
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX
from commandroom.wording import Wording

REDRAW_MS = 3_000
"""The least time between two drawings."""
BAR_WIDTH = 0.72


class ShiftCharts(QWidget):
    """Incidents by hour (level 1 hatched at the foot of a bar) and ring attainment of the last 12 hours."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._theme: Theme = NIGHT
        self._waiting: tuple[tuple[Incident, ...], datetime] | None = None
        self._loads: tuple[HourLoad, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REDRAW_MS)
        self._rest.timeout.connect(self._draw_waiting)
        self._build()
        self._copy = QAction(self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._copy.triggered.connect(self.copy)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def show_shift(self, incidents: Sequence[Incident], now: datetime) -> None:
        """Draw these incidents; calls that come faster than every few seconds wait, the newest wins."""
        self._waiting = (tuple(incidents), now)
        if not self._rest.isActive():
            self._draw_waiting()

    def copy(self) -> None:
        """Put the picture and its figures, as tab-separated text, on the clipboard."""
        both = QMimeData()
        both.setImageData(self.grab().toImage())
        both.setText(self.as_text())
        QGuiApplication.clipboard().setMimeData(both)

    def as_text(self) -> str:
        """The figures that are drawn, a line each: hour and incidents, ring and share met."""
        rows = [f"{load.hour:02}:00\t{load.total}" for load in self._loads]
        return "\n".join([self._hours_title.text(), *rows, self._rings_title.text(), *self._bars.lines()])

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        dress(self, theme)
        self._plot.setBackground(theme.panel)
        self._bars.apply_theme(theme)
        self._axis.setPen(pg.mkPen(theme.line))
        self._axis.setTextPen(pg.mkPen(theme.muted))
        self._draw_loads()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        self.setAccessibleName(wording.say("panels.chart.name"))
        self._copy.setText(wording.say("panels.chart.copy"))
        self._rings_title.setText(wording.say("panels.chart.attainment"))
        self._bars.apply_wording(wording)
        self._draw_loads()

    def _build(self) -> None:
        self._hours_title, self._rings_title = ElidedLabel(), ElidedLabel()
        for label in (self._hours_title, self._rings_title):
            label.setObjectName("title")
        self._build_plot()
        self._bars = AttainmentBars(self._wording)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 5, 8, 5)
        whole.setSpacing(14)
        whole.addLayout(_titled(self._hours_title, self._plot), 3)
        whole.addLayout(_titled(self._rings_title, self._bars), 2)

    def _build_plot(self) -> None:
        """A bare view box and one axis.

        Not a PlotWidget: its menus have no parent, so Python's collector may destroy them on the store's
        thread once a window is closed, which ends the program.
        """
        self._plot = pg.GraphicsLayoutWidget()
        self._plot.setAntialiasing(False)
        self._plot.ci.setContentsMargins(0, 0, 0, 0)
        self._plot.ci.setSpacing(0)
        self._box = self._plot.addViewBox(row=0, col=0, enableMenu=False, enableMouse=False)
        self._axis = pg.AxisItem("bottom", linkView=self._box)
        self._plot.addItem(self._axis, row=1, col=0)
        self._plot.setMinimumSize(150, 60)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._axis.setStyle(tickLength=0, tickFont=lettering(SMALL_PX))
        self._lower = pg.BarGraphItem(x=[], height=[], width=BAR_WIDTH)
        self._upper = pg.BarGraphItem(x=[], height=[], width=BAR_WIDTH)
        self._box.addItem(self._lower)
        self._box.addItem(self._upper)
        self._counts: list[pg.TextItem] = []

    def _draw_waiting(self) -> None:
        if self._waiting is None:
            return
        incidents, now = self._waiting
        self._waiting = None
        self._loads = hourly(incidents, now)
        self._bars.put(attainment(incidents, now))
        self._draw_loads()
        self._rest.start()

    def _draw_loads(self) -> None:
        loads, theme = self._loads, self._theme
        grave = [load.by_level[0] for load in loads]
        rest = [load.total - load.by_level[0] for load in loads]
        places = list(range(len(loads)))
        hatched = QBrush(QColor(theme.attention_1), Qt.BrushStyle.BDiagPattern)
        edge = pg.mkPen(theme.attention_1)
        foot = [place for place in places if grave[place]]
        counts = [grave[place] for place in foot]
        self._lower.setOpts(x=foot, y0=0, height=counts, brush=hatched, pen=edge)
        self._upper.setOpts(
            x=places, y0=grave, height=rest, brush=pg.mkBrush(theme.muted), pen=pg.mkPen(None)
        )
        self._write_counts()
        top = max([load.total for load in loads], default=0)
        self._box.setXRange(-0.6, max(len(loads), 1) - 0.4, padding=0)
        self._box.setYRange(0, max(4, top) * 1.3, padding=0)
        ticks = [(place, f"{load.hour:02}") for place, load in enumerate(loads) if load.hour % 2 == 0]
        self._axis.setTicks([ticks])
        self._hours_title.setText(self._summary())
        said = ", ".join(f"{load.hour:02}:00 {load.total}" for load in loads)
        self._plot.setAccessibleName(f"{self._summary()}: {said}")

    def _summary(self) -> str:
        total = sum(load.total for load in self._loads)
        grave = sum(load.by_level[0] for load in self._loads)
        key = "panels.chart.hours_grave" if grave else "panels.chart.hours"
        return self._wording.say(key, n=total, grave=grave)

    def _write_counts(self) -> None:
        while len(self._counts) < len(self._loads):
            item = pg.TextItem(anchor=(0.5, 0.95))
            item.setFont(lettering(SMALL_PX))
            self._box.addItem(item)
            self._counts.append(item)
        for place, (item, load) in enumerate(zip(self._counts, self._loads, strict=False)):
            item.setText(str(load.total) if load.total else "", color=self._theme.text)
            item.setPos(place, load.total)


def _titled(title: QWidget, picture: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(title)
    column.addWidget(picture, 1)
    return column
