"""The ring in words: what the panel shows, and what stands beside the points of the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.ids import UnitId
from commandroom.services.containment import Containment, Flight, Hold, Hole
from commandroom.services.situation import Situation
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.contain.case import SAME_M
from commandroom.ui.panels.contain.naming import spoken
from commandroom.ui.panels.contain.orders import Change, change
from commandroom.ui.panels.contain.reckon import Reckoned
from commandroom.ui.phrases import Phrases

Standing = Literal["hole", "hold", "ordered", "held"]
Tone = Literal["good", "bad", "quiet"]


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point of the ring."""

    standing: Standing
    node: int
    at: LatLon
    name: str
    who: str
    figure: str
    """How much sooner the unit is there, or how much it lacks."""
    label: str
    """For the map."""
    unit: UnitId | None = None


@dataclass(frozen=True, slots=True)
class ContainPicture:
    """Everything the panel says."""

    verdict: str = ""
    detail: str = ""
    tone: Tone = "quiet"
    lines: tuple[PointLine, ...] = ()
    """Holes first, then the tightest."""
    order: str = ""
    """The button; empty for none."""
    is_watching: bool = False


def picture(
    reckoned: Reckoned, situation: Situation, phrases: Phrases, ordered: Mapping[UnitId, LatLon]
) -> ContainPicture:
    """The ring as it is to be said now; `ordered` are the goals of orders in force."""
    ring = reckoned.ring
    wanted = change(ring.holds, ordered)
    names = point_names(reckoned, phrases)
    holes = [_hole(each, names[each.node], situation, phrases) for each in ring.holes]
    holds = [_hold(each, names[each.node], situation, phrases, ordered) for each in _tightest_first(ring)]
    verdict, tone = _verdict(ring, holds, phrases, is_watching=bool(ordered), needs_change=bool(wanted))
    return ContainPicture(
        verdict=verdict,
        detail=_detail(ring, phrases),
        tone=tone,
        lines=(*holes, *holds),
        order=_order(wanted, phrases, has_incident=reckoned.asked.case.incident is not None, ordered=ordered),
        is_watching=bool(ordered),
    )


def point_names(reckoned: Reckoned, phrases: Phrases) -> dict[int, str]:
    """What each point is called, by node."""
    ring, scene = reckoned.ring, reckoned.asked.case.place
    points: list[Hold | Hole] = [*ring.holds, *ring.holes]
    return {
        each.node: spoken(
            each.roads, reckoned.near.get(each.node), each.at, scene, phrases.wording,
            is_double=each.node in reckoned.doubles,
        )
        for each in points
    }  # fmt: skip


def later_text(ring: Containment, phrases: Phrases) -> str:
    """What it would take a minute later."""
    if ring.leads_nowhere:
        return phrases.say("contain.later.nowhere")
    key = "contain.later.closed" if ring.is_closed else "contain.later.open"
    return phrases.say(key, n=ring.size, holes=len(ring.holes))


def assumption(flight: Flight, speed_kmh: float | None, phrases: Phrases) -> str:
    """What the answer takes for granted about him."""
    if speed_kmh is not None:
        return phrases.say("contain.assume.stated", kmh=f"{speed_kmh:g}")
    return phrases.say(f"contain.assume.{flight.value}")


def sign_of(situation: Situation, unit: str) -> str:
    """The call sign; the id of a unit that is gone."""
    found = situation.units.get(UnitId(unit))
    return unit if found is None else found.call_sign


def _tightest_first(ring: Containment) -> list[Hold]:
    return sorted(ring.holds, key=lambda each: (each.is_standing, each.slack_s, each.node))


def _hole(hole: Hole, name: str, situation: Situation, phrases: Phrases) -> PointLine:
    say = phrases.say
    if hole.suspect_s <= 0:
        figure = say("contain.row.passed")
    elif isfinite(hole.shortfall_s):
        figure = say("contain.row.short", t=clock_text(max(hole.shortfall_s, 1.0)))
    else:
        figure = say("contain.row.nobody")
    who = say("contain.row.nobody")
    if hole.nearest_unit is not None:
        unit, eta = sign_of(situation, hole.nearest_unit), clock_text(hole.nearest_s)
        who = say("contain.row.nearest", unit=unit, eta=eta, t=clock_text(max(hole.suspect_s, 0.0)))
    return PointLine("hole", hole.node, hole.at, name, who, figure, figure)


def _hold(
    hold: Hold, name: str, situation: Situation, phrases: Phrases, ordered: Mapping[UnitId, LatLon]
) -> PointLine:
    say, unit = phrases.say, UnitId(hold.unit)
    sign = sign_of(situation, hold.unit)
    goal = ordered.get(unit)
    is_ordered = goal is not None and distance_m(goal, hold.at) <= SAME_M
    if hold.is_standing:
        figure, who = say("contain.row.there"), sign
        return PointLine("held", hold.node, hold.at, name, who, figure, sign, unit)
    figure = say("contain.row.ample")
    if isfinite(hold.slack_s):
        figure = say("contain.row.slack", t=clock_text(hold.slack_s))
    key = "contain.row.on_way" if is_ordered else "contain.row.unit"
    who = say(key, unit=sign, eta=clock_text(hold.unit_eta_s))
    return PointLine(
        "ordered" if is_ordered else "hold", hold.node, hold.at, name, who, figure, f"{sign} {figure}", unit
    )


def _verdict(
    ring: Containment, holds: list[PointLine], phrases: Phrases, *, is_watching: bool, needs_change: bool
) -> tuple[str, Tone]:
    if ring.leads_nowhere:
        return phrases.say("contain.verdict.nowhere"), "good"
    if not ring.is_closed:
        key = "contain.verdict.broken" if is_watching else "contain.verdict.open"
        return phrases.say(key, n=len(ring.holes), size=ring.size), "bad"
    if is_watching and needs_change:
        return phrases.say("contain.verdict.change", n=ring.size), "bad"
    there = sum(1 for each in holds if each.standing == "held")
    ordered = sum(1 for each in holds if each.standing == "ordered")
    if there == ring.size:
        return phrases.say("contain.verdict.held", n=ring.size), "good"
    if there + ordered == ring.size:
        return phrases.say("contain.verdict.closing", n=ring.size, k=there), "good"
    return phrases.say("contain.verdict.closed", n=ring.size), "good"


def _detail(ring: Containment, phrases: Phrases) -> str:
    say = phrases.say
    if ring.leads_nowhere:
        return say("contain.detail.nowhere", m=round(ring.horizon_s / 60.0))
    key = "contain.detail.smallest" if ring.is_proven_smallest else "contain.detail.bound"
    return say(key, n=ring.size_lower_bound, spare=len(ring.spare))


def _order(wanted: Change, phrases: Phrases, *, has_incident: bool, ordered: Mapping[UnitId, LatLon]) -> str:
    if not wanted:
        return ""
    if not has_incident:
        return phrases.say("contain.order.intake")
    if ordered:
        back = len(wanted.drop)
        key = "contain.order.change" if back else "contain.order.more"
        return phrases.say(key, n=len(wanted.send) + len(wanted.move), back=back)
    return phrases.say("contain.order.all", n=len(wanted.send))
