"""Which characters of a name somebody typed, be it in Chinese, pinyin or initials."""

from collections.abc import Iterable, Sequence

from commandroom.roads.pinyin import folded, is_chinese, readings

Spans = tuple[tuple[int, int], ...]


def matched(name: str, typed: str) -> Spans:
    """The parts of `name` that `typed` stands for, as (from, to) in characters; empty where it is unclear."""
    needle = folded(typed)
    if not needle:
        return ()
    signs = [(place, place + 1, folded(sign)) for place, sign in enumerate(name)]
    at = "".join(text for _, _, text in signs).find(needle)
    if at >= 0:
        return _joined(_covered(signs, at, at + len(needle)))
    pieces = _pieces(name)
    for reading in readings(name):
        if len(reading) != len(pieces):
            continue
        for start in range(len(pieces)):
            end = _spoken(reading, start, needle)
            if end is not None:
                return _joined((pieces[place][0], pieces[place][1]) for place in range(start, end))
    return _joined(_scattered(pieces, next(iter(readings(name)), ()), needle))


def _pieces(name: str) -> list[tuple[int, int, str]]:
    """From, to and folded text of every Chinese character and every run of others; blank ones left out."""
    cuts: list[tuple[int, int]] = []
    for place, sign in enumerate(name):
        if cuts and not is_chinese(sign) and not is_chinese(name[cuts[-1][1] - 1]):
            cuts[-1] = (cuts[-1][0], place + 1)
        else:
            cuts.append((place, place + 1))
    return [(start, end, folded(name[start:end])) for start, end in cuts if folded(name[start:end])]


def _covered(pieces: Sequence[tuple[int, int, str]], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of the name under characters `start` to `end` of its folded text."""
    found: list[tuple[int, int]] = []
    offset = 0
    for first, last, text in pieces:
        a, b = max(start, offset), min(end, offset + len(text))
        if a < b:
            found.append((first, last))
        offset += len(text)
    return found


def _spoken(reading: Sequence[str], at: int, needle: str) -> int | None:
    """The syllable behind the last that `needle` speaks of, from `at` on; None where it does not."""
    if not needle:
        return at
    if at == len(reading):
        return None
    syllable = reading[at]
    if needle.startswith(syllable):
        end = _spoken(reading, at + 1, needle[len(syllable) :])
        if end is not None:
            return end
    elif syllable.startswith(needle):
        return at + 1
    return _spoken(reading, at + 1, needle[1:]) if needle[0] == syllable[0] else None


def _scattered(
    pieces: Sequence[tuple[int, int, str]], reading: Sequence[str], needle: str
) -> list[tuple[int, int]]:
    """Characters that hold `needle` in order with others between them."""
    found: list[tuple[int, int]] = []
    spoken = reading if len(reading) == len(pieces) else [text for _, _, text in pieces]
    rest = needle
    for (first, last, text), syllable in zip(pieces, spoken, strict=True):
        if rest and rest[0] in (text[0], syllable[0]):
            found.append((first, last))
            rest = rest[len(syllable) :] if rest.startswith(syllable) else rest[1:]
    return found if not rest else []


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """`spans` with those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
