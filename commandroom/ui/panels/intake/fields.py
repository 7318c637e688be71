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
PATIENCE_MS = 1500
"""Enter waits this long for an answer."""

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
    """A line with candidates below. `chosen` brings the value of the candidate taken.

    Whoever is asked answers at once or later. Enter before the answer moves on, too: the first candidate is
    taken as soon as it comes, unless that lasts too long or somebody has typed something else by then.
    """

    chosen = Signal(object)
    edited = Signal()
    """Somebody typed: what was chosen before no longer stands."""
    nothing_found = Signal(str)
    awaited = Signal()
    """Enter came before the answer."""
    gave_up = Signal()
    """The answer Enter waited for did not come in time: nothing is taken."""

    def __init__(self, host: QWidget, ask: Callable[[str], None]) -> None:
        """`host` carries the list; `ask` is told what was typed, and is to call `answer`."""
        super().__init__(host)
        self._ask = ask
        self._asked: str | None = None
        self._steps_due = 0
        self.candidates = ChoiceList(host)
        self.candidates.clicked.connect(self._on_clicked)
        self._rest = QTimer(self, singleShot=True, interval=TYPING_REST_MS)
        self._rest.timeout.connect(self.offer)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.gave_up)
        self.textEdited.connect(self._on_edited)

    @property
    def is_awaited(self) -> bool:
        """Whether the first candidate is to be taken as soon as it comes."""
        return self._patience.isActive()

    def take_current(self) -> None:
        """Take the candidate that is lit, of the answer to what was typed last."""
        if self._rest.isActive():
            self.offer()
        if self._asked is None:
            self.take_shown()
        elif not self.is_awaited:
            self._patience.start()
            self.awaited.emit()

    def take_shown(self) -> None:
        """Take the candidate that is lit, if it matches what stands in the field."""
        choice = self.candidates.current()
        if choice is not None and self._asked is None and not self._rest.isActive():
            self._take(choice)

    def offer(self) -> None:
        """Ask for the candidates of what stands in the field, to show them."""
        self._rest.stop()
        self._asked, self._steps_due = self.text(), 0
        self._ask(self._asked)

    def answer(self, text: str, choices: Sequence[Choice]) -> None:
        """The candidates for `text`; too late when something else was asked since."""
        if text != self._asked:
            return
        steps, is_awaited = self._steps_due, self.is_awaited
        self._forget()
        if is_awaited and choices:
            self._take(choices[min(max(steps, 0), len(choices) - 1)])
            return
        self.candidates.offer(choices if self.hasFocus() else (), self)
        self.candidates.step(steps)
        if not choices and text.strip():
            self.nothing_found.emit(text.strip())

    def put(self, text: str) -> None:
        """Show `text` as a thing already chosen."""
        self._forget()
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
        self._forget()
        super().hideEvent(event)

    def _step(self, rows: int) -> None:
        if self.is_awaited:
            self._patience.stop()
            self.edited.emit()
        if self._asked is not None:
            self._steps_due += rows
        elif self._rest.isActive() or not self.candidates.isVisible():
            self.offer()
        else:
            self.candidates.step(rows)

    def _forget(self) -> None:
        """Whatever is still asked no longer matters."""
        self._rest.stop()
        self._patience.stop()
        self._asked = None

    def _on_edited(self) -> None:
        self._forget()
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
