"""Holds the clocks of an incident while somebody types about it, and lets go when the hand rests."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from commandroom.models.domain.ids import IncidentId

AGAIN_MS = 30_000
"""A hold ends by itself after a minute; it is given again this often while keys are struck."""


class TypingHold(QObject):
    """Says whose clocks are to be held, and when they are to run again."""

    held = Signal(str, bool)
    """An incident, and whether its clocks stand."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._incident: IncidentId | None = None
        self._has_typed = False
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._on_again)

    @property
    def incident(self) -> IncidentId | None:
        """Whose clocks stand because of this seat."""
        return self._incident

    def watch(self, dialog: QDialog, incident: IncidentId | None) -> None:
        """Hold while `dialog` is open and typed in; nothing where it is about no incident."""
        if incident is None:
            return
        self.watch_fields(dialog, lambda: incident)
        dialog.finished.connect(self.let_go)

    def watch_fields(self, widget: QWidget, about: Callable[[], IncidentId | None]) -> None:
        """Hold what `about` names whenever one of the fields of `widget` is typed in."""
        typed = partial(self._on_typed, about)
        for line in widget.findChildren(QLineEdit):
            line.textEdited.connect(typed)
        for text in widget.findChildren(QPlainTextEdit):
            text.textChanged.connect(typed)

    @Slot()
    def let_go(self) -> None:
        """The typing is over."""
        self._again.stop()
        if self._incident is not None:
            incident, self._incident = self._incident, None
            self.held.emit(incident, False)

    def stop(self) -> None:
        """Say nothing more."""
        self._again.stop()
        self._incident = None

    def _on_typed(self, about: Callable[[], IncidentId | None], _text: str = "") -> None:
        incident = about()
        if incident is None:
            return
        self._has_typed = True
        if incident != self._incident:
            self.let_go()
            self._incident = incident
            self._has_typed = False
            self.held.emit(incident, True)
            self._again.start()

    @Slot()
    def _on_again(self) -> None:
        """Half a minute later: go on while keys were struck, else let go."""
        if self._incident is None or not self._has_typed:
            self.let_go()
            return
        self._has_typed = False
        self.held.emit(self._incident, True)
