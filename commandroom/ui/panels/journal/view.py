"""The running journal: newest at the bottom, followed unless somebody scrolled up to read."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.ports import Recorded
from commandroom.ui.panels.journal.model import JournalModel, OfIncident
from commandroom.ui.panels.journal.painting import ROW_PX, LinePainter
from commandroom.ui.panels.journal.sentences import Names
from commandroom.ui.panels.look import dress
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

Index = QModelIndex | QPersistentModelIndex
GAP_PX = 4


class JournalPanel(QWidget):
    """Shows facts as lines; a click or Enter on a line names its incident."""

    incident_activated = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._selected = ""
        self._follows = True
        self._unread = 0
        self._model = JournalModel(wording, self)
        self._shown = OfIncident(self)
        self._shown.setSourceModel(self._model)
        self._painter = LinePainter(self)
        self._build()
        self._connect()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    @property
    def is_following(self) -> bool:
        """Whether new lines scroll into view by themselves."""
        return self._follows

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        dress(self, theme)
        self._painter.theme = theme
        self._list.viewport().update()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language, in the old lines too."""
        self._wording = wording
        self._model.apply_wording(wording)
        self.setAccessibleName(wording.say("panels.journal.name"))
        self._list.setAccessibleName(wording.say("panels.journal.lines"))
        self._title.setText(wording.say("panels.journal.name"))
        self._only.setText(wording.say("panels.journal.only"))
        self._only.setToolTip(wording.say("panels.journal.only_tip"))
        self._empty.setText(wording.say("panels.journal.empty"))
        self._show_unread()

    def set_names(self, names: Names) -> None:
        """Use these call signs and kinds, in the old lines too."""
        self._model.set_names(names)

    def extend(self, facts: Iterable[Recorded]) -> None:
        """Append facts, oldest first; passing facts are left out."""
        before = self._shown.rowCount()
        if not self._model.extend(facts):
            return
        self._pages.setCurrentWidget(self._list)
        if self._follows:
            self._list.scrollToBottom()
        else:
            self._unread += max(0, self._shown.rowCount() - before)
            self._show_unread()

    def clear(self) -> None:
        """Forget every line: another session begins."""
        self._model.clear()
        self._pages.setCurrentWidget(self._empty)
        self._to_newest()

    def select_incident(self, incident: str | None) -> None:
        """Mark the lines of this incident, and show only them while the filter is on."""
        self._selected = incident or ""
        self._painter.selected = self._selected
        self._only.setEnabled(bool(incident) or self._only.isChecked())
        self._list.viewport().update()
        self._filter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave what is over above the lines, so that no line is cut."""
        super().resizeEvent(event)
        edges = self._whole.contentsMargins()
        room = event.size().height() - edges.top() - edges.bottom() - self._top.sizeHint().height() - GAP_PX
        self._whole.setSpacing(GAP_PX + max(room, 0) % ROW_PX)

    def _build(self) -> None:
        self._title = QLabel()
        self._title.setObjectName("title")
        self._newest = QPushButton()
        self._newest.setObjectName("small")
        self._newest.setVisible(False)
        self._only = QToolButton()
        self._only.setObjectName("small")
        self._only.setCheckable(True)
        self._only.setEnabled(False)
        top = self._top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._newest)
        top.addWidget(self._only)
        self._list = QTableView()  # a QListView lays out all of its lines anew for every line that comes
        self._list.setShowGrid(False)
        self._list.setTabKeyNavigation(False)
        self._list.horizontalHeader().hide()
        self._list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self._list.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        self._list.setModel(self._shown)
        self._list.setItemDelegate(self._painter)
        self._list.setMouseTracking(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = QLabel()
        self._empty.setObjectName("muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._list)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 5, 8, 5)
        whole.setSpacing(GAP_PX)
        whole.addLayout(top)
        whole.addLayout(self._pages, 1)

    def _connect(self) -> None:
        bar = self._list.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_range_changed)
        self._newest.clicked.connect(self._to_newest)
        self._only.toggled.connect(self._filter)
        self._list.clicked.connect(self._on_activated)
        self._list.activated.connect(self._on_activated)

    def _on_scrolled(self, value: int) -> None:
        self._follows = value >= self._list.verticalScrollBar().maximum()
        if self._follows:
            self._unread = 0
        self._show_unread()

    def _on_range_changed(self, _least: int, most: int) -> None:
        if self._follows:
            self._list.verticalScrollBar().setValue(most)

    def _to_newest(self) -> None:
        self._follows = True
        self._unread = 0
        self._show_unread()
        self._list.scrollToBottom()

    def _show_unread(self) -> None:
        self._newest.setVisible(not self._follows)
        key = "panels.journal.unread" if self._unread else "panels.journal.newest"
        self._newest.setText(self._wording.say(key, n=self._unread))

    def _filter(self) -> None:
        self._shown.show_only(self._selected if self._only.isChecked() else "")
        if self._follows:
            self._list.scrollToBottom()

    def _on_activated(self, index: Index) -> None:
        incident = index.data(JournalModel.INCIDENT)
        if incident:
            self.incident_activated.emit(incident)
