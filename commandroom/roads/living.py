"""An index of names that come and go (units, incidents, drawings), kept up without building it anew."""

from collections.abc import Iterable

from commandroom.roads.gazetteer import Named
from commandroom.roads.pinyin import folded
from commandroom.roads.spellings import Haystack

FRESH_AT_MOST = 64
"""So many new names are kept apart before all are put into one index again."""


class LivingNames:
    """Names by id. One thread at a time."""

    def __init__(self) -> None:
        self._known: dict[str, Named] = {}
        self._settled = Haystack(())
        self._fresh = Haystack(())

    def update(self, named: Iterable[Named]) -> None:
        """Know `named` and nothing else; cheap when nothing or little is new.

        Where a thing stands may change without being told here: only names are kept.
        """
        wanted = {each.id: each for each in named}
        fresh = [each for key, each in wanted.items() if key not in self._known]
        is_grown = len(wanted) - len(fresh) == len(self._known) and all(
            _is_same(each, wanted[key]) for key, each in self._known.items()
        )
        if is_grown and not fresh:
            return
        self._known = wanted
        if is_grown and len(self._fresh.entries) + len(fresh) <= FRESH_AT_MOST:
            self._fresh = Haystack((*self._fresh.entries, *fresh))
            return
        self._settled, self._fresh = Haystack(wanted.values()), Haystack(())

    def search(self, text: str, enough: int) -> dict[str, int]:
        """Ids and ranks of what `text` may mean, in no order."""
        needle = folded(text)
        found: dict[str, int] = {}
        if not needle:
            return found
        for stack in (self._settled, self._fresh):
            for place, rank in stack.matches(needle, enough):
                own = stack.entries[place].id
                found[own] = min(found.get(own, rank), rank)
        return found


def _is_same(one: Named, other: Named) -> bool:
    return one is other or (one.name == other.name and one.aliases == other.aliases)
