"""The queue with its head, its switch and what an empty list says."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from commandroom.models.domain.ids import IncidentId
from commandroom.services.situation import Situation
from commandroom.ui.panels.header import PanelHeader
from commandroom.ui.panels.queue.model import QueueModel
from commandroom.ui.panels.queue.view import QueueList
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme


class QueuePanel(QFrame):
    """Everything at the left of the map."""

    counted = Signal(int, int)
    """Open incidents, and those nobody was sent to."""

    def __init__(
        self, situation: Situation, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._situation = situation
        self.phrases = phrases
        self.model = QueueModel(situation, phrases, self)
        self.list = QueueList(self.model, theme, phrases, self)
        self.header = PanelHeader(self)
        self.all_switch = QToolButton(self)
        self.all_switch.setCheckable(True)
        self.all_switch.toggled.connect(self._on_all)
        self.header.add(self.all_switch)
        self._empty = QLabel(self)
        self._empty.setObjectName("muted")
        self._empty.setWordWrap(True)
        self._empty.setMargin(20)
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self._pages, 1)
        self.list.hold.released.connect(self._count)
        self.set_phrases(phrases)

    def take_focus(self) -> None:
        """Have the keyboard, even while there is nothing to list: Enter and Space must not press a button."""
        page = self.list if self._pages.currentIndex() == 0 else self._empty
        page.setFocus()

    def refresh(self) -> None:
        """Take the Situation over."""
        self.model.refresh()
        self._count()

    def set_raised(self, raised: frozenset[IncidentId]) -> None:
        """Which incidents wait to be acknowledged."""
        self.model.set_raised(raised)
        self.list.blink(bool(raised))

    def show_at(self, now: datetime) -> None:
        """The clocks."""
        self.list.show_at(now)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.apply_theme(theme)

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self.phrases = phrases
        self.model.set_phrases(phrases)
        self.list.set_phrases(phrases)
        self.list.setAccessibleName(phrases.say("ui.queue.title"))
        self.all_switch.setText(phrases.say("ui.queue.with_closed"))
        self.all_switch.setToolTip(phrases.say("ui.queue.with_closed.tip"))
        self.all_switch.setAccessibleName(phrases.say("ui.queue.with_closed.tip"))
        self._empty.setText(phrases.say("ui.queue.empty"))
        self._count()

    @Slot(bool)
    def _on_all(self, on: bool) -> None:
        self.model.shows_closed = on
        self.refresh()

    @Slot()
    def _count(self) -> None:
        waiting = self._situation.open_incidents()
        unassigned = sum(not self._situation.has_units(each.id) for each in waiting)
        self.header.title.setText(self.phrases.say("ui.queue.head", n=len(waiting)))
        key = "ui.queue.order_waits" if self.model.order_waits else "ui.queue.unassigned_n"
        has_remark = self.model.order_waits or unassigned > 0
        self.header.remark.setText(self.phrases.say(key, n=unassigned) if has_remark else "")
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.counted.emit(len(waiting), unassigned)
