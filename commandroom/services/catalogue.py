"""The catalogue of incident kinds, read from the shipped file."""

import json
from collections.abc import Mapping
from pathlib import Path

from commandroom.errors import WorldFailed
from commandroom.models.domain.entities import IncidentKind, RingLimits
from commandroom.models.domain.enums import Level
from commandroom.models.domain.errors import UnknownThing
from commandroom.models.domain.ids import KindCode
from commandroom.services.callup import CALL_UP_KIND

EXERCISE_KINDS = (
    IncidentKind(
        CALL_UP_KIND, "拉动演练", "Call-up exercise", Level.ORDINARY, False, RingLimits(60, 180, 300)
    ),
)
"""Kinds that no form offers and no caller reports: the room makes such incidents itself."""


class KindCatalogue:
    """The kinds by code, in file order."""

    def __init__(self, kinds: tuple[IncidentKind, ...]) -> None:
        self._kinds = {kind.code: kind for kind in kinds}

    @property
    def kinds(self) -> Mapping[KindCode, IncidentKind]:
        """Every kind by its code."""
        return self._kinds

    def kind(self, code: KindCode) -> IncidentKind:
        """The kind, an exercise among them; raises UnknownThing."""
        found = self._kinds.get(code) or next((each for each in EXERCISE_KINDS if each.code == code), None)
        if found is None:
            raise UnknownThing("kind", code)
        return found


def read_catalogue(path: Path) -> KindCatalogue:
    """Read a list of kinds.

    Raises:
        WorldFailed: the file is missing or malformed.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return KindCatalogue(tuple(_kind(row) for row in rows))
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why


def _kind(row: dict[str, object]) -> IncidentKind:
    rings = row["rings"]
    if not isinstance(rings, dict):
        raise TypeError("rings")
    return IncidentKind(
        code=KindCode(str(row["code"])),
        zh=str(row["zh"]),
        en=str(row["en"]),
        level=Level(int(str(row["level"]))),
        police_needed=bool(row["police_needed"]),
        rings=RingLimits(int(rings["self_s"]), int(rings["mutual_s"]), int(rings["support_s"])),
    )
