"""Equipment as people write it: 防暴头盔×4; 对讲机×2."""

import re
from collections.abc import Iterable

from commandroom.models.domain.entities import Kit

MOST = 9_999
"""The largest count of one item that is believed."""

_SEPARATORS = re.compile(r"[;；,，、\n\r]+")
_MEASURE = r"\s*[个件副台部支套根把只面具条顶辆双瓶盒]?"
_CROSSED = re.compile(r"(.+?)\s*(?:[×✕*＊]|(?<![A-Za-z])[xX])\s*(\d+)" + _MEASURE)
_COUNTED = re.compile(r"(.*[^\x00-\x7f]|.+\s)\s*(\d+)" + _MEASURE)


def kit_of(text: str) -> tuple[Kit, ...]:
    """The items of one cell; without a number it is one piece. A model number stays in the name (对讲机 P8).

    Raises:
        ValueError: a count of nothing or beyond `MOST`; the argument is the part that says so.
    """
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(_one(part) for part in parts if part)


def kit_text(equipment: Iterable[Kit]) -> str:
    """The inverse of `kit_of`."""
    return "; ".join(f"{kit.item}×{kit.count}" for kit in equipment)


def _one(part: str) -> Kit:
    found = _CROSSED.fullmatch(part) or _COUNTED.fullmatch(part)
    if found is None:
        return Kit(part)
    count = int(found[2]) if len(found[2]) <= len(str(MOST)) else MOST + 1
    if not 1 <= count <= MOST:
        raise ValueError(part)
    return Kit(found[1].strip(), count)
