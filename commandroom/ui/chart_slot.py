"""The charts' place in the window, filled a moment after the window shows.

pyqtgraph takes near half a second to import; the map comes first.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from commandroom.models.domain.entities import Incident
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

if TYPE_CHECKING:
    from commandroom.ui.panels.chart.view import ShiftCharts


class ChartSlot(QWidget):
    """Keeps the newest state until the charts are there, then passes everything on."""

    FILL_AFTER_MS = 1_200

    def __init__(self, wording: Wording, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._theme = theme
        self._shift: tuple[Sequence[Incident], datetime] | None = None
        self.charts: ShiftCharts | None = None
        """None until `fill`."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._wait = QTimer(self, singleShot=True, interval=self.FILL_AFTER_MS)
        self._wait.timeout.connect(self.fill)

    def showEvent(self, event: QShowEvent) -> None:
        """The window is up: the charts may follow."""
        super().showEvent(event)
        if self.charts is None:
            self._wait.start()

    @Slot()
    def fill(self) -> None:
        """Build the charts now."""
        if self.charts is not None:
            return
        from commandroom.ui.panels.chart.view import ShiftCharts

        self.charts = ShiftCharts(self._wording, self)
        self.charts.apply_theme(self._theme)
        self._column.addWidget(self.charts)
        if self._shift is not None:
            self.charts.show_shift(*self._shift)

    def show_shift(self, incidents: Sequence[Incident], now: datetime) -> None:
        """Draw these incidents."""
        self._shift = (incidents, now)
        if self.charts is not None:
            self.charts.show_shift(incidents, now)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.charts is not None:
            self.charts.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        if self.charts is not None:
            self.charts.apply_wording(wording)
