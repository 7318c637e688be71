"""PMTiles, version 3, read by ourselves: the public specification of Protomaps fits on a page, and the PyPI
reader unpacks directories without a bound and again for every tile."""

import json
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from commandroom.errors import WorldFailed
from commandroom.map.grounds.filecheck import file_print, opened
from commandroom.map.grounds.quarry import DEEPEST, MOST_TILE_BYTES, About, Box, exists
from commandroom.map.grounds.unpack import plain_text, unpacked
from commandroom.map.grounds.varints import varints

_HEADER = Struct("<7sB11Q6B4iB2i")
_HEADER_BYTES = 127
_MOST_DIRECTORY_BYTES = 8_000_000
_MOST_METADATA_BYTES = 4_000_000
_MOST_ENTRIES = 1_000_000
_DEEPEST_DIRECTORY = 4
_KEPT_DIRECTORIES = 32
_NONE, _GZIP = 1, 2
_VECTOR = 1
_PICTURES = (2, 3, 4)
"""Tile types PNG, JPEG and WebP; AVIF is number 5."""


class _Header(NamedTuple):
    """The fixed start of an archive, in the order of the specification."""

    magic: bytes
    version: int
    root_at: int
    root_bytes: int
    metadata_at: int
    metadata_bytes: int
    leaves_at: int
    leaves_bytes: int
    tiles_at: int
    tiles_bytes: int
    addressed: int
    entries: int
    contents: int
    clustered: int
    packing: int
    tile_packing: int
    tile_kind: int
    min_zoom: int
    max_zoom: int
    west_e7: int
    south_e7: int
    east_e7: int
    north_e7: int
    centre_zoom: int
    centre_lon_e7: int
    centre_lat_e7: int


@dataclass(frozen=True, slots=True)
class _Directory:
    """Entries by rising tile number; a run of 0 points to a leaf."""

    first: list[int]
    run: list[int]
    length: list[int]
    offset: list[int]


