"""复盘: the room as it stood at any moment of a drill, an incident or a day."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.entities import Opponent
from commandroom.models.domain.ids import IncidentId
from commandroom.services.ports import Catalogue, CriterionResult, Recorded, Snapshot
from commandroom.services.review.knowing import seen_only, was_known
from commandroom.services.review.playback import Picture, Playback
from commandroom.services.situation import Situation
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text, date_text, time_text
from commandroom.ui.map_pane import MapPane
from commandroom.ui.marks import incident_mark, opponent_marks, post_marks
from commandroom.ui.panels.journal.sentences import Names
from commandroom.ui.panels.queue.panel import QueuePanel
from commandroom.ui.panels.units.panel import UnitPanel
from commandroom.ui.phrases import Phrases
from commandroom.ui.review.bar import ReviewBar
from commandroom.ui.review.comparison import Comparison
from commandroom.ui.review.events import EventList
from commandroom.ui.review.head import ReviewHead
from commandroom.ui.review.lanes import LANES, ticks_of
from commandroom.ui.review.marks import ghost_marks, unit_marks
from commandroom.ui.review.picker import Picker
from commandroom.ui.review.player import Player
from commandroom.ui.review.shown import Shown, pictures
from commandroom.ui.review.timeline import TimeLine
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

LEAST_SIZE, SIZE = (1000, 620), (1366, 768)
TABS = ("events", "units", "comparison")


class ReviewWindow(QMainWindow):
    """Shows any moment; whoever opened it reads pasts, keeps notes, plays ghosts and opens branches."""

    chosen = Signal(str, str)
    """Kind (`drill`, `incident`, `day`) and key of what somebody wants to look back at."""
    note_wanted = Signal(str, str, object)
    """Text, kind, and the moment it speaks of."""
    ghosts_wanted = Signal(bool)
    branch_wanted = Signal(object)
    """The moment to start a drill from."""
    closed = Signal()

    def __init__(self, *, map_pane: MapPane, catalogue: Catalogue, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self.map_pane = map_pane
        self.situation = Situation(Snapshot((), (), (), (), (), (), (), 0))
        self._catalogue, self._theme, self._wording = catalogue, theme, wording
        self._phrases = Phrases(wording, catalogue, self.situation)
        self.shown: Shown | None = None
        self.picture: Picture | None = None
        self._ghosts: Playback | None = None
        self._selected: IncidentId | None = None
        self._wanted: datetime | None = None
        self._is_asking = False
        self._errands = Errands()
        self._build_parts()
        self._build()
        self._connect()
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.apply_theme(theme)
        self.apply_wording(wording)

    # What it shows

    def pick(self) -> None:
        """Let somebody choose another past."""
        self.player.stop()
        self.say("")
        self.pages.setCurrentWidget(self.picker)

    def show_past(self, shown: Shown, *, at: datetime | None = None) -> None:
        """Look back at `shown`, from its beginning or from `at` on."""
        self.shown, self._ghosts, self._selected = shown, None, None
        self._notes.clear()
        self.bar.text.clear()
        self.bar.offer(notes=shown.is_drill, ghosts=shown.is_drill)
        self.tabs.setTabVisible(TABS.index("comparison"), shown.is_drill)
        self.comparison.show_results(shown.done, None, self._wording.say("review.comparison.none"))
        self.head.legend.hide()
        self._put_facts()
        playback = shown.playback
        self.pages.setCurrentWidget(self.stage)
        self.player.begin((playback.end - playback.start).total_seconds())
        if at is not None:
            self.go_to(at)
        self._say_title()

    def show_ghosts(
        self, ghosts: Playback | None, results: Sequence[CriterionResult] | None, about: str
    ) -> None:
        """The plan's units beside the trainee's; None takes them away."""
        self._ghosts = ghosts
        self.head.legend.setVisible(ghosts is not None)
        if results is not None or about:
            self.comparison.show_results(self.shown.done if self.shown else (), results, about)
        self.refresh()

    def set_title(self, title: str) -> None:
        """What is looked back at, in the language of now."""
        if self.shown is not None:
            self.shown = replace(self.shown, title=title)
            self._say_title()

    def add_note(self, fact: Recorded) -> None:
        """A note was kept: it stands in the list and on the line from now on."""
        self._notes.append(fact)
        self._put_facts()
        self.refresh()

    def go_to(self, moment: datetime) -> None:
        """Show that moment."""
        if self.shown is not None:
            self.player.seek((moment - self.shown.playback.start).total_seconds())

    def say(self, text: str) -> None:
        """Something the user should know."""
        self.head.notice.setText(text)
        self.picker.say(text)

    @property
    def moment(self) -> datetime | None:
        """The moment that shows."""
        return None if self.picture is None else self.picture.moment

    @Slot()
    def refresh(self) -> None:
        """Show the moment anew."""
        self._on_moved(self.player.at_s)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        parts = (
            self.queue, self.units, self.timeline, self.bar, self.events, self.comparison, self.picker,
            self.head,
        )  # fmt: skip
        for part in parts:
            part.apply_theme(theme)
        self.map_pane.set_theme(theme.name)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self._phrases = Phrases(wording, self._catalogue, self.situation)
        say = wording.say
        for part in (self.bar, self.comparison, self.picker, self.head):
            part.apply_wording(wording)
        self.queue.set_phrases(self._phrases)
        self.units.set_phrases(self._phrases)
        self.timeline.set_names(say("review.timeline"), [say(f"review.lane.{lane}") for lane in LANES])
        for n, tab in enumerate(TABS):
            self.tabs.setTabText(n, say(f"review.tab.{tab}"))
        self.map_pane.set_language(wording.language)
        self._say_names()
        self._say_title()
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything; whoever opened it ends the map on `closed`."""
        self.player.stop()
        self._errands.cancel()
        super().closeEvent(event)
        self.closed.emit()

    # How a moment is shown

    @Slot(float)
    def _on_moved(self, at_s: float) -> None:
        if self.shown is None:
            return
        self._wanted = self.shown.playback.start + timedelta(seconds=at_s)
        known_s = at_s if self.bar.knowing.isChecked() else float("inf")
        self.timeline.show_at(at_s, known_s=known_s)
        self.bar.show_moment(
            time_text(self._wanted), f"{clock_text(at_s)} / {clock_text(self.player.span_s)}"
        )
        if not self._is_asking:
            self._is_asking = True
            self._errands.start(self._ask())

    async def _ask(self) -> None:
        """Ask for the moment wanted last until it shows: a dragged hand never waits for those between."""
        try:
            while self._wanted is not None and self.shown is not None:
                wanted, self._wanted = self._wanted, None
                playback, ghosts = self.shown.playback, self._ghosts
                picture, beside = await asyncio.to_thread(pictures, playback, ghosts, wanted)
                if self.shown is not None and self.shown.playback is playback:
                    self._show(picture, beside)
        finally:
            self._is_asking = False

    def _show(self, picture: Picture, beside: Picture | None) -> None:
        self.picture = picture
        situation = picture.situation
        if self.bar.knowing.isChecked():
            situation.opponents = seen_only(situation.opponents)
        self.situation.become(situation)
        self.queue.refresh()
        self.queue.show_at(picture.moment)
        self.units.model.rearrange()
        self.units.count()
        self.units.list.viewport().update()
        self._show_map(picture, beside)
        self.events.show_told(picture.told)
        self.head.estimated.setVisible(bool(picture.estimated))

    def _show_map(self, picture: Picture, beside: Picture | None) -> None:
        pane, situation = self.map_pane, self.situation
        marks = unit_marks(picture)
        if beside is not None:
            marks += ghost_marks(beside, situation)
        pane.set_units(marks)
        pane.set_posts(post_marks(situation))
        shown = [each for each in situation.incidents.values() if each.is_open or each.id == self._selected]
        pane.set_incidents([incident_mark(each, situation, self._phrases.kind(each.kind)) for each in shown])
        every = None if self.bar.knowing.isChecked() else _name_of
        pane.set_opponents(opponent_marks(situation, label=every))

    def _put_facts(self) -> None:
        """The list and the line, as whoever looks may know them."""
        if self.shown is None:
            return
        playback, seat_only = self.shown.playback, self.bar.knowing.isChecked()
        rows = [(n, fact) for n, fact in enumerate(playback.facts) if not seat_only or was_known(fact)]
        self.events.events.put(rows)
        ticks = ticks_of([*(fact for _, fact in rows), *self._notes], playback.start)
        self.timeline.show_span((playback.end - playback.start).total_seconds(), ticks)
        self._say_names()

    def _say_names(self) -> None:
        kinds = {
            str(code): kind.zh if self._wording.language == "zh" else kind.en
            for code, kind in self._catalogue.kinds.items()
        }
        begin = self.shown.playback.folded(0).units if self.shown is not None else {}
        signs = {str(unit.id): unit.call_sign for unit in begin.values()}
        self.events.events.say(Names(signs, kinds), self._wording)

    def _say_title(self) -> None:
        say = self._wording.say
        title = "" if self.shown is None else self.shown.title
        day = "" if self.shown is None else date_text(self.shown.playback.start)
        self.head.title.setText(title if day in title else f"{title}  {day}")
        self.setWindowTitle(say("review.window", title=title or say("review.pick")))

    # What is wished

    @Slot(bool)
    def _on_knowing(self, _on: bool) -> None:
        self._put_facts()
        self.refresh()

    @Slot(int)
    def _on_step(self, way: int) -> None:
        if self.shown is None:
            return
        self.player.stop()
        here = self.shown.playback.start + timedelta(seconds=self.player.at_s)
        playback = self.shown.playback
        there = playback.next_moment(here) if way > 0 else playback.previous_moment(here)
        if there is not None:
            self.go_to(there)

    @Slot(int)
    def _on_play(self, way: int) -> None:
        if way:
            self.player.play(way)
        else:
            self.player.stop()

    @Slot(int)
    def _on_event(self, number: int) -> None:
        if self.shown is not None:
            self.player.stop()
            self.go_to(self.shown.playback.moment_of(number))

    @Slot(str)
    def _on_incident(self, incident: str) -> None:
        found = self.situation.incidents.get(IncidentId(incident))
        self._selected = None if found is None else found.id
        self.units.show_incident(found)
        if found is not None:
            self.queue.list.select(found.id)
            self.map_pane.select("incident", found.id)
            self.map_pane.reveal(found.at, asked=True)

    @Slot(str, str)
    def _on_note(self, text: str, kind: str) -> None:
        if self.shown is not None:
            at = self.shown.playback.start + timedelta(seconds=self.player.at_s)
            self.note_wanted.emit(text, kind, at)

    @Slot()
    def _on_branch(self) -> None:
        if self.shown is not None:
            self.player.stop()
            self.branch_wanted.emit(self.shown.playback.start + timedelta(seconds=self.player.at_s))

    # Building

    def _build_parts(self) -> None:
        self._notes: list[Recorded] = []
        theme, wording = self._theme, self._wording
        self.player = Player(self)
        self.queue = QueuePanel(self.situation, theme, self._phrases, self)
        self.units = UnitPanel(self.situation, theme, self._phrases, self)
        self.units.team.hide()
        self.timeline, self.bar = TimeLine(self), ReviewBar(wording, self)
        self.events, self.comparison = EventList(self), Comparison(wording, self)
        self.picker = Picker(wording, self)
        self.head = ReviewHead(wording, self)

    def _build(self) -> None:
        self.tabs = QTabWidget(self)
        for each in (self.events, self.units, self.comparison):
            self.tabs.addTab(each, "")
        middle = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (self.queue, cast(QWidget, self.map_pane), self.tabs):
            middle.addWidget(part)
        middle.setStretchFactor(1, 1)
        middle.setChildrenCollapsible(False)
        middle.setSizes([250, 700, 400])
        self.stage = QWidget(self)
        box = QVBoxLayout(self.stage)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(middle, 1)
        box.addWidget(self.timeline)
        box.addWidget(self.bar)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.picker)
        self.pages.addWidget(self.stage)
        whole = QWidget(self)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.pages, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        bar = self.bar
        self.player.moved.connect(self._on_moved)
        self.player.changed.connect(lambda: bar.show_state(self.player.way))
        self.timeline.sought.connect(self.player.seek)
        self.timeline.held.connect(self._on_held)
        bar.play_wanted.connect(self._on_play)
        bar.step_wanted.connect(self._on_step)
        bar.speed_chosen.connect(self.player.set_speed)
        bar.knowing_changed.connect(self._on_knowing)
        bar.ghosts_wanted.connect(self.ghosts_wanted)
        bar.note_wanted.connect(self._on_note)
        bar.branch_wanted.connect(self._on_branch)
        bar.another_wanted.connect(self.pick)
        self.events.chosen.connect(self._on_event)
        self.picker.chosen.connect(self.chosen)
        self.queue.list.chosen.connect(self._on_incident)
        self.map_pane.incident_clicked.connect(self._on_incident)
        self.map_pane.ready.connect(self.refresh)
        for key, act in (("Ctrl+Left", -1), ("Ctrl+Right", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda way=act: self._on_step(way))

    @Slot(bool)
    def _on_held(self, on: bool) -> None:
        """A hand on the line: time stands."""
        if on:
            self.player.stop()


def _name_of(opponent: Opponent) -> str:
    return opponent.id
