"""What drill tests share: a small town to play in, and a script for it."""

import pytest

from commandroom.drill.session import DrillSetting
from commandroom.roads.travel import RoadRouter
from tests.drill.small_town import catalogue, small_town


@pytest.fixture(scope="session")
def setting() -> DrillSetting:
    """The small town; read-only."""
    place = small_town()
    return DrillSetting(place, RoadRouter(place.network), catalogue())
