"""The real maps, where they are at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import import_osm

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.fixture(scope="session")
def real_map() -> Callable[[str], Path]:
    """The path of a real map; skips where it is not at hand."""

    def path_of(name: str) -> Path:
        path = DATA / name
        if not path.exists():
            pytest.skip(f"{name} is not at ../shared/data")
        return path

    return path_of


@pytest.fixture(scope="session")
def wuhan(real_map: Callable[[str], Path]) -> RoadNetwork:
    """The road network of Wuhan."""
    return compile_network(import_osm(real_map("wuhan_roads.osm.pbf")))


@pytest.fixture(scope="session")
def shanghai(real_map: Callable[[str], Path]) -> RoadNetwork:
    """A piece of Shanghai with street names."""
    return compile_network(import_osm(real_map("shanghai_small.osm")))
