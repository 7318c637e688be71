"""OpenStreetMap files, read by osmium: roads, named places and areas to paint."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import osmium.filter

from commandroom.errors import WorldFailed
from commandroom.geo import LatLon
from commandroom.roads import osm_tags
from commandroom.roads.network import Floats
from commandroom.roads.raw import LineKind, Note, RawArea, RawLine, RawMap, RawPlace, RawWay

Progress = Callable[[int], None]
"""Called now and then with the number of things read so far; may raise to stop the import."""

CREDIT = "© OpenStreetMap contributors, ODbL"

_FORMATS = {".osm": "osm", ".pbf": "pbf", ".osm.gz": "osm.gz", ".osm.bz2": "osm.bz2"}
_KEYS = (
    "highway",
    "name",
    "name:zh",
    "natural",
    "waterway",
    "railway",
    "landuse",
    "leisure",
    "building",
    "place",
    "amenity",
)
_REPORT_EVERY = 2_000


def import_osm(path: Path, *, progress: Progress | None = None) -> RawMap:
    """Read an `.osm` (plain, `.gz` or `.bz2`) or `.osm.pbf` file; its name without suffix names the map.

    Roads cut off at the edge of an extract keep the parts that have coordinates. Raises `WorldFailed`:
    `roads.import.missing`, `.unreadable`, `.folder`, `.wrong_type`, `.empty`, `.broken` (with `reason`),
    `.no_roads`.
    """
    ending = next((each for each in _FORMATS if path.name.lower().endswith(each)), None)
    if ending is None:
        raise WorldFailed("roads.import.wrong_type", path=str(path))
    _refuse_unreadable(path)
    reading = _Reading(progress)
    try:
        reading.read(osmium.io.File(str(path), _FORMATS[ending]))
    except (_ReaderStopped, UnicodeDecodeError) as error:
        raise WorldFailed("roads.import.broken", path=str(path), reason=str(error)) from error
    found = reading.result(path.name[: -len(ending)].removesuffix(".osm"))
    if not any(len(set(way.nodes)) > 1 for way in found.ways):
        raise WorldFailed("roads.import.no_roads", path=str(path))
    return found


class _ReaderStopped(Exception):
    """osmium could not go on; its own words say where."""


def _items(processor: osmium.FileProcessor) -> Iterator[Any]:
    """The things in a file; what goes wrong in the reader, and only that, is `_ReaderStopped`."""
    items = iter(processor)
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
            raise _ReaderStopped(str(error)) from error
        yield item


def _refuse_unreadable(path: Path) -> None:
    """Open the file ourselves first, so that the reason is known in plain words."""
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except FileNotFoundError as error:
        raise WorldFailed("roads.import.missing", path=str(path)) from error
    except IsADirectoryError as error:
        raise WorldFailed("roads.import.folder", path=str(path)) from error
    except OSError as error:
        raise WorldFailed("roads.import.unreadable", path=str(path), reason=error.strerror or "") from error
    if is_empty:
        raise WorldFailed("roads.import.empty", path=str(path))


class _Reading:
    """What one pass over a file gathers."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._seen = 0
        self._ways: list[tuple[tuple[int, ...], RawWay]] = []
        self._lines: list[tuple[tuple[int, ...], LineKind, str, int]] = []
        self._where: dict[int, tuple[float, float]] = {}
        self._places: list[RawPlace] = []
        self._areas: list[RawArea] = []
        self._other_highways = 0

    def read(self, file: Any) -> None:
        """Read all of `file`; nodes that come after their ways are fetched in a further pass."""
        wanted = osmium.filter.KeyFilter(*_KEYS)
        for item in _items(osmium.FileProcessor(file).with_areas(wanted).with_filter(wanted)):
            self._count()
            if item.is_way():
                self._way(item)
            elif item.is_node():
                self._node(item)
            elif item.is_area():
                self._area(item)
        wayside = chain((way[0] for way in self._ways), (line[0] for line in self._lines))
        missing = {ref for refs in wayside for ref in refs} - self._where.keys()
        if missing:
            late = osmium.FileProcessor(file, osmium.osm.NODE)
            if min(missing) >= 0:  # osmium's filter and its own memory know no ids of nodes just drawn
                late = late.with_filter(osmium.filter.IdFilter(missing))
            for node in _items(late):
                self._count()
                # A deleted node has no location, one beyond the poles none that is valid.
                if node.id in missing and node.location.valid():
                    self._where[node.id] = (node.lat, node.lon)

    def result(self, name: str) -> RawMap:
        """All that was read, as a raw map; node indices in order of first use."""
        index: dict[int, int] = {}
        ways: list[RawWay] = []
        clipped = nowhere = 0
        for refs, way in self._ways:
            runs = list(self._known_runs(refs))
            nowhere += not runs
            clipped += bool(runs) and sum(map(len, runs)) < len(refs)
            for run in runs:
                nodes = tuple(index.setdefault(ref, len(index)) for ref in run)
                ways.append(_with_nodes(way, nodes))
        lat, lon = self._coordinates(index)
        counted = (
            Note("roads.note.clipped", clipped),
            Note("roads.note.no_coordinates", nowhere),
            Note("roads.note.other_highway", self._other_highways),
        )
        notes = tuple(note for note in counted if note.times)
        places, areas, lines = tuple(self._places), tuple(self._areas), tuple(self._painted_lines())
        return RawMap(name, lat, lon, tuple(ways), places, areas, CREDIT, notes, lines)

    def _painted_lines(self) -> Iterator[RawLine]:
        """Railways and watercourses; one cut off at the edge keeps the parts that have coordinates."""
        for refs, kind, name, level in self._lines:
            for run in self._known_runs(refs):
                yield RawLine(kind, tuple(LatLon(*self._where[ref]) for ref in run), name, level)

    def _count(self) -> None:
        """Tell the caller now and then how far we are."""
        self._seen += 1
        if self._progress is not None and self._seen % _REPORT_EVERY == 0:
            self._progress(self._seen)

    def _way(self, item: Any) -> None:
        """Keep a way that is a road, a railway or a watercourse."""
        tags = {tag.k: tag.v for tag in item.tags}
        line = osm_tags.line_kind_of(tags)
        if line is not None:
            self._lines.append((self._refs(item), line, osm_tags.name_of(tags), osm_tags.level_of(tags)))
        highway = tags.get("highway")
        if highway is None:
            return
        road_class = osm_tags.road_class_of(highway)
        if road_class is None:
            self._other_highways += 1
            return
        way = RawWay(
            nodes=(),
            road_class=road_class,
            name=osm_tags.name_of(tags),
            oneway=osm_tags.oneway_of(tags, highway),
            motor=osm_tags.open_to_motor(tags, highway),
            foot=osm_tags.open_to_foot(tags, highway),
            maxspeed_kmh=osm_tags.maxspeed_kmh_of(tags),
            level=osm_tags.level_of(tags),
        )
        if way.motor or way.foot:
            self._ways.append((self._refs(item), way))

    def _refs(self, item: Any) -> tuple[int, ...]:
        """The node ids of a way; where they lie is kept."""
        refs = []
        for node in item.nodes:
            ref = node.ref
            refs.append(ref)
            if ref not in self._where and node.location.valid():
                self._where[ref] = (node.lat, node.lon)
        return tuple(refs)

    def _node(self, item: Any) -> None:
        """Keep a node that is a named place."""
        tags = {tag.k: tag.v for tag in item.tags}
        name, kind = osm_tags.name_of(tags), osm_tags.place_kind_of(tags)
        if name and kind and item.location.valid():
            self._places.append(RawPlace(name, kind, LatLon(item.lat, item.lon)))

    def _area(self, item: Any) -> None:
        """Keep an area that is painted or named; each outer ring is an area of its own, with its holes."""
        tags = {tag.k: tag.v for tag in item.tags}
        name, paint, kind = osm_tags.name_of(tags), osm_tags.area_kind_of(tags), osm_tags.place_kind_of(tags)
        if paint is None and not (name and kind):
            return
        outer = list(item.outer_rings())
        rings = [_ring(ring) for ring in outer]
        if paint is not None:
            for ring, outline in zip(outer, rings, strict=True):
                holes = tuple(_ring(hole) for hole in item.inner_rings(ring))
                self._areas.append(RawArea(paint, outline, name, holes))
        if name and kind and rings:
            self._places.append(RawPlace(name, kind, _middle(max(rings, key=len))))

    def _known_runs(self, refs: tuple[int, ...]) -> Iterator[list[int]]:
        """The stretches of `refs`, two nodes or more, whose coordinates are known."""
        run: list[int] = []
        for ref in refs:
            if ref in self._where:
                run.append(ref)
                continue
            if len(run) > 1:
                yield run
            run = []
        if len(run) > 1:
            yield run

    def _coordinates(self, index: dict[int, int]) -> tuple[Floats, Floats]:
        """Latitudes and longitudes of the indexed nodes."""
        table = np.array([self._where[ref] for ref in index], dtype=np.float64).reshape(-1, 2)
        return np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])


def _with_nodes(way: RawWay, nodes: tuple[int, ...]) -> RawWay:
    """`way` on `nodes`."""
    return replace(way, nodes=nodes)


def _ring(ring: Any) -> tuple[LatLon, ...]:
    """The points of a ring of osmium's."""
    return tuple(LatLon(node.lat, node.lon) for node in ring)


def _middle(ring: tuple[LatLon, ...]) -> LatLon:
    """The middle of the box around a ring."""
    lats, lons = [point.lat for point in ring], [point.lon for point in ring]
    return LatLon((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
