"""A patrol route is drawn along the roads, and straight where there are none."""

from itertools import pairwise

import pytest

from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.entities import PatrolRoute
from commandroom.roads.compile import compile_network
from commandroom.roads.raw import RawWay, RoadClass
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.patrols import mode_of, patrol_legs
from tests.roads.maps import grid_point, raw_map


def patrol_line(router: RoadRouter, route: PatrolRoute, mode: Mode | None = None) -> tuple[LatLon, ...]:
    """The legs end to end."""
    legs = patrol_legs(router, route, mode)
    assert all(leg[-1] == following[0] for leg, following in pairwise(legs))
    return (*route.points[:1], *(point for leg in legs for point in leg[1:]))


def square() -> RoadRouter:
    """A block of 400 m; its west side is for walkers only."""
    ways = [
        RawWay((0, 1, 2, 3), RoadClass.RESIDENTIAL),
        RawWay((3, 0), RoadClass.PATH, motor=False),
    ]
    return RoadRouter(compile_network(raw_map([(0, 0), (400, 0), (400, 400), (0, 400)], *ways)))


def route(*points: LatLon, closed: bool = False) -> PatrolRoute:
    return PatrolRoute("R-1", "巡线", points, closed=closed)  # type: ignore[arg-type]


def metres(line: tuple[LatLon, ...]) -> list[tuple[float, float]]:
    """Metres east and north of the block's south-west corner."""
    south_west = grid_point(0, 0)
    found = []
    for point in line:
        east = distance_m(LatLon(south_west.lat, point.lon), south_west)
        found.append((round(east, 0), round(distance_m(LatLon(point.lat, south_west.lon), south_west), 0)))
    return found


def test_the_line_follows_the_streets_and_comes_back_where_it_is_closed() -> None:
    stops = (grid_point(100, 0), grid_point(400, 300))
    assert metres(patrol_line(square(), route(*stops))) == [(100, 0), (400, 0), (400, 300)]
    closed = metres(patrol_line(square(), route(*stops, closed=True)))
    assert closed == [(100, 0), (400, 0), (400, 300), (400, 0), (100, 0)]


@pytest.mark.parametrize(("mode", "corners"), [(Mode.FOOT, 0), (Mode.CAR, 4)])
def test_a_car_goes_round_where_a_walker_cuts_through(mode: Mode, corners: int) -> None:
    line = patrol_line(square(), route(grid_point(0, 100), grid_point(0, 300)), mode)
    assert len(line) - 2 == corners


def test_without_a_road_the_line_goes_straight_on() -> None:
    nowhere = RoadRouter(
        compile_network(raw_map([(0, 0), (400, 0)], RawWay((0, 1), RoadClass.PATH, motor=False)))
    )
    stops = (grid_point(0, 0), grid_point(300, 0))
    assert patrol_line(nowhere, route(*stops), Mode.CAR) == stops
    assert patrol_line(nowhere, route(stops[0]), Mode.FOOT) == stops[:1]


def test_a_detour_nobody_takes_is_no_way() -> None:
    """The road to the other bank leads over a bridge 20 km off."""
    far = compile_network(
        raw_map([(0, 0), (20_000, 0), (20_000, 50), (0, 50)], RawWay((0, 1, 2, 3), RoadClass.RESIDENTIAL))
    )
    stops = (grid_point(0, 0), grid_point(0, 50))
    assert patrol_line(RoadRouter(far), route(*stops), Mode.CAR) == stops


def test_a_long_route_is_driven() -> None:
    start = grid_point(0, 0)
    assert mode_of(route(start, moved(start, east_m=1_000, north_m=0))) is Mode.FOOT
    assert mode_of(route(start, moved(start, east_m=9_000, north_m=0))) is Mode.CAR
