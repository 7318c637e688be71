"""What the operator wants to see on the map: plain values, kept from one day to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from commandroom.map.marks import INCIDENT_STATES, UNIT_KINDS

UNIT_LAYERS = tuple(f"unit.{kind}" for kind in UNIT_KINDS)
INCIDENT_LAYERS = tuple(f"incident.{state}" for state in INCIDENT_STATES)
CHOOSABLE: tuple[str, ...] = (
    "post",
    *UNIT_LAYERS,
    *INCIDENT_LAYERS,
    "reach",
    "coverage",
    "plan",
    "patrol",
    "drawing",
    "heat",
    "trail",
    "cluster",
    "label",
    "legend",
)
"""Every layer that can be taken off the map. Attackers of a drill always show."""
QUIET = frozenset({"incident.closed", "reach", "coverage", "patrol", "heat", "trail", "legend"})
"""Layers that show only when somebody asks for them."""

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "reach.mode": ("foot", "motorbike", "car"),
    "coverage.rings": ("135", "138"),
    "heat.days": ("7", "30", "90"),
    "trail.who": ("unit", "incident", "all"),
    "trail.minutes": ("5", "10", "30"),
}
"""What can be chosen of some layers, by name; the value that holds at first is in `_FIRST`."""
_FIRST: Mapping[str, str] = {
    "reach.mode": "foot",
    "coverage.rings": "135",
    "heat.days": "30",
    "trail.who": "unit",
    "trail.minutes": "10",
}


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """The layers that show and the values chosen of them."""

    on: frozenset[str] = frozenset(CHOOSABLE) - QUIET
    options: tuple[tuple[str, str], ...] = tuple(_FIRST.items())
    """Name and value of every entry of `OPTIONS`."""
    is_open: bool = False
    """Whether the panel stands beside the map."""

    def option(self, name: str) -> str:
        """The value chosen; KeyError for a name that is none."""
        return dict(self.options)[name]

    def with_layers(self, names: frozenset[str], on: bool) -> "LayerChoice":
        """The same with these layers shown or taken off; names that are none are passed over."""
        known = names & frozenset(CHOOSABLE)
        return replace(self, on=self.on | known if on else self.on - known)

    def with_option(self, name: str, value: str) -> "LayerChoice":
        """The same with another value.

        Raises:
            ValueError: no such option or value.
        """
        if value not in OPTIONS.get(name, ()):
            raise ValueError(f"{name}={value}")
        return replace(self, options=tuple((dict(self.options) | {name: value}).items()))

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"off": sorted(frozenset(CHOOSABLE) - self.on), "open": self.is_open} | dict(self.options)


def choice_of(said: Any) -> LayerChoice:
    """What `plain` gave; what is missing or unknown there is as at first.

    The layers that are *off* are kept, so that a layer of a later version shows. Never raises.
    """
    if not isinstance(said, dict):
        return LayerChoice()
    choice = LayerChoice(is_open=said.get("open") is True)
    off = said.get("off")
    if isinstance(off, list):
        names = frozenset(each for each in off if isinstance(each, str))
        choice = replace(choice, on=frozenset(CHOOSABLE) - names)
    for name, values in OPTIONS.items():
        if said.get(name) in values:
            choice = choice.with_option(name, said[name])
    return choice
