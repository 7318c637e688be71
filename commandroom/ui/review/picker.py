"""What to look back at: a drill that was played, a real incident, or a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.panels.look import dress
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class Choosable:
    """One line of a list."""

    key: str
    text: str
    sought: str = ""
    """What a search looks in besides the text."""


class SearchedList(QWidget):
    """A field and the lines that hold what stands in it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.list, self.empty = QLineEdit(self), QListWidget(self), QLabel(self)
        self.field.setClearButtonEnabled(True)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._lines: tuple[Choosable, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.field)
        box.addWidget(self.empty, 1)
        box.addWidget(self.list, 1)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._on_entered)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemDoubleClicked.connect(self._on_activated)

    def put(self, lines: Sequence[Choosable]) -> None:
        """Show these."""
        self._lines = tuple(lines)
        self._fill()

    @property
    def key(self) -> str:
        """The line that is chosen; '' for none."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    @Slot()
    def _fill(self) -> None:
        wanted = self.field.text().casefold().split()
        self.list.clear()
        for line in self._lines:
            text = f"{line.text} {line.sought}".casefold()
            if all(word in text for word in wanted):
                item = QListWidgetItem(line.text, self.list)
                item.setData(Qt.ItemDataRole.UserRole, line.key)
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)
        if self.list.count():
            self.list.setCurrentRow(0)

    @Slot()
    def _on_entered(self) -> None:
        if self.key:
            self.chosen.emit(self.key)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class Picker(QWidget):
    """Emits what was chosen: `drill` and its folder, `incident` and its number, `day` and its date."""

    chosen = Signal(str, str)
    KINDS = ("drill", "incident", "day")

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel(self)
        self.title.setObjectName("clock")
        self.tabs = QTabWidget(self)
        self.drills, self.incidents, self.calendar = SearchedList(), SearchedList(), QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.setGridVisible(False)
        self.fault = QLabel(self)
        self.fault.setObjectName("muted")
        self.fault.setWordWrap(True)
        self.open_button = QPushButton(self)
        self.open_button.setDefault(True)
        self._build()
        self.drills.chosen.connect(lambda key: self.chosen.emit("drill", key))
        self.incidents.chosen.connect(lambda key: self.chosen.emit("incident", key))
        self.calendar.activated.connect(lambda _day: self._on_open())
        self.open_button.clicked.connect(self._on_open)
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def offer(
        self, drills: Sequence[Choosable], incidents: Sequence[Choosable], days: tuple[date, date] | None
    ) -> None:
        """What there is; `days` are the first and the last of the journal."""
        self.drills.put(drills)
        self.incidents.put(incidents)
        self.calendar.setEnabled(days is not None)
        if days is not None:
            first, last = (QDate(day.year, day.month, day.day) for day in days)
            self.calendar.setDateRange(first, last)
            self.calendar.setSelectedDate(last)

    def say(self, text: str) -> None:
        """What went wrong, or what is under way."""
        self.fault.setText(text)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        dress(self, theme)

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        say = wording.say
        self.title.setText(say("review.pick"))
        for n, kind in enumerate(self.KINDS):
            self.tabs.setTabText(n, say(f"review.kind.{kind}"))
        for each, kind in ((self.drills, "drill"), (self.incidents, "incident")):
            each.field.setPlaceholderText(say("review.pick.search"))
            each.field.setAccessibleName(say("review.pick.search"))
            each.list.setAccessibleName(say(f"review.kind.{kind}"))
            each.empty.setText(say(f"review.pick.no_{kind}"))
        self.calendar.setAccessibleName(say("review.kind.day"))
        self.open_button.setText(say("review.open"))

    def _build(self) -> None:
        for each in (self.drills, self.incidents, self.calendar):
            self.tabs.addTab(each, "")
        foot = QHBoxLayout()
        foot.addWidget(self.fault, 1)
        foot.addWidget(self.open_button)
        middle = QVBoxLayout()
        middle.addWidget(self.title)
        middle.addWidget(self.tabs, 1)
        middle.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 20, 16, 20)
        whole.addStretch(1)
        whole.addLayout(middle, 6)
        whole.addStretch(1)

    @Slot()
    def _on_open(self) -> None:
        kind = self.KINDS[self.tabs.currentIndex()]
        if kind == "day":
            key = self.calendar.selectedDate().toString(Qt.DateFormat.ISODate)
            if self.calendar.isEnabled():
                self.chosen.emit(kind, key)
            return
        key = (self.drills if kind == "drill" else self.incidents).key
        if key:
            self.chosen.emit(kind, key)