class PmtilesFile:
    """A `Quarry` on a local PMTiles archive; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Read header, root directory and metadata.

        Raises:
            WorldFailed: missing, foreign, of another version or broken.
        """
        self._path = path
        self._lock = Lock()
        self._leaves: OrderedDict[tuple[int, int], _Directory] = OrderedDict()
        self._file = opened(path)
        self._print = file_print(path)
        try:
            self._head = self._header()
            self._root = self._directory(self._head.root_at, self._head.root_bytes)
            self._about = self._described()
        except BaseException:
            self._file.close()
            raise

    @property
    def about(self) -> About:
        return self._about

    @property
    def print(self) -> str:
        return self._print

    def raw(self, zoom: int, x: int, y: int) -> bytes | None:
        if not exists(zoom, x, y):
            return None
        found = self._find(tile_number(zoom, x, y))
        if found is None:
            return None
        offset, length = found
        if length > MOST_TILE_BYTES:
            raise WorldFailed("ground.too_big", limit=MOST_TILE_BYTES // 1_000_000)
        return self._read(self._head.tiles_at + offset, length)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _find(self, number: int) -> tuple[int, int] | None:
        """Offset in the tile data and length of a tile."""
        directory = self._root
        for _ in range(_DEEPEST_DIRECTORY):
            at = bisect_right(directory.first, number) - 1
            if at < 0:
                return None
            run, offset, length = directory.run[at], directory.offset[at], directory.length[at]
            if run:
                return (offset, length) if number < directory.first[at] + run else None
            directory = self._leaf(self._head.leaves_at + offset, length)
        raise self._broken("directories")

    def _leaf(self, offset: int, length: int) -> _Directory:
        with self._lock:
            kept = self._leaves.get((offset, length))
        if kept is None:
            kept = self._directory(offset, length)
            with self._lock:
                self._leaves[offset, length] = kept
                while len(self._leaves) > _KEPT_DIRECTORIES:
                    self._leaves.popitem(last=False)
        return kept

    def _directory(self, offset: int, length: int) -> _Directory:
        try:
            return _entries(varints(self._unpacked(offset, length, _MOST_DIRECTORY_BYTES)))
        except ValueError as why:
            raise self._broken(str(why)) from why

    def _unpacked(self, offset: int, length: int, most: int) -> bytes:
        """A directory or the metadata."""
        if length > most:
            raise self._broken("length")
        raw = self._read(offset, length)
        if self._head.packing == _NONE:
            return raw
        if self._head.packing != _GZIP:
            raise WorldFailed("ground.packing", path=self._path.name)
        return unpacked(raw, most=most)

    def _read(self, offset: int, length: int) -> bytes:
        try:
            with self._lock:
                self._file.seek(offset)
                raw = self._file.read(length)
        except (OSError, ValueError, OverflowError) as why:
            raise WorldFailed("ground.unreadable", path=self._path.name, why=str(why)) from why
        if len(raw) != length:
            raise self._broken("EOF")
        return raw

    def _header(self) -> _Header:
        with self._lock:
            raw = self._file.read(_HEADER_BYTES)
        if not raw:
            raise WorldFailed("ground.empty", path=self._path.name)
        if not raw.startswith(b"PMTiles"):
            raise WorldFailed("ground.foreign", path=self._path.name, kind="PMTiles")
        if len(raw) < _HEADER_BYTES:
            raise self._broken("EOF")
        head = _Header._make(_HEADER.unpack(raw))
        if head.version != 3:
            raise WorldFailed("ground.version", path=self._path.name, version=head.version)
        return head

    def _described(self) -> About:
        head = self._head
        kind, low, high = head.tile_kind, head.min_zoom, head.max_zoom
        if kind != _VECTOR and kind not in _PICTURES:
            raise WorldFailed("ground.tile_kind", path=self._path.name)
        if head.tile_packing not in (0, _NONE, _GZIP):
            raise WorldFailed("ground.packing", path=self._path.name)
        if not 0 <= low <= high <= DEEPEST:
            raise self._broken("zoom")
        said = self._metadata(head.metadata_at, head.metadata_bytes)
        return About(
            "vector" if kind == _VECTOR else "picture",
            low,
            high,
            self._box(),
            plain_text(said.get("attribution")),
            plain_text(said.get("name")),
        )

    def _metadata(self, offset: int, length: int) -> dict[str, Any]:
        if not length:
            return {}
        try:
            said = json.loads(self._unpacked(offset, length, _MOST_METADATA_BYTES))
        except (ValueError, RecursionError) as why:
            raise self._broken("metadata") from why
        return said if isinstance(said, dict) else {}

    def _box(self) -> Box:
        west, south, east, north = (
            number / 1e7
            for number in (self._head.west_e7, self._head.south_e7, self._head.east_e7, self._head.north_e7)
        )
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise self._broken("bounds")
        return west, south, east, north

    def _broken(self, why: str) -> WorldFailed:
        return WorldFailed("ground.broken", path=self._path.name, why=why)


def _entries(numbers: Any) -> _Directory:
    """The four columns of a directory.

    Raises:
        ValueError: they are not all there or make no sense.
    """
    if not len(numbers) or int(numbers[0]) > _MOST_ENTRIES:
        raise ValueError("directory")
    count = int(numbers[0])
    if len(numbers) != 1 + 4 * count or (count and int(numbers[1 : 1 + count].max()) >> 62):
        raise ValueError("directory")
    steps, run, length, stated = (numbers[1 + k * count : 1 + (k + 1) * count] for k in range(4))
    lengths = [int(n) for n in length]
    offset: list[int] = []
    for at, said in enumerate(stated.tolist()):
        if said:
            offset.append(said - 1)
        elif at:
            offset.append(offset[-1] + lengths[at - 1])
        else:
            raise ValueError("directory")
    return _Directory(np.cumsum(steps).tolist(), run.tolist(), lengths, offset)


def tile_number(zoom: int, x: int, y: int) -> int:
    """Number of a tile on the Hilbert curves of all zooms, one after another."""
    number = ((1 << 2 * zoom) - 1) // 3
    side = 1 << zoom
    half = side >> 1
    while half:
        right, low = int(bool(x & half)), int(bool(y & half))
        number += half * half * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        half >>= 1
    return number
