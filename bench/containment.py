"""Shutting a fleeing suspect in on Wuhan: the whole question, and its cut beside networkx."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.figure import Figure
from commandroom.roads.compile import compile_network
from commandroom.roads.osm import import_osm
from commandroom.roads.sphere import distances_m
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.containment import Containment, ContainmentQuestion, Flight, HoldUnit, contain
from commandroom.services.containment.cut import cheapest_cut
from commandroom.services.containment.flight import pursued
from commandroom.services.containment.places import fold
from commandroom.services.containment.region import Region, region

WUHAN = Path(__file__).parents[2] / "shared" / "data" / "wuhan_roads.osm.pbf"
UNITS = 60
PLACES = 40
SEED = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A flight, and how far round the place its 60 units stand; every third is on foot, the others drive."""

    flight: Flight
    seen_ago_s: float
    around_m: float
    aim_s: float


CASES = (
    Case(Flight.FOOT, 300.0, 3_000.0, 0.5),
    Case(Flight.BICYCLE, 240.0, 5_000.0, 2.0),
    Case(Flight.CAR, 180.0, 8_000.0, 2.0),
)


def figures() -> Iterator[Figure]:
    """Median and p95 of the whole question, how often it is settled, and the cut alone beside its peer."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    router = RoadRouter(compile_network(import_osm(WUHAN)))
    for case in CASES:
        questions = list(_questions(router, case))
        contain(router, questions[0])
        spans, found = [], []
        for question in questions:
            begun = time.perf_counter()
            found.append(contain(router, question))
            spans.append(time.perf_counter() - begun)
        yield from _told(case, spans, found)
    yield _cut_beside_networkx(router)


def _questions(router: RoadRouter, case: Case) -> Iterator[ContainmentQuestion]:
    chance = np.random.default_rng(SEED)
    network = router.network
    roads = router.nodes(Mode.CAR)
    places = router.nodes(Mode.CAR if case.flight is Flight.CAR else Mode.FOOT)
    lat, lon = network.node_lat[roads], network.node_lon[roads]
    for node in chance.choice(places, PLACES, replace=False):
        place = network.node(int(node))
        near = roads[distances_m(lat, lon, place.lat, place.lon) < case.around_m]
        units = tuple(
            HoldUnit(f"U{n:02}", network.node(int(at)), Mode.CAR if n % 3 else Mode.FOOT)
            for n, at in enumerate(chance.choice(near, UNITS))
        )
        yield ContainmentQuestion(place, case.seen_ago_s, case.flight, units)


def _told(case: Case, spans: list[float], found: list[Containment]) -> Iterator[Figure]:
    name = f"containment_{case.flight}"
    how = (
        f"{UNITS} units within {case.around_m / 1000:.0f} km, seen {case.seen_ago_s / 60:.0f} min ago, "
        f"{PLACES} places of Wuhan"
    )
    closed = [each for each in found if each.is_closed]
    proven = sum(each.is_proven_smallest for each in found)
    sizes = [len(each.holds) for each in closed] or [0]
    holes = [len(each.holes) for each in found]
    yield Figure(f"{name}_median", float(np.median(spans)), "s", "", None, f"{how}; aim {case.aim_s} s")
    yield Figure(f"{name}_p95", float(np.percentile(spans, 95)), "s", "", None, how)
    yield Figure(f"{name}_worst", max(spans), "s", "", None, how)
    yield Figure(f"{name}_closed", len(closed) / len(found), "of all", "", None, how)
    yield Figure(f"{name}_proven_smallest", proven / len(found), "of all", "", None, how)
    yield Figure(f"{name}_closed_points", float(np.median(sizes)), "points", "", None, f"median, {how}")
    yield Figure(f"{name}_holes", float(np.median(holes)), "holes", "", None, f"median, {how}")


def _cut_beside_networkx(router: RoadRouter) -> Figure:
    """The smallest set of points whoever holds them, on the same 10 regions of a suspect on foot."""
    ours, theirs = [], []
    for question in list(_questions(router, CASES[0]))[:10]:
        of = pursued(router, question, np.zeros(0, dtype=np.int32))
        ahead = region(of, question.seen_ago_s, 600.0)
        begun = time.perf_counter()
        places = fold(ahead)
        size = len(cheapest_cut(places, np.ones(places.count, dtype=np.int64)))
        ours.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        peer = _networkx_cut(ahead)
        theirs.append((time.perf_counter() - begun) * 1000)
        if size != peer:
            raise SystemExit(f"{size} points here, {peer} by networkx")
    import networkx

    return Figure(
        "containment_cut",
        float(np.median(ours)),
        "ms",
        f"networkx {networkx.__version__} minimum_node_cut",
        float(np.median(theirs)),
        "fold and maximum flow, same size found in each of 10 regions, suspect on foot",
    )


def _networkx_cut(ahead: Region) -> int:
    import networkx

    graph = networkx.Graph(zip(ahead.one.tolist(), ahead.other.tolist(), strict=True))
    graph.add_edges_from(("inside", row) for row in np.flatnonzero(ahead.from_inside).tolist())
    graph.add_edges_from((row, "out") for row in np.flatnonzero(ahead.way_out).tolist())
    if not networkx.has_path(graph, "inside", "out"):
        return 0
    return len(networkx.minimum_node_cut(graph, "inside", "out"))
