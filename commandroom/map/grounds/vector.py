"""Vector tiles painted with the room's own painter and colours."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from commandroom.geo import Datum
from commandroom.map.grounds.blocklabels import BlockLabels, nudged
from commandroom.map.grounds.mvt import layers_of
from commandroom.map.grounds.pieces import STOREYS, Pieces, joined, pieces_of
from commandroom.map.grounds.quarry import Quarry
from commandroom.map.grounds.schema import is_seen
from commandroom.map.grounds.shift import outward, placed
from commandroom.map.grounds.unpack import unpacked
from commandroom.map.marks import Theme
from commandroom.map.painter import paint_tile
from commandroom.map.painting import ROAD_CLASSES, NamedSpot, Painting, Strips
from commandroom.wording import Language

_KEPT_TILES = 96
_KEPT_BLOCKS = 24
_BLOCK_STEPS = 1
"""A block is 2 x 2 tiles of the screen: names keep within it, so tiles of one block always agree. With 4 x 4
there would be a little more room for names, and twice as many tiles to read for a screen."""


@dataclass(frozen=True, slots=True)
class Block:
    """A square of 2^steps tiles of zoom `zoom` on the WGS-84 world, painted from one `Painting`."""

    zoom: int
    x: int
    y: int


class VectorGround:
    """Paints a `Quarry` of vector tiles; thread-safe, deeper than its deepest zoom from the tile above."""

    def __init__(self, quarry: Quarry, *, datum: Datum, language: Language) -> None:
        self._quarry = quarry
        self._datum = datum
        self._language: Language = language
        self._tiles: OrderedDict[tuple[int, int, int], Pieces | None] = OrderedDict()
        self._blocks: OrderedDict[Block, tuple[Painting, BlockLabels] | None] = OrderedDict()
        self._lock = Lock()

    def draw(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """PNG of a tile; None where the quarry has nothing.

        Raises:
            WorldFailed: a tile it needs cannot be had or read.
        """
        about = self._quarry.about
        if zoom < about.min_zoom:
            return None
        made = self._painting(self._block_of(zoom, x, y))
        if made is None or not self._has(zoom, x, y):
            return None
        painting, labels = made
        return paint_tile(painting, labels, theme=theme, zoom=zoom, x=x, y=y, ratio=ratio)

    def _block_of(self, zoom: int, x: int, y: int) -> Block:
        """One zoom up; but one of the quarry's own tiles where that is bigger."""
        up = max(_BLOCK_STEPS, zoom - self._quarry.about.max_zoom)
        at = max(0, zoom - up)
        return Block(at, x >> (zoom - at), y >> (zoom - at))

    def _data_zoom(self, block: Block) -> int:
        about = self._quarry.about
        return max(about.min_zoom, min(about.max_zoom, block.zoom + _BLOCK_STEPS))

    def _painting(self, block: Block) -> tuple[Painting, BlockLabels] | None:
        with self._lock:
            if block in self._blocks:
                self._blocks.move_to_end(block)
                return self._blocks[block]
        made = self._composed(block)
        with self._lock:
            self._blocks[block] = made
            while len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        return made

    def _composed(self, block: Block) -> tuple[Painting, BlockLabels] | None:
        zoom = self._data_zoom(block)
        many = [
            pieces for at in self._needed(block.zoom, block.x, block.y, zoom) if (pieces := self._pieces(*at))
        ]
        if not many:
            return None
        spots = tuple(nudged(many, block.zoom, block.x, block.y))
        painting = _painting_of(many, spots)
        return painting, BlockLabels(painting, block.zoom, block.x, block.y)

    def _needed(self, zoom: int, x: int, y: int, data_zoom: int) -> Iterable[tuple[int, int, int]]:
        """Tiles of the quarry at `data_zoom` under the WGS-84 tile (zoom, x, y)."""
        side = 2.0**-zoom
        shift_x, shift_y = outward((x + 0.5) * side, (y + 0.5) * side, self._datum)
        many = 1 << data_zoom
        rim = 0.0 if self._datum is Datum.WGS84 else 1e-3
        first_x = int(((x + 0.0) * side + shift_x) * many + 1e-9 - rim)
        first_y = int(((y + 0.0) * side + shift_y) * many + 1e-9 - rim)
        last_x = int(((x + 1.0) * side + shift_x) * many - 1e-9 + rim)
        last_y = int(((y + 1.0) * side + shift_y) * many - 1e-9 + rim)
        for tile_y in range(first_y, last_y + 1):
            for tile_x in range(first_x, last_x + 1):
                yield data_zoom, tile_x, tile_y

    def _has(self, zoom: int, x: int, y: int) -> bool:
        """Whether any tile of the quarry lies under this one of the screen."""
        about = self._quarry.about
        return any(self._pieces(*at) for at in self._needed(zoom, x, y, min(zoom, about.max_zoom)))

    def _pieces(self, zoom: int, x: int, y: int) -> Pieces | None:
        key = zoom, x, y
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        raw = self._quarry.raw(zoom, x, y)
        made = None
        if raw:
            place = placed(zoom, x, y, self._datum)
            made = pieces_of(layers_of(unpacked(raw), wanted=is_seen), place, language=self._language)
        with self._lock:
            self._tiles[key] = made
            while len(self._tiles) > _KEPT_TILES:
                self._tiles.popitem(last=False)
        return made


def _painting_of(many: list[Pieces], spots: tuple[NamedSpot, ...]) -> Painting:
    areas = {kind for pieces in many for kind in pieces.areas}
    lines = {kind for pieces in many for kind in pieces.lines}
    by_storey = {storey: _roads(many, storey) for storey in STOREYS}
    return Painting(
        roads=by_storey["road"],
        tunnels=by_storey["tunnel"],
        decks=(by_storey["deck"],),
        lines={kind: joined(one.lines[kind] for one in many if kind in one.lines) for kind in lines},
        areas={kind: joined(one.areas[kind] for one in many if kind in one.areas) for kind in areas},
        oneways=joined(one.oneways for one in many if one.oneways is not None),
        chains=tuple(chain for pieces in many for chain in pieces.chains),
        spots=spots,
    )


def _roads(many: list[Pieces], storey: str) -> tuple[Strips, ...]:
    """By class."""
    return tuple(
        joined(one.roads[storey][number] for one in many if number in one.roads[storey])
        for number in range(ROAD_CLASSES)
    )
