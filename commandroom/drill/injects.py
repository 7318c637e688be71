"""Lets the injects of a script happen when they are due; every one is a command like any other."""

import logging
from dataclasses import dataclass
from datetime import datetime

from commandroom.drill.chance import chance
from commandroom.drill.moments import script_author
from commandroom.drill.places import Located
from commandroom.drill.scene import Scene
from commandroom.drill.schema import Inject, Script
from commandroom.drill.sentences import said
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers, Watch
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import LogMessage, NoteHappening, ReportIncident
from commandroom.models.domain.ids import KindCode
from commandroom.services.ports import ComingInject, Recorded

log = logging.getLogger(__name__)

WHO = "~inject"


@dataclass(slots=True)
class _Line:
    """One inject of the script, as it stands."""

    inject: Inject
    state: str = "waiting"
    due_s: float | None = None
    watch: Watch | None = None
    ticket: int = 0
    """What was put on the agenda under an older ticket lapses."""
    count: int = 0
    """How often it has happened."""
    condition: str = ""
    """What it waits for, in words."""


class Injects:
    """All injects of one script."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], triggers: Triggers, scene: Scene
    ) -> None:
        self._sim = sim
        self._script = script
        self._places = places
        self._triggers = triggers
        self._scene = scene
        self.pending: set[str] = set()
        """Injects whose time is set and has not come; those that wait for a condition are not among them."""
        self._lines = {
            each.id: _Line(each, condition=said(each.when) if each.when is not None else "")
            for each in script.injects
        }

    def coming(self) -> tuple[ComingInject, ...]:
        """Every inject, as it stands now."""
        return tuple(_as_it_stands(each) for each in self._lines.values())

    def begin(self) -> None:
        """Put every inject on the agenda, or let it wait."""
        for line in self._lines.values():
            inject = line.inject
            if inject.chance < 1 and chance(self._sim.seed, "chance", inject.id).random() >= inject.chance:
                line.state = "skipped"
            elif inject.at is not None:
                self._due(line, self._sim.begun_at, inject.at + self._spread(line))
            elif inject.when is not None:
                self._wait(line)
            else:
                line.state = "called"

    def on_fact(self, fact: Recorded) -> None:
        """Hear what the instructor wants."""
        if isinstance(fact.event, ev.InjectSteered):
            line = self._lines.get(fact.event.inject)
            if line is None:
                log.info("no inject to steer: %s", fact.event.inject)
            elif fact.event.act == "skip":
                self._skip(line)
            else:
                self._fire(line, fact.event.at)

    def _wait(self, line: _Line) -> None:
        inject = line.inject
        assert inject.when is not None
        line.state, line.due_s = "waiting", None
        line.watch = self._triggers.watch(
            inject.when,
            inject.of or self._script.alarm,
            lambda at: self._due(line, at, inject.after + self._spread(line)),
            since=inject.since,
            timeout_s=inject.timeout,
            otherwise=lambda at: self._times_out(line, at),
        )

    def _times_out(self, line: _Line, at: datetime) -> None:
        line.state = "done" if line.count else "skipped"
        other = self._lines.get(line.inject.otherwise or "")
        if other is not None:
            self._fire(other, at, after_s=other.inject.after + self._spread(other))

    def _fire(self, line: _Line, at: datetime, *, after_s: float = 0.0) -> None:
        """Let it happen, unless it has happened and may not again."""
        if line.state == "done" and not line.inject.called and line.inject.repeat is None:
            log.info("has happened already: %s", line.inject.id)
            return
        self._let_go(line)
        self._due(line, at, after_s)

    def _skip(self, line: _Line) -> None:
        if line.state != "done":
            self._let_go(line)
            line.state, line.due_s = "skipped", None

    def _let_go(self, line: _Line) -> None:
        """Whatever it waited for, it waits no longer."""
        line.ticket += 1
        self.pending.discard(line.inject.id)
        if line.watch is not None:
            line.watch.drop()

    def _due(self, line: _Line, at: datetime, delay_s: float) -> None:
        line.ticket += 1
        line.state, line.due_s = "timed", self._sim.seconds(at) + delay_s
        self.pending.add(line.inject.id)
        ticket = line.ticket
        self._sim.later(at, delay_s, WHO, lambda _tick: self._comes(line, ticket))

    def _spread(self, line: _Line) -> float:
        """Seconds later by the seed, each time anew."""
        most = line.inject.spread
        return (
            chance(self._sim.seed, "spread", line.inject.id, str(line.count)).uniform(0.0, most)
            if most
            else 0.0
        )

    def _comes(self, line: _Line, ticket: int) -> None:
        if line.ticket != ticket:
            return
        line.state, line.due_s = "done", self._sim.seconds(self._sim.now)
        line.count += 1
        self.pending.discard(line.inject.id)
        self._happen(line.inject)
        self._triggers.happened(line.inject.id, self._sim.now)
        self._again(line)

    def _again(self, line: _Line) -> None:
        """Set the next time of one that repeats."""
        repeat, inject = line.inject.repeat, line.inject
        if repeat is None or line.count >= repeat.times or line.state != "done":
            return
        if inject.when is None:
            self._due(line, self._sim.now, repeat.every + self._spread(line))
            return
        ticket = line.ticket

        def wait(_tick: int) -> None:
            if line.ticket == ticket:
                self._wait(line)

        self._sim.later(self._sim.now, repeat.every, WHO, wait)

    def _happen(self, inject: Inject) -> None:
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
        first = self._triggers.incident_of.get(self._script.alarm)
        if inject.message is not None:
            told = inject.message
            about = self._triggers.incident_of.get(told.about) if told.about is not None else first
            self._sim.give(LogMessage(author, told.channel, told.sender, told.text, about))
        if inject.flee is not None:
            self._scene.flee(inject.flee)
        if inject.note is not None:
            self._sim.give(NoteHappening(author, inject.id, inject.note, first))


def _as_it_stands(line: _Line) -> ComingInject:
    inject = line.inject
    parts = {"report": inject.report, "message": inject.message, "flee": inject.flee, "note": inject.note}
    kind = next(name for name, part in parts.items() if part is not None)
    spoken = inject.report or inject.message
    title = spoken.text if spoken is not None else inject.note or inject.id
    return ComingInject(inject.id, inject.phase or "", line.state, line.due_s, title, kind, line.condition)
