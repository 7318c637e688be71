import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandroom.geo import LatLon, distance_m
from commandroom.roads.route import Route, route_through

from .maps import grid_point

CORNER = route_through([(grid_point(0, 0), 0.0), (grid_point(0, 100), 10.0), (grid_point(200, 100), 30.0)])


def test_a_route_knows_where_it_is_and_where_it_heads() -> None:
    north, east = CORNER.at(5.0), CORNER.at(20.0)
    assert distance_m(north[0], grid_point(0, 50)) < 0.1
    assert north[1] == pytest.approx(0, abs=0.1)
    assert distance_m(east[0], grid_point(100, 100)) < 0.1
    assert east[1] == pytest.approx(90, abs=0.1)
    assert CORNER.length_m == pytest.approx(300, rel=1e-3)


def test_before_and_after_it_stands_at_the_ends() -> None:
    assert CORNER.at(-5.0)[0] == CORNER.points[0]
    assert CORNER.at(99.0)[0] == CORNER.points[-1]
    assert CORNER.at(99.0)[1] == pytest.approx(90, abs=0.1)


def test_repeated_points_fold_into_one() -> None:
    here = grid_point(0, 0)
    route = route_through([(here, 0.0), (here, 0.0), (grid_point(0, 100), 10.0), (grid_point(0, 100), 12.0)])
    assert len(route.points) == 2
    assert route.cumulative_s == (0.0, 12.0)


def test_a_route_to_where_one_is_has_one_point() -> None:
    here = grid_point(0, 0)
    assert route_through([(here, 0.0), (here, 0.0)]) == Route((here,), 0.0, 0.0, (0.0,))
    assert route_through([(here, 0.0), (here, 0.0)]).at(7.0) == (here, 0.0)


@given(st.floats(0, 30), st.floats(0, 30))
def test_the_rest_of_a_route_is_the_same_journey(now: float, later: float) -> None:
    rest = CORNER.rest(now)
    assert rest.seconds == pytest.approx(CORNER.seconds - now, abs=1e-6)
    expected: LatLon = CORNER.at(now + later)[0]
    assert distance_m(rest.at(later)[0], expected) < 0.01
