"""A compiled network on disk: one `.roads` file, mapped into memory.

Layout: 8 bytes magic, version (uint32 LE), length of the JSON part (uint32 LE), 32 bytes SHA-256 of all
that follows, the JSON part (strings and the table of arrays), the arrays, each padded to 8 bytes.
Nothing in it is executed on reading. The hash and all indices are checked on every load: for a city that
takes milliseconds, so nothing is put off. The file is only ever replaced whole, never written in place:
who has it mapped keeps the old one. Windows does not replace a mapped file, so there it is read instead.
"""

import hashlib
import json
import mmap
import os
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from commandroom.errors import WorldFailed
from commandroom.geo import LatLon
from commandroom.roads.network import AREA_KINDS, LINE_KINDS, BBox, RoadNetwork
from commandroom.roads.raw import Note, RawPlace

ROADS_VERSION = 2
"""Version 1 had no holes, lines and levels; it is still read."""
MAGIC = b"CRROADS\n"

_HEAD = struct.Struct("<8sII32s")
_ARRAYS: dict[str, str] = {
    "node_lat": "<f8",
    "node_lon": "<f8",
    "seg_from": "<i4",
    "seg_to": "<i4",
    "seg_length_m": "<f8",
    "seg_class": "|u1",
    "seg_flags": "|u1",
    "seg_maxspeed_kmh": "<f4",
    "seg_way": "<i4",
    "way_start": "<i4",
    "way_node": "<i4",
    "way_class": "|u1",
    "way_name": "<i4",
    "area_start": "<i4",
    "area_lat": "<f8",
    "area_lon": "<f8",
    "area_kind": "|u1",
    "area_name": "<i4",
}
_ARRAYS_SINCE_2: dict[str, str] = {
    "way_level": "|i1",
    "hole_start": "<i4",
    "hole_lat": "<f8",
    "hole_lon": "<f8",
    "hole_area": "<i4",
    "line_start": "<i4",
    "line_lat": "<f8",
    "line_lon": "<f8",
    "line_kind": "|u1",
    "line_name": "<i4",
    "line_level": "|i1",
}


def save_roads(network: RoadNetwork, path: Path) -> str:
    """Write `network` to `path` whole or not at all; the SHA-256 of its content, the same for the same map.

    Raises `WorldFailed("roads.file.unwritable")` when the disk does not take it.
    """
    content = _content(network)
    digest = hashlib.sha256()
    for part in content:
        digest.update(part)
    head = _HEAD.pack(MAGIC, ROADS_VERSION, len(content[0]), digest.digest())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_atomically(path, [head, *content])
    except OSError as error:
        raise WorldFailed("roads.file.unwritable", path=str(path), reason=error.strerror or "") from error
    return digest.hexdigest()


def load_roads(path: Path) -> RoadNetwork:
    """Map a network into memory; its arrays are read-only.

    Raises `WorldFailed`: `roads.file.missing`, `.unreadable`, `.empty`, `.foreign` (not a road file),
    `.newer` (with `found` and `known`) or `.broken` (cut short or changed).
    """
    try:
        blob = _mapped(path)
    except FileNotFoundError as error:
        raise WorldFailed("roads.file.missing", path=str(path)) from error
    except OSError as error:
        raise WorldFailed("roads.file.unreadable", path=str(path), reason=error.strerror or "") from error
    if not len(blob):
        raise WorldFailed("roads.file.empty", path=str(path))
    if blob[: len(MAGIC)] != MAGIC:
        raise WorldFailed("roads.file.foreign", path=str(path))
    if len(blob) < _HEAD.size:
        raise WorldFailed("roads.file.broken", path=str(path))
    _, version, json_length, digest = _HEAD.unpack_from(blob)
    if version > ROADS_VERSION:
        raise WorldFailed("roads.file.newer", path=str(path), found=version, known=ROADS_VERSION)
    content = blob[_HEAD.size :]
    if hashlib.sha256(content).digest() != digest:
        raise WorldFailed("roads.file.broken", path=str(path))
    try:
        return _network(content, json_length, version)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise WorldFailed("roads.file.broken", path=str(path)) from error


