"""The fields of the intake form and where they stand; no behaviour."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.enums import Level
from commandroom.ui.panels.intake.fields import EntryLine, EntryText, SearchField
from commandroom.ui.panels.text import ElidedLabel
from commandroom.wording import Wording

Ask = Callable[[str], None]


class IntakeFields:
    """The children of one form, laid out on it."""

    def __init__(self, form: QWidget, ask_place: Ask, ask_kind: Ask) -> None:
        self.title = QLabel()
        self.title.setObjectName("title")
        self.place, self.kind = SearchField(form, ask_place), SearchField(form, ask_kind)
        self.pick = QPushButton()
        self.place_note, self.kind_note, self.text_note = _note(), _note(), _note()
        self.refusal = QLabel()
        self.refusal.setObjectName("muted")
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        self.text, self.caller = EntryText(), EntryLine()
        self.text.setFixedHeight(64)
        self.levels = QButtonGroup(form)
        self.refusal.setWordWrap(True)
        self.draft_note, self.restore = ElidedLabel(), QPushButton()
        self.restore.setObjectName("small")
        self.draft_note.setObjectName("muted")
        self.save, self.cancel = QPushButton(), QPushButton()
        self.labels = {name: QLabel() for name in ("place", "kind", "level", "text", "caller")}
        self._lay_out(form)
        self._set_tab_order()

    def apply_wording(self, wording: Wording) -> None:
        """Label everything."""
        say = wording.say
        self.title.setText(say("panels.intake.name"))
        for name, label in self.labels.items():
            label.setText(say(f"panels.intake.{name}"))
        for name in ("place", "kind", "text", "caller"):
            field: EntryLine | EntryText = getattr(self, name)
            field.setAccessibleName(say(f"panels.intake.{name}"))
            field.setPlaceholderText(say(f"panels.intake.{name}_hint"))
        for search in (self.place, self.kind):
            search.candidates.setAccessibleName(say("panels.intake.candidates"))
        for button in self.levels.buttons():
            level = self.levels.id(button)
            button.setText(say(f"level.{level}"))
            button.setToolTip(f"Alt+{level}")
        self.pick.setText(say("panels.intake.pick"))
        self.pick.setToolTip(say("panels.intake.pick_tip"))
        self.restore.setText(say("panels.intake.restore"))
        self.save.setText(say("panels.intake.save"))
        self.cancel.setText(say("panels.intake.cancel"))

    @property
    def lit_level(self) -> Level | None:
        """The level whose button is down."""
        lit = self.levels.checkedId()
        return None if lit < 0 else Level(lit)

    def light_level(self, level: Level | None) -> None:
        """Press the button of `level`; none for None."""
        if level is not None:
            self.levels.button(int(level)).setChecked(True)
            return
        self.levels.setExclusive(False)
        for button in self.levels.buttons():
            button.setChecked(False)
        self.levels.setExclusive(True)

    def _lay_out(self, form: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, name in ((0, "place"), (2, "kind"), (4, "level"), (5, "text"), (7, "caller")):
            top = Qt.AlignmentFlag.AlignTop if name == "text" else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self.labels[name], row, 0, top)
        grid.addLayout(_row(self.place, self.pick), 0, 1)
        grid.addWidget(self.place_note, 1, 1)
        grid.addWidget(self.kind, 2, 1)
        grid.addWidget(self.kind_note, 3, 1)
        grid.addLayout(self._level_row(), 4, 1)
        grid.addWidget(self.text, 5, 1)
        grid.addWidget(self.text_note, 6, 1)
        grid.addWidget(self.caller, 7, 1)
        self.save.setDefault(True)
        whole = QVBoxLayout(form)
        whole.setContentsMargins(12, 8, 12, 10)
        whole.setSpacing(6)
        whole.addLayout(_row(self.title, self.draft_note, self.restore, stretch=self.draft_note))
        whole.addLayout(grid)
        whole.addStretch(1)
        whole.addWidget(self.refusal)
        foot = _row(self.cancel, self.save, stretch=form)
        foot.insertStretch(0, 1)
        whole.addLayout(foot)

    def _level_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for level in Level:
            button = QToolButton()
            button.setCheckable(True)
            self.levels.addButton(button, int(level))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _set_tab_order(self) -> None:
        levels = self.levels.buttons()
        order = [self.place, self.pick, self.kind, *levels, self.text, self.caller, self.save, self.cancel]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _note() -> ElidedLabel:
    label = ElidedLabel()
    label.setObjectName("muted")
    return label


def _row(*widgets: QWidget, stretch: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is stretch or (stretch is None and widget is widgets[0]) else 0)
    return row
