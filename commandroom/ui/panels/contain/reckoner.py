"""Asks for the ring off the window's thread, one question at a time, the newest always answered."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from commandroom.errors import Refusal
from commandroom.roads.travel import RoadRouter
from commandroom.ui.errands import Errands
from commandroom.ui.panels.contain.reckon import Asked, Reckoned, reckon, reckon_later

SLOW_MS = 300
"""From here on one says that it is being computed."""


class Reckoner(QObject):
    """What is asked while it computes waits; of several that wait only the last is computed."""

    answered = Signal(object)
    """A Reckoned."""
    answered_later = Signal(object)
    """The Containment a minute later than the one answered last."""
    refused = Signal(object)
    """A Refusal."""
    busy = Signal(bool)
    """A new question takes its time; or no longer."""

    def __init__(self, router: Callable[[], RoadRouter], parent: QObject) -> None:
        super().__init__(parent)
        self._router = router
        self._errands = Errands()
        self._waiting: Asked | None = None
        self._asked: Asked | None = None
        self._with_later = False
        self.took_s = 0.0
        """The newest answer, on the wall's clock."""
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._on_slow)

    @property
    def is_computing(self) -> bool:
        """Whether a question is out."""
        return self._asked is not None

    def ask(self, asked: Asked, *, is_new: bool, with_later: bool) -> None:
        """Answer this. `is_new`: another case than before, so that waiting is shown."""
        self._with_later = with_later
        if is_new and not self._slow.isActive():
            self._slow.start()
        if self._asked is not None:
            self._waiting = asked
            return
        self._asked = asked
        self._errands.start(self._compute())

    def forget(self) -> None:
        """The question is no longer of interest."""
        self._waiting = None
        self._slow.stop()

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self.forget()
        self._errands.cancel()

    async def _compute(self) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while self._asked is not None:
                asked, begun = self._asked, clock()
                try:
                    found = await asyncio.to_thread(reckon, self._router(), asked)
                except Refusal as no:
                    self._end()
                    self.refused.emit(no)
                else:
                    self.took_s = clock() - begun
                    await self._tell(asked, found)
                self._asked, self._waiting = self._waiting, None
        finally:
            self._asked = None

    async def _tell(self, asked: Asked, found: Reckoned) -> None:
        if self._waiting is not None and self._waiting.case != asked.case:
            return
        self._end()
        self.answered.emit(found)
        if self._with_later and self._waiting is None:
            after = await asyncio.to_thread(reckon_later, self._router(), asked)
            if self._waiting is None or self._waiting.case == asked.case:
                self.answered_later.emit(after)

    def _end(self) -> None:
        self._slow.stop()
        self.busy.emit(False)

    def _on_slow(self) -> None:
        self.busy.emit(True)
