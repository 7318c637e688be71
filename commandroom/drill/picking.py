"""Who would be sent: the nearest free units of a wanted sort, by road, from where they are this second."""

from collections.abc import Callable, Iterable
from heapq import nsmallest
from math import cos, hypot, isfinite, radians

import numpy as np

from commandroom.drill.simulation import Simulation
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Incident, Unit
from commandroom.models.domain.enums import Party, UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.models.domain.rules import why_unit_cannot_go
from commandroom.services.recommendation import MODE_OF

SHIELDS = ("盾", "钢叉", "防暴叉", "抓捕器")
"""Pieces of equipment that hold a blade off; an item counts when its name has one of these."""

LOOK_AT = 12
"""Only so many units, nearest as the crow flies, are asked for their way by road."""

Wanted = Callable[[Unit], bool]


def has_kit(unit: Unit, words: Iterable[str]) -> bool:
    """Whether the unit carries an item with one of `words` in its name."""
    return any(word in kit.item for kit in unit.equipment for word in words)


def wanted(sort: str, sim: Simulation, incident: Incident) -> Wanted:
    """The test for one sort: `own_post`, `guards`, `police`, `shielded`, `drone` or `any`."""
    own = incident.own_post
    tests: dict[str, Wanted] = {
        "own_post": lambda unit: own is not None and unit.home_post == own and unit.party is Party.GUARD,
        "guards": lambda unit: unit.party is Party.GUARD and unit.kind is not UnitKind.DRONE,
        "police": lambda unit: unit.party is Party.POLICE and unit.kind is not UnitKind.DRONE,
        "shielded": lambda unit: has_kit(unit, SHIELDS) and unit.kind is not UnitKind.DRONE,
        "drone": lambda unit: unit.kind is UnitKind.DRONE,
        "any": lambda unit: unit.kind is not UnitKind.DRONE,
    }
    return tests[sort]


def nearest(sim: Simulation, place: LatLon, test: Wanted, count: int) -> list[tuple[UnitId, float]]:
    """Up to `count` free units that pass `test` with their seconds to `place`, nearest first; ties by id."""
    near = _near_as_the_crow_flies(sim, place, test, LOOK_AT + count)
    found: list[tuple[float, UnitId]] = []
    for mode in sorted({MODE_OF[unit.kind] for unit, _ in near}):
        group = [(unit, at) for unit, at in near if MODE_OF[unit.kind] is mode]
        seconds = sim.router.field(place, mode).seconds(np.array([at for _, at in group], dtype=np.float64))
        found += [(float(s), unit.id) for s, (unit, _) in zip(seconds, group, strict=True) if isfinite(s)]
    return [(unit, seconds) for seconds, unit in sorted(found)[:count]]


def _near_as_the_crow_flies(
    sim: Simulation, place: LatLon, test: Wanted, count: int
) -> list[tuple[Unit, LatLon]]:
    """Free units that pass `test`, and where they are; the plane is good enough to leave out the far ones."""
    t, shrink = sim.seconds(sim.now), cos(radians(place.lat))
    measured = []
    for unit in sim.situation.units.values():
        if unit.incident is None and test(unit) and why_unit_cannot_go(unit) is None:
            at, _ = sim.movement.at(unit.id, t)
            off = hypot(at.lat - place.lat, (at.lon - place.lon) * shrink)
            measured.append((off, unit.id, unit, at))
    return [(unit, at) for _, _, unit, at in nsmallest(count, measured)]
