"""What a trainee did, as a file: written from a played drill, played again without a window."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commandroom.drill.findings import guess, suggested
from commandroom.errors import WorldFailed
from commandroom.models.domain.codec import command_types, decode, encode
from commandroom.models.domain.commands import Command
from commandroom.services.authority import SYSTEM

FORMAT = 1
MOST_BYTES = 20_000_000
MOST_SECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Act:
    """One command of a seat."""

    at_s: float
    """Seconds since the drill began."""
    command: Command


def actions_of(commands: Iterable[tuple[datetime, Command]], *, start: datetime) -> list[Act]:
    """The acts of people among the commands of a drill's journal; what clocks, crews and scripts did
    follows by itself when they are played again."""
    return [
        Act((at - start).total_seconds(), command)
        for at, command in commands
        if command.by.operator != SYSTEM
    ]


def write_actions(path: Path, acts: Iterable[Act], *, script: str, seed: int) -> None:
    """Write an actions file.

    Raises:
        WorldFailed: it cannot be written.
    """
    rows = [
        {"at": round(act.at_s, 6), "command": type(act.command).__name__, "order": encode(act.command)}
        for act in acts
    ]
    content = {"format": FORMAT, "script": script, "seed": seed, "actions": rows}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as why:
        raise WorldFailed("drill.actions.unwritable", file=path.name, why=why.strerror or str(why)) from why


def read_actions(path: Path) -> list[Act]:
    """Read an actions file: `{"format": 1, "actions": [{"at": seconds, "command": name, "order": {…}}]}`.

    Raises:
        WorldFailed: it is missing or not such a file; the first bad action is named by its number.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise WorldFailed("drill.actions.too_large", file=path.name, limit=MOST_BYTES)
        content = json.loads(raw.decode("utf-8-sig"))
    except OSError as why:
        raise WorldFailed("drill.actions.unreadable", file=path.name, why=why.strerror or str(why)) from why
    except (ValueError, RecursionError) as why:
        raise WorldFailed("drill.actions.not_json", file=path.name, why=str(why)) from why
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise WorldFailed("drill.actions.not_actions", file=path.name)
    rows = content.get("actions")
    if not isinstance(rows, list):
        raise WorldFailed("drill.actions.not_actions", file=path.name)
    acts = [_act(row, number, path.name) for number, row in enumerate(rows, start=1)]
    return sorted(acts, key=lambda act: act.at_s)


def moment_of(act: Act, start: datetime) -> datetime:
    """When the act was done, to the microsecond."""
    return start + timedelta(microseconds=round(act.at_s * 1_000_000))


def _act(row: Any, number: int, file: str) -> Act:
    where = {"file": file, "number": number}
    order = row.get("order") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(order, dict):
        raise WorldFailed("drill.actions.no_action", **where)
    name, at_s = str(row.get("command")), row.get("at")
    kind = command_types().get(name)
    if kind is None:
        guessed = guess(name, command_types())
        raise WorldFailed(suggested("drill.actions.no_command", guessed), given=name, guess=guessed, **where)
    if isinstance(at_s, bool) or not isinstance(at_s, (int, float)) or not 0 <= at_s <= MOST_SECONDS:
        raise WorldFailed("drill.actions.bad_time", given=str(at_s)[:40], limit=MOST_SECONDS, **where)
    known = [field.name for field in fields(kind)]
    strange = next((each for each in order if each not in known), None)
    if strange is not None:
        values = {"field": strange, "known": ", ".join(known)}
        raise WorldFailed("drill.actions.no_field", command=name, **values, **where)
    try:
        return Act(float(at_s), decode(kind, order))
    except (KeyError, TypeError, ValueError) as why:
        raise WorldFailed("drill.actions.bad", why=str(why), **where) from why
