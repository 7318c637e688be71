"""Plays the script's own answer: what a good duty officer would order when nobody is at the desk."""

from collections.abc import Callable
from datetime import datetime

from commandroom.drill.moments import Moments
from commandroom.drill.picking import nearest, wanted
from commandroom.drill.schema import Answer, Script
from commandroom.drill.simulation import Simulation
from commandroom.models.domain.commands import AssignUnit, CloseIncident, LogMessage
from commandroom.models.domain.entities import Author
from commandroom.models.domain.gates import SCRIPTED

MODEL = Author("answer", "trainee")
WHO = "~trainee"


class ModelTrainee:
    """Gives the orders of the script's `answer`."""

    def __init__(self, sim: Simulation, script: Script, moments: Moments) -> None:
        self._sim = sim
        self._script = script
        self._moments = moments

    def begin(self) -> None:
        """Wait for the moments that the answer names."""
        for step in self._script.answer:
            of = step.of or self._script.alarm
            assert step.when.moment is not None
            self._moments.when(step.when.moment, step.when.of or of, self._waits(step, of))

    def _waits(self, step: Answer, of: str) -> Callable[[datetime], None]:
        return lambda at: self._due(step, of, at)

    def _due(self, step: Answer, of: str, at: datetime) -> None:
        self._sim.later(at, step.after, WHO, lambda _tick: self._act(step, of))

    def _act(self, step: Answer, of: str) -> None:
        incident_id = self._moments.incident_of[of]
        incident = self._sim.situation.incident(incident_id)
        if step.message is not None:
            self._sim.give(LogMessage(MODEL, step.channel, "指挥室", step.message, incident_id))
        if step.close is not None:
            self._sim.give(CloseIncident(MODEL, incident_id, step.close))
        if step.order is not None and incident.is_open:
            test = wanted(step.order, self._sim, incident)
            for unit, seconds in nearest(self._sim, incident.at, test, step.count):
                self._sim.give(AssignUnit(MODEL, unit, incident_id, seconds, confirmed=SCRIPTED))
                self._sim.hear()
