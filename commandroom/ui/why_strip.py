"""为何改派：one line of chips, asked once for an incident, after the order is on its way."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from commandroom.models.domain.ids import IncidentId
from commandroom.ui.strip import Strip
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, ui_font
from commandroom.wording import Wording

REASONS = ("terrain", "radio", "near")


class WhyField(QLineEdit):
    """Enter and Esc end here: the window would send somebody, or go a step back."""

    given_up = Signal()
    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the keys that mean something else outside a field."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.given_up.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.finished.emit()
            case _:
                super().keyPressEvent(event)


class WhyStrip(Strip):
    """Never takes the focus by itself; Alt and a figure answers from anywhere in the window."""

    explained = Signal(str, str)
    """Incident and reason."""

    WAITS_MS = 60_000
    """Left alone for so long it counts as passed over."""

    def __init__(self, host: QWidget, foot: QWidget, theme: Theme, wording: Wording) -> None:
        super().__init__(host, foot)
        self._incident: IncidentId | None = None
        self._wording = wording
        self._short = ""
        self.question = QLabel(self)
        self.chips = {name: QPushButton(self) for name in (*REASONS, "other", "skip")}
        self.field = WhyField(self)
        self._wait = QTimer(self, singleShot=True, interval=self.WAITS_MS)
        self._wait.timeout.connect(self.pass_over)
        self._build()
        self.apply_wording(wording)
        self.apply_theme(theme)

    @property
    def incident(self) -> IncidentId | None:
        """Which incident is asked about now."""
        return self._incident

    def ask(self, incident: IncidentId, short: str) -> None:
        """Ask about `incident`, called `short` on the screen."""
        self._incident, self._short = incident, short
        self.field.clear()
        self.field.hide()
        self.question.setText(self._wording.say("team.override.question", incident=short))
        self._wait.start()
        self.slide_in()

    @Slot()
    def pass_over(self) -> None:
        """Nobody says why."""
        self._wait.stop()
        self._incident = None
        self.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setStyleSheet(
            f"#strip {{ background: {theme.raised}; border-top: 2px solid {theme.selection}; }}"
        )

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        for number, (name, chip) in enumerate(self.chips.items(), 1):
            text = wording.say(f"team.override.{name}")
            chip.setText(f"{number} {text}")
            chip.setToolTip(f"{text} (Alt+{number})")
            chip.setAccessibleName(text)
        self.field.setPlaceholderText(wording.say("team.override.field"))
        self.field.setAccessibleName(wording.say("team.override.field"))
        if self._incident is not None:
            self.question.setText(wording.say("team.override.question", incident=self._short))

    def _build(self) -> None:
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setFont(ui_font(BODY_PX, bold=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self.question)
        for number, (name, chip) in enumerate(self.chips.items(), 1):
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.setAutoDefault(False)
            chip.clicked.connect(self._slot_of(name))
            key = QShortcut(QKeySequence(f"Alt+{number}"), self)
            key.activated.connect(chip.click)
            row.addWidget(chip)
        row.insertWidget(row.indexOf(self.chips["skip"]), self.field)
        self.field.setMinimumWidth(220)
        self.field.hide()
        self.field.finished.connect(self._on_typed)
        self.field.given_up.connect(self.pass_over)
        row.addStretch(1)

    def _slot_of(self, name: str) -> Callable[[], None]:
        return {"other": self._on_other, "skip": self.pass_over}.get(name, self._on_chip)

    @Slot()
    def _on_chip(self) -> None:
        name = next(name for name, chip in self.chips.items() if chip is self.sender())
        self._say(self._wording.say(f"team.override.{name}"))

    @Slot()
    def _on_other(self) -> None:
        self._wait.stop()
        self.field.show()
        self.field.setFocus()

    @Slot()
    def _on_typed(self) -> None:
        text = self.field.text().strip()
        if text:
            self._say(text)

    def _say(self, reason: str) -> None:
        incident = self._incident
        self.pass_over()
        if incident is not None:
            self.explained.emit(incident, reason)
