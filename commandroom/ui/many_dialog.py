"""多警统派: the window beside the work. Plain values in, wishes out; it decides nothing."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.many_rows import Key, ManyPicture
from commandroom.ui.many_table import COLUMNS, ManyTable
from commandroom.ui.many_totals import TotalsPair
from commandroom.ui.panels.drill.hold import HoldButton
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

_WIDTHS = {"level": 84, "waited": 62, "role": 168, "best": 112, "best_eta": 96, "hand": 136, "hand_eta": 96,
           "note": 220}  # fmt: skip
ROW_PX = 28
WIDEST_PX = 1500


class ManyDialog(QDialog):
    """The best assignment and the one by hand, row by row; one held button sends the best."""

    send_wanted = Signal()
    again_wanted = Signal()
    copy_wanted = Signal()
    incident_chosen = Signal(str)

    WORD_AFTER_MS = 300
    """What takes less says nothing about itself."""

    def __init__(self, wording: Wording, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self._wording = wording
        self._picture: ManyPicture | None = None
        self._busy_words = ""
        self._is_busy = False
        self._word = QTimer(self, singleShot=True, interval=self.WORD_AFTER_MS)
        self._word.timeout.connect(self._on_word)
        self._build()
        self.resize(min(parent.width() - 40, WIDEST_PX), parent.height() - 50)
        self.apply_wording(wording)
        self.apply_theme(theme)

    def begin(self, words: str) -> None:
        """Working it out, or sending; `words` are shown when it lasts."""
        self._is_busy, self._busy_words = True, words
        self._word.start()
        self._enable()

    def go_on(self, words: str) -> None:
        """The same work has come so far."""
        self._busy_words = words
        if self._is_busy and not self._word.isActive():
            self.said.setText(words)

    def end(self, words: str) -> None:
        """Done; what is to be said of it."""
        self._is_busy = False
        self._word.stop()
        self.said.setText(words)
        self._enable()

    def show_picture(self, picture: ManyPicture, *, keep: bool = False) -> None:
        """What was worked out; `keep`: the same in other words."""
        self._picture = picture
        self.table.put(picture.rows, keep=keep)
        self._show_totals()
        if not keep:
            self.view.setFocus()
        self._enable()

    def show_nothing(self, words: str) -> None:
        """There is nothing to send anybody for; `words` say what would fill this."""
        self._picture = None
        self.table.put(())
        self.nothing.setText(words)
        self._show_totals()
        self._enable()

    def show_results(self, results: dict[Key, tuple[bool, str]]) -> None:
        """What came of some rows."""
        self.table.say_results(results)

    def show_old(self, is_old: bool) -> None:
        """Things are other than when it was worked out; nothing moves by itself."""
        self.old.setVisible(is_old)
        self._enable()

    def apply_wording(self, wording: Wording) -> None:
        """Another language; the picture comes anew from the desk."""
        self._wording, say = wording, wording.say
        self.setWindowTitle(say("board.many.title"))
        self.heading.setText(say("board.many.title"))
        self.objective.setText(f"{say('many.objective')}{say('board.many.free_only')}")
        self.old.setText(say("board.many.old"))
        self.again.setText(say("board.many.again"))
        self.copy.setText(say("board.many.copy"))
        self.close_button.setText(say("ui.dialog.close"))
        self.send.setToolTip(say("board.many.send.tip"))
        self.view.setAccessibleName(say("board.many.title"))
        self.table.wording = wording
        self.table.again()
        self._show_totals()
        self._enable()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.table.theme = theme
        self.totals.apply_theme(theme)
        self.send.apply_theme(theme)
        self.old.setStyleSheet(f"color: {theme.selection};")
        self.view.setStyleSheet(
            f"QTableView {{ border: 1px solid {theme.line}; }} QTableView::item {{ padding: 0 6px; }}"
            f"QTableView::indicator {{ width: 12px; height: 12px; border-radius: 3px;"
            f" border: 2px solid {theme.muted}; background: {theme.ground}; }}"
            f"QTableView::indicator:checked {{ border-color: {theme.selection};"
            f" background: {theme.selection}; }}"
        )
        self.table.again()

    def _build(self) -> None:
        self.heading, self.counts, self.objective = QLabel(self), QLabel(self), QLabel(self)
        self.nothing, self.old, self.said = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setObjectName("heading")
        for label in (self.counts, self.objective, self.nothing):
            label.setObjectName("muted")
        for label in (self.objective, self.nothing, self.said):
            label.setWordWrap(True)
        for label in (self.counts, self.objective, self.nothing, self.old, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.old.setFont(ui_font(BODY_PX, bold=True))
        self.old.hide()
        self.totals = TotalsPair(self)
        self.table = ManyTable(self._wording, self)
        self.table.ticked.connect(self._enable)
        self.view = self._view()
        self.again, self.copy, self.close_button = QPushButton(self), QPushButton(self), QPushButton(self)
        self.send = HoldButton(self)
        self.send.held.connect(self.send_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.close_button.clicked.connect(self.close)
        for button in (self.again, self.copy, self.close_button, self.send):
            button.setAutoDefault(False)
        self._lay_out()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.counts)
        head.addStretch(1)
        head.addWidget(self.old)
        head.addWidget(self.again)
        foot.addWidget(self.said, 1)
        for button in (self.copy, self.close_button, self.send):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 12, 18, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.objective)
        box.addWidget(self.totals)
        box.addWidget(self.view, 1)
        box.addWidget(self.nothing, 1)
        box.addLayout(foot)

    def _view(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self.table)
        view.setFont(ui_font(BODY_PX, tabular=True))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = view.horizontalHeader()
        header.setFont(ui_font(SMALL_PX))
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_head)
        for number, column in enumerate(COLUMNS):
            if column == "incident":
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                view.setColumnWidth(number, _WIDTHS[column])
        view.doubleClicked.connect(self._on_row)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), view)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._on_space)
        return view

    def _show_totals(self) -> None:
        picture, say = self._picture, self._wording.say
        has_rows = picture is not None and bool(picture.rows)
        self.view.setVisible(has_rows)
        self.totals.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        if picture is None:
            self.counts.setText("")
            return
        self.totals.show_picture(picture, self._wording)
        different = sum(each.differs for each in picture.rows)
        self.counts.setText(
            say(
                "board.many.counts",
                incidents=picture.incidents, slots=len(picture.rows), units=picture.units,
                different=different, at=picture.at,
            )
        )  # fmt: skip

    @Slot()
    def _enable(self) -> None:
        keys = self.table.sendable()
        incidents = len({incident for incident, _slot in keys})
        self.send.setText(self._wording.say("board.many.send", incidents=incidents, units=len(keys)))
        self.send.setEnabled(bool(keys) and not self._is_busy)
        self.again.setEnabled(not self._is_busy)
        self.copy.setEnabled(bool(self.table.rows))

    @Slot()
    def _on_word(self) -> None:
        self.said.setText(self._busy_words)

    @Slot()
    def _on_space(self) -> None:
        self.table.tick(sorted(index.row() for index in self.view.selectionModel().selectedRows()))

    @Slot(int)
    def _on_head(self, section: int) -> None:
        if COLUMNS[section] == "level":
            self.table.tick(range(len(self.table.rows)), not self.table.sendable())

    @Slot(QModelIndex)
    def _on_row(self, index: QModelIndex) -> None:
        self.incident_chosen.emit(self.table.rows[index.row()].incident)
