"""Asks where places are in a worker thread, so that the form never waits for a search."""

import asyncio

from PySide6.QtCore import QObject, Signal

from commandroom.ui.errands import Errands
from commandroom.ui.panels.intake.entry import PlaceHit, Search


class PlaceQuestions(QObject):
    """One question at a time: the newest wins, and the answers to old ones are dropped."""

    answered = Signal(str, object)
    """The text that was asked, and the tuple of PlaceHit."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.search: Search = _nothing
        self._errands = Errands()
        self._next: str | None = None
        self._is_asking = False

    def ask(self, text: str) -> None:
        """Let `answered` bring the places for `text`, unless another text is asked before."""
        self._next = text
        if not self._is_asking:
            self._errands.start(self._answer())

    def stop(self) -> None:
        """Ask no more, as the window closes."""
        self._next = None
        self._errands.cancel()

    async def _answer(self) -> None:
        self._is_asking = True
        try:
            while self._next is not None:
                text, self._next = self._next, None
                hits = tuple(await asyncio.to_thread(self.search, text))
                if self._next is None:
                    self.answered.emit(text, hits)
        finally:
            self._is_asking = False


def _nothing(_text: str) -> tuple[PlaceHit, ...]:
    return ()
