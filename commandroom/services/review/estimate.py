"""Where units were in live work, where nobody kept their tracks: reckoned from orders and roads.

Positions are no part of the journal (docs/decisions/001). What is known of a unit is where it stands by the
register, when it set out, where and when it arrived and when it was done; in between it is put on the road.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Opponent, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.roads.route import Route
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation
from commandroom.services.tracks import Place

WayFinder = Callable[[LatLon, LatLon, UnitKind], Route | None]
"""The way from one place to another by a kind of unit; None where there is none."""
MOST_OF_THE_WAY = 0.95
"""Somebody who never said that he arrived is shown no farther than this."""
NEAR_M = 30.0


@dataclass(frozen=True, slots=True)
class Leg:
    """From `begin` on somebody goes from `start` to `goal`, and is there at `end`."""

    begin: datetime
    end: datetime | None
    """None: as long as the road takes."""
    start: LatLon
    goal: LatLon
    is_known: bool = False
    """Whether the goal is where the unit said it was."""
    stopped: datetime | None = None
    """It went no farther from then on."""


class Estimates:
    """Reckoned places of every unit; ways are looked for when they are first wanted."""

    def __init__(self, begin: Situation, facts: Iterable[Recorded], find_way: WayFinder) -> None:
        """`begin`: the room at the beginning; `facts`: what came after, and of what was under way before."""
        self._find_way = find_way
        self._units = dict(begin.units)
        self._homes = {unit.id: _home(unit, begin) for unit in begin.units.values()}
        self._legs: dict[UnitId, list[Leg]] = {}
        self._ways: dict[tuple[LatLon, LatLon, UnitKind], Route | None] = {}
        goals: dict[IncidentId, LatLon] = {each.id: each.at for each in begin.incidents.values()}
        orders: dict[tuple[UnitId, IncidentId], LatLon] = {}
        for fact in facts:
            self._take(fact.event, goals, orders)

    def places(self, moment: datetime) -> dict[str, Place]:
        """Where each unit may have been."""
        return {unit: self._place(unit, moment) for unit in self._units}

    def opponents(self, _moment: datetime) -> tuple[Opponent, ...]:
        """There are none in live work."""
        return ()

    def _take(
        self,
        event: ev.Event,
        goals: dict[IncidentId, LatLon],
        orders: dict[tuple[UnitId, IncidentId], LatLon],
    ) -> None:
        match event:
            case ev.IncidentReported(incident=incident):
                goals[incident.id] = incident.at
            case ev.UnitAssigned(unit=unit, incident=of, goal=goal):
                place = goal or goals.get(of)
                if place is not None:
                    orders[unit, of] = place
            case ev.UnitSetOut(at=at, unit=unit, incident=of) if (unit, of) in orders:
                self._go(unit, at, orders[unit, of])
            case ev.UnitArrived(at=at, unit=unit, place=place):
                self._arrive(unit, at, place)
            case ev.UnitCleared(at=at, unit=unit) | ev.AssignmentWithdrawn(at=at, unit=unit):
                home = self._homes.get(unit)
                if home is not None and self._legs.get(unit):
                    self._go(unit, at, home)

    def _go(self, unit: UnitId, at: datetime, goal: LatLon) -> None:
        if unit not in self._units:
            return
        start = self._place(unit, at).at
        legs = self._legs.setdefault(unit, [])
        if legs and legs[-1].end is None:
            last = legs[-1]
            legs[-1] = Leg(last.begin, None, last.start, last.goal, stopped=at)
        legs.append(Leg(at, None, start, goal))

    def _arrive(self, unit: UnitId, at: datetime, place: LatLon) -> None:
        if unit not in self._units:
            return
        legs = self._legs.setdefault(unit, [])
        if legs and legs[-1].end is None and legs[-1].goal != self._homes.get(unit):
            last = legs.pop()
            legs.append(Leg(last.begin, at, last.start, place, is_known=True))
        else:
            start = self._place(unit, at).at
            legs.append(Leg(at, at, start, place, is_known=True))

    def _place(self, unit: UnitId, moment: datetime) -> Place:
        legs = self._legs.get(unit, [])
        row = bisect_right(legs, moment, key=lambda leg: leg.begin) - 1
        if row < 0:
            return Place(self._homes[unit], is_estimated=True)
        leg = legs[row]
        if leg.end is not None and moment >= leg.end:
            return Place(leg.goal, is_estimated=not leg.is_known)
        if distance_m(leg.start, leg.goal) < NEAR_M:
            return Place(leg.goal, is_estimated=True)
        return self._on_the_way(leg, self._units[unit].kind, moment)

    def _on_the_way(self, leg: Leg, kind: UnitKind, moment: datetime) -> Place:
        key = (leg.start, leg.goal, kind)
        if key not in self._ways:
            self._ways[key] = self._find_way(leg.start, leg.goal, kind)
        way = self._ways[key]
        if way is None or way.seconds <= 0:
            return Place(leg.start if leg.end is None else leg.goal, is_estimated=True)
        passed = (min(moment, leg.stopped or moment) - leg.begin).total_seconds()
        if leg.end is not None:
            share = passed / max((leg.end - leg.begin).total_seconds(), 1.0)
        else:
            share = min(passed / way.seconds, 1.0)
            if leg.goal not in self._homes.values():
                share = min(share, MOST_OF_THE_WAY)
        at, heading = way.at(share * way.seconds)
        return Place(at, heading if 0.0 < share < 1.0 else None, is_estimated=True)


def _home(unit: Unit, begin: Situation) -> LatLon:
    """Its post, else where the register has it."""
    post = None if unit.home_post is None else begin.posts.get(unit.home_post)
    return unit.at if post is None else post.at
