"""Where a patrol goes next: a walk along the roads that likes to go on and comes back to its beat."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from random import Random

from commandroom.geo import LatLon, distance_m
from commandroom.roads.route import route_through
from commandroom.roads.travel import Mode, RoadRouter, Route

PATROL_PACE = 2.0
"""A patrol takes so many times the seconds of a unit that answers a call."""

LEG_S = (180.0, 420.0)
"""How long a patrol walks before it thinks again, in seconds."""

BEAT_M = {Mode.FOOT: 350.0, Mode.DOG: 400.0, Mode.MOTORBIKE: 1_300.0, Mode.CAR: 2_500.0}
"""How far from home a patrol strays before it prefers the roads that lead back."""

METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Streets:
    """The roads of one mode as plain lists, quicker for single steps than arrays."""

    start: list[int]
    head: list[int]
    seconds: list[float]
    lat: list[float]
    lon: list[float]
    shrink: float
    """Metres of a degree of longitude against one of latitude, at the town's middle."""


@lru_cache(maxsize=8)
def streets_of(router: RoadRouter, mode: Mode) -> Streets:
    """The roads of `mode`; made once for a town however often it is played in."""
    rows = router.graph(mode).onward
    network = router.network
    return Streets(
        rows.start.tolist(),
        rows.head.tolist(),
        rows.seconds.tolist(),
        network.node_lat.tolist(),
        network.node_lon.tolist(),
        cos(radians(network.bbox.centre.lat)),
    )


def wander(
    streets: Streets, *, here: LatLon, node: int, home: LatLon, beat_m: float, rng: Random
) -> tuple[Route, int]:
    """A leg of a round from `here` by way of `node`: the route at patrol pace, and the node it ends at."""
    until = rng.uniform(*LEG_S)
    point = LatLon(streets.lat[node], streets.lon[node])
    clock = distance_m(here, point) / 1.4
    stops = [(here, 0.0), (point, clock)]
    before = -1
    while clock < until:
        edge = _next_edge(streets, before, node, home, beat_m, rng)
        if edge < 0:
            break
        before, node = node, streets.head[edge]
        clock += streets.seconds[edge] * PATROL_PACE
        stops.append((LatLon(streets.lat[node], streets.lon[node]), clock))
    return route_through(stops), node


def _next_edge(streets: Streets, before: int, node: int, home: LatLon, beat_m: float, rng: Random) -> int:
    """The edge taken out of `node`, -1 at a dead end without return. Turning back is the last choice."""
    edges = range(streets.start[node], streets.start[node + 1])
    onward = [edge for edge in edges if streets.head[edge] != before]
    if len(onward) <= 1:
        return onward[0] if onward else next(iter(edges), -1)
    weights = _weights(streets, before, node, onward, home, beat_m)
    mark = rng.random() * sum(weights)
    for edge, weight in zip(onward, weights, strict=True):
        mark -= weight
        if mark < 0:
            return edge
    return onward[-1]


def _weights(
    streets: Streets, before: int, node: int, onward: list[int], home: LatLon, beat_m: float
) -> list[float]:
    """How much each way is liked: straight on more than a turn, and homewards once outside the beat."""
    lat, lon, shrink = streets.lat, streets.lon, streets.shrink
    y, x = lat[node], lon[node]
    home_y, home_x = home.lat - y, (home.lon - x) * shrink
    is_far = (home_y * home_y + home_x * home_x) ** 0.5 * METRES_PER_DEGREE > beat_m
    came_y, came_x = (y - lat[before], (x - lon[before]) * shrink) if before >= 0 else (0.0, 0.0)
    weights = []
    for edge in onward:
        head = streets.head[edge]
        go_y, go_x = lat[head] - y, (lon[head] - x) * shrink
        weight = 1.0
        if came_y * go_y + came_x * go_x > 0:
            weight += 1.5
        if is_far and home_y * go_y + home_x * go_x > 0:
            weight *= 6.0
        weights.append(weight)
    return weights
