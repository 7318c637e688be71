"""The score sheet of a drill: every criterion, measured, with its evidence in the journal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.ports import ScoreSheet
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.drill.sheet import HASH_SHOWN, SheetLine, sheet_line, summary
from commandroom.ui.panels.look import dress, lettering
from commandroom.ui.panels.text import ElidedLabel, plain_tip
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

COLUMNS = ("criterion", "measured", "limit", "verdict", "evidence")


class ScoreSheetView(QWidget):
    """Shows one `ScoreSheet`; the window does the saving."""

    export_requested = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._theme: Theme = NIGHT
        self._sheet: ScoreSheet | None = None
        self._build()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        dress(self, theme)
        self._fill()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        self.setAccessibleName(wording.say("panels.drill.sheet_name"))
        self._table.setAccessibleName(wording.say("panels.drill.criteria"))
        self._export.setText(wording.say("panels.drill.export"))
        self._table.setHorizontalHeaderLabels(
            [wording.say(f"panels.drill.column.{each}") for each in COLUMNS]
        )
        self._fill()

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """Show `sheet` in place of the one before."""
        self._sheet = sheet
        self._fill()

    def _build(self) -> None:
        self._title, self._about, self._summary = ElidedLabel(), ElidedLabel(), QLabel()
        self._title.setObjectName("sheet")
        self._about.setObjectName("muted")
        self._summary.setObjectName("title")
        self._export = QPushButton()
        self._export.setEnabled(False)
        self._export.clicked.connect(self.export_requested)
        self._build_table()
        foot = QHBoxLayout()
        foot.addWidget(self._summary)
        foot.addStretch(1)
        foot.addWidget(self._export)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 10)
        whole.setSpacing(6)
        whole.addWidget(self._title)
        whole.addWidget(self._about)
        whole.addWidget(self._table, 1)
        whole.addLayout(foot)

    def _build_table(self) -> None:
        self._table = QTableWidget(0, len(COLUMNS))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.setWordWrap(True)
        rows = self._table.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(28)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self._table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for wide in (0, len(COLUMNS) - 1):
            header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    def _fill(self) -> None:
        sheet, say = self._sheet, self._wording.say
        self._export.setEnabled(sheet is not None)
        if sheet is None:
            self._title.setText(say("panels.drill.no_sheet"))
            return
        self._title.setText(sheet.title_zh if self._wording.language == "zh" else sheet.title_en)
        self._about.setText(
            say(
                "panels.drill.about",
                script=sheet.script,
                seed=sheet.seed,
                time=clock_text(sheet.simulated_seconds),
                hash=sheet.history_sha256[:HASH_SHOWN],
            )
        )
        self._about.setToolTip(plain_tip(sheet.history_sha256))
        self._summary.setText(summary(sheet, self._wording))
        self._table.setRowCount(len(sheet.criteria))
        for row, result in enumerate(sheet.criteria):
            self._put_line(row, sheet_line(result, self._wording))

    def _put_line(self, row: int, line: SheetLine) -> None:
        texts = (line.title, line.measured, line.limit, line.verdict, line.evidence)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            item.setFont(lettering(bold=column == 3 and line.passed is False))
            muted = line.passed is None or column == 4
            item.setForeground(QColor(self._theme.muted if muted else self._theme.text))
            item.setToolTip(plain_tip(line.all_evidence if column == 4 else ""))
            self._table.setItem(row, column, item)
