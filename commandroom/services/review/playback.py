"""The room at any moment of a stretch of the past, folded by the same fold as the living one."""

import gc
import logging
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Opponent
from commandroom.models.domain.errors import NotAssigned, UnknownThing
from commandroom.models.domain.fold import fold
from commandroom.models.domain.ids import UnitId
from commandroom.services.ports import Recorded, Snapshot
from commandroom.services.situation import Situation
from commandroom.services.tracks import Place

log = logging.getLogger(__name__)

EVERY = 400
"""A copy of the picture is kept after so many facts: no seek folds more than these."""


class Whereabouts(Protocol):
    """Who knows where everybody was."""

    def places(self, moment: datetime) -> dict[str, Place]:
        """By unit; those of whom nothing is known are left out."""

    def opponents(self, moment: datetime) -> tuple[Opponent, ...]:
        """The opposing force of a drill."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How it all stood at one moment."""

    moment: datetime
    situation: Situation
    """The reader's own: it may be kept and changed."""
    told: int
    """So many of the facts had been told by then."""
    estimated: frozenset[UnitId]
    """Units whose place is reckoned, not reported."""


class Playback:
    """A register, the facts after it, and where everybody was: any moment of it in a few milliseconds.

    Built in a worker: it folds everything once. Afterwards any thread may ask, one at a time.
    """

    def __init__(
        self,
        begin: Snapshot,
        facts: Sequence[Recorded],
        where: Whereabouts,
        *,
        start: datetime,
        end: datetime,
        carried: Sequence[Recorded] = (),
        every: int = EVERY,
    ) -> None:
        """`carried`: older facts of what `begin` leaves out, folded in before the first of `facts`."""
        self.facts, self.carried = tuple(facts), tuple(carried)
        self.start, self.end = start, max(start, end)
        self._where = where
        self._every = every
        self._times: list[datetime] = []
        for fact in self.facts:  # a clock that was set back never hides what had been told before
            last = self._times[-1] if self._times else fact.event.at
            self._times.append(max(last, fact.event.at))
        situation = picture_of(begin, carried)
        self._kept = [situation.copy()]
        for number, fact in enumerate(self.facts, start=1):
            _tell(situation, fact)
            if number % every == 0:
                self._kept.append(situation.copy())

    def told_by(self, moment: datetime) -> int:
        """How many facts had been told at `moment`."""
        return bisect_right(self._times, moment)

    def at(self, moment: datetime) -> Picture:
        """The room at `moment`, every fact of that very moment included."""
        moment = min(max(moment, self.start), self.end)
        told = self.told_by(moment)
        situation = self.folded(told)
        places = self._where.places(moment)
        estimated: set[UnitId] = set()
        units = situation.units
        for name, place in places.items():
            unit = units.get(UnitId(name))
            if unit is None:
                continue
            at = None if place.is_estimated else moment
            units[unit.id] = replace(unit, at=place.at, heading_deg=place.heading_deg, position_at=at)
            if place.is_estimated:
                estimated.add(unit.id)
        situation.opponents = self._where.opponents(moment)
        return Picture(moment, situation, told, frozenset(estimated))

    def folded(self, told: int) -> Situation:
        """The room after the first `told` facts, without places: folded from the nearest copy before."""
        step = min(told // self._every, len(self._kept) - 1)
        situation = self._kept[step].copy()
        for fact in self.facts[step * self._every : told]:
            _tell(situation, fact)
        return situation

    def told(self, moment: datetime) -> tuple[Recorded, ...]:
        """Everything that had been told at `moment`, what came before the beginning included."""
        return (*self.carried, *self.facts[: self.told_by(moment)])

    def next_moment(self, moment: datetime) -> datetime | None:
        """When the next thing happened after `moment`."""
        row = bisect_right(self._times, moment)
        return self._times[row] if row < len(self._times) else None

    def previous_moment(self, moment: datetime) -> datetime | None:
        """When the last thing happened before `moment`."""
        row = bisect_left(self._times, moment)
        return self._times[row - 1] if row else None

    def moment_of(self, row: int) -> datetime:
        """When the fact at `row` had been told."""
        return self._times[row]


def set_aside() -> None:
    """Tell the collector of rubbish to look no more at what has been read: a long past is many small things,
    and counting them anew would hold up a seek ten times as long as the seek itself."""
    gc.collect()
    gc.freeze()


def picture_of(begin: Snapshot, facts: Iterable[Recorded]) -> Situation:
    """The room after these facts."""
    situation = Situation(begin)
    for fact in facts:
        _tell(situation, fact)
    return situation


def _tell(situation: Situation, fact: Recorded) -> None:
    """Fold a fact in; one about something the register holds no more is passed over."""
    try:
        fold(situation, fact.event)
    except (UnknownThing, NotAssigned) as why:
        log.debug("not shown in the review: %s %s", type(fact.event).__name__, why)
    if isinstance(fact.event, ev.OpponentsReported):
        situation.opponents = fact.event.opponents
    if fact.number is not None:
        situation.journal_number = fact.number
