"""Painted tiles kept in a folder between runs."""

import logging
from pathlib import Path
from shutil import rmtree
from threading import Lock
from zlib import crc32

_log = logging.getLogger(__name__)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class TileFolder:
    """One folder per road file and painter; older ones are taken away. Thread-safe.

    A disk that cannot be written to costs only the time to paint again: it is said once in the log, and
    tiles then stay in memory.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` belongs to this key alone; its parent holds nothing but such folders."""
        self._folder = folder
        self._lock = Lock()
        self._is_cleared = False
        self._is_shut = False

    def read(self, name: str) -> bytes | None:
        """A tile that was kept whole; None for any other."""
        try:
            tile = (self._folder / name).read_bytes()
        except OSError:
            return None
        return tile if is_whole(tile) else None

    def write(self, name: str, tile: bytes) -> None:
        """Keep a tile, unless the disk refused one before."""
        if self._is_shut:
            return
        path = self._folder / name
        part = path.with_suffix(f".{id(tile):x}.part")
        try:
            self._clear_old()
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(tile)
            part.replace(path)
        except OSError as why:
            self._shut(why)

    def _shut(self, why: OSError) -> None:
        with self._lock:
            if self._is_shut:
                return
            self._is_shut = True
        _log.warning("tiles are not kept from now on: %s", why)

    def _clear_old(self) -> None:
        """Once: take away what was painted from another road file or by another painter."""
        with self._lock:
            if self._is_cleared:
                return
            self._is_cleared = True
        if self._folder.parent.is_dir():
            for other in self._folder.parent.iterdir():
                if other.is_dir() and other != self._folder:
                    rmtree(other, ignore_errors=True)


def is_whole(png: bytes) -> bool:
    """Whether every chunk of a PNG is there and has its checksum (PNG specification, 5.3)."""
    if not png.startswith(_SIGNATURE):
        return False
    at = len(_SIGNATURE)
    while at + 12 <= len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4])
        if end > len(png) or crc32(png[at + 4 : end - 4]) != int.from_bytes(png[end - 4 : end]):
            return False
        if png[at + 4 : at + 8] == b"IEND":
            return end == len(png)
        at = end
    return False
