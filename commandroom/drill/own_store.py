"""A drill keeps to a store of its own: never the live room's, never one that holds anything already."""

import os
from pathlib import Path

from commandroom.errors import Refusal
from commandroom.models.opening import FORGETFUL, MEMORY

_FILE = "sqlite:///"
_MEMORY = (MEMORY, FORGETFUL, "sqlite://", "sqlite:///:memory:")


def check_own_store(url: str, *, live_url: str = "") -> None:
    """Refuse a store that is not a drill's own, before anything is opened.

    Args:
        url: of the store that the drill would be kept in; in memory, or a file that is new.
        live_url: of the live room's store, where it is known. Links to it count as itself.

    Raises:
        Refusal: it is the live room's (`run.store.live`), lies on a server (`run.store.server`), or is in
            use (`run.store.used`).
    """
    if url in _MEMORY:
        return
    path, live = _path(url), _path(live_url)
    if url == live_url or (path is not None and live is not None and _is_same(path, live)):
        raise Refusal("run.store.live", path=str(path or "live"))
    if path is None:
        raise Refusal("run.store.server")
    if path.exists() and path.stat().st_size > 0:
        raise Refusal("run.store.used", path=str(path))


def _path(url: str) -> Path | None:
    """The file of an SQLite store; None in memory or on a server."""
    if not url.startswith(_FILE) or url in _MEMORY:
        return None
    return Path(url.removeprefix(_FILE))


def _is_same(path: Path, live: Path) -> bool:
    """By name, through links, and as a second name of one file."""
    if os.path.normcase(path.resolve()) == os.path.normcase(live.resolve()):
        return True
    return path.exists() and live.exists() and path.samefile(live)
