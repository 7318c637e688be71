"""Opens the instructor's window beside a drill, keeps it true, and gives what is wished there."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon
from commandroom.map.view import MapView
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import Command, LogMessage, SteerInject, TakeNote
from commandroom.models.domain.entities import Author, Opponent
from commandroom.services.ports import ComingInject, Course, DrillStand, Recorded, ScoreSheet, Store
from commandroom.ui.console import Notice
from commandroom.ui.drill_front import CAUSE
from commandroom.ui.errands import Errands
from commandroom.ui.instructor.crowds import crowd_shapes
from commandroom.ui.instructor.message import FreeMessage
from commandroom.ui.instructor.notes import Note
from commandroom.ui.instructor.window import InstructorWindow
from commandroom.ui.mark_desk import MarkDesk

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow

LOOK_MS = 500
"""So often the window asks how the drill stands."""
JUDGE_EVERY = 6
"""Every so many looks the criteria are measured, which takes longer."""
SEAT = "导调"
NEAR_ZOOM = 16


async def open_beside(desktop: "Desktop", shown: "OpenWindow") -> QWidget | None:
    """The instructor's window of this drill.

    Raises:
        Refusal: this is no drill.
    """
    course, watch = shown.room.parts.course, shown.drill
    if course is None or watch is None:
        raise Refusal("run.instructor.no_drill")
    seat = shown.window
    centre, zoom = _first_look(shown)
    chart = MapView(
        theme=seat.shown_theme.name,
        language=seat.wording.language,
        centre=centre,
        zoom=zoom,
        pages=desktop.settings.home / "pages",
    )
    window = InstructorWindow(
        map_pane=chart,
        summary=course.summary,
        theme=seat.shown_theme,
        wording=seat.wording,
        station=seat.station,
    )
    _Instruction(shown, course, window, chart, Author(desktop.settings.operator, SEAT))
    if seat.map_pane.ground is not None:
        chart.lay(seat.map_pane.ground)
    window.show()
    return window


def _first_look(shown: "OpenWindow") -> tuple[LatLon, int]:
    """Where it happens, near enough to tell people apart; what the trainee looks at until something does."""
    situation, view = shown.window.situation, shown.map_view.view
    places = [each.at for each in situation.open_incidents()]
    places += [each.at for each in situation.opponents]
    return (places[0], NEAR_ZOOM) if places else (view.centre, round(view.zoom))


class _Instruction(QObject):
    """Lives as long as the window; a second look waits for the one under way."""

    def __init__(
        self, shown: "OpenWindow", course: Course, window: InstructorWindow, chart: MapView, author: Author
    ) -> None:
        super().__init__(window)
        self._shown, self._seat, self._room = shown, shown.window, shown.room
        self._course, self._window, self._chart = course, window, chart
        self._author = author
        self._errands = Errands()
        self._moment: datetime | None = None
        self._is_asking = False
        self._looks = 0
        self._marks = MarkDesk(
            pane=chart,
            situation=self._seat.situation,
            relay=self._seat.relay,
            now=self._room.now,
            phrases=self._seat.phrases,
            opponent_label=self._opponent,
            parent=self,
        )
        self._tick = QTimer(self, interval=LOOK_MS)
        self._tick.timeout.connect(self.look)
        self._connect()
        self._take_notes_over()
        self._tick.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Ask how the drill stands, off the window's thread."""
        self._window.pace.show_time(self._room.now())
        self._window.pace.show_pace(is_paused=self._room.is_paused, speed=self._room.speed)
        if not self._is_asking:
            self._is_asking = True
            self._errands.start(self._look())

    async def _look(self) -> None:
        try:
            injects, stand = await self._room.read(self._ask)
            self._window.show_course(injects, stand)
            self._chart.overlays.set_shapes("drawing", crowd_shapes(stand.crowds, self._seat.wording))
            if self._looks % JUDGE_EVERY == 0:
                sheet: ScoreSheet | None = await self._room.score()
                if sheet is not None:
                    self._window.show_sheet(sheet)
            self._looks += 1
        finally:
            self._is_asking = False

    def _ask(self, _: Store) -> tuple[tuple[ComingInject, ...], DrillStand]:
        return self._course.coming(), self._course.stand()

    def _opponent(self, opponent: Opponent) -> str:
        """What the instructor reads beside an opponent."""
        say = self._seat.wording.say
        parts = [opponent.id, say(f"run.opponent.{opponent.state}")]
        if not opponent.is_seen:
            parts.append(say("run.opponent.unseen"))
        return " · ".join(parts)

    def _connect(self) -> None:
        window, seat = self._window, self._seat
        window.closed.connect(self._stop)
        window.injects.fire_wanted.connect(self._on_fire)
        window.injects.skip_wanted.connect(self._on_skip)
        window.message.send_wanted.connect(self._on_message)
        window.notes.begun.connect(self._on_note_begun)
        window.notes.note_wanted.connect(self._on_note)
        window.pace.paused_changed.connect(self._on_paused)
        window.pace.speed_chosen.connect(self._on_speed)
        window.pace.step_wanted.connect(self._on_step)
        seat.theme_changed.connect(self._on_theme)
        seat.language_changed.connect(self._on_language)
        seat.relay.journal_line.connect(self._on_fact)

    def _take_notes_over(self) -> None:
        """What was noted before the window was opened again."""
        assert self._shown.drill is not None
        for fact in self._shown.drill.front.notes:
            self._on_fact(fact)

    def _give(self, command: Command) -> None:
        self._errands.start(self._done(command))

    async def _done(self, command: Command) -> bool:
        """Whether the drill took it; why not is said at the foot of the trainee's window as everywhere."""
        try:
            await self._room.give(command)
        except (Refusal, WorldFailed) as why:
            text = self._seat.wording.error(why)
            self._seat.frame.notices.show_notice(Notice("refused", text))
            self._window.pace.show_hint(text)
            return False
        self.look()
        return True

    @Slot(str)
    def _on_fire(self, inject: str) -> None:
        self._give(SteerInject(self._author, inject, "fire"))

    @Slot(str)
    def _on_skip(self, inject: str) -> None:
        self._give(SteerInject(self._author, inject, "skip"))

    @Slot(object)
    def _on_message(self, said: FreeMessage) -> None:
        self._errands.start(self._send(said))

    async def _send(self, said: FreeMessage) -> None:
        author = Author(self._author.operator, SEAT, f"{CAUSE}{SEAT}")
        if await self._done(LogMessage(author, said.channel, said.sender, said.text)):
            self._window.message.sent()

    @Slot()
    def _on_note_begun(self) -> None:
        self._moment = self._room.now()

    @Slot(str, str)
    def _on_note(self, text: str, kind: str) -> None:
        self._errands.start(self._note(text, kind))

    async def _note(self, text: str, kind: str) -> None:
        if await self._done(TakeNote(self._author, text, kind, self._moment)):
            self._moment = None
            self._window.notes.taken()

    @Slot(bool)
    def _on_paused(self, on: bool) -> None:
        self._room.is_paused = on
        self._seat.window_acts.show_pace()

    @Slot(int)
    def _on_speed(self, speed: int) -> None:
        self._room.speed = speed
        self._seat.window_acts.show_pace()

    @Slot(bool)
    def _on_step(self, to_event: bool) -> None:
        self._errands.start(self._step(to_event))

    async def _step(self, to_event: bool) -> None:
        await self._seat.window_acts.step(to_event=to_event)
        self.look()

    @Slot(object)
    def _on_fact(self, fact: Recorded) -> None:
        said = fact.event
        if isinstance(said, ev.NoteTaken):
            self._window.notes.add(Note(said.moment, said.kind, said.text))

    @Slot(str)
    def _on_theme(self, _name: str) -> None:
        self._window.apply_theme(self._seat.shown_theme)

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        self._marks.set_phrases(self._seat.phrases)
        self._marks.show_all()
        self._window.apply_wording(self._seat.wording)

    @Slot()
    def _stop(self) -> None:
        """The window closes: ask no more, and end its map."""
        self._tick.stop()
        self._errands.cancel()
        self._chart.shut()
