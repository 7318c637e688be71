"""Plays the script's own answer: what a good duty officer would order when nobody is at the desk."""

from datetime import datetime
from typing import Literal, Protocol

from commandroom.drill.picking import nearest, wanted
from commandroom.drill.places import Located
from commandroom.drill.schema import Answer, Script
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers
from commandroom.drill.wrong_runs import ClosesAtOnce, GuardsAlone, WrongRun
from commandroom.models.domain.commands import AssignUnit, CloseIncident, LogMessage
from commandroom.models.domain.entities import Author
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import IncidentId

MODEL = Author("answer", "trainee")
WHO = "~trainee"
TraineeKind = Literal["desk", "answer", "nobody"] | WrongRun
"""Who plays: somebody at a desk (or an actions file), the script's own answer, nobody at all, or one who
makes a known mistake (`wrong_runs`)."""


class Trainee(Protocol):
    """Somebody who gives orders by himself."""

    def begin(self) -> None:
        """Wait for what he acts on."""


def trainee_of(
    kind: TraineeKind, sim: Simulation, script: Script, places: dict[str, Located], triggers: Triggers
) -> Trainee | None:
    """Who gives the orders; None where they come from a desk, or from nobody."""
    match kind:
        case "answer":
            return ModelTrainee(sim, script, places, triggers)
        case "guards_alone":
            return GuardsAlone(sim, script, triggers)
        case "closes_at_once":
            return ClosesAtOnce(sim, script, triggers)
    return None


class ModelTrainee:
    """Gives the orders of the script's `answer`."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], triggers: Triggers
    ) -> None:
        self._sim = sim
        self._script = script
        self._places = places
        self._triggers = triggers

    def begin(self) -> None:
        """Wait for what the answer names."""
        for number, step in enumerate(self._script.answer):
            self._wait(number, step, step.of or self._script.alarm)

    def _wait(self, number: int, step: Answer, of: str) -> None:
        vary = self._sim.vary
        after = step.after if vary is None else vary.desk_delay_s(number, step.after)

        def due(at: datetime) -> None:
            self._sim.later(at, after, WHO, lambda _tick: self._act(step, of))

        self._triggers.watch(step.when, of, due)

    def _act(self, step: Answer, of: str) -> None:
        incident_id = self._triggers.incident_of.get(of)
        if incident_id is None:
            return
        if step.message is not None:
            self._sim.give(LogMessage(MODEL, step.channel, "指挥室", step.message, incident_id))
        if step.close is not None:
            self._sim.give(CloseIncident(MODEL, incident_id, step.close))
        if step.order is not None:
            self._order(step, step.order, incident_id)

    def _order(self, step: Answer, sort: str, incident_id: IncidentId) -> None:
        """The nearest of that sort: to the incident, or to the place they are to hold."""
        incident = self._sim.situation.incident(incident_id)
        if not incident.is_open:
            return
        held = self._places[step.hold] if step.hold is not None else None
        goal, name = (held.at, held.title) if held is not None else (None, "")
        for unit, seconds in nearest(
            self._sim, goal or incident.at, wanted(sort, self._sim, incident), step.count
        ):
            order = AssignUnit(
                MODEL, unit, incident_id, seconds, goal=goal, goal_name=name, confirmed=SCRIPTED
            )
            self._sim.give(order)
            self._sim.hear()
