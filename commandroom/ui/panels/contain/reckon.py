"""The answer to a case, worked out in a worker thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from commandroom.geo import LatLon
from commandroom.models.domain.ids import UnitId
from commandroom.roads.network import RoadNetwork
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment import (
    Containment,
    ContainmentQuestion,
    Hold,
    HoldUnit,
    Hole,
    contain,
    later,
)
from commandroom.ui.panels.contain.case import Case
from commandroom.ui.panels.contain.mending import mend
from commandroom.ui.panels.contain.naming import Landmark, landmark
from commandroom.ui.panels.contain.orders import change

LATER_S = 60.0
ORDER_DELAY_S = 30.0
"""Until a crew has read, signed and set out; half of them take more than the 20 s of the service."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything an answer depends on."""

    case: Case
    now: datetime
    units: tuple[HoldUnit, ...]
    goals: Mapping[str, LatLon]
    """Where those already ordered were sent."""
    known: tuple[tuple[str, LatLon], ...]
    """Posts and places by which a point can be named."""

    def question(self, network: RoadNetwork) -> ContainmentQuestion:
        """The same for the service."""
        return ContainmentQuestion(
            place=self.case.place,
            seen_ago_s=self.case.ago_s(self.now),
            flight=self.case.flight,
            units=self.units,
            speed_mps=self.case.speed_mps,
            order_delay_s=ORDER_DELAY_S,
            keep={unit: nearest_node(network, goal) for unit, goal in self.goals.items()},
        )


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The ring and what its points are called by."""

    asked: Asked
    ring: Containment
    near: Mapping[int, Landmark | None]
    """By node, where its roads alone do not name it."""
    doubles: frozenset[int]
    """Nodes whose roads also meet at another point of the ring."""


def reckon(router: RoadRouter, asked: Asked) -> Reckoned:
    """The ring for a case.

    Raises:
        Refusal: as `contain`.
    """
    question = asked.question(router.network)
    ring = contain(router, question)
    if asked.goals and _trouble(ring, asked)[1]:
        ring = min(ring, mend(router, question), key=lambda each: _trouble(each, asked))
    points: list[Hold | Hole] = [*ring.holds, *ring.holes]
    names = [each.name for each in points]
    doubles = frozenset(each.node for each in points if names.count(each.name) > 1)
    unclear = {each.node: each for each in points if not each.roads or each.node in doubles}
    places = [(each.name, each.at) for each in router.network.places if each.name]
    near = {
        node: landmark(router.network, each.at, [*asked.known, *places], roads=not each.roads)
        for node, each in unclear.items()
    }
    return Reckoned(asked, ring, near, doubles)


def reckon_later(router: RoadRouter, asked: Asked) -> Containment:
    """What it would take a minute later."""
    return later(router, asked.question(router.network), after_s=LATER_S)


def _trouble(ring: Containment, asked: Asked) -> tuple[int, int]:
    """Holes, then how many units would hear something new."""
    goals = {UnitId(unit): goal for unit, goal in asked.goals.items()}
    wanted = change(ring.holds, goals)
    return len(ring.holes), len(wanted.send) + 2 * len(wanted.move) + len(wanted.drop)


def nearest_node(network: RoadNetwork, at: LatLon) -> int:
    """The node at a goal, or next to it."""
    north, east = network.node_lat - at.lat, network.node_lon - at.lon
    return int(np.argmin(north * north + east * east))
