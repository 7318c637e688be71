"""The shape of a drill script. What each field means for the play is said where it is played.

A script is data: it names places, times and texts, and nothing in it is ever run.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from commandroom.drill.durations import seconds_of
from commandroom.models.domain.rules import CHINA, TEXT_LIMIT

Seconds = Annotated[float, BeforeValidator(seconds_of), Field(ge=0, le=86_400)]
Lasting = Annotated[float, BeforeValidator(seconds_of), Field(gt=0, le=86_400)]
Name = Annotated[str, Field(pattern=r"^[^\W\d][\w-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)]
Sort = Literal["own_post", "guards", "police", "shielded", "drone", "any"]
Channel = Literal["radio", "phone", "group", "clue", "room"]
Moment = Literal[
    "alarm",
    "first_order",
    "first_acknowledged",
    "first_unit_on_scene",
    "police_on_scene",
    "contact",
    "four_sides",
    "escape_cut",
    "subdued",
    "controlled",
]
"""What a conditional inject or an answer may wait for."""
Measure = Literal[
    "first_order",
    "first_acknowledged",
    "ring",
    "units_on_scene",
    "sides_closed",
    "kit_on_scene",
    "escape_cut",
    "message_sent",
    "happening",
    "controlled",
    "closed",
    "never",
]


class Part(BaseModel):
    """Unknown fields are errors: a typing mistake must not silently change a drill."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Title(Part):
    """A text in both languages."""

    zh: Text
    en: Text


class Place(Part):
    """A named place of the town, or a point so many metres east and north of one."""

    name: Text | None = None
    """Name of a place or a post; a part of it is enough where only one fits."""
    kind: Text | None = None
    """Instead of a name: the town's first place of this kind, e.g. `museum`."""
    near: Name | None = None
    """Instead of a name: another place of this script."""
    east: float = Field(default=0.0, ge=-20_000, le=20_000)
    north: float = Field(default=0.0, ge=-20_000, le=20_000)

    @model_validator(mode="after")
    def _one_way(self) -> "Place":
        if sum(each is not None for each in (self.name, self.kind, self.near)) != 1:
            raise ValueError("one_of:name, kind, near")
        return self


class Opponent(Part):
    """One attacker: where it starts, where it wants to go, how fast."""

    id: Name
    incident: Name
    """The inject whose incident this attacker belongs to."""
    start: Name
    walk_to: Name
    at: Seconds = 0.0
    speed_kmh: float = Field(default=4.5, gt=0, le=30)


class Report(Part):
    """An incident that reaches the room."""

    kind: Name
    place: Name
    text: Text
    caller: str = ""
    place_name: Text | None = None
    """What the caller calls the place; else the name of the place."""


class Message(Part):
    """A message that reaches the room."""

    channel: Channel
    sender: Text
    text: Text
    about: Name | None = None
    """The inject whose incident it belongs to."""


class Flight(Part):
    """An attacker breaks away."""

    opponent: Name
    to: Name
    cut_at: Name
    """The inject at whose incident he can be stopped; his way leads by there."""
    speed_kmh: float = Field(default=11.0, gt=0, le=30)


class Inject(Part):
    """Something that happens at a time, or some time after a moment of the drill."""

    id: Name
    at: Seconds | None = None
    when: Moment | None = None
    of: Name | None = None
    """The inject whose incident `when` speaks of; the first one when left out."""
    after: Seconds = 0.0
    report: Report | None = None
    message: Message | None = None
    flee: Flight | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Inject":
        if (self.at is None) == (self.when is None):
            raise ValueError("one_of:at, when")
        if all(each is None for each in (self.report, self.message, self.flee, self.note)):
            raise ValueError("one_of:report, message, flee, note")
        return self


class ContactRule(Part):
    """When attackers stop before those who keep their distance."""

    units: int = Field(default=2, ge=1, le=50)
    shielded: int = Field(default=2, ge=0, le=50)
    within_m: float = Field(default=30.0, gt=0, le=200)


class SubdueRule(Part):
    """When attackers who are held can be overpowered."""

    units: int = Field(default=5, ge=1, le=50)
    police: int = Field(default=2, ge=0, le=50)
    sides: int = Field(default=4, ge=0, le=4)
    within_m: float = Field(default=40.0, gt=0, le=200)
    hold: Seconds = 20.0


class CutRule(Part):
    """When somebody who flees is stopped."""

    police: int = Field(default=1, ge=0, le=20)
    units: int = Field(default=1, ge=1, le=20)
    within_m: float = Field(default=40.0, gt=0, le=200)
    hold: Seconds = 10.0


class Rules(Part):
    """The rules of contact of this drill."""

    contact: ContactRule = ContactRule()
    subdue: SubdueRule = SubdueRule()
    cut: CutRule = CutRule()
    aftermath: Seconds = 30.0
    """How long the drill goes on after everybody is under control."""


class Answer(Part):
    """A step of the script's own solution: some time after a moment, an order or a message."""

    when: Moment
    of: Name | None = None
    after: Seconds = 0.0
    order: Sort | None = None
    count: int = Field(default=1, ge=1, le=50)
    message: Text | None = None
    channel: Channel = "radio"
    close: Text | None = None
    """Close the incident with this result."""

    @model_validator(mode="after")
    def _complete(self) -> "Answer":
        if sum(each is not None for each in (self.order, self.message, self.close)) != 1:
            raise ValueError("one_of:order, message, close")
        return self


class Criterion(Part):
    """One line of the score sheet."""

    id: Name
    title: Title
    measure: Measure
    of: Name | None = None
    """The inject whose incident is measured; the first one when left out."""
    ring: Literal["self", "mutual", "support"] | None = None
    count: int = Field(default=1, ge=1, le=100)
    """How many units, sides or messages are asked for."""
    party: Literal["police", "guard", "volunteer"] | None = None
    item: Text | None = None
    """A word in the name of the equipment asked for."""
    code: Text | None = None
    """For `happening` and `never`: the code of the happening."""
    within: Seconds | None = None
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _complete(self) -> "Criterion":
        if self.measure == "ring" and self.ring is None:
            raise ValueError("needs:ring")
        if self.measure == "kit_on_scene" and self.item is None:
            raise ValueError("needs:item")
        if self.measure in ("happening", "never") and self.code is None:
            raise ValueError("needs:code")
        if (self.measure == "never") != (self.at_most is not None):
            raise ValueError("needs:at_most")
        if (self.measure == "never") == (self.within is not None):
            raise ValueError("needs:within")
        return self


class Script(Part):
    """A whole drill."""

    format: Literal[1]
    id: Name
    title: Title
    about: Title | None = None
    town: Literal["demo"] = "demo"
    start: str = Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")
    """`yyyy-mm-dd hh:mm`, China time."""
    seed: int = Field(default=1, ge=0, le=2**63)
    duration: Lasting
    places: dict[Name, Place] = Field(min_length=1)
    forces: Literal["all"] | Annotated[list[Text], Field(min_length=1)] = "all"
    """Unit ids or call signs that are on duty; the others are off."""
    opponents: list[Opponent] = []
    injects: list[Inject] = Field(min_length=1)
    rules: Rules = Rules()
    answer: list[Answer] = []
    criteria: list[Criterion] = Field(min_length=1)

    @property
    def start_at(self) -> datetime:
        """When it begins (UTC)."""
        local = datetime.strptime(self.start, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        return local.astimezone(UTC)

    @property
    def alarm(self) -> str:
        """The inject that `of` means when it is left out: the first that reports an incident."""
        return next(each.id for each in self.injects if each.report is not None)
