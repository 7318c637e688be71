"""Whom of a team the gates let pass without a question; the others need a look of their own."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from commandroom.models.domain.decision import UnitOrder
from commandroom.models.domain.doctrine import Doubt, Gate
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.doubts import doubts_about
from commandroom.services.situation import Situation

Held = Mapping[UnitId, tuple[Doubt, ...]]
"""Who does not pass, and what a gate asks about or blocks."""


def parted(
    situation: Situation, incident: IncidentId, orders: Iterable[UnitOrder], now: datetime
) -> tuple[tuple[UnitOrder, ...], Held]:
    """The orders that raise no doubt as things stand now, and the doubts about the others.

    Whoever is left out is no mate any more: guards stay behind with the police they were to follow.

    Raises:
        UnknownThing: no such incident or unit.
    """
    passed, held = tuple(orders), dict[UnitId, tuple[Doubt, ...]]()
    while True:
        found = _doubted(situation, incident, passed, now)
        if not found:
            return passed, held
        held.update(found)
        passed = tuple(each for each in passed if each.unit not in found)


def _doubted(
    situation: Situation, incident: IncidentId, orders: tuple[UnitOrder, ...], now: datetime
) -> dict[UnitId, tuple[Doubt, ...]]:
    where, rules = situation.incident(incident), situation.doctrine
    sent = [situation.unit(each.unit) for each in orders]
    found: dict[UnitId, tuple[Doubt, ...]] = {}
    for unit in sent:
        asked = doubts_about(situation, unit, where, team=sent, now=now)
        said = tuple(each for each in asked if rules.gate(each) is not Gate.NONE)
        if said:
            found[unit.id] = said
    return found
