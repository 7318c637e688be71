"""Pause, pace and end of a simulated session."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from commandroom.services.room import SPEEDS
from commandroom.ui.figures import date_text, time_text
from commandroom.ui.panels.drill.hold import HoldButton
from commandroom.ui.panels.look import dress
from commandroom.ui.panels.text import ClampedLabel
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording


class HintLabel(ClampedLabel):
    """At most two lines, in the middle of the height there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("title")
        self.most_lines = 2

    def setText(self, text: str) -> None:
        """Show `text`."""
        super().setText(text)
        self._centre()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        spare = self.height() - self.height_in(self.width())
        self.setContentsMargins(0, max(spare // 2, 0), 0, 0)


class PaceBar(QWidget):
    """Says what is wished and shows what is: the window answers with `show_pace` and `show_time`."""

    paused_changed = Signal(bool)
    speed_chosen = Signal(int)
    leave_requested = Signal()
    step_wanted = Signal(bool)
    """Hold time and go on by one second; True: to the next event."""
    voice_switched = Signal(bool)
    """Whether messages are to be read aloud."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._is_paused = False
        self._build()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        dress(self, theme)
        self._leave.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        say = wording.say
        self.setAccessibleName(say("panels.drill.pace_name"))
        self._leave.setText(say("panels.drill.leave"))
        self._leave.setToolTip(say("panels.drill.leave_tip"))
        self._leave.setAccessibleName(say("panels.drill.leave_tip"))
        self._clock_name.setText(say("panels.drill.simulated_time"))
        for each, name in ((self._step, "step"), (self._next, "next"), (self._voice, "voice")):
            each.setText(say(f"panels.drill.{name}"))
            each.setToolTip(say(f"panels.drill.{name}_tip"))
            each.setAccessibleName(say(f"panels.drill.{name}_tip"))
        for button in self._speeds.buttons():
            button.setAccessibleName(say("panels.drill.speed", n=self._speeds.id(button)))
        self._show_paused()

    def show_pace(self, *, is_paused: bool, speed: int) -> None:
        """Show the session's pace as it is; emits nothing."""
        self._is_paused = is_paused
        button = self._speeds.button(speed)
        if button is not None:
            button.setChecked(True)
        self._show_paused()

    def show_time(self, at: datetime) -> None:
        """Show the simulated moment."""
        self._clock.setText(time_text(at))
        self._clock.setToolTip(date_text(at))

    def show_hint(self, text: str) -> None:
        """What an exercise tells the trainee, beside the work; empty for nothing."""
        self.hint.setText(text)

    def offer_voice(self, *, is_on: bool) -> None:
        """In a drill: messages can be read aloud."""
        self._voice.setVisible(True)
        self._voice.setChecked(is_on)

    def set_leave_visible(self, visible: bool) -> None:
        """A demo has no end to hold a button for."""
        self._leave.setVisible(visible)

    def _build(self) -> None:
        self._clock_name, self._clock, self._state = QLabel(), QLabel("–"), QLabel()
        self._clock_name.setObjectName("muted")
        self._clock.setObjectName("clock")
        self._state.setObjectName("title")
        self._pause = QToolButton()
        self._pause.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._pause.clicked.connect(self._on_pause)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        for widget in (self._clock_name, self._clock, self._state):
            row.addWidget(widget)
        row.addSpacing(10)
        row.addWidget(self._pause)
        self._step, self._next, self._voice = QToolButton(), QToolButton(), QToolButton()
        self._step.clicked.connect(self._on_step)
        self._next.clicked.connect(self._on_next)
        self._voice.setCheckable(True)
        self._voice.toggled.connect(self.voice_switched)
        self._voice.hide()
        self.hint = HintLabel()
        for button in (self._step, self._next):
            row.addWidget(button)
        self._speeds = QButtonGroup(self)
        self._speeds.setExclusive(True)
        for speed in SPEEDS:
            button = QToolButton()
            button.setText(f"×{speed}")
            button.setCheckable(True)
            self._speeds.addButton(button, speed)
            row.addWidget(button)
        self._speeds.button(SPEEDS[0]).setChecked(True)
        self._speeds.idClicked.connect(self.speed_chosen)
        row.addSpacing(10)
        row.addWidget(self.hint, 1)
        row.addWidget(self._voice)
        self._leave = HoldButton()
        self._leave.held.connect(self.leave_requested)
        row.addWidget(self._leave)

    def _show_paused(self) -> None:
        say, paused = self._wording.say, self._is_paused
        self._pause.setText(say("panels.drill.resume" if paused else "panels.drill.pause"))
        self._pause.setAccessibleName(self._pause.text())
        self._state.setText(say("panels.drill.is_paused") if paused else "")

    def _on_step(self) -> None:
        self.step_wanted.emit(False)

    def _on_next(self) -> None:
        self.step_wanted.emit(True)

    def _on_pause(self) -> None:
        self._is_paused = not self._is_paused
        self._show_paused()
        self.paused_changed.emit(self._is_paused)
