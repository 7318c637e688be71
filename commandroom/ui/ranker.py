"""The team and the ranking for the selected incident, made off the window's thread at most once a second."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import isfinite
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.geo import LatLon
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Assignment, Incident, PatrolRoute, Post, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.roads.conditions import Conditions
from commandroom.roads.reach import Lines
from commandroom.roads.travel import RoadRouter, Route
from commandroom.services.situation import Situation
from commandroom.services.team.candidate import Candidate
from commandroom.services.team.proposal import TeamProposal
from commandroom.ui.errands import Errands


class Recommends(Protocol):
    """What the window asks of `services.recommendation.Recommendation`; safe in any thread."""

    def rank(self, incident: Incident, units: Iterable[Unit], *, now: datetime) -> tuple[Candidate, ...]: ...

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
    ) -> TeamProposal: ...

    def preview(self, incident: Incident, unit: Unit, *, now: datetime) -> Candidate: ...

    def route(self, incident: Incident, unit: Unit) -> Route | None: ...

    def reach(
        self, place: LatLon, kind: UnitKind, limits_s: Sequence[float], *, toward: bool
    ) -> tuple[Lines, ...]: ...

    def patrol_legs(self, route: PatrolRoute) -> tuple[tuple[LatLon, ...], ...]: ...

    @property
    def router(self) -> RoadRouter: ...

    @property
    def travel(self) -> str: ...

    def set_conditions(self, conditions: Conditions, travel: str = "") -> None: ...


class Ranker(QObject):
    """Keeps `proposal` and `ranking` true for one incident while units move."""

    ranked = Signal(str)
    """The incident whose ranking is new."""

    EVERY_MS = 1000

    def __init__(
        self,
        recommendation: Recommends,
        situation: Situation,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.proposal: TeamProposal | None = None
        self.ranking: tuple[Candidate, ...] = ()
        self.by_unit: dict[UnitId, Candidate] = {}
        self.incident: IncidentId | None = None
        self.is_mute = False
        """In an examination: nobody is proposed or put in order; what an order holds is still worked out."""
        self._recommendation = recommendation
        self._situation = situation
        self._now = now
        self._errands = Errands()
        self._is_busy = False
        self._is_stale = False
        self._is_partly_known = False
        """Whether the newest answer knows only those who are near; the next one knows all."""
        self._pause = QTimer(self, singleShot=True, interval=self.EVERY_MS)
        self._pause.timeout.connect(self._on_pause_over)

    def look_at(self, incident: IncidentId | None) -> None:
        """Rank for `incident` from now on; None for nothing."""
        if incident == self.incident:
            return
        self.incident = incident
        self.proposal, self.ranking, self.by_unit = None, (), {}
        self._pause.stop()
        self.stir()

    @Slot()
    def stir(self) -> None:
        """Something moved: rank again, now or when the second is over."""
        if self.incident is None or self.is_mute:
            return
        self._is_stale = True
        if not self._is_busy and not self._pause.isActive():
            self._begin()

    def mute(self) -> None:
        """Propose nothing from now on."""
        self.is_mute = True
        incident, self.incident = self.incident, None
        self.look_at(incident)

    def known(self, unit: UnitId, incident: IncidentId) -> Candidate | None:
        """The kept answer, where there is one that knows how long the unit takes."""
        kept = self.by_unit.get(unit) if incident == self.incident else None
        is_whole = self.proposal is None or self.proposal.is_whole
        return kept if kept is not None and (is_whole or isfinite(kept.eta_s)) else None

    async def preview(self, incident: Incident, unit: Unit) -> Candidate:
        """The kept answer where there is one, else one worked out off the window's thread."""
        kept = self.known(unit.id, incident.id)
        if kept is not None:
            return kept
        now = self._now()
        return await asyncio.to_thread(self._recommendation.preview, incident, unit, now=now)

    @property
    def router(self) -> RoadRouter:
        """The roads under the conditions of now; ask them in a worker thread only."""
        return self._recommendation.router

    @property
    def travel(self) -> str:
        """Those conditions, for the record of a decision."""
        return self._recommendation.travel

    async def set_conditions(self, conditions: Conditions, travel: str) -> bool:
        """Travel under these conditions from now on, set off the window's thread; whether they are new."""
        before = self.router
        await asyncio.to_thread(self._recommendation.set_conditions, conditions, travel)
        is_other = self.router is not before
        if is_other:
            self.stir()
        return is_other

    async def propose(self, incident: Incident) -> TeamProposal:
        """The kept team where there is one, else one made off the window's thread."""
        kept = self.proposal
        return kept if kept is not None and kept.incident == incident.id else await self._propose(incident)

    async def rank(self, incident: Incident) -> tuple[Candidate, ...]:
        """Everybody for an incident that is not the selected one, off the window's thread."""
        if self.is_mute:
            return ()
        units = tuple(self._situation.units.values())
        return await asyncio.to_thread(self._recommendation.rank, incident, units, now=self._now())

    async def route(self, incident: Incident, unit: Unit) -> Route | None:
        """The way `unit` would take."""
        return await asyncio.to_thread(self._recommendation.route, incident, unit)

    async def reach(
        self, place: LatLon, kind: UnitKind, limits_s: Sequence[float], *, toward: bool
    ) -> tuple[Lines, ...]:
        """The roads within each limit, worked out off the window's thread."""
        return await asyncio.to_thread(self._recommendation.reach, place, kind, limits_s, toward=toward)

    async def patrol_legs(self, route: PatrolRoute) -> tuple[tuple[LatLon, ...], ...]:
        """The legs of a patrol route along the roads, worked out off the window's thread."""
        return await asyncio.to_thread(self._recommendation.patrol_legs, route)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._pause.stop()
        self._errands.cancel()

    def _begin(self) -> None:
        self._is_busy, self._is_stale = True, False
        self._errands.start(self._rank())

    async def _rank(self) -> None:
        incident = None if self.incident is None else self._situation.incidents.get(self.incident)
        try:
            if incident is None:
                return
            proposal = await self._propose(incident)
            if incident.id == self.incident and not self.is_mute:
                self.proposal, self.ranking = proposal, proposal.ranking
                self._is_partly_known = not proposal.is_whole
                self.by_unit = {each.unit: each for each in proposal.ranking}
                self.ranked.emit(incident.id)
        finally:
            self._is_busy = False
            if incident is None or incident.id == self.incident:
                self._rest()
            elif self.incident is not None:
                self._begin()

    def _rest(self) -> None:
        """Pause, unless the far ones are still to be looked for."""
        if self._is_partly_known:
            self._is_partly_known = False
            self._begin()
        else:
            self._pause.start()

    async def _propose(self, incident: Incident) -> TeamProposal:
        here = self._situation
        return await asyncio.to_thread(
            self._recommendation.propose,
            incident,
            tuple(here.units.values()),
            assignments=tuple(here.active_assignments()),
            incidents=here.open_incidents(),
            posts=tuple(here.posts.values()),
            doctrine=here.doctrine,
            now=self._now(),
        )

    @Slot()
    def _on_pause_over(self) -> None:
        if self._is_stale and not self._is_busy and self.incident is not None:
            self._begin()
