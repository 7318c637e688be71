"""Names in every way they can be typed, in one long text that is searched at the speed of `str.find`."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from commandroom.roads.gazetteer import Named
from commandroom.roads.pinyin import folded, initials, is_chinese, readings, spelled

_NAME, _PINYIN, _INITIALS, _RARE_PINYIN, _RARE_INITIALS = range(5)
_EXACT, _PREFIX, _INSIDE, _GAPPED = range(4)
_RANK = ((0, 2, 4, 9), (1, 3, 5, 10), (6, 7, 8, 11), (12, 13, 14, 18), (15, 16, 17, 18))
"""How good a hit is, lower is better: by what matched, then by how."""


class Haystack:
    """All spellings of some names in one long text, a line each: searched at the speed of `str.find`."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.entries: tuple[Named, ...] = tuple(named)
        lines: list[str] = []
        self._owner: list[int] = []
        self._what: list[int] = []
        for number, entry in enumerate(self.entries):
            for what, line in dict.fromkeys(spellings(entry)):
                lines.append(line)
                self._owner.append(number)
                self._what.append(what)
        self._cased = "\n" + "".join(line + "\n" for line in lines)
        self._text = self._cased.lower()
        self._starts: list[int] = []
        start = 1
        for line in lines:
            self._starts.append(start)
            start += len(line) + 1

    def matches(self, needle: str, enough: int) -> Iterator[tuple[int, int]]:
        """Entries and ranks; looks inside names only while beginnings did not give `enough`."""
        owners = set()
        for at in self._places("\n" + needle):
            line = bisect_right(self._starts, at + 1) - 1
            is_whole = self._text.startswith("\n", at + 1 + len(needle))
            owners.add(self._owner[line])
            yield self._owner[line], _RANK[self._what[line]][_EXACT if is_whole else _PREFIX]
        if len(owners) >= enough or (len(needle) == 1 and not is_chinese(needle)):
            return
        for at in self._places(needle):
            line = bisect_right(self._starts, at) - 1
            what = self._what[line]
            if what in (_NAME, _INITIALS, _RARE_INITIALS) or not self._cased[at].islower():
                owners.add(self._owner[line])
                yield self._owner[line], _RANK[what][_INSIDE]
        if len(owners) < enough and len(needle) > 1:
            for found in self._gapped(needle):
                line = bisect_right(self._starts, found.start() + 1) - 1
                yield self._owner[line], _RANK[self._what[line]][_GAPPED]

    def _gapped(self, needle: str) -> Iterator[re.Match[str]]:
        """Lines that begin like `needle` and hold the rest of it in order; no backtracking."""
        rest = "".join(rf"[^\n{sign}]*{sign}" for sign in map(re.escape, needle[1:]))
        return re.finditer(rf"\n{re.escape(needle[0])}{rest}", self._text)

    def _places(self, needle: str) -> Iterator[int]:
        """Every offset at which `needle` stands."""
        at = self._text.find(needle)
        while at >= 0:
            yield at
            at = self._text.find(needle, at + 1)


def spellings(entry: Named) -> Iterator[tuple[int, str]]:
    """Every way to type the names of `entry`."""
    for name in (entry.name, *entry.aliases):
        yield _NAME, folded(name)
        for number, reading in enumerate(readings(name)):
            yield _RARE_PINYIN if number else _PINYIN, spelled(reading)
            yield _RARE_INITIALS if number else _INITIALS, initials(reading)
