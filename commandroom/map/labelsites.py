"""What may be named at a zoom and where, for a whole town at once: arrays only, cheap even for a city."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import WATER_CHAIN, Chain, Floats, Ints, NamedSpot, Painting
from commandroom.map.placelooks import SETTLED, look_of
from commandroom.map.textsetting import apart_px, is_chinese, text_em

BLOCK_TILES = 4
BLOCK_PX = BLOCK_TILES * float(TILE_PX)
STANDS = (0.5, 0.38, 0.62, 0.25, 0.75)
"""Where in its share of a street a name may stand, the best first."""

_REPEAT_PX = 640.0
"""A long street says its name again after so many pixels."""
_GAP = 1e-6
"""Between chains laid end to end, in the unit square: no point lies on two of them."""
_LONG_PX = 420.0
_STREET_FROM = (17, 17, 16, 15, 13, 13, 13, 13)
"""Zoom from which a class of road is named, path first; one zoom earlier for the long ones."""
_STREET_PX = (10.5, 10.5, 11.0, 11.5, 12.0, 12.5, 12.5, 12.5)
_ARTERIAL_CLASS, _STREET_CLASS = 4, 2
_WATER_FROM, _WATER_PX, _WATER_APART_PX = 12, 12.5, 9.0


_OWN_WIDTH = 0.7
"""An area is named where its width is this share of its name's."""


def street_size_px(road_class: int) -> float:
    """Height of the letters of a street's name."""
    return _WATER_PX if road_class == WATER_CHAIN else _STREET_PX[road_class]


def street_kind(road_class: int) -> str:
    """Which letters a street's name is written in."""
    if road_class == WATER_CHAIN:
        return "water"
    return "street" if road_class >= _STREET_CLASS else "lane"


def chain_apart_px(chain: Chain) -> float:
    """Between the characters along a street or river."""
    if chain.road_class == WATER_CHAIN:
        return _WATER_APART_PX if is_chinese(chain.name) else _WATER_APART_PX / 3
    return apart_px(chain.name)


@dataclass(frozen=True, slots=True)
class Sites:
    """Names of a zoom in order of right of way; `unit` columns: in the shifted grid or not, column, row.

    A site with a chain is a share of a street (`middle` by stand, in the unit square along all chains), one
    with a spot a place. Sites that fit into no unit are left out.
    """

    chain: Ints
    spot: Ints
    middle: Floats
    """(sites, stands) pixels along the chain."""
    x: Floats
    y: Floats
    name: Ints
    unit: Ints

    def of_unit(self, unit: tuple[int, int, int]) -> Ints:
        """Numbers of the sites that belong to a unit."""
        return np.flatnonzero((self.unit == np.array(unit)).all(axis=1))


