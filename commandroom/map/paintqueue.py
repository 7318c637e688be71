"""Who is painted next: the tiles asked for last first, and in a quiet moment those around them."""

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from threading import Condition, Thread

from commandroom.map.source import PaintsAhead
from commandroom.map.tilename import TileName

log = logging.getLogger(__name__)

_SEEN = 48
"""Tiles of about one screen, and what was just beside it."""


class PaintQueue:
    """One thread at work: painting holds the interpreter's lock, a second thread would paint nothing more.

    The page asks for tiles in bursts, each from its middle outwards. The newest burst goes first, and within
    a burst who asked first. When nothing is asked for, `idle` may give something useful to do.
    """

    def __init__(self, idle: Callable[[], Callable[[], None] | None]) -> None:
        """`idle` is asked in the queue's thread; None means that there is nothing to do."""
        self._idle = idle
        self._turn = Condition()
        self._heap: list[tuple[int, int]] = []
        self._work: dict[int, Callable[[], None]] = {}
        self._burst = 0
        self._count = 0
        self._closed = False
        self._thread: Thread | None = None

    def next_burst(self) -> None:
        """What is asked for from now on goes before what was asked for so far."""
        with self._turn:
            self._burst += 1

    def put(self, work: Callable[[], None]) -> None:
        """Have `work` done; what it raises is logged."""
        with self._turn:
            if self._closed:
                return
            self._count += 1
            heappush(self._heap, (-self._burst, self._count))
            self._work[self._count] = work
            if self._thread is None:
                self._thread = Thread(target=self._run, name="tile", daemon=True)
                self._thread.start()
            self._turn.notify()

    def close(self) -> None:
        """Drop what waits and end the thread after the work in hand."""
        with self._turn:
            self._closed = True
            self._heap.clear()
            self._work.clear()
            self._turn.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except Exception:
                log.exception("a tile could not be painted")

    def _next(self) -> Callable[[], None] | None:
        """The next work, None when it is time to end."""
        while True:
            with self._turn:
                if self._closed:
                    return None
                if self._heap:
                    return self._work.pop(heappop(self._heap)[1])
            useful = self._idle()
            if useful is not None:
                return useful
            with self._turn:
                if not self._heap and not self._closed:
                    self._turn.wait()


@dataclass(frozen=True, slots=True)
class _Seen:
    name: TileName
    tiles: PaintsAhead


class LookAhead:
    """Paints the ring of tiles around the screen, and the tiles above it, before they are asked for.

    Lives in the queue's thread alone.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[TileName, None] = OrderedDict()
        self._wanted: deque[_Seen] = deque()
        self._source: PaintsAhead | None = None

    def shown(self, name: TileName, tiles: object) -> None:
        """The page got this tile; `tiles` that do not paint ahead are left alone."""
        if not isinstance(tiles, PaintsAhead):
            return
        newest = next(reversed(self._seen), None)
        if tiles is not self._source or (newest is not None and not _is_same_view(newest, name)):
            self._seen.clear()
            self._wanted.clear()
        self._source = tiles
        self._seen[name] = None
        self._seen.move_to_end(name)
        while len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        self._wanted.appendleft(_Seen(name, tiles))
        while len(self._wanted) > _SEEN:
            self._wanted.pop()

    def next(self) -> Callable[[], None] | None:
        """Something to paint ahead; None when all around is there."""
        while self._wanted:
            seen = self._wanted[0]
            for name in _around(seen.name):
                if name not in self._seen and not seen.tiles.has(*name.as_asked()):
                    return partial(seen.tiles.prepare, *name.as_asked())
            self._wanted.popleft()
        return None


def _is_same_view(one: TileName, other: TileName) -> bool:
    return (one.theme, one.zoom, one.ratio) == (other.theme, other.zoom, other.ratio)


def _around(name: TileName) -> Iterator[TileName]:
    """The eight neighbours, and the tile one zoom out."""
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            if dx or dy:
                yield TileName(name.theme, name.zoom, name.x + dx, name.y + dy, name.ratio)
    yield TileName(name.theme, name.zoom - 1, name.x // 2, name.y // 2, name.ratio)
