"""The window on the wall: its own map, layers and zoom; the same Situation as the seat beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QScreen, QShortcut
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from commandroom.services.room import Mode
from commandroom.services.situation import Situation
from commandroom.ui.figures import date_text, time_text
from commandroom.ui.map_pane import MapPane
from commandroom.ui.mark_desk import MarkDesk
from commandroom.ui.panels.drill.band import DrillBand
from commandroom.ui.phrases import Phrases
from commandroom.ui.relay import Relay
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import Theme
from commandroom.ui.wall.plates import LEAST_PX, WallHead, WallPlates
from commandroom.ui.wall.reading import read_wall, urgent_first

LEAST_SIZE = (960, 600)
MAP_SCALE_PX = 820
"""The map of a wall this wide is drawn at the size of the seat's; wider walls enlarge names and signs, so
that a name of 13 px has 30 on a wall of 1920."""
MOST_SCALE = 5.0
TICK_MS = 500


class WallWindow(QMainWindow):
    """Shows; takes no orders. The map on it is moved and zoomed by its own mouse and keeps its own layers."""

    closed = Signal()
    menu_wanted = Signal(QPoint)
    """Somebody asks for the wall's menu at this global point."""

    def __init__(
        self,
        *,
        map_pane: MapPane,
        situation: Situation,
        relay: Relay,
        phrases: Phrases,
        theme: Theme,
        station: str,
        mode: Mode,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.map_pane = map_pane
        self._situation, self._phrases, self._theme = situation, phrases, theme
        self._station, self._mode, self._now = station, mode, now
        self.head = WallHead(theme, self)
        self.plates = WallPlates(theme, self)
        self.bands = (
            [DrillBand(phrases.wording, self, px=LEAST_PX) for _ in range(2)] if mode == "drill" else []
        )
        self.marks = MarkDesk(
            pane=map_pane, situation=situation, relay=relay, now=now, phrases=phrases, parent=self
        )
        self._build()
        self.setMinimumSize(*LEAST_SIZE)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self.show_time)
        self._tick.start()
        for key, act in (("F11", self._on_full_screen), ("Esc", self._on_escape)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)
        map_pane.menu_requested.connect(self._on_menu)
        self.apply_theme(theme)
        self.set_phrases(phrases)

    def show_on(self, screen: QScreen | None) -> None:
        """Fill this screen; None for a window beside the others."""
        if screen is None:
            self.resize(1280, 720)
            self.show()
            return
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    @property
    def theme(self) -> Theme:
        """The colours that show."""
        return self._theme

    @Slot()
    def show_time(self) -> None:
        """Let every clock say what time it is."""
        now, say = self._now(), self._phrases.say
        waiting = urgent_first(self._situation)
        alone = sum(not self._situation.has_units(each.id) for each in waiting)
        free = sum(unit.is_free for unit in self._situation.units.values())
        self.head.show_words(
            station=self._station,
            counts=say("wall.counts", open=len(waiting), alone=alone, free=free),
            clock=time_text(now),
            date=date_text(now),
        )
        room = self.plates.room
        more = say("wall.more", n=len(waiting) - room) if len(waiting) > room else ""
        self.plates.show_plates(
            read_wall(waiting[:room], self._situation, self._phrases, now), more=more, empty=say("wall.empty")
        )

    def apply_theme(self, theme: Theme) -> None:
        """Other colours; `theme` carries a drill's tint already."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.head.apply_theme(theme)
        self.plates.apply_theme(theme)
        self.map_pane.set_theme(theme.name)

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self._phrases = phrases
        self.marks.set_phrases(phrases)
        self.map_pane.set_language(phrases.wording.language)
        for band in self.bands:
            band.apply_wording(phrases.wording)
        mode = phrases.say(f"ui.mode.{self._mode}")
        self.setWindowTitle(phrases.say("wall.title", station=self._station, mode=mode))
        self.show_time()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and signs of the map grow with the wall, so that they are read from afar."""
        super().resizeEvent(event)
        self.map_pane.enlarge(min(MOST_SCALE, max(1.0, event.size().width() / MAP_SCALE_PX)))
        self.show_time()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Show nothing more; whoever opened the wall ends its map on `closed`."""
        self._tick.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _build(self) -> None:
        middle = QWidget(self)
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        chart = cast(QWidget, self.map_pane)
        for part in (*self.bands[:1], self.head, chart, self.plates, *self.bands[1:]):
            box.addWidget(part, 1 if part is chart else 0)
        self.setCentralWidget(middle)

    @Slot()
    def _on_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @Slot()
    def _on_escape(self) -> None:
        if self.isFullScreen():
            self.showNormal()

    @Slot(str, str, QPoint)
    def _on_menu(self, _kind: str, _mark: str, at: QPoint) -> None:
        self.menu_wanted.emit(at)
