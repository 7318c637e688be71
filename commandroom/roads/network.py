"""The compiled road network: flat arrays that routing, painting and searching read, and nobody changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntFlag
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.roads.raw import AreaKind, LineKind, Note, RawPlace

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.int8]

AREA_KINDS: tuple[AreaKind, ...] = (AreaKind.WATER, AreaKind.GREEN, AreaKind.BUILDING, AreaKind.SQUARE)
"""What the numbers of `RoadNetwork.area_kind` mean; only ever appended to."""
LINE_KINDS: tuple[LineKind, ...] = (
    LineKind.RIVER,
    LineKind.STREAM,
    LineKind.RAIL,
    LineKind.SIDING,
    LineKind.METRO,
    LineKind.TRAM,
)
"""What the numbers of `RoadNetwork.line_kind` mean; only ever appended to."""


class SegFlag(IntFlag):
    """Who may use a segment, and in which direction, along `seg_from` → `seg_to`."""

    FORWARD = 1
    """Vehicles along the stored direction."""
    BACKWARD = 2
    """Vehicles against it."""
    FOOT = 4
    """People and dogs, both ways."""


class BBox(NamedTuple):
    """South, west, north, east in degrees WGS-84."""

    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> LatLon:
        """The middle of the box."""
        return LatLon((self.south + self.north) / 2, (self.west + self.east) / 2)

    def holds(self, point: LatLon, *, margin_deg: float = 0.0) -> bool:
        """Whether `point` lies in the box widened by `margin_deg` on every side."""
        inside_lat = self.south - margin_deg <= point.lat <= self.north + margin_deg
        return inside_lat and self.west - margin_deg <= point.lon <= self.east + margin_deg


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """Nodes, segments between consecutive nodes of a way, ways for painting, areas, lines and places.

    Way `w` has the nodes `way_node[way_start[w]:way_start[w + 1]]`; its segments stand together and in
    order, with `seg_way == w`. Area `a` has the points `area_lat/lon[area_start[a]:area_start[a + 1]]`;
    holes and lines are laid out in the same manner.
    """

    node_lat: Floats
    """(nodes,) degrees WGS-84."""
    node_lon: Floats
    seg_from: Ints
    """(segments,) node index."""
    seg_to: Ints
    seg_length_m: Floats
    seg_class: Bytes
    """(segments,) `RoadClass`."""
    seg_flags: Bytes
    """(segments,) `SegFlag`."""
    seg_maxspeed_kmh: npt.NDArray[np.float32]
    """(segments,) 0 where the source has none."""
    seg_way: Ints
    way_start: Ints
    """(ways + 1,) offsets into `way_node`."""
    way_node: Ints
    way_class: Bytes
    way_name: Ints
    """(ways,) index into `names`; 0 is the empty name."""
    area_start: Ints
    """(areas + 1,) offsets into `area_lat` and `area_lon`."""
    area_lat: Floats
    area_lon: Floats
    area_kind: Bytes
    """(areas,) index into `AREA_KINDS`."""
    area_name: Ints
    """(areas,) index into `names`."""
    names: tuple[str, ...]
    places: tuple[RawPlace, ...]
    name: str
    bbox: BBox
    source: str
    notes: tuple[Note, ...]
    way_level: Levels = field(default_factory=lambda: np.empty(0, dtype=np.int8))
    """(ways,) above 0 on a bridge, below 0 in a tunnel."""
    hole_start: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    hole_lat: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float64))
    hole_lon: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float64))
    hole_area: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    """(holes,) index of the area the hole is cut out of."""
    line_start: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    line_lat: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float64))
    line_lon: Floats = field(default_factory=lambda: np.empty(0, dtype=np.float64))
    line_kind: Bytes = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    """(lines,) index into `LINE_KINDS`."""
    line_name: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    line_level: Levels = field(default_factory=lambda: np.empty(0, dtype=np.int8))

    @property
    def node_count(self) -> int:
        """How many nodes the network has."""
        return len(self.node_lat)

    @property
    def segment_count(self) -> int:
        """How many segments the network has."""
        return len(self.seg_from)

    @property
    def way_count(self) -> int:
        """How many ways the network has."""
        return len(self.way_class)

    @property
    def area_count(self) -> int:
        """How many painted areas the network has."""
        return len(self.area_kind)

    def node(self, index: int) -> LatLon:
        """Where node `index` is."""
        return LatLon(float(self.node_lat[index]), float(self.node_lon[index]))

    def way_nodes(self, way: int) -> Ints:
        """(n,) node indices of a way in drawing order."""
        return self.way_node[self.way_start[way] : self.way_start[way + 1]]

    def name_of_way(self, way: int) -> str:
        """The name of a way, '' where it has none."""
        return self.names[int(self.way_name[way])]

    def name_of_segment(self, segment: int) -> str:
        """The name of the road a segment belongs to, '' where it has none."""
        return self.name_of_way(int(self.seg_way[segment]))

    def areas(self) -> Iterator[tuple[AreaKind, str, Floats, Floats]]:
        """Kind, name, latitudes and longitudes of every area, in painting order."""
        for area in range(self.area_count):
            ring = slice(self.area_start[area], self.area_start[area + 1])
            name = self.names[self.area_name[area]]
            yield AREA_KINDS[self.area_kind[area]], name, self.area_lat[ring], self.area_lon[ring]
