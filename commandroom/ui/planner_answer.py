"""Works the planner's question out: who reaches what, which stations, what each adds. For a thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from commandroom.errors import Refusal
from commandroom.geo import LatLon, distance_m
from commandroom.roads.network import Floats, RoadNetwork
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.demand import Indices
from commandroom.services.coverage.times import targets_of
from commandroom.services.planner.plan import Ended, Progress, Stage, Terms
from commandroom.services.planner.sites import CoverTable, Flags, PlanDemand, Site, table_of
from commandroom.services.planner.stations import plan_over, stations_needed
from commandroom.ui.panels.contain.naming import Landmark, landmark, way_of
from commandroom.ui.planner_question import (
    Places,
    PlanGround,
    PlanWish,
    Present,
    crossing_sites,
    demand_of_wish,
)

AT_ONCE = 192
"""Sites searched between two looks at the wish to stop."""


@dataclass(frozen=True, slots=True)
class PlanNews:
    """How far a running plan is."""

    stage: Stage
    seconds: float
    done: float | None
    """Share of the stage; None where nobody knows."""
    value: float | None
    """Best so far: share of the demand reached, or a number of stations."""
    bound: float | None
    """What no plan can pass."""


Told = Callable[[PlanNews], None]


@dataclass(frozen=True, slots=True)
class ChosenSite:
    """One station of the answer."""

    site: Site
    adds: float
    """Weight it reaches that those before it and the kept ones do not."""
    is_present: bool
    """It stands there already."""
    near: Landmark | None
    """What has a name near it, where it has none itself."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanAnswer:
    """Before and after."""

    wish: PlanWish
    demand: PlanDemand
    present: tuple[Site, ...]
    """The stations of today that count, kept or movable."""
    chosen: tuple[ChosenSite, ...]
    """The one that adds most first."""
    given_up: tuple[Site, ...]
    before: float
    """Weight reached today …"""
    after: float
    """… and under the plan."""
    total: float
    coverable: float
    """What all sites together would reach."""
    bound: float
    """No plan reaches more (asked for a number of stations)."""
    at_least: int
    """No fewer stations do it (asked for a share); else 0."""
    ended: Ended
    is_reached_before: Flags
    """(n,) which points of the demand are reached."""
    is_reached_after: Flags
    network: RoadNetwork

    @property
    def gap(self) -> float:
        """Share of the bound by which a better plan could be better."""
        return max(0.0, (self.bound - self.after) / self.bound) if self.bound > 0 else 0.0

    @property
    def stays(self) -> tuple[Site, ...]:
        """Stations of today that stay where they are and were no question."""
        return self.present if self.wish.present is Present.KEPT else ()


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A question with all that is worked on."""

    wish: PlanWish
    ground: PlanGround
    table: CoverTable
    fixed: int
    """So many of the first sites stay."""
    present: int
    """So many of the first sites stand there today."""


def answer(wish: PlanWish, ground: PlanGround, terms: Terms, told: Told) -> PlanAnswer | None:
    """Work it out; None where it was stopped before there was any answer.

    `told` hears how far it is, in the thread that works it out.

    Raises:
        Refusal: `planner.*` or `board.planner.*`, where the question makes no sense.
    """
    told(PlanNews(Stage.TIMES, 0.0, 0.0, None, None))
    demand = demand_of_wish(wish, ground)
    posts = sorted(ground.posts, key=lambda each: each.id)
    present = tuple(Site(f"post:{each.id}", each.name, each.at) for each in posts)
    fixed = present if wish.present is Present.KEPT else ()
    movable = present if wish.present is Present.MOVABLE else ()
    candidates = _candidates(wish, ground.router, present)
    if not candidates and not movable:
        is_all_kept = bool(fixed) and wish.places is not Places.CROSSINGS
        raise Refusal("board.planner.all_kept" if is_all_kept else "planner.no_sites")
    table = _table(ground.router, demand, (*fixed, *movable, *candidates), wish, terms, told)
    if table is None:
        return None
    terms = replace(terms, progress=_retold(wish, float(demand.weight.sum()), told))
    case = _Case(wish, ground, table, len(fixed), len(fixed) + len(movable))
    return _needed(case, terms) if wish.share > 0 else _planned(case, terms)


def _retold(wish: PlanWish, total: float, told: Told) -> Callable[[Progress], None]:
    """The solver's weights as shares of all demand; numbers of stations stay."""
    unit = 1.0 if wish.share > 0 else total

    def tell(news: Progress) -> None:
        value, bound = (None if each is None else each / unit for each in (news.value, news.bound))
        told(PlanNews(news.stage, news.seconds, None, value, bound))

    return tell


