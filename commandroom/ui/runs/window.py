"""演练档案与报告: the drills that were played on the left; what came of the chosen one on the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.entities import Correction
from commandroom.services.ports import ScoreSheet
from commandroom.ui.panels.drill.score import ScoreSheetView
from commandroom.ui.runs.corrections import CorrectionTable
from commandroom.ui.runs.trend import TrendChart, TrendPoint
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import TITLE_PX, ui_font
from commandroom.wording import Wording

SIZE = (1320, 760)
COLUMNS = ("when", "script", "variant", "mode", "trainee", "result", "coverage")
KINDS = ("pdf", "docx", "html")
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the list; `fault` says why a run cannot be read."""

    key: str
    cells: tuple[str, ...]
    """As many as `COLUMNS`."""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RunShown:
    """What the right side shows of a run."""

    key: str
    title: str
    sheet: ScoreSheet
    remarks: tuple[str, ...]
    corrections: tuple[Correction, ...]
    trend: tuple[TrendPoint, ...]


class RunsWindow(QDialog):
    """Shows, and says what is wished; whoever opened it reads and writes."""

    run_chosen = Signal(str)
    paper_wanted = Signal(str)
    """`pdf`, `docx` or `html`."""
    remark_made = Signal(str)
    correction_set = Signal(object)
    """A Correction, new or changed."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self._wording = wording
        self._shown: RunShown | None = None
        self.list = QTableWidget(0, len(COLUMNS), self)
        self.heading, self.said, self.empty, self.remarks = (QLabel(self) for _ in range(4))
        self.sheet = ScoreSheetView(wording, self)
        self.corrections = CorrectionTable(wording, self)
        self.trend = TrendChart(wording, self)
        self.remark = QLineEdit(self)
        self.papers = {kind: QPushButton(self) for kind in KINDS}
        self.tabs = QTabWidget(self)
        self._build()
        self.resize(min(SIZE[0], parent.width() - 40), min(SIZE[1], parent.height() - 40))
        self.apply_theme(theme)
        self.apply_wording(wording)
        self.show_run(None)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """List these runs; the one that was lit stays lit."""
        lit = None if self._shown is None else self._shown.key
        self.list.setRowCount(len(rows))
        for n, row in enumerate(rows):
            for column, text in enumerate(row.cells):
                item = QTableWidgetItem(text)
                item.setData(_KEY, row.key)
                item.setToolTip(row.fault or text)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                self.list.setItem(n, column, item)
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        keys = [row.key for row in rows]
        if rows:
            self.list.selectRow(keys.index(lit) if lit in keys else 0)

    def show_run(self, run: RunShown | None) -> None:
        """Show what came of a run; nothing for None."""
        self._shown = run
        for part in (self.tabs, self.remark, *self.papers.values()):
            part.setEnabled(run is not None)
        self.heading.setText("" if run is None else run.title)
        self.remarks.setText("" if run is None else "\n".join(run.remarks))
        self.remarks.setVisible(run is not None and bool(run.remarks))
        if run is not None:
            self.sheet.show_sheet(run.sheet)
            self.corrections.show_corrections(run.corrections, run.sheet.criteria)
            self.trend.show_points(run.trend)

    def say(self, text: str) -> None:
        """One line at the foot."""
        self.said.setText(text)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.sheet.apply_theme(theme)
        self.corrections.apply_theme(theme)
        self.trend.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording, say = wording, wording.say
        self.setWindowTitle(say("report.window.title"))
        self.list.setAccessibleName(say("report.window.list"))
        self.list.setHorizontalHeaderLabels([say(f"report.column.{each}") for each in COLUMNS])
        self.empty.setText(say("report.window.none"))
        self.remark.setPlaceholderText(say("report.window.remark_hint"))
        self.remark.setAccessibleName(say("report.window.remark"))
        for kind, button in self.papers.items():
            button.setText(say(f"report.window.{kind}"))
        for n, name in enumerate(("sheet", "corrections", "trend")):
            self.tabs.setTabText(n, say(f"report.window.{name}"))
        self.sheet.apply_wording(wording)
        self.corrections.apply_wording(wording)
        self.trend.apply_wording(wording)

    def _build(self) -> None:
        self.heading.setFont(ui_font(TITLE_PX + 2, bold=True))
        for label in (self.heading, self.said, self.empty, self.remarks):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build_list()
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(left)
        parts.addWidget(self._right())
        parts.setSizes([560, 740])
        parts.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 10)
        whole.addWidget(parts, 1)
        whole.addWidget(self.said)

    def _build_list(self) -> None:
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setShowGrid(False)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(30)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.list.itemSelectionChanged.connect(self._on_selected)

    def _right(self) -> QWidget:
        right = QWidget(self)
        for part in (self.sheet, self.corrections, self.trend):
            self.tabs.addTab(part, "")
        row = QHBoxLayout()
        row.addWidget(self.remark, 1)
        for kind, button in self.papers.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, kind=kind: self.paper_wanted.emit(kind))
            row.addWidget(button)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.remarks)
        column.addLayout(row)
        self.remark.returnPressed.connect(self._on_remark)
        self.corrections.correction_set.connect(self.correction_set)
        return right

    @Slot()
    def _on_selected(self) -> None:
        item = self.list.item(self.list.currentRow(), 0)
        if item is not None and (self._shown is None or self._shown.key != item.data(_KEY)):
            self.run_chosen.emit(str(item.data(_KEY)))

    @Slot()
    def _on_remark(self) -> None:
        text = self.remark.text().strip()
        if text:
            self.remark.clear()
            self.remark_made.emit(text)
