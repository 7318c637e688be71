"""How a Chinese name can be typed with Latin letters: full pinyin and initials."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MOST_READINGS = 6
"""A name with several readings is kept in so many of them, the commonest first."""
ONE_READING = frozenset("路街道巷大小地区县村中上下不一石东西南北")
"""Characters of many place names whose second reading nobody would type."""


def folded(text: str) -> str:
    """`text` as compared: full-width made half-width, case dropped, only letters and digits kept."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def is_chinese(sign: str) -> bool:
    """Whether one character is a Chinese one that has a reading."""
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff" or sign == "〇"


@lru_cache(maxsize=20_000)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read `name`, each a tuple of toneless syllables; Latin parts stay whole.

    Phrases decide first (重庆 is read chóng); then, one character at a time, the readings it has alone.
    `ü` is given as v and as u. A name without Chinese characters has no readings.
    """
    if not any(map(is_chinese, name)):
        return ()
    from pypinyin import Style, lazy_pinyin  # a quarter of a second to import: only when somebody searches

    tokens = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
    signs = _aligned(name)
    first = tuple(folded(token) for token in tokens)
    found = [first]
    for place, sign in enumerate(signs if len(signs) == len(first) else ()):
        alone = _alone(sign) if is_chinese(sign) else ()
        others = [] if sign in ONE_READING else [word for word in alone[:2] if word != first[place]]
        if "v" in first[place] and is_chinese(sign):
            others.insert(0, first[place].replace("v", "u"))
        found += [(*first[:place], other, *first[place + 1 :]) for other in others]
    distinct = dict.fromkeys(tuple(filter(None, reading)) for reading in found)
    return tuple(distinct)[:MOST_READINGS]


@lru_cache(maxsize=8_000)
def _alone(sign: str) -> tuple[str, ...]:
    """The readings that one character has by itself, the commonest first."""
    from pypinyin import Style, pinyin

    return tuple(pinyin(sign, style=Style.NORMAL, heteronym=True, v_to_u=False)[0])


def _aligned(name: str) -> list[str]:
    """`name` cut as pypinyin cuts it: every Chinese character alone, runs of others together."""
    cut: list[str] = []
    for sign in name:
        if cut and not is_chinese(sign) and not is_chinese(cut[-1][-1]):
            cut[-1] += sign
        else:
            cut.append(sign)
    return cut


def spelled(syllables: Iterable[str]) -> str:
    """A reading in one word, every syllable with a capital, so that its beginnings can be told."""
    return "".join(syllable[:1].upper() + syllable[1:] for syllable in syllables)


def initials(syllables: Iterable[str]) -> str:
    """The first letter of every syllable; numbers stay whole."""
    return "".join(syllable if syllable.isdigit() else syllable[:1] for syllable in syllables)
