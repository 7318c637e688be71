"""From a raw map to the flat arrays of a road network."""

from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from commandroom.errors import WorldFailed
from commandroom.geo import LatLon
from commandroom.roads.network import (
    AREA_KINDS,
    LINE_KINDS,
    BBox,
    Bytes,
    Floats,
    Ints,
    RoadNetwork,
    SegFlag,
)
from commandroom.roads.raw import Note, OneWay, RawArea, RawLine, RawMap, RawWay
from commandroom.roads.sphere import distances_m


def compile_network(raw: RawMap) -> RoadNetwork:
    """Lay out `raw` as a network; nodes that no road uses are dropped, the others keep their order.

    A node named twice in a row counts once; ways left with fewer than two nodes are dropped and noted.
    Raises `WorldFailed("roads.import.no_roads")` where nothing is left, and `ValueError` where a way
    names a node that does not exist or a coordinate is not on the earth: those are faults of the maker.
    """
    ways, node_lists, notes = _usable_ways(raw)
    if not ways:
        raise WorldFailed("roads.import.no_roads", path=raw.name)
    way_start = _offsets(len(nodes) for nodes in node_lists)
    raw_node = np.fromiter(chain.from_iterable(node_lists), dtype=np.int64, count=int(way_start[-1]))
    lat, lon, way_node = _used_nodes(raw, raw_node)
    names, index = _names(raw)
    seg_at = np.ones(len(way_node), dtype=bool)
    seg_at[way_start[1:] - 1] = False
    first = np.flatnonzero(seg_at)
    seg_way = np.repeat(np.arange(len(ways), dtype=np.int32), np.diff(way_start))[first]
    seg_from, seg_to = way_node[first], way_node[first + 1]
    way_class = np.fromiter((way.road_class for way in ways), dtype=np.uint8, count=len(ways))
    flags = np.fromiter((_flags(way) for way in ways), dtype=np.uint8, count=len(ways))
    speed = np.fromiter((way.maxspeed_kmh for way in ways), dtype=np.float32, count=len(ways))
    area_start, area_lat, area_lon, area_kind = _areas(raw.areas)
    return RoadNetwork(
        node_lat=lat,
        node_lon=lon,
        seg_from=seg_from,
        seg_to=seg_to,
        seg_length_m=distances_m(lat[seg_from], lon[seg_from], lat[seg_to], lon[seg_to]),
        seg_class=way_class[seg_way],
        seg_flags=flags[seg_way],
        seg_maxspeed_kmh=speed[seg_way],
        seg_way=seg_way,
        way_start=way_start,
        way_node=way_node,
        way_class=way_class,
        way_name=np.fromiter((index[way.name] for way in ways), dtype=np.int32, count=len(ways)),
        area_start=area_start,
        area_lat=area_lat,
        area_lon=area_lon,
        area_kind=area_kind,
        area_name=np.fromiter((index[a.name] for a in raw.areas), dtype=np.int32, count=len(raw.areas)),
        names=names,
        places=raw.places,
        name=raw.name,
        bbox=BBox(float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max())),
        source=raw.source,
        notes=notes,
        way_level=np.fromiter((way.level for way in ways), dtype=np.int8, count=len(ways)),
        **_holes(raw.areas),
        **_lines(raw.lines, index),
    )


def _usable_ways(raw: RawMap) -> tuple[list[RawWay], list[tuple[int, ...]], tuple[Note, ...]]:
    """The ways that have a length, their node lists without stutter, and the notes of the network."""
    ways, node_lists = [], []
    for way in raw.ways:
        nodes = _without_stutter(way.nodes)
        if len(nodes) > 1:
            ways.append(way)
            node_lists.append(nodes)
    dropped = len(raw.ways) - len(ways)
    notes = (*raw.notes, Note("roads.note.too_short", dropped)) if dropped else raw.notes
    return ways, node_lists, notes


def _without_stutter(nodes: tuple[int, ...]) -> tuple[int, ...]:
    """`nodes` with every run of the same node shortened to one."""
    if all(a != b for a, b in pairwise(nodes)):
        return nodes
    return nodes[:1] + tuple(b for a, b in pairwise(nodes) if a != b)


