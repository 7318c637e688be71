"""How a Chinese name can be typed with Latin letters: full pinyin and initials."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MOST_READINGS = 4
"""A name with several readings is kept in so many of them, the commonest first."""


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

    Phrases decide first (重庆 is read chóng); then, one character at a time, its second reading. `ü` is
    given as v and as u. A name without Chinese characters has no readings.
    """
    if not any(map(is_chinese, name)):
        return ()
    from pypinyin import Style, pinyin  # a quarter of a second to import: only when somebody searches

    choices = [
        list(dict.fromkeys(folded(choice) for choice in token))
        for token in pinyin(name, style=Style.NORMAL, heteronym=True, v_to_u=False)
    ]
    choices = [_with_u(choice) for choice in choices if choice[0]]
    first = tuple(choice[0] for choice in choices)
    found = [first]
    for place, choice in enumerate(choices):
        found += [(*first[:place], other, *first[place + 1 :]) for other in choice[1:2] if other]
    return tuple(found[:MOST_READINGS])


def spelled(syllables: Iterable[str]) -> str:
    """A reading in one word, every syllable with a capital, so that its beginnings can be told."""
    return "".join(syllable[:1].upper() + syllable[1:] for syllable in syllables)


def initials(syllables: Iterable[str]) -> str:
    """The first letter of every syllable; numbers stay whole."""
    return "".join(syllable if syllable.isdigit() else syllable[:1] for syllable in syllables)


def _with_u(choice: list[str]) -> list[str]:
    """`lv` may be typed `lu`: put it right behind."""
    if "v" not in choice[0]:
        return choice
    return [choice[0], choice[0].replace("v", "u"), *choice[1:]]
