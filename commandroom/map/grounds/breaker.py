"""Stops asking a server that does not answer, for longer and longer, and lets one question try it."""

from collections.abc import Callable
from threading import Lock

FAILURES = 3
PAUSES_S = (5.0, 15.0, 60.0, 300.0)


class Breaker:
    """Thread-safe; asked before each request and told how it went."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._failures = 0
        self._pauses = 0
        self._until: float | None = None
        self._is_trying = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked just now."""
        with self._lock:
            return self._until is not None

    @property
    def pause_s(self) -> float:
        """Seconds until the server is tried again; 0 where nothing stands in the way."""
        with self._lock:
            return 0.0 if self._until is None else max(0.0, self._until - self._monotonic())

    def may_ask(self) -> bool:
        """Whether to send a request now; while paused, one may go once the pause is over."""
        with self._lock:
            if self._until is None:
                return True
            if self._is_trying or self._monotonic() < self._until:
                return False
            self._is_trying = True
            return True

    def answered(self) -> bool:
        """The server answered; True if that ended a pause."""
        with self._lock:
            was_open = self._until is not None
            self._failures = self._pauses = 0
            self._until, self._is_trying = None, False
            return was_open

    def failed(self) -> bool:
        """It did not; True if that began a pause or a longer one."""
        with self._lock:
            self._failures += 1
            if self._until is not None and not self._is_trying:
                return False
            if self._until is None and self._failures < FAILURES:
                return False
            self._until = self._monotonic() + PAUSES_S[min(self._pauses, len(PAUSES_S) - 1)]
            self._pauses += 1
            self._is_trying = False
            return True
