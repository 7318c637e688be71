"""Coverage of Wuhan by 1,091 units: whole, after one unit changed, while dragging, and the advice."""

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np

from bench.eta import WUHAN
from bench.figure import Figure, median_ms
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Unit
from commandroom.roads.compile import compile_network
from commandroom.roads.osm import import_osm
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.coverage.book import CoverageBook
from commandroom.services.coverage.lines import ring_lines
from commandroom.services.coverage.moveup import move_up
from commandroom.services.coverage.picture import Coverage
from tests.e2e.rosters import POSTS, UNITS, roster_on

LIMITS_S = (60.0, 180.0, 480.0)


def figures() -> Iterator[Figure]:
    """The widest rings in use (1/3/8 minutes); peers search the same graph without a limit."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    network = compile_network(import_osm(WUHAN))
    _, posts, units, _ = roster_on(network, members=1)
    router = RoadRouter(network)
    begun = time.perf_counter()
    book = CoverageBook(router, posts, LIMITS_S)
    picture = book.survey(units)
    first_s = time.perf_counter() - begun
    what = (
        f"{POSTS} posts and {len(book.demand) - POSTS} street samples, {len(picture.stands)} of {UNITS} units"
    )
    yield Figure("coverage_first", first_s, "s", "", None, f"{what}; graphs and snaps built")
    import scipy

    whole_s = median_ms(lambda: book.survey(units), rounds=7) / 1000
    peer = f"scipy {scipy.__version__} dijkstra from each post, whole graph, in a loop"
    yield Figure("coverage_whole", whole_s, "s", peer, _peer_s(router, posts), what)
    yield from _changes(book, picture, units)
    yield from _questions(book, picture, units)


def _peer_s(router: RoadRouter, posts: tuple[object, ...]) -> float:
    """Cars alone, and nothing made of the times: less than what the picture holds."""
    from scipy.sparse.csgraph import dijkstra

    against = router.graph(Mode.CAR).onward.matrix().T.tocsr()
    nodes = [router.nearest_node(post.at, Mode.CAR) for post in posts]  # type: ignore[attr-defined]
    begun = time.perf_counter()
    for node in nodes:
        dijkstra(against, directed=True, indices=node)
    return time.perf_counter() - begun


def _changes(book: CoverageBook, picture: Coverage, units: tuple[Unit, ...]) -> Iterator[Figure]:
    """One unit at a time, any kind; the picture goes on from change to change."""
    chance, network = Random(3), book.router.network
    nodes = book.router.nodes(Mode.CAR).tolist()
    free = [number for number, unit in enumerate(units) if unit.id in picture.stands]
    for name, how in (("moved", "to any crossing"), ("busy", "assigned"), ("free", "free again")):
        crews, now, spans = list(units), picture, []
        for number in chance.sample(free, 200):
            if name == "moved":
                changed = replace(crews[number], at=LatLon(*network.node(chance.choice(nodes))))
            else:
                changed = replace(crews[number], incident="I-1" if name == "busy" else None)
            if name == "free":
                now = book.renew(now, [u for u in crews if u.id != changed.id] + [_busy(changed)])
            crews[number] = changed
            begun = time.perf_counter()
            now = book.renew(now, crews)
            spans.append((time.perf_counter() - begun) * 1000)
        yield Figure(f"coverage_one_{name}", float(np.median(spans)), "ms", "", None, f"{how}, median of 200")
        yield Figure(
            f"coverage_one_{name}_p99", float(np.quantile(spans, 0.99)), "ms", "", None, "of the same"
        )


def _busy(unit: Unit) -> Unit:
    return replace(unit, incident="I-1")  # type: ignore[arg-type]


def _questions(book: CoverageBook, picture: Coverage, units: tuple[Unit, ...]) -> Iterator[Figure]:
    chance = Random(4)
    groups = [[unit.id for unit in chance.sample(units, count)] for count in (1, 3, 8) for _ in range(100)]
    spans = []
    for group in groups:
        begun = time.perf_counter()
        picture.without(group)
        spans.append((time.perf_counter() - begun) * 1000)
    how = "what 1, 3 or 8 units would uncover if sent"
    yield Figure("coverage_without", float(np.median(spans)), "ms", "", None, f"{how}, median of 300")
    yield Figure("coverage_without_max", max(spans), "ms", "", None, "the slowest of the same")
    lines = median_ms(lambda: ring_lines(book.router, picture), rounds=5)
    yield Figure("coverage_lines", lines, "ms", "", None, "the roads of three rings as lines")
    thinned = book.renew(picture, [unit for number, unit in enumerate(units) if number % 3])
    advice = median_ms(lambda: move_up(book, thinned, count=3), rounds=3)
    yield Figure("coverage_move_up", advice, "ms", "", None, "three moves, a third of the units gone")
