"""The few words the page itself shows."""

from commandroom.wording import Language, Wording

_KEYS = (
    "map.letter.foot",
    "map.letter.car",
    "map.letter.motorbike",
    "map.letter.dog",
    "map.letter.video",
    "map.letter.drone",
    "map.letter.opponent",
    "map.scale.m",
    "map.scale.km",
    "map.pick",
)


def page_words(language: Language) -> dict[str, str]:
    """Texts by key without the area's name."""
    wording = Wording(language)
    return {key.removeprefix("map."): wording.say(key) for key in _KEYS}
