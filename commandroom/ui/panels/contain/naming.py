"""How a point to hold is spoken of: its roads, else what is near, else where it is from the scene."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, radians

import numpy as np

from commandroom.geo import LatLon, distance_m
from commandroom.roads.network import RoadNetwork
from commandroom.wording import Wording

NEAR_M = 300.0
"""What is farther away tells nobody where the point is."""
WAYS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
ROADS_SAID = 2
_M_PER_DEG = 111_195.0


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something with a name, and where a point lies from it."""

    name: str
    way: str
    """One of `WAYS`."""
    metres: float


def landmark(
    network: RoadNetwork, at: LatLon, known: Sequence[tuple[str, LatLon]], *, roads: bool
) -> Landmark | None:
    """The nearest post or place with a name, or where `roads` a road; None where nothing is near."""
    named = [(distance_m(place, at), name, place) for name, place in known]
    if roads and (road := _named_road(network, at)) is not None:
        named.append(road)
    metres, name, place = min(named, default=(NEAR_M, "", at), key=lambda each: (each[0], each[1]))
    return None if metres >= NEAR_M else Landmark(name, way_of(place, at), metres)


def way_of(start: LatLon, goal: LatLon) -> str:
    """The eighth of the compass in which `goal` lies from `start`."""
    east = (goal.lon - start.lon) * cos(radians(start.lat))
    angle = degrees(atan2(east, goal.lat - start.lat)) % 360.0
    return WAYS[round(angle / 45.0) % 8]


def spoken(
    roads: Sequence[str],
    near: Landmark | None,
    at: LatLon,
    scene: LatLon,
    wording: Wording,
    *,
    is_double: bool,
) -> str:
    """One line for a list, a goal or the radio. `is_double`: another point has the same roads."""
    said = " / ".join(roads[:ROADS_SAID])
    if roads and not is_double:
        return said
    if near is not None:
        beside = _from(near, wording)
    else:
        metres = distance_m(scene, at)
        beside = wording.say(
            "contain.name.scene", way=wording.say(f"contain.way.{way_of(scene, at)}"), m=_round(metres)
        )
    if roads:
        return wording.say("contain.name.both", roads=said, beside=beside)
    return wording.say("contain.name.crossing", beside=beside)


def _from(near: Landmark, wording: Wording) -> str:
    way = wording.say(f"contain.way.{near.way}")
    return wording.say("contain.name.near", name=near.name, way=way, m=_round(near.metres))


def _round(metres: float) -> int:
    return max(10, round(metres / 10.0) * 10)


def _named_road(network: RoadNetwork, at: LatLon) -> tuple[float, str, LatLon] | None:
    """The nearest road with a name, by the ends of its segments."""
    north = (network.node_lat - at.lat) * _M_PER_DEG
    east = (network.node_lon - at.lon) * _M_PER_DEG * cos(radians(at.lat))
    metres = np.hypot(north, east)[network.seg_from]
    for segment in np.flatnonzero(metres < NEAR_M)[
        np.argsort(metres[metres < NEAR_M], kind="stable")
    ].tolist():
        if name := network.name_of_segment(segment):
            return float(metres[segment]), name, network.node(int(network.seg_from[segment]))
    return None
