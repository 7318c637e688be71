"""Ctrl+K: the field. Asks in a worker thread while one types; the newest question wins."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from commandroom.geo import LatLon
from commandroom.ui.errands import Errands
from commandroom.ui.search.answer import Answer, Ask, Question, grouped
from commandroom.ui.search.commands import CommandSearch
from commandroom.ui.search.popup import AnswerPopup
from commandroom.ui.search.rows import Row, with_headings
from commandroom.ui.search.words import AnswerWords
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

REST_MS = 25
"""The keys rest this long before a question is asked."""
RECENT = 6
MOST_TYPED = 200

Origin = Callable[[], tuple[LatLon | None, str]]
"""From where distances are measured, and what to call it."""


class SearchBox(QLineEdit):
    """Arrows walk, Tab jumps to the next group, Enter or a click takes, Esc leaves."""

    chosen = Signal(object)
    """An Answer that was taken; a command is carried out already by whoever connected `commands`."""

    def __init__(self, ask: Ask, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._wording = wording
        self._commands: CommandSearch | None = None
        self._words = AnswerWords(wording, None)
        self._origin: Origin | None = None
        self._errands = Errands()
        self._answers: tuple[Answer, ...] = ()
        self._answered = ""
        self._recent: list[Answer] = []
        self._is_asking = self._is_behind = self._takes_first = False
        self.setMaxLength(MOST_TYPED)
        self.setClearButtonEnabled(True)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask_now)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.popup = AnswerPopup(self)
        self.popup.picked.connect(self._on_picked)
        self.apply_wording(wording)

    @property
    def hits(self) -> tuple[Answer, ...]:
        """The answers shown."""
        return self._answers

    def set_commands(self, commands: CommandSearch) -> None:
        """Find the acts of the window, too."""
        self._commands = commands
        self._words = AnswerWords(self._wording, commands)

    def set_origin(self, origin: Origin) -> None:
        """Measure distances from there."""
        self._origin = origin

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self._words = AnswerWords(wording, self._commands)
        self.setPlaceholderText(wording.say("search.placeholder"))
        self.setToolTip(wording.say("search.tip"))
        self.setAccessibleName(wording.say("search.name"))
        self.popup.list.setAccessibleName(wording.say("search.hits"))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.popup.apply_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the answers, Enter takes one, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.popup.isVisible():
                self.popup.step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp if self.popup.isVisible():
                self.popup.step_group(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self.leave()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from group to group while answers are shown."""
        if self.popup.isVisible() and self._answers:
            self.popup.step_group(1 if next else -1)
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: Any) -> None:
        """Say what can be typed, and what was taken before."""
        super().focusInEvent(event)
        self._show_idle() if not self.text().strip() else self._ask_now()

    def focusOutEvent(self, event: Any) -> None:
        """Answers are shown only while one types."""
        super().focusOutEvent(event)
        self._takes_first = False
        self.popup.hide()

    def leave(self) -> None:
        """Forget what was typed and go."""
        self._rest.stop()
        self._takes_first = False
        self._answers = ()
        self.clear()
        self.popup.hide()
        self.clearFocus()

    def stop(self) -> None:
        """Ask no more, as the window closes."""
        self._rest.stop()
        self._errands.cancel()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._takes_first = False
        if text.strip():
            self._rest.start()

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        """An emptied field (the clear button, too) shows what can be typed."""
        if not text.strip():
            self._rest.stop()
            self._answers = ()
            self._show_idle()

    @Slot()
    def _ask_now(self) -> None:
        self._rest.stop()
        if self._is_asking:
            self._is_behind = True
        else:
            self._errands.start(self._answer())

    async def _answer(self) -> None:
        """One question at a time; what was typed meanwhile is asked next, and old answers are dropped."""
        self._is_asking = True
        try:
            while True:
                self._is_behind = False
                text = self.text()
                near, _ = self._from()
                answers = await asyncio.to_thread(self._find, Question(text.strip(), near))
                if not self._is_behind:
                    break
        finally:
            self._is_asking = False
        if text == self.text() and text.strip():
            self._show(answers, text)

    def _find(self, question: Question) -> tuple[Answer, ...]:
        """For the worker thread."""
        answers = self._ask(question)
        if self._commands is None:
            return tuple(answers)
        return grouped([*answers, *self._commands.search(question.text, self._wording.language)])

    def _show(self, answers: Sequence[Answer], text: str) -> None:
        shown = [each for each in answers if each.kind != "command" or self._is_there(each)]
        self._answers, self._answered = tuple(shown), text
        if not self.hasFocus():
            self.popup.hide()
            return
        if shown:
            rows = with_headings(map(self._words.row, shown), self._words.headings())
            self.popup.offer(rows, self._foot(shown))
        else:
            self.popup.offer(self._words.nothing(text.strip()), self._wording.say("search.foot"))
        if self._takes_first:
            self._takes_first = False
            first = self.popup.current()
            if first is not None and first.kind != "command":
                self._take(first)

    def _is_there(self, answer: Answer) -> bool:
        return self._commands is not None and self._commands.is_there(answer.id)

    def _show_idle(self) -> None:
        if not self.hasFocus():
            return
        rows: list[Row] = []
        if self._recent:
            rows.append(Row(self._wording.say("search.recent"), is_heading=True))
            rows += [self._words.row(each) for each in self._recent]
        self._answers = tuple(self._recent)
        self.popup.offer([*rows, *self._words.hints()], self._wording.say("search.foot"))

    def _foot(self, shown: Sequence[Answer]) -> str:
        said = self._wording.say("search.foot")
        _, origin = self._from()
        if origin and any(each.away_m is not None for each in shown):
            said = f"{said} · {self._wording.say('search.foot.from', origin=origin)}"
        return said

    def _from(self) -> tuple[LatLon | None, str]:
        return (None, "") if self._origin is None else self._origin()

    def _enter(self) -> None:
        """Take the lit answer; where the answer to what was typed last is still to come, its first one."""
        text = self.text()
        if text.strip() and text != self._answered:
            self._takes_first = True
            if self._rest.isActive():
                self._ask_now()
            return
        answer = self.popup.current() if self.popup.isVisible() else None
        if answer is not None:
            self._take(answer)

    @Slot(object)
    def _on_picked(self, answer: Answer) -> None:
        self._take(answer)

    def _take(self, answer: Answer) -> None:
        if answer.kind != "command":
            same = [each for each in self._recent if (each.kind, each.id) != (answer.kind, answer.id)]
            self._recent = [_unmarked(answer), *same][:RECENT]
        self.leave()
        self.chosen.emit(answer)


def _unmarked(answer: Answer) -> Answer:
    """`answer` as it is listed later: nothing of it is typed, and the map has moved."""
    return replace(answer, marked=(), away_m=None)
