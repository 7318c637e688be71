"""Files that are there whole or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside `path`, then put it in its place: a full disk leaves what was there before.

    Raises:
        OSError: the disk refuses; nothing is left behind.
    """
    beside = path.with_name(f"{path.name[:200]}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
