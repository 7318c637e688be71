"""The word lists that names are made of; nothing in them is a real person's or firm's name."""

import json
from dataclasses import dataclass

from commandroom.errors import WorldFailed
from commandroom.resources import resource


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists by use, as read from `resources/demo/words.json`."""

    town: str
    city: str
    street_stems: tuple[str, ...]
    stem_first: str
    stem_second: str
    surnames: str
    given: str
    village_ends: tuple[str, ...]
    estate_ends: tuple[str, ...]


def read_words() -> Words:
    """The shipped word lists.

    Raises:
        WorldFailed: the file is missing or broken.
    """
    path = resource("demo", "words.json")
    try:
        lists = json.loads(path.read_text(encoding="utf-8"))
        return Words(
            town=lists["town"],
            city=lists["city"],
            street_stems=tuple(lists["street_stems"]),
            stem_first=lists["stem_first"],
            stem_second=lists["stem_second"],
            surnames=lists["surnames"],
            given=lists["given"],
            village_ends=tuple(lists["village_ends"]),
            estate_ends=tuple(lists["estate_ends"]),
        )
    except (OSError, ValueError, KeyError) as why:
        raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why
