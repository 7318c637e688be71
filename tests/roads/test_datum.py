import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandroom.geo import (
    Datum,
    LatLon,
    bd09_to_gcj02,
    bd09_to_wgs84,
    distance_m,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

# A little inside the box: at its very edge the conversion jumps, there and back need not meet.
in_china = st.builds(LatLon, st.floats(0.9, 55.7), st.floats(72.1, 137.7))
abroad = st.one_of(
    st.builds(LatLon, st.floats(-90, 0.8), st.floats(-180, 180)),
    st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 72)),
    st.builds(LatLon, st.floats(-90, 90), st.floats(137.9, 180)),
)


@given(in_china)
def test_gcj02_there_and_back_is_the_same_point(point: LatLon) -> None:
    assert distance_m(gcj02_to_wgs84(wgs84_to_gcj02(point)), point) < 0.01


@given(in_china)
def test_bd09_there_and_back_is_the_same_point(point: LatLon) -> None:
    assert distance_m(bd09_to_gcj02(gcj02_to_bd09(point)), point) < 0.01
    assert distance_m(bd09_to_wgs84(wgs84_to_bd09(point)), point) < 0.01


@given(abroad, st.sampled_from(list(Datum)))
def test_nothing_is_moved_outside_the_box(point: LatLon, datum: Datum) -> None:
    assert to_wgs84(point, datum) == point
    assert from_wgs84(point, datum) == point


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        # Beijing and Shanghai as public converters print them, to the fifth digit.
        (LatLon(39.90403, 116.407526), LatLon(39.905434, 116.413768)),
        (LatLon(31.1774276, 121.5272106), LatLon(31.17530398364597, 121.531541859215)),
    ],
)
def test_known_points_land_where_the_public_maps_show_them(wgs: LatLon, gcj: LatLon) -> None:
    assert distance_m(wgs84_to_gcj02(wgs), gcj) < 1.0


@given(st.builds(LatLon, st.floats(22, 45), st.floats(100, 122)))
def test_the_shift_inside_china_is_some_hundred_metres(point: LatLon) -> None:
    assert 50 < distance_m(point, wgs84_to_gcj02(point)) < 1_000
    assert 300 < distance_m(point, wgs84_to_bd09(point)) < 2_500


@given(in_china, st.sampled_from(list(Datum)))
def test_each_datum_comes_back(point: LatLon, datum: Datum) -> None:
    assert distance_m(to_wgs84(from_wgs84(point, datum), datum), point) < 0.01
