"""What a ground says when it cannot do its part: once per cause, with since when, and once when over."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from commandroom.errors import WorldFailed

SILENCE = timedelta(minutes=10)
"""A server that fails now and then is not worth a line each time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GroundTrouble:
    """`cause` is None when the ground is whole again."""

    ground: str
    cause: WorldFailed | None
    since: datetime


Heard = Callable[[GroundTrouble], None]


class TroubleBook:
    """Remembers what was said; tiles are drawn in several threads."""

    def __init__(self, ground: str, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._now = now
        self._heard: Heard | None = None
        self._since: dict[str, datetime] = {}
        self._said: dict[str, datetime] = {}
        self._lock = Lock()

    def tell(self, heard: Heard | None) -> None:
        """Who hears of it from now on, in whatever thread it happens."""
        with self._lock:
            self._heard = heard
            self._since.clear()
            self._said.clear()

    def failed(self, why: WorldFailed) -> None:
        """Something went wrong; said unless the same cause lasts, or was said within `SILENCE`."""
        with self._lock:
            now = self._now()
            if why.key in self._since or now - self._said.get(why.key, now - SILENCE) < SILENCE:
                return
            self._since[why.key] = self._said[why.key] = now
            heard = self._heard
        _log.warning("ground %s: %s", self._ground, why)
        if heard is not None:
            heard(GroundTrouble(self._ground, why, now))

    def recovered(self, area: str) -> None:
        """Causes whose key begins so are over; said once where one of them had been said."""
        with self._lock:
            over = [self._since.pop(key) for key in tuple(self._since) if key.startswith(area)]
            heard = self._heard
        if over and heard is not None:
            heard(GroundTrouble(self._ground, None, min(over)))
