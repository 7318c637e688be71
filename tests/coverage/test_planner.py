"""Stations: the best plan against every plan, honest bounds, and a stop that stops."""

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.errors import Refusal
from commandroom.geo import LatLon, moved
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.roads.modes import Mode
from commandroom.services.planner import exact
from commandroom.services.planner.plan import Ended, Progress, Stage, Terms
from commandroom.services.planner.puzzle import bound_beside, fewest_at_least, greedy, puzzle_of, swapped
from commandroom.services.planner.sites import (
    CoverTable,
    PlanDemand,
    Site,
    cover_table,
    demand_at,
    demand_from_incidents,
    demand_from_posts,
    table_of,
)
from commandroom.services.planner.stations import plan_over, plan_stations, stations_needed
from commandroom.wording import Wording
from tests.conftest import MARKET, NINE_PM
from tests.coverage.towns import posts, router, spot

QUICK = Terms(is_exact=False)


def random_table(seed: int, sites: int, points: int, *, density: float = 0.3) -> CoverTable:
    """Any covering relation at all; weights repeat, so that ties are common."""
    chance = np.random.default_rng(seed)
    demand = PlanDemand(np.zeros((points, 2)), chance.integers(1, 5, points).astype(float))
    near = [np.flatnonzero(chance.random(points) < density) for _ in range(sites)]
    return table_of(demand, [Site(f"S-{n}", f"点{n}", LatLon(0, 0)) for n in range(sites)], near)


def hard_table() -> CoverTable:
    """A plan HiGHS needs minutes for: many points, each reached from many sites alike."""
    chance = np.random.default_rng(5)
    here, there = chance.random((700, 2)), chance.random((4_000, 2))
    near = [np.flatnonzero(((there - at) ** 2).sum(axis=1) < 0.13**2) for at in here]
    demand = PlanDemand(there, chance.integers(1, 100, len(there)).astype(float))
    return table_of(demand, [Site(f"S-{n}", "", LatLon(0, 0)) for n in range(len(here))], near)


def best_by_hand(table: CoverTable, fixed: int, most: int) -> float:
    free = range(fixed, len(table.sites))
    return max(
        table.weight((*range(fixed), *chosen))
        for count in range(most + 1)
        for chosen in combinations(free, count)
    )


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_covers_more_than_the_optimal_one(seed: int) -> None:
    table = random_table(seed, sites=11, points=60, density=0.2)
    fixed, movable, places = seed % 3, seed % 2, 3
    plan = plan_over(table, places=places, fixed=fixed, movable=movable)
    best = best_by_hand(table, fixed, places + movable)
    assert plan.is_optimal
    assert plan.covered_after == pytest.approx(best)
    assert plan.gap == 0.0
    assert plan.bound == plan.covered_after
    assert len(plan.chosen) <= places + movable
    assert plan.covered_before == table.weight(range(fixed + movable))
    assert plan.covered_before <= plan.covered_after <= plan.coverable <= plan.total
    assert table.demand.weight[plan.reached_after].sum() == plan.covered_after
    assert {site.id for site in plan.given_up} <= {site.id for site in table.sites[fixed : fixed + movable]}
    assert not {site.id for site in plan.chosen} & {site.id for site in table.sites[:fixed]}


def test_exchanges_alone_do_not_always_find_the_best() -> None:
    """Else the tests above would not show that the exact solver is asked at all."""
    found = [random_table(seed, sites=14, points=80, density=0.2) for seed in range(40)]
    plans = [plan_over(table, places=5, terms=QUICK) for table in found]
    worse = [
        table
        for table, plan in zip(found, plans, strict=True)
        if plan.covered_after < best_by_hand(table, 0, 5) - 1e-9
    ]
    assert worse
    plan = plan_over(worse[0], places=5)
    assert plan.is_optimal
    assert plan.quick < plan.covered_after == pytest.approx(best_by_hand(worse[0], 0, 5))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 30), st.integers(1, 4), st.integers(0, 2))
def test_the_gap_told_without_proof_is_never_too_small(
    seed: int, sites: int, points: int, places: int, fixed: int
) -> None:
    table = random_table(seed, sites + fixed, points)
    places = min(places, sites)
    plan = plan_over(table, places=places, fixed=fixed, terms=QUICK)
    best = best_by_hand(table, fixed, places)
    assert plan.covered_after <= best + 1e-9
    assert plan.bound >= best - 1e-9
    assert plan.gap == pytest.approx(max(0.0, 1 - plan.covered_after / plan.bound) if plan.bound else 0.0)
    if plan.is_optimal:
        assert plan.covered_after == pytest.approx(best)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 30), st.integers(1, 5))
