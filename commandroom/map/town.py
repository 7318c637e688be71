"""Cut what the painter needs out of a compiled road network."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from commandroom.geo import LatLon
from commandroom.map.mercator import world
from commandroom.map.painting import (
    ROAD_CLASSES,
    Chain,
    Floats,
    Ints,
    NamedSpot,
    Painting,
    Subject,
    strips_of,
    world_arrays,
)
from commandroom.roads.network import RoadNetwork


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
    return Painting(
        roads=tuple(
            strips_of(
                network.node_lat,
                network.node_lon,
                [ways[way] for way in np.flatnonzero(network.way_class == road_class)],
            )
            for road_class in range(ROAD_CLASSES)
        ),
        areas={
            kind: strips_of(network.area_lat, network.area_lon, rings, cut=False)
            for kind, rings in _rings(network).items()
        },
        chains=tuple(_chains(network, ways)),
        spots=tuple(_spots(network)),
    )


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
    ):
        digest.update(np.ascontiguousarray(column).tobytes())
    digest.update("\0".join(network.names).encode())
    for place in network.places:
        digest.update(f"{place.name}\0{place.kind}\0{place.at.lat!r}\0{place.at.lon!r}".encode())
    return digest.hexdigest()[:20]


def _rings(network: RoadNetwork) -> dict[str, list[Ints]]:
    """Rings by kind, all turning the same way, so that overlapping ones do not cancel out."""
    rings: dict[str, list[Ints]] = defaultdict(list)
    start = network.area_start
    for area, (kind, _, lat, lon) in enumerate(network.areas()):
        if len(lat) < 3:
            continue
        ring = np.arange(start[area], start[area + 1], dtype=np.int64)
        turn = float(np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat))
        rings[kind.value].append(ring[::-1] if turn < 0 else ring)
    return rings


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
    """Places by name and the middles of named areas, waters first; each name once per spot."""
    for kind, name, lat, lon in network.areas():
        if name and kind.value in ("water", "green", "square"):
            x, y = world(_middle(lat, lon))
            yield NamedSpot(name, kind.value, x, y)
    for place in network.places:
        if place.name:
            x, y = world(place.at)
            yield NamedSpot(place.name, place.kind, x, y)


def _middle(lat: Floats, lon: Floats) -> LatLon:
    return LatLon(float(lat.min() + lat.max()) / 2, float(lon.min() + lon.max()) / 2)
