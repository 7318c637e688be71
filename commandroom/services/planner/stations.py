"""Where stations should stand, and how many it would take.

Maximal covering (Church and ReVelle 1974): at most so many sites are chosen that the weight of demand
reached within the limit is greatest. A quick answer (greedy, then exchanges) comes first; HiGHS, through
`scipy.optimize.milp`, then looks for the best and proves it. Whenever it is stopped, the best answer so
far stands, with a bound that no plan can pass, so that the gap told is never too small.

What is left out: how often a station's units are away. A point counts as covered if one station reaches it.
"""

from collections.abc import Sequence
from contextlib import closing
from math import ceil, isfinite

from commandroom.errors import Refusal
from commandroom.roads.modes import Mode
from commandroom.roads.travel import RoadRouter
from commandroom.services.planner.exact import News, solve
from commandroom.services.planner.plan import Ended, Needed, Plan, Progress, Stage, Terms
from commandroom.services.planner.puzzle import (
    Puzzle,
    bound_beside,
    fewest_at_least,
    greedy,
    pruned,
    puzzle_of,
    swapped,
)
from commandroom.services.planner.sites import CoverTable, PlanDemand, Site, cover_table

ROUNDING = 1e-6
"""Shares of all demand nearer than this are equal: HiGHS works to such tolerances."""
USUAL = Terms()


def plan_stations(
    router: RoadRouter,
    demand: PlanDemand,
    candidates: Sequence[Site],
    *,
    places: int,
    mode: Mode,
    limit_s: float,
    fixed: Sequence[Site] = (),
    movable: Sequence[Site] = (),
    terms: Terms = USUAL,
) -> Plan:
    """Choose sites for `places` new stations and the `movable` ones, beside the `fixed` ones.

    Args:
        movable: stations that may move; the sites they stand at are candidates too.

    Raises:
        Refusal: `planner.*`, when the question makes no sense.
    """
    terms.tell(Progress(Stage.TIMES, 0.0))
    sites = (*fixed, *movable, *candidates)
    table = cover_table(router, demand, sites, mode=mode, limit_s=limit_s)
    return plan_over(table, places=places, fixed=len(fixed), movable=len(movable), terms=terms)


def plan_over(
    table: CoverTable,
    *,
    places: int,
    fixed: int = 0,
    movable: int = 0,
    terms: Terms = USUAL,
) -> Plan:
    """The same over a table whose first sites are the fixed ones, then the movable, then the candidates.

    Raises:
        Refusal: `planner.no_places`, `planner.too_few_sites` or `planner.bad_time`.
    """
    begun = terms.stopwatch()
    most, free = places + movable, range(fixed, len(table.sites))
    if places < 0 or most < 1:
        raise Refusal("planner.no_places", places=most)
    if most > len(free):
        raise Refusal("planner.too_few_sites", places=most, sites=len(free))
    _check_time(terms)
    puzzle = puzzle_of(table, range(fixed), free)
    quick = swapped(puzzle, greedy(puzzle, most), go_on=lambda: not terms.stopped())
    chosen, bound, ended = _best(puzzle, quick, most, terms, begun)
    kept = {fixed + site for site in pruned(puzzle, chosen)}
    before, after = range(fixed + movable), (*range(fixed), *kept)
    covered = table.weight(after)
    return Plan(
        chosen=tuple(table.sites[site] for site in sorted(kept)),
        given_up=tuple(table.sites[site] for site in range(fixed, fixed + movable) if site not in kept),
        covered_before=table.weight(before),
        covered_after=covered,
        total=float(table.demand.weight.sum()),
        coverable=puzzle.given + puzzle.open,
        bound=covered if ended is Ended.OPTIMAL else max(puzzle.given + bound, covered),
        quick=puzzle.given + puzzle.added(quick),
        seconds=terms.stopwatch() - begun,
        ended=ended,
        reached_before=table.covered(before),
        reached_after=table.covered(after),
    )


