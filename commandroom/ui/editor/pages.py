"""What lies at the foot of the editor: the faults, the text, the dry run."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.ports import CriterionResult
from commandroom.ui.editor.reading import Rehearsed
from commandroom.ui.editor.rows import clock
from commandroom.ui.panels.text import one_line
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, ui_font
from commandroom.wording import Wording

TYPING_MS = 350
"""So long after the last key the text counts as typed."""
MONO = "Noto Sans Mono CJK SC"


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the list of faults."""

    line: int
    text: str


class FaultList(QListWidget):
    """Everything that is wrong; a click goes there."""

    line_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faults: tuple[Fault, ...] = ()
        self.setFont(ui_font())
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListWidget::item { padding: 4px 10px; }")
        self.setFrameShape(self.Shape.NoFrame)
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def show_faults(self, faults: Sequence[Fault], none: str) -> None:
        """Show these; `none` says that there are none."""
        if tuple(faults) == self._faults and faults:
            return
        self._faults = tuple(faults)
        self.clear()
        for each in faults:
            item = QListWidgetItem(f"●  {one_line(each.text)}", self)
            item.setData(Qt.ItemDataRole.UserRole, each.line)
        if not faults:
            item = QListWidgetItem(none, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        line = item.data(Qt.ItemDataRole.UserRole)
        if line is not None:
            self.line_wanted.emit(int(line))


class TextPage(QPlainTextEdit):
    """The script as text; what is typed is told a moment after the last key, right or wrong."""

    typed = Signal(str)
    line_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font = ui_font(BODY_PX)
        self.setStyleSheet(f'font-family: "{MONO}", monospace; font-size: {BODY_PX}px;')
        self.setFont(font)
        self.setLineWrapMode(self.LineWrapMode.NoWrap)
        self.setUndoRedoEnabled(False)
        self._theme = theme
        self._is_showing = False
        self._marked: tuple[int, ...] = ()
        self._later = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._later.timeout.connect(self.tell)
        self.textChanged.connect(self._on_text)
        self.cursorPositionChanged.connect(self._on_cursor)

    def show_text(self, text: str) -> None:
        """Show it where it is other than what is there; the cursor stays in its line."""
        if text == self.toPlainText():
            return
        cursor, scroll = self.textCursor().blockNumber(), self.verticalScrollBar().value()
        self._is_showing = True
        self.setPlainText(text)
        block = self.document().findBlockByNumber(min(cursor, self.blockCount() - 1))
        self.setTextCursor(QTextCursor(block))
        self.verticalScrollBar().setValue(scroll)
        self._is_showing = False
        self.mark_lines(self._marked)

    def go_to(self, line: int) -> None:
        """Put the cursor there (from 1)."""
        block = self.document().findBlockByNumber(max(0, line - 1))
        self._is_showing = True
        self.setTextCursor(QTextCursor(block))
        self._is_showing = False
        self.centerCursor()

    def mark_lines(self, lines: Sequence[int]) -> None:
        """Underlay lines (from 1) with something wrong."""
        self._marked = tuple(lines)
        marks = []
        for line in self._marked:
            block = self.document().findBlockByNumber(line - 1)
            if line and block.isValid():
                mark = QTextEdit.ExtraSelection()
                ground = QColor(self._theme.attention_1)
                ground.setAlpha(56)
                mark.format.setBackground(ground)
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                mark.cursor = QTextCursor(block)
                marks.append(mark)
        self.setExtraSelections(marks)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.mark_lines(self._marked)

    @Slot()
    def tell(self) -> None:
        """Say what was typed, now."""
        if self._later.isActive():
            self._later.stop()
        self.typed.emit(self.toPlainText())

    @property
    def is_typing(self) -> bool:
        """Whether something was typed that nobody was told yet."""
        return self._later.isActive()

    @Slot()
    def _on_text(self) -> None:
        if not self._is_showing:
            self._later.start()

    @Slot()
    def _on_cursor(self) -> None:
        if not self._is_showing and self.hasFocus():
            self.line_chosen.emit(self.textCursor().blockNumber() + 1)


class RehearsalPage(QWidget):
    """How the script's own answer fares."""

    play_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._wording = theme, wording
        self._criteria: tuple[CriterionResult, ...] = ()
        self.play, self.stop, self.state = QPushButton(self), QPushButton(self), QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.table = QTableWidget(0, 4, self)
        self.table.setFont(ui_font(BODY_PX, tabular=True))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(25)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        for widget in (self.play, self.stop, self.state):
            line.addWidget(widget)
        line.addWidget(self.bar, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 6)
        box.addLayout(line)
        box.addWidget(self.table, 1)
        self.play.clicked.connect(self.play_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.stop.setEnabled(False)
        self.apply_wording(wording)

    def show_course(self, stand: Rehearsed) -> None:
        """How far it is, and what was measured so far."""
        self.play.setEnabled(stand.is_over)
        self.stop.setEnabled(not stand.is_over)
        self.bar.setRange(0, max(1, round(stand.duration_s)))
        self.bar.setValue(round(stand.duration_s if stand.is_over else stand.elapsed_s))
        judged = [each for each in stand.criteria if each.passed is not None]
        passed = sum(each.passed is True for each in judged)
        key = "editor.rehearsal.over" if stand.is_over else "editor.rehearsal.runs"
        self.state.setText(
            self._wording.say(key, at=clock(stand.elapsed_s), passed=passed, total=len(stand.criteria))
        )
        if stand.criteria != self._criteria:
            self._criteria = stand.criteria
            self._show_rows()

    def show_end(self, text: str) -> None:
        """It was stopped, or cannot be played."""
        self.play.setEnabled(True)
        self.stop.setEnabled(False)
        self.bar.reset()
        self.state.setText(text)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording, say = wording, wording.say
        self.play.setText(say("editor.rehearsal.play"))
        self.stop.setText(say("editor.rehearsal.stop"))
        self.table.setHorizontalHeaderLabels(
            [say(f"editor.rehearsal.{each}") for each in ("verdict", "criterion", "measured", "limit")]
        )
        self._show_rows()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._show_rows()

    def _show_rows(self) -> None:
        self.table.setRowCount(len(self._criteria))
        for row, each in enumerate(self._criteria):
            verdict = {True: "passed", False: "failed", None: "open"}[each.passed]
            title = each.title_zh if self._wording.language == "zh" else each.title_en
            texts = (
                self._wording.say(f"editor.rehearsal.{verdict}"),
                title,
                _figure(each.measured, each.unit),
                _figure(each.limit, each.unit),
            )
            colour = {True: self._theme.free, False: self._theme.attention_1, None: self._theme.muted}
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == 0:
                    item.setForeground(QColor(colour[each.passed]))
                self.table.setItem(row, column, item)


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    return clock(value) if unit == "s" else f"{value:g}"
