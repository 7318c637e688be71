"""The small pieces every part of a drill script is made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from commandroom.drill.durations import TIME_PATTERN, seconds_of
from commandroom.models.domain.rules import TEXT_LIMIT

_AS_WRITTEN = WithJsonSchema(
    {"type": "string", "pattern": TIME_PATTERN, "examples": ["0:20", "1:05:00", "90s", "3m", "1h"]}
)
Seconds = Annotated[float, BeforeValidator(seconds_of), Field(ge=0, le=86_400), _AS_WRITTEN]
Lasting = Annotated[float, BeforeValidator(seconds_of), Field(gt=0, le=86_400), _AS_WRITTEN]
Name = Annotated[str, Field(pattern=r"^[^\W\d][\w-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)]
Sort = Literal["own_post", "guards", "police", "shielded", "drone", "any"]
Channel = Literal["radio", "phone", "group", "clue", "room"]
Phase = Literal["alarm", "first_response", "reinforce", "surround", "handle", "aftermath"]
"""发现报警, 先期处置, 增援, 合围, 处置, 善后."""
PHASES: tuple[Phase, ...] = ("alarm", "first_response", "reinforce", "surround", "handle", "aftermath")
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
    "injury",
    "reached",
    "escaped",
    "hidden",
    "found",
    "evacuated",
    "message_sent",
    "drone_on_scene",
    "closed",
]
"""The turning points of a drill, read from its facts."""


class Part(BaseModel):
    """Unknown fields are errors: a typing mistake must not silently change a drill."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class Title(Part):
    """A text in both languages."""

    zh: Text
    en: Text
