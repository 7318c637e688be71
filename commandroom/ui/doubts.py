"""What speaks against an order, in the words of the desk."""

from collections.abc import Iterable
from datetime import datetime

from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.entities import Kit, Unit
from commandroom.models.domain.ids import IncidentId
from commandroom.services.situation import Situation
from commandroom.services.team.proposal import Price
from commandroom.ui.figures import clock_text
from commandroom.ui.phrases import Phrases, step_of


def price_words(price: Price, phrases: Phrases) -> str:
    """What another incident loses: 调自 JQ-0312 2级，走后无人，接替 4:10."""
    parts = [phrases.say("team.price.taken", incident=phrases.short(price.incident), level=int(price.level))]
    if price.leaves_alone:
        parts.append(phrases.say("team.price.alone"))
    parts.append(_next(price.next_eta_s, phrases))
    return phrases.say("team.comma").join(parts)


class DoubtWords:
    """Says doubts about one unit, short for a preview and long for a question."""

    def __init__(self, situation: Situation, phrases: Phrases, now: datetime) -> None:
        self._situation = situation
        self._phrases = phrases
        self._now = now

    def short(
        self, unit: Unit, doubt: Doubt, *, lacks: Iterable[str] = (), price: Price | None = None
    ) -> str:
        """A few words for a preview that hovers."""
        say = self._phrases.say
        if doubt is Doubt.BUSY and unit.incident is not None:
            if price is not None:
                return price_words(price, self._phrases)
            return say(
                "team.price.taken", incident=self._phrases.short(unit.incident), level=self._level(unit)
            )
        if doubt is Doubt.MISSING_KIT and tuple(lacks):
            return say("team.panel.lacks", kit=" ".join(lacks))
        if doubt is Doubt.STALE:
            return say("team.doubt.stale.short", age=self._age(unit))
        return say(f"team.doubt.{doubt.value}.short")

    def long(self, unit: Unit, doubt: Doubt, *, lacks: Iterable[str] = (), price: Price | None = None) -> str:
        """A whole sentence for a question that must be answered."""
        say, sign = self._phrases.say, unit.call_sign
        if doubt is Doubt.BUSY and unit.incident is not None:
            return self._busy(unit, unit.incident, price)
        if doubt is Doubt.MISSING_KIT and tuple(lacks):
            return say("team.doubt.missing_kit", unit=sign, kit=" ".join(lacks))
        if doubt is Doubt.STALE:
            return say("team.doubt.stale", unit=sign, age=self._age(unit))
        if doubt is Doubt.ALONE:
            return say("team.doubt.alone", unit=sign, party=say(f"party.{unit.party.value}"))
        key = f"team.doubt.{doubt.value}"
        return say(f"{key}.bare" if doubt is Doubt.MISSING_KIT else key, unit=sign)

    def _busy(self, unit: Unit, other: IncidentId, price: Price | None) -> str:
        step = step_of(self._situation, unit)
        parts = [
            self._phrases.say(
                "team.doubt.busy",
                unit=unit.call_sign,
                incident=self._phrases.short(other),
                level=self._level(unit),
                kind=self._kind(other),
                step="" if step is None else self._phrases.say(f"status.{step.value}"),
            )
        ]
        others = self._mates(unit, other)
        alone = price.leaves_alone if price is not None else others == 0
        parts.append(
            self._phrases.say("team.doubt.busy.alone" if alone else "team.doubt.busy.stay", n=others)
        )
        if price is not None:
            parts.append(_next(price.next_eta_s, self._phrases))
        return self._phrases.say("team.comma").join(parts)

    def _mates(self, unit: Unit, incident: IncidentId) -> int:
        orders = self._situation.assignments(incident)
        return sum(each.is_active and each.unit != unit.id for each in orders)

    def _level(self, unit: Unit) -> int:
        other = self._situation.incidents.get(unit.incident or IncidentId(""))
        return 0 if other is None else int(other.level)

    def _kind(self, incident: IncidentId) -> str:
        other = self._situation.incidents.get(incident)
        return "" if other is None else self._phrases.kind(other.kind)

    def _age(self, unit: Unit) -> str:
        return "–" if unit.position_at is None else clock_text((self._now - unit.position_at).total_seconds())


def kit_items(kit: Iterable[Kit]) -> tuple[str, ...]:
    """The names of some equipment, each with its number where that is not one."""
    return tuple(each.item if each.count == 1 else f"{each.item}×{each.count}" for each in kit)


def _next(eta_s: float | None, phrases: Phrases) -> str:
    if eta_s is None:
        return phrases.say("team.price.nobody")
    return phrases.say("team.price.next", eta=clock_text(eta_s))
