"""The voice of the alarms: one at a time, more insistent the longer nobody looks."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

PAUSES_MS = (8_000, 6_000, 4_000, 3_000, 2_000)
"""Between one call and the next; the last one stays."""
SILENCE_MS = 60_000


class Chime(QObject):
    """Calls while something waits to be acknowledged.

    It can be silenced for a minute, never switched off, and not at all while it must be heard.
    """

    def __init__(self, voice: Callable[[], None], parent: QObject | None = None) -> None:
        """`voice` makes the sound, once."""
        super().__init__(parent)
        self._voice = voice
        self._waits = False
        self._must_be_heard = False
        self._calls = 0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._call)
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(self._call)

    @property
    def urgency(self) -> int:
        """How pressing the call is: 0 the first, 4 when it has long gone unheard."""
        return min(max(self._calls - 1, 0), len(PAUSES_MS) - 1)

    def set_voice(self, voice: Callable[[], None]) -> None:
        """Call with another voice from now on."""
        self._voice = voice

    @property
    def is_waiting(self) -> bool:
        """Whether something waits to be acknowledged."""
        return self._waits

    @property
    def is_silenced(self) -> bool:
        """Whether the minute is not over yet."""
        return self._silence.isActive()

    def set_waiting(self, on: bool) -> None:
        """Whether something waits; the first call comes at once."""
        if on and not self._waits:
            self._waits, self._calls = True, 0
            self._call()
        elif not on:
            self._waits = False
            self._again.stop()

    def set_must_be_heard(self, on: bool) -> None:
        """Whether what waits is too grave for silence; ends a silence that began before."""
        self._must_be_heard = on
        if on and self._silence.isActive():
            self._silence.stop()
            self._call()

    def silence(self) -> bool:
        """Be still for a minute; False when it must be heard."""
        if self._must_be_heard:
            return False
        self._again.stop()
        self._silence.start()
        return True

    @Slot()
    def _call(self) -> None:
        if not self._waits or self._silence.isActive():
            return
        pause = PAUSES_MS[min(self._calls, len(PAUSES_MS) - 1)]
        self._calls += 1
        self._voice()
        self._again.start(pause)
