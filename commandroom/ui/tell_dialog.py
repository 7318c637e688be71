"""通报 and 反馈: one line that the room says, or that it writes down for a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word it may be."""

    unit: str
    call_sign: str


class TellDialog(QDialog):
    """Asks for one line; the choice of the voice is there only where units are bound to the incident."""

    told = Signal(str, str)
    """The unit whose word it is ('' for the room), and the text."""

    def __init__(
        self, parent: QWidget, wording: Wording, incident: str, voices: Sequence[Voice], *, chosen: str = ""
    ) -> None:
        """`incident`: its short number; '' for the whole town."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self.setMinimumWidth(480)
        self._wording, self._incident = wording, incident
        self._heading = QLabel(self)
        self._heading.setObjectName("heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit(self)
        self._label, self._by = QLabel(self), QLabel(wording.say("clocks.tell.by"), self)
        self._label.setBuddy(self.field)
        self.voice = QComboBox(self)
        self.voice.addItem(wording.say("clocks.tell.room"), "")
        for each in voices:
            self.voice.addItem(wording.say("clocks.tell.unit", unit=each.call_sign), each.unit)
        self._by.setBuddy(self.voice)
        for part in (self._by, self.voice):
            part.setVisible(bool(voices))
        self._ok = QPushButton(self)
        self._ok.setDefault(True)
        self._place()
        self.voice.currentIndexChanged.connect(self._show_words)
        self.voice.setCurrentIndex(max(self.voice.findData(chosen), 0))
        self.accepted.connect(self._on_accepted)
        self._show_words()

    def _place(self) -> None:
        give_up = QPushButton(self._wording.say("ui.dialog.cancel"), self)
        give_up.setAutoDefault(False)
        give_up.clicked.connect(self.reject)
        self._ok.clicked.connect(self.accept)
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 14, 18, 14)
        grid.setVerticalSpacing(10)
        grid.addWidget(self._heading, 0, 0, 1, 2)
        grid.addWidget(self._by, 1, 0)
        grid.addWidget(self.voice, 1, 1)
        grid.addWidget(self._label, 2, 0)
        grid.addWidget(self.field, 2, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(give_up)
        row.addWidget(self._ok)
        grid.addLayout(row, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    @Slot()
    def _show_words(self) -> None:
        """What is asked depends on whose word it is."""
        say = self._wording.say
        is_unit = bool(self.voice.currentData())
        if is_unit:
            title = say("clocks.feedback.title", incident=self._incident)
        else:
            title = say("ui.tell.title" if self._incident else "ui.tell.title_town", incident=self._incident)
        self.setWindowTitle(title)
        self._heading.setText(title)
        self._label.setText(say("clocks.feedback.label" if is_unit else "ui.tell.label"))
        self.field.setAccessibleName(self._label.text())
        self._ok.setText(say("clocks.feedback.ok" if is_unit else "ui.tell.ok"))

    @Slot()
    def _on_accepted(self) -> None:
        text = self.field.text().strip()
        if text:
            self.told.emit(str(self.voice.currentData()), text)
