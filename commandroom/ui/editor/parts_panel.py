"""The left side: the injects over time, or a list of the places, opponents, answers or criteria."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.editor.timeline import ZOOM, Timeline
from commandroom.ui.panels.text import one_line
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

PARTS = ("injects", "places", "opponents", "answer", "criteria", "")
"""The script's own fields come last."""


class PartsPanel(QWidget):
    """Which part is looked at, and which of its items."""

    chosen = Signal(str, int)
    add_wanted = Signal(str)
    remove_wanted = Signal(str, int)
    order_wanted = Signal(str, int, int)
    """Part, position and the position it is to have."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.timeline = Timeline(theme, wording, self)
        self.list = QListWidget(self)
        self.list.setFont(ui_font())
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setStyleSheet("QListWidget::item { padding: 5px 10px; }")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setStyleSheet("QTabBar::tab { padding: 5px 7px; }")
        for _ in PARTS:
            self.tabs.addTab("")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(self.list)
        self.add, self.remove = QPushButton(self), QPushButton(self)
        self.up, self.down = QPushButton("↑", self), QPushButton("↓", self)
        self.nearer, self.farther, self.whole = (
            QPushButton("＋", self),
            QPushButton("－", self),
            QPushButton(self),
        )
        self._build()
        self.apply_wording(wording)

    @property
    def part(self) -> str:
        """The part that is looked at."""
        return PARTS[max(0, self.tabs.currentIndex())]

    def show_part(self, part: str) -> None:
        """Look at a part; says nothing of an item."""
        if part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(part))

    def show_list(self, lines: Sequence[str], chosen: int, faulty: frozenset[int]) -> None:
        """The items of the part, one a line."""
        texts = [f"{'● ' if n in faulty else ''}{one_line(text)}" for n, text in enumerate(lines)]
        if [self.list.item(n).text() for n in range(self.list.count())] != texts:
            self.list.clear()
            for text in texts:
                self.list.addItem(QListWidgetItem(text))
        if self.list.currentRow() != chosen:
            self.list.setCurrentRow(chosen)

    def show_counts(self, counts: Mapping[str, int], wording: Wording) -> None:
        """How many there are of each, on the tabs."""
        for n, part in enumerate(PARTS):
            name = wording.say(f"editor.part.{part or 'script'}")
            self.tabs.setTabText(n, f"{name} {counts[part]}" if part in counts else name)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.timeline.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        say = wording.say
        self.timeline.apply_wording(wording)
        self.add.setText(say("editor.add"))
        self.remove.setText(say("editor.remove"))
        self.whole.setText(say("editor.fit"))
        self.up.setToolTip(say("editor.up"))
        self.down.setToolTip(say("editor.down"))
        self.nearer.setToolTip(say("editor.nearer"))
        self.farther.setToolTip(say("editor.farther"))
        self.show_counts({}, wording)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 6, 8, 6)
        for button in (self.add, self.remove, self.up, self.down):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.farther, self.nearer, self.whole):
            foot.addWidget(button)
        for button in (self.up, self.down, self.nearer, self.farther):
            button.setFixedWidth(34)
            button.setStyleSheet("padding: 4px 0;")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self.tabs.currentChanged.connect(self._on_tab)
        self.list.currentRowChanged.connect(self._on_row)
        self.timeline.chosen.connect(self._on_card)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.timeline.remove_wanted.connect(self._on_remove)
        self.up.clicked.connect(lambda: self._order(-1))
        self.down.clicked.connect(lambda: self._order(1))
        self.nearer.clicked.connect(lambda: self.timeline.zoom(ZOOM))
        self.farther.clicked.connect(lambda: self.timeline.zoom(1 / ZOOM))
        self.whole.clicked.connect(self.timeline.fit)

    @property
    def position(self) -> int:
        """Of the chosen item; -1 where none is."""
        return self.timeline.chosen_row if self.part == "injects" else self.list.currentRow()

    def _order(self, step: int) -> None:
        if self.position >= 0:
            self.order_wanted.emit(self.part, self.position, self.position + step)

    @Slot(int)
    def _on_tab(self, _at: int) -> None:
        is_timeline = self.part == "injects"
        self._stack.setCurrentIndex(0 if is_timeline else 1)
        for widget in (self.nearer, self.farther, self.whole):
            widget.setVisible(is_timeline)
        for widget in (self.add, self.remove):
            widget.setVisible(bool(self.part))
        for widget in (self.up, self.down):
            widget.setVisible(self.part in ("injects", "answer", "criteria", "opponents"))
        self.list.clear()
        self.chosen.emit(self.part, self.timeline.chosen_row if is_timeline else -1)

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self.part, row)

    @Slot(int)
    def _on_card(self, n: int) -> None:
        self.chosen.emit("injects", n)

    @Slot()
    def _on_add(self) -> None:
        self.add_wanted.emit(self.part)

    @Slot()
    def _on_remove(self) -> None:
        if self.position >= 0:
            self.remove_wanted.emit(self.part, self.position)
