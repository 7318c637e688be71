"""Runs that go wrong on purpose, to see that a script's criteria catch them."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from commandroom.drill.conditions import Condition
from commandroom.drill.picking import SHIELDS, has_kit, nearest
from commandroom.drill.schema import Inject, Script
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers
from commandroom.models.domain.commands import AssignUnit, CloseIncident
from commandroom.models.domain.entities import Author, Unit
from commandroom.models.domain.enums import Party, UnitKind
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import IncidentId

WrongRun = Literal["guards_alone", "closes_at_once"]
ERRING = Author("wrong_run", "trainee")
WHO = "~trainee"
GUARDS = 4
"""So many guard units without shields are sent to every alarm with a blade."""
ORDER_AFTER_S = 8.0
CLOSE_AFTER_S = 5.0
BLADES = ("knife", "knife_threat")
"""Kinds of incidents that speak of a blade by themselves."""


def wrong_run_of(script: Script) -> WrongRun:
    """The mistake that fits a script: guards alone where somebody is armed, else nobody is sent at all."""
    return "guards_alone" if any(_is_armed(script, each) for each in script.injects) else "closes_at_once"


class GuardsAlone:
    """Sends the nearest guards without shields to every alarm with a blade, and does nothing else."""

    def __init__(self, sim: Simulation, script: Script, triggers: Triggers) -> None:
        self._sim = sim
        self._script = script
        self._triggers = triggers

    def begin(self) -> None:
        """Wait for the alarms."""
        for inject in self._script.injects:
            if _is_armed(self._script, inject):
                _wait(self._sim, self._triggers, inject.id, ORDER_AFTER_S, self._send)

    def _send(self, incident_id: IncidentId) -> None:
        place = self._sim.situation.incident(incident_id).at
        for unit, seconds in nearest(self._sim, place, _is_bare_handed_guard, GUARDS):
            self._sim.give(AssignUnit(ERRING, unit, incident_id, seconds, confirmed=SCRIPTED))
            self._sim.hear()


class ClosesAtOnce:
    """Closes every incident as soon as it is there, and sends nobody."""

    def __init__(self, sim: Simulation, script: Script, triggers: Triggers) -> None:
        self._sim = sim
        self._script = script
        self._triggers = triggers

    def begin(self) -> None:
        """Wait for the alarms."""
        for inject in self._script.injects:
            if inject.report is not None:
                _wait(self._sim, self._triggers, inject.id, CLOSE_AFTER_S, self._close)

    def _close(self, incident_id: IncidentId) -> None:
        self._sim.give(CloseIncident(ERRING, incident_id, "已办结"))


def _wait(
    sim: Simulation, triggers: Triggers, inject: str, after_s: float, act: Callable[[IncidentId], None]
) -> None:
    def due(at: datetime) -> None:
        sim.later(at, after_s, WHO, lambda _tick: act(triggers.incident_of[inject]))

    triggers.watch(Condition(moment="alarm"), inject, due)


def _is_armed(script: Script, inject: Inject) -> bool:
    """Whether an inject reports somebody with a weapon."""
    if inject.report is None:
        return False
    armed = any(each.incident == inject.id and each.weapon != "none" for each in script.opponents)
    return armed or inject.report.kind in BLADES


def _is_bare_handed_guard(unit: Unit) -> bool:
    return unit.party is Party.GUARD and unit.kind is not UnitKind.DRONE and not has_kit(unit, SHIELDS)
