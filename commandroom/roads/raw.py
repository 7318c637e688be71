"""What an import or a generator hands to the compiler: a road map not yet indexed."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon


class RoadClass(IntEnum):
    """Road classes in drawing order, lowest first; OSM `highway` values fold into these."""

    PATH = 0
    SERVICE = 1
    RESIDENTIAL = 2
    TERTIARY = 3
    SECONDARY = 4
    PRIMARY = 5
    TRUNK = 6
    MOTORWAY = 7


class OneWay(IntEnum):
    """Which way vehicles may go along the stored direction of a way."""

    NO = 0
    FORWARD = 1
    BACKWARD = -1


class AreaKind(StrEnum):
    """What a painted area is."""

    WATER = "water"
    GREEN = "green"
    BUILDING = "building"
    SQUARE = "square"


class LineKind(StrEnum):
    """What a painted line that is no road is."""

    RIVER = "river"
    """A river or canal: wide enough to be named."""
    STREAM = "stream"
    RAIL = "rail"
    SIDING = "siding"
    """Tracks of yards, depots and works."""
    METRO = "metro"
    """Underground and light rail."""
    TRAM = "tram"


class Note(NamedTuple):
    """Something left out on the way in: a wording key (`roads.note.…`) and how often it happened."""

    key: str
    times: int

    @property
    def values(self) -> dict[str, int]:
        """What the wording has places for."""
        return {"times": self.times}


@dataclass(frozen=True, slots=True)
class RawWay:
    """One road: node indices in drawing order, class, name ('' where none) and restrictions."""

    nodes: tuple[int, ...]
    road_class: RoadClass
    name: str = ""
    oneway: OneWay = OneWay.NO
    motor: bool = True
    foot: bool = True
    maxspeed_kmh: float = 0.0
    """0 where the source has none."""
    level: int = 0
    """Above 0 on a bridge, below 0 in a tunnel; only painting asks."""


@dataclass(frozen=True, slots=True)
class RawPlace:
    """A named place people would type: a market, a school, a hospital, a hamlet."""

    name: str
    kind: str
    """Free word of the source, e.g. `hospital`, `school`, `museum`, `market`, `station`, `village`."""
    at: LatLon


@dataclass(frozen=True, slots=True)
class RawArea:
    """A filled area; `outline` and each of `holes` is an open or closed ring of points."""

    kind: AreaKind
    outline: tuple[LatLon, ...]
    name: str = ""
    holes: tuple[tuple[LatLon, ...], ...] = ()
    """Rings within the outline that are not filled: islands in a lake, courts of a house."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A railway or a watercourse; nothing drives on it, it is only painted."""

    kind: LineKind
    points: tuple[LatLon, ...]
    name: str = ""
    level: int = 0
    """Above 0 on a bridge, below 0 underground."""


@dataclass(frozen=True, slots=True)
class RawMap:
    """Nodes as float64 arrays of degrees WGS-84, and what hangs on them."""

    name: str
    node_lat: npt.NDArray[np.float64]
    node_lon: npt.NDArray[np.float64]
    ways: tuple[RawWay, ...]
    places: tuple[RawPlace, ...] = ()
    areas: tuple[RawArea, ...] = ()
    source: str = ""
    """Where it came from, for the credit line."""
    notes: tuple[Note, ...] = field(default=())
    """What the import had to leave out; shown as `wording.say(note.key, **note.values)`."""
    lines: tuple[RawLine, ...] = ()
