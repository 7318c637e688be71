"""From the straight plan to a map of nodes and ways in WGS-84."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import numpy as np
import numpy.typing as npt

from commandroom.demo.town.plat import Plat, Street
from commandroom.demo.town.relief import Relief, latlon
from commandroom.demo.town.scenery import Trail
from commandroom.roads.raw import RawWay, RoadClass

SHAPE_STEP_M = 34.0
FLAT_M = 0.6
"""A bend is kept where the straight line would miss it by more than this many metres."""

_SPEEDS = {
    RoadClass.PATH: 0.0,
    RoadClass.SERVICE: 15.0,
    RoadClass.RESIDENTIAL: 30.0,
    RoadClass.TERTIARY: 40.0,
    RoadClass.SECONDARY: 50.0,
    RoadClass.PRIMARY: 60.0,
}

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Line:
    """A road on its way to the map: plan points, which of them are junctions, and what it is."""

    points: list[tuple[float, float]]
    nodes: list[int]
    """Junction of each point, -1 for a mere bend."""
    road_class: RoadClass
    name: str
    is_bridge: bool = False


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Nodes in degrees and the ways over them."""

    lat: Floats
    lon: Floats
    ways: tuple[RawWay, ...]


def survey(plat: Plat, trails: list[Trail], relief: Relief) -> Surveyed:
    """Bend every road, drop needless points, number the nodes, keep what hangs together."""
    lines = [_line_of(street) for street in plat.streets if street.is_road]
    lines += [_line_of_trail(plat, trail) for trail in trails]
    lines = [line for line in lines if len(line.points) > 1]
    flat = np.array([point for line in lines for point in line.points], dtype=np.float64)
    east, north = relief.bend(flat[:, 0], flat[:, 1])
    numbers: dict[int, int] = {}
    places: list[tuple[float, float]] = []
    ways: list[RawWay] = []
    done = 0
    for line in lines:
        count = len(line.points)
        bent = list(zip(east[done : done + count].tolist(), north[done : done + count].tolist(), strict=True))
        done += count
        nodes: list[int] = []
        for n in _kept(bent, line.nodes):
            junction = line.nodes[n]
            if junction < 0 or junction not in numbers:
                places.append(bent[n])
                if junction >= 0:
                    numbers[junction] = len(places) - 1
                nodes.append(len(places) - 1)
            else:
                nodes.append(numbers[junction])
        is_path = line.road_class is RoadClass.PATH
        ways.append(
            RawWay(
                tuple(nodes),
                line.road_class,
                line.name,
                motor=not is_path,
                maxspeed_kmh=_SPEEDS[line.road_class],
            )
        )
    return _numbered(places, _joined(ways, len(places)))


def _line_of(street: Street) -> Line:
    """Points every few metres; a short end of a small road at the edge of the map is cut off."""
    points: list[tuple[float, float]] = []
    nodes: list[int] = []
    for (along, node), (following, _) in zip(
        street.stops, [*street.stops[1:], (street.length, -1)], strict=True
    ):
        points.append(
            street.at(along) if 0 < along < street.length else (street.start, street.end)[along > 0]
        )
        nodes.append(node)
        parts = int((following - along) / SHAPE_STEP_M)
        for n in range(1, parts):
            points.append(street.at(along + (following - along) * n / parts))
            nodes.append(-1)
    return Line(points, nodes, street.road_class, street.name, street.is_bridge)


def _line_of_trail(plat: Plat, trail: Trail) -> Line:
    points = [plat.nodes[node] for node in trail.nodes]
    return Line(points, list(trail.nodes), trail.road_class, trail.name)


def _kept(points: list[tuple[float, float]], nodes: list[int]) -> list[int]:
    """Indices of the junctions and of the bends worth keeping (Douglas and Peucker, 1973)."""
    firm = [n for n, node in enumerate(nodes) if node >= 0]
    kept = set(firm)
    spans = list(pairwise(firm))
    while spans:
        low, high = spans.pop()
        if high - low < 2:
            continue
        (ax, ay), (bx, by) = points[low], points[high]
        length = hypot(bx - ax, by - ay) or 1.0
        off = [
            (abs((points[n][0] - ax) * (by - ay) - (points[n][1] - ay) * (bx - ax)) / length, n)
            for n in range(low + 1, high)
        ]
        worst, at = max(off)
        if worst > FLAT_M:
            kept.add(at)
            spans += [(low, at), (at, high)]
    return sorted(kept)


def _joined(ways: list[RawWay], count: int) -> list[RawWay]:
    """The ways of the largest piece that hangs together."""
    root = list(range(count))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for way in ways:
        for node in way.nodes[1:]:
            root[find(node)] = find(way.nodes[0])
    sizes: dict[int, int] = {}
    for way in ways:
        piece = find(way.nodes[0])
        sizes[piece] = sizes.get(piece, 0) + len(way.nodes)
    main = max(sizes, key=lambda piece: (sizes[piece], -piece))
    return [way for way in ways if find(way.nodes[0]) == main]


def _numbered(places: list[tuple[float, float]], ways: list[RawWay]) -> Surveyed:
    used = sorted({node for way in ways for node in way.nodes})
    fresh = {node: number for number, node in enumerate(used)}
    at = [latlon(*places[node]) for node in used]
    renumbered = tuple(
        RawWay(tuple(fresh[node] for node in way.nodes), way.road_class, way.name, way.oneway, way.motor,
               way.foot, way.maxspeed_kmh)
        for way in ways
    )  # fmt: skip
    return Surveyed(np.array([p.lat for p in at]), np.array([p.lon for p in at]), renumbered)
