"""The demo town as it stands in the evening, its real roads, and the shipped rules."""

from dataclasses import replace

import pytest

from commandroom.demo.town.shipped import DemoTown, load_demo
from commandroom.models.domain.entities import Assignment, Incident
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import UnitId
from commandroom.roads.travel import RoadRouter
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.recommendation import Recommendation
from commandroom.tools.eleven import TownDesk


@pytest.fixture(scope="session")
def town() -> DemoTown:
    return load_demo("town")


@pytest.fixture(scope="session")
def roads(town: DemoTown) -> Recommendation:
    """One for all tests: the fields of places asked about before are kept."""
    return Recommendation(RoadRouter(town.network))


@pytest.fixture
def desk(town: DemoTown, roads: Recommendation) -> TownDesk:
    """A desk whose units a test may change."""
    made = TownDesk(shipped_doctrine(), town)
    made.recommendation = roads
    return made


def sent(
    desk: TownDesk, unit: str, incident: Incident, *, on_scene: bool = False, role: str = ""
) -> Assignment:
    """`unit` bound to `incident`, as the desk's register then has it."""
    desk.units[unit] = replace(desk.units[unit], incident=incident.id)
    status = AssignmentStatus.ON_SCENE if on_scene else AssignmentStatus.EN_ROUTE
    return Assignment(UnitId(unit), incident.id, 1, status, desk.now, "值班员", role=role)
