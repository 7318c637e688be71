"""Opening a file of tiles, with its failures in plain words."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from commandroom.errors import WorldFailed


def opened(path: Path) -> BinaryIO:
    """The file, open for reading.

    Raises:
        WorldFailed: missing or not readable.
    """
    try:
        return path.open("rb")
    except FileNotFoundError as why:
        raise WorldFailed("ground.missing", path=str(path)) from why
    except OSError as why:
        raise WorldFailed("ground.unreadable", path=path.name, why=why.strerror or str(why)) from why


def file_print(path: Path) -> str:
    """Changes when the file does: from its place, size and time, without reading it."""
    try:
        stat = path.stat()
    except OSError as why:
        raise WorldFailed("ground.missing", path=str(path)) from why
    told = f"{path.absolute()}\0{stat.st_size}\0{stat.st_mtime_ns}"
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:16]