def test_the_puzzle_weighs_what_the_table_weighs(seed: int, sites: int, points: int, chosen: int) -> None:
    """Points are put together and left out without changing any plan's worth."""
    table = random_table(seed, sites + 2, points)
    puzzle = puzzle_of(table, (0, 1), range(2, sites + 2))
    some = Random(seed).sample(range(sites), min(chosen, sites))
    assert puzzle.given + puzzle.added(some) == pytest.approx(table.weight((0, 1, *(n + 2 for n in some))))
    quick = greedy(puzzle, chosen)
    better = swapped(puzzle, quick, go_on=lambda: True)
    assert puzzle.added(better) >= puzzle.added(quick) - 1e-9
    assert bound_beside(puzzle, some, chosen) >= puzzle.added(better) - 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_no_fewer_stations_reach_the_share(seed: int) -> None:
    table, fixed = random_table(seed, sites=10, points=50, density=0.25), seed % 2
    total = table.demand.weight.sum()
    most = table.weight(range(10)) / total
    asked = 0.9 * most
    fewest = next(
        count
        for count in range(11)
        if any(
            table.weight((*range(fixed), *chosen)) >= asked * total
            for chosen in combinations(range(fixed, 10), count)
        )
    )
    found = stations_needed(table, asked, fixed=fixed)
    assert found.is_optimal
    assert len(found.chosen) == found.at_least == fewest
    assert found.share >= asked - 1e-5
    quick = stations_needed(table, asked, fixed=fixed, terms=QUICK)
    assert quick.at_least <= fewest <= len(quick.chosen)
    puzzle = puzzle_of(table, range(fixed), range(fixed, 10))
    assert fewest_at_least(puzzle, asked * total - puzzle.given) <= fewest


def test_a_cancelled_plan_stops_at_once_and_leaves_no_process() -> None:
    """The plan runs in a thread, as it does in the window; the solver is at work when it is stopped."""
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    class Watched(real):  # type: ignore[type-arg,misc,valid-type]
        def __init__(self, *arguments: object, **more: object) -> None:
            super().__init__(*arguments, **more)
            started.append(self)

    stop, relaxed, plans = threading.Event(), threading.Event(), []
    table = hard_table()

    def hear(news: Progress) -> None:
        if news.stage is Stage.EXACT:
            relaxed.set()

    terms = Terms(time_limit_s=300.0, is_cancelled=stop.is_set, progress=hear)
    threads_before = set(threading.enumerate())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact.subprocess, "Popen", Watched)
        worker = threading.Thread(
            target=lambda: plans.append(plan_over(table, places=25, terms=terms)), daemon=True
        )
        worker.start()
        assert relaxed.wait(90), "the solver never told its bound"
        stop.set()
        begun = time.monotonic()
        worker.join(20)
    assert not worker.is_alive()
    assert time.monotonic() - begun < 10
    assert plans[0].ended is Ended.CANCELLED
    assert plans[0].covered_after == plans[0].quick > 0
    assert plans[0].covered_after <= plans[0].bound < plans[0].total  # the relaxation's bound
    assert 0 < plans[0].gap < 0.2
    assert len(started) == 1
    assert started[0].poll() is not None
    assert set(threading.enumerate()) <= threads_before


def test_a_plan_cancelled_before_it_began_is_the_greedy_one() -> None:
    table = hard_table()
    plan = plan_over(table, places=10, terms=Terms(is_cancelled=lambda: True))
    assert plan.ended is Ended.CANCELLED
    assert len(plan.chosen) == 10
    assert plan.bound >= plan.covered_after


def test_a_plan_whose_time_is_up_tells_the_gap() -> None:
    plan = plan_over(hard_table(), places=25, terms=Terms(time_limit_s=1.0))
    assert plan.ended is Ended.TIME
    assert plan.quick <= plan.covered_after < plan.bound
    assert plan.gap == pytest.approx(1 - plan.covered_after / plan.bound)


def test_a_solver_that_cannot_start_leaves_the_quick_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = (random_table(seed, sites=14, points=80, density=0.2) for seed in range(40))
    table = next(each for each in tables if plan_over(each, places=5, terms=QUICK).gap > 0)
    monkeypatch.setattr(exact, "SOLVER", "commandroom.services.planner.nowhere")
    plan = plan_over(table, places=5)
    assert plan.ended is Ended.UNPROVEN
    assert plan.covered_after == plan.quick
    assert plan.gap > 0


def test_the_solver_ends_when_its_master_is_gone() -> None:
    """Whoever started it was killed: its input closes, and it does not go on for minutes."""
    puzzle = puzzle_of(hard_table(), (), range(700))
    task = exact._task(puzzle, 25, None, 300.0)
    call = [sys.executable, "-m", exact.SOLVER]
    with subprocess.Popen(
        call, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=exact.PACKAGE_ROOT
    ) as solver:
        assert solver.stdin is not None
        solver.stdin.write(len(task).to_bytes(exact.HEADER_BYTES, "big") + task)
        solver.stdin.close()
        assert solver.wait(60) == 3


