"""What stands below the map: the clocks of the selected incident, the journal and the shift's picture."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from commandroom.models.domain.entities import Incident
from commandroom.services.callup import CALL_UP_KIND, is_call_up
from commandroom.services.ports import Catalogue, Recorded
from commandroom.services.situation import Situation
from commandroom.ui.chart_slot import ChartSlot
from commandroom.ui.overdue import overdue_since
from commandroom.ui.panels.journal.sentences import Names
from commandroom.ui.panels.journal.view import JournalPanel
from commandroom.ui.panels.rings.state import town_rings
from commandroom.ui.panels.rings.view import RingPanel
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme


class BottomPanels(QSplitter):
    """Rings, journal and charts side by side; they speak of one incident or of the town."""

    incident_activated = Signal(str)

    CHART_EVERY_S = 15

    def __init__(
        self,
        *,
        situation: Situation,
        catalogue: Catalogue,
        journal: Iterable[Recorded],
        phrases: Phrases,
        theme: Theme,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._situation = situation
        self._catalogue = catalogue
        self._phrases = phrases
        self._incident: Incident | None = None
        self._charted_at: datetime | None = None
        self.rings = RingPanel(phrases.wording, self)
        self.journal = JournalPanel(phrases.wording, self)
        self.charts = ChartSlot(phrases.wording, theme, self)
        for at, (panel, stretch) in enumerate(((self.rings, 5), (self.journal, 5), (self.charts, 4))):
            self.addWidget(panel)
            self.setStretchFactor(at, stretch)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(4)
        self.rings.incident_activated.connect(self.incident_activated)
        self.journal.incident_activated.connect(self.incident_activated)
        self.name_things()
        self.journal.extend(journal)
        self.apply_theme(theme)
        self.tick(now)

    def show_incident(self, incident: Incident | None, now: datetime) -> None:
        """Speak of `incident`; None for the whole town."""
        self._incident = incident
        self.journal.select_incident(None if incident is None else incident.id)
        if incident is None:
            self.rings.show_incident(None, now=now)
            self.rings.show_town(town_rings(self._real_incidents(), now), now)
            return
        orders = self._situation.assignments(incident.id)
        signs: dict[str, str] = {each.unit: self._situation.unit(each.unit).call_sign for each in orders}
        since: dict[str, datetime] = {
            each.unit: at for each in orders if (at := overdue_since(each, self._situation))
        }
        self.rings.show_incident(incident, orders, signs, self._phrases.kind(incident.kind), now, since)

    def tick(self, now: datetime) -> None:
        """Move the clocks; draw the charts anew now and then."""
        if self._incident is None:
            self.rings.show_town(town_rings(self._real_incidents(), now), now)
        else:
            self.rings.tick(now)
        last = self._charted_at
        if last is None or (now - last).total_seconds() >= self.CHART_EVERY_S:
            self.chart(now)

    def chart(self, now: datetime) -> None:
        """Draw the charts anew."""
        self._charted_at = now
        self.charts.show_shift(self._real_incidents(), now)

    def _real_incidents(self) -> tuple[Incident, ...]:
        """All but exercises, whose times belong to them alone."""
        return tuple(each for each in self._situation.incidents.values() if not is_call_up(each))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        for panel in (self.rings, self.journal, self.charts):
            panel.apply_theme(theme)

    def set_phrases(self, phrases: Phrases, now: datetime) -> None:
        """Another language."""
        self._phrases = phrases
        for panel in (self.rings, self.journal, self.charts):
            panel.apply_wording(phrases.wording)
        self.name_things()
        self.show_incident(self._incident, now)

    def name_things(self) -> None:
        """Call units and kinds as the register and the catalogue now call them."""
        signs: dict[str, str] = {unit.id: unit.call_sign for unit in self._situation.units.values()}
        kinds: dict[str, str] = {
            code: self._phrases.kind(code) for code in (*self._catalogue.kinds, CALL_UP_KIND)
        }
        self.journal.set_names(Names(call_signs=signs, kinds=kinds))
