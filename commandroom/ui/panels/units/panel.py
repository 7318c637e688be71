"""The unit list with its head and filter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from commandroom.models.domain.entities import Incident
from commandroom.services.situation import Situation
from commandroom.ui.panels.header import PanelHeader
from commandroom.ui.panels.team.panel import TeamPanel
from commandroom.ui.panels.units.model import UnitModel
from commandroom.ui.panels.units.view import UnitList
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme


class FilterField(QLineEdit):
    """Enter or ↓ goes on to the list, Esc empties the field first; neither sends anybody."""

    passed_on = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the keys that mean something else outside a field."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Down:
                self.passed_on.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                super().keyPressEvent(event)


class UnitPanel(QFrame):
    """Everything at the right of the map."""

    def __init__(
        self, situation: Situation, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._situation = situation
        self._phrases = phrases
        self._incident: Incident | None = None
        self.team = TeamPanel(theme, phrases, self)
        self.model = UnitModel(situation, phrases, self)
        self.list = UnitList(self.model, theme, phrases, self)
        self.header = PanelHeader(self)
        self.filter = FilterField(self)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self.filter.passed_on.connect(self.list.enter)
        self._empty = QLabel(self)
        self._empty.setObjectName("muted")
        self._empty.setWordWrap(True)
        self._empty.setMargin(20)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.team)
        box.addWidget(self.header)
        inset = QVBoxLayout()
        inset.setContentsMargins(8, 6, 8, 6)
        inset.addWidget(self.filter)
        box.addLayout(inset)
        box.addWidget(self._pages, 1)
        self.set_phrases(phrases)

    def show_incident(self, incident: Incident | None) -> None:
        """Speak of this incident; None for the whole town."""
        if incident is None or self._incident is None or incident.id != self._incident.id:
            self.model.set_incident(None if incident is None else incident.id)
            self.list.scrollToTop()
        self._incident = incident
        self.count()

    def count(self) -> None:
        """Bring the head up to the Situation."""
        units = self._situation.units.values()
        free = sum(unit.is_free for unit in units)
        if self._incident is None:
            self.header.title.setText(self._phrases.say("ui.units.head_all"))
        else:
            short = self._phrases.short(self._incident.id)
            self.header.title.setText(self._phrases.say("ui.units.head_for", incident=short))
        self.header.remark.setText(self._phrases.say("ui.units.free_of", free=free, n=len(units)))
        is_filled = self.model.rowCount() > 0
        key = "ui.units.none_found" if self.filter.text() else "ui.units.empty"
        self._empty.setText(self._phrases.say(key))
        self._pages.setCurrentIndex(0 if is_filled else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The team above the list leaves it its place."""
        super().resizeEvent(event)
        self.team.fit(event.size().height())

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.apply_theme(theme)

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self._phrases = phrases
        self.model.set_phrases(phrases)
        self.list.set_phrases(phrases)
        self.list.setAccessibleName(phrases.say("ui.units.title"))
        self.filter.setPlaceholderText(phrases.say("ui.units.filter"))
        self.filter.setAccessibleName(phrases.say("ui.units.filter"))
        self.filter.setToolTip(phrases.say("ui.units.filter.tip"))
        self.count()

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self.count()