def _candidates(wish: PlanWish, router: RoadRouter, present: tuple[Site, ...]) -> tuple[Site, ...]:
    """Without those that stand there already."""
    posts = present if wish.present is Present.IGNORED and wish.places is not Places.CROSSINGS else ()
    crossings = crossing_sites(router, wish.mode) if wish.places is not Places.POSTS else ()
    return (*posts, *crossings)


def _table(
    router: RoadRouter, demand: PlanDemand, sites: Sequence[Site], wish: PlanWish, terms: Terms, told: Told
) -> CoverTable | None:
    """Who reaches what; None where somebody wants it to end."""
    targets = targets_of(router, demand.points, wish.mode)
    starts: Floats = np.array([site.at for site in sites], dtype=np.float64)
    near: list[Indices] = []
    begun = terms.stopwatch()
    for first in range(0, len(sites), AT_ONCE):
        if terms.stopped():
            return None
        near += [row.demand for row in targets.rows(starts[first : first + AT_ONCE], wish.limit_s)]
        told(PlanNews(Stage.TIMES, terms.stopwatch() - begun, len(near) / len(sites), None, None))
    return table_of(demand, sites, near)


def _planned(case: _Case, terms: Terms) -> PlanAnswer:
    """So many new stations."""
    plan = plan_over(
        case.table, places=case.wish.count, fixed=case.fixed, movable=case.present - case.fixed, terms=terms
    )
    return _answer(case, plan.chosen, ended=plan.ended, bound=plan.bound, at_least=0)


def _needed(case: _Case, terms: Terms) -> PlanAnswer:
    """As few stations as can be."""
    found = stations_needed(case.table, case.wish.share, fixed=case.fixed, terms=terms)
    bound = case.table.weight(range(len(case.table.sites)))
    return _answer(case, found.chosen, ended=found.ended, bound=bound, at_least=found.at_least)


def _answer(case: _Case, chosen: Sequence[Site], *, ended: Ended, bound: float, at_least: int) -> PlanAnswer:
    table, network = case.table, case.ground.router.network
    row_of = {site.id: row for row, site in enumerate(table.sites)}
    rows = [row_of[each.id] for each in chosen]
    today, after = range(case.present), (*range(case.fixed), *rows)
    known = [(each.name, each.at) for each in case.ground.posts]
    known += [(each.name, each.at) for each in network.places if each.name]

    def told(row: int, adds: float) -> ChosenSite:
        site = table.sites[row]
        near = None if site.name else _near(network, site.at, known)
        return ChosenSite(site, adds, row in today, near)

    return PlanAnswer(
        wish=case.wish,
        demand=table.demand,
        present=table.sites[: case.present],
        chosen=tuple(told(row, adds) for row, adds in _in_turn(table, case.fixed, rows)),
        given_up=tuple(table.sites[row] for row in today[case.fixed :] if row not in rows),
        before=table.weight(today),
        after=table.weight(after),
        total=float(table.demand.weight.sum()),
        coverable=table.weight(range(len(table.sites))),
        bound=bound,
        at_least=at_least,
        ended=ended,
        is_reached_before=table.covered(today),
        is_reached_after=table.covered(after),
        network=network,
    )


def _near(network: RoadNetwork, at: LatLon, known: Sequence[tuple[str, LatLon]]) -> Landmark | None:
    """What is near; where nothing is, the nearest post or place however far; None where there is none."""
    found = landmark(network, at, known, roads=True)
    if found is not None or not known:
        return found
    metres, name, place = min((distance_m(place, at), name, place) for name, place in known)
    return Landmark(name, way_of(place, at), metres)


def _in_turn(table: CoverTable, fixed: int, chosen: list[int]) -> list[tuple[int, float]]:
    """The chosen rows, again and again the one that adds most (the first of equals), with what it adds."""
    left = table.demand.weight * ~table.covered(range(fixed))
    rows = np.array(sorted(chosen), dtype=np.int64)
    found: list[tuple[int, float]] = []
    while len(rows):
        gains = table.reaches[rows] @ left
        best = int(gains.argmax())
        found.append((int(rows[best]), float(gains[best])))
        left = left * ~table.covered((int(rows[best]),))
        rows = np.delete(rows, best)
    return found
