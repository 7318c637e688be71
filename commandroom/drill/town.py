"""What a simulated session needs of a town: its roads and its register."""

from dataclasses import dataclass, replace
from typing import Protocol

from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
from commandroom.models.domain.enums import Duty
from commandroom.roads.network import RoadNetwork


class Register(Protocol):
    """Who and what is on the register."""

    @property
    def firms(self) -> tuple[Firm, ...]:
        """Employers."""

    @property
    def posts(self) -> tuple[Post, ...]:
        """Posts with their equipment."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units where they start from."""

    @property
    def members(self) -> tuple[Member, ...]:
        """People."""

    @property
    def patrols(self) -> tuple[PatrolRoute, ...]:
        """Patrol routes."""


class Town(Protocol):
    """A town that can be played in."""

    @property
    def network(self) -> RoadNetwork:
        """Its roads."""

    @property
    def roster(self) -> Register:
        """Its register."""


@dataclass(frozen=True, slots=True)
class OwnRegister:
    """A register made of parts, e.g. of the room's own; see `Register`."""

    firms: tuple[Firm, ...] = ()
    posts: tuple[Post, ...] = ()
    units: tuple[Unit, ...] = ()
    members: tuple[Member, ...] = ()
    patrols: tuple[PatrolRoute, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnTown:
    """The room's own town: its roads, and a copy of its register. Nothing of a drill ever goes back there."""

    network: RoadNetwork
    roster: OwnRegister


def own_town(network: RoadNetwork, register: Register) -> OwnTown:
    """A town to be drilled in: everybody is free, whatever he is on in the live room at the moment."""
    units = tuple(replace(each, incident=None, duty=Duty.ON) for each in register.units)
    return OwnTown(
        network, OwnRegister(register.firms, register.posts, units, register.members, register.patrols)
    )
