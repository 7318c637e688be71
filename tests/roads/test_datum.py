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


@given(st.builds(LatLon, st.floats(18, 53.5), st.floats(73.7, 135)), st.sampled_from(list(Datum)))
def test_a_round_trip_stays_below_half_a_metre_in_china(point: LatLon, datum: Datum) -> None:
    assert distance_m(to_wgs84(from_wgs84(point, datum), datum), point) < 0.5
    assert distance_m(from_wgs84(to_wgs84(point, datum), datum), point) < 0.5


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        # The test vectors of github.com/googollee/eviltransform (go/transform_test.go, python/test.py):
        # Shanghai, Shenzhen, Beijing.
        (LatLon(31.1774276, 121.5272106), LatLon(31.17530398364597, 121.531541859215)),
        (LatLon(22.543847, 113.912316), LatLon(22.540796131694766, 113.9171764808363)),
        (LatLon(39.911954, 116.377817), LatLon(39.91334545536069, 116.38404722455657)),
        # github.com/wandergis/coordtransform (test/app.js), which Hutool's CoordinateUtilTest cites too.
        (LatLon(39.915, 116.404), LatLon(39.91640428150164, 116.41024449916938)),
    ],
)
def test_wgs84_lands_where_published_vectors_say(wgs: LatLon, gcj: LatLon) -> None:
    assert distance_m(wgs84_to_gcj02(wgs), gcj) < 0.001
    assert distance_m(gcj02_to_wgs84(gcj), wgs) < 0.001


def test_bd09_lands_where_published_vectors_say() -> None:
    # github.com/wandergis/coordtransform (test/app.js) for the step from GCJ-02; Hutool's CoordinateUtilTest
    # (wgs84toBd09Test) for both steps.
    place = LatLon(39.915, 116.404)
    assert distance_m(gcj02_to_bd09(place), LatLon(39.92133699351021, 116.41036949371029)) < 0.001
    assert distance_m(wgs84_to_bd09(place), LatLon(39.922699552216216, 116.41662724378733)) < 0.001


def test_inverses_agree_with_published_approximations_to_a_few_metres() -> None:
    # The same test/app.js; its inverses are one step of an approximation, ours are iterated.
    place = LatLon(39.915, 116.404)
    assert distance_m(gcj02_to_wgs84(place), LatLon(39.91359571849836, 116.39775550083061)) < 3
    assert distance_m(bd09_to_gcj02(place), LatLon(39.90865673957631, 116.39762729119315)) < 3


@given(st.builds(LatLon, st.floats(22, 45), st.floats(100, 122)))
def test_the_shift_inside_china_is_some_hundred_metres(point: LatLon) -> None:
    assert 50 < distance_m(point, wgs84_to_gcj02(point)) < 1_000
    assert 300 < distance_m(point, wgs84_to_bd09(point)) < 2_500


@given(in_china, st.sampled_from(list(Datum)))
def test_each_datum_comes_back(point: LatLon, datum: Datum) -> None:
    assert distance_m(to_wgs84(from_wgs84(point, datum), datum), point) < 0.01
