"""Whom a roll-call asks, and when one comes by itself. Chance comes from a stated seed alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import FirmId, UnitId
from commandroom.models.domain.rules import CHINA

MINUTES = 24 * 60
MOST_SEED = 999_999
"""Seeds are short enough to be read out."""


class Who(StrEnum):
    """Among whom."""

    FREE = "free"
    FIRM = "firm"
    VIEW = "view"
    """Those whom the map shows now."""
    CHOSEN = "chosen"
    """The one unit that is selected."""


Box = tuple[LatLon, LatLon]
"""South-west and north-east corner."""


def among(
    units: Iterable[Unit], who: Who, *, firm: FirmId | None = None, box: Box | None = None, chosen: str = ""
) -> tuple[Unit, ...]:
    """Who could be asked, by call sign: people on duty and bound to nothing; the chosen one in any case."""
    if who is Who.CHOSEN:
        return tuple(each for each in units if each.id == chosen)
    able = [each for each in units if each.is_free and each.kind is not UnitKind.VIDEO and each.crew > 0]
    if who is Who.FIRM:
        able = [each for each in able if each.firm == firm]
    elif who is Who.VIEW and box is not None:
        able = [each for each in able if _is_within(each.at, box)]
    return tuple(sorted(able, key=lambda each: (each.call_sign, each.id)))


def draw(units: Sequence[Unit], n: int, seed: int) -> tuple[UnitId, ...]:
    """`n` of them at random (0: all), in the order given; the same for the same seed and units."""
    if n <= 0 or n >= len(units):
        return tuple(each.id for each in units)
    taken = Random(seed).sample(sorted(each.id for each in units), n)
    return tuple(each.id for each in units if each.id in set(taken))


def moments(day: datetime, per_day: int, seed: int) -> tuple[datetime, ...]:
    """When roll-calls come by themselves on the Chinese day of `day`: whole minutes, rising, in UTC."""
    begin = day.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    chance = Random(f"{seed} {begin.date().isoformat()}")
    minutes = sorted(chance.sample(range(MINUTES), min(max(per_day, 0), MINUTES)))
    return tuple((begin + timedelta(minutes=each)).astimezone(day.tzinfo) for each in minutes)


def is_due(last: datetime, now: datetime, per_day: int, seed: int) -> bool:
    """Whether one of the day's moments lies after `last` and not after `now`."""
    return any(last < each <= now for each in moments(now, per_day, seed))


def _is_within(at: LatLon, box: Box) -> bool:
    low, high = box
    return low.lat <= at.lat <= high.lat and low.lon <= at.lon <= high.lon
