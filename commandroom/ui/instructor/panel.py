"""The list of injects, and the two acts on the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.ports import ComingInject
from commandroom.ui.instructor.injects import DUE, INJECT, IS_OVER, PHASE, STATE, WHAT, Index, InjectModel
from commandroom.ui.panels.look import dress
from commandroom.ui.panels.text import ClampedLabel
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

ROW_PX = 30
WIDTHS = {DUE: 156, PHASE: 108, STATE: 92}


class _Coming(QSortFilterProxyModel):
    """Leaves out what is over, where that is wished."""

    hides_over = True

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether the row is shown."""
        model = self.sourceModel()
        return not (self.hides_over and bool(model.data(model.index(row, 0), IS_OVER)))


class InjectPanel(QWidget):
    """Says which inject is to happen now, or not at all."""

    fire_wanted = Signal(str)
    skip_wanted = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self.model = InjectModel(wording, self)
        self.proxy = _Coming(self)
        self.proxy.setSourceModel(self.model)
        self.table = QTableView(self)
        self.title, self.told = QLabel(self), ClampedLabel(self)
        self.only_coming = QCheckBox(self)
        self.fire, self.skip = QPushButton(self), QPushButton(self)
        self._build()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    @property
    def chosen(self) -> ComingInject | None:
        """The inject of the lit row, as it stands now."""
        index = self.table.currentIndex()
        found = index.data(INJECT) if index.isValid() else None
        return found if isinstance(found, ComingInject) else None

    def show_injects(self, injects: Sequence[ComingInject], elapsed_s: float) -> None:
        """How they stand."""
        self.model.put(injects, elapsed_s)
        self.table.viewport().update()
        over = sum(each.state in ("done", "skipped") for each in injects)
        self.title.setText(self._wording.say("run.injects.count", over=over, total=len(injects)))
        self._show_chosen()

    def choose(self, inject: str) -> None:
        """Light the row of that inject, if it is shown."""
        for row in range(self.proxy.rowCount()):
            index = self.proxy.index(row, 0)
            found = index.data(INJECT)
            if isinstance(found, ComingInject) and found.id == inject:
                self.table.setCurrentIndex(index)
                self.table.scrollTo(index)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        dress(self, theme)
        self.model.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        say = wording.say
        self.table.setAccessibleName(say("run.injects.name"))
        self.only_coming.setText(say("run.injects.only_coming"))
        for button, name in ((self.fire, "fire"), (self.skip, "skip")):
            button.setText(say(f"run.injects.{name}"))
            button.setToolTip(say(f"run.injects.{name}_tip"))
        self.model.apply_wording(wording)
        self._show_chosen()

    def _build(self) -> None:
        self.title.setObjectName("title")
        self.told.most_lines = 3
        self.told.setMinimumHeight(64)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.only_coming.setChecked(True)
        self.only_coming.toggled.connect(self._on_only_coming)
        self.fire.clicked.connect(self._on_fire)
        self.skip.clicked.connect(self._on_skip)
        self._build_table()
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.only_coming)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        acts = QVBoxLayout()
        acts.addWidget(self.fire)
        acts.addWidget(self.skip)
        foot.addLayout(acts)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 6)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addLayout(foot)

    def _build_table(self) -> None:
        table = self.table
        self.proxy.rowsAboutToBeRemoved.connect(self._on_rows_going)  # before the table moves the choice on
        table.setModel(self.proxy)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, px in WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(column, px)
        table.selectionModel().currentRowChanged.connect(self._on_row)

    def _show_chosen(self) -> None:
        chosen = self.chosen
        say = self._wording.say
        self.told.setText(say("run.injects.none") if chosen is None else chosen.title)
        is_open = chosen is not None and chosen.state not in ("done", "skipped")
        may_again = chosen is not None and chosen.state != "skipped"
        self.fire.setEnabled(is_open or (may_again and chosen is not None and chosen.state == "called"))
        self.skip.setEnabled(is_open)

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_chosen()

    @Slot(QModelIndex, int, int)
    def _on_rows_going(self, _parent: QModelIndex, first: int, last: int) -> None:
        """What was chosen is over: nothing is chosen, so that a second click cannot fire its neighbour."""
        if first <= self.table.currentIndex().row() <= last:
            self.table.setCurrentIndex(QModelIndex())

    @Slot(bool)
    def _on_only_coming(self, on: bool) -> None:
        self.proxy.hides_over = on
        self.proxy.invalidate()

    @Slot()
    def _on_fire(self) -> None:
        if self.chosen is not None:
            self.fire_wanted.emit(self.chosen.id)

    @Slot()
    def _on_skip(self) -> None:
        if self.chosen is not None:
            self.skip_wanted.emit(self.chosen.id)