def _used_nodes(raw: RawMap, raw_node: npt.NDArray[np.int64]) -> tuple[Floats, Floats, Ints]:
    """Latitudes and longitudes of the nodes that roads use, and `raw_node` counted in them."""
    count = len(raw.node_lat)
    if len(raw.node_lon) != count or raw_node.min() < 0 or raw_node.max() >= count:
        raise ValueError(f"a way of {raw.name!r} names a node outside 0…{count - 1}")
    used = np.zeros(count, dtype=bool)
    used[raw_node] = True
    new_index = np.cumsum(used, dtype=np.int32) - np.int32(1)
    lat = np.ascontiguousarray(raw.node_lat[used], dtype=np.float64)
    lon = np.ascontiguousarray(raw.node_lon[used], dtype=np.float64)
    if not (np.all(np.abs(lat) <= 90.0) and np.all(np.abs(lon) <= 180.0)):
        raise ValueError(f"a node of {raw.name!r} is not on the earth")
    return lat, lon, new_index[raw_node].astype(np.int32)


def _names(raw: RawMap) -> tuple[tuple[str, ...], dict[str, int]]:
    """Every name once, the empty one first, and the way back to the index."""
    index = {"": 0}
    named: tuple[Iterable[RawWay | RawArea | RawLine], ...] = (raw.ways, raw.areas, raw.lines)
    for name in (each.name for each in chain.from_iterable(named)):
        index.setdefault(name, len(index))
    return tuple(index), index


def _flags(way: RawWay) -> int:
    """`SegFlag` of all segments of `way`."""
    flags = SegFlag.FOOT if way.foot else SegFlag(0)
    if way.motor and way.oneway is not OneWay.BACKWARD:
        flags |= SegFlag.FORWARD
    if way.motor and way.oneway is not OneWay.FORWARD:
        flags |= SegFlag.BACKWARD
    return int(flags)


def _areas(areas: tuple[RawArea, ...]) -> tuple[Ints, Floats, Floats, Bytes]:
    """Offsets, latitudes, longitudes and kind numbers of `areas`."""
    kinds = np.fromiter((AREA_KINDS.index(area.kind) for area in areas), dtype=np.uint8, count=len(areas))
    return *_laid_out([area.outline for area in areas]), kinds


def _holes(areas: tuple[RawArea, ...]) -> dict[str, Any]:
    """The columns of the holes of `areas`."""
    of_area = [(number, hole) for number, area in enumerate(areas) for hole in area.holes]
    start, lat, lon = _laid_out([hole for _, hole in of_area])
    numbers = np.fromiter((number for number, _ in of_area), dtype=np.int32, count=len(of_area))
    return {"hole_start": start, "hole_lat": lat, "hole_lon": lon, "hole_area": numbers}


def _lines(lines: tuple[RawLine, ...], index: dict[str, int]) -> dict[str, Any]:
    """The columns of `lines`."""
    start, lat, lon = _laid_out([line.points for line in lines])
    count = len(lines)
    return {
        "line_start": start,
        "line_lat": lat,
        "line_lon": lon,
        "line_kind": np.fromiter((LINE_KINDS.index(line.kind) for line in lines), np.uint8, count),
        "line_name": np.fromiter((index[line.name] for line in lines), np.int32, count),
        "line_level": np.fromiter((line.level for line in lines), np.int8, count),
    }


def _laid_out(runs: list[tuple[LatLon, ...]]) -> tuple[Ints, Floats, Floats]:
    """Offsets, latitudes and longitudes of runs of points."""
    points = np.array([point for run in runs for point in run], dtype=np.float64).reshape(-1, 2)
    start = _offsets(len(run) for run in runs)
    return start, np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


def _offsets(lengths: Iterable[int]) -> Ints:
    """(n + 1,) running sums of `lengths`, from 0."""
    return np.concatenate(([0], np.cumsum(np.fromiter(lengths, dtype=np.int64)))).astype(np.int32)
