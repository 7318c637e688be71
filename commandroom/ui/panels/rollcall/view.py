"""The roll-call's own small window: whom to call, the running call, those of the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.figures import clock_text, minute_text
from commandroom.ui.panels.rollcall.chance import MOST_SEED, Who
from commandroom.ui.panels.rollcall.list import RollList
from commandroom.ui.panels.rollcall.rows import RollRow, counted
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import CLOCK_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

BIG = f"font-size: {CLOCK_PX + 4}px; font-weight: 600;"
"""A clock in a dialog, whose style sheet has the last word on fonts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom the form asks for."""

    who: Who
    firm: str
    n: int
    """0: all of them."""
    seed: int


@dataclass(frozen=True, slots=True)
class PastCall:
    """One line of the list of calls."""

    id: str
    called_at: datetime
    called: int
    answered: int
    is_over: bool


class RollCallDialog(QDialog):
    """Stands beside the work. Plain values in, wishes out."""

    wish_changed = Signal()
    call_wanted = Signal()
    answer_wanted = Signal(str)
    """A unit, on whose behalf."""
    shown_call_changed = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self._wording, self._theme = wording, NIGHT
        self._able = 0
        self._firms: tuple[tuple[str, str], ...] = ()
        self._past: tuple[PastCall, ...] = ()
        self._build()
        self.resize(520, 600)
        self.apply_wording(wording)

    def wish(self) -> Wish:
        """What the form says."""
        return Wish(
            Who(str(self.who.currentData())),
            str(self.firm.currentData() or ""),
            self.number.value(),
            self.seed.value(),
        )

    def set_firms(self, firms: Sequence[tuple[str, str]]) -> None:
        """Firms by id and name."""
        if tuple(firms) == self._firms:
            return
        chosen, self._firms = self.firm.currentData(), tuple(firms)
        self.firm.clear()
        for firm, name in firms:
            self.firm.addItem(name, firm)
        self.firm.setCurrentIndex(max(self.firm.findData(chosen), 0))

    def show_able(self, able: int, called: int, seed: int | None = None) -> None:
        """How many could be called, and how many the wish would call."""
        self._able = able
        if seed is not None:
            self.seed.setValue(seed)
        self.able.setText(self._wording.say("clocks.roll.able", n=able, called=called))
        self.call.setEnabled(called > 0)

    def show_call(
        self,
        rows: tuple[RollRow, ...],
        called_at: datetime | None,
        due_at: datetime | None,
        now: datetime,
        *,
        is_over: bool,
    ) -> None:
        """The call that is looked at; no rows before the first."""
        self.list.show_rows(rows, due_at, now)
        count, say = counted(rows), self._wording.say
        has_call = called_at is not None
        for part in (self.bar, self.list):
            part.setVisible(has_call)
        self.empty.setVisible(not has_call)
        if called_at is None or due_at is None:
            self.left.setText("")
            self.count.setText("")
            return
        left = max((due_at - now).total_seconds(), 0.0)
        runs = not is_over and left > 0 and count.waiting > 0
        self.left.setText(clock_text(left) if runs else say("clocks.roll.over"))
        key = "clocks.roll.count" if runs else "clocks.roll.result"
        self.count.setText(
            say(key, at=minute_text(called_at), called=count.called, answered=count.answered,
                waiting=count.waiting, missed=count.missed)
        )  # fmt: skip
        self.bar.setMaximum(max(count.called, 1))
        self.bar.setValue(count.answered)

    def show_past(self, calls: Sequence[PastCall], shown: str) -> None:
        """The calls of the last day, newest first."""
        if tuple(calls) != self._past:
            self._past = tuple(calls)
            self.past.clear()
            for each in calls:
                self.past.addItem(self._past_words(each), each.id)
        self.past.setCurrentIndex(self.past.findData(shown))
        self.past.setEnabled(bool(calls))

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording, say = wording, wording.say
        self.setWindowTitle(say("ui.act.roll_call"))
        self.heading.setText(say("ui.act.roll_call"))
        for at, who in enumerate(Who):
            self.who.setItemText(at, say(f"clocks.roll.who.{who.value}"))
        for part, label in self._labels.items():
            label.setText(say(f"clocks.roll.{part}"))
        self.number.setSpecialValueText(say("clocks.roll.all"))
        self.seed.setToolTip(say("clocks.roll.seed.tip"))
        self.call.setText(say("clocks.roll.call"))
        self.keys.setText(say("clocks.roll.keys"))
        self.empty.setText(say("clocks.roll.empty"))
        self.list.setAccessibleName(say("clocks.roll.list"))
        self.list.apply(wording, self._theme)
        past, self._past = self._past, ()
        self.show_past(past, str(self.past.currentData() or ""))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.list.apply(self._wording, theme)
        self.bar.setStyleSheet(
            f"QProgressBar {{ background: {theme.line}; border: 0; border-radius: 3px; }}"
            f"QProgressBar::chunk {{ background: {theme.free}; border-radius: 3px; }}"
        )

    def _build(self) -> None:
        self.heading, self.able, self.left = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setObjectName("heading")
        self.able.setObjectName("muted")
        self.left.setStyleSheet(BIG)
        self.count, self.keys, self.empty = QLabel(self), QLabel(self), QLabel(self)
        for muted in (self.keys, self.empty):
            muted.setObjectName("muted")
            muted.setFont(ui_font(SMALL_PX))
            muted.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.list = RollList(self._wording, self)
        self.list.answer_wanted.connect(self.answer_wanted)
        self.past = QComboBox(self)
        self.past.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.past.setMinimumWidth(120)
        self.past.activated.connect(self._on_past)
        top = QHBoxLayout()
        top.addWidget(self.left)
        top.addSpacing(8)
        top.addWidget(self.count, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.keys, 1)
        foot.addWidget(self.past)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.setSpacing(8)
        box.addWidget(self.heading)
        box.addWidget(self._form())
        box.addLayout(top)
        box.addWidget(self.bar)
        box.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self.list, 1)
        box.addLayout(foot)

    def _form(self) -> QWidget:
        frame = QFrame(self)
        frame.setObjectName("panel")
        self.who, self.firm = QComboBox(frame), QComboBox(frame)
        for who in Who:
            self.who.addItem("", who.value)
        self.number, self.seed = QSpinBox(frame), QSpinBox(frame)
        self.number.setRange(0, 500)
        self.seed.setRange(0, MOST_SEED)
        self.call = QPushButton(frame)
        self.call.setDefault(True)
        self._labels = {part: QLabel(frame) for part in ("who", "firm", "number", "seed")}
        fields: tuple[tuple[str, QWidget], ...] = (
            ("who", self.who), ("firm", self.firm), ("number", self.number), ("seed", self.seed),
        )  # fmt: skip
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 10, 12, 10)
        for at, (part, field) in enumerate(fields):
            row, column = divmod(at, 2)
            grid.addWidget(self._labels[part], row, 2 * column)
            grid.addWidget(field, row, 2 * column + 1)
            self._labels[part].setBuddy(field)
        grid.addWidget(self.able, 2, 0, 1, 3)
        grid.addWidget(self.call, 2, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        self.call.clicked.connect(self.call_wanted)
        self.who.currentIndexChanged.connect(self._on_who)
        self.firm.currentIndexChanged.connect(self.wish_changed)
        self.number.valueChanged.connect(self.wish_changed)
        self.seed.valueChanged.connect(self.wish_changed)
        self.firm.setEnabled(False)
        return frame

    @Slot()
    def _on_who(self) -> None:
        self.firm.setEnabled(self.who.currentData() == Who.FIRM.value)
        self.wish_changed.emit()

    @Slot()
    def _on_past(self) -> None:
        self.shown_call_changed.emit(str(self.past.currentData() or ""))

    def _past_words(self, call: PastCall) -> str:
        return self._wording.say(
            "clocks.roll.past", at=minute_text(call.called_at), answered=call.answered, called=call.called
        )
