"""What a simulated session needs of a town: its roads and its register."""

from typing import Protocol

from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
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
