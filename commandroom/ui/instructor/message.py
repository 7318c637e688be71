"""A message of the instructor's own: over which channel, from whom, saying what."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from commandroom.models.domain.rules import TEXT_LIMIT
from commandroom.ui.panels.look import dress
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

CHANNELS = ("radio", "phone", "group", "clue")
SENDER_LIMIT = 60


@dataclass(frozen=True, slots=True)
class FreeMessage:
    """What the instructor lets the room hear."""

    channel: str
    sender: str
    text: str


class MessageForm(QWidget):
    """Emptied once it was sent; channel and sender stay."""

    send_wanted = Signal(object)
    """A FreeMessage."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel(self)
        self.title.setObjectName("title")
        self.channel = QComboBox(self)
        for name in CHANNELS:
            self.channel.addItem(name, name)
        self.who, self.text = QLineEdit(self), QLineEdit(self)
        self.who.setMaxLength(SENDER_LIMIT)
        self.who.setFixedWidth(150)
        self.text.setMaxLength(TEXT_LIMIT)
        self.send = QPushButton(self)
        self.text.returnPressed.connect(self._on_send)
        self.send.clicked.connect(self._on_send)
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in (self.channel, self.who):
            row.addWidget(widget)
        row.addWidget(self.text, 1)
        row.addWidget(self.send)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        box.addWidget(self.title)
        box.addLayout(row)
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def sent(self) -> None:
        """It reached the room: make place for the next."""
        self.text.clear()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        dress(self, theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        say = wording.say
        self.title.setText(say("run.message.title"))
        for at, name in enumerate(CHANNELS):
            self.channel.setItemText(at, say(f"run.channel.{name}"))
        self.channel.setAccessibleName(say("run.message.channel"))
        for field, name in ((self.who, "sender"), (self.text, "text")):
            field.setPlaceholderText(say(f"run.message.{name}"))
            field.setAccessibleName(say(f"run.message.{name}"))
        self.send.setText(say("run.message.send"))

    @Slot()
    def _on_send(self) -> None:
        sender, text = self.who.text().strip(), self.text.text().strip()
        if not sender:
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        elif text:
            self.send_wanted.emit(FreeMessage(str(self.channel.currentData()), sender, text))