class Register:
    """The names of a painting, measured once."""

    def __init__(self, painting: Painting) -> None:
        self.chains = painting.chains
        self.spots = painting.spots
        names: dict[str, int] = {}
        self._chain_name = _numbers(painting.chains, names)
        self._spot_name = _numbers(painting.spots, names)
        self._class = np.fromiter((c.road_class for c in self.chains), np.int64, len(self.chains))
        self._em = np.fromiter((text_em(c.name) for c in self.chains), np.float64, len(self.chains))
        aparts = (chain_apart_px(c) * (len(c.name) - 1) for c in self.chains)
        self._apart = np.fromiter(aparts, np.float64, len(self.chains))
        self._x, self._y, self._along, self._begin, self._length = _end_to_end(self.chains)
        self._spot_x = np.fromiter((s.x for s in self.spots), np.float64, len(self.spots))
        self._spot_y = np.fromiter((s.y for s in self.spots), np.float64, len(self.spots))
        looks = [look_of(spot) for spot in self.spots]
        ems = [text_em(spot.name) for spot in self.spots]
        self._rank = np.fromiter((look.rank for look in looks), np.int64, len(looks))
        self._from = np.fromiter((look.first_zoom for look in looks), np.int64, len(looks))
        self._until = np.fromiter((look.last_zoom for look in looks), np.int64, len(looks))
        size = np.fromiter((look.size_px for look in looks), np.float64, len(looks))
        self._spot_half = np.array(ems) * size / 2 + 4 if looks else np.empty(0)
        self._spot_width = np.fromiter((s.width for s in self.spots), np.float64, len(self.spots))

    def settled(self, zoom: int) -> list[int]:
        """Towns and villages to be named at a zoom, the greatest first."""
        shown = (self._rank <= SETTLED) & (self._from <= zoom) & (self._until >= zoom)
        return sorted(np.flatnonzero(shown).tolist(), key=lambda n: (int(self._rank[n]), n))

    def sites(self, zoom: int) -> Sites:
        """Everything else that may be named at a zoom."""
        side = TILE_PX * 2.0**zoom
        chain, middle, x, y, half = self._shares(zoom, side)
        spot = self._spots_shown(zoom, side)
        spot_x, spot_y = self._spot_x[spot] * side, self._spot_y[spot] * side
        rank = np.concatenate((self._street_rank(chain), self._rank[spot]))
        length = np.concatenate((self._length[chain], np.zeros(len(spot))))
        number = np.concatenate((chain, spot))
        stands = np.full((len(spot), len(STANDS)), np.nan)
        all_x = np.concatenate((x, np.repeat(spot_x[:, None], len(STANDS), axis=1)))
        all_y = np.concatenate((y, np.repeat(spot_y[:, None], len(STANDS), axis=1)))
        unit, stand = _units(all_x, all_y, np.concatenate((half, self._spot_half[spot] + 14)))
        order = np.lexsort((all_x[:, 0], number, -length, rank))
        order = order[unit[order, 0] >= 0]
        none = np.full(len(spot), -1), np.full(len(chain), -1)
        return Sites(
            np.concatenate((chain, none[0]))[order],
            np.concatenate((none[1], spot))[order],
            np.concatenate((middle, stands))[order],
            all_x[order, stand[order]],
            all_y[order, stand[order]],
            np.concatenate((self._chain_name[chain], self._spot_name[spot]))[order],
            unit[order],
        )

    def _street_rank(self, chain: Ints) -> Ints:
        """Great streets before places, places before small ones."""
        road_class = self._class[chain]
        rank = np.where(road_class >= _ARTERIAL_CLASS, 12 - road_class, 15 - road_class)
        return np.where(road_class == WATER_CHAIN, 6, np.where(road_class >= _ARTERIAL_CLASS, 5, rank))

    def _spots_shown(self, zoom: int, side: float) -> Ints:
        shown = (self._rank > SETTLED) & (self._from <= zoom) & (self._until >= zoom)
        wide = (self._spot_width == 0) | (self._spot_width * side >= 2 * _OWN_WIDTH * self._spot_half)
        return np.flatnonzero(shown & wide)

    def _shares(self, zoom: int, side: float) -> tuple[Ints, Floats, Floats, Floats, Floats]:
        """Chain, middles (by stand, pixels along it), x, y (by stand) and half width of every share."""
        water = self._class == WATER_CHAIN
        size = np.where(water, _WATER_PX, np.array(_STREET_PX)[self._class])
        width = self._em * size + self._apart
        length = self._length * side
        first = np.where(water, _WATER_FROM, np.array(_STREET_FROM)[self._class])
        shown = (length >= width * 1.05) & ((first <= zoom) | ((first == zoom + 1) & (length > _LONG_PX)))
        shares = np.where(shown, np.maximum(1, length // (width + np.where(water, 2, 1) * _REPEAT_PX)), 0)
        chain = np.repeat(np.arange(len(self.chains)), shares.astype(np.int64))
        share = np.arange(len(chain)) - np.repeat(np.cumsum(shares) - shares, shares.astype(np.int64))
        stand = (share[:, None] + np.array(STANDS)[None, :]) / shares[chain][:, None]
        middle = stand * length[chain][:, None]
        along = self._begin[chain][:, None] + stand * self._length[chain][:, None]
        x = np.interp(along, self._along, self._x) * side if len(chain) else np.empty((0, len(STANDS)))
        y = np.interp(along, self._along, self._y) * side if len(chain) else np.empty((0, len(STANDS)))
        return chain, middle, x, y, width[chain] / 2 + size[chain]


def _units(x: Floats, y: Floats, half: Floats) -> tuple[Ints, npt.NDArray[np.int64]]:
    """The unit every site belongs to, and its first stand that lies in one.

    What lies whole within a block belongs to it. What crosses the border of blocks belongs to the block of a
    second grid, shifted by half a block, if it lies whole within that. The rest, at the few spots where a
    border of both grids is crossed, tries its next stand; unit -1 if there is none.
    """
    unit = np.full((len(x), 3), -1, dtype=np.int64)
    stand = np.zeros(len(x), dtype=np.int64)
    for number in range(len(STANDS)):
        for grid in (0, 1):
            shift = grid * BLOCK_PX / 2
            low_x, high_x = (np.floor((x[:, number] + way * half + shift) / BLOCK_PX) for way in (-1, 1))
            low_y, high_y = (np.floor((y[:, number] + way * half + shift) / BLOCK_PX) for way in (-1, 1))
            fits = (unit[:, 0] < 0) & (low_x == high_x) & (low_y == high_y)
            unit[fits] = np.stack((np.full(fits.sum(), grid), low_x[fits], low_y[fits]), axis=1)
            stand[fits] = number
    return unit, stand


def _numbers(named: tuple[Chain, ...] | tuple[NamedSpot, ...], names: dict[str, int]) -> Ints:
    return np.fromiter((names.setdefault(each.name, len(names)) for each in named), np.int64, len(named))


def _end_to_end(chains: tuple[Chain, ...]) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """All chains one after the other: x, y, how far along; where each begins and how long it is."""
    if not chains:
        empty = np.empty(0)
        return empty, empty, empty, empty, empty
    x, y = np.concatenate([c.x for c in chains]), np.concatenate([c.y for c in chains])
    count = np.fromiter((len(c.x) for c in chains), np.int64, len(chains))
    step = np.concatenate(([0.0], np.hypot(np.diff(x), np.diff(y))))
    begin = np.cumsum(count) - count
    step[begin[1:]] = _GAP
    along = np.cumsum(step)
    return x, y, along, along[begin], along[begin + count - 1] - along[begin]
