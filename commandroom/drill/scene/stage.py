"""What every rule of a scene needs: the town, the script, who is on scene, and a voice."""

from commandroom.drill.moments import script_author
from commandroom.drill.picking import SHIELDS, has_kit
from commandroom.drill.places import Located
from commandroom.drill.schema import Script
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.commands import NoteHappening
from commandroom.models.domain.entities import Assignment
from commandroom.models.domain.enums import AssignmentStatus, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId

LAST = "~scene"
"""After every unit of the same second."""
HOLDS_M = 40.0
"""A place is covered by somebody on scene within this of it."""
METRES_PER_DEGREE = 111_000.0
"""Of latitude, rather too few: what is farther off by this is farther off."""


def is_within(a: LatLon, b: LatLon, metres: float) -> bool:
    """Whether two places are no farther apart than that; quick for those that are."""
    return abs(a.lat - b.lat) * METRES_PER_DEGREE <= metres and distance_m(a, b) <= metres


class Stage:
    """One drill's ground."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], triggers: Triggers
    ) -> None:
        self.sim, self.script, self.places, self.triggers = sim, script, places, triggers
        self.rules = script.rules
        self._shielded: dict[UnitId, bool] = {}
        self._second = -1.0
        self._places: dict[UnitId, LatLon] = {}
        """Where those asked for in this second are; whoever is sent on still stands there."""

    def incident(self, inject: str | None) -> IncidentId | None:
        """The incident of an inject, the first one's where none is named; None while it is not reported."""
        return self.triggers.incident_of.get(inject or self.script.alarm)

    def on_scene(self, incident: IncidentId) -> list[Assignment]:
        """In order of arrival, those who hold a point elsewhere too, and drones."""
        there = [
            (each.on_scene_at, each.unit, each)
            for each in self.sim.situation.assignments(incident)
            if each.status is AssignmentStatus.ON_SCENE and each.on_scene_at is not None
        ]
        return [each for _, _, each in sorted(there, key=lambda one: one[:2])]

    def at(self, unit: UnitId, t: float) -> LatLon:
        """Where a unit is at `t`, in seconds of the simulation."""
        if t != self._second:
            self._second, self._places = t, {}
        place = self._places.get(unit)
        if place is None:
            place = self._places[unit] = self.sim.movement.at(unit, t)[0]
        return place

    def near(self, places: dict[UnitId, LatLon], spot: LatLon, within_m: float) -> list[UnitId]:
        """Those of the units within so many metres."""
        return [unit for unit, place in places.items() if is_within(place, spot, within_m)]

    def has_shield(self, unit: UnitId) -> bool:
        """Whether it carries what holds a blade off."""
        if unit not in self._shielded:
            self._shielded[unit] = has_kit(self.sim.situation.unit(unit), SHIELDS)
        return self._shielded[unit]

    def is_police(self, unit: UnitId) -> bool:
        """Whether it is of the police."""
        return self.sim.situation.unit(unit).party is Party.POLICE

    def is_guard(self, unit: UnitId) -> bool:
        """Whether it is of a firm."""
        return self.sim.situation.unit(unit).party is Party.GUARD

    def flies(self, unit: UnitId) -> bool:
        """Whether it watches from above and holds nobody."""
        return self.sim.situation.unit(unit).kind is UnitKind.DRONE

    def title(self, place: str) -> str:
        """What a place of the script is called: its own title, else its name in the script."""
        own = self.script.places[place].title
        return place if own is None else own.zh

    def note(self, code: str, text: str, incident: IncidentId | None) -> None:
        """Write down what happened in the drill's world."""
        self.sim.give(NoteHappening(script_author(), code, text, incident))
