"""Lets a past go by: forwards or backwards, once to sixty-four times as fast as it was."""

from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal, Slot

BEAT_MS = 100


class Player(QObject):
    """Keeps the moment; says it when it changes."""

    moved = Signal(float)
    """Seconds since the beginning."""
    changed = Signal()
    """It plays, or plays no more, or another way."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.at_s, self.span_s = 0.0, 0.0
        self.speed = 1
        self.way = 0
        """1 forwards, -1 backwards, 0: it stands."""
        self._last = 0.0
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def begin(self, span_s: float) -> None:
        """Another past, at its beginning."""
        self.stop()
        self.span_s = span_s
        self.seek(0.0)

    @Slot(float)
    def seek(self, at_s: float) -> None:
        """Go to a moment."""
        self.at_s = min(max(at_s, 0.0), self.span_s)
        self.moved.emit(self.at_s)

    def play(self, way: int) -> None:
        """Go on that way; from the end of the span it begins anew at the other."""
        if way > 0 and self.at_s >= self.span_s:
            self.seek(0.0)
        elif way < 0 and self.at_s <= 0.0:
            self.seek(self.span_s)
        self.way, self._last = way, monotonic()
        self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """Stand."""
        self._timer.stop()
        if self.way:
            self.way = 0
            self.changed.emit()

    def set_speed(self, speed: int) -> None:
        """So many times as fast as it was."""
        self.speed = speed
        self.changed.emit()

    def _beat(self) -> None:
        now = monotonic()
        passed, self._last = now - self._last, now
        self.seek(self.at_s + self.way * self.speed * passed)
        if not 0.0 < self.at_s < self.span_s:
            self.stop()
