"""Where everything stands: bar, queue, form, map, units, clocks, journal, and the bands of a drill."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from commandroom.services.ports import Catalogue, Recorded
from commandroom.services.room import Mode
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.bottom import BottomPanels
from commandroom.ui.folding import Folding, FoldRail
from commandroom.ui.layers.space import MapSpace
from commandroom.ui.notice_line import NoticeLine
from commandroom.ui.panels.drill.band import DrillBand
from commandroom.ui.panels.drill.pace import PaceBar
from commandroom.ui.panels.intake.view import IntakeForm
from commandroom.ui.panels.queue.panel import QueuePanel
from commandroom.ui.panels.units.panel import UnitPanel
from commandroom.ui.phrases import Phrases
from commandroom.ui.search.answer import Ask
from commandroom.ui.theme import Theme
from commandroom.ui.topbar import TopBar

FOLDS = ("queue", "units", "bottom", "chart")
STRIPS = ((1200, 260), (850, 207), (0, 186))
"""How high the strip below the map is, in pixels, from which height of the window on."""


class RoomFrame(QWidget):
    """The central widget; holds the parts and knows nothing of what they mean."""

    def __init__(
        self,
        *,
        mode: Mode,
        is_simulated: bool,
        situation: Situation,
        catalogue: Catalogue,
        map_widget: QWidget,
        actions: RoomActions,
        search: Ask,
        journal: Iterable[Recorded],
        station: str,
        operator: str,
        phrases: Phrases,
        theme: Theme,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        wording = phrases.wording
        self.top = TopBar(
            station=station, operator=operator, mode=mode, search=search, theme=theme, wording=wording,
            parent=self,
        )  # fmt: skip
        self.queue = QueuePanel(situation, theme, phrases, self)
        self.units = UnitPanel(situation, theme, phrases, self)
        self.intake = IntakeForm(wording, self)
        self.map = map_widget
        self.map_space = MapSpace(map_widget, actions, theme, wording, self)
        self.bottom = BottomPanels(
            situation=situation, catalogue=catalogue, journal=journal, phrases=phrases, theme=theme, now=now,
            parent=self,
        )  # fmt: skip
        self.notices = NoticeLine(theme, wording, self)
        self.pace = PaceBar(wording, self) if is_simulated else None
        self.bands = [DrillBand(wording, self), DrillBand(wording, self)] if mode == "drill" else []
        self.queue_rail, self.units_rail = FoldRail(self), FoldRail(self)
        self.folding = Folding(self)
        self._is_spread = False
        self._is_strip_moved = False
        """Whether somebody has drawn the strip to a height of their own."""
        self._build()
        self._fold_by_need()
        self.queue.counted.connect(self._on_counted)
        self.queue.refresh()

    def show_time(self, now: datetime) -> None:
        """Let every clock say `now`."""
        self.top.show_time(now)
        self.queue.show_at(now)
        self.bottom.tick(now)
        if self.pace is not None:
            self.pace.show_time(now)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.top.apply_theme(theme)
        self.queue.apply_theme(theme)
        self.units.apply_theme(theme)
        self.intake.apply_theme(theme)
        self.map_space.apply_theme(theme)
        self.bottom.apply_theme(theme)
        self.notices.apply_theme(theme)
        if self.pace is not None:
            self.pace.apply_theme(theme)

    def set_phrases(self, phrases: Phrases, now: datetime) -> None:
        """Another language."""
        wording = phrases.wording
        self.top.apply_wording(wording)
        self.queue.set_phrases(phrases)
        self.units.set_phrases(phrases)
        self.intake.apply_wording(wording)
        self.bottom.set_phrases(phrases, now)
        self.notices.apply_wording(wording)
        if self.pace is not None:
            self.pace.apply_wording(wording)
        for band in self.bands:
            band.apply_wording(wording)
        self.map.setAccessibleName(wording.say("ui.map.name"))
        self.units_rail.say(wording.say("ui.fold.units"), wording.say("ui.fold.open_units"))

    def bind_folds(self, acts: RoomActions) -> None:
        """Let the switches of the view menu open and fold the panels."""
        self._acts = acts
        for name in FOLDS:
            acts[f"show_{name}"].triggered.connect(self._on_fold)
        self.queue_rail.opened.connect(acts["show_queue"].trigger)
        self.units_rail.opened.connect(acts["show_units"].trigger)
        self.folding.changed.connect(self._check_folds)
        self._check_folds()

    @Slot(bool)
    def show_intake(self, on: bool) -> None:
        """The form stands between the queue and the map."""
        self.intake.setVisible(on)
        if on:
            self.intake.setFocus()
        else:
            self.queue.take_focus()

    def resizeEvent(self, event: object) -> None:
        """Spread the panels when the size is first known."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if not self._is_spread and self.isVisible():
            self._is_spread = True
            self._spread()
        elif self.isVisible():
            self._spread_down()

    def showEvent(self, event: object) -> None:
        """The first showing spreads the panels."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._spread()

    def _build(self) -> None:
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        for at, panel in enumerate((self.queue, self.intake, self.map_space, self.units)):
            self.across.addWidget(panel)
            self.across.setStretchFactor(at, 1 if panel is self.map_space else 0)
        self.across.setChildrenCollapsible(False)
        self.across.setHandleWidth(4)
        self.intake.hide()
        self.queue.setMinimumWidth(280)
        self.units.setMinimumWidth(300)
        self.map_space.setMinimumSize(320, 200)
        self.down = QSplitter(Qt.Orientation.Vertical, self)
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.queue_rail)
        line.addWidget(self.across, 1)
        line.addWidget(self.units_rail)
        self.down.addWidget(row)
        self.down.addWidget(self.bottom)
        self.down.setStretchFactor(0, 1)
        self.down.setStretchFactor(1, 0)
        self.down.setChildrenCollapsible(False)
        self.down.setHandleWidth(4)
        self.down.splitterMoved.connect(self._on_strip_moved)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        parts: list[QWidget | None] = [*self.bands[:1], self.top, self.pace]
        for part in [*parts, self.down, self.notices, *self.bands[1:]]:
            if part is not None:
                box.addWidget(part, 1 if part is self.down else 0)

    def _fold_by_need(self) -> None:
        self.folding.add("queue", self.queue, needs=(860, 0), rail=self.queue_rail)
        self.folding.add("units", self.units, needs=(1120, 0), rail=self.units_rail)
        self.folding.add("bottom", self.bottom, needs=(0, 620))
        self.folding.add("chart", self.bottom.charts, needs=(1500, 0))

    def _spread(self) -> None:
        width = self.width()
        queue = 300 if width < 1500 else 350
        units = 330 if width < 1500 else 410
        self.across.setSizes([queue, 380, max(width - queue - units, 320), units])
        self.bottom.setSizes([width * 9 // 25, width * 7 // 25, width * 9 // 25])
        self._spread_down()

    def _spread_down(self) -> None:
        bottom = next(strip for least, strip in STRIPS if self.height() >= least)
        if not self._is_strip_moved:
            self.down.setSizes([max(self.down.height() - bottom, 200), bottom])

    @Slot()
    def _on_strip_moved(self) -> None:
        self._is_strip_moved = True

    @Slot()
    def _on_fold(self) -> None:
        for name in FOLDS:
            self.folding.want(name, self._acts[f"show_{name}"].isChecked())

    @Slot()
    def _check_folds(self) -> None:
        for name in FOLDS:
            self._acts[f"show_{name}"].setChecked(self.folding.is_shown(name))

    @Slot(int, int)
    def _on_counted(self, waiting: int, unassigned: int) -> None:
        self.top.show_counts(waiting, unassigned)
        say = self.queue.phrases.say
        self.queue_rail.say(say("ui.fold.queue"), say("ui.fold.open_queue"), str(waiting))