def test_progress_tells_the_quick_answer_before_the_best() -> None:
    news: list[Progress] = []
    tables = (random_table(seed, sites=14, points=80, density=0.2) for seed in range(40))
    table = next(each for each in tables if plan_over(each, places=5, terms=QUICK).gap > 0)
    plan = plan_over(table, places=5, terms=Terms(progress=news.append))
    assert [each.stage for each in news][:2] == [Stage.QUICK, Stage.EXACT]
    assert news[0].value == plan.quick
    assert news[-1].value == plan.covered_after
    bounds = [each.bound for each in news]
    assert bounds == sorted(bounds, reverse=True)


def test_on_the_road_a_site_reaches_what_its_arrival_field_says() -> None:
    chance = Random(3)
    demand = demand_at([spot(chance) for _ in range(30)], np.ones(30))
    sites = [Site(f"S-{n}", f"点{n}", spot(chance)) for n in range(6)]
    for mode in (Mode.CAR, Mode.FOOT, Mode.DRONE):
        limit_s = 40.0 if mode is Mode.DRONE else 120.0
        table = cover_table(router(), demand, sites, mode=mode, limit_s=limit_s)
        for point, (lat, lon) in enumerate(demand.points):
            seconds = router().field(LatLon(lat, lon), mode).seconds([site.at for site in sites])
            assert table.reaches[:, [point]].toarray().ravel().tolist() == (seconds <= limit_s).tolist()
        assert 0 < table.reaches.nnz < 180


def test_stations_are_planned_on_the_road() -> None:
    chance = Random(4)
    demand = demand_from_posts(posts(40, chance))
    sites = [Site(f"S-{n}", f"点{n}", spot(chance)) for n in range(9)]
    terms = {"mode": Mode.CAR, "limit_s": 60.0}
    plan = plan_stations(router(), demand, sites[3:], places=1, fixed=sites[:1], movable=sites[1:3], **terms)
    table = cover_table(router(), demand, sites, **terms)
    assert plan.is_optimal
    assert plan.covered_after == best_by_hand(table, 1, 3)
    assert plan.covered_before == table.weight(range(3))
    assert plan.covered_after > plan.covered_before


def incident(number: int, level: Level, days_ago: float) -> Incident:
    return Incident(
        id=IncidentId(f"I-{number}"),
        kind=KindCode("dispute"),
        level=level,
        police_needed=False,
        at=moved(MARKET, east_m=10.0 * number, north_m=0),
        place_name="",
        text="",
        caller="",
        reported_at=NINE_PM - timedelta(days=days_ago),
        rings=(),
    )


def test_past_incidents_weigh_by_level_and_age() -> None:
    past = [incident(1, Level.GRAVE, 0), incident(2, Level.ORDINARY, 30), incident(3, Level.GRAVE, -1)]
    demand = demand_from_incidents(past, until=NINE_PM)
    assert demand.weight.tolist() == [5.0, 1.0]  # tomorrow's is not past
    aged = demand_from_incidents(past, until=NINE_PM, half_life_days=30)
    assert aged.weight.tolist() == [5.0, 0.5]


def test_senseless_questions_are_refused_in_words() -> None:
    table, demand = random_table(1, 4, 10), demand_at([MARKET], [1.0])
    site = Site("S", "点", MARKET)
    hopeless = replace(table, demand=PlanDemand(np.zeros((11, 2)), np.ones(11)))
    hopeless = table_of(hopeless.demand, table.sites, [np.arange(3)] * 4)
    questions = {
        "no_places": lambda: plan_over(table, places=0),
        "too_few_sites": lambda: plan_over(table, places=5),
        "bad_time": lambda: plan_over(table, places=1, terms=Terms(time_limit_s=0.0)),
        "bad_share": lambda: stations_needed(table, 1.2),
        "share_out_of_reach": lambda: stations_needed(hopeless, 0.5),
        "bad_limit": lambda: cover_table(router(), demand, [site], mode=Mode.CAR, limit_s=0.0),
        "no_sites": lambda: cover_table(router(), demand, [], mode=Mode.CAR, limit_s=60.0),
        "site_twice": lambda: cover_table(router(), demand, [site, site], mode=Mode.CAR, limit_s=60.0),
        "no_demand": lambda: demand_from_incidents([], until=NINE_PM),
        "bad_weight": lambda: demand_at([MARKET], [-1.0]),
        "bad_half_life": lambda: demand_from_incidents([], until=NINE_PM, half_life_days=0.0),
    }
    for why, ask in questions.items():
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.key == f"planner.{why}"
        for language in ("zh", "en"):
            assert Wording(language).has(refused.value.key)
            assert "{" not in Wording(language).error(refused.value)
