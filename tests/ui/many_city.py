"""A city with a hundred open incidents, as a dialog of the window is given it."""

from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from commandroom.demo.town.shipped import load_demo
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.ids import IncidentId
from commandroom.models.domain.rules import own_post_of, report_incident
from commandroom.roads.travel import RoadRouter
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.many_case import Scene
from tests.conftest import OPERATOR

NOW = datetime(2026, 5, 1, 13, 30, tzinfo=UTC)


@cache
def city_router() -> RoadRouter:
    """The demo city's roads."""
    return RoadRouter(load_demo("city").network)


@cache
def city_scene(count: int = 100, seed: int = 4) -> Scene:
    """So many incidents of all kinds at places of the city, reported in the last quarter of an hour."""
    demo, chance = load_demo("city"), Random(seed)
    kinds, places = list(demo.kinds.kinds.values()), list(demo.network.places)
    incidents: list[Incident] = []
    for number in range(count):
        kind, place = chance.choice(kinds), chance.choice(places)
        order = ReportIncident(OPERATOR, kind.code, place.at, place.name, "", "群众")
        fact = report_incident(
            order,
            kind=kind,
            number=IncidentId(f"JQ-20260501-{number + 1:04d}"),
            own_post=own_post_of(place.at, demo.roster.posts),
            doctrine=shipped_doctrine(),
            at=NOW - timedelta(seconds=chance.randrange(900)),
        )
        incidents.append(fact.incident)
    units = tuple(demo.roster.units)
    return Scene(tuple(incidents), units, (), tuple(demo.roster.posts), shipped_doctrine(), NOW)
