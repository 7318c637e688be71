"""How people on scene stand around somebody dangerous: on four sides, shields near, the rest farther off.

Sides are the four quarters of the compass as seen from the middle of those surrounded. Whoever arrives
takes the side with the fewest people, of equal ones the side he came from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commandroom.drill.movement import Movement
from commandroom.geo import LatLon, bearing_deg, distance_m, moved
from commandroom.models.domain.ids import UnitId

SIDES = 4
NEAR_M = 14.0
"""Where people with shields and forks stand."""
FAR_M = 22.0
"""Where the others stand once the attackers are held."""
WATCH_M = 45.0
"""Where people without shields stand while nobody holds the attackers."""
FOLLOW_M = 5.0
"""People move up when those they surround have gone so far."""
RUN_MPS = 2.8


def side_of(centre: LatLon, place: LatLon) -> int:
    """0 north, 1 east, 2 south, 3 west."""
    return int(((bearing_deg(centre, place) + 45.0) % 360.0) // 90.0)


@dataclass(slots=True)
class Cordon:
    """The people around one group."""

    movement: Movement
    sides: dict[UnitId, int] = field(default_factory=dict)
    _goals: dict[UnitId, LatLon] = field(default_factory=dict)
    _wanted: tuple[LatLon, tuple[UnitId, ...], tuple[float, ...]] | None = None

    def close_in(
        self, units: Sequence[UnitId], centre: LatLon, t: float, *, distance: Mapping[UnitId, float]
    ) -> None:
        """Send everybody in `units` (in order of arrival) to a side, `distance` metres from `centre`."""
        wanted = centre, tuple(units), tuple(distance[unit] for unit in units)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._take_sides(units, centre, t)
        for unit in units:
            goal = _goal(centre, self.sides[unit], distance[unit], units.index(unit))
            before = self._goals.get(unit)
            if before is None or distance_m(before, goal) > FOLLOW_M:
                self._goals[unit] = goal
                self.movement.step(unit, goal, t, mps=RUN_MPS)

    @staticmethod
    def closed(places: Iterable[LatLon], centre: LatLon, *, within_m: float) -> int:
        """How many sides have somebody within `within_m` metres."""
        return len({side_of(centre, place) for place in places if distance_m(centre, place) <= within_m})

    def _take_sides(self, units: Sequence[UnitId], centre: LatLon, t: float) -> None:
        for gone in [unit for unit in self.sides if unit not in units]:
            del self.sides[gone]
            self._goals.pop(gone, None)
        for unit in units:
            if unit not in self.sides:
                came_from = side_of(centre, self.movement.at(unit, t)[0])
                self.sides[unit] = min(
                    range(SIDES), key=lambda side: (self._people(side), _turns(side, came_from), side)
                )
        self._even_out()

    def _even_out(self) -> None:
        """Whoever came last leaves a crowded side for an empty one."""
        for side in range(SIDES):
            crowded = max(range(SIDES), key=lambda each: (self._people(each), -each))
            if self._people(side) == 0 and self._people(crowded) > 1:
                last = [unit for unit, at in self.sides.items() if at == crowded][-1]
                self.sides[last] = side

    def _people(self, side: int) -> int:
        return sum(at == side for at in self.sides.values())


def _turns(side: int, came_from: int) -> int:
    return min((side - came_from) % SIDES, (came_from - side) % SIDES)


def _goal(centre: LatLon, side: int, distance: float, place_in_line: int) -> LatLon:
    """A point on the side, people beside each other."""
    aside = ((place_in_line // SIDES) % 5 - 2) * 4.0 if place_in_line >= SIDES else 0.0
    north, east = ((distance, aside), (aside, distance), (-distance, aside), (aside, -distance))[side]
    return moved(centre, east_m=east, north_m=north)
