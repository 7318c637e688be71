"""讲评: what the instructor writes down, with the moment it speaks of."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.rules import TEXT_LIMIT
from commandroom.ui.figures import time_text
from commandroom.ui.panels.look import dress
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

SIGNS = {"remark": "✎", "bookmark": "⚑"}


@dataclass(frozen=True, slots=True)
class Note:
    """A remark or a bookmark."""

    moment: datetime
    kind: str
    text: str


class NotesPanel(QWidget):
    """A note speaks of the moment at which its first letter was typed."""

    begun = Signal()
    """Somebody begins to write."""
    note_wanted = Signal(str, str)
    """Text and kind."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self.title, self.empty = QLabel(self), QLabel(self)
        self.title.setObjectName("title")
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.hide()
        self.text = QLineEdit(self)
        self.text.setMaxLength(TEXT_LIMIT)
        self.remark, self.bookmark = QPushButton(self), QPushButton(self)
        self.text.textEdited.connect(self._on_edited)
        self.text.returnPressed.connect(self._on_remark)
        self.remark.clicked.connect(self._on_remark)
        self.bookmark.clicked.connect(self._on_bookmark)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.text, 1)
        row.addWidget(self.remark)
        row.addWidget(self.bookmark)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        box.addWidget(self.title)
        box.addWidget(self.list, 1)
        box.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        box.addLayout(row)
        self._is_begun = False
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def add(self, note: Note) -> None:
        """One more, at the foot."""
        self.empty.hide()
        self.list.show()
        text = f"{time_text(note.moment)}  {SIGNS.get(note.kind, '')} {note.text}"
        item = QListWidgetItem(text, self.list)
        item.setToolTip(plain_tip(note.text))
        self.list.scrollToBottom()

    def taken(self) -> None:
        """It was written down: make place for the next."""
        self.text.clear()
        self._is_begun = False

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        dress(self, theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        say = wording.say
        self.title.setText(say("run.notes.title"))
        self.empty.setText(say("run.notes.empty"))
        self.list.setAccessibleName(say("run.notes.title"))
        self.text.setPlaceholderText(say("run.notes.text"))
        self.text.setAccessibleName(say("run.notes.text"))
        self.remark.setText(say("run.notes.remark"))
        self.bookmark.setText(say("run.notes.bookmark"))

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if text and not self._is_begun:
            self._is_begun = True
            self.begun.emit()
        elif not text:
            self._is_begun = False

    @Slot()
    def _on_remark(self) -> None:
        text = self.text.text().strip()
        if text:
            self.note_wanted.emit(text, "remark")

    @Slot()
    def _on_bookmark(self) -> None:
        text = self.text.text().strip() or self._wording.say("run.notes.bookmark_text")
        self.note_wanted.emit(text, "bookmark")
