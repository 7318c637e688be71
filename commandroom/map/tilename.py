"""Addresses of tiles as the page asks for them."""

import re
from dataclasses import dataclass
from typing import cast, get_args

from commandroom.map.marks import Theme

_TILE = re.compile(r"/tiles/(night|day)/(\d{1,2})/(\d{1,7})/(\d{1,7})(@2x)?\.png")


@dataclass(frozen=True, slots=True)
class TileName:
    """A parsed tile address."""

    theme: Theme
    zoom: int
    x: int
    y: int
    ratio: int

    def as_asked(self) -> tuple[Theme, int, int, int, int]:
        """In the order a `TileSource` takes it."""
        return self.theme, self.zoom, self.x, self.y, self.ratio


def tile_name(path: str) -> TileName | None:
    """Parse `/tiles/{theme}/{z}/{x}/{y}[@2x].png`; None for anything else."""
    match = _TILE.fullmatch(path)
    if match is None or match[1] not in get_args(Theme):
        return None
    return TileName(cast(Theme, match[1]), int(match[2]), int(match[3]), int(match[4]), 2 if match[5] else 1)
