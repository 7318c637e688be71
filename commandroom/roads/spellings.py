"""Names in every way they can be typed, in long texts that are searched at the speed of `str.find`."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from commandroom.roads.gazetteer import Named
from commandroom.roads.pinyin import folded, initials, is_chinese, readings, spelled

_NAME, _PINYIN, _INITIALS, _RARE_PINYIN, _RARE_INITIALS = range(5)
_EXACT, _PREFIX, _INSIDE, _GAPPED = range(4)
_RANK = ((0, 2, 4, 9), (1, 3, 5, 10), (6, 7, 8, 11), (12, 13, 14, 18), (15, 16, 17, 18))
"""How good a hit is, lower is better: by what matched, then by how."""
_IN_LETTERS = (_INITIALS, _RARE_INITIALS, _NAME)
"""Inside these a hit may begin anywhere; inside pinyin only where a syllable begins."""
_RARE = (_RARE_PINYIN, _RARE_INITIALS)
_LONGEST_WITH_GAPS = 16
_SLICE = 150_000
"""A pattern is looked for in so many characters at a time: other threads run in between."""


class Haystack:
    """All spellings of some names: the names, their pinyin, their initials, each in a text of its own."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.entries: tuple[Named, ...] = tuple(named)
        lines: list[list[tuple[str, int]]] = [[] for _ in _RANK]
        for number, entry in enumerate(self.entries):
            for what, line in dict.fromkeys(spellings(entry)):
                lines[what].append((line, number))
        self._texts = tuple(_Text(each) for each in lines)

    def exactly(self, needle: str) -> Iterator[tuple[int, int]]:
        """Entries that are called `needle` or read so, and ranks."""
        for what in (_NAME, _PINYIN):
            for owner in self._texts[what].whole(needle):
                yield owner, _RANK[what][_EXACT]

    def matches(self, needle: str, enough: int, most: int | None = None) -> Iterator[tuple[int, int]]:
        """Entries and ranks; looks inside names only while beginnings did not give `enough`.

        Among equal ranks shorter spellings come first, so that `most` cuts off the worst.
        """
        is_latin = needle.isascii()
        kinds = range(len(self._texts)) if is_latin else (_NAME,)
        owners: set[int] = set()
        for how, search in ((_PREFIX, _Text.beginning), (_INSIDE, _Text.inside), (_GAPPED, _Text.gapped)):
            if how != _PREFIX and (len(owners) >= enough or _is_unfit(needle, how)):
                return
            for what in kinds:
                if how == _GAPPED and what in _RARE:
                    continue
                for owner, is_whole in search(self._texts[what], needle, what in _IN_LETTERS):
                    owners.add(owner)
                    yield owner, _RANK[what][_EXACT if is_whole else how]
                    if most is not None and len(owners) >= most:
                        return


def _is_unfit(needle: str, how: int) -> bool:
    """One Latin letter stands inside everything; one sign has no gaps, and who types so much leaves none."""
    if how == _GAPPED:
        return not 1 < len(needle) <= _LONGEST_WITH_GAPS
    return len(needle) == 1 and not is_chinese(needle)


class _Text:
    """Lines of one sort, the shorter first, and the entry each belongs to."""

    def __init__(self, lines: list[tuple[str, int]]) -> None:
        lines.sort(key=lambda line: len(line[0]))
        self._cased = "\n" + "".join(line + "\n" for line, _ in lines)
        self._text = self._cased.lower()
        self._owner = [owner for _, owner in lines]
        self._starts: list[int] = []
        start = 1
        for line, _ in lines:
            self._starts.append(start)
            start += len(line) + 1

    def whole(self, needle: str) -> Iterator[int]:
        """The owners of lines that are `needle`."""
        for at in self._places(f"\n{needle}\n"):
            yield self._owner_at(at + 1)

    def beginning(self, needle: str, _in_letters: bool) -> Iterator[tuple[int, bool]]:
        """The owners of lines that begin with `needle`, and whether it is the whole line."""
        for at in self._places("\n" + needle):
            yield self._owner_at(at + 1), self._text.startswith("\n", at + 1 + len(needle))

    def inside(self, needle: str, in_letters: bool) -> Iterator[tuple[int, bool]]:
        """The owners of lines that hold `needle`, at the beginning of a syllable unless `in_letters`."""
        for at in self._places(needle):
            if in_letters or not self._cased[at].islower():
                yield self._owner_at(at), False

    def gapped(self, needle: str, _in_letters: bool) -> Iterator[tuple[int, bool]]:
        """The owners of lines that begin like `needle` and hold the rest of it in order; no backtracking."""
        rest = "".join(rf"[^\n{sign}]*{sign}" for sign in map(re.escape, needle[1:]))
        pattern = re.compile(rf"\n{re.escape(needle[0])}{rest}")
        start = 0
        while start < len(self._text) - 1:
            end = self._text.find("\n", start + _SLICE)
            end = len(self._text) if end < 0 else end
            for found in pattern.finditer(self._text, start, end):
                yield self._owner_at(found.start() + 1), False
            start = end

    def _owner_at(self, at: int) -> int:
        return self._owner[bisect_right(self._starts, at) - 1]

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
