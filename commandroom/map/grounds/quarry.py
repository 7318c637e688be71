"""Where raw tiles come from, and what may go wrong on the way."""

from dataclasses import dataclass
from typing import Literal, Protocol

Format = Literal["picture", "vector"]

MOST_TILE_BYTES = 2_000_000
"""No honest tile is bigger as it lies in its file or comes from its server."""
DEEPEST = 24
"""Zooms beyond this do not exist in any pyramid."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees of the quarry's own datum."""
WORLD: Box = (-180.0, -85.0511, 180.0, 85.0511)


@dataclass(frozen=True, slots=True)
class About:
    """What a quarry says of itself, checked."""

    format: Format
    min_zoom: int
    max_zoom: int
    box: Box
    credit: str
    name: str = ""


class NotNow(Exception):
    """A tile is not to be had at the moment, for a reason that was said already."""


class Quarry(Protocol):
    """Gives tiles as they lie; asked from several threads."""

    @property
    def about(self) -> About:
        """What there is."""

    @property
    def print(self) -> str:
        """Changes with the content: part of the key of whatever is kept of it."""

    def raw(self, zoom: int, x: int, y: int) -> bytes | None:
        """The bytes of a tile, y counted from the north; None where there is none.

        Raises:
            WorldFailed: it cannot be had (`ground.*`).
            NotNow: nor can it be asked for just now.
        """

    def close(self) -> None:
        """Let go of files and threads."""


def exists(zoom: int, x: int, y: int) -> bool:
    """Whether a tile of that number is part of the world."""
    return 0 <= zoom <= DEEPEST and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom
