"""The line of a patrol route along the roads."""

from itertools import pairwise

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.entities import PatrolRoute
from commandroom.roads.modes import SPEEDS_KMH, Mode, metres_per_second
from commandroom.roads.raw import RoadClass
from commandroom.roads.travel import RoadRouter

BY_CAR_FROM_M = 4_000.0
"""A route longer than this, straight from point to point, is driven."""
APART_M = 0.5
"""A way-point at the road and the point of the road beside it are one."""
MOST_DETOUR = 4.0
"""A way by road that takes so many times the straight line, at the speed of a side street, is none …"""
DETOUR_ALLOWED_S = 120.0
"""… unless it takes no more than this."""


def patrol_legs(
    router: RoadRouter, route: PatrolRoute, mode: Mode | None = None
) -> tuple[tuple[LatLon, ...], ...]:
    """The route from way-point to way-point by road, a leg each; straight on where no road leads.

    `mode`: on foot or by car; None: by the length of the route. A search for each leg: tens of
    milliseconds on a city, so never on the window's thread.
    """
    chosen = mode or mode_of(route)
    legs = []
    for here, there in pairwise(stops_of(route)):
        between = _leg(router, here, there, chosen)[1:-1]
        kept = [each for each in between if min(distance_m(each, end) for end in (here, there)) > APART_M]
        legs.append((here, *kept, there))
    return tuple(legs)


def stops_of(route: PatrolRoute) -> tuple[LatLon, ...]:
    """Its way-points; those of a closed one end where they begin."""
    return (*route.points, route.points[0]) if route.closed and route.points else route.points


def mode_of(route: PatrolRoute) -> Mode:
    """On foot, or by car where the route is long."""
    metres = sum(distance_m(a, b) for a, b in pairwise(route.points))
    return Mode.CAR if metres > BY_CAR_FROM_M else Mode.FOOT


def _leg(router: RoadRouter, here: LatLon, there: LatLon, mode: Mode) -> tuple[LatLon, ...]:
    """From `here` to `there`, both ends included."""
    if here == there or mode is Mode.DRONE:
        return (here, there)
    side_street_mps = metres_per_second(SPEEDS_KMH[mode][RoadClass.RESIDENTIAL])
    limit_s = DETOUR_ALLOWED_S + MOST_DETOUR * distance_m(here, there) / side_street_mps
    way = router.field_within(there, mode, limit_s).route(here)
    return (here, there) if way is None else way.points
