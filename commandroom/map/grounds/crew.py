"""Threads that wait for tile servers, and for nothing else: the newest question first, and only so many."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

log = logging.getLogger(__name__)

WORKERS = 4
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Errand:
    """`do` runs in a thread of the crew; `drop` is called instead where nobody gets to it."""

    do: Callable[[], None]
    drop: Callable[[], None]


class Crew:
    """A small pool whose threads never keep the program from ending."""

    def __init__(self, name: str) -> None:
        self._waiting: deque[Errand] = deque()
        self._news = Condition()
        self._is_closed = False
        self._threads = [Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(WORKERS)]
        for thread in self._threads:
            thread.start()

    def send(self, errand: Errand) -> None:
        """Do it soon; the oldest is dropped where too many wait."""
        dropped = None
        with self._news:
            if self._is_closed:
                dropped = errand
            else:
                self._waiting.append(errand)
                if len(self._waiting) > MOST_WAITING:
                    dropped = self._waiting.popleft()
                self._news.notify()
        if dropped is not None:
            dropped.drop()

    def close(self, *, patience_s: float = 1.0) -> None:
        """Take no more; what is under way gets a moment to end."""
        with self._news:
            self._is_closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._news.notify_all()
        for errand in left:
            errand.drop()
        for thread in self._threads:
            thread.join(patience_s / WORKERS)

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._waiting and not self._is_closed:
                    self._news.wait()
                if self._is_closed:
                    return
                errand = self._waiting.pop()
            try:
                errand.do()
            except Exception:
                log.exception("an errand of the tile crew failed")
                errand.drop()
