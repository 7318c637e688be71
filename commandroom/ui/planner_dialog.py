"""布点规划: the question at the left, before and after at the right. Plain values in, wishes out."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.planner.sites import Site
from commandroom.ui.planner_answer import PlanAnswer
from commandroom.ui.planner_bars import CoverBars
from commandroom.ui.planner_form import PlanForm
from commandroom.ui.planner_key import PlanKey
from commandroom.ui.planner_sketch import PlanSketch
from commandroom.ui.planner_words import COLUMNS, PlanPicture, SiteRow, percent, picture
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, ui_font
from commandroom.wording import Wording

HEAD_PX = 26
LEAST, MOST = QSize(1080, 610), QSize(1560, 940)
OF_WINDOW = 0.88
ROW_PX = 26


class PlanDialog(QDialog):
    """Stands beside the work; Esc closes it."""

    show_wanted = Signal(bool)
    export_wanted = Signal()
    copy_wanted = Signal()
    site_wanted = Signal(object)
    """The Site that is to be looked at on the live map."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self._wording, self._theme = wording, theme
        self._answer: PlanAnswer | None = None
        self._said: PlanPicture | None = None
        self.form = PlanForm(wording, self)
        self._build(theme)
        window = parent.size() * OF_WINDOW
        self.resize(window.expandedTo(LEAST).boundedTo(MOST))
        self.apply_theme(theme)
        self.apply_wording(wording)
        self.show_answer(None)

    def show_answer(self, answer: PlanAnswer | None, *, is_earlier: bool = False) -> None:
        """Before and after; `is_earlier`: the form asks something else by now."""
        if answer is not self._answer:
            self._answer = answer
            for sketch in self.sketches:
                sketch.show_answer(answer)
        self._said = None if answer is None else picture(answer, self._wording)
        self._show_said(is_earlier)

    def show_trouble(self, words: str) -> None:
        """Why there is no answer; '' where there is one."""
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def show_on_map(self, on: bool) -> None:
        """Whether the plan lies on the live map."""
        self.on_map.setChecked(on)
        self.on_map.setText(self._wording.say(f"board.planner.{'hide' if on else 'show'}"))

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording, say = wording, wording.say
        self.setWindowTitle(say("board.planner.title"))
        self.form.apply_wording(wording)
        self.key.apply_wording(wording)
        self.export.setText(say("board.planner.export"))
        self.copy.setText(say("board.planner.copy"))
        self.table.setAccessibleName(say("board.planner.table"))
        self.table.setHorizontalHeaderLabels([say(f"board.planner.column.{each}") for each in COLUMNS])
        self.show_on_map(self.on_map.isChecked())

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for part in (self.form, self.bars, self.key, *self.sketches):
            part.apply_theme(theme)
        if self._said is not None:
            self._show_rows(self._said.rows)

    def stop(self) -> None:
        """Paint no more."""
        for sketch in self.sketches:
            sketch.stop()

    def _build(self, theme: Theme) -> None:
        self.question, self.cover, self.change = QLabel(self), QLabel(self), QLabel(self)
        self.verdict, self.notes, self.trouble = QLabel(self), QLabel(self), QLabel(self)
        self.question.setObjectName("muted")
        self.cover.setStyleSheet(f"font-size: {HEAD_PX}px; font-weight: 600;")
        self.verdict.setStyleSheet("font-weight: 600;")
        self.trouble.setStyleSheet("font-size: 16px; font-weight: 600;")
        for label in (self.question, self.cover, self.change, self.verdict, self.notes, self.trouble):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label not in (self.cover, self.change))
        self.bars, self.key = CoverBars(theme, self), PlanKey(theme, self)
        self.titles = (QLabel(self), QLabel(self))
        self.sketches = (PlanSketch(theme, self, is_after=False), PlanSketch(theme, self, is_after=True))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.trouble)
        right.addLayout(self._headline())
        right.addLayout(self._maps(), 4)
        right.addWidget(self.key)
        right.addWidget(self._table(), 2)
        right.addLayout(self._foot())
        box = QHBoxLayout(self)
        box.setContentsMargins(14, 14, 14, 14)
        box.setSpacing(14)
        box.addWidget(self.form)
        box.addLayout(right, 1)

    def _headline(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(3)
        for label in (self.question, self.cover, self.change):
            words.addWidget(label)
        words.addStretch(1)
        sure = QVBoxLayout()
        sure.setSpacing(3)
        for widget in (self.bars, self.verdict, self.notes):
            sure.addWidget(widget)
        sure.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(24)
        line.addLayout(words, 4)
        line.addLayout(sure, 5)
        return line

    def _maps(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        for title, sketch in zip(self.titles, self.sketches, strict=True):
            title.setFont(ui_font(BODY_PX, bold=True, tabular=True))
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(sketch, 1)
            line.addLayout(column, 1)
        return line

    def _table(self) -> QWidget:
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setFont(ui_font(BODY_PX, tabular=True))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, px in ((0, 64), (2, 150), (3, 110)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(column, px)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(118)
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.table.activated.connect(self._on_activated)
        return self.table

    def _foot(self) -> QHBoxLayout:
        self.on_map, self.export, self.copy = QPushButton(self), QPushButton(self), QPushButton(self)
        self.on_map.setCheckable(True)
        self.on_map.clicked.connect(self.show_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in (self.copy, self.export, self.on_map):
            button.setAutoDefault(False)
            line.addWidget(button)
        return line

    def _show_said(self, is_earlier: bool) -> None:
        say, said = self._wording.say, self._said
        for widget in (self.bars, self.key, self.table, *self.titles, *self.sketches):
            widget.setVisible(said is not None)
        self.table.setVisible(said is not None and bool(said.rows))
        for button in (self.on_map, self.export, self.copy):
            button.setEnabled(said is not None)
        if said is None:
            for label in (self.cover, self.change, self.verdict, self.notes):
                label.setText("")
            self.question.setText(say("board.planner.hint"))
            return
        earlier = f"{say('board.planner.earlier')}\n" if is_earlier else ""
        self.question.setText(earlier + said.question)
        before, after = percent(said.before), percent(said.after)
        self.cover.setText(say("board.planner.cover", before=before, after=after))
        self.change.setText(said.change)
        self.verdict.setText(said.verdict)
        self.notes.setText("\n".join(said.notes))
        self.notes.setVisible(bool(said.notes))
        most = say("board.planner.bar.most", share=percent(said.coverable))
        today = "none" if said.is_from_scratch else "before"
        names = say(f"board.planner.bar.{today}"), say("board.planner.bar.after")
        self.bars.show_shares(names, (said.before, said.after), said.coverable, most)
        self.titles[0].setText(say(f"board.planner.map.{today}", share=before))
        self.titles[1].setText(say("board.planner.map.after", share=after))
        self._show_rows(said.rows)

    def _show_rows(self, rows: tuple[SiteRow, ...]) -> None:
        chosen = self._row_site()
        self.table.setRowCount(0)
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate((row.number, row.name, row.what, row.adds)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, row.id)
                if row.is_given_up:
                    item.setForeground(QColor(self._theme.muted))
                self.table.setItem(at, column, item)
            if row.id == chosen:
                self.table.selectRow(at)

    def _row_site(self) -> str:
        item = self.table.item(self.table.currentRow(), 0)
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _site(self) -> Site | None:
        """Of the row in hand."""
        if self._answer is None:
            return None
        sites = [*(each.site for each in self._answer.chosen), *self._answer.given_up]
        return next((each for each in sites if each.id == self._row_site()), None)

    @Slot()
    def _on_selected(self) -> None:
        site = self._site() if self.table.selectedItems() else None
        for sketch in self.sketches:
            sketch.mark(site)

    @Slot(QModelIndex)
    def _on_activated(self, _index: QModelIndex) -> None:
        site = self._site()
        if site is not None:
            self.site_wanted.emit(site)
