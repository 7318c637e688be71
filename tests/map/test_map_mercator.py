import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_town import CENTRE, off

from commandroom.geo import LatLon, distance_m
from commandroom.map.marks import IncidentMark
from commandroom.map.mercator import View, metres_per_pixel, unworld, world
from commandroom.map.picture import nearest_incident

VIEW = View(CENTRE, 16.0, 800, 600)

places = st.builds(LatLon, st.floats(-84, 84), st.floats(-179, 179))


@given(places)
def test_a_place_survives_the_way_to_the_unit_square_and_back(place: LatLon) -> None:
    assert distance_m(unworld(*world(place)), place) < 0.001


@given(st.floats(0, 800), st.floats(0, 600), st.floats(8, 19))
def test_the_place_under_a_pixel_falls_on_that_pixel(x: float, y: float, zoom: float) -> None:
    view = View(CENTRE, zoom, 800, 600)
    assert view.to_screen(view.to_place(x, y)) == (pytest.approx(x, abs=1e-3), pytest.approx(y, abs=1e-3))


def test_a_hundred_metres_are_as_many_pixels_as_the_scale_says() -> None:
    x, y = VIEW.to_screen(off(100, 0))
    assert x - 400 == pytest.approx(100 / metres_per_pixel(world(CENTRE)[1], 16), rel=0.003)
    assert y == pytest.approx(300, abs=0.01)


def incident(name: str, east_m: float, state: str = "open") -> IncidentMark:
    return IncidentMark(name, off(east_m, 0), 2, name, state)  # type: ignore[arg-type]


def under(x: float, *marks: IncidentMark) -> str:
    return nearest_incident(marks, VIEW.to_screen, x=x, y=300, within_px=30)


def test_the_nearest_of_two_incidents_takes_the_drop() -> None:
    a, b = incident("a", 0), incident("b", 50)
    assert under(400 + 5, a, b) == "a"
    assert under(VIEW.to_screen(b.at)[0] - 5, a, b) == "b"


def test_nothing_is_hit_beyond_the_reach() -> None:
    assert under(400 + 31, incident("a", 0)) == ""
    assert under(400 + 29, incident("a", 0)) == "a"


def test_a_closed_incident_takes_no_units() -> None:
    assert under(400, incident("a", 0, "closed")) == ""
    assert under(400, incident("a", 0, "closed"), incident("b", 5)) == "b"
