"""Fills in an order: travel time, function and the decision it belongs to."""

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite

from commandroom.models.domain import commands as co
from commandroom.models.domain.decision import UnitOrder
from commandroom.models.domain.entities import Author
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.services.team.proposal import TeamProposal
from commandroom.ui.panels.team.fitting import need_for
from commandroom.ui.ranker import Ranker


class OrderForms:
    """Commands that send somebody; the console gives them."""

    def __init__(self, situation: Situation, ranker: Ranker) -> None:
        self._situation = situation
        self._ranker = ranker

    async def single(self, by: Author, unit: UnitId, incident: IncidentId) -> co.AssignUnit:
        """One unit; with what the room would have proposed at this moment."""
        where = self._situation.incidents.get(incident)
        if where is None:
            return co.AssignUnit(by, unit, incident)
        proposal = await self._ranker.propose(where)
        order = await self._timed(self.order(proposal, unit), incident)
        decision = proposal.decision((unit,))
        return co.AssignUnit(by, unit, incident, order.eta_s, order.role, decision=decision)

    def team(self, by: Author, proposal: TeamProposal, orders: Iterable[UnitOrder]) -> co.SendTeam:
        """Several at once."""
        team = tuple(orders)
        decision = proposal.decision(each.unit for each in team)
        return co.SendTeam(by, proposal.incident, team, decision=decision)

    def order(self, proposal: TeamProposal, unit: UnitId) -> UnitOrder:
        """The order for a unit; one not proposed gets the first function of the plan that it fits."""
        order = proposal.order(unit)
        who, incident = self._situation.units.get(unit), self._situation.incidents.get(proposal.incident)
        if order.role or who is None or incident is None:
            return order
        plan = self._situation.doctrine.plan(incident.kind, incident.level)
        open_roles = [each.role for each in proposal.shortfalls]
        need = need_for(who, plan, [*open_roles, *(each.role for each in proposal.members)])
        return order if need is None else replace(order, role=need.role)

    async def _timed(self, order: UnitOrder, incident: IncidentId) -> UnitOrder:
        """With its travel time, where the team was made before the far ones were looked for."""
        who, where = self._situation.units.get(order.unit), self._situation.incidents.get(incident)
        if order.eta_s is not None or who is None or where is None:
            return order
        seconds = (await self._ranker.preview(where, who)).eta_s
        return replace(order, eta_s=round(seconds, 1)) if isfinite(seconds) else order
