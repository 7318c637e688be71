"""The shape of a drill script: data that names places, times and texts; nothing in it is ever run."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from commandroom.drill.conditions import When
from commandroom.drill.parts import Channel, Lasting, Name, Part, Phase, Seconds, Sort, Text, Title
from commandroom.drill.rulebook import Rules
from commandroom.models.domain.rules import CHINA

Measure = Literal[
    "first_order",
    "first_acknowledged",
    "ring",
    "units_on_scene",
    "sides_closed",
    "exits_covered",
    "kit_on_scene",
    "kit_complete",
    "escape_cut",
    "cordon",
    "evacuated",
    "message_sent",
    "report_sent",
    "happening",
    "controlled",
    "closed",
    "never",
    "alone",
]
"""What a criterion measures; `docs/drill-script.md` says each in words."""

Bearing = Literal["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"]


Point = Annotated[
    tuple[Annotated[float, Field(ge=-85, le=85)], Annotated[float, Field(ge=-180, le=180)]],
    BeforeValidator(lambda given: tuple(given) if isinstance(given, list) else given),
]
"""Latitude and longitude, written as a list of two numbers."""


class Place(Part):
    """A place of the town by name, a point by coordinates, or one so far from another place of the script."""

    name: Text | None = None
    """Name of a place or a post; a part of it is enough where only one fits."""
    kind: Text | None = None
    """Instead of a name: the town's first place of this kind, e.g. `museum`."""
    near: Name | None = None
    """Instead of a name: another place of this script."""
    at: Point | None = None
    """Instead of a name: latitude and longitude, WGS-84. Ties the script to one town."""
    one_of: Annotated[list[Name], Field(min_length=2, max_length=20)] | None = None
    """Instead of a name: one of these places of the script, picked by the seed."""
    east: float = Field(default=0.0, ge=-20_000, le=20_000)
    north: float = Field(default=0.0, ge=-20_000, le=20_000)
    toward: Bearing | None = None
    """Instead of `east` and `north`: `metres` that way."""
    metres: float = Field(default=0.0, ge=0, le=20_000)
    on_road: bool = False
    """Moved to the nearest road, so that it can be reached wherever the script is sited."""
    part: Literal["exit", "cordon", "shelter", "hide"] | None = None
    """A way out to be covered, a point of the cordon, a safe place, a place to hide."""
    floor: int | None = Field(default=None, ge=-5, le=120)
    title: Title | None = None
    """What the place is called in this drill."""

    @model_validator(mode="after")
    def _one_way(self) -> "Place":
        ways = (self.name, self.kind, self.near, self.at, self.one_of)
        if sum(each is not None for each in ways) != 1:
            raise ValueError("one_of:name, kind, near, at, one_of")
        return self


class Step(Part):
    """An intention of an attacker. Without `when` it follows the last one; with it, it breaks in at once."""

    when: When | None = None
    after: Seconds = 0.0
    walk_to: Name | None = None
    run_to: Name | None = None
    bus_to: Name | None = None
    """By bus or car along the roads, 25 km/h, once at a stop (`wait` before it)."""
    hide_at: Name | None = None
    """Goes there and is not seen; found by units that search there (`rules.search`)."""
    follow: Name | None = None
    """Goes where that attacker goes, until a later step: this is how a group splits up."""
    wait: Lasting | None = None
    give_up: bool = False
    """Puts down what he holds and stays."""
    speed_kmh: float | None = Field(default=None, gt=0, le=60)
    cut_at: Name | None = None
    """With `run_to`: his way leads by the incident of that inject, where he can be stopped."""


class Opponent(Part):
    """One attacker or suspect: where he starts, what he intends, what he holds."""

    id: Name
    incident: Name
    """The inject whose incident he belongs to."""
    start: Name
    walk_to: Name | None = None
    """Short for a plan of one step."""
    at: Seconds = 0.0
    speed_kmh: float = Field(default=4.5, gt=0, le=30)
    weapon: Literal["none", "knife", "stick"] = "knife"
    plan: list[Step] = Field(default=[], max_length=30)
    only: list[Name] = Field(default=[])
    """Variants in which he appears; all when empty."""
    title: Title | None = None


