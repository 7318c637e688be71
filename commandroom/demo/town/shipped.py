"""Reads the demo towns the product ships."""

from dataclasses import dataclass
from typing import get_args

from commandroom.demo.town.build import Scale
from commandroom.demo.town.roster import Roster
from commandroom.demo.town.rosterfile import read_roster
from commandroom.errors import Refusal
from commandroom.resources import resource
from commandroom.roads.network import RoadNetwork
from commandroom.roads.roadfile import load_roads
from commandroom.services.catalogue import KindCatalogue, read_catalogue

SCALES: tuple[str, ...] = get_args(Scale)


@dataclass(frozen=True, slots=True)
class DemoTown:
    """Everything a demo starts with."""

    network: RoadNetwork
    roster: Roster
    kinds: KindCatalogue


def load_demo(scale: str = "town") -> DemoTown:
    """The shipped demo of a scale, `town` or `city`.

    Raises:
        Refusal: there is no such scale.
        WorldFailed: a shipped file is missing or broken.
    """
    if scale not in SCALES:
        raise Refusal("demo.scale.unknown", scale=scale, known=" / ".join(SCALES))
    return DemoTown(
        network=load_roads(resource("demo", f"{scale}.roads")),
        roster=read_roster(resource("demo", f"{scale}.roster.json")),
        kinds=read_catalogue(resource("catalogue", "incident_kinds.json")),
    )
