"""Injects as the timeline shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from commandroom.drill.durations import seconds_of

Lane = Literal["timed", "waiting"]
SNAP_S = 5.0
KINDS = ("report", "radio", "phone", "group", "clue", "room", "flee", "note")


@dataclass(frozen=True, slots=True)
class InjectRow:
    """One inject; it is known by its position in the script."""

    n: int
    id: str
    phase: str
    kind: str
    lane: Lane
    at_s: float
    """Of a timed one: seconds from the start. Of the others: how long after their condition."""
    condition: Any
    """As the script has it; empty for a timed one, `called` where somebody must call it."""
    text: str
    text_en: str


def row_of(n: int, fields: Mapping[str, Any] | None) -> InjectRow:
    """The row of an inject; of one that cannot be read, what is left of it."""
    fields = fields or {}
    when = fields.get("when")
    is_timed = "at" in fields and when is None
    said = fields.get("report") or fields.get("message")
    said = said if isinstance(said, Mapping) else {}
    text = str(said.get("text") or fields.get("note") or "")
    condition = "called" if fields.get("called") else "" if is_timed else when
    return InjectRow(
        n=n,
        id=str(fields.get("id", "?")),
        phase=str(fields.get("phase") or ""),
        kind=_kind(fields),
        lane="timed" if is_timed else "waiting",
        at_s=seconds(fields.get("at" if is_timed else "after")),
        condition=condition,
        text=text,
        text_en=str(said.get("text_en") or text),
    )


def seconds(value: Any) -> float:
    """Seconds of a time as it is written; 0 where it is none."""
    try:
        return seconds_of(value)
    except ValueError:
        return 0.0


def clock(value: float) -> str:
    """`m:ss` as a script writes it."""
    whole = max(0, round(value))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def span(value: float) -> str:
    """`90s` or `3m` as a script writes how long."""
    whole = max(0, round(value))
    return f"{whole // 60}m" if whole and whole % 60 == 0 else f"{whole}s"


def _kind(fields: Mapping[str, Any]) -> str:
    if "report" in fields:
        return "report"
    message = fields.get("message")
    if isinstance(message, Mapping):
        channel = str(message.get("channel"))
        return channel if channel in KINDS else "radio"
    return "flee" if "flee" in fields else "note"