class Crowd(Part):
    """People who must be brought away."""

    id: Name
    at: Name
    count: int = Field(ge=1, le=5_000)
    incident: Name | None = None
    """The inject whose incident it belongs to; the first one when left out."""
    when: When | None = None
    """They leave from then on; when left out, once a unit is on scene or the room has told them to."""
    to: Name | None = None
    """A place of `part: shelter`; else the nearest exit that no attacker is near."""
    per_minute: float = Field(default=60.0, gt=0, le=2_000)
    """How many get out in a minute through one exit."""


class Report(Part):
    """An incident that reaches the room."""

    kind: Name
    place: Name
    text: Text
    text_en: Text | None = None
    caller: str = ""
    place_name: Text | None = None
    """What the caller calls the place; else the name of the place."""


class Message(Part):
    """A message that reaches the room."""

    channel: Channel
    sender: Text
    text: Text
    text_en: Text | None = None
    about: Name | None = None
    """The inject whose incident it belongs to."""


class Flight(Part):
    """An attacker breaks away."""

    opponent: Name
    to: Name
    cut_at: Name
    """The inject at whose incident he can be stopped; his way leads by there."""
    speed_kmh: float = Field(default=11.0, gt=0, le=30)


class Repeat(Part):
    """The inject happens again and again, each time anew when it has a condition."""

    every: Lasting
    times: int = Field(ge=2, le=100)


class Measured(Part):
    """What a criterion or an expectation asks for."""

    measure: Measure
    of: Name | None = None
    """The inject whose incident is measured; the first one when left out."""
    ring: Literal["self", "mutual", "support"] | None = None
    count: int = Field(default=1, ge=1, le=5_000)
    """How many units, sides, exits, messages or people are asked for."""
    party: Literal["police", "guard", "volunteer"] | None = None
    item: Text | None = None
    """A word in the name of the equipment asked for."""
    word: Text | None = None
    """For `message_sent` and `report_sent`: a word the message must hold; several with `|` between."""
    code: Text | None = None
    """For `happening` and `never`: the code of the happening."""
    within: Seconds | None = None
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _complete(self) -> "Measured":
        if self.measure == "ring" and self.ring is None:
            raise ValueError("needs:ring")
        if self.measure == "kit_on_scene" and self.item is None:
            raise ValueError("needs:item")
        if self.measure in ("happening", "never") and self.code is None:
            raise ValueError("needs:code")
        is_count = self.measure in ("never", "alone")
        if is_count != (self.at_most is not None):
            raise ValueError("needs:at_most")
        if is_count == (self.within is not None):
            raise ValueError("needs:within")
        return self


class Expectation(Measured):
    """What the trainee should do once an inject has happened: a criterion that is measured from then on."""

    title: Title


class Inject(Part):
    """Something that happens at a time, or some time after a condition comes true."""

    id: Name
    phase: Phase | None = None
    at: Seconds | None = None
    when: When | None = None
    of: Name | None = None
    """The inject whose incident a `when` of one word speaks of; the first one when left out."""
    called: bool = False
    """Instead of `at` and `when`: only where an `otherwise` or the instructor calls it."""
    after: Seconds = 0.0
    spread: Seconds = 0.0
    """Up to so much later, by the seed."""
    chance: float = Field(default=1.0, gt=0, le=1)
    """How likely it happens at all, by the seed."""
    repeat: Repeat | None = None
    timeout: Lasting | None = None
    """With `when`: how long it waits, from the start of the drill or from `since`."""
    since: Name | None = None
    """The inject from which on `when` is looked at and `timeout` runs."""
    otherwise: Name | None = None
    """The inject that happens when the time-out comes first."""
    only: list[Name] = Field(default=[])
    """Variants in which it happens; all when empty."""
    report: Report | None = None
    message: Message | None = None
    flee: Flight | None = None
    note: Text | None = None
    hint: Title | None = None
    """What an exercise tells the trainee; an examination does not."""
    expect: list[Expectation] = Field(default=[], max_length=10)

    @model_validator(mode="after")
    def _complete(self) -> "Inject":
        if sum((self.at is not None, self.when is not None, self.called)) != 1:
            raise ValueError("one_of:at, when, called")
        if all(each is None for each in (self.report, self.message, self.flee, self.note)):
            raise ValueError("one_of:report, message, flee, note")
        if self.timeout is not None and self.when is None:
            raise ValueError("needs:when")
        if self.since is not None and self.when is None:
            raise ValueError("needs:when")
        if self.otherwise is not None and self.timeout is None:
            raise ValueError("needs:timeout")
        return self


