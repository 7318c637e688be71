"""What callers say: report texts for every kind of incident, where it happens, when, and who calls."""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from commandroom.errors import WorldFailed
from commandroom.models.domain.ids import KindCode
from commandroom.resources import resource

ROAD = "road"
"""The place kind of what happens on any road rather than at a named place."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One saying in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class KindTexts:
    """All that the demo knows about one kind of incident."""

    kind: KindCode
    share: float
    """How common it is, against the other kinds."""
    hours: tuple[float, ...]
    """24 weights, one for each hour of local time."""
    place_kinds: tuple[str, ...]
    """Kinds of `RawPlace` where it happens, the most typical first; `road` for any road."""
    callers: tuple[Phrase, ...]
    texts: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class IncidentText:
    """One report: what happened, who calls, and where such a thing happens."""

    kind: KindCode
    text: Phrase
    caller: Phrase
    place_kind: str


class IncidentTexts:
    """The sayings of every kind, in the order of the catalogue."""

    def __init__(self, kinds: tuple[KindTexts, ...]) -> None:
        self.kinds = {each.kind: each for each in kinds}

    def weight(self, kind: KindCode, hour: int) -> float:
        """How likely `kind` is at an hour of the day (0 … 23), against other kinds and hours."""
        known = self.kinds[kind]
        return known.share * known.hours[hour % 24] / sum(known.hours)

    def rate(self, hour: int) -> float:
        """How busy an hour is, as a factor of the day's average."""
        share = sum(known.share for known in self.kinds.values())
        return 24 * sum(self.weight(kind, hour) for kind in self.kinds) / share

    def draw(self, rng: Random, *, hour: int) -> IncidentText:
        """A report that fits the hour."""
        kinds = list(self.kinds)
        kind = rng.choices(kinds, [self.weight(each, hour) for each in kinds])[0]
        return self.draw_kind(rng, kind)

    def draw_kind(self, rng: Random, kind: KindCode) -> IncidentText:
        """A report of one kind. Raises KeyError where nothing is known of it."""
        known = self.kinds[kind]
        places = known.place_kinds
        return IncidentText(
            kind=kind,
            text=rng.choice(known.texts),
            caller=rng.choice(known.callers),
            place_kind=rng.choices(places, range(len(places) + 1, 1, -1))[0],
        )


def read_texts(path: Path | None = None) -> IncidentTexts:
    """The shipped texts, or those of another file of the same form.

    Raises:
        WorldFailed: the file is missing or broken, or one of its rows is wrong.
    """
    path = path or resource("demo", "incident_texts.json")
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        rows, profiles, callers = plain["kinds"], plain["profiles"], plain["callers"]
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why
    kinds = []
    for number, row in enumerate(rows, 1):
        try:
            kinds.append(_kind(row, profiles, callers))
        except (ValueError, KeyError, TypeError) as why:
            raise WorldFailed("demo.texts.broken", name=path.name, row=number, why=str(why)) from why
    return IncidentTexts(tuple(kinds))


def _kind(row: dict[str, Any], profiles: dict[str, Any], callers: dict[str, Any]) -> KindTexts:
    hours = tuple(float(weight) for weight in profiles[row["hours"]])
    known = KindTexts(
        kind=KindCode(str(row["kind"])),
        share=float(row["share"]),
        hours=hours,
        place_kinds=tuple(str(place) for place in row["places"]),
        callers=tuple(Phrase(*callers[caller]) for caller in row["callers"]),
        texts=tuple(Phrase(*text) for text in row["texts"]),
    )
    if len(hours) != 24 or sum(hours) <= 0 or known.share <= 0:
        raise ValueError("hours")
    if not (known.texts and known.callers and known.place_kinds):
        raise ValueError("empty")
    return known
