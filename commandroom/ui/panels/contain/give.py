"""Gives the orders of a ring: everybody at once, and afterwards only what changed."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from commandroom.geo import LatLon
from commandroom.models.domain import commands as co
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.containment import Containment, Hold
from commandroom.services.situation import Situation
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.panels.contain.orders import Change, change, decision, order


class RingOrders(QObject):
    """One giving at a time; a unit that was just sent counts as ordered before its fact is folded in."""

    settled = Signal()
    """The orders were given, or somebody or something refused them."""

    def __init__(
        self, console: Console, situation: Situation, now: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._situation = situation
        self._now = now
        self._errands = Errands()
        self._on_the_way: dict[UnitId, LatLon] = {}
        self.is_giving = False

    def with_those_on_the_way(self, told: Mapping[UnitId, LatLon]) -> dict[UnitId, LatLon]:
        """The goals in force, and those whose fact is still to come."""
        return {**told, **self._on_the_way}

    def note(self, unit: UnitId) -> None:
        """A fact about this unit's order has come."""
        self._on_the_way.pop(unit, None)

    def give(
        self,
        ring: Containment,
        incident: IncidentId,
        names: Mapping[int, str],
        ordered: Mapping[UnitId, LatLon],
        assumed: str,
    ) -> None:
        """Order what the ring needs beyond `ordered`; nothing while an earlier giving is under way."""
        wanted = change(ring.holds, ordered)
        if wanted and not self.is_giving:
            self.is_giving = True
            self._errands.start(self._give(ring, incident, names, wanted, assumed))

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    async def _give(
        self,
        ring: Containment,
        incident: IncidentId,
        names: Mapping[int, str],
        wanted: Change,
        assumed: str,
    ) -> None:
        """New ones first: whoever is called back before others go opens a hole."""
        try:
            if wanted.send and not await self._send(ring, incident, names, wanted.send, assumed):
                return
            away = (*wanted.drop, *(UnitId(each.unit) for each in wanted.move))
            if away:
                reason = self._console.phrases.say("contain.reason")
                facts = await self._console.give(
                    co.WithdrawTeam(self._console.author, incident, away, reason)
                )
                if not facts:
                    return
            if wanted.move and not await self._send(ring, incident, names, wanted.move, assumed):
                return
            self._say_done(incident, wanted)
        finally:
            self.is_giving = False
            self.settled.emit()

    async def _send(
        self,
        ring: Containment,
        incident: IncidentId,
        names: Mapping[int, str],
        holds: tuple[Hold, ...],
        assumed: str,
    ) -> bool:
        wording = self._console.phrases.wording
        record = decision(
            ring, incident, holds, made_at=self._now(), assumed=assumed,
            points=(wording.say("contain.hold.zh"), wording.say("contain.hold.en")),
        )  # fmt: skip
        orders = tuple(order(each, names[each.node]) for each in holds)
        team = co.SendTeam(self._console.author, incident, orders, decision=record)
        facts = await self._console.give(team)
        if facts:
            for each in holds:
                unit = UnitId(each.unit)
                told = self._situation.units.get(unit)
                if told is None or told.incident != incident:
                    self._on_the_way[unit] = each.at
        return bool(facts)

    def _say_done(self, incident: IncidentId, wanted: Change) -> None:
        phrases = self._console.phrases
        sent, key = len(wanted.send) + len(wanted.move), "contain.done"
        if wanted.drop or wanted.move:
            key = "contain.done.change"
        text = phrases.say(key, incident=phrases.short(incident), n=sent, back=len(wanted.drop))
        self._console.notice.emit(Notice("done", text, can_undo=True))
