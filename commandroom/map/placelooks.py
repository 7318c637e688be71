"""How named places are written on the map, by their kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commandroom.map.painting import NamedSpot

SETTLED = 3
"""Ranks up to this are laid out for the whole town at once: few, and seen from afar."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of place is named: from and until which zoom, which letters, how early in the queue."""

    first_zoom: int
    last_zoom: int
    kind: str
    size_px: float
    rank: int


_CITY = Look(8, 13, "city", 17.0, 0)
_TOWN = Look(9, 15, "town", 14.5, 1)
_SUBURB = Look(11, 15, "suburb", 13.0, 2)
_VILLAGE = Look(12, 17, "suburb", 12.5, 3)
_HAMLET = Look(14, 19, "suburb", 12.0, 4)
_STATION = Look(14, 19, "station", 11.5, 6)
_NATURE = Look(11, 19, "place", 11.5, 7)
_WATER = Look(10, 19, "water", 12.0, 6)
_LANDMARK = Look(15, 19, "place", 11.5, 8)
_SPOT = Look(17, 19, "place", 11.0, 10)
_TRIFLE = Look(18, 19, "place", 10.5, 11)

_BY_LOOK: tuple[tuple[Look, str], ...] = (
    (_CITY, "city municipality"),
    (_TOWN, "town county district borough"),
    (_SUBURB, "suburb"),
    (_VILLAGE, "village"),
    (_HAMLET, "hamlet quarter neighbourhood isolated_dwelling"),
    (_STATION, "metro station"),
    (_NATURE, "green"),
    (_WATER, "water"),
    (
        _LANDMARK,
        "square hospital school university college museum library theatre stadium bus_station ferry_terminal "
        "market marketplace mall factory aerodrome police fire_station government townhall park lake scenic "
        "attraction sight",
    ),
    (
        _TRIFLE,
        "tram_stop halt platform stop_position artwork memorial information clothes company restaurant cafe "
        "fast_food pub bar hairdresser subway_entrance metro_exit gate bicycle_rental parking vending_machine"
        " atm bench beauty convenience jewelry shoes gift books locality",
    ),
)
_LOOKS: Mapping[str, Look] = MappingProxyType(
    {kind: look for look, kinds in _BY_LOOK for kind in kinds.split()}
)


def look_of(spot: NamedSpot) -> Look:
    """How a named place is written."""
    return _LOOKS.get(spot.kind, _SPOT)
