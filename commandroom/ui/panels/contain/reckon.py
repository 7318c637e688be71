"""The answer to a case, worked out in a worker thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from commandroom.geo import LatLon
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
from commandroom.ui.panels.contain.naming import Landmark, landmark

LATER_S = 60.0


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
    ring = contain(router, asked.question(router.network))
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


def nearest_node(network: RoadNetwork, at: LatLon) -> int:
    """The node at a goal, or next to it."""
    north, east = network.node_lat - at.lat, network.node_lon - at.lon
    return int(np.argmin(north * north + east * east))
