"""MBTiles 1.3 (the public specification of Mapbox): an SQLite file of tiles, rows counted from the south."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from commandroom.errors import WorldFailed
from commandroom.map.grounds.filecheck import file_print, opened
from commandroom.map.grounds.quarry import DEEPEST, MOST_TILE_BYTES, WORLD, About, Box, Format, exists
from commandroom.map.grounds.unpack import kind_of, plain_text

_MAGIC = b"SQLite format 3\0"
_WAIT_S = 2.0
_PICTURES = ("png", "jpg", "jpeg", "webp")
_VECTORS = ("pbf", "mvt")
_STEPS, _MOST_STEPS = 100_000, 500
"""SQLite's own steps between two counts, and how many counts a question may take: some seconds."""
_MOST_ROWS = 1000
_LONGEST_METADATA = 100_000


class _Count:
    """A file may hold a view that never ends: 1 breaks the question off.

    Apart from the file, so that the connection, which holds it, does not hold the file.
    """

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self) -> int:
        """So many of SQLite's steps more."""
        self.steps += 1
        return int(self.steps > _MOST_STEPS)


class MbtilesFile:
    """A `Quarry` on a local MBTiles file, read only; one thread reads at a time."""

    def __init__(self, path: Path) -> None:
        """Read what the file says of itself.

        Raises:
            WorldFailed: missing, foreign or broken.
        """
        self._path = path
        self._lock = Lock()
        self._held: sqlite3.Connection | None = None
        self._is_closed = False
        self._count = _Count()
        self._print = file_print(path)
        with closing(opened(path)) as file:
            start = file.read(len(_MAGIC))
        if not start:
            raise WorldFailed("ground.empty", path=path.name)
        if start != _MAGIC:
            raise WorldFailed("ground.foreign", path=path.name, kind="MBTiles")
        try:
            self._about = self._described()
        except BaseException:
            self.close()
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
        row = (1 << zoom) - 1 - y
        size = self._one(
            "select length(tile_data) from tiles where zoom_level=? and tile_column=? and tile_row=?",
            zoom,
            x,
            row,
        )
        if size is None:
            return None
        if not isinstance(size, int) or size > MOST_TILE_BYTES:
            raise WorldFailed("ground.too_big", limit=MOST_TILE_BYTES // 1_000_000)
        data = self._one(
            "select tile_data from tiles where zoom_level=? and tile_column=? and tile_row=?", zoom, x, row
        )
        return data if isinstance(data, bytes) else None

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._held is not None:
                self._held.close()

    def _one(self, question: str, *values: int) -> Any:
        """The first column of the first row; None where there is no row."""
        row = next(iter(self._rows(question, *values)), None)
        return None if row is None else row[0]

    def _rows(self, question: str, *values: int) -> list[Any]:
        try:
            with self._lock:
                self._count.steps = 0
                return self._connection().execute(question, values).fetchmany(_MOST_ROWS)
        except (sqlite3.Error, OverflowError) as why:
            raise WorldFailed("ground.broken", path=self._path.name, why=str(why)) from why

    def _connection(self) -> sqlite3.Connection:
        """Opened by the first thread that asks."""
        if self._is_closed or not self._path.is_file():
            raise WorldFailed("ground.missing", path=str(self._path))
        if self._held is None:
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=0"
            self._held = sqlite3.connect(address, uri=True, timeout=_WAIT_S, check_same_thread=False)
            finalize(self, self._held.close)  # a file that nobody closed lets go of the disk all the same
            self._held.text_factory = _lenient
            self._held.execute("pragma trusted_schema=off")
            self._held.set_progress_handler(self._count, _STEPS)
        return self._held

    def _described(self) -> About:
        said = self._metadata()
        low, high = self._zooms(said)
        return About(
            self._format(said),
            low,
            high,
            _box(said.get("bounds", "")),
            plain_text(said.get("attribution")),
            plain_text(said.get("name")),
        )

    def _metadata(self) -> dict[str, str]:
        """Names and values; a file without the table says nothing of itself."""
        if not self._one("select count(*) from sqlite_master where name='tiles'"):
            raise WorldFailed("ground.foreign", path=self._path.name, kind="MBTiles")
        if not self._one("select count(*) from sqlite_master where name='metadata'"):
            return {}
        rows = self._rows("select name, value from metadata where length(value) < ?", _LONGEST_METADATA)
        return {str(name): str(value) for name, value in rows}

    def _zooms(self, said: dict[str, str]) -> tuple[int, int]:
        """What the metadata say, else what is there."""
        try:
            low, high = int(said["minzoom"]), int(said["maxzoom"])
        except (KeyError, ValueError):
            low, high = (self._one(f"select {end}(zoom_level) from tiles") for end in ("min", "max"))
        if low is None or high is None:
            raise WorldFailed("ground.empty", path=self._path.name)
        if not (isinstance(low, int) and isinstance(high, int) and 0 <= low <= high <= DEEPEST):
            raise WorldFailed("ground.broken", path=self._path.name, why="zoom")
        return low, high

    def _format(self, said: dict[str, str]) -> Format:
        """What a tile of the file is; the metadata are believed only where they agree with it."""
        sample = self._one("select substr(tile_data, 1, 64) from tiles limit 1")
        if not isinstance(sample, bytes) or not sample:
            raise WorldFailed("ground.empty", path=self._path.name)
        kind, stated = kind_of(sample), said.get("format", "").lower()
        if kind == "picture":
            return "picture"
        if kind == "page" or (stated and stated not in _VECTORS):
            raise WorldFailed("ground.tile_kind", path=self._path.name)
        return "vector"


def _box(bounds: str) -> Box:
    """The stated bounds; the whole world where they are missing or senseless."""
    try:
        west, south, east, north = (float(number) for number in bounds.split(","))
    except ValueError:
        return WORLD
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return WORLD
    return west, south, east, north


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")
