"""Taking an incident: opens the form beside the map, and brings its entry to the console."""

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.geo import LatLon
from commandroom.models.domain.commands import ReportIncident
from commandroom.services.ports import Catalogue
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.intake.entry import IntakeEntry, Search
from commandroom.ui.panels.intake.view import IntakeForm


class IntakeDesk(QObject):
    """The form stays as it is when the incident was refused."""

    opened = Signal(bool)

    def __init__(
        self,
        *,
        form: IntakeForm,
        console: Console,
        catalogue: Catalogue,
        search: Search,
        pane: MapPane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._console = console
        self._catalogue = catalogue
        self._search = search
        self._pane = pane
        self._errands = Errands()
        self.is_open = False
        form.submitted.connect(self._on_submitted)
        form.cancelled.connect(self.close)
        form.pick_place_requested.connect(self._on_pick)
        form.pick_cancelled.connect(self._on_pick_cancelled)
        pane.place_picked.connect(self._on_picked)

    @Slot()
    def open(self) -> None:
        """Show the form; one that is open keeps what was typed."""
        if not self.is_open:
            self.is_open = True
            self.opened.emit(True)
            self._form.begin(self._catalogue.kinds.values(), self._search)

    @Slot()
    def close(self) -> None:
        """Fold it away."""
        if self.is_open:
            self.is_open = False
            self._pane.pick_place(False)
            self.opened.emit(False)

    @property
    def awaits_place(self) -> bool:
        """The form is open and has no place yet."""
        return self.is_open and not self._form.has_place

    def put_place(self, name: str, at: LatLon) -> None:
        """Take a place that was found elsewhere."""
        self._pane.pick_place(False)
        self._form.set_place(name, at)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()
        self._form.stop()

    @Slot(object)
    def _on_submitted(self, entry: IntakeEntry) -> None:
        self._errands.start(self._take(entry))

    async def _take(self, entry: IntakeEntry) -> None:
        incident = await self._console.take_incident(
            ReportIncident(
                by=self._console.author,
                kind=entry.kind,
                at=entry.at,
                place_name=entry.place_name,
                text=entry.text,
                caller=entry.caller,
                level=entry.level,
            )
        )
        if incident is None:
            self._form.refused(self._console.last_refusal)
            return
        self._form.saved()
        self.close()
        self._console.select_when_known(incident)

    @Slot()
    def _on_pick(self) -> None:
        self._pane.pick_place(True)

    @Slot()
    def _on_pick_cancelled(self) -> None:
        self._pane.pick_place(False)

    @Slot(float, float)
    def _on_picked(self, lat: float, lon: float) -> None:
        if self.is_open:
            self._pane.pick_place(False)
            self._form.set_place("", LatLon(lat, lon))
