"""Who could go, by road, in what time; and what each would be for the incident's clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from math import inf, isfinite

import numpy as np

from commandroom.geo import LatLon
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Assignment, Incident, PatrolRoute, Post, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.rules import ring_of, why_unit_cannot_go
from commandroom.roads.conditions import Conditions
from commandroom.roads.reach import Lines, reach
from commandroom.roads.travel import RoadRouter, Route
from commandroom.services.patrols import patrol_legs
from commandroom.services.team.build import propose, suffices
from commandroom.services.team.candidate import Candidate
from commandroom.services.team.proposal import TeamProposal
from commandroom.services.team.question import Question
from commandroom.services.team.whereabouts import MODE_OF, Whereabouts

__all__ = ["MODE_OF", "Candidate", "Recommendation"]


FIRST_LOOK_S = 900.0
"""A new incident is first answered from those within so many seconds by road, where that gives the team."""


class Recommendation:
    """Ranks units by road. The field of an incident is computed once; units are looked up in it."""

    def __init__(self, router: RoadRouter) -> None:
        self._shipped = router
        self._roads = Whereabouts(router), ""

    @property
    def router(self) -> RoadRouter:
        """The roads under the conditions of now."""
        return self._roads[0].router

    @property
    def travel(self) -> str:
        """The conditions of now in the words of a decision's record."""
        return self._roads[1]

    def set_conditions(self, conditions: Conditions, travel: str = "") -> None:
        """From now on times are those under `conditions`; `travel` says them in the record of a decision.

        Cheap for conditions that were set not long ago; safe beside work in other threads.
        """
        router = self._shipped.under(conditions)
        if router is not self.router or travel != self._roads[1]:
            self._roads = Whereabouts(router), travel

    def warm_up(self, place: LatLon) -> None:
        """Build now what the first ranking would build; for a worker thread."""
        for mode in set(MODE_OF.values()):
            self.router.field(place, mode).seconds(np.array([place], dtype=np.float64))
        import_module("scipy.optimize")

    def rank(self, incident: Incident, units: Iterable[Unit], *, now: datetime) -> tuple[Candidate, ...]:
        """All `units`, those who may go first, nearest first; ties by id."""
        everyone = tuple(units)
        seconds = self._roads[0].seconds(incident.at, everyone).tolist()
        ranked = [
            self._candidate(incident, unit, eta_s, now) for unit, eta_s in zip(everyone, seconds, strict=True)
        ]
        return tuple(sorted(ranked, key=lambda each: (not each.may_go, each.eta_s, each.unit)))

    def preview(self, incident: Incident, unit: Unit, *, now: datetime) -> Candidate:
        """The same for one unit, for a drag that hovers."""
        return self._candidate(incident, unit, float(self._roads[0].seconds(incident.at, (unit,))[0]), now)

    def propose(
        self,
        incident: Incident,
        units: Iterable[Unit],
        *,
        assignments: Iterable[Assignment],
        incidents: Iterable[Incident],
        posts: Iterable[Post],
        doctrine: Doctrine,
        now: datetime,
    ) -> TeamProposal:
        """The team for `incident` out of everybody, with a reason for each who is not in it.

        `assignments`: the active ones of every incident; `incidents`: every open one. Safe in any thread.
        The first answer for a place may know no times beyond `FIRST_LOOK_S` (`TeamProposal.is_whole`);
        the next one does.
        """
        (roads, travel), everyone = self._roads, tuple(units)
        look_s = inf if roads.looked_at(incident.at) else FIRST_LOOK_S
        question = Question(
            incident=incident,
            units=everyone,
            eta_s=roads.seconds(incident.at, everyone, limit_s=look_s),
            posts={post.id: post for post in posts},
            assignments=tuple(each for each in assignments if each.is_active),
            incidents={each.id: each for each in incidents if each.is_open},
            doctrine=doctrine,
            now=now,
            next_eta=self._next_eta,
            looked_s=look_s,
        )
        proposal = propose(question, travel=travel)
        if proposal.is_whole or suffices(question, proposal):
            return proposal
        whole = replace(question, eta_s=roads.seconds(incident.at, everyone), looked_s=inf)
        return propose(whole, travel=travel)

    def route(self, incident: Incident, unit: Unit) -> Route | None:
        """The way `unit` would take, or None when no road leads there."""
        return self.router.field(incident.at, MODE_OF[unit.kind]).route(unit.at)

    def reach(
        self, place: LatLon, kind: UnitKind, limits_s: Sequence[float], *, toward: bool
    ) -> tuple[Lines, ...]:
        """The roads within each of the rising limits (seconds) but not within the one before.

        `toward`: from where units of this kind reach `place`; else what they reach from there.
        """
        return reach(self.router, place, MODE_OF[kind], limits_s, toward=toward)

    def patrol_legs(self, route: PatrolRoute) -> tuple[tuple[LatLon, ...], ...]:
        """The legs of a patrol route along the roads."""
        return patrol_legs(self.router, route)

    def _next_eta(self, incident: Incident, units: tuple[Unit, ...]) -> float | None:
        """Seconds until the quickest of `units` is there; None where none gets there."""
        seconds = self._roads[0].seconds(incident.at, units)
        quickest = float(seconds.min()) if len(seconds) else inf
        return quickest if isfinite(quickest) else None

    @staticmethod
    def _candidate(incident: Incident, unit: Unit, eta_s: float, now: datetime) -> Candidate:
        ring = ring_of(unit, incident.own_post)
        clock = None if ring is None else incident.ring(ring)
        meets: bool | None = None
        if clock is not None and clock.is_running:
            waited = (now - incident.reported_at).total_seconds()
            meets = not clock.is_missed and waited + eta_s <= clock.limit_s
        return Candidate(unit.id, eta_s, ring, meets, _why_not(incident, unit, eta_s))


def _why_not(incident: Incident, unit: Unit, eta_s: float) -> str | None:
    if not incident.is_open:
        return "dispatch.why.closed"
    if unit.incident == incident.id:
        return "dispatch.why.already_there"
    if unit.incident is not None:
        return "dispatch.why.busy"
    reason = why_unit_cannot_go(unit)
    if reason is not None:
        return f"dispatch.why.{reason}"
    return None if isfinite(eta_s) else "dispatch.why.no_road"
