"""The windows of the drill academy: opened from a room, closed with it."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from commandroom.errors import Refusal, WorldFailed
from commandroom.ui.errors import show_failure

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow

Opener = Callable[["Desktop", "OpenWindow"], Awaitable[QWidget | None]]

_OPENERS = {
    "new_drill": "commandroom.app.new_drill",
    "instructor": "commandroom.app.instructing",
    "edit_script": "commandroom.app.editing",
    "review": "commandroom.app.reviewing",
    "runs": "commandroom.app.runs",
}
"""The module whose `open_beside` opens each window; read when it is first wanted."""


class Academy:
    """What is open of the academy, by the room it was opened from."""

    def __init__(self, desktop: "Desktop") -> None:
        self._desktop = desktop
        self._open: list[tuple[OpenWindow, str, QWidget]] = []

    def windows(self, shown: "OpenWindow") -> tuple[QWidget, ...]:
        """The academy's windows of a room, oldest first."""
        return tuple(widget for owner, _, widget in self._open if owner is shown)

    async def open(self, shown: "OpenWindow", name: str) -> QWidget | None:
        """Open a window beside a room, or bring the one that is open to the front.

        Returns:
            The window; None where nothing was opened, which the user was told.
        """
        for owner, what, widget in self._open:
            if owner is shown and what == name:
                widget.raise_()
                widget.activateWindow()
                return widget
        try:
            module = await asyncio.to_thread(import_module, _OPENERS[name])
            opener: Opener = module.open_beside
            opened = await opener(self._desktop, shown)
        except (Refusal, WorldFailed) as why:
            wording = self._desktop.wording
            show_failure(shown.window, wording.say("app.failed.title"), wording.error(why))
            return None
        if opened is not None:
            entry = (shown, name, opened)
            self._open.append(entry)
            opened.destroyed.connect(lambda: self._forget(entry))
        return opened

    def close_of(self, shown: "OpenWindow") -> None:
        """Close what was opened from a room that closes."""
        for owner, _, widget in list(self._open):
            if owner is shown:
                widget.close()

    def _forget(self, entry: tuple["OpenWindow", str, QWidget]) -> None:
        if entry in self._open:
            self._open.remove(entry)