def _mapped(path: Path) -> memoryview:
    """The bytes of a file; raises `OSError`."""
    with path.open("rb") as file:
        if sys.platform == "win32" or os.fstat(file.fileno()).st_size == 0:
            return memoryview(file.read())
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _content(network: RoadNetwork) -> list[bytes]:
    """The JSON part, padded to 8 bytes, and the bytes of every array."""
    table: dict[str, list[int]] = {}
    parts: list[bytes] = []
    offset = 0
    for name, dtype in (_ARRAYS | _ARRAYS_SINCE_2).items():
        column = getattr(network, name)
        if name == "way_level" and not column.any():
            column = column[:0]  # all on the ground: not worth a byte per road
        part = np.ascontiguousarray(column, dtype=np.dtype(dtype)).tobytes()
        table[name] = [offset, len(column)]
        part += b"\0" * (-len(part) % 8)
        parts.append(part)
        offset += len(part)
    strings = {
        "name": network.name,
        "source": network.source,
        "bbox": list(network.bbox),
        "notes": [list(note) for note in network.notes],
        "names": list(network.names),
        "places": [[place.name, place.kind, place.at.lat, place.at.lon] for place in network.places],
        "arrays": table,
    }
    head = json.dumps(strings, ensure_ascii=False, separators=(",", ":")).encode()
    return [head + b" " * (-(len(head) + _HEAD.size) % 8), *parts]


def _write_atomically(path: Path, parts: list[bytes]) -> None:
    """Write beside `path`, flush to the disk, then take its place."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(parts)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _network(content: memoryview, json_length: int, version: int) -> RoadNetwork:
    """The network in `content`; raises one of the lookup errors when it does not hang together."""
    strings: dict[str, Any] = json.loads(bytes(content[:json_length]))
    body = content[json_length:]
    kinds = _ARRAYS if version < 2 else _ARRAYS | _ARRAYS_SINCE_2
    arrays = {name: _array(body, dtype, *strings["arrays"][name]) for name, dtype in kinds.items()}
    if version < 2 or not len(arrays["way_level"]):
        arrays["way_level"] = np.broadcast_to(np.int8(0), len(arrays["way_class"]))
    network = RoadNetwork(
        **arrays,
        names=tuple(str(name) for name in strings["names"]),
        places=tuple(RawPlace(name, kind, LatLon(lat, lon)) for name, kind, lat, lon in strings["places"]),
        name=str(strings["name"]),
        bbox=BBox(*strings["bbox"]),
        source=str(strings["source"]),
        notes=tuple(Note(key, times) for key, times in strings["notes"]),
    )
    _check(network)
    return network


def _array(body: memoryview, dtype: str, offset: int, length: int) -> npt.NDArray[Any]:
    """One array as a read-only view of the file's bytes."""
    if length == 0:
        return np.empty(0, dtype=np.dtype(dtype))
    return np.frombuffer(body, dtype=np.dtype(dtype), count=length, offset=offset)


def _check(network: RoadNetwork) -> None:
    """Raise `ValueError` unless every index of `network` points at something."""
    nodes, names, ways = network.node_count, len(network.names), network.way_count
    segments = [getattr(network, name) for name in _ARRAYS if name.startswith("seg_")]
    sound = (
        len(network.node_lon) == nodes
        and all(len(column) == network.segment_count for column in segments)
        and all(_within(column, nodes) for column in (network.seg_from, network.seg_to, network.way_node))
        and _within(network.seg_way, ways)
        and len(network.way_name) == ways
        and _within(network.way_name, names)
        and _are_offsets(network.way_start, ways, len(network.way_node))
        and len(network.area_name) == network.area_count
        and _within(network.area_name, names)
        and _within(network.area_kind, len(AREA_KINDS))
        and len(network.area_lat) == len(network.area_lon)
        and _are_offsets(network.area_start, network.area_count, len(network.area_lat))
        and _is_painting_sound(network)
    )
    if not sound:
        raise ValueError("an index points outside the network")


def _is_painting_sound(network: RoadNetwork) -> bool:
    """Whether levels, holes and lines hang together."""
    holes, lines = len(network.hole_area), len(network.line_kind)
    return (
        len(network.way_level) == network.way_count
        and len(network.hole_lat) == len(network.hole_lon)
        and _within(network.hole_area, network.area_count)
        and _are_offsets(network.hole_start, holes, len(network.hole_lat))
        and len(network.line_name) == len(network.line_level) == lines
        and len(network.line_lat) == len(network.line_lon)
        and _within(network.line_kind, len(LINE_KINDS))
        and _within(network.line_name, len(network.names))
        and _are_offsets(network.line_start, lines, len(network.line_lat))
    )


def _within(column: npt.NDArray[Any], count: int) -> bool:
    """Whether all of `column` are indices into `count` things."""
    return len(column) == 0 or bool(column.min() >= 0 and column.max() < count)


def _are_offsets(start: npt.NDArray[np.int32], count: int, total: int) -> bool:
    """Whether `start` cuts `total` things into `count` runs."""
    return (
        len(start) == count + 1 and start[0] == 0 and start[-1] == total and bool(np.all(np.diff(start) >= 0))
    )
