"""Coroutines started from slots: kept until they end, and never silent when they fail."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any


class Errands:
    """The running errands of one window."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, errand: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run `errand` in the window's loop."""
        task = asyncio.get_running_loop().create_task(errand)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def cancel(self) -> None:
        """Stop them all, as the window closes."""
        for task in tuple(self._running):
            task.cancel()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