class Answer(Part):
    """A step of the script's own solution: some time after a moment, an order or a message."""

    when: When
    of: Name | None = None
    after: Seconds = 0.0
    order: Sort | None = None
    count: int = Field(default=1, ge=1, le=50)
    message: Text | None = None
    message_en: Text | None = None
    channel: Channel = "radio"
    close: Text | None = None
    """Close the incident with this result."""
    hold: Name | None = None
    """With `order`: they go to that place of the script and hold it."""
    only: list[Name] = Field(default=[])

    @model_validator(mode="after")
    def _complete(self) -> "Answer":
        if sum(each is not None for each in (self.order, self.message, self.close)) != 1:
            raise ValueError("one_of:order, message, close")
        return self


class Criterion(Measured):
    """One line of the score sheet."""

    id: Name
    title: Title
    phase: Phase | None = None
    since: Name | None = None
    """Measured from that inject instead of the alarm."""
    role: Name | None = None
    """Whose task it is."""
    only: list[Name] = Field(default=[])


class Role(Part):
    """Who takes part."""

    id: Name
    title: Title
    task: Title | None = None


class InjectChange(Part):
    """What a variant changes of an inject."""

    at: Seconds | None = None
    after: Seconds | None = None
    text: Text | None = None


class OpponentChange(Part):
    """What a variant changes of an attacker."""

    at: Seconds | None = None
    speed_kmh: float | None = Field(default=None, gt=0, le=30)
    start: Name | None = None
    plan: list[Step] | None = None


class CriterionChange(Part):
    """What a variant changes of a criterion."""

    within: Seconds | None = None
    at_most: int | None = Field(default=None, ge=0)
    count: int | None = Field(default=None, ge=1, le=5_000)


class Variant(Part):
    """A difficulty: what is other than in the script as it stands."""

    id: Name
    title: Title
    about: Title | None = None
    start: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")
    duration: Lasting | None = None
    forces: Literal["all"] | Annotated[list[Text], Field(min_length=1)] | None = None
    off_duty: list[Text] = Field(default=[])
    """Units that are not there: ids or call signs."""
    leave_out: list[Name] = Field(default=[])
    """Injects that do not happen."""
    injects: dict[Name, InjectChange] = Field(default={})
    opponents: dict[Name, OpponentChange] = Field(default={})
    criteria: dict[Name, CriterionChange] = Field(default={})
    rules: Rules | None = None


class Script(Part):
    """A whole drill."""

    format: Literal[2]
    id: Name
    title: Title
    about: Title | None = None
    town: Literal["demo"] = "demo"
    start: str = Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")
    """`yyyy-mm-dd hh:mm`, China time."""
    seed: int = Field(default=1, ge=0, le=2**63)
    duration: Lasting
    places: dict[Name, Place] = Field(min_length=1, max_length=300)
    site: Name | None = None
    """The place that is put elsewhere when the script is re-sited; the first one when left out."""
    forces: Literal["all"] | Annotated[list[Text], Field(min_length=1)] = "all"
    """Unit ids or call signs that are on duty; the others are off."""
    off_duty: list[Text] = Field(default=[], max_length=500)
    """Ids or call signs of those that are not there."""
    roles: list[Role] = Field(default=[], max_length=20)
    opponents: list[Opponent] = Field(default=[], max_length=50)
    crowds: list[Crowd] = Field(default=[], max_length=50)
    injects: list[Inject] = Field(min_length=1, max_length=2_000)
    rules: Rules = Rules()
    answer: list[Answer] = Field(default=[], max_length=500)
    criteria: list[Criterion] = Field(min_length=1, max_length=200)
    variants: list[Variant] = Field(default=[], max_length=20)
    """The script as it stands is the first difficulty (`standard`); these are others."""
    ends_when: When | None = None
    """The drill is over then (and after `rules.aftermath`), besides the ends that are always there."""

    @property
    def start_at(self) -> datetime:
        """When it begins (UTC)."""
        return _china(self.start)

    @property
    def alarm(self) -> str:
        """The inject that `of` means when it is left out: the first that reports an incident."""
        return next(each.id for each in self.injects if each.report is not None)


@lru_cache(maxsize=64)
def _china(text: str) -> datetime:
    """A moment of China time, in UTC; asked for every second of a drill."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA).astimezone(UTC)
