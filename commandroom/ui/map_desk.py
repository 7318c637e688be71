"""Keeps the map in step with the Situation and turns its signals into intentions."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from commandroom.map.marks import RouteLine, RouteStyle
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.map_pane import MapPane
from commandroom.ui.marks import incident_mark, opponent_marks, post_marks, unit_mark, unit_marks
from commandroom.ui.phrases import Phrases
from commandroom.ui.relay import Relay


class MapDesk(QObject):
    """Marks in; preview lines and selection out. Never re-centres the map by itself."""

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
        self._now = now
        self._phrases = phrases
        self._errands = Errands()
        self._route_of: tuple[str, str] = ("", "")
        self._over: tuple[str, str] = ("", "")
        self._connect(relay)
        self.show_all()

    def show_all(self) -> None:
        """Everything anew."""
        self._pane.set_posts(post_marks(self._situation))
        self.show_units()
        self.show_incidents()
        self._pane.set_opponents(opponent_marks(self._situation))

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self._phrases = phrases
        self.show_incidents()

    @Slot()
    def show_units(self) -> None:
        """Every unit; those who cannot go to the selected incident are faint."""
        ranking = self._console.ranker.by_unit
        selected = self._console.incident
        dimmed = {
            each.unit
            for each in ranking.values()
            if not each.may_go and self._situation.unit(each.unit).incident != selected
        }
        marks = unit_marks(self._situation.units.values(), now=self._now(), dimmed=dimmed)
        self._pane.set_units(marks)

    @Slot()
    def show_incidents(self) -> None:
        """The open ones, and the selected one even when it is closed."""
        shown = [
            each
            for each in self._situation.incidents.values()
            if each.is_open or each.id == self._console.incident
        ]
        self._pane.set_incidents(
            [incident_mark(each, self._situation, self._phrases.kind(each.kind)) for each in shown]
        )

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

    def _connect(self, relay: Relay) -> None:
        pane = self._pane
        pane.ready.connect(self.show_all)
        pane.incident_clicked.connect(self._on_incident)
        pane.unit_clicked.connect(self._on_unit)
        pane.unit_over_incident.connect(self.on_unit_over)
        relay.positions_changed.connect(self._on_moved)
        relay.unit_changed.connect(self._on_unit_changed)
        relay.incident_changed.connect(self.show_incidents)
        relay.assignment_changed.connect(self.show_incidents)
        relay.opponents_changed.connect(self._on_opponents)
        self._console.incident_selected.connect(self._on_selected)
        self._console.unit_selected.connect(self._on_unit_selected)
        self._console.ranker.ranked.connect(self.show_units)

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
        text = await self._console.preview(UnitId(unit), IncidentId(incident))
        if self._over == (unit, incident):
            self._pane.show_hint(text or None)

    @Slot(object)
    def _on_moved(self, units: frozenset[str]) -> None:
        self._patch(units)

    @Slot(str)
    def _on_unit_changed(self, unit: str) -> None:
        self._patch(frozenset({unit}))

    def _patch(self, units: frozenset[str]) -> None:
        now, ranking = self._now(), self._console.ranker.by_unit
        known = [self._situation.units[UnitId(each)] for each in units if each in self._situation.units]
        marks = []
        for unit in known:
            candidate = ranking.get(unit.id)
            is_faint = (
                candidate is not None and not candidate.may_go and unit.incident != self._console.incident
            )
            marks.append(unit_mark(unit, now=now, dimmed=(unit.id,) if is_faint else ()))
        self._pane.patch_units(marks)

    @Slot()
    def _on_opponents(self) -> None:
        self._pane.set_opponents(opponent_marks(self._situation))

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
        self.show_incidents()
        self.show_units()

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
