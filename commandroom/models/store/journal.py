"""The append-only log and its hash chain.

Each entry's hash is the SHA-256 of the canonical JSON of its fields and of the hash before it, so any
later change, insertion or removal breaks the chain from there on. The number and hash of the newest
entry also stand in the `mark` table, so a log whose tail was cut off is found out.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commandroom.models.domain import codec
from commandroom.models.domain.commands import Command, ImportRoster
from commandroom.models.domain.entities import Author
from commandroom.models.domain.events import Event

BEGINNING = hashlib.sha256(b"commandroom journal 1").hexdigest()
"""What the first entry is chained to."""

HEAD_MARK = "journal_head"

TOLD_BY_FACT = {"decision": "DecisionTaken", "doctrine": "DoctrineSet"}
"""Long fields of commands that stand in the very fact a command is written beside: not written twice."""
REGISTER = ("firms", "posts", "units", "members", "patrols")
"""Fields of an import that are not written: what is on the register must stay erasable."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log as it is stored and hashed."""

    number: int
    at: datetime
    operator: str
    seat: str
    cause: str
    command: str | None
    event: str
    body: str
    previous: str
    hash: str = ""

    def digest(self) -> str:
        """The hash this entry must have."""
        fields = (
            self.number,
            self.at,
            self.operator,
            self.seat,
            self.cause,
            self.command,
            self.event,
            self.body,
            self.previous,
        )
        return hashlib.sha256(codec.canonical(fields).encode()).hexdigest()

    @property
    def author(self) -> Author:
        """Who gave the command."""
        return Author(self.operator, self.seat, self.cause)

    def fact(self) -> Event:
        """The event this entry tells of.

        Raises:
            ValueError: the text does not fit the event's type, or the type is unknown to this program.
        """
        kind = codec.event_types().get(self.event)
        if kind is None:
            raise ValueError(f"unknown event {self.event}")
        fact: Event = codec.decode(kind, json.loads(self.body))
        return fact

    def order(self) -> Command | None:
        """The command, on the first of its facts."""
        if self.command is None:
            return None
        plain = json.loads(self.command)
        fields = plain["fields"]
        for name, event in TOLD_BY_FACT.items():
            if self.event == event and name in fields and fields[name] is None:
                fields[name] = json.loads(self.body)[name]
        order: Command = codec.decode(codec.command_types()[plain["type"]], fields)
        return order


def command_text(command: Command) -> str:
    """A command as the journal keeps it, without what its first fact tells or what must stay erasable."""
    left_out: dict[str, Any] = dict.fromkeys(TOLD_BY_FACT)
    if isinstance(command, ImportRoster):
        left_out |= {name: [] for name in REGISTER}
    fields = {
        name: left_out[name] if name in left_out else codec.encode(getattr(command, name))
        for name in (field.name for field in dataclasses.fields(command))
    }
    return codec.canonical({"type": type(command).__name__, "fields": fields})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found."""

    entries: int
    head: str
    first_bad: int | None = None
    """Number of the first entry that cannot be trusted."""
    why: str = ""
    """`hash`, `link`, `number`, `body`, `head` (the tail was cut or the mark changed)."""

    @property
    def is_sound(self) -> bool:
        """Whether the whole chain holds."""
        return self.first_bad is None


class UnreadableEntry(ValueError):
    """What stands in a column of the next entry is nothing that this program ever writes there."""


def verify(entries: Iterable[Entry], *, marked_head: str | None) -> Verdict:
    """Walk the chain; stop at the first entry that does not hold."""
    head, count = BEGINNING, 0
    try:
        for entry in entries:
            why = _fault(entry, expected=count + 1, previous=head)
            if why:
                return Verdict(count, head, first_bad=entry.number if why != "number" else count + 1, why=why)
            head, count = entry.hash, count + 1
    except UnreadableEntry:
        return Verdict(count, head, first_bad=count + 1, why="body")
    if (marked_head or f"0:{BEGINNING}") != f"{count}:{head}":
        return Verdict(count, head, first_bad=count + 1, why="head")
    return Verdict(count, head)


def _fault(entry: Entry, *, expected: int, previous: str) -> str:
    if entry.number != expected:
        return "number"
    if entry.previous != previous:
        return "link"
    try:
        if entry.digest() != entry.hash:
            return "hash"
        entry.fact()
    except (ValueError, TypeError):
        return "body"
    return ""


def commands_of(entries: Iterable[Entry]) -> Iterator[tuple[datetime, Command]]:
    """Every command with the time it was done, in order."""
    for entry in entries:
        order = entry.order()
        if order is not None:
            yield entry.at, order
