"""What was done beside what the plan would have done: criterion by criterion."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.ports import CriterionResult
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.look import dress, lettering
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

COLUMNS = ("criterion", "done", "plan", "limit")


class Comparison(QWidget):
    """Two columns of measured values, and the limit beside."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording, self._theme = wording, NIGHT
        self._done: tuple[CriterionResult, ...] = ()
        self._plan: tuple[CriterionResult, ...] | None = None
        self.about = QLabel(self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 6, 6)
        box.addWidget(self.about)
        box.addWidget(self.table, 1)
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def show_results(
        self, done: Sequence[CriterionResult], plan: Sequence[CriterionResult] | None, about: str
    ) -> None:
        """`plan` is None while it is not known; `about` says why, or what is compared."""
        self._done, self._plan = tuple(done), None if plan is None else tuple(plan)
        self.about.setText(about)
        self._fill()

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        dress(self, theme)
        self._fill()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        self.table.setHorizontalHeaderLabels([wording.say(f"review.column.{each}") for each in COLUMNS])
        self.table.setAccessibleName(wording.say("review.tab.comparison"))
        self._fill()

    def _fill(self) -> None:
        plans = {each.id: each for each in self._plan or ()}
        rows = self._done or self._plan or ()
        self.table.setRowCount(len(rows))
        for row, result in enumerate(rows):
            title = result.title_zh if self._wording.language == "zh" else result.title_en
            self._put(row, 0, title, None)
            self._put(row, 1, *_measured(result if self._done else None))
            self._put(row, 2, *_measured(plans.get(result.id)))
            self._put(row, 3, _value(result.limit, result.unit), None)

    def _put(self, row: int, column: int, text: str, passed: bool | None) -> None:
        item = QTableWidgetItem(text)
        item.setFont(lettering(bold=passed is False))
        item.setToolTip(plain_tip(text))
        colour = self._theme.attention_1 if passed is False else self._theme.text
        item.setForeground(QColor(self._theme.muted if column == len(COLUMNS) - 1 else colour))
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(row, column, item)


def _measured(result: CriterionResult | None) -> tuple[str, bool | None]:
    """The value with its sign; a dash where nothing was measured."""
    if result is None:
        return "–", None
    sign = {True: "✓", False: "✗", None: "○"}[result.passed]
    return f"{_value(result.measured, result.unit)} {sign}", result.passed


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return clock_text(value) if unit == "s" else f"{value:g}"
