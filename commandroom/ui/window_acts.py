"""The acts of the window itself: its small windows, the sound, full screen, the pace of simulated time."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from commandroom.services.ports import ScoreSheet
from commandroom.services.room import Room
from commandroom.ui.actions import RoomActions
from commandroom.ui.chime import Chime
from commandroom.ui.console import Console, Notice
from commandroom.ui.dialogs import show_about, show_keys
from commandroom.ui.errands import Errands
from commandroom.ui.frame import RoomFrame


class WindowActs(QObject):
    """Connects what changes neither an incident nor a unit."""

    score_ready = Signal(ScoreSheet)
    """The score sheet that was asked for."""

    def __init__(
        self,
        *,
        room: Room,
        actions: RoomActions,
        console: Console,
        chime: Chime,
        frame: RoomFrame,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._room = room
        self._actions = actions
        self._console = console
        self._chime = chime
        self._frame = frame
        self._window = window
        self._errands = Errands()
        self._connect()

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def _connect(self) -> None:
        acts, is_drill = self._actions, self._room.mode == "drill"
        acts["silence"].triggered.connect(self._on_silence)
        acts["search"].triggered.connect(self._frame.top.search.setFocus)
        acts["full_screen"].toggled.connect(self._on_full_screen)
        acts["keys"].triggered.connect(self._on_keys)
        acts["about"].triggered.connect(self._on_about)
        acts["quit"].triggered.connect(self._window.close)
        acts["score"].triggered.connect(self._on_score)
        acts["score"].setVisible(is_drill)
        acts["leave"].setVisible(is_drill)
        pace = self._frame.pace
        if pace is not None:
            pace.paused_changed.connect(self._on_paused)
            pace.speed_chosen.connect(self._on_speed)
            pace.step_wanted.connect(self._on_step)
            pace.set_leave_visible(is_drill)
            self.show_pace()

    @Slot()
    def _on_silence(self) -> None:
        is_still = self._chime.silence()
        key = "ui.silence.done" if is_still else "ui.silence.refused"
        self._frame.notices.show_notice(
            Notice("done" if is_still else "refused", self._console.phrases.say(key))
        )

    @Slot(bool)
    def _on_full_screen(self, on: bool) -> None:
        self._window.showFullScreen() if on else self._window.showNormal()

    @Slot()
    def _on_keys(self) -> None:
        show_keys(self._window, self._console.phrases.wording)

    @Slot()
    def _on_about(self) -> None:
        show_about(self._window, self._console.phrases.wording)

    @Slot()
    def _on_score(self) -> None:
        self._errands.start(self._score())

    async def _score(self) -> None:
        sheet = await self._room.score()
        if sheet is None:
            self._frame.notices.show_notice(Notice("failed", self._console.phrases.say("ui.score.none")))
        else:
            self.score_ready.emit(sheet)

    @Slot(bool)
    def _on_paused(self, on: bool) -> None:
        self._room.is_paused = on
        self.show_pace()

    @Slot(int)
    def _on_speed(self, speed: int) -> None:
        self._room.speed = speed
        self.show_pace()

    @Slot(bool)
    def _on_step(self, to_event: bool) -> None:
        self._errands.start(self.step(to_event=to_event))

    async def step(self, *, to_event: bool = False) -> None:
        """Hold time and let one second pass, or go on to the next event."""
        self._room.is_paused = True
        self.show_pace()
        await self._room.step(to_event=to_event)

    def show_pace(self) -> None:
        """Say how fast time passes, after somebody else has changed it."""
        if self._frame.pace is not None:
            self._frame.pace.show_pace(is_paused=self._room.is_paused, speed=self._room.speed)
