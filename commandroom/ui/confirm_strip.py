"""仍然派出？ What speaks against an order, in big words, with one answer for each hand."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from commandroom.ui.gate_questions import GateQuestion
from commandroom.ui.strip import Strip
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import CLOCK_PX, TITLE_PX, ui_font
from commandroom.wording import Wording

MOST_LINES = 6


class ConfirmStrip(Strip):
    """Enter sends, Esc does not. An Enter meant for something before it is not taken for an answer."""

    answered = Signal(bool)

    ARMED_AFTER_MS = 350
    """Nobody has read the words earlier than this."""

    def __init__(self, host: QWidget, foot: QWidget, theme: Theme, wording: Wording) -> None:
        super().__init__(host, foot)
        self._wording = wording
        self._before: QWidget | None = None
        self._arming = QTimer(self, singleShot=True, interval=self.ARMED_AFTER_MS)
        self.title = QLabel(self)
        self.lines = QLabel(self)
        self.go = QPushButton(self)
        self.leave = QPushButton(self)
        self._build()
        self.apply_wording(wording)
        self.apply_theme(theme)

    @property
    def is_armed(self) -> bool:
        """Whether an answer counts yet."""
        return not self.isHidden() and not self._arming.isActive()

    @Slot(object)
    def show_question(self, question: GateQuestion | None) -> None:
        """Ask this; None asks nothing any more."""
        if question is None:
            self._go_away()
            return
        self.title.setText(question.title)
        shown = question.lines[:MOST_LINES]
        if len(question.lines) > MOST_LINES:
            more = len(question.lines) - MOST_LINES
            shown = (*shown, self._wording.say("team.confirm.more", n=more))
        self.lines.setText("\n".join(shown))
        self.setAccessibleDescription(f"{question.title} {self.lines.text()}")
        if self.isHidden():
            self._arming.start()
            self._before = self.window().focusWidget()
            is_typing = self.is_somebody_typing()
            self.slide_in()
            if not is_typing:
                self.go.setFocus()
        else:
            self.place()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setStyleSheet(
            f"#strip {{ background: {theme.raised}; border-top: 3px solid {theme.attention_2}; }}"
            f"#doubts {{ color: {theme.attention_2}; }}"
            f"#go {{ background: {theme.attention_2}; color: {theme.on_attention}; font-weight: 600; }}"
            f"#go:focus {{ border: 2px solid {theme.text}; }}"
        )

    def apply_wording(self, wording: Wording) -> None:
        """Another language, from the next question on."""
        self._wording = wording
        self.go.setText(wording.say("team.confirm.go"))
        self.leave.setText(wording.say("team.confirm.leave"))
        for button, name in ((self.go, "go"), (self.leave, "leave")):
            button.setToolTip(wording.say(f"team.confirm.{name}.tip"))
            button.setAccessibleName(wording.say(f"team.confirm.{name}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc belong to the question while it has the focus; a key held down does not count."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.is_armed and not event.isAutoRepeat():
                self.answered.emit(self.window().focusWidget() is not self.leave)
        elif event.key() == Qt.Key.Key_Escape:
            self.answered.emit(False)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.title.setFont(ui_font(TITLE_PX, bold=True))
        self.lines.setObjectName("doubts")
        self.lines.setFont(ui_font(CLOCK_PX, bold=True))
        for label in (self.title, self.lines):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.go.setObjectName("go")
        for button in (self.go, self.leave):
            button.setFont(ui_font(TITLE_PX, bold=True))
            button.setMinimumSize(150, 40)
            button.setAutoDefault(False)
        self.go.clicked.connect(self._on_go)
        self.leave.clicked.connect(self._on_leave)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.lines)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.leave)
        row.addWidget(self.go)

    def _go_away(self) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self._arming.stop()
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and before.isVisible():
            before.setFocus()

    @Slot()
    def _on_go(self) -> None:
        if self.is_armed:
            self.answered.emit(True)

    @Slot()
    def _on_leave(self) -> None:
        self.answered.emit(False)
