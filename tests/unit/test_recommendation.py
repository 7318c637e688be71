"""Nearest by road, for each unit's own way of travelling."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.enums import Ring
from commandroom.roads.compile import compile_network
from commandroom.roads.raw import OneWay, RawMap, RawWay, RoadClass
from commandroom.roads.travel import RoadRouter
from commandroom.services.recommendation import Recommendation
from commandroom.services.situation import Situation
from tests.conftest import MARKET, OPERATOR, Office


def town() -> RoadRouter:
    """A street east of the market; one north of it, one way only; and the long way round."""
    points = [
        MARKET,
        moved(MARKET, east_m=600, north_m=0),
        moved(MARKET, east_m=0, north_m=900),
        moved(MARKET, east_m=600, north_m=900),
    ]
    ways = (
        RawWay((0, 1), RoadClass.RESIDENTIAL, "东街"),
        RawWay((0, 2), RoadClass.RESIDENTIAL, "北街", OneWay.FORWARD),
        RawWay((2, 3), RoadClass.RESIDENTIAL, "上街"),
        RawWay((3, 1), RoadClass.RESIDENTIAL, "右街"),
    )
    lat, lon = np.array([p.lat for p in points]), np.array([p.lon for p in points])
    return RoadRouter(compile_network(RawMap("t", lat, lon, ways)))


@pytest.fixture
def recommendation() -> Recommendation:
    return Recommendation(town())


def an_incident(office: Office) -> Incident:
    return office.store.snapshot(now=office.clock.now()).incidents[-1]


def test_those_who_may_go_come_first_and_nearest_first(
    office: Office, recommendation: Recommendation
) -> None:
    office.report()
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    ranked = recommendation.rank(an_incident(office), situation.units.values(), now=office.clock.now())
    assert {each.unit: each.why_not for each in ranked if not each.may_go} == {
        "U-4": "dispatch.why.video",
        "U-5": "dispatch.why.resting",
    }
    may_go = [each for each in ranked if each.may_go]
    assert [each.eta_s for each in may_go] == sorted(each.eta_s for each in may_go)
    assert may_go[0].unit in {"U-1", "U-6"}


def test_a_car_obeys_one_way_streets_and_a_drone_does_not(
    office: Office, recommendation: Recommendation
) -> None:
    office.report()
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    north = moved(MARKET, east_m=0, north_m=900)
    car, drone = situation.unit("U-3"), replace(situation.unit("U-6"), at=north)
    route = recommendation.route(an_incident(office), car)
    assert route is not None
    assert route.length_m == pytest.approx(600 + 900 + 600, rel=0.01)
    flight = recommendation.route(an_incident(office), drone)
    assert flight is not None
    assert flight.length_m == pytest.approx(distance_m(north, MARKET), rel=0.01)


def test_the_ring_a_unit_would_meet_depends_on_whose_it_is_and_on_the_clock(
    office: Office, recommendation: Recommendation
) -> None:
    office.report()
    now = office.clock.now()
    situation = Situation(office.store.snapshot(now=now))
    incident = an_incident(office)
    own = recommendation.preview(incident, situation.unit("U-1"), now=now)
    assert (own.ring, own.meets_ring) == (Ring.SELF, True)
    neighbour = recommendation.preview(incident, situation.unit("U-2"), now=now)
    assert (neighbour.ring, neighbour.meets_ring) == (Ring.MUTUAL, neighbour.eta_s <= 180)
    office.clock.move_by(120)
    late = recommendation.preview(incident, situation.unit("U-1"), now=office.clock.now())
    assert late.meets_ring is False


def test_a_unit_already_there_and_one_that_is_busy_say_so(
    office: Office, recommendation: Recommendation
) -> None:
    first = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-1", first))
    second = office.report()
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    unit = situation.unit("U-1")
    why = {
        number: recommendation.preview(situation.incident(number), unit, now=office.clock.now()).why_not
        for number in (first, second)
    }
    assert why == {first: "dispatch.why.already_there", second: "dispatch.why.busy"}


def test_an_eta_that_is_infinite_is_stored_as_unknown(office: Office) -> None:
    incident = office.report(at=LatLon(30.2, 115.6))
    office.give(co.AssignUnit(OPERATOR, "U-3", incident, eta_s=inf))
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    assert situation.assignment("U-3", incident).eta_s is None
