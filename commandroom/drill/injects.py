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
from commandroom.services.ports import ComingInject

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
        self._due_s: dict[str, float] = {}
        self._done: set[str] = set()

    def coming(self) -> tuple[ComingInject, ...]:
        """Every inject, as it stands now."""
        return tuple(self._as_it_stands(each) for each in self._script.injects)

    def _as_it_stands(self, inject: Inject) -> ComingInject:
        parts = {"report": inject.report, "message": inject.message, "flee": inject.flee, "note": inject.note}
        kind = next(name for name, part in parts.items() if part is not None)
        said = inject.report or inject.message
        title = said.text if said is not None else inject.note or inject.id
        state = "done" if inject.id in self._done else "timed" if inject.id in self.pending else "waiting"
        moment = inject.when.moment or "" if inject.when is not None else ""
        due = self._due_s.get(inject.id)
        return ComingInject(inject.id, inject.phase or "", state, due, title, kind, moment)

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
        self._due_s[inject.id] = self._sim.seconds(at) + delay_s
        self._sim.later(at, delay_s, WHO, lambda _tick: self._happen(inject))

    def _happen(self, inject: Inject) -> None:
        self.pending.discard(inject.id)
        self._done.add(inject.id)
        self._due_s[inject.id] = self._sim.seconds(self._sim.now)
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
