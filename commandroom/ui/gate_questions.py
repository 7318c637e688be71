"""The one place where a warning gate is answered: one question at a time, in words, never in the way."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.models.domain import commands as co
from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.entities import Incident, Unit
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.doubts import doubts_about
from commandroom.services.situation import Situation
from commandroom.services.team.proposal import Price
from commandroom.ui.doubts import DoubtWords, kit_items
from commandroom.ui.errands import Errands
from commandroom.ui.panels.team.fitting import need_for, parted_kit
from commandroom.ui.phrases import Phrases
from commandroom.ui.ranker import Ranker

Order = co.AssignUnit | co.SendTeam


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """What is asked before an order goes after all."""

    incident: IncidentId
    units: tuple[UnitId, ...]
    title: str
    lines: tuple[str, ...]
    """Every doubt as a sentence."""


def sent_by(order: Order) -> tuple[UnitId, ...]:
    """Whom an order sends."""
    return (order.unit,) if isinstance(order, co.AssignUnit) else tuple(each.unit for each in order.orders)


def confirmed(order: Order, doubts: Iterable[Doubt]) -> Order:
    """The same order with these doubts seen and confirmed, in its decision too."""
    seen = tuple(dict.fromkeys((*order.confirmed, *doubts)))
    decision = order.decision
    if decision is not None:
        decision = replace(decision, doubts=tuple(each.value for each in seen))
    return replace(order, confirmed=seen, decision=decision)


class GateQuestions(QObject):
    """Asks, and lets whoever gave the order wait for the answer; a newer act answers no."""

    changed = Signal(object)
    """The GateQuestion that is open now; None when it was answered."""

    def __init__(
        self, situation: Situation, ranker: Ranker, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.question: GateQuestion | None = None
        self._situation = situation
        self._ranker = ranker
        self._now = now
        self._errands = Errands()
        self._answer: asyncio.Future[bool] | None = None

    async def ask(self, order: Order, doubts: tuple[Doubt, ...], phrases: Phrases) -> bool:
        """Whether the order is to go in spite of `doubts`."""
        self.drop()
        self._answer = answer = asyncio.get_running_loop().create_future()
        self._show(self._put_in_words(order, doubts, phrases, {}))
        self._errands.start(self._add_prices(order, doubts, phrases, answer))
        try:
            go: bool = await answer
            return go
        finally:
            if self._answer is answer:
                self._answer = None
                self._show(None)

    @Slot(bool)
    def answer(self, go: bool) -> None:
        """Yes or no to the open question."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(go)

    def drop(self) -> None:
        """Another act: the open question is not asked any more."""
        self.answer(False)

    @Slot(str)
    def on_incident_selected(self, incident: str) -> None:
        """Somebody turned to another incident."""
        if self.question is not None and incident != self.question.incident:
            self.drop()

    def stop(self) -> None:
        """Work no more, as the window closes; what is asked is answered no."""
        self._errands.cancel()
        self.drop()

    def _show(self, question: GateQuestion | None) -> None:
        self.question = question
        self.changed.emit(question)

    def _put_in_words(
        self, order: Order, doubts: tuple[Doubt, ...], phrases: Phrases, prices: dict[UnitId, Price]
    ) -> GateQuestion:
        units = [self._situation.unit(each) for each in sent_by(order)]
        incident = self._situation.incident(order.incident)
        lines: list[str] = []
        for unit in units:
            lines += self._lines(unit, incident, units, doubts, phrases, prices.get(unit.id))
        if not lines:
            words = DoubtWords(self._situation, phrases, self._now())
            lines = [words.long(units[0], each) for each in doubts]
        signs = phrases.say("team.list").join(unit.call_sign for unit in units)
        title = phrases.say("team.confirm.title", units=signs, incident=phrases.short(incident.id))
        return GateQuestion(incident.id, tuple(unit.id for unit in units), title, tuple(lines))

    def _lines(
        self,
        unit: Unit,
        incident: Incident,
        team: list[Unit],
        doubts: tuple[Doubt, ...],
        phrases: Phrases,
        price: Price | None,
    ) -> list[str]:
        here = self._situation
        plan = here.doctrine.plan(incident.kind, incident.level)
        held = doubts_about(here, unit, incident, team=team, now=self._now())
        words = DoubtWords(here, phrases, self._now())
        lacks = kit_items(parted_kit(unit, need_for(unit, plan))[1])
        said = [each for each in held if each in doubts]
        return [words.long(unit, each, lacks=lacks, price=price) for each in said]

    async def _add_prices(
        self, order: Order, doubts: tuple[Doubt, ...], phrases: Phrases, answer: asyncio.Future[bool]
    ) -> None:
        """Say what the other incidents lose, as soon as it is known."""
        if Doubt.BUSY not in doubts:
            return
        prices: dict[UnitId, Price] = {}
        for unit in (self._situation.unit(each) for each in sent_by(order)):
            if unit.incident is not None and unit.incident != order.incident:
                prices[unit.id] = await self.price(unit, unit.incident)
        if self._answer is answer and not answer.done():
            self._show(self._put_in_words(order, doubts, phrases, prices))

    async def price(self, unit: Unit, other: IncidentId) -> Price:
        """What `other` loses when `unit` is taken from it; worked out off the window's thread."""
        incident = self._situation.incident(other)
        ranking = await self._ranker.rank(incident)
        orders = self._situation.assignments(other)
        alone = not any(each.is_active and each.unit != unit.id for each in orders)
        stand_in = next((each.eta_s for each in ranking if each.may_go and each.ring is not None), None)
        return Price(other, incident.level, alone, stand_in)
