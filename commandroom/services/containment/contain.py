"""From a question to its ring."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from commandroom.roads.network import Floats, Ints
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment.arrivals import standing, travel_seconds
from commandroom.services.containment.cut import inside_of
from commandroom.services.containment.flight import Pursued, pursued
from commandroom.services.containment.lines import enclosed, reached
from commandroom.services.containment.plan import Plan, kept_ring, plan
from commandroom.services.containment.question import (
    Containment,
    ContainmentQuestion,
    Flight,
    Hold,
    HoldUnit,
    Hole,
)
from commandroom.services.containment.region import Region, places_now, region
from commandroom.services.containment.roadnames import roads_at

HORIZON_S = {Flight.FOOT: 600.0, Flight.BICYCLE: 480.0, Flight.CAR: 480.0}
"""From now; he counts as escaped beyond, unless a ring farther out must be tried."""
WIDER = (1.0, 1.5)
"""The horizons tried, one after the other, until a ring closes."""
NEARER = 3
"""So often the first horizon is halved where no road of the map leads beyond it."""
PATIENCE_S = 0.6
"""For the exact programmes of one question altogether."""
LOOK_FOR_S = 900.0
"""A unit farther than this from a hole is no help there."""


def contain(
    router: RoadRouter, question: ContainmentQuestion, *, patience_s: float = PATIENCE_S
) -> Containment:
    """The smallest ring that shuts the suspect in, and who holds what; see `docs/decisions/016`.

    The same question has the same answer, except that a programme too hard for `patience_s` may end with
    another plan on a slower machine; `is_proven_smallest` is False then.

    Raises:
        Refusal: the question has no sense (`containment.bad_time`, `containment.bad_speed`,
            `containment.no_place`), or no road is near (`containment.off_roads`).
    """
    question.check()
    held = standing(router.network, question)
    of = pursued(router, question, np.array(sorted(held.values()), dtype=np.int32))
    free = sorted((u for u in question.units if u.can_hold and u.id not in held), key=lambda each: each.id)
    attempts = _horizons(question, of)
    tried: list[_Tried] = []
    end = monotonic() + patience_s
    for number, horizon_s in enumerate(attempts):
        is_last = number == len(attempts) - 1
        left_s = max(end - monotonic(), patience_s / 2)
        tried.append(_try(router, question, of, free, horizon_s, left_s, is_last=is_last))
        if not len(tried[-1].plan.holes):
            break
    best = min(tried, key=lambda each: each.plan.rank)
    return _answer(router, question, of, free, held, best)


def later(
    router: RoadRouter,
    question: ContainmentQuestion,
    *,
    after_s: float = 60.0,
    patience_s: float = PATIENCE_S,
) -> Containment:
    """The ring it would take if the orders went out `after_s` later, the units still where they are now."""
    waited = replace(question, seen_ago_s=question.seen_ago_s + after_s)
    return contain(router, waited, patience_s=patience_s)


@dataclass(frozen=True, slots=True, eq=False)
class _Tried:
    """A horizon and what came of it."""

    horizon_s: float
    region: Region
    ready_s: Floats
    travel_s: Floats
    plan: Plan


def _horizons(question: ContainmentQuestion, of: Pursued) -> list[float]:
    """The horizons to try. On a map smaller than the first, nearer ones: else all of it would be inside."""
    if question.horizon_s is not None:
        return [question.horizon_s]
    first = HORIZON_S[question.flight]
    is_known = np.isfinite(of.node_s)
    if (is_known & of.leads_out).any():
        return [first * times for times in WIDER]
    farthest_s = float(of.node_s[is_known].max(initial=0.0)) - question.seen_ago_s
    nearer = (first / 2**times for times in range(NEARER + 1))
    first = next((each for each in nearer if each < farthest_s), first)
    return [first, *(first * times for times in WIDER[1:] if first * times < farthest_s)]


def _try(
    router: RoadRouter,
    question: ContainmentQuestion,
    of: Pursued,
    free: Sequence[HoldUnit],
    horizon_s: float,
    patience_s: float,
    *,
    is_last: bool,
) -> _Tried:
    """The plan within one horizon. What nobody could close is worth no programme before the last."""
    ahead = region(of, question.seen_ago_s, horizon_s)
    latest_s = float(ahead.suspect_s.max(initial=0.0)) - question.margin_s
    travel_s = travel_seconds(router, free, ahead.node, latest_s)
    ready_s = travel_s + question.order_delay_s
    for row, unit in enumerate(free):
        own = ahead.node == question.keep.get(unit.id, -1)
        ready_s[row, own] = travel_s[row, own]
    rows = [(row, question.keep[unit.id]) for row, unit in enumerate(free) if unit.id in question.keep]
    made = kept_ring(ahead, rows, ready_s, question.margin_s) or plan(
        ahead, ready_s, travel_s, question.margin_s, patience_s, is_last=is_last
    )
    return _Tried(horizon_s, ahead, ready_s, travel_s, made)


def _answer(
    router: RoadRouter,
    question: ContainmentQuestion,
    of: Pursued,
    free: Sequence[HoldUnit],
    held: dict[str, int],
    best: _Tried,
) -> Containment:
    """The plan in words of the map."""
    made, ahead, ago_s = best.plan, best.region, question.seen_ago_s
    network = router.network
    standing_there = [
        Hold(
            node,
            network.node(node),
            roads_at(network, node),
            unit,
            0.0,
            float(of.node_s[node]) - ago_s,
            float("inf"),
            is_standing=True,
        )
        for unit, node in sorted(held.items())
    ]
    ordered = []
    for row, unit in zip(made.holds.tolist(), made.units.tolist(), strict=True):
        node, suspect_s = int(ahead.node[row]), float(ahead.suspect_s[row])
        slack_s = suspect_s - question.margin_s - float(best.ready_s[unit, row])
        ordered.append(
            Hold(
                node,
                network.node(node),
                roads_at(network, node),
                free[unit].id,
                float(best.travel_s[unit, row]),
                suspect_s,
                slack_s,
            )
        )
    spare = [unit for row, unit in enumerate(free) if row not in set(made.units.tolist())]
    gone = np.flatnonzero(places_now(of, ago_s) & of.leads_out)
    open_nodes = np.concatenate((gone, ahead.node[made.holes])).astype(np.int32)
    holes = _holes(router, question, of, open_nodes, spare)
    inside = places_now(of, ago_s)
    ring = np.concatenate((made.holds, made.holes))
    inside[ahead.node[inside_of(ahead, ring)]] = True
    return Containment(
        is_closed=not holes,
        holds=tuple(sorted((*standing_there, *ordered), key=lambda each: (each.suspect_s, each.node))),
        holes=holes,
        reached_now=reached(of, ago_s),
        inside=enclosed(of, inside, np.concatenate((ahead.node[ring], of.walls)).astype(np.int32)),
        size_lower_bound=made.size_lower_bound + len(held),
        is_proven_smallest=made.is_proven,
        spare=tuple(unit.id for unit in spare),
        horizon_s=best.horizon_s,
    )


def _holes(
    router: RoadRouter, question: ContainmentQuestion, of: Pursued, nodes: Ints, spare: Sequence[HoldUnit]
) -> tuple[Hole, ...]:
    """The open points, the first he can pass first, each with the unit that could be there soonest."""
    ready_s = travel_seconds(router, spare, nodes, LOOK_FOR_S) + question.order_delay_s
    holes = []
    for column, node in enumerate(nodes.tolist()):
        suspect_s = float(of.node_s[node]) - question.seen_ago_s
        soonest = int(ready_s[:, column].argmin()) if len(spare) else -1
        nearest_s = float(ready_s[soonest, column]) if soonest >= 0 else float("inf")
        who = spare[soonest].id if np.isfinite(nearest_s) else None
        holes.append(
            Hole(
                node,
                of.network.node(node),
                roads_at(of.network, node),
                suspect_s,
                who,
                nearest_s,
                nearest_s + question.margin_s - suspect_s,
            )
        )
    return tuple(sorted(holes, key=lambda each: (each.suspect_s, each.node)))
