"""What a seat knew at a moment, and what was so."""

from collections.abc import Iterable

from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Opponent
from commandroom.services.ports import Recorded

HIDDEN_HAPPENINGS = frozenset(("hidden", "split", "bus", "reached", "escaped", "exit_open", "contact_lost"))
"""Happenings of a drill's world that nobody in the room saw as they came to pass."""


def was_known(fact: Recorded) -> bool:
    """Whether the seat could know of a fact when it happened."""
    match fact.event:
        case ev.HappeningNoted(code=code):
            return code not in HIDDEN_HAPPENINGS
        case ev.InjectSteered() | ev.NoteTaken() | ev.CorrectionSet():
            return False
    return True


def seen_only(opponents: Iterable[Opponent]) -> tuple[Opponent, ...]:
    """Those whom somebody of the room's side saw."""
    return tuple(each for each in opponents if each.is_seen)
