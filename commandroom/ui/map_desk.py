"""Turns the signals of the seat's map into intentions; its marks are kept by `MarkDesk`."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from commandroom.map.marks import RouteLine, RouteStyle
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.map_pane import MapPane
from commandroom.ui.mark_desk import MarkDesk
from commandroom.ui.phrases import Phrases
from commandroom.ui.relay import Relay


class MapDesk(QObject):
    """Preview lines and selection of the seat's own map. Never re-centres it by itself."""

    def __init__(
        self,
        *,
        pane: MapPane,
        situation: Situation,
        console: Console,
        relay: Relay,
        now: Callable[[], datetime],
        phrases: Phrases,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._situation = situation
        self._console = console
        self.marks = MarkDesk(
            pane=pane,
            situation=situation,
            relay=relay,
            now=now,
            phrases=phrases,
            is_faint=self._is_faint,
            selected=lambda: console.incident,
            parent=self,
        )
        self._errands = Errands()
        self._route_of: tuple[str, str] = ("", "")
        self._over: tuple[str, str] = ("", "")
        self._connect()

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self.marks.set_phrases(phrases)

    def preview_route(self, unit: str, incident: str) -> None:
        """Draw the way `unit` would take; nothing when either is empty."""
        if (unit, incident) == self._route_of:
            return
        self._route_of = (unit, incident)
        who = self._situation.units.get(UnitId(unit))
        where = self._situation.incidents.get(IncidentId(incident))
        if who is None or where is None:
            self._pane.set_route(None)
            return
        style: RouteStyle = "ordered" if who.incident == where.id else "preview"
        self._errands.start(self._draw_route(unit, incident, style))

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def _connect(self) -> None:
        pane = self._pane
        pane.incident_clicked.connect(self._on_incident)
        pane.unit_clicked.connect(self._on_unit)
        pane.unit_over_incident.connect(self.on_unit_over)
        self._console.incident_selected.connect(self._on_selected)
        self._console.unit_selected.connect(self._on_unit_selected)
        self._console.ranker.ranked.connect(self.marks.show_units)

    def _is_faint(self, unit: Unit) -> bool:
        """Whether the ranking of the selected incident passes over it; those sent there never are."""
        candidate = self._console.ranker.by_unit.get(unit.id)
        return candidate is not None and not candidate.may_go and unit.incident != self._console.incident

    async def _draw_route(self, unit: str, incident: str, style: RouteStyle) -> None:
        who, where = self._situation.unit(UnitId(unit)), self._situation.incident(IncidentId(incident))
        route = await self._console.ranker.route(where, who)
        if self._route_of == (unit, incident):
            self._pane.set_route(None if route is None else RouteLine(route.points, style))

    @Slot(str, str)
    def on_unit_over(self, unit: str, incident: str) -> None:
        """A drag hovers over an incident: say what letting go would bring."""
        self._over = (unit, incident)
        if not unit or not incident:
            self._pane.show_hint(None)
            self.preview_route("", "")
            return
        self.preview_route(unit, incident)
        self._errands.start(self._hint(unit, incident))

    async def _hint(self, unit: str, incident: str) -> None:
        async for text in self._console.previews(UnitId(unit), IncidentId(incident)):
            if self._over != (unit, incident):
                return
            self._pane.show_hint(text)

    @Slot(str)
    def _on_incident(self, incident: str) -> None:
        self._console.select_incident(IncidentId(incident))

    @Slot(str)
    def _on_unit(self, unit: str) -> None:
        self._console.select_unit(UnitId(unit))

    @Slot(str)
    def _on_selected(self, incident: str) -> None:
        self.preview_route("", "")
        if incident:
            self._pane.select("incident", incident)
        else:
            self._pane.select(None)
        self.marks.show_incidents()
        self.marks.show_units()

    @Slot(str)
    def _on_unit_selected(self, unit: str) -> None:
        if unit:
            self._pane.select("unit", unit)
            self.preview_route(unit, self._console.incident or "")
            return
        self.preview_route("", "")
        if self._console.incident is not None:
            self._pane.select("incident", self._console.incident)
        else:
            self._pane.select(None)
