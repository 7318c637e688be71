"""Fields that move on with Enter; the search field offers candidates as one types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from commandroom.models.domain.enums import Level
from commandroom.ui.panels.intake.choices import ROWS_SHOWN, Choice, ChoiceList

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEVEL_KEYS = {Qt.Key.Key_1: Level.GRAVE, Qt.Key.Key_2: Level.SERIOUS, Qt.Key.Key_3: Level.ORDINARY}
"""With Alt."""
TYPING_REST_MS = 40
"""Search begins when the keys rest this long."""

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS_SHOWN,
    Qt.Key.Key_PageUp: -ROWS_SHOWN,
}


def is_form_key(event: QKeyEvent) -> bool:
    """Ctrl+Enter, F2, Ctrl+R, Alt+1 … 3: never text, whatever field has the focus."""
    key, held = Qt.Key(event.key()), event.modifiers()
    if held & Qt.KeyboardModifier.ControlModifier:
        return key in ENTER or key == Qt.Key.Key_R
    if held & Qt.KeyboardModifier.AltModifier:
        return key in LEVEL_KEYS
    return key == Qt.Key.Key_F2


class EntryLine(QLineEdit):
    """A line whose Enter moves on; the form's keys are left to the form."""

    passed_on = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on."""
        if is_form_key(event):
            event.ignore()
        elif event.key() in ENTER:
            self.passed_on.emit()
        else:
            super().keyPressEvent(event)


class EntryText(QPlainTextEdit):
    """A few lines of plain text: Enter moves on, Shift+Enter breaks the line."""

    passed_on = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on; Shift+Enter is a new line."""
        if is_form_key(event):
            event.ignore()
        elif event.key() not in ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        else:
            self.passed_on.emit()


class SearchField(EntryLine):
    """A line with candidates below. `chosen` brings the value of the candidate taken."""

    chosen = Signal(object)
    edited = Signal()
    """Somebody typed: what was chosen before no longer stands."""
    nothing_found = Signal(str)

    def __init__(self, host: QWidget, find: Callable[[str], Sequence[Choice]]) -> None:
        """`host` carries the list; `find` is asked with what was typed."""
        super().__init__(host)
        self._find = find
        self.candidates = ChoiceList(host)
        self.candidates.clicked.connect(self._on_clicked)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_REST_MS)
        self._rest.timeout.connect(self.offer)
        self.textEdited.connect(self._on_edited)

    def take_current(self) -> bool:
        """Take the candidate that is lit, asking for what was typed last; False when none is."""
        if self._rest.isActive():
            self.offer()
        return self.take_shown()

    def take_shown(self) -> bool:
        """Take the candidate that is lit and matches what stands in the field; False when none does."""
        choice = None if self._rest.isActive() else self.candidates.current()
        if choice is None:
            return False
        self._take(choice)
        return True

    def offer(self) -> None:
        """Show the candidates for what stands in the field."""
        self._rest.stop()
        found = self._find(self.text())
        self.candidates.offer(found, self)
        if not found and self.text().strip():
            self.nothing_found.emit(self.text().strip())

    def put(self, text: str) -> None:
        """Show `text` as a thing already chosen."""
        self._rest.stop()
        self.candidates.hide()
        self.setText(text)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter takes, Esc closes it."""
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is not None:
            self._step(steps)
        elif event.key() == Qt.Key.Key_Escape and self.candidates.isVisible():
            self.candidates.hide()
        else:
            if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.take_current()
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab takes what is lit, too."""
        if next:
            self.take_current()
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the focus."""
        super().focusOutEvent(event)
        self.candidates.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is searched for a form that is gone."""
        self._rest.stop()
        super().hideEvent(event)

    def _step(self, rows: int) -> None:
        if self._rest.isActive() or not self.candidates.isVisible():
            self.offer()
        else:
            self.candidates.step(rows)

    def _on_edited(self) -> None:
        self.edited.emit()
        self._rest.start()

    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        choice = self.candidates.choice_at(index)
        if choice is not None:
            self._take(choice)
            self.passed_on.emit()

    def _take(self, choice: Choice) -> None:
        self.put(choice.name)
        self.chosen.emit(choice.value)
