"""Tiles of a server: from the disk while they are fresh, else asked for, unless it is given a rest."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Event, Lock, Timer

from commandroom.errors import WorldFailed
from commandroom.map.grounds.addresses import TileAddress
from commandroom.map.grounds.breaker import Breaker
from commandroom.map.grounds.pictures import decoded
from commandroom.map.grounds.quarry import About, NotNow, exists
from commandroom.map.grounds.tilecache import TileCache
from commandroom.map.grounds.unpack import kind_of
from commandroom.map.grounds.web import WHOLE_S, TileWeb

_RECENT = 64
STEADY = 10
"""So many answers in a row, and single failures before them are forgotten."""


class NetQuarry:
    """A `Quarry` on a tile server; `raw` may take seconds and belongs in threads that may wait."""

    def __init__(
        self, address: TileAddress, about: About, *, web: TileWeb, cache: TileCache, breaker: Breaker
    ) -> None:
        self._address = address
        self._about = about
        self._web = web
        self._cache = cache
        self._breaker = breaker
        self._lock = Lock()
        self._under_way: dict[str, Event] = {}
        self._recent: OrderedDict[str, bytes] = OrderedDict()
        self._good = 0
        self._probe: Timer | None = None
        self._is_closed = False
        self.on_well: Callable[[], None] = _nobody
        """Called in a worker thread when the server answers again."""

    @property
    def about(self) -> About:
        return self._about

    @property
    def print(self) -> str:
        return self._address.template

    def raw(self, zoom: int, x: int, y: int) -> bytes | None:
        if not exists(zoom, x, y):
            return None
        address = self._address.of(zoom, x, y)
        kept = self._known(address)
        if kept is not None:
            return kept or None
        with self._lock:
            if address in self._recent:  # it came between the two looks
                return self._recent[address] or None
            waiting = self._under_way.get(address)
            if waiting is None:
                self._under_way[address] = Event()
        if waiting is not None:
            return self._from_another(address, waiting)
        try:
            if not self._breaker.may_ask():
                raise NotNow
            return self._asked(address)
        finally:
            with self._lock:
                self._under_way.pop(address).set()

    def _from_another(self, address: str, waiting: Event) -> bytes | None:
        """What another thread asks for already: tiles of another datum are needed by their neighbours."""
        waiting.wait(WHOLE_S + 1)
        kept = self._known(address)
        if kept is None:
            raise NotNow
        return kept or None

    def _known(self, address: str) -> bytes | None:
        """As `TileCache.read`, the newest without the disk."""
        with self._lock:
            if address in self._recent:
                return self._recent[address]
        return self._cache.read(address)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            probe = self._probe
        if probe is not None:
            probe.cancel()
        self._web.abort()

    def _asked(self, address: str) -> bytes | None:
        """Ask the server and tell the breaker how it went; a picture that is none counts as a failure."""
        try:
            tile = self._web.fetch(address)
            if tile is not None:
                self._check(tile)
        except WorldFailed:
            self._note_failure(address)
            raise
        self._note_answer()
        with self._lock:
            self._recent[address] = tile or b""
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        self._cache.write(address, tile)
        return tile

    def _check(self, tile: bytes) -> None:
        if self._about.format == "picture":
            decoded(tile)
        elif kind_of(tile) in ("page", "picture"):
            raise WorldFailed("ground.no_tile")

    def _note_answer(self) -> None:
        with self._lock:
            self._good += 1
            is_steady = self._good == STEADY
        if self._breaker.answered() or is_steady:
            self.on_well()

    def _note_failure(self, address: str) -> None:
        with self._lock:
            self._good = 0
            if not self._breaker.failed() or self._is_closed:
                return
            self._probe = Timer(self._breaker.pause_s + 0.05, self._try_again, (address,))
            self._probe.daemon = True
            self._probe.start()

    def _try_again(self, address: str) -> None:
        """The pause is over: one question, in a thread of its own, though nobody looks at that tile now."""
        if self._is_closed or not self._breaker.may_ask():
            return
        try:
            self._asked(address)
        except WorldFailed:
            return


class KeptOnly:
    """The same server's tiles as far as they are on the disk, fresh or old: never waits."""

    def __init__(self, quarry: NetQuarry, address: TileAddress, cache: TileCache) -> None:
        self._quarry = quarry
        self._address = address
        self._cache = cache

    @property
    def about(self) -> About:
        return self._quarry.about

    @property
    def print(self) -> str:
        return self._quarry.print

    def raw(self, zoom: int, x: int, y: int) -> bytes | None:
        if not exists(zoom, x, y):
            return None
        return self._cache.read(self._address.of(zoom, x, y), even_old=True) or None

    def close(self) -> None:
        """Nothing is held."""


def _nobody() -> None:
    """Nobody listens yet."""
