"""评分项: every criterion with what is measured so far; for the instructor's eyes alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.ports import ScoreSheet
from commandroom.ui.panels.drill.sheet import sheet_line, summary
from commandroom.ui.panels.look import dress
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

COLUMNS = ("criterion", "measured", "verdict")
ROW_PX = 26
WIDTHS = {1: 112, 2: 90}


class CriteriaPanel(QWidget):
    """A table whose rows stay where they are; only what changed is written anew."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._sheet: ScoreSheet | None = None
        self.title, self.summary = QLabel(self), QLabel(self)
        self.title.setObjectName("title")
        self.summary.setObjectName("muted")
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, px in WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(column, px)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 8)
        box.setSpacing(4)
        box.addWidget(self.title)
        box.addWidget(self.table, 1)
        box.addWidget(self.summary)
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """As it stands now."""
        self._sheet = sheet
        if self.table.rowCount() != len(sheet.criteria):
            self.table.setRowCount(len(sheet.criteria))
        for row, result in enumerate(sheet.criteria):
            line = sheet_line(result, self._wording)
            for column, text in enumerate((line.title, f"{line.measured} / {line.limit}", line.verdict)):
                self._write(row, column, text)
        self.summary.setText(summary(sheet, self._wording))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        dress(self, theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self.title.setText(wording.say("run.criteria.title"))
        self.table.setAccessibleName(wording.say("run.criteria.title"))
        self.table.setHorizontalHeaderLabels([wording.say(f"panels.drill.column.{each}") for each in COLUMNS])
        if self._sheet is not None:
            self.show_sheet(self._sheet)

    def _write(self, row: int, column: int, text: str) -> None:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.table.setItem(row, column, item)
        if item.text() != text:
            item.setText(text)
            item.setToolTip(plain_tip(text) if column == 0 else "")
