"""Cut what the painter needs out of a compiled road network."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.map.mercator import world
from commandroom.map.painting import (
    ROAD_CLASSES,
    WATER_CHAIN,
    Chain,
    Floats,
    Ints,
    NamedSpot,
    Painting,
    Strips,
    Subject,
    strips_of,
    world_arrays,
)
from commandroom.roads.network import LINE_KINDS, RoadNetwork, SegFlag
from commandroom.roads.raw import LineKind, RoadClass

_DECKS = 3
"""Storeys of bridges told apart; whatever is higher lies on the topmost."""
_WATERS = (LineKind.RIVER, LineKind.STREAM)
_AREA_LOOKS = frozenset({"water", "green"})
"""Kinds of `NamedSpot` that stand for an area and its size."""
_PAINTED_KINDS = _AREA_LOOKS | {
    *("park", "garden", "forest", "wood", "meadow", "cemetery", "nature_reserve", "grass", "square"),
    *("recreation_ground", "marketplace", "parking", "reservoir", "basin", "lake", "sight", "hill"),
}
"""Kinds of places that are drawn as areas; their name is written once, in the middle of the area."""


def subject_of(network: RoadNetwork) -> Subject:
    """A town to be painted when a tile is wanted; cheap but for reading all columns once."""
    box = network.bbox
    return Subject(
        fingerprint=_fingerprint(network),
        credit=network.source,
        box=(box.west, box.south, box.east, box.north),
        painting=lambda: painting_of(network),
    )


def painting_of(network: RoadNetwork) -> Painting:
    """A painting of the whole network; takes about a second for a city, so call it off the GUI thread."""
    ways = [network.way_nodes(way).astype(np.int64) for way in range(network.way_count)]
    level = np.clip(network.way_level, -1, _DECKS)
    decks = [storey for storey in range(1, _DECKS + 1) if (level == storey).any()]
    return Painting(
        roads=_by_class(network, ways, level == 0),
        areas={
            kind: strips_of(*_area_points(network), rings, cut=False)
            for kind, rings in _rings(network).items()
        },
        chains=(*_chains(network, ways), *_water_chains(network)),
        spots=tuple(_spots(network)),
        tunnels=_by_class(network, ways, level < 0) if (level < 0).any() else (),
        decks=tuple(_by_class(network, ways, level == storey) for storey in decks),
        lines=_lines(network, network.line_level >= 0),
        sunken=_lines(network, network.line_level < 0),
        oneways=_oneways(network, ways),
        stations=_stations(network),
    )


def _by_class(network: RoadNetwork, ways: list[Ints], wanted: npt.NDArray[np.bool_]) -> tuple[Strips, ...]:
    """The wanted ways, one piece per road class."""
    return tuple(
        strips_of(
            network.node_lat,
            network.node_lon,
            [ways[way] for way in np.flatnonzero(wanted & (network.way_class == road_class))],
        )
        for road_class in range(ROAD_CLASSES)
    )


def _lines(network: RoadNetwork, wanted: npt.NDArray[np.bool_]) -> dict[str, Strips]:
    """The wanted railways and watercourses by kind."""
    found = {}
    for number, kind in enumerate(LINE_KINDS):
        lines = np.flatnonzero(wanted & (network.line_kind == number)).tolist()
        if lines:
            runs = [_span(network.line_start, line) for line in lines]
            found[kind.value] = strips_of(network.line_lat, network.line_lon, runs)
    return found


def _span(start: npt.NDArray[np.int32], number: int) -> Ints:
    """Indices of the points of run `number`."""
    return np.arange(start[number], start[number + 1], dtype=np.int64)


def _oneways(network: RoadNetwork, ways: list[Ints]) -> Strips:
    """Streets vehicles may use in one direction only, the way they go."""
    both = SegFlag.FORWARD | SegFlag.BACKWARD
    flags = np.zeros(network.way_count, dtype=np.uint8)
    flags[network.seg_way] = network.seg_flags & np.uint8(both)
    streets = network.way_class > RoadClass.PATH
    runs = [ways[way] for way in np.flatnonzero((flags == SegFlag.FORWARD) & streets)]
    runs += [ways[way][::-1] for way in np.flatnonzero((flags == SegFlag.BACKWARD) & streets)]
    return strips_of(network.node_lat, network.node_lon, runs, cut=False)


def _stations(network: RoadNetwork) -> Strips:
    """Where trains stop."""
    at = [place.at for place in network.places if place.kind in ("metro", "station")]
    lat, lon = (np.array([point[axis] for point in at], dtype=np.float64) for axis in (0, 1))
    return strips_of(lat, lon, [np.array([number]) for number in range(len(at))], cut=False)


def _fingerprint(network: RoadNetwork) -> str:
    """Changes with anything that can be seen on a tile."""
    digest = hashlib.sha256()
    for column in (
        network.node_lat,
        network.node_lon,
        network.way_start,
        network.way_node,
        network.way_class,
        network.way_name,
        network.area_start,
        network.area_lat,
        network.area_lon,
        network.area_kind,
        network.area_name,
        network.way_level,
        network.hole_start,
        network.hole_lat,
        network.hole_lon,
        network.hole_area,
        network.line_start,
        network.line_lat,
        network.line_lon,
        network.line_kind,
        network.line_name,
        network.line_level,
    ):
        digest.update(np.ascontiguousarray(column).tobytes())
    digest.update("\0".join(network.names).encode())
    for place in network.places:
        digest.update(f"{place.name}\0{place.kind}\0{place.at.lat!r}\0{place.at.lon!r}".encode())
    return digest.hexdigest()[:20]


def _area_points(network: RoadNetwork) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of all outlines, then of all holes."""
    return (
        np.concatenate((network.area_lat, network.hole_lat)),
        np.concatenate((network.area_lon, network.hole_lon)),
    )


