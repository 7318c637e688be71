"""Under the time line: play, step, pace, whose eyes, the plan's answer, notes, and the branch."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.rules import TEXT_LIMIT
from commandroom.services.room import SPEEDS
from commandroom.ui.panels.look import dress, lettering
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import CLOCK_PX
from commandroom.wording import Wording

SIGNS = {"back": "◀", "stop": "❚❚", "play": "▶", "previous": "|◀", "next": "▶|"}


class ReviewBar(QWidget):
    """Says what is wished; the window answers with `show_state`."""

    play_wanted = Signal(int)
    """1 forwards, -1 backwards, 0: stand."""
    step_wanted = Signal(int)
    """To the next event (1) or the one before (-1)."""
    speed_chosen = Signal(int)
    knowing_changed = Signal(bool)
    """Whether only what the seat knew is to be shown."""
    ghosts_wanted = Signal(bool)
    note_wanted = Signal(str, str)
    """Text and kind: `remark` or `bookmark`."""
    branch_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {name: QToolButton(self) for name in ("previous", "back", "stop", "play", "next")}
        self.speed = QComboBox(self)
        self.clock, self.span = QLabel(self), QLabel(self)
        self.knowing, self.ghosts = QToolButton(self), QToolButton(self)
        self.text = QLineEdit(self)
        self.remark, self.bookmark = QPushButton(self), QPushButton(self)
        self.branch, self.another = QPushButton(self), QPushButton(self)
        self._build()
        self._connect()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def show_state(self, way: int) -> None:
        """Whether it plays, and which way."""
        for name, its_way in (("back", -1), ("stop", 0), ("play", 1)):
            self.buttons[name].setChecked(way == its_way)

    def show_moment(self, clock: str, span: str) -> None:
        """The time of day, and how far that is from the beginning."""
        self.clock.setText(clock)
        self.span.setText(span)

    def offer(self, *, notes: bool, ghosts: bool) -> None:
        """What this past allows."""
        for each in (self.text, self.remark, self.bookmark):
            each.setEnabled(notes)
        self.ghosts.setEnabled(ghosts)
        if not ghosts:
            self.ghosts.setChecked(False)
        self._say_note_hint()

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        dress(self, theme)

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        for name, tool in self.buttons.items():
            tool.setText(SIGNS[name])
            tool.setToolTip(wording.say(f"review.{name}"))
            tool.setAccessibleName(wording.say(f"review.{name}"))
        self.speed.setAccessibleName(wording.say("review.speed"))
        self.speed.setToolTip(wording.say("review.speed"))
        named: tuple[tuple[QAbstractButton, str], ...] = (
            (self.ghosts, "ghosts"),
            (self.remark, "remark"),
            (self.bookmark, "bookmark"),
            (self.branch, "branch"),
            (self.another, "another"),
        )
        for button, key in named:
            button.setText(wording.say(f"review.{key}"))
            button.setToolTip(wording.say(f"review.{key}.tip"))
        self._say_knowing()
        self._say_note_hint()

    def _build(self) -> None:
        for name in ("back", "stop", "play"):
            self.buttons[name].setCheckable(True)
        self.buttons["stop"].setChecked(True)
        for speed in SPEEDS:
            self.speed.addItem(f"×{speed}", speed)
        self.knowing.setCheckable(True)
        self.ghosts.setCheckable(True)
        self.text.setMaxLength(TEXT_LIMIT)
        self.clock.setFont(lettering(CLOCK_PX, bold=True))
        self.clock.setObjectName("clock")
        self.span.setObjectName("muted")
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.clock)
        upper.addWidget(self.span)
        upper.addSpacing(12)
        for tool in self.buttons.values():
            upper.addWidget(tool)
        upper.addWidget(self.speed)
        upper.addStretch(1)
        upper.addWidget(self.knowing)
        upper.addWidget(self.ghosts)
        lower.addWidget(self.text, 1)
        lower.addWidget(self.remark)
        lower.addWidget(self.bookmark)
        lower.addSpacing(12)
        lower.addWidget(self.another)
        lower.addWidget(self.branch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 12, 8)
        whole.setSpacing(6)
        whole.addLayout(upper)
        whole.addLayout(lower)

    def _connect(self) -> None:
        self.buttons["previous"].clicked.connect(lambda: self.step_wanted.emit(-1))
        self.buttons["next"].clicked.connect(lambda: self.step_wanted.emit(1))
        self.buttons["back"].clicked.connect(lambda: self.play_wanted.emit(-1))
        self.buttons["stop"].clicked.connect(lambda: self.play_wanted.emit(0))
        self.buttons["play"].clicked.connect(lambda: self.play_wanted.emit(1))
        self.speed.activated.connect(lambda row: self.speed_chosen.emit(int(self.speed.itemData(row))))
        self.knowing.toggled.connect(self._on_knowing)
        self.ghosts.toggled.connect(self.ghosts_wanted)
        self.remark.clicked.connect(lambda: self._note("remark"))
        self.bookmark.clicked.connect(lambda: self._note("bookmark"))
        self.text.returnPressed.connect(lambda: self._note("remark"))
        self.branch.clicked.connect(self.branch_wanted)
        self.another.clicked.connect(self.another_wanted)

    @Slot(bool)
    def _on_knowing(self, on: bool) -> None:
        self._say_knowing()
        self.knowing_changed.emit(on)

    def _say_knowing(self) -> None:
        key = "review.seat" if self.knowing.isChecked() else "review.everything"
        self.knowing.setText(self._wording.say(key))
        self.knowing.setToolTip(self._wording.say("review.knowing.tip"))

    def _say_note_hint(self) -> None:
        key = "review.note.hint" if self.text.isEnabled() else "review.note.only_drills"
        self.text.setPlaceholderText(self._wording.say(key))

    def _note(self, kind: str) -> None:
        text = self.text.text().strip()
        if not text and kind == "remark":
            self.text.setFocus()
            return
        self.note_wanted.emit(text or self.clock.text(), kind)
        self.text.clear()
