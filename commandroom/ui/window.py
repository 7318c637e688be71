"""The main window of the room: places the panels, connects them, and lets time show."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QWidget

from commandroom.models.domain.entities import Author
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import Catalogue, Recorded, ScoreSheet
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.alarms import Alarms
from commandroom.ui.chime import Chime
from commandroom.ui.console import Console, Notice
from commandroom.ui.dialogs import ask_result, show_about, show_keys, show_score
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text
from commandroom.ui.frame import RoomFrame
from commandroom.ui.hands import Hands
from commandroom.ui.intake_desk import IntakeDesk
from commandroom.ui.map_desk import MapDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.menus import INCIDENT_ACTS, UNIT_ACTS, RoomMenus
from commandroom.ui.panels.intake.entry import PlaceHit, Search
from commandroom.ui.phrases import Phrases
from commandroom.ui.ranker import Ranker, Recommends
from commandroom.ui.relay import Relay
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import THEMES, Theme, drill_theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording


class RoomWindow(QMainWindow):
    """One open room on the screen. Show it, then `room.start()`."""

    drill_chosen = Signal(str)
    """Somebody chose a drill of the list, by id."""
    leave_wanted = Signal()
    """The drill or demo is to end."""
    theme_changed = Signal(str)
    language_changed = Signal(str)
    closed = Signal()

    def __init__(
        self,
        *,
        room: Room,
        situation: Situation,
        map_pane: MapPane,
        recommendation: Recommends,
        catalogue: Catalogue,
        search: Search,
        find_place: Search | None = None,
        wording: Wording,
        theme: Theme,
        author: Author,
        station: str,
        drills: Iterable[tuple[str, str]] = (),
        journal: Iterable[Recorded] = (),
        layout: bytes = b"",
    ) -> None:
        """Build everything; `layout` is what `layout_bytes` gave last time."""
        super().__init__()
        self.room, self.situation, self.map_pane = room, situation, map_pane
        self.wording, self._theme, self._catalogue, self._station = wording, theme, catalogue, station
        self._errands = Errands()
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
            mode=room.mode,
            is_simulated=room.is_simulated,
            situation=situation,
            catalogue=catalogue,
            map_widget=cast(QWidget, map_pane),
            search=search,
            journal=journal,
            station=station,
            operator=author.operator,
            phrases=self.phrases,
            theme=self._own_theme(),
            now=room.now(),
            parent=self,
        )
        self.setCentralWidget(self.frame)
        self.map_desk = MapDesk(
            pane=map_pane, situation=situation, console=self.console, relay=self.relay, now=room.now,
            phrases=self.phrases, parent=self,
        )  # fmt: skip
        self.hands = Hands(
            actions=self.actions_of_room, console=self.console, situation=situation, alarms=self.alarms,
            pane=map_pane, parent=self,
        )  # fmt: skip
        self.intake_desk = IntakeDesk(
            form=self.frame.intake, console=self.console, catalogue=catalogue, search=find_place or search,
            pane=map_pane,
            parent=self,
        )  # fmt: skip
        self.menus = RoomMenus(self.actions_of_room, self.menuBar(), self)
        self.menus.set_drills(tuple(drills))
        self._tick = QTimer(self, interval=500 if room.is_simulated else 1000)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self.setMinimumSize(900, 600)
        self.resize(1600, 900)
        if layout:
            self.restoreGeometry(QByteArray(layout))
        self._connect()
        self._apply_wording()
        self._apply_theme()
        self.relay.listen(room.subscribe)
        self._show_time()
        self._tick.start()
        self.frame.queue.list.setFocus()

    @property
    def theme(self) -> Theme:
        """The theme that was chosen, without the drill's tint."""
        return self._theme

    def layout_bytes(self) -> bytes:
        """The window's place and size, for next time."""
        return bytes(self.saveGeometry().data())

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
        show_score(self, self.wording, self._own_theme(), sheet)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hear and do nothing more; whoever composed the window closes the room on `closed`."""
        self._tick.stop()
        self.chime.set_waiting(False)
        self.relay.leave()
        for part in (self.ranker, self.map_desk, self.hands, self.intake_desk, self.frame.top.search):
            part.stop()
        self._errands.cancel()
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what there is no room for."""
        super().resizeEvent(event)
        self.frame.folding.fit(event.size().width(), event.size().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field or list wanted: Enter, Space, Esc and the arrows belong to the room.

        Not while somebody types: a field lets Enter and the arrows pass, and they must not send anybody.
        """
        is_typing = isinstance(self.focusWidget(), (QLineEdit, QPlainTextEdit))
        if is_typing and event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.hands.dispatch()
            case Qt.Key.Key_Space:
                self.hands.acknowledge()
            case Qt.Key.Key_Escape:
                self.step_back()
            case Qt.Key.Key_Down:
                self.frame.queue.list.step(1)
            case Qt.Key.Key_Up:
                self.frame.queue.list.step(-1)
            case _:
                super().keyPressEvent(event)

    @Slot()
    def step_back(self) -> None:
        """Esc: the form, then the unit, then the incident."""
        if self.intake_desk.is_open:
            self.intake_desk.close()
        else:
            self.console.clear_selection()

    def _own_theme(self) -> Theme:
        return drill_theme(self._theme) if self.room.mode == "drill" else self._theme

    def _apply_theme(self) -> None:
        theme = self._own_theme()
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.frame.apply_theme(theme)
        self.map_pane.set_theme(theme.name)

    def _apply_wording(self) -> None:
        self.phrases = Phrases(self.wording, self._catalogue, self.situation)
        self.console.phrases = self.phrases
        self.actions_of_room.apply_wording(self.wording)
        self.menus.apply_wording(self.wording)
        self.frame.set_phrases(self.phrases, self.room.now())
        self.map_desk.set_phrases(self.phrases)
        self.map_pane.set_language(self.wording.language)
        key = "ui.window.title.drill" if self.room.mode == "drill" else "ui.window.title"
        mode = self.wording.say(f"ui.mode.{self.room.mode}")
        self.setWindowTitle(self.wording.say(key, station=self._station, mode=mode))
        self._show_hint()

    def _connect(self) -> None:
        self.addActions(list(self.actions_of_room.all()))
        self._tick.timeout.connect(self._show_time)
        self._connect_facts()
        self._connect_lists()
        self._connect_acts()
        self._connect_pace()
        self._hear_map_keys()

    def _connect_facts(self) -> None:
        relay, frame = self.relay, self.frame
        relay.journal_line.connect(self.alarms.on_journal_line)
        relay.journal_line.connect(self._on_journal_line)
        relay.incident_changed.connect(self._on_incident_changed)
        relay.assignment_changed.connect(self._on_assignment_changed)
        relay.unit_changed.connect(self._on_unit_changed)
        relay.positions_changed.connect(self._on_moved)
        self.alarms.changed.connect(self._on_alarms)
        self.ranker.ranked.connect(self._on_ranked)
        self.console.notice.connect(frame.notices.show_notice)
        self.console.store_state.connect(frame.top.show_store)
        self.console.incident_selected.connect(self._on_incident_selected)
        self.console.unit_selected.connect(self._on_unit_selected)

    def _connect_lists(self) -> None:
        queue, units, pane = self.frame.queue.list, self.frame.units.list, self.map_pane
        queue.chosen.connect(self._on_incident_chosen)
        queue.confirmed.connect(self.hands.dispatch)
        queue.unit_dropped.connect(self.hands.assign)
        queue.unit_over.connect(self._on_unit_over_card)
        queue.menu_requested.connect(self._on_incident_menu)
        units.chosen.connect(self._on_unit_chosen)
        units.confirmed.connect(self.hands.send)
        units.hovered.connect(self._on_unit_hovered)
        units.menu_requested.connect(self._on_unit_menu)
        pane.unit_dropped.connect(self.hands.assign)
        pane.menu_requested.connect(self._on_map_menu)
        self.frame.bottom.incident_activated.connect(self._on_incident_chosen)
        self.frame.top.search.chosen.connect(self._on_hit)

    def _connect_acts(self) -> None:
        acts, frame = self.actions_of_room, self.frame
        acts["intake"].triggered.connect(self.intake_desk.open)
        acts["close_with_result"].triggered.connect(self._on_close_with_result)
        acts["silence"].triggered.connect(self.chime.silence)
        acts["theme"].triggered.connect(self._on_theme)
        acts["language"].triggered.connect(self._on_language)
        acts["search"].triggered.connect(frame.top.search.setFocus)
        acts["full_screen"].toggled.connect(self._on_full_screen)
        acts["keys"].triggered.connect(self._on_keys)
        acts["about"].triggered.connect(self._on_about)
        acts["quit"].triggered.connect(self.close)
        acts["score"].triggered.connect(self._on_score)
        acts["leave"].triggered.connect(self.leave_wanted)
        acts["leave"].setVisible(self.room.mode == "drill")
        acts["score"].setVisible(self.room.mode == "drill")
        frame.bind_folds(acts)
        frame.top.intake_wanted.connect(self.intake_desk.open)
        frame.top.theme_wanted.connect(self._on_theme)
        frame.top.language_wanted.connect(self._on_language)
        frame.notices.undo_wanted.connect(self.hands.undo)
        self.intake_desk.opened.connect(frame.show_intake)
        self.menus.drill_chosen.connect(self.drill_chosen)

    def _connect_pace(self) -> None:
        pace = self.frame.pace
        if pace is None:
            return
        pace.paused_changed.connect(self._on_paused)
        pace.speed_chosen.connect(self._on_speed)
        pace.leave_requested.connect(self.leave_wanted)
        pace.set_leave_visible(self.room.mode == "drill")
        pace.show_pace(is_paused=self.room.is_paused, speed=self.room.speed)

    def _hear_map_keys(self) -> None:
        """The page of the map would keep these keys for itself."""
        widget = cast(QWidget, self.map_pane)
        for key, slot in (("Return", self.hands.dispatch), ("Enter", self.hands.dispatch),
                          ("Space", self.hands.acknowledge), ("Esc", self.step_back)):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # Time and facts

    @Slot()
    def _show_time(self) -> None:
        self.frame.show_time(self.room.now())

    @Slot(object)
    def _on_journal_line(self, fact: Recorded) -> None:
        self.frame.bottom.journal.extend((fact,))

    @Slot(str)
    def _on_incident_changed(self, incident: str) -> None:
        self.console.on_incident_changed(incident)
        self.frame.queue.refresh()
        if incident == self.console.incident:
            self.ranker.stir()
            self._show_selected()
        self.hands.enable()

    @Slot(str, str)
    def _on_assignment_changed(self, unit: str, incident: str) -> None:
        self.frame.units.model.units_changed({unit})
        self._on_incident_changed(incident)

    @Slot(str)
    def _on_unit_changed(self, unit: str) -> None:
        self.frame.units.model.units_changed({unit})
        self.frame.units.model.rearrange()
        self.frame.units.count()
        self.ranker.stir()
        self.hands.enable()

    @Slot(object)
    def _on_moved(self, units: frozenset[str]) -> None:
        self.frame.units.model.units_changed(units)
        self.ranker.stir()

    @Slot()
    def _on_alarms(self) -> None:
        self.frame.queue.set_raised(self.alarms.raised)
        self.chime.set_waiting(bool(self.alarms.raised))
        self._show_hint()

    @Slot()
    def _on_ranked(self) -> None:
        found = self.console.proposed()
        self.frame.units.model.set_ranking(self.ranker.by_unit, None if found is None else found.unit)
        self.frame.units.count()
        self._show_hint()

    # Selection

    @Slot(str)
    def _on_incident_chosen(self, incident: str) -> None:
        self.console.select_incident(IncidentId(incident))

    @Slot(str)
    def _on_unit_chosen(self, unit: str) -> None:
        self.console.select_unit(UnitId(unit))

    @Slot(str)
    def _on_incident_selected(self, incident: str) -> None:
        self.frame.queue.list.select(IncidentId(incident) if incident else None)
        self._show_selected()
        self._show_hint()

    @Slot(str)
    def _on_unit_selected(self, unit: str) -> None:
        self.frame.units.list.select(UnitId(unit) if unit else None)

    def _show_selected(self) -> None:
        incident = self.situation.incidents.get(self.console.incident or IncidentId(""))
        self.frame.units.show_incident(incident)
        self.frame.bottom.show_incident(incident, self.room.now())

    def _show_hint(self) -> None:
        say, parts = self.wording.say, []
        found = self.console.proposed()
        if found is not None:
            sign = self.situation.unit(found.unit).call_sign
            parts.append(say("ui.hint.dispatch", unit=sign, eta=clock_text(found.eta_s)))
        if self.alarms.raised:
            parts.append(say("ui.hint.alarm", n=len(self.alarms.raised)))
        parts.append(say("ui.hint.always"))
        self.frame.notices.set_hint("  ·  ".join(parts))

    @Slot(object)
    def _on_hit(self, hit: PlaceHit) -> None:
        if hit.kind == "incident":
            self.console.select_incident(IncidentId(hit.id))
        elif hit.kind == "unit":
            self.console.select_unit(UnitId(hit.id))
        elif hit.kind == "post":
            self.map_pane.select("post", hit.id)
        self.map_pane.go_to(hit.at, Hands.GO_TO_ZOOM)

    @Slot(str)
    def _on_unit_hovered(self, unit: str) -> None:
        shown = unit or self.console.unit or ""
        self.map_desk.preview_route(shown, self.console.incident or "" if shown else "")

    @Slot(str, str)
    def _on_unit_over_card(self, unit: str, incident: str) -> None:
        self.map_desk.preview_route(unit if incident else "", incident)
        if incident:
            self._errands.start(self._preview_on_card(unit, incident))

    async def _preview_on_card(self, unit: str, incident: str) -> None:
        text = await self.console.preview(UnitId(unit), IncidentId(incident))
        if self.frame.queue.list.painter_of_cards.dropping_on == incident:
            self.frame.queue.list.set_preview(text)

    # Menus

    @Slot(str, object)
    def _on_incident_menu(self, incident: str, at: object) -> None:
        self.console.select_incident(IncidentId(incident))
        hold = self.frame.queue.list.hold
        hold.grip("menu")
        self.menus.popup(INCIDENT_ACTS, at, self._on_menu_gone)  # type: ignore[arg-type]

    @Slot(str, object)
    def _on_unit_menu(self, unit: str, at: object) -> None:
        self.console.select_unit(UnitId(unit))
        self.frame.units.list.hold.grip("menu")
        self.menus.popup(UNIT_ACTS, at, self._on_menu_gone)  # type: ignore[arg-type]

    @Slot(str, str, object)
    def _on_map_menu(self, kind: str, mark: str, at: object) -> None:
        if kind == "incident":
            self._on_incident_menu(mark, at)
        elif kind == "unit":
            self._on_unit_menu(mark, at)

    def _on_menu_gone(self) -> None:
        self.frame.queue.list.hold.let_go("menu")
        self.frame.units.list.hold.let_go("menu")

    # Acts of the window itself

    @Slot()
    def _on_close_with_result(self) -> None:
        if self.console.incident is not None:
            ask_result(self, self.wording, self.phrases.short(self.console.incident), self.hands.close)

    @Slot()
    def _on_theme(self) -> None:
        self.set_theme(THEMES["day" if self._theme.name == "night" else "night"])

    @Slot()
    def _on_language(self) -> None:
        self.set_wording(Wording("en" if self.wording.language == "zh" else "zh"))

    @Slot(bool)
    def _on_full_screen(self, on: bool) -> None:
        self.showFullScreen() if on else self.showNormal()

    @Slot()
    def _on_keys(self) -> None:
        show_keys(self, self.wording)

    @Slot()
    def _on_about(self) -> None:
        show_about(self, self.wording)

    @Slot()
    def _on_score(self) -> None:
        self._errands.start(self._score())

    async def _score(self) -> None:
        sheet = await self.room.score()
        if sheet is None:
            self.show_notice(self.wording.say("ui.score.none"))
        else:
            self.show_score(sheet)

    @Slot(bool)
    def _on_paused(self, on: bool) -> None:
        self.room.is_paused = on
        self._show_pace()

    @Slot(int)
    def _on_speed(self, speed: int) -> None:
        self.room.speed = speed
        self._show_pace()

    def _show_pace(self) -> None:
        if self.frame.pace is not None:
            self.frame.pace.show_pace(is_paused=self.room.is_paused, speed=self.room.speed)