def _rings(network: RoadNetwork) -> dict[str, list[Ints]]:
    """Rings by kind. Outlines all turn one way, so that overlapping ones do not cancel out; holes turn the
    other way, so that they take away from their own area only."""
    rings: dict[str, list[Ints]] = defaultdict(list)
    lat, lon = _area_points(network)
    kinds = [kind.value for kind, _, _, _ in network.areas()]
    for area, kind in enumerate(kinds):
        ring = _span(network.area_start, area)
        if len(ring) > 2:
            rings[kind].append(_turning(ring, lat, lon, left=True))
    for hole, area in enumerate(network.hole_area):
        ring = _span(network.hole_start, hole) + len(network.area_lat)
        if len(ring) > 2:
            rings[kinds[area]].append(_turning(ring, lat, lon, left=False))
    return rings


def _turning(ring: Ints, lat: Floats, lon: Floats, *, left: bool) -> Ints:
    """`ring` in the direction asked for."""
    x, y = lon[ring], lat[ring]
    is_left = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) > 0
    return ring if is_left == left else ring[::-1]


def _chains(network: RoadNetwork, ways: list[Ints]) -> Iterable[Chain]:
    """Ways of one name and class joined end to end."""
    groups: dict[tuple[int, int], list[Ints]] = defaultdict(list)
    for way in np.flatnonzero(network.way_name):
        if network.names[network.way_name[way]]:
            groups[int(network.way_name[way]), int(network.way_class[way])].append(ways[way])
    for (name, road_class), runs in groups.items():
        for run in _joined(runs):
            x, y = world_arrays(network.node_lat[run], network.node_lon[run])
            yield Chain(network.names[name], road_class, x, y)


def _water_chains(network: RoadNetwork) -> Iterable[Chain]:
    """Rivers of one name joined end to end."""
    groups: dict[int, list[Ints]] = defaultdict(list)
    waters = [LINE_KINDS.index(kind) for kind in _WATERS]
    for line in np.flatnonzero(np.isin(network.line_kind, waters) & (network.line_name > 0)).tolist():
        groups[int(network.line_name[line])].append(_span(network.line_start, line))
    for name, runs in groups.items():
        at: dict[tuple[float, float], int] = {}
        ends = [(float(network.line_lat[i]), float(network.line_lon[i])) for run in runs for i in run]
        node = np.fromiter((at.setdefault(end, len(at)) for end in ends), dtype=np.int64, count=len(ends))
        lat, lon = (np.array(column) for column in zip(*at, strict=True))
        cuts = np.cumsum([len(run) for run in runs])[:-1]
        for run in _joined(np.split(node, cuts)):
            yield Chain(network.names[name], WATER_CHAIN, *world_arrays(lat[run], lon[run]))


def _joined(runs: list[Ints]) -> list[Ints]:
    """Join runs whose ends meet, in the order given, until none fits."""
    at_end: dict[int, set[int]] = defaultdict(set)
    for number, run in enumerate(runs):
        at_end[int(run[0])].add(number)
        at_end[int(run[-1])].add(number)
    left = dict.fromkeys(range(len(runs)))
    joined = []
    while left:
        number = next(iter(left))
        del left[number]
        line = runs[number]
        for _ in range(2):
            line = _grown(line, runs, at_end, left)[::-1]
        joined.append(line)
    return joined


def _grown(line: Ints, runs: list[Ints], at_end: dict[int, set[int]], left: dict[int, None]) -> Ints:
    """`line` with every run that continues its last point."""
    parts = [line]
    tail = int(line[-1])
    while fitting := sorted(number for number in at_end[tail] if number in left):
        run = runs[fitting[0]]
        del left[fitting[0]]
        run = run if int(run[0]) == tail else run[::-1]
        parts.append(run[1:])
        tail = int(run[-1])
    return np.concatenate(parts)


def _spots(network: RoadNetwork) -> Iterable[NamedSpot]:
    """The middles of named areas, then places by name; what is painted is named by its area only."""
    rivers = {int(name) for name in network.line_name[network.line_kind == LINE_KINDS.index(LineKind.RIVER)]}
    painted: set[str] = set()
    named_along = {network.names[name] for name in rivers}
    for kind, name, lat, lon in network.areas():
        if name and kind.value in ("water", "green", "square") and name not in named_along:
            x, y = world(_inside(lat, lon))
            yield NamedSpot(name, kind.value, x, y, float(lon.max() - lon.min()) / 360.0)
            painted.add(name)
    for place in network.places:
        if place.name and not (place.name in painted and place.kind in _PAINTED_KINDS):
            x, y = world(place.at)
            yield NamedSpot(place.name, place.kind if place.kind not in _AREA_LOOKS else "spot", x, y)


def _inside(lat: Floats, lon: Floats) -> LatLon:
    """The middle of the widest stretch of a ring's middle parallel: on the water even of a bent river."""
    level = float(lat.min() + lat.max()) / 2
    depth = lat - level
    ahead = np.roll(depth, -1)
    crosses = np.flatnonzero((depth >= 0) != (ahead >= 0))
    share = depth[crosses] / (depth[crosses] - ahead[crosses])
    at = np.sort(lon[crosses] + (np.roll(lon, -1)[crosses] - lon[crosses]) * share)
    if len(at) < 2:
        return LatLon(level, float(lon.min() + lon.max()) / 2)
    widths = at[1::2] - at[: len(at) // 2 * 2 : 2]
    widest = int(np.argmax(widths))
    return LatLon(level, float(at[2 * widest] + at[2 * widest + 1]) / 2)
