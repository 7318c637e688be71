"""The main window of the room: places the panels, connects them, and lets time show."""

from collections.abc import Iterable
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from commandroom.models.domain.entities import Author
from commandroom.services.ports import Catalogue, Recorded, ScoreSheet
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import ACADEMY, RoomActions
from commandroom.ui.alarms import Alarms
from commandroom.ui.brain_table import BrainTable, Seat
from commandroom.ui.chime import Chime
from commandroom.ui.console import Console, Notice
from commandroom.ui.dialogs import show_score
from commandroom.ui.exporting import Exporting
from commandroom.ui.frame import RoomFrame
from commandroom.ui.hands import Hands
from commandroom.ui.intake_desk import IntakeDesk
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.list_menus import ListMenus
from commandroom.ui.map_desk import MapDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.map_table import MapTable
from commandroom.ui.map_watch import MapWatch
from commandroom.ui.menus import RoomMenus
from commandroom.ui.news import News
from commandroom.ui.panels.intake.entry import Search
from commandroom.ui.phrases import Phrases
from commandroom.ui.ranker import Ranker, Recommends
from commandroom.ui.relay import Relay
from commandroom.ui.search.answer import Ask
from commandroom.ui.search.desk import SearchDesk
from commandroom.ui.selection import Selection
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import THEMES, Theme, drill_theme
from commandroom.ui.typeface import ui_font
from commandroom.ui.window_acts import WindowActs
from commandroom.ui.window_keys import WindowKeys
from commandroom.wording import Wording


