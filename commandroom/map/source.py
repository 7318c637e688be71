"""What the map asks of its ground, apart from how it is painted: light to import."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from commandroom.map.marks import Theme

MIN_ZOOM = 8
MAX_ZOOM = 19


class TileSource(Protocol):
    """Where the map's ground comes from; `tile` is called from worker threads."""

    @property
    def key(self) -> str:
        """Changes whenever the pictures change: part of the tile address."""

    @property
    def credit(self) -> str:
        """Who made the data."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what there is, in degrees."""

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """PNG of a tile `ratio` times 256 px wide; None where there is no such tile."""


@runtime_checkable
class PaintsAhead(Protocol):
    """A `TileSource` that can be asked for tiles nobody wants yet: cheap, its own, no network."""

    def has(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bool:
        """Whether the tile is at hand, or not worth painting ahead."""

    def prepare(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> None:
        """Have the tile at hand from now on."""


@runtime_checkable
class SlowTiles(Protocol):
    """A `TileSource` that can also be asked and answers later; its `tile` gives what is at hand, at once."""

    def ask(
        self,
        theme: Theme,
        zoom: int,
        x: int,
        y: int,
        ratio: int,
        *,
        is_wanted: Callable[[], bool],
        done: Callable[[bytes | None], None],
    ) -> None:
        """Get a tile; `done` hears of it in any thread, with None where there is none at the moment.

        `is_wanted` is asked, in a thread of the source, when the turn of the tile has come.
        """

    def renew(self) -> None:
        """Change `key`: the page shall ask for its tiles again."""
