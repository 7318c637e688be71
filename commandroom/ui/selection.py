"""What the window speaks of: one incident, one unit, or the town; kept alike in lists, map and clocks."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, Slot

from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.alarms import Alarms
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text
from commandroom.ui.frame import RoomFrame
from commandroom.ui.map_desk import MapDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.queue.model import CARD, QueueCard


class Selection(QObject):
    """Brings a choice of any list to the console, and the console's choice to every panel."""

    def __init__(
        self,
        *,
        frame: RoomFrame,
        console: Console,
        situation: Situation,
        alarms: Alarms,
        pane: MapPane,
        map_desk: MapDesk,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._console = console
        self._situation = situation
        self._alarms = alarms
        self._pane = pane
        self._map_desk = map_desk
        self._now = now
        self._errands = Errands()
        self._connect()

    def show_selected(self) -> None:
        """Let the panels speak of the selected incident as it now is."""
        incident = self._situation.incidents.get(self._console.incident or IncidentId(""))
        self._frame.units.show_incident(incident)
        self._frame.bottom.show_incident(incident, self._now())

    @Slot()
    def show_hint(self) -> None:
        """The keys that lead on from here, at the foot of the window."""
        say, parts = self._console.phrases.say, []
        found = self._console.proposed()
        if found is not None:
            sign = self._situation.unit(found.unit).call_sign
            parts.append(say("ui.hint.dispatch", unit=sign, eta=clock_text(found.eta_s)))
        if self._alarms.raised:
            parts.append(say("ui.hint.alarm", n=len(self._alarms.raised)))
        parts.append(say("ui.hint.always"))
        self._frame.notices.set_hint("  ·  ".join(parts))

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def _connect(self) -> None:
        queue, units = self._frame.queue.list, self._frame.units.list
        queue.chosen.connect(self._on_incident_chosen)
        queue.clicked.connect(self._on_card_clicked)
        queue.unit_over.connect(self._on_unit_over_card)
        team = self._frame.units.team.list
        for rows in (units, team):
            rows.chosen.connect(self._on_unit_chosen)
            rows.hovered.connect(self._on_unit_hovered)
        self._frame.bottom.incident_activated.connect(self._on_incident_chosen)
        self._console.incident_selected.connect(self._on_incident_selected)
        self._console.unit_selected.connect(self._on_unit_selected)

    @Slot(str)
    def _on_incident_chosen(self, incident: str) -> None:
        self._console.select_incident(IncidentId(incident))

    @Slot(QModelIndex)
    def _on_card_clicked(self, index: QModelIndex) -> None:
        """The card selected already shows its place again, after a hand moved the map away from it."""
        card = index.data(CARD)
        if isinstance(card, QueueCard) and card.id == self._console.incident:
            self._reveal(card.id)

    @Slot(str)
    def _on_unit_chosen(self, unit: str) -> None:
        self._console.select_unit(UnitId(unit))

    @Slot(str)
    def _on_incident_selected(self, incident: str) -> None:
        self._frame.queue.list.select(IncidentId(incident) if incident else None)
        self.show_selected()
        self.show_hint()
        self._reveal(incident)

    def _reveal(self, incident: str) -> None:
        """Somebody asked for this incident: show its place unless the view is locked."""
        found = self._situation.incidents.get(IncidentId(incident))
        if found is not None:
            self._pane.reveal(found.at, asked=True)

    @Slot(str)
    def _on_unit_selected(self, unit: str) -> None:
        self._frame.units.list.select(UnitId(unit) if unit else None)
        self._frame.units.team.list.select(UnitId(unit) if unit else None)

    @Slot(str)
    def _on_unit_hovered(self, unit: str) -> None:
        shown = unit or self._console.unit or ""
        self._map_desk.preview_route(shown, self._console.incident or "" if shown else "")

    @Slot(str, str)
    def _on_unit_over_card(self, unit: str, incident: str) -> None:
        self._map_desk.preview_route(unit if incident else "", incident)
        if incident:
            self._errands.start(self._preview_on_card(unit, incident))

    async def _preview_on_card(self, unit: str, incident: str) -> None:
        async for text in self._console.previews(UnitId(unit), IncidentId(incident)):
            if self._frame.queue.list.painter_of_cards.dropping_on != incident:
                return
            self._frame.queue.list.set_preview(text)
