"""An index of names that come and go (units, incidents, drawings), kept up without building it anew."""

from collections.abc import Iterable

from commandroom.roads.gazetteer import Named
from commandroom.roads.pinyin import folded
from commandroom.roads.spellings import Haystack

FRESH_AT_MOST = 64
"""So many new names share an index; the next get one of their own, so that nothing old is indexed again."""


class LivingNames:
    """Names by id. One thread at a time."""

    def __init__(self) -> None:
        self._known: dict[str, Named] = {}
        self._stacks = [Haystack(())]

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
        if not is_grown:
            self._stacks = [Haystack(wanted.values())]
        elif len(self._stacks[-1].entries) + len(fresh) <= FRESH_AT_MOST:
            self._stacks[-1] = Haystack((*self._stacks[-1].entries, *fresh))
        else:
            self._stacks.append(Haystack(fresh))

    def search(self, text: str, enough: int) -> dict[str, int]:
        """Ids and ranks of what `text` may mean, in no order."""
        needle = folded(text)
        found: dict[str, int] = {}
        if not needle:
            return found
        for stack in self._stacks:
            for place, rank in stack.matches(needle, enough):
                own = stack.entries[place].id
                found[own] = min(found.get(own, rank), rank)
        return found


def _is_same(one: Named, other: Named) -> bool:
    return one is other or (one.name == other.name and one.aliases == other.aliases)
