"""Where the parts of a script stand in its text, without reading the whole of it.

A script that is being written is a text first: half of it may be wrong at any moment, and an edit of one
inject must leave every other line as its author wrote it. So the parts are found by their indentation alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s#'"\-\[\]{},&*!|>%@`][^#]*?)\s*:(?=\s|$)""")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one part, counted from 0; `end` is the first one after it."""

    name: str
    """The key it stands under; empty for an item of a list."""
    lead: int
    """Its first line with the comment right above it."""
    start: int
    end: int
    indent: int
    """Blanks before its first character."""


def sections(lines: Sequence[str]) -> dict[str, Block]:
    """The fields of the script itself, by name; the first one where a name stands twice."""
    found: dict[str, Block] = {}
    for block in _blocks(lines, 0, len(lines), 0, is_list=False):
        found.setdefault(block.name, block)
    return found


def is_inline(lines: Sequence[str], section: Block) -> bool:
    """Whether a section has its value on the line of its name, as `places: {}` has."""
    return bool(_without_comment(lines[section.start].split(":", 1)[1]))


def items(lines: Sequence[str], section: Block) -> list[Block]:
    """The items of a list or the entries of a mapping that stand line by line under their section."""
    if is_inline(lines, section):
        return []
    first = next((n for n in range(section.start + 1, section.end) if _says(lines[n])), None)
    if first is None:
        return []
    is_list = lines[first].lstrip().startswith("-")
    return _blocks(lines, section.start + 1, section.end, _indent(lines[first]), is_list=is_list)


def block_at(blocks: Sequence[Block], line: int) -> int | None:
    """Which of the blocks holds a line."""
    return next((n for n, each in enumerate(blocks) if each.lead <= line < each.end), None)


def _blocks(lines: Sequence[str], first: int, end: int, indent: int, *, is_list: bool) -> list[Block]:
    heads: list[tuple[int, str]] = []
    for n in range(first, end):
        if _indent(lines[n]) != indent or not _says(lines[n]):
            continue
        if is_list and lines[n][indent : indent + 2] in ("- ", "-"):
            heads.append((n, ""))
        elif not is_list and (key := _KEY.match(lines[n], indent)):
            heads.append((n, key["key"].strip("'\"")))
    if not heads:
        return []
    stops = [n for n, _ in heads[1:]] + [end]
    ends = [_last(lines, start, stop, indent) for (start, _), stop in zip(heads, stops, strict=True)]
    floors = [first, *ends[:-1]]
    return [
        Block(name, _lead(lines, start, floor), start, last, indent)
        for (start, name), last, floor in zip(heads, ends, floors, strict=True)
    ]


def _last(lines: Sequence[str], start: int, stop: int, indent: int) -> int:
    """The end of a block: what is blank or a comment of its neighbours is not its own."""
    n = stop
    while n > start + 1 and not _says(lines[n - 1]):
        if lines[n - 1].strip() and _indent(lines[n - 1]) > indent:
            break
        n -= 1
    return n


def _lead(lines: Sequence[str], start: int, floor: int) -> int:
    """The first line of the comment right above a block."""
    n = start
    while n > floor and lines[n - 1].lstrip().startswith("#"):
        n -= 1
    return n


def _says(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    text = line.lstrip()
    return bool(text) and not text.startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_comment(text: str) -> str:
    return "" if text.lstrip().startswith("#") else text.strip()
