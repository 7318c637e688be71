"""Tiles of servers kept on disk by address, for a month and up to a size."""

import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock

_log = logging.getLogger(__name__)

EXPIRES = timedelta(days=30)
ABSENT_EXPIRES = timedelta(days=1)
MOST_BYTES = 500_000_000
_SWEEP_TO = 0.8
_ABSENT = b""
"""An empty file: the server said there is no such tile."""


class TileCache:
    """Thread-safe. A disk that refuses is said once in the log and costs only the network."""

    def __init__(self, folder: Path, now: Callable[[], datetime], *, most_bytes: int = MOST_BYTES) -> None:
        """`folder` is the cache's own."""
        self._folder = folder
        self._now = now
        self._most = most_bytes
        self._lock = Lock()
        self._bytes: int | None = None
        self._is_shut = False

    def read(self, address: str, *, even_old: bool = False) -> bytes | None:
        """What was kept; b"" where there is known to be nothing; None where nothing is known.

        `even_old`: also what has expired, better than nothing while a server is away.
        """
        path = self._path(address)
        try:
            age = self._now().timestamp() - path.stat().st_mtime
            tile = path.read_bytes()
            is_old = age > (EXPIRES if tile else ABSENT_EXPIRES).total_seconds()
            return None if is_old and not even_old else tile
        except OSError:
            return None

    def write(self, address: str, tile: bytes | None) -> None:
        """Keep a tile, or that there is none."""
        if self._is_shut:
            return
        path, body = self._path(address), tile or _ABSENT
        part = path.with_suffix(f".{id(body):x}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(body)
            seconds = self._now().timestamp()
            os.utime(part, (seconds, seconds))
            part.replace(path)
            self._grown(len(body))
        except OSError as why:
            self._is_shut = True
            _log.warning("tiles of servers are not kept from now on: %s", why)

    def forget(self, address: str) -> None:
        """Drop what proved to be broken."""
        self._path(address).unlink(missing_ok=True)

    def _path(self, address: str) -> Path:
        name = sha256(address.encode()).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _grown(self, size: int) -> None:
        """Count, and take the oldest away when there is too much."""
        with self._lock:
            self._bytes = (
                sum(size for _, size, _ in self._files()) if self._bytes is None else self._bytes + size
            )
            if self._bytes <= self._most:
                return
            for _, size, path in sorted(self._files(), key=lambda kept: kept[0]):
                if self._bytes <= self._most * _SWEEP_TO:
                    break
                path.unlink(missing_ok=True)
                self._bytes -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("??/*"):
            try:
                stat = path.stat()
            except OSError:
                continue
            found.append((stat.st_mtime, stat.st_size, path))
        return found
