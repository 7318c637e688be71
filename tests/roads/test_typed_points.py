import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandroom.geo import Datum, LatLon, distance_m, from_wgs84
from commandroom.geo.typed import typed_point

PLACE = LatLon(30.5931, 114.3054)
FINE = LatLon(30 + 35 / 60 + 35.2 / 3600, 114 + 18 / 60 + 19.4 / 3600)


@pytest.mark.parametrize(
    "typed",
    [
        "30.5931,114.3054", "114.3054 30.5931", "30.5931，114.3054", "(30.5931, 114.3054)",
        "30.5931N 114.3054E",
        "E114.3054 N30.5931", "北纬30.5931 东经114.3054", "lon=114.3054 lat=30.5931", "30.5931°，114.3054°",
        "３０．５９３１，１１４．３０５４", "30.5931;114.3054",
    ],
)  # fmt: skip
def test_decimal_degrees_in_either_order(typed: str) -> None:
    point = typed_point(typed)
    assert point is not None
    assert distance_m(point.at, PLACE) < 0.01
    assert not point.is_said


@pytest.mark.parametrize(
    "typed",
    [
        "30°35′35.2″N 114°18′19.4″E", "N30°35'35.2\" E114°18'19.4\"", "30°35'35.2\", 114°18'19.4\"",
        "东经114度18分19.4秒 北纬30度35分35.2秒", "30 35 35.2 114 18 19.4", "114 18 19.4, 30 35 35.2",
        "30:35:35.2 114:18:19.4",
    ],
)  # fmt: skip
def test_degrees_minutes_seconds(typed: str) -> None:
    point = typed_point(typed)
    assert point is not None
    assert distance_m(point.at, FINE) < 0.01


@pytest.mark.parametrize(
    ("word", "datum"),
    [("gcj02", Datum.GCJ02), ("GCJ-02", Datum.GCJ02), ("高德", Datum.GCJ02), ("火星坐标", Datum.GCJ02),
     ("bd09", Datum.BD09), ("BD 09", Datum.BD09), ("百度", Datum.BD09), ("wgs84", Datum.WGS84),
     ("CGCS2000", Datum.WGS84)],
)  # fmt: skip
def test_a_datum_word_before_or_behind_converts(word: str, datum: Datum) -> None:
    shown = from_wgs84(PLACE, datum)
    for typed in (f"{shown.lat},{shown.lon} {word}", f"{word}: {shown.lon} {shown.lat}"):
        point = typed_point(typed)
        assert point is not None, typed
        assert distance_m(point.at, PLACE) < 0.5
        assert point.datum is datum
        assert point.is_said


def test_without_a_word_the_callers_datum_counts() -> None:
    shown = from_wgs84(PLACE, Datum.BD09)
    point = typed_point(f"{shown.lat} {shown.lon}", otherwise=Datum.BD09)
    assert point is not None
    assert distance_m(point.at, PLACE) < 0.5


@pytest.mark.parametrize(
    "typed",
    ["", "30", "30 40", "1号 2号", "人民路 3", "91.5 95.5", "200.1,100.2", "30 75 00 114 10 10",
     "30.1N 40.2N",
     "30.5931,114.3054,7", "88.0 114.0", "nan,nan", "gcj02", "1e3,2e3"],
)  # fmt: skip
def test_what_is_no_point_on_the_map_is_none(typed: str) -> None:
    assert typed_point(typed) is None


def test_southern_and_western_points_keep_their_sign() -> None:
    for typed in ("-33.86, 151.2", "33.86S 151.2E", "南纬33.86 东经151.2"):
        point = typed_point(typed)
        assert point is not None
        assert point.at == LatLon(-33.86, 151.2)


@given(st.text(max_size=60))
def test_no_text_at_all_is_an_error(text: str) -> None:
    point = typed_point(text)
    assert point is None or (abs(point.at.lat) <= 90 and abs(point.at.lon) <= 181)
