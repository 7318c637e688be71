"""Firm names and equipment lists of the demo."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from commandroom.errors import WorldFailed
from commandroom.models.domain.entities import Kit
from commandroom.resources import resource

KitList = tuple[tuple[str, int, int], ...]
"""Item, fewest, most."""


@dataclass(frozen=True, slots=True)
class RosterWords:
    """As read from `resources/demo/roster_words.json`."""

    guard_companies: tuple[str, ...]
    property_companies: tuple[str, ...]
    office: dict[str, str]
    """Kind of place → what its own guards' department is called."""
    post_kit: KitList
    strong_kit: KitList
    extra_kit: dict[str, KitList]
    unit_kit: dict[str, KitList]


def read_roster_words() -> RosterWords:
    """The shipped lists.

    Raises:
        WorldFailed: the file is missing or broken.
    """
    path = resource("demo", "roster_words.json")
    try:
        lists = json.loads(path.read_text(encoding="utf-8"))
        return RosterWords(
            guard_companies=tuple(lists["guard_companies"]),
            property_companies=tuple(lists["property_companies"]),
            office=dict(lists["office"]),
            post_kit=_kits(lists["post_kit"]),
            strong_kit=_kits(lists["strong_kit"]),
            extra_kit={kind: _kits(rows) for kind, rows in lists["extra_kit"].items()},
            unit_kit={kind: _kits(rows) for kind, rows in lists["unit_kit"].items()},
        )
    except (OSError, ValueError, KeyError) as why:
        raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why


def drawn(kits: KitList, rng: Random) -> tuple[Kit, ...]:
    """Equipment by chance within the limits of the list."""
    counts = [(item, rng.randint(fewest, most)) for item, fewest, most in kits]
    return tuple(Kit(item, count) for item, count in counts if count)


def _kits(rows: list[list[Any]]) -> KitList:
    return tuple((str(item), int(fewest), int(most)) for item, fewest, most in rows)
