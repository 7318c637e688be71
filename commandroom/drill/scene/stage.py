"""What every rule of a scene needs: the town, the script, who is on scene, and a voice."""

from math import cos, radians

from commandroom.drill.moments import script_author
from commandroom.drill.picking import SHIELDS, has_kit
from commandroom.drill.places import Located
from commandroom.drill.schema import Script
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers
from commandroom.geo import LatLon
from commandroom.geo.point import EARTH_RADIUS_M
from commandroom.models.domain.commands import NoteHappening
from commandroom.models.domain.entities import Assignment
from commandroom.models.domain.enums import AssignmentStatus, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId

LAST = "~scene"
"""After every unit of the same second."""
HOLDS_M = 40.0
"""A place is covered by somebody on scene within this of it."""
METRES_PER_DEGREE = radians(1.0) * EARTH_RADIUS_M


def is_within(a: LatLon, b: LatLon, metres: float) -> bool:
    """Whether two places are no farther apart than that, on the plane: asked so often that it must be quick,
    and right to a millimetre over the few hundred metres that it is asked for."""
    north = (a.lat - b.lat) * METRES_PER_DEGREE
    if not -metres <= north <= metres:
        return False
    east = (a.lon - b.lon) * METRES_PER_DEGREE * cos(radians(b.lat))
    return north * north + east * east <= metres * metres


class Stage:
    """One drill's ground."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], triggers: Triggers
    ) -> None:
        self.sim, self.script, self.places, self.triggers = sim, script, places, triggers
        self.rules = script.rules
        self._shielded: dict[UnitId, bool] = {}
        self._flying: dict[UnitId, bool] = {}
        self._as_of = -1
        self._there: dict[IncidentId, list[Assignment]] = {}
        self._second = -1.0
        self._places: dict[UnitId, LatLon] = {}
        """Where those asked for in this second are; whoever is sent on still stands there."""

    def incident(self, inject: str | None) -> IncidentId | None:
        """The incident of an inject, the first one's where none is named; None while it is not reported."""
        return self.triggers.incident_of.get(inject or self.script.alarm)

    def on_scene(self, incident: IncidentId) -> list[Assignment]:
        """In order of arrival, those who hold a point elsewhere too, and drones; kept until the next fact."""
        number = self.sim.situation.journal_number
        if number != self._as_of:
            self._as_of, self._there = number, {}
        found = self._there.get(incident)
        if found is None:
            found = self._there[incident] = self._arrived(incident)
        return found

    def _arrived(self, incident: IncidentId) -> list[Assignment]:
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
            place = self._places[unit] = self.sim.movement.place(unit, t)
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
        if unit not in self._flying:
            self._flying[unit] = self.sim.situation.unit(unit).kind is UnitKind.DRONE
        return self._flying[unit]

    def title(self, place: str) -> str:
        """What a place of the script is called: its own title, else its name in the script."""
        own = self.script.places[place].title
        return place if own is None else own.zh

    def note(self, code: str, text: str, incident: IncidentId | None) -> None:
        """Write down what happened in the drill's world."""
        self.sim.give(NoteHappening(script_author(), code, text, incident))
