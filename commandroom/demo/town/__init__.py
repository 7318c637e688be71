"""The demo town: invented, generated from a seed, shipped in compiled form."""

from commandroom.demo.town.build import DEFAULT_SEED, Scale, build_town
from commandroom.demo.town.roster import Roster, build_roster
from commandroom.demo.town.shipped import DemoTown, load_demo

__all__ = ["DEFAULT_SEED", "DemoTown", "Roster", "Scale", "build_roster", "build_town", "load_demo"]
