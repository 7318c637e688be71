"""One cell of a file as clean text, or the reason why it has none."""

import re
import unicodedata
from dataclasses import dataclass

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_FORMULA_START = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds no usable text; `key` says why, `shown` what stands there."""

    key: str
    shown: str = ""


Cell = str | Flaw


def clean(text: str) -> str:
    """`text` without characters nobody sees, blanks (full-width ones too) as one space, none at the ends.

    Line breaks become `; ` so that a list written one per line stays a list.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    lines = [" ".join(_visible(line).split()) for line in text.splitlines()]
    return "; ".join(line for line in lines if line)


def _visible(text: str) -> str:
    if text.isprintable() and "\u3000" not in text:
        return text
    return "".join(
        each if not unicodedata.category(each).startswith("Z") else " "
        for each in text
        if each == "\t" or unicodedata.category(each) not in _UNSEEN
    )


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula when it opens a CSV file."""
    return f"'{text}" if _FORMULA_START.match(text) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA_START.match(text) else text


def csv_cell(raw: str) -> Cell:
    """A field of a CSV file; `="0012"` is the usual way to keep zeros and is no formula."""
    kept = re.fullmatch(r'\s*="([^"]*)"\s*', raw)
    if kept is not None:
        return clean(kept[1])
    if raw.lstrip().startswith("="):
        return Flaw("roster.row.formula", shown=clean(raw)[:40])
    return unguarded(clean(raw))
