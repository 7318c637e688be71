"""What an inject, a step of an attacker or the answer waits for: `when`.

Written either as a sentence (`first_unit_on_scene`, `exit north_gate uncovered for 60s`), or as fields, which
can be joined: `{all: [contact, {not: {of: lookout, moment: first_order}}], for: 30s}`.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from commandroom.drill.grammar import fields_of
from commandroom.drill.parts import Moment, Name, Part, Seconds

MOST_DEPTH = 6
"""Conditions within conditions."""
MOST_PARTS = 60
"""Conditions in one `when`, all together."""


class Condition(Part):
    """Exactly one of the first group, and what narrows it."""

    moment: Moment | None = None
    """That moment has come for the incident of inject `of`."""
    inject: Name | None = None
    """That inject has happened."""
    exit: Name | None = None
    """That place (`part: exit` or `cordon`) is `covered` or not: somebody on scene within 40 m of it."""
    covered: bool = True
    units: int | None = Field(default=None, ge=0, le=200)
    """At least so many units are on scene of the incident of inject `of`, of `party` only where given."""
    party: Literal["police", "guard", "volunteer"] | None = None
    opponent: Name | None = None
    """That attacker is in `state`."""
    state: Literal["active", "contact", "subdued", "hidden", "escaped", "arrived"] | None = None
    all: list["When"] | None = Field(default=None, min_length=1, max_length=20)
    any: list["When"] | None = Field(default=None, min_length=1, max_length=20)
    not_: "When | None" = Field(default=None, alias="not")
    of: Name | None = None
    """The inject whose incident is meant; the first one when left out."""
    times: int = Field(default=1, ge=1, le=100)
    """It has come or happened so often (the second injury, the third arrival)."""
    for_: Seconds = Field(default=0.0, alias="for")
    """It has been so without a break for so long."""

    @model_validator(mode="after")
    def _one_thing(self) -> "Condition":
        heads = (
            self.moment,
            self.inject,
            self.exit,
            self.units,
            self.opponent,
            self.all,
            self.any,
            self.not_,
        )
        if sum(each is not None for each in heads) != 1:
            raise ValueError("one_of:moment, inject, exit, units, opponent, all, any, not")
        if (self.opponent is None) != (self.state is None):
            raise ValueError("needs:state")
        return self


def condition_of(given: Any) -> Any:
    """A sentence as fields; fields stay as they are. What is neither stays too, for pydantic to name."""
    return fields_of(given) if isinstance(given, str) else given


When = Annotated[Condition, BeforeValidator(condition_of)]

Condition.model_rebuild()
