"""Trails: dense enough to see, small enough for thousands, and gone after half an hour."""

from dataclasses import replace
from datetime import timedelta

from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import Party, UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.services import trailbook
from commandroom.services.trailbook import TrailBook
from tests.conftest import MARKET, NINE_PM

CAR = Unit(UnitId("U-3"), "巡07", UnitKind.CAR, Party.POLICE, 2, MARKET)


def at_metres(east: float, unit: Unit = CAR) -> Unit:
    return replace(unit, at=moved(MARKET, east_m=east, north_m=0))


def driven(seconds: int, *, every_s: int = 1, metres_per_s: float = 10.0) -> TrailBook:
    book = TrailBook()
    for second in range(0, seconds, every_s):
        book.note([at_metres(second * metres_per_s)], NINE_PM + timedelta(seconds=second))
    return book


def test_points_of_a_trail_are_three_seconds_apart() -> None:
    book = driven(31)
    trail = book.trail(CAR.id, since=NINE_PM)
    assert len(trail) == 11
    assert round(distance_m(trail[0], trail[1])) == 30


def test_a_trail_runs_from_the_oldest_point_to_the_newest() -> None:
    trail = driven(31).trail(CAR.id, since=NINE_PM)
    assert trail[0] == MARKET
    assert trail[-1] == at_metres(300).at


def test_only_the_asked_minutes_are_told() -> None:
    trail = driven(600).trail(CAR.id, since=NINE_PM + timedelta(seconds=540))
    assert trail[0] == at_metres(5400).at
    assert len(trail) == 20


def test_a_trail_of_half_an_hour_reaches_back_to_its_beginning_and_stays_small() -> None:
    book = driven(1800)
    trail = book.trail(CAR.id, since=NINE_PM)
    assert trail[0] == MARKET
    assert trail[-1] == at_metres(17_970).at
    assert len(trail) <= trailbook.POINTS


def test_who_stands_leaves_one_point() -> None:
    book = TrailBook()
    for second in range(0, 600, 5):
        book.note([CAR], NINE_PM + timedelta(seconds=second))
    assert book.trail(CAR.id, since=NINE_PM) == (MARKET,)


def test_who_stood_long_and_drives_on_shows_where_they_stood() -> None:
    book = TrailBook()
    for second in range(0, 900, 5):
        book.note([CAR], NINE_PM + timedelta(seconds=second))
    book.note([at_metres(100)], NINE_PM + timedelta(seconds=905))
    assert book.trail(CAR.id, since=NINE_PM + timedelta(seconds=600)) == (MARKET, at_metres(100).at)


def test_half_an_hour_later_nothing_is_known_of_anybody() -> None:
    book = driven(60)
    book.forget(NINE_PM + timedelta(minutes=31))
    assert len(book) == 0
    assert book.trail(CAR.id, since=NINE_PM) == ()


def test_a_thinned_trail_keeps_its_newest_point() -> None:
    trail = driven(600).trail(CAR.id, since=NINE_PM, most=10)
    assert len(trail) <= 10
    assert trail[-1] == at_metres(5970).at


def test_memory_of_thousands_is_bounded() -> None:
    book = TrailBook()
    units = [replace(CAR, id=UnitId(f"U-{number}")) for number in range(trailbook.UNITS + 50)]
    book.note(units, NINE_PM)
    assert len(book) == trailbook.UNITS
    assert book.trail(units[-1].id, since=NINE_PM) == ()
    book.forget(NINE_PM + timedelta(hours=1))
    book.note(units[-1:], NINE_PM + timedelta(hours=1))
    assert book.trail(units[-1].id, since=NINE_PM) == (LatLon(*MARKET),)
