"""The containment of a small network by trying every set of nodes: slow, simple, of its own."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import combinations

import numpy as np

from commandroom.geo import distance_m
from commandroom.roads.network import RoadNetwork, SegFlag
from commandroom.roads.travel import RoadRouter
from commandroom.services.containment import ContainmentQuestion, Flight, HoldUnit

Roads = dict[int, dict[int, float]]


def suspect_roads(network: RoadNetwork, flight: Flight, speed_mps: float) -> Roads:
    """Node → neighbour → seconds, both ways on all he can use."""
    usable = SegFlag.FORWARD | SegFlag.BACKWARD if flight is Flight.CAR else SegFlag.FOOT
    roads: Roads = {}
    for row in np.flatnonzero(network.seg_flags & usable != 0).tolist():
        a, b = int(network.seg_from[row]), int(network.seg_to[row])
        seconds = float(network.seg_length_m[row]) / speed_mps
        for one, other in ((a, b), (b, a)):
            known = roads.setdefault(one, {}).get(other, float("inf"))
            roads[one][other] = min(known, seconds)
    return roads


def earliest(
    roads: Roads, starts: Iterable[tuple[int, float]], walls: frozenset[int] = frozenset()
) -> dict[int, float]:
    """Node → earliest arrival; a wall is reached and not passed."""
    found: dict[int, float] = {}
    queue = [(seconds, node) for node, seconds in starts]
    queue.sort()
    while queue:
        at_s, node = heappop(queue)
        if node in found:
            continue
        found[node] = at_s
        if node in walls:
            continue
        for other, seconds in roads[node].items():
            if other not in found:
                heappush(queue, (at_s + seconds, other))
    return found


def escapes(roads: Roads, first: Iterable[int], shut: frozenset[int], out: frozenset[int]) -> bool:
    """Whether a way leads from `first` to `out` without passing a shut node."""
    seen: set[int] = set()
    stack = [node for node in first if node not in shut]
    while stack:
        node = stack.pop()
        if node in out:
            return True
        if node in seen:
            continue
        seen.add(node)
        stack += [other for other in roads[node] if other not in shut and other not in seen]
    return False


def most_matched(fits: Sequence[frozenset[int]]) -> int:
    """How many rows get a number of their own from their sets."""
    taken: dict[int, int] = {}

    def finds(row: int, tried: set[int]) -> bool:
        for each in fits[row]:
            if each not in tried:
                tried.add(each)
                if each not in taken or finds(taken[each], tried):
                    taken[each] = row
                    return True
        return False

    return sum(finds(row, set()) for row in range(len(fits)))


def in_time(
    router: RoadRouter, unit: HoldUnit, node: int, suspect_s: float, question: ContainmentQuestion
) -> bool:
    """Whether a unit stands there soon enough, by the field of the point, or by a walk of a few steps."""
    at = router.network.node(node)
    eta_s = distance_m(unit.at, at) / 2.5 if distance_m(unit.at, at) <= 30 else float("inf")
    if node in router.nodes(unit.mode).tolist():
        eta_s = min(eta_s, float(router.field(at, unit.mode).seconds([unit.at])[0]))
    return unit.can_hold and eta_s + question.order_delay_s + question.margin_s <= suspect_s


def best_by_trying(
    router: RoadRouter, question: ContainmentQuestion, start: int, horizon_s: float
) -> tuple[int, int, float]:
    """Fewest holes, then fewest holds, then least suspect seconds, over all sets; `start` is his node."""
    assert question.speed_mps is not None
    network = router.network
    roads = suspect_roads(network, question.flight, question.speed_mps)
    at_s = earliest(roads, [(start, 0.0)])
    here = [node for node, seconds in at_s.items() if seconds <= question.seen_ago_s]
    ahead = {node: s - question.seen_ago_s for node, s in at_s.items() if s > question.seen_ago_s}
    ends = {node for node in at_s if len(roads[node]) == 1}
    out = frozenset(n for n, s in ahead.items() if s > horizon_s or n in ends)
    gone = len(ends & set(here))
    fits = {
        node: frozenset(
            row for row, unit in enumerate(question.units) if in_time(router, unit, node, seconds, question)
        )
        for node, seconds in ahead.items()
    }
    first = set(here) or {start}
    best = (len(ahead) + 1, 0, 0.0)
    for size in range(len(ahead) + 1):
        if size - len(question.units) > best[0]:
            break
        for chosen in combinations(sorted(ahead), size):
            if escapes(roads, first, frozenset(chosen), out):
                continue
            held = most_matched([fits[node] for node in chosen])
            best = min(best, (size - held, held, sum(ahead[node] for node in chosen)))
    return best[0] + gone, best[1], best[2]
