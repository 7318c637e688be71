"""The figures of the coverage beside the map: shares, posts out of reach, who could move up."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.layers.coverage_table import ShareRow, ShareTable
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

WIDTH = 440
ROW_PX = 26
MOST_MOVES, MOST_GAPS = 3, 6
"""Rows that stand in sight; the others are scrolled to."""


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """All that the panel shows, as plain values."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[ShareRow, ...]
    gaps_title: str
    gaps: tuple[tuple[str, str], ...]
    """Post id and its line."""


class _Rows(QListWidget):
    """A list on which Enter and a double click mean a row, a click looks at it; no key gets past it."""

    looked_at = Signal(str)
    meant = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font(BODY_PX, tabular=True))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.itemClicked.connect(self._on_clicked)
        self.itemDoubleClicked.connect(self._on_meant)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these keys and lines; the row in hand stays in hand, and the list where it was."""
        if [(self.key(each), self.item(each).text()) for each in range(self.count())] == list(rows):
            return
        chosen, at = self.key(self.currentRow()), self.verticalScrollBar().value()
        self.clear()
        for key, text in rows:
            item = QListWidgetItem(text, self)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(text)
            if key == chosen:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(at)

    def key(self, row: int) -> str:
        """The key of a row; '' for none."""
        item = self.item(row)
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.key(self.currentRow()):
                self.meant.emit(self.key(self.currentRow()))
            event.accept()
            return
        super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.looked_at.emit(self.key(self.row(item)))

    @Slot(QListWidgetItem)
    def _on_meant(self, item: QListWidgetItem) -> None:
        self.meant.emit(self.key(self.row(item)))


class CoveragePanel(QDialog):
    """Stands beside the work. Plain values in, wishes out."""

    gap_wanted = Signal(str)
    """Show this post on the map."""
    moves_wanted = Signal()
    move_wanted = Signal(str)
    """Select the unit of this move and show its way."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self._wording = wording
        self.title = QLabel(self)
        self.table = ShareTable(theme, self)
        self.gaps_title, self.moves_title = QLabel(self), QLabel(self)
        self.gaps, self.moves = _Rows(self), _Rows(self)
        self.compute = QPushButton(self)
        self.note = QLabel(self)
        self._build()
        self.setFixedWidth(WIDTH)
        self.apply_wording(wording)
        self.apply_theme(theme)

    def show_picture(self, picture: CoveragePicture) -> None:
        """The newest figures."""
        self.title.setText(picture.title)
        self.table.show_rows(picture.heads, picture.rows, bold=1)
        self.gaps_title.setText(picture.gaps_title)
        self.gaps.show_rows(picture.gaps)
        self.gaps.setVisible(bool(picture.gaps))
        self.gaps.setFixedHeight(min(len(picture.gaps), MOST_GAPS) * ROW_PX + 6)
        self._fit()

    def show_moves(self, moves: Sequence[tuple[str, str]], note: str, *, is_busy: bool = False) -> None:
        """The moves by unit, and a line about them."""
        self.moves.show_rows(moves)
        self.moves.setVisible(bool(moves))
        self.note.setText(note)
        self.compute.setEnabled(not is_busy)
        self._fit()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.table.apply_theme(theme)
        self.note.setStyleSheet(f"color: {theme.muted};")
        for rows in (self.gaps, self.moves):
            rows.setStyleSheet(
                f"QListWidget {{ background: {theme.ground}; border: 1px solid {theme.line};"
                f" border-radius: 4px; }} QListWidget::item {{ height: {ROW_PX}px; padding: 0 8px; }}"
                f"QListWidget:focus {{ border-color: {theme.selection}; }}"
            )

    def apply_wording(self, wording: Wording) -> None:
        """Another language, of what does not depend on the picture."""
        self._wording = wording
        say = wording.say
        self.setWindowTitle(say("coverage.panel.title"))
        self.moves_title.setText(say("coverage.moves.title"))
        self.compute.setText(say("coverage.moves.find"))
        self.compute.setToolTip(say("coverage.moves.tip"))
        for rows, key in ((self.gaps, "coverage.gaps.name"), (self.moves, "coverage.moves.title")):
            rows.setAccessibleName(say(key))

    def _fit(self) -> None:
        """As high as what it holds."""
        self._box.activate()
        self.setFixedHeight(max(self._box.minimumSize().height(), self._box.heightForWidth(WIDTH)))

    def _build(self) -> None:
        self.title.setFont(ui_font(BODY_PX))
        self.title.setObjectName("muted")
        for label in (self.gaps_title, self.moves_title):
            label.setFont(ui_font(15, bold=True))
        self.note.setFont(ui_font(SMALL_PX))
        for label in (self.title, self.gaps_title, self.moves_title, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.compute.setAutoDefault(False)
        self.compute.clicked.connect(self.moves_wanted)
        self.gaps.looked_at.connect(self.gap_wanted)
        self.gaps.meant.connect(self.gap_wanted)
        self.moves.meant.connect(self.move_wanted)
        self.moves.setFixedHeight(MOST_MOVES * ROW_PX + 4)
        self.moves.hide()
        head = QHBoxLayout()
        head.addWidget(self.moves_title, 1)
        head.addWidget(self.compute)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addWidget(self.title)
        box.addWidget(self.table)
        box.addSpacing(4)
        box.addWidget(self.gaps_title)
        box.addWidget(self.gaps)
        box.addLayout(head)
        box.addWidget(self.moves)
        box.addWidget(self.note)
        box.addStretch(1)
