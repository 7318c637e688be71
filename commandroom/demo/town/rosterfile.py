"""The shipped roster: one JSON file of rows, small enough for the wheel."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from commandroom.demo.town.roster import Roster
from commandroom.errors import WorldFailed
from commandroom.models.domain.codec import decode, encode
from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit

ROSTER_VERSION = 1
_COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Firm: ("id", "name", "kind"),
    Post: ("id", "name", "at", "address", "firm", "equipment"),
    Unit: ("id", "call_sign", "kind", "party", "crew", "at", "home_post", "firm", "equipment", "duty"),
    Member: ("id", "name", "role", "firm", "post", "unit"),
    PatrolRoute: ("id", "name", "points", "posts", "closed"),
}
_T = TypeVar("_T")


def roster_text(roster: Roster) -> str:
    """The one text of a roster: a row per thing, the same bytes for the same roster."""
    parts = []
    for part in fields(roster):
        rows = ",\n".join(_row(thing) for thing in getattr(roster, part.name))
        parts.append(f'"{part.name}":[\n{rows}\n]')
    return f'{{"version":{ROSTER_VERSION},\n' + ",\n".join(parts) + "}\n"


def read_roster(path: Path) -> Roster:
    """A roster written by `roster_text`.

    Raises:
        WorldFailed: the file is missing, broken or from a newer program.
    """
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain["version"] != ROSTER_VERSION:
            raise ValueError(f"version {plain['version']}")
        return Roster(
            firms=_things(Firm, plain["firms"]),
            posts=_things(Post, plain["posts"]),
            units=_things(Unit, plain["units"]),
            members=_things(Member, plain["members"]),
            patrols=_things(PatrolRoute, plain.get("patrols", [])),
        )
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why


def _row(thing: Any) -> str:
    plain = encode(thing)
    row = [plain[column] for column in _COLUMNS[type(thing)]]
    row = [[[kit["item"], kit["count"]] for kit in cell] if _is_kit(cell) else cell for cell in row]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _is_kit(cell: Any) -> bool:
    return isinstance(cell, list) and bool(cell) and isinstance(cell[0], dict)


def _things(kind: type[_T], rows: list[list[Any]]) -> tuple[_T, ...]:
    columns = _COLUMNS[kind]
    things = []
    for row in rows:
        plain = dict(zip(columns, row, strict=True))
        if "equipment" in plain:
            plain["equipment"] = [{"item": item, "count": count} for item, count in plain["equipment"]]
        things.append(decode(kind, plain))
    return tuple(things)
