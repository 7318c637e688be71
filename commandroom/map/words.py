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
    "map.tool.measure_distance",
    "map.tool.measure_area",
    "map.tool.draw_point",
    "map.tool.draw_line",
    "map.tool.draw_area",
    "map.tool.full",
    "map.tool.clear",
    "map.tool.around",
    "map.tool.follow",
    "map.tool.locked",
    "map.area.m2",
    "map.area.ha",
    "map.area.km2",
    "map.legend.unit.foot",
    "map.legend.unit.car",
    "map.legend.unit.motorbike",
    "map.legend.unit.dog",
    "map.legend.unit.video",
    "map.legend.unit.drone",
    "map.legend.state.free",
    "map.legend.state.busy",
    "map.legend.state.off",
    "map.legend.level.1",
    "map.legend.level.2",
    "map.legend.level.3",
    "map.legend.post",
    "map.since",
)


def page_words(language: Language) -> dict[str, str]:
    """Texts by key without the area's name."""
    wording = Wording(language)
    return {key.removeprefix("map."): wording.say(key) for key in _KEYS}
