"""Equipment as people write it: 防暴头盔×4; 对讲机×2."""

import re
from collections.abc import Iterable

from commandroom.models.domain.entities import Kit

MOST = 9_999
"""The largest count of one item that is believed."""

_SEPARATORS = re.compile(r"[;；,，、\n\r]+")
_MEASURE = r"\s*[个件副台部支套根把只面具条顶辆双瓶盒]?"
_CROSSED = re.compile(r"(.+?)\s*(?:[×✕*＊]|(?<![A-Za-z])[xX])\s*(\d+)" + _MEASURE)
_BRACKETED = re.compile(r"(.+?)\s*[(（]\s*(\d+)\s*[个件副台部支套根把只面具条顶辆双瓶盒]\s*[)）]")
"""盾牌（2面）; without a measure word brackets are part of the name: 对讲机(400)."""
_CROSS = re.compile(r"[×✕*＊]|^[xX]\s*\d+$")
_COUNTED = re.compile(r"(.*[^\x00-\x7f]|.+\s)\s*(\d+)" + _MEASURE)


def kit_of(text: str) -> tuple[Kit, ...]:
    """The items of one cell; without a number it is one piece. A model number stays in the name (对讲机 P8).

    Raises:
        ValueError: a count of nothing, below it or beyond `MOST`, two counts, or a count of no item; the
            argument is the part that says so.
    """
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(_one(part) for part in parts if part)


def kit_text(equipment: Iterable[Kit]) -> str:
    """The inverse of `kit_of`."""
    return "; ".join(f"{kit.item}×{kit.count}" for kit in equipment)


def _one(part: str) -> Kit:
    found = _CROSSED.fullmatch(part) or _BRACKETED.fullmatch(part) or _COUNTED.fullmatch(part)
    item, digits = (part, "1") if found is None else (found[1].strip(" :："), found[2])
    count = int(digits) if len(digits) <= len(str(MOST)) else MOST + 1
    if not 1 <= count <= MOST or _CROSS.search(item) or not any(sign.isalpha() for sign in item):
        raise ValueError(part)
    return Kit(item, count)
