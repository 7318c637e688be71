"""推荐理由: what the room went by, everybody it weighed, and the rule that left each one out."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.phrases import Phrases
from commandroom.ui.reasons_rows import COLUMNS, ReasonsPicture, as_text
from commandroom.ui.reasons_table import ReasonFilter, ReasonTable
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font

WIDTHS = (52, 130, 76, 76, 64, 150, 240)


class ReasonsDialog(QDialog):
    """Stands beside the work and never holds it up."""

    picture_chosen = Signal(int)
    """Place in the list of pictures: 0 for what stands now, then the stored decisions, newest first."""
    number_asked = Signal(str)
    """An incident by its number, however old."""
    unit_chosen = Signal(str)

    def __init__(self, theme: Theme, phrases: Phrases, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self._phrases = phrases
        self._theme = theme
        self.picture: ReasonsPicture | None = None
        self.heading = QLabel(self)
        self.choice = QComboBox(self)
        self.number = QLineEdit(self)
        self.filter = QLineEdit(self)
        self.table = QTableView(self)
        self.model = ReasonTable(theme, phrases, self)
        self.rows = ReasonFilter(self)
        self.shortfalls = QLabel(self)
        self.remark = QLabel(self)
        self.copy = QPushButton(self)
        self.leave = QPushButton(self)
        self._labels: list[QLabel] = []
        self._grid = QGridLayout()
        self._build()
        self.apply_wording(phrases)
        self.resize(min(900, parent.width() - 60), min(680, parent.height() - 60))

    def show_picture(self, picture: ReasonsPicture) -> None:
        """Show this; sorting and filter stay as they are."""
        self.picture = picture
        self.setWindowTitle(picture.title)
        self.heading.setText(picture.title)
        for label in self._labels:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._labels = []
        for row, (name, text) in enumerate(picture.inputs):
            head, said = QLabel(name, self), QLabel(text, self)
            head.setObjectName("muted")
            said.setWordWrap(True)
            for column, label in enumerate((head, said)):
                label.setTextFormat(Qt.TextFormat.PlainText)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
                self._labels.append(label)
        self.shortfalls.setText("\n".join(picture.shortfalls))
        self.shortfalls.setVisible(bool(picture.shortfalls))
        self.remark.setText(picture.remark)
        self.remark.setVisible(bool(picture.remark))
        self.model.put(picture.rows, self._theme, self._phrases)

    def offer(self, names: Sequence[str], chosen: int) -> None:
        """The pictures there are, by name."""
        if [self.choice.itemText(place) for place in range(self.choice.count())] != list(names):
            self.choice.clear()
            self.choice.addItems(list(names))
        self.choice.setCurrentIndex(chosen)
        self.choice.setVisible(len(names) > 1)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.shortfalls.setStyleSheet(f"color: {theme.attention_2};")
        self.table.setStyleSheet(
            f"QHeaderView::section {{ background: {theme.raised}; color: {theme.muted}; border: 0;"
            f" border-bottom: 1px solid {theme.line}; padding: 4px 6px; }}"
            f"QTableView {{ border: 1px solid {theme.line}; alternate-background-color: {theme.raised}; }}"
        )
        if self.picture is not None:
            self.show_picture(self.picture)

    def apply_wording(self, phrases: Phrases) -> None:
        """Another language; the picture comes anew from the desk."""
        self._phrases = phrases
        say = phrases.say
        for field, name in ((self.filter, "filter"), (self.number, "number")):
            field.setPlaceholderText(say(f"team.reasons.{name}"))
            field.setAccessibleName(say(f"team.reasons.{name}"))
            field.setToolTip(say(f"team.reasons.{name}.tip"))
        self.choice.setAccessibleName(say("team.reasons.choose"))
        self.choice.setToolTip(say("team.reasons.choose"))
        self.table.setAccessibleName(say("team.reasons.table"))
        self.copy.setText(say("team.reasons.copy"))
        self.leave.setText(say("ui.dialog.close"))
        self.apply_theme(self._theme)

    def _build(self) -> None:
        self.heading.setObjectName("heading")
        for label in (self.heading, self.shortfalls, self.remark):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.shortfalls.setFont(ui_font(BODY_PX, bold=True))
        self.remark.setObjectName("muted")
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._build_table()
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.setSpacing(8)
        box.addWidget(self.heading)
        box.addLayout(self._row(self.choice, self.number))
        box.addLayout(self._grid)
        box.addWidget(self.shortfalls)
        box.addWidget(self.filter)
        box.addWidget(self.table, 1)
        box.addWidget(self.remark)
        feet = QHBoxLayout()
        feet.addStretch(1)
        for button in (self.copy, self.leave):
            button.setAutoDefault(False)
            feet.addWidget(button)
        box.addLayout(feet)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.rows.set_text)
        self.choice.activated.connect(self.picture_chosen)
        self.number.returnPressed.connect(self._on_number)
        self.copy.clicked.connect(self._on_copy)
        self.leave.clicked.connect(self.close)

    def _build_table(self) -> None:
        self.rows.setSourceModel(self.model)
        table = self.table
        table.setModel(self.rows)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setFont(ui_font(BODY_PX))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        head = table.horizontalHeader()
        head.setFont(ui_font(SMALL_PX))
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(len(COLUMNS)):
            table.setColumnWidth(column, WIDTHS[column])
        table.clicked.connect(self._on_row)

    @staticmethod
    def _row(*parts: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        for stretch, part in zip((2, 1), parts, strict=True):
            line.addWidget(part, stretch)
        return line

    @Slot()
    def _on_number(self) -> None:
        self.number_asked.emit(self.number.text().strip().upper())

    @Slot(QModelIndex)
    def _on_row(self, index: QModelIndex) -> None:
        self.unit_chosen.emit(self.model.rows[self.rows.mapToSource(index).row()].unit)

    @Slot()
    def _on_copy(self) -> None:
        if self.picture is not None:
            QGuiApplication.clipboard().setText(as_text(self.picture, self._phrases))
