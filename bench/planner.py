"""Stations for Wuhan: the best plan beside greedy ones and another solver, and the stop."""

import threading
import time
from collections.abc import Iterator

import numpy as np

from bench.eta import WUHAN
from bench.figure import Figure
from commandroom.geo import LatLon
from commandroom.roads.compile import compile_network
from commandroom.roads.osm import import_osm
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.planner.plan import Progress, Stage, Terms
from commandroom.services.planner.puzzle import Puzzle, greedy, puzzle_of
from commandroom.services.planner.sites import CoverTable, Site, cover_table, demand_at
from commandroom.services.planner.stations import plan_over, stations_needed

POINTS, SITES, PLACES, LIMIT_S = 1_000, 845, 100, 180.0


def figures() -> Iterator[Figure]:
    """1,000 past places, 845 candidates, 100 to choose, a car in three minutes."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    router = RoadRouter(compile_network(import_osm(WUHAN)))
    begun = time.perf_counter()
    table = _table(router)
    yield Figure(
        "planner_times", time.perf_counter() - begun, "s", "", None, f"{SITES} sites × {POINTS} points"
    )
    plan = plan_over(table, places=PLACES)
    puzzle = puzzle_of(table, (), range(SITES))
    how = f"{PLACES} of {SITES} sites, {POINTS} points, {LIMIT_S:g} s; optimal: {plan.is_optimal}"
    by_cbc = _cbc(puzzle)
    peer, peer_s, peer_covered = by_cbc if by_cbc is not None else ("", None, None)
    yield Figure("planner_seconds", plan.seconds, "s", peer, peer_s, f"{how}; the process's start counted")
    yield Figure("planner_covered", plan.covered_after, "weight", peer, peer_covered, how)
    by_hand = puzzle.added(greedy(puzzle, PLACES))
    yield Figure("planner_covered_beside_greedy", plan.covered_after, "weight", "greedy", by_hand, how)
    needed = stations_needed(table, 0.85)
    how = f"the fewest for 85 %, {needed.share:.1%} reached; optimal: {needed.is_optimal}"
    yield Figure("planner_fewest", len(needed.chosen), "stations", "", None, how)
    yield Figure("planner_fewest_seconds", needed.seconds, "s", "", None, how)
    yield _stop()


def _table(router: RoadRouter) -> CoverTable:
    chance, network = np.random.default_rng(11), router.network
    nodes = router.nodes(Mode.CAR)
    spots = [LatLon(*network.node(int(node))) for node in chance.choice(nodes, POINTS + SITES, replace=False)]
    demand = demand_at(spots[:POINTS], chance.choice([1.0, 3.0, 5.0], POINTS))
    sites = [Site(f"S-{number}", "", at) for number, at in enumerate(spots[POINTS:])]
    return cover_table(router, demand, sites, mode=Mode.CAR, limit_s=LIMIT_S)


def _cbc(puzzle: Puzzle) -> tuple[str, float, float] | None:
    """The same puzzle, points already put together, by CBC through PuLP; None where that is not installed."""
    try:
        import pulp
    except ImportError:
        return None
    begun = time.perf_counter()
    model = pulp.LpProblem("stations", pulp.LpMaximize)
    chosen = [pulp.LpVariable(f"x{n}", cat="Binary") for n in range(puzzle.sites)]
    reached = [pulp.LpVariable(f"y{n}", 0, 1) for n in range(len(puzzle.weight))]
    model += pulp.lpSum(float(w) * y for w, y in zip(puzzle.weight, reached, strict=True))
    model += pulp.lpSum(chosen) <= PLACES
    columns = puzzle.reaches.tocsc()
    for group, y in enumerate(reached):
        sites = columns.indices[columns.indptr[group] : columns.indptr[group + 1]]
        model += y <= pulp.lpSum(chosen[site] for site in sites)
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=120, gapRel=0.0))
    seconds = time.perf_counter() - begun
    return f"PuLP {pulp.__version__} with CBC", seconds, float(pulp.value(model.objective))


def _stop() -> Figure:
    """A plan that would take long, stopped while HiGHS is at work."""
    chance = np.random.default_rng(5)
    here, there = chance.random((700, 2)), chance.random((4_000, 2))
    from commandroom.services.planner.sites import PlanDemand, table_of

    near = [np.flatnonzero(((there - at) ** 2).sum(axis=1) < 0.13**2) for at in here]
    demand = PlanDemand(there, chance.integers(1, 100, len(there)).astype(float))
    table = table_of(demand, [Site(f"S-{n}", "", LatLon(0, 0)) for n in range(len(here))], near)
    stop, at_work = threading.Event(), threading.Event()

    def hear(news: Progress) -> None:
        if news.stage is Stage.EXACT:
            at_work.set()

    terms = Terms(time_limit_s=300.0, progress=hear, is_cancelled=stop.is_set)
    worker = threading.Thread(target=lambda: plan_over(table, places=25, terms=terms))
    worker.start()
    at_work.wait()
    begun = time.perf_counter()
    stop.set()
    worker.join()
    return Figure(
        "planner_stop", (time.perf_counter() - begun) * 1000, "ms", "", None, "from the wish to the answer"
    )
