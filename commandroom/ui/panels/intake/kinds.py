"""Finding an incident kind by a few letters: Chinese, English, code, pinyin or initials."""

from collections.abc import Iterable

from commandroom.models.domain.entities import IncidentKind
from commandroom.roads.pinyin import folded, initials, readings, spelled


class KindIndex:
    """The kinds in the order of the catalogue, searchable."""

    def __init__(self, kinds: Iterable[IncidentKind]) -> None:
        self._kinds = tuple(kinds)
        self._keys: tuple[tuple[str, ...], ...] | None = None

    def find(self, text: str) -> list[IncidentKind]:
        """Kinds whose names begin with `text` first, then those that hold it; all of them for ''."""
        needle = folded(text)
        if not needle:
            return list(self._kinds)
        ranked = [
            (rank, place)
            for place, keys in enumerate(self._spellings())
            if (rank := _rank(needle, keys)) is not None
        ]
        return [self._kinds[place] for _, place in sorted(ranked)]

    def _spellings(self) -> tuple[tuple[str, ...], ...]:
        """Every way to type each kind; made on the first search."""
        if self._keys is None:
            self._keys = tuple(_keys(kind) for kind in self._kinds)
        return self._keys


def _keys(kind: IncidentKind) -> tuple[str, ...]:
    keys = [folded(kind.zh), folded(kind.code), folded(kind.en)]
    keys += [folded(word) for word in kind.en.split()]
    for reading in readings(kind.zh):
        keys += [initials(reading), spelled(reading).lower()]
    return tuple(dict.fromkeys(key for key in keys if key))


def _rank(needle: str, keys: tuple[str, ...]) -> int | None:
    if needle in keys:
        return 0
    if any(key.startswith(needle) for key in keys):
        return 1
    return 2 if any(needle in key for key in keys) else None