def stations_needed(table: CoverTable, share: float, *, fixed: int = 0, terms: Terms = USUAL) -> Needed:
    """The fewest sites that, beside the first `fixed` ones, reach that share of all demand.

    Raises:
        Refusal: `planner.bad_share`, `planner.bad_time`, or `planner.share_out_of_reach` with what all
            sites together reach.
    """
    begun = terms.stopwatch()
    if not 0 < share <= 1:
        raise Refusal("planner.bad_share", share=share)
    _check_time(terms)
    puzzle = puzzle_of(table, range(fixed), range(fixed, len(table.sites)))
    total = float(table.demand.weight.sum())
    need = share * total * (1 - ROUNDING) - puzzle.given
    if need > puzzle.open:
        most = 100 * (puzzle.given + puzzle.open) / total
        raise Refusal("planner.share_out_of_reach", asked=round(100 * share, 1), most=int(most * 10) / 10)
    quick = _thinned(puzzle, greedy(puzzle, puzzle.sites, enough=need), need)
    chosen, fewest, ended = _fewest(puzzle, quick, need, terms, begun)
    return Needed(
        chosen=tuple(table.sites[fixed + site] for site in sorted(chosen)),
        share=(puzzle.given + puzzle.added(chosen)) / total,
        at_least=min(fewest, len(chosen)),
        seconds=terms.stopwatch() - begun,
        ended=ended,
    )


def _best(
    puzzle: Puzzle, chosen: list[int], places: int, terms: Terms, begun: float
) -> tuple[list[int], float, Ended]:
    """The best choice that can be found from a quick one, its bound, and why the search ended."""
    bound = bound_beside(puzzle, chosen, places)
    closed = ROUNDING * puzzle.open
    ended = Ended.OPTIMAL if bound - puzzle.added(chosen) <= closed else Ended.UNPROVEN

    def tell(stage: Stage) -> None:
        value, top = puzzle.given + puzzle.added(chosen), puzzle.given + bound
        terms.tell(Progress(stage, terms.stopwatch() - begun, value, top))

    tell(Stage.QUICK)
    if ended is Ended.OPTIMAL or not terms.is_exact:
        return chosen, bound, ended
    with closing(solve(puzzle, terms, places=places)) as solving:
        for news in solving:
            bound = bound if news.bound is None else min(bound, -news.bound)
            if news.chosen is not None and puzzle.added(news.chosen) > puzzle.added(chosen):
                chosen = list(news.chosen)
            ended = _ended(news, ended, is_closed=bound - puzzle.added(chosen) <= closed)
            tell(Stage.EXACT)
            if ended is Ended.OPTIMAL:
                break
    return chosen, bound, _or_cancelled(ended, terms)


def _fewest(
    puzzle: Puzzle, chosen: list[int], need: float, terms: Terms, begun: float
) -> tuple[list[int], int, Ended]:
    """The same for the fewest sites that add `need`; the bound is a number of sites."""
    fewest = fewest_at_least(puzzle, need)
    ended = Ended.OPTIMAL if len(chosen) <= fewest else Ended.UNPROVEN
    if ended is Ended.OPTIMAL or not terms.is_exact:
        return chosen, fewest, ended
    with closing(solve(puzzle, terms, need=need)) as solving:
        for news in solving:
            fewest = fewest if news.bound is None else max(fewest, ceil(news.bound - ROUNDING))
            if news.chosen is not None and len(news.chosen) < len(chosen):
                is_enough = puzzle.added(news.chosen) >= need - ROUNDING * puzzle.open
                chosen = list(news.chosen) if is_enough else chosen
            ended = _ended(news, ended, is_closed=len(chosen) <= fewest)
            now = terms.stopwatch() - begun
            terms.tell(Progress(Stage.EXACT, now, float(len(chosen)), float(fewest)))
            if ended is Ended.OPTIMAL:
                break
    return chosen, fewest, _or_cancelled(ended, terms)


def _thinned(puzzle: Puzzle, chosen: list[int], need: float) -> list[int]:
    """Without the sites that are not needed for `need`, the last chosen looked at first."""
    kept = list(chosen)
    for site in reversed(chosen):
        rest = [each for each in kept if each != site]
        if puzzle.added(rest) >= need:
            kept = rest
    return kept


def _check_time(terms: Terms) -> None:
    if not (isfinite(terms.time_limit_s) and terms.time_limit_s > 0):
        raise Refusal("planner.bad_time", seconds=terms.time_limit_s)


def _ended(news: News, so_far: Ended, *, is_closed: bool) -> Ended:
    if is_closed:
        return Ended.OPTIMAL
    return Ended.TIME if news.is_last else so_far


def _or_cancelled(ended: Ended, terms: Terms) -> Ended:
    return Ended.CANCELLED if ended is Ended.UNPROVEN and terms.stopped() else ended
