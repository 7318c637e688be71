"""How somebody who hides, or is lost, is found.

Units on scene that hold no point comb the ground towards where he is. The clock of the search runs while
somebody is within `search.within_m` of him: `search.units` units need `search.seconds` (median; seeded,
log-normal), fewer need longer in proportion; a drone or a dog among them halves it, people of the own post
take two thirds.
"""

from commandroom.drill.chance import chance, human_delay_s
from commandroom.drill.scene.figures import Figure
from commandroom.drill.scene.stage import Stage
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId

COMB_MPS = 1.2
NEAR_ENOUGH = 0.4
"""They go on until they are within this share of `search.within_m`."""


class Search:
    """The search for everybody who hides."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._sent: dict[tuple[UnitId, str], LatLon] = {}

    def look_for(
        self, figure: Figure, incident: IncidentId, there: list[UnitId], free: list[UnitId], tick: int
    ) -> None:
        """One second. `there`: all on scene, those who hold points and drones too; `free` may walk."""
        rule, t = self._stage.rules.search, float(tick)
        for unit in free:
            self._comb(unit, figure, t)
        places = {unit: self._stage.at(unit, t) for unit in there}
        near = self._stage.near(places, figure.here, rule.within_m)
        if not near:
            return
        figure.sought_s += min(1.0, len(near) / rule.units) * self._help(near, incident)
        if figure.sought_s >= self._needed(figure):
            figure.state = "active"
            self._stage.note("found", figure.id, incident)

    def _needed(self, figure: Figure) -> float:
        stream = chance(self._stage.sim.seed, "search", figure.id)
        return human_delay_s(stream, median_s=max(self._stage.rules.search.seconds, 1.0))

    def _help(self, near: list[UnitId], incident: IncidentId) -> float:
        units = [self._stage.sim.situation.unit(unit) for unit in near]
        own = self._stage.sim.situation.incident(incident).own_post
        sees_more = any(unit.kind in (UnitKind.DRONE, UnitKind.DOG) for unit in units)
        knows = own is not None and any(unit.home_post == own for unit in units)
        return (2.0 if sees_more else 1.0) * (1.5 if knows else 1.0)

    def _comb(self, unit: UnitId, figure: Figure, t: float) -> None:
        """Once towards where he hides, unless they are near enough already."""
        key = (unit, figure.id)
        if self._sent.get(key) == figure.here:
            return
        self._sent[key] = figure.here
        if distance_m(self._stage.at(unit, t), figure.here) > self._stage.rules.search.within_m * NEAR_ENOUGH:
            self._stage.sim.movement.step(unit, figure.here, t, mps=COMB_MPS)
