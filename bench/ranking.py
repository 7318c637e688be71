"""Ranking 1,091 units by road, beside a plain scipy Dijkstra and networkx on the same graph."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.figure import Figure, median_ms
from commandroom.geo import LatLon
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import import_osm
from commandroom.roads.travel import Mode, RoadRouter

WUHAN = Path(__file__).parents[2] / "shared" / "data" / "wuhan_roads.osm.pbf"
UNITS = 1_091


def figures() -> Iterator[Figure]:
    """A fresh incident (field and look-up), and the same units again once they moved."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    begun = time.perf_counter()
    network = compile_network(import_osm(WUHAN))
    yield Figure("compile_wuhan", time.perf_counter() - begun, "s", "", None, "read the PBF and compile it")
    router = RoadRouter(network)
    chance = np.random.default_rng(7)
    nodes = chance.choice(router.nodes(Mode.CAR), UNITS)
    units = np.column_stack((network.node_lat[nodes], network.node_lon[nodes]))
    places = iter(chance.choice(router.nodes(Mode.CAR), 200, replace=False))
    fresh = median_ms(lambda: _rank(router, network, int(next(places)), units), rounds=30)
    graph = router.graph(Mode.CAR)
    peer = _networkx_ms(graph.reverse.matrix())
    yield Figure(
        "rank_fresh_incident",
        fresh,
        "ms",
        f"networkx {_networkx_version()} single-source Dijkstra",
        peer,
        f"{UNITS} cars on Wuhan, field and look-up, median of 30 places",
    )
    place = LatLon(float(units[0][0]), float(units[0][1]))
    again = median_ms(lambda: router.field(place, Mode.CAR).seconds(units), rounds=30)
    yield Figure("rank_moved_units", again, "ms", "", None, "the same incident after the units moved")


def _rank(router: RoadRouter, network: RoadNetwork, node: int, units: np.ndarray) -> np.ndarray:
    return np.argsort(router.field(network.node(node), Mode.CAR).seconds(units))


def _networkx_version() -> str:
    import networkx

    return str(networkx.__version__)


def _networkx_ms(matrix: object) -> float:
    import networkx

    graph = networkx.from_scipy_sparse_array(matrix, create_using=networkx.DiGraph)
    return median_ms(lambda: networkx.single_source_dijkstra_path_length(graph, 0), rounds=3)
