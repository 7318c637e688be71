"""Which fields the form of each part has, and how each is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from commandroom.drill.parts import PHASES, Channel, Moment, Sort
from commandroom.drill.schema import Bearing, Measure

FieldSort = Literal["line", "text", "time", "choice", "name", "yaml", "number", "check"]
Names = Literal["places", "injects", "incidents", "opponents", "kinds", "moments", ""]
Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. Its label is `editor.field.<last of way>`."""

    way: Way
    sort: FieldSort = "line"
    choices: tuple[str, ...] = ()
    """Of a choice; what they are called is `editor.choice.<value>` where there is such a text."""
    names: Names = ""
    """What a name is picked from; anything else may be typed too."""
    label: str = ""
    """Instead of the last word of `way`."""


MOMENTS: tuple[str, ...] = get_args(Moment)
_MEASURES: tuple[str, ...] = get_args(Measure)
_PARTIES = ("police", "guard", "volunteer")
_TITLE = (Field(("title", "zh")), Field(("title", "en")))
_MEASURED = (
    Field(("measure",), "choice", _MEASURES),
    Field(("within",), "time"),
    Field(("of",), "name", names="incidents"),
    Field(("count",), "number"),
    Field(("ring",), "choice", ("self", "mutual", "support")),
    Field(("party",), "choice", _PARTIES),
    Field(("item",)),
    Field(("word",)),
    Field(("code",)),
    Field(("at_most",), "number"),
)
_HEAD = (Field(("id",)), Field(("phase",), "choice", PHASES))
_WHEN = (
    Field(("at",), "time"),
    Field(("when",), "yaml", names="moments"),
    Field(("of",), "name", names="incidents"),
    Field(("after",), "time"),
)
_TAIL = (
    Field(("hint", "zh")),
    Field(("hint", "en")),
    Field(("expect",), "yaml"),
    Field(("timeout",), "time"),
    Field(("otherwise",), "name", names="injects"),
    Field(("since",), "name", names="injects"),
    Field(("spread",), "time"),
    Field(("chance",), "number"),
    Field(("repeat",), "yaml"),
    Field(("only",), "yaml"),
    Field(("called",), "check"),
)
_REPORT = (
    Field(("report", "kind"), "name", names="kinds"),
    Field(("report", "place"), "name", names="places"),
    Field(("report", "place_name")),
    Field(("report", "caller")),
    Field(("report", "text"), "text"),
    Field(("report", "text_en"), "text"),
)
_MESSAGE = (
    Field(("message", "channel"), "choice", get_args(Channel)),
    Field(("message", "sender")),
    Field(("message", "about"), "name", names="incidents"),
    Field(("message", "text"), "text"),
    Field(("message", "text_en"), "text"),
)
_FLEE = (
    Field(("flee", "opponent"), "name", names="opponents"),
    Field(("flee", "to"), "name", names="places"),
    Field(("flee", "cut_at"), "name", names="incidents"),
    Field(("flee", "speed_kmh"), "number"),
)
_OTHERS: dict[str, tuple[Field, ...]] = {
    "places": (
        *_TITLE,
        Field(("kind",)),
        Field(("name",)),
        Field(("near",), "name", names="places"),
        Field(("east",), "number"),
        Field(("north",), "number"),
        Field(("toward",), "choice", get_args(Bearing)),
        Field(("metres",), "number"),
        Field(("part",), "choice", ("exit", "cordon", "shelter", "hide")),
        Field(("on_road",), "check"),
        Field(("floor",), "number"),
        Field(("one_of",), "yaml"),
        Field(("at",), "yaml", label="coordinates"),
    ),
    "opponents": (
        Field(("id",)),
        *_TITLE,
        Field(("incident",), "name", names="incidents"),
        Field(("start",), "name", names="places"),
        Field(("walk_to",), "name", names="places"),
        Field(("at",), "time"),
        Field(("speed_kmh",), "number"),
        Field(("weapon",), "choice", ("none", "knife", "stick")),
        Field(("plan",), "yaml"),
        Field(("only",), "yaml"),
    ),
    "answer": (
        Field(("when",), "yaml", names="moments"),
        Field(("of",), "name", names="incidents"),
        Field(("after",), "time"),
        Field(("order",), "choice", get_args(Sort)),
        Field(("count",), "number"),
        Field(("message",), "text"),
        Field(("message_en",), "text"),
        Field(("close",)),
        Field(("hold",), "name", names="places"),
        Field(("only",), "yaml"),
    ),
    "criteria": (
        Field(("id",)),
        *_TITLE,
        *_MEASURED,
        Field(("since",), "name", names="injects"),
        Field(("phase",), "choice", PHASES),
        Field(("only",), "yaml"),
    ),
    "": (
        Field(("id",)),
        *_TITLE,
        Field(("about", "zh"), "text"),
        Field(("about", "en"), "text"),
        Field(("start",)),
        Field(("duration",), "time"),
        Field(("seed",), "number"),
        Field(("site",), "name", names="places"),
        Field(("forces",), "yaml"),
        Field(("ends_when",), "yaml", names="moments"),
    ),
}


def fields_of(part: str, values: Mapping[str, Any]) -> tuple[Field, ...]:
    """The form of one item: of an inject only the kinds of happening it has."""
    if part != "injects":
        return _OTHERS.get(part, ())
    said = [
        each
        for name, group in (("report", _REPORT), ("message", _MESSAGE), ("flee", _FLEE))
        if name in values
        for each in group
    ]
    note = (Field(("note",), "text"),) if "note" in values else ()
    return (*_HEAD, *_WHEN, *said, *note, *_TAIL)


def value_at(values: Mapping[str, Any], way: Way) -> Any:
    """What stands at a way inside an item; None where nothing does."""
    found: Any = values
    for key in way:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
