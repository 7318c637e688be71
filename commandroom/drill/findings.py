"""What is wrong with a script, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Spot = tuple[str | int, ...]
"""The way to a field: names and list positions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault; `wording.say(key, file=…, line=…, **values)` tells it."""

    file: str
    line: int
    """From 1; 0 where no line is to blame."""
    key: str
    values: dict[str, Any]

    @property
    def said_with(self) -> dict[str, Any]:
        """All values for the wording."""
        return {"more": 0} | self.values | {"file": self.file, "line": self.line}


def field_name(spot: Spot) -> str:
    """`injects[2].report.kind` for people; list positions from 1."""
    text = ""
    for step in spot:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def line_of(spot: Spot, lines: dict[Spot, int]) -> int:
    """The line of the field, or of the nearest part around it that is written down."""
    while spot and spot not in lines:
        spot = spot[:-1]
    return lines.get(spot, 1)


def guess(word: str, choices: Iterable[str]) -> str:
    """The choice most like `word`; empty where none is."""
    return next(iter(get_close_matches(word, [str(each) for each in choices], n=1, cutoff=0.5)), "")


def suggested(key: str, guessed: str) -> str:
    """The wording key with or without the question whether something else was meant."""
    return f"{key}.guess" if guessed else key
