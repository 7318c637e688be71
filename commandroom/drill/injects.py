"""Lets the injects of a script happen when they are due; every one is a command like any other."""

from collections.abc import Callable
from datetime import datetime

from commandroom.drill.moments import Moments, script_author
from commandroom.drill.places import Located
from commandroom.drill.scene import Scene
from commandroom.drill.schema import Inject, Script
from commandroom.drill.simulation import Simulation
from commandroom.models.domain.commands import LogMessage, NoteHappening, ReportIncident
from commandroom.models.domain.ids import KindCode

WHO = "~inject"


class Injects:
    """All injects of one script."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], moments: Moments, scene: Scene
    ) -> None:
        self._sim = sim
        self._script = script
        self._places = places
        self._moments = moments
        self._scene = scene
        self.pending: set[str] = set()
        """Injects whose time is set and has not come; those that wait for a moment are not among them."""

    def begin(self) -> None:
        """Put every inject on the agenda or let it wait for its moment."""
        for inject in self._script.injects:
            if inject.when is None:
                self._due(inject, self._sim.begun_at, inject.at or 0.0)
            else:
                of = inject.of or self._script.alarm
                assert inject.when.moment is not None
                self._moments.when(inject.when.moment, inject.when.of or of, self._waits(inject))

    def _waits(self, inject: Inject) -> Callable[[datetime], None]:
        return lambda at: self._due(inject, at, inject.after)

    def _due(self, inject: Inject, at: datetime, delay_s: float) -> None:
        self.pending.add(inject.id)
        self._sim.later(at, delay_s, WHO, lambda _tick: self._happen(inject))

    def _happen(self, inject: Inject) -> None:
        self.pending.discard(inject.id)
        author = script_author(inject.id)
        if inject.report is not None:
            place = self._places[inject.report.place]
            self._sim.give(
                ReportIncident(
                    by=author,
                    kind=KindCode(inject.report.kind),
                    at=place.at,
                    place_name=inject.report.place_name or place.name,
                    text=inject.report.text,
                    caller=inject.report.caller,
                )
            )
            self._sim.hear()
        if inject.message is not None:
            said = inject.message
            incident = self._moments.incident_of.get(said.about or self._script.alarm)
            self._sim.give(LogMessage(author, said.channel, said.sender, said.text, incident))
        if inject.flee is not None:
            self._scene.flee(inject.flee)
        if inject.note is not None:
            incident = self._moments.incident_of.get(self._script.alarm)
            self._sim.give(NoteHappening(author, inject.id, inject.note, incident))
