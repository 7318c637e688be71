"""A ring in force that leaks: close it with few new orders, before everybody is sent elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from commandroom.roads.travel import RoadRouter
from commandroom.services.containment import Containment, ContainmentQuestion, Hold, HoldUnit, contain
from commandroom.services.containment.arrivals import standing, travel_seconds
from commandroom.services.containment.flight import pursued


@dataclass(frozen=True, slots=True)
class _InTime:
    """A unit under way that will stand at its point before he can be there."""

    unit: HoldUnit
    node: int
    travel_s: float
    suspect_s: float


def mend(router: RoadRouter, question: ContainmentQuestion) -> Containment:
    """The ring if every unit that comes in time to its ordered point counts as standing there.

    What it shuts by that is shut, since he cannot be at those points earlier; the others fill what is left.
    """
    sure = {each.unit.id: each for each in _in_time(router, question)}
    placed = tuple(
        replace(each, at=router.network.node(sure[each.id].node)) if each.id in sure else each
        for each in question.units
    )
    ring = contain(router, replace(question, units=placed))
    holds = tuple(_on_its_way(each, sure, question.margin_s) for each in ring.holds)
    return replace(ring, holds=holds)


def _in_time(router: RoadRouter, question: ContainmentQuestion) -> list[_InTime]:
    network = router.network
    held = standing(network, question)
    of = pursued(router, question, np.array(sorted(held.values()), dtype=np.int32))
    found: list[_InTime] = []
    for unit in question.units:
        node = question.keep.get(unit.id)
        if node is None or unit.id in held or not unit.can_hold:
            continue
        suspect_s = float(of.node_s[node]) - question.seen_ago_s
        latest_s = suspect_s - question.margin_s
        goal = np.array([node], dtype=np.int32)
        travel_s = float(travel_seconds(router, [unit], goal, min(latest_s, 3600.0))[0, 0])
        if np.isfinite(travel_s) and travel_s <= latest_s:
            found.append(_InTime(unit, node, travel_s, suspect_s))
    return found


def _on_its_way(hold: Hold, sure: Mapping[str, _InTime], margin_s: float) -> Hold:
    known = sure.get(hold.unit)
    if known is None or known.node != hold.node:
        return hold
    slack_s = known.suspect_s - margin_s - known.travel_s
    return replace(
        hold,
        unit_eta_s=known.travel_s,
        suspect_s=known.suspect_s,
        slack_s=slack_s,
        is_standing=False,
    )