class RoomWindow(QMainWindow):
    """One open room on the screen. Show it, then `room.start()`."""

    drill_chosen = Signal(str)
    """Somebody chose a drill of the list, by id."""
    leave_wanted = Signal()
    """The drill or demo is to end."""
    theme_changed = Signal(str)
    language_changed = Signal(str)
    layers_changed = Signal(object)
    """The LayerChoice of the map, after somebody chose."""
    wall_wanted = Signal()
    academy_wanted = Signal(str)
    """A window of the drill academy, by the name of its act."""
    closed = Signal()

    def __init__(
        self,
        *,
        room: Room,
        situation: Situation,
        map_pane: MapPane,
        recommendation: Recommends,
        catalogue: Catalogue,
        search: Ask,
        find_place: Search,
        wording: Wording,
        theme: Theme,
        author: Author,
        station: str,
        drills: Iterable[tuple[str, str]] = (),
        journal: Iterable[Recorded] = (),
        layers: LayerChoice | None = None,
    ) -> None:
        """Build everything; `layers` is what was chosen last time."""
        super().__init__()
        self.room, self.situation, self.map_pane = room, situation, map_pane
        self.wording, self._theme, self._catalogue, self._station = wording, theme, catalogue, station
        self.phrases = Phrases(wording, catalogue, situation)
        self.relay = Relay(situation, self)
        self.ranker = Ranker(recommendation, situation, room.now, self)
        self.console = Console(
            room=room,
            situation=situation,
            ranker=self.ranker,
            author=author,
            phrases=self.phrases,
            parent=self,
        )
        self.alarms = Alarms(situation, self)
        self.chime = Chime(QApplication.beep, self)
        self.actions_of_room = RoomActions(self)
        self.setFont(ui_font())
        self.frame = RoomFrame(
            mode=room.mode, is_simulated=room.is_simulated, situation=situation, catalogue=catalogue,
            map_widget=cast(QWidget, map_pane), actions=self.actions_of_room, search=search,
            journal=journal, station=station, operator=author.operator, phrases=self.phrases,
            theme=self._own_theme(), now=room.now(), parent=self,
        )  # fmt: skip
        self.setCentralWidget(self.frame)
        self.map_desk = MapDesk(
            pane=map_pane, situation=situation, console=self.console, relay=self.relay, now=room.now,
            phrases=self.phrases, parent=self,
        )  # fmt: skip
        self.hands = Hands(
            actions=self.actions_of_room, console=self.console, situation=situation, alarms=self.alarms,
            pane=map_pane, frame=self.frame, parent=self,
        )  # fmt: skip
        self.intake_desk = IntakeDesk(
            form=self.frame.intake, console=self.console, catalogue=catalogue, search=find_place,
            pane=map_pane, parent=self,
        )  # fmt: skip
        self.menus = RoomMenus(self.actions_of_room, self.menuBar(), self)
        self.menus.set_drills(tuple(drills))
        self._build_desks(layers or LayerChoice())
        self._tick = QTimer(self, interval=500 if room.is_simulated else 1000)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self.setMinimumSize(900, 600)
        self.resize(1600, 900)
        self._connect()
        self._apply_wording()
        self._apply_theme()
        self.relay.listen(room.subscribe)
        self._show_time()
        self._tick.start()
        self.frame.queue.take_focus()

    def _build_desks(self, layers: LayerChoice) -> None:
        self.map_table = MapTable(
            pane=self.map_pane, frame=self.frame, actions=self.actions_of_room, menus=self.menus,
            room=self.room, situation=self.situation, console=self.console, relay=self.relay,
            marks=self.map_desk.marks, choice=layers, parent=self,
        )  # fmt: skip
        self.brain = BrainTable(
            Seat(
                window=self, room=self.room, situation=self.situation, catalogue=self._catalogue,
                console=self.console, relay=self.relay, ranker=self.ranker, alarms=self.alarms,
                chime=self.chime, actions=self.actions_of_room, menus=self.menus, frame=self.frame,
                hands=self.hands, pane=self.map_pane, layers=self.map_table.layers,
            ),
            self,
        )  # fmt: skip
        self.selection = Selection(
            frame=self.frame, console=self.console, situation=self.situation, alarms=self.alarms,
            pane=self.map_pane, map_desk=self.map_desk, now=self.room.now, parent=self,
        )  # fmt: skip
        self.news = News(
            room=self.room, situation=self.situation, relay=self.relay, alarms=self.alarms, chime=self.chime,
            console=self.console, ranker=self.ranker, hands=self.hands, frame=self.frame,
            map_desk=self.map_desk, selection=self.selection, map_table=self.map_table, parent=self,
        )  # fmt: skip
        self.search_desk = SearchDesk(
            box=self.frame.top.search, actions=self.actions_of_room, console=self.console,
            situation=self.situation, pane=self.map_pane, intake=self.intake_desk, parent=self,
        )  # fmt: skip
        self.exporting = Exporting(
            pane=self.map_pane, situation=self.situation, phrases=lambda: self.phrases,
            station=self._station, operator=self.console.author.operator, mode=self.room.mode,
            theme=lambda: self._theme.name, now=self.room.now, said=self._say_saved, window=self,
        )  # fmt: skip
        self.map_watch = MapWatch(self.map_pane, self.console, self)
        self.list_menus = ListMenus(
            menus=self.menus, frame=self.frame, console=self.console, pane=self.map_pane, parent=self
        )
        self.window_acts = WindowActs(
            room=self.room, actions=self.actions_of_room, console=self.console,
            chime=self.chime, frame=self.frame, window=self,
        )  # fmt: skip
        self.keys = WindowKeys(
            hands=self.hands, map_table=self.map_table, brain=self.brain, intake_desk=self.intake_desk,
            console=self.console, frame=self.frame, pane=self.map_pane, window=self,
        )  # fmt: skip

    @property
    def theme(self) -> Theme:
        """The theme that was chosen, without the drill's tint."""
        return self._theme

    @property
    def shown_theme(self) -> Theme:
        """The theme as it shows: in a drill with the drill's tint."""
        return self._own_theme()

    @property
    def station(self) -> str:
        """Whose room this is."""
        return self._station

    def set_theme(self, theme: Theme) -> None:
        """Other colours, at once."""
        self._theme = theme
        self._apply_theme()
        self.theme_changed.emit(theme.name)

    def set_wording(self, wording: Wording) -> None:
        """Another language, at once."""
        self.wording = wording
        self._apply_wording()
        self.language_changed.emit(wording.language)

    def fill_charts(self) -> None:
        """Build the charts now rather than a moment later."""
        self.frame.bottom.charts.fill()

    def set_drills(self, drills: Iterable[tuple[str, str]]) -> None:
        """The drills of the training menu, by id and title."""
        self.menus.set_drills(tuple(drills))

    def show_notice(self, text: str, tone: str = "failed") -> None:
        """Say one line at the foot of the window."""
        self.frame.notices.show_notice(Notice("done" if tone == "done" else "failed", text))

    def show_score(self, sheet: ScoreSheet) -> None:
        """Show a score sheet beside the work."""
        show_score(self, self.wording, self._own_theme(), sheet, self._say_saved)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hear and do nothing more; whoever composed the window closes the room on `closed`."""
        self._tick.stop()
        self.chime.set_waiting(False)
        self.relay.leave()
        for part in (self.ranker, self.map_desk, self.hands, self.intake_desk, self.selection, self.news,
                     self.map_table, self.brain, self.exporting, self.window_acts,
                     self.frame.top.search):  # fmt: skip
            part.stop()
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what there is no room for."""
        super().resizeEvent(event)
        self.frame.folding.fit(event.size().width(), event.size().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field or list wanted."""
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def _own_theme(self) -> Theme:
        return drill_theme(self._theme) if self.room.mode == "drill" else self._theme

    def _apply_theme(self) -> None:
        theme = self._own_theme()
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.frame.apply_theme(theme)
        self.brain.apply_theme(theme)
        self.map_pane.set_theme(theme.name)

    def _apply_wording(self) -> None:
        self.phrases = Phrases(self.wording, self._catalogue, self.situation)
        self.console.phrases = self.phrases
        self.actions_of_room.apply_wording(self.wording)
        self.menus.apply_wording(self.wording)
        self.frame.set_phrases(self.phrases, self.room.now())
        self.map_desk.set_phrases(self.phrases)
        self.map_table.apply_wording()
        self.brain.apply_wording()
        self.map_pane.set_language(self.wording.language)
        key = "ui.window.title.drill" if self.room.mode == "drill" else "ui.window.title"
        mode = self.wording.say(f"ui.mode.{self.room.mode}")
        self.setWindowTitle(self.wording.say(key, station=self._station, mode=mode))
        self.selection.show_hint()

    def _connect(self) -> None:
        acts, frame = self.actions_of_room, self.frame
        self.addActions(list(acts.all()))
        self._tick.timeout.connect(self._show_time)
        acts["intake"].triggered.connect(self.intake_desk.open)
        acts["theme"].triggered.connect(self._on_theme)
        acts["language"].triggered.connect(self._on_language)
        acts["leave"].triggered.connect(self.leave_wanted)
        for name in ACADEMY:
            acts[name].triggered.connect(partial(self.academy_wanted.emit, name))
        acts["wall"].triggered.connect(self.wall_wanted)
        acts["save_picture"].triggered.connect(self.exporting.ask_picture)
        acts["export_html"].triggered.connect(self.exporting.ask_html)
        acts["print_map"].triggered.connect(self.exporting.ask_printer)
        frame.bind_folds(acts)
        frame.top.intake_wanted.connect(self.intake_desk.open)
        frame.top.theme_wanted.connect(self._on_theme)
        frame.top.language_wanted.connect(self._on_language)
        self.intake_desk.opened.connect(frame.show_intake)
        self.menus.drill_chosen.connect(self.drill_chosen)
        self.map_table.layers.changed.connect(self.layers_changed)
        self.window_acts.score_ready.connect(self.show_score)
        if frame.pace is not None:
            frame.pace.leave_requested.connect(self.leave_wanted)

    def _say_saved(self, text: str, is_good: bool) -> None:
        self.show_notice(text, "done" if is_good else "failed")

    @Slot()
    def _show_time(self) -> None:
        self.frame.show_time(self.room.now())

    @Slot()
    def _on_theme(self) -> None:
        self.set_theme(THEMES["day" if self._theme.name == "night" else "night"])

    @Slot()
    def _on_language(self) -> None:
        self.set_wording(Wording("en" if self.wording.language == "zh" else "zh"))
