"""Takes "A路与B路交叉口" apart: which two roads somebody means, in the ways people type it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from commandroom.roads.pinyin import folded

_ENDS = re.compile(
    r"(的?(十字|丁字|三岔)?(交叉路口|交叉口|交叉处|交汇处|交会处|相交处|路口|交口|岔口|交叉|交))+$"
)
_LATIN_ENDS = re.compile(r"\s+(crossing|junction|intersection|corner|jiaochakou|lukou)$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:与|和|跟|及|同|交|[/&+×、,;|@-]|\s(?:and|at|with|x|he|yu)\s)\s*", re.IGNORECASE)
_ROAD_ENDS = "路街道巷弄线桥"


@dataclass(frozen=True, slots=True)
class CrossingWords:
    """One way to read what was typed."""

    first: str
    second: str
    """Empty while only the first road and a word like 与 have been typed."""
    is_sure: bool
    """A sign between the two says that two roads are meant."""
    is_split: bool = False
    """Nothing stood between them: the first must be a whole name."""


def crossing_words(text: str) -> Iterator[CrossingWords]:
    """Every way to read `text` as two roads, the likeliest first; nothing where it names one thing only."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    bare = _LATIN_ENDS.sub("", _ENDS.sub("", plain))
    has_end = bare != plain
    padded = f"{bare} "
    for found in _BETWEEN.finditer(padded):
        first, second = padded[: found.start()].strip(), padded[found.end() :].strip()
        if folded(first):
            yield CrossingWords(first, _without_end(second), is_sure=True)
    words = bare.split(" ")
    for cut in range(1, len(words)):
        yield CrossingWords(" ".join(words[:cut]), " ".join(words[cut:]), is_sure=False)
    yield from _split(folded(bare), has_end=has_end)


def _without_end(second: str) -> str:
    return _ENDS.sub("", second)


def _split(bare: str, *, has_end: bool) -> Iterator[CrossingWords]:
    """Two names written as one word: cut behind a road's last character; Latin ones anywhere."""
    if not bare.isascii():
        cuts = [place + 1 for place, sign in enumerate(bare[:-1]) if sign in _ROAD_ENDS]
    else:
        cuts = list(range(4, len(bare) - 1)) if 8 <= len(bare) <= 40 and bare.isalpha() else []
    for cut in cuts:
        yield CrossingWords(bare[:cut], bare[cut:], is_sure=has_end, is_split=True)
