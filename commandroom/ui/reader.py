"""Reads messages aloud, one after the other, where the computer has a voice."""

from collections import deque
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from commandroom.ui.voice import QtMouth

MOST_WAITING = 4
"""Older ones are passed over: what is read must still be news."""
LOOK_MS = 300


class ReadingMouth(Protocol):
    """Something that speaks, and says whether it does."""

    def speak(self, text: str, language: str) -> bool:
        """Say it; False where it cannot be said."""

    @property
    def is_speaking(self) -> bool:
        """Whether a sentence is under way."""


class Reader(QObject):
    """Waits for the end of a sentence without blocking anything; silent where there is no voice."""

    def __init__(self, parent: QObject, mouth: ReadingMouth | None = None) -> None:
        """`mouth` is Qt's own unless given; it is loaded with the first message."""
        super().__init__(parent)
        self.is_on = True
        self._mouth = mouth
        self._waiting: deque[tuple[str, str]] = deque(maxlen=MOST_WAITING)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._on_look)

    def read(self, text: str, language: str) -> None:
        """Read `text` when what was to be read before is over."""
        if self.is_on and text.strip():
            self._waiting.append((text, language))
            self._look.start()

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Off: what waits is forgotten; the sentence under way is finished."""
        self.is_on = on
        if not on:
            self.stop()

    def stop(self) -> None:
        """Read no more, as the window closes."""
        self._look.stop()
        self._waiting.clear()

    @Slot()
    def _on_look(self) -> None:
        mouth = self._mouth = self._mouth or QtMouth(self)
        if mouth.is_speaking:
            return
        if not self._waiting:
            self._look.stop()
            return
        if not mouth.speak(*self._waiting.popleft()):
            self.stop()
