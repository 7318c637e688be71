"""整改措施: what must be better, from which line of the sheet, who sees to it and by when."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.entities import Correction
from commandroom.models.domain.ids import CorrectionId
from commandroom.services.ports import CriterionResult
from commandroom.ui.panels.look import dress
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

COLUMNS = ("correction", "criterion", "owner", "due", "state")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class CorrectionTable(QWidget):
    """Lists them, and says which is to be added or changed."""

    correction_set = Signal(object)
    """A Correction."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._corrections: tuple[Correction, ...] = ()
        self._criteria: tuple[CriterionResult, ...] = ()
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.text, self.owner, self.due = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.criterion = QComboBox(self)
        self.add, self.done = QPushButton(self), QPushButton(self)
        self.fault = QLabel(self)
        self._build()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def show_corrections(
        self, corrections: Sequence[Correction], criteria: Sequence[CriterionResult]
    ) -> None:
        """Show these; a new one may be about any of the lines, missed ones first."""
        self._corrections = tuple(corrections)
        self._criteria = tuple(sorted(criteria, key=lambda each: each.passed is not False))
        self._fill()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        dress(self, theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording, say = wording, wording.say
        self.table.setHorizontalHeaderLabels([say(f"report.head.{each}") for each in COLUMNS])
        self.table.setAccessibleName(say("report.window.corrections"))
        self.add.setText(say("report.window.add"))
        for field, name in ((self.text, "text"), (self.owner, "owner"), (self.due, "due")):
            field.setPlaceholderText(say(f"report.window.{name}"))
            field.setAccessibleName(say(f"report.window.{name}"))
        self.criterion.setAccessibleName(say("report.window.from"))
        self._fill()

    def _build(self) -> None:
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for wide in (0, 1):
            header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        self.criterion.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.criterion.setMinimumContentsLength(12)
        self.due.setMaximumWidth(150)
        self.owner.setMaximumWidth(130)
        self.fault.setObjectName("fault")
        self.fault.hide()
        for button in (self.add, self.done):
            button.setAutoDefault(False)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.text, 1)
        second.addWidget(self.criterion, 1)
        for part in (self.owner, self.due, self.add, self.done):
            second.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.table, 1)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.fault)
        self.add.clicked.connect(self._on_add)
        self.done.clicked.connect(self._on_done)
        self.text.returnPressed.connect(self._on_add)
        self.table.itemSelectionChanged.connect(self._show_done)

    def _fill(self) -> None:
        say = self._wording.say
        self.criterion.clear()
        self.criterion.addItem(say("report.window.no_criterion"), "")
        for line in self._criteria:
            self.criterion.addItem(self._title(line), line.id)
        self.table.setRowCount(len(self._corrections))
        for row, each in enumerate(self._corrections):
            found = next((one for one in self._criteria if one.id == each.criterion), None)
            about = each.criterion if found is None else self._title(found)
            state = say("report.state.done" if each.is_done else "report.state.open")
            for column, text in enumerate(
                (each.text, about or "–", each.owner or "–", each.due or "–", state)
            ):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self._show_done()

    def _title(self, line: CriterionResult) -> str:
        return line.title_zh if self._wording.language == "zh" else line.title_en

    def _lit(self) -> Correction | None:
        row = self.table.currentRow()
        return self._corrections[row] if 0 <= row < len(self._corrections) else None

    @Slot()
    def _show_done(self) -> None:
        lit = self._lit()
        self.done.setEnabled(lit is not None)
        key = "report.window.reopen" if lit is not None and lit.is_done else "report.window.done"
        self.done.setText(self._wording.say(key))

    @Slot()
    def _on_add(self) -> None:
        text, due = self.text.text().strip(), self.due.text().strip()
        if not text:
            self.text.setFocus()
            return
        if due and not _is_day(due):
            self.fault.setText(self._wording.say("report.window.bad_day"))
            self.fault.show()
            self.due.setFocus()
            return
        self.fault.hide()
        numbers = [int(each.id[1:]) for each in self._corrections if each.id[1:].isdigit()]
        made = Correction(
            id=CorrectionId(f"Z{max(numbers, default=0) + 1}"),
            text=text,
            criterion=str(self.criterion.currentData() or ""),
            owner=self.owner.text().strip(),
            due=due,
        )
        for field in (self.text, self.owner, self.due):
            field.clear()
        self.correction_set.emit(made)

    @Slot()
    def _on_done(self) -> None:
        lit = self._lit()
        if lit is not None:
            self.correction_set.emit(replace(lit, is_done=not lit.is_done))


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
