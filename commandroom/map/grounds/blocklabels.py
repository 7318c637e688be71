"""Names within one block of a vector ground: none is cut at its edge, and neighbours need not agree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from commandroom.map.grounds.pieces import Pieces
from commandroom.map.labels import FIRST_ZOOM, Glyph, LabelPlan, PlacedLabel, text_width_px
from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import NamedSpot, Painting

_TOWN_PX = 16.0
_RIM_PX = 3.0
_WHOLE_STEPS = 2
"""A block so many zooms above the screen is planned as a whole; a deeper view only where it is looked at."""
_TOWN_RANK = {"country": 0, "state": 1, "province": 1, "city": 2, "town": 3, "village": 4, "locality": 4,
              "suburb": 5, "borough": 5, "neighbourhood": 6, "macrohood": 5, "quarter": 6}  # fmt: skip
_TOWN_FROM_ZOOM = (0, 3, 4, 8, 11, 11, 13)
_WIDE = frozenset(_TOWN_RANK) | {"water", "green", "park", "hospital", "station", "metro", "police",
                                  "fire_station", "university", "stadium", "townhall"}  # fmt: skip
"""What a block is named by while a block is a quarter of a town; closer, there is room for more."""
_CLOSE_FROM_BLOCK = 15
_REPEAT_PX = 420.0
"""The pieces of one street in neighbouring tiles each bring its name: one in so many pixels is enough."""

Box = tuple[float, float, float, float]


class BlockLabels:
    """What `paint_tile` asks for its names."""

    def __init__(self, painting: Painting, zoom: int, x: int, y: int) -> None:
        self._plan = LabelPlan(painting)
        self._painting = painting
        self._block = zoom, x, y
        self._kept: dict[int, list[PlacedLabel]] = {}

    def touching(self, zoom: int, x: int, y: int) -> list[PlacedLabel]:
        """Labels any part of which falls on tile (zoom, x, y) of this block."""
        block = self._edges(zoom)
        if zoom - self._block[0] > _WHOLE_STEPS:
            return [label for label in self._plan.touching(zoom, x, y) if _within(label.box, block)]
        if zoom not in self._kept:
            self._kept[zoom] = list(self._chosen(zoom, block))
        tile = (x * TILE_PX, y * TILE_PX, (x + 1) * TILE_PX, (y + 1) * TILE_PX)
        return [label for label in self._kept[zoom] if _meet(label.box, tile)]

    def _chosen(self, zoom: int, block: Box) -> Iterator[PlacedLabel]:
        """The names of the whole block."""
        if zoom < FIRST_ZOOM:
            taken: list[Box] = []
            for label in _towns(self._painting.spots, zoom):
                if _within(label.box, block) and not any(_meet(label.box, box) for box in taken):
                    taken.append(label.box)
                    yield label
            return
        said: dict[str, list[Glyph]] = defaultdict(list)
        for label in self._planned(zoom, block):
            if not _within(label.box, block):
                continue
            if label.kind in ("street", "lane"):
                text = "".join(sorted(glyph.text for glyph in label.glyphs))
                middle = label.glyphs[len(label.glyphs) // 2]
                if any(abs(one.x - middle.x) + abs(one.y - middle.y) < _REPEAT_PX for one in said[text]):
                    continue
                said[text].append(middle)
            yield label

    def _planned(self, zoom: int, block: Box) -> Iterator[PlacedLabel]:
        """Each label of the room's plan in this block, once."""
        seen: set[int] = set()
        for x in range(int(block[0] // TILE_PX), int(block[2] // TILE_PX)):
            for y in range(int(block[1] // TILE_PX), int(block[3] // TILE_PX)):
                for label in self._plan.touching(zoom, x, y):
                    if id(label) not in seen:
                        seen.add(id(label))
                        yield label

    def _edges(self, zoom: int) -> Box:
        at, x, y = self._block
        side = TILE_PX * 2.0 ** (zoom - at)
        return x * side, y * side, (x + 1) * side, (y + 1) * side


def _towns(spots: Iterable[NamedSpot], zoom: int) -> list[PlacedLabel]:
    """Places of people that a wide view names, the biggest first."""
    ranked = sorted(
        (spot for spot in spots if spot.kind in _TOWN_RANK),
        key=lambda spot: (_TOWN_RANK[spot.kind], spot.name, spot.x),
    )
    side = TILE_PX * 2.0**zoom
    labels = []
    for spot in ranked:
        rank = _TOWN_RANK[spot.kind]
        if zoom >= _TOWN_FROM_ZOOM[rank]:
            size = _TOWN_PX if rank <= 3 else _TOWN_PX - 1.5
            half, x, y = text_width_px(spot.name, size) / 2 + 2, spot.x * side, spot.y * side
            box = (x - half, y - size * 0.75, x + half, y + size * 0.75)
            labels.append(PlacedLabel("place", size, (Glyph(spot.name, x, y, 0.0),), box))
    return labels


def nudged(many: Iterable[Pieces], zoom: int, x: int, y: int) -> Iterator[NamedSpot]:
    """Named spots of a block, moved so far in that their names do not cross its edge on the widest view.

    At closer views the move shrinks to nothing a reader would notice: it is at most half a name of a block of
    512 pixels.
    """
    side = 2.0**-zoom
    block_px = TILE_PX * 2
    is_wide = zoom < _CLOSE_FROM_BLOCK
    for pieces in many:
        for spot in pieces.spots:
            half = (text_width_px(spot.name, _TOWN_PX) / 2 + 2 * _RIM_PX) / block_px
            tall = (_TOWN_PX + _RIM_PX) / block_px
            across, down = spot.x / side - x, spot.y / side - y
            if not (0 <= across < 1 and 0 <= down < 1) or (is_wide and spot.kind not in _WIDE):
                continue
            if half < 0.5:
                across = min(max(across, half), 1 - half)
            down = min(max(down, tall), 1 - tall)
            yield NamedSpot(spot.name, spot.kind, (x + across) * side, (y + down) * side, spot.width)


def _within(box: Box, block: Box) -> bool:
    return box[0] >= block[0] and box[1] >= block[1] and box[2] <= block[2] and box[3] <= block[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
