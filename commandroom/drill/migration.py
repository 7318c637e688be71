"""Scripts of older formats, read as if they had been written today.

Format 1 knew moments only (`when: contact`), one walk for each attacker (`walk_to`) and `flee`. All of that
is still understood word for word, so that only the number changes; what is new in format 2 stands beside it.
"""

import re
from collections.abc import Callable
from typing import Any

from commandroom.drill.findings import Finding, Spot, line_of

FORMAT = 2
"""The newest format that is understood."""

Tree = dict[Any, Any]


def _to_2(tree: Tree) -> Tree:
    return tree | {"format": 2}


_STEPS: dict[int, Callable[[Tree], Tree]] = {1: _to_2}
"""From each format to the next."""


def migrated(tree: Tree, file: str, lines: dict[Spot, int]) -> Tree | Finding:
    """The tree of a script in the newest format; one that is newer still is refused."""
    given = tree.get("format")
    while type(given) is int and given in _STEPS:
        tree = _STEPS[given](tree)
        given = tree["format"]
    if type(given) is int and given > FORMAT:
        values = {"given": given, "known": FORMAT}
        return Finding(file, line_of(("format",), lines), "drill.script.newer", values)
    return tree


def migrated_text(text: str, line: int) -> str:
    """The text of a script with the newest format's number in `line` (from 1), and nothing else changed."""
    rows = text.splitlines(keepends=True)
    rows[line - 1] = re.sub(r"(format\s*[\"']?\s*:\s*)\d+", rf"\g<1>{FORMAT}", rows[line - 1], count=1)
    return "".join(rows)
