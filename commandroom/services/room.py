"""One open room: the thread that owns the store and the bus, and the clock's beat.

The window gives commands with `await room.give(...)` and hears facts through `subscribe`; a slow disk
can therefore never freeze it. Headless runs call the bus and the director straight and need no room.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, TypeVar

from commandroom.models.domain.commands import Command, NoteMissedRings
from commandroom.models.domain.entities import Author
from commandroom.services.authority import SYSTEM
from commandroom.services.bus import Bus, Listener
from commandroom.services.ports import (
    Catalogue,
    Clock,
    Course,
    Director,
    PastIncident,
    Recorded,
    ScoreSheet,
    Snapshot,
    Store,
    Trip,
)

log = logging.getLogger(__name__)

T = TypeVar("T")
Mode = Literal["live", "demo", "drill"]
SPEEDS: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64)

STEP_S = 1.0
"""So far time goes on in one step."""
MOST_STEPS = 600
"""A step to the next event gives up after so many seconds of simulated time."""

FACTS_AT_ONCE = timedelta(hours=1)
PAST_AT_ONCE = timedelta(days=1)
"""So much of the past is read in one piece."""

CLOCKWORK = Author(SYSTEM, "clock")
"""The author of what follows from the passing of time alone."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is made of; built on the store's thread."""

    bus: Bus
    store: Store
    clock: Clock
    catalogue: Catalogue
    director: Director | None = None
    course: Course | None = None
    """Of a drill: what its windows may ask."""


class Room:
    """A live room, a demo or a drill, as the window sees it. Call every method from the window's loop."""

    BEAT_S = 0.2
    """How often a simulated town moves on, in real seconds."""
    LOOK_S = 1.0
    """How often a live room looks at its clocks, in real seconds: each look reads every open order."""

    def __init__(self, mode: Mode, build: Callable[[], Parts]) -> None:
        """`build` runs on the store's thread when `open` is awaited."""
        self.mode: Mode = mode
        self.speed = 1
        self.is_paused = False
        self._build = build
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"store-{mode}")
        self._parts: Parts | None = None
        self._beat: asyncio.Task[None] | None = None
        self._unlooked_s = 0.0

    async def open(self) -> Snapshot:
        """Open the store and read its state; raises what `build` raises."""
        self._parts = await self._call(self._build)
        parts = self._parts
        return await self._call(lambda: parts.store.snapshot(now=parts.clock.now()))

    @property
    def parts(self) -> Parts:
        """The opened session; an error of ours before `open`."""
        if self._parts is None:
            raise RuntimeError("the room is not open")
        return self._parts

    @property
    def is_simulated(self) -> bool:
        """Whether a director moves the town and time can be paused and quickened."""
        return self.parts.director is not None

    def now(self) -> datetime:
        """The room's present time (UTC)."""
        return self.parts.clock.now()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` every fact, **on the store's thread**; returns the undo."""
        return self.parts.bus.subscribe(listener)

    async def give(self, command: Command) -> tuple[Recorded, ...]:
        """Hand a command to the bus; raises its refusal."""
        return await self._call(lambda: self.parts.bus.handle(command))

    async def score(self) -> ScoreSheet | None:
        """The drill's score sheet so far."""
        director = self.parts.director
        return None if director is None else await self._call(director.score)

    async def read(self, question: Callable[[Store], T]) -> T:
        """Ask the store something on its own thread."""
        return await self._call(lambda: question(self.parts.store))

    async def past_incidents(self, since: datetime, until: datetime) -> tuple[PastIncident, ...]:
        """The incidents reported from `since` up to, not including, `until`, oldest first.

        Read a day at a time: no order waits on the store's thread for a long past.
        """
        found: list[PastIncident] = []
        while since < until:
            begin, since = since, min(since + PAST_AT_ONCE, until)
            found += await self._call(partial(self.parts.store.past_incidents, begin, since))
        return tuple(found)

    async def past_facts(self, since: datetime, until: datetime) -> tuple[Recorded, ...]:
        """What the journal tells of incidents, oldest first; read an hour at a time."""
        found: list[Recorded] = []
        while since < until:
            begin, since = since, min(since + FACTS_AT_ONCE, until)
            found += await self._call(partial(self.parts.store.past_facts, begin, since))
        return tuple(found)

    async def trips(self, since: datetime) -> tuple[Trip, ...]:
        """The ways units made since then, as foreseen and as they were, oldest first."""
        return await self._call(lambda: self.parts.store.trips(since))

    async def step(self, *, to_event: bool = False) -> None:
        """Hold time and let one second pass, or as many as it takes until the journal has something new.

        Does nothing in a live room and after the end of a drill.
        """
        self.is_paused = True
        director = self.parts.director
        if director is None:
            return
        before = await self._call(self._number)
        for _ in range(MOST_STEPS if to_event else 1):
            await self._call(partial(self._pass, STEP_S))
            if await self._call(self._number) != before or director.is_over:
                return

    def _number(self) -> int:
        return self.parts.store.journal_head()[0]

    def start(self) -> None:
        """Let time pass."""
        if self._beat is None:
            self._beat = asyncio.get_running_loop().create_task(self._keep_time())

    async def close(self) -> None:
        """Stop time, write what is pending, let go of the store."""
        if self._beat is not None:
            self._beat.cancel()
            await asyncio.gather(self._beat, return_exceptions=True)
        if self._parts is not None:
            await self._call(self._parts.store.close)
        self._thread.shutdown(wait=False)

    async def _keep_time(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(self.BEAT_S)
            present = time.monotonic()
            elapsed, last = min(present - last, 2.0), present
            if self.is_paused:
                continue
            try:
                await self._call(partial(self._pass, elapsed * self.speed))
            except Exception:
                log.exception("the clock's beat failed")

    def _pass(self, seconds: float) -> None:
        """On the store's thread: let `seconds` of the room's time pass."""
        parts = self.parts
        if parts.director is None:
            self._unlooked_s += seconds
            if self._unlooked_s >= self.LOOK_S:
                self._unlooked_s = 0.0
                self._note_missed_rings(parts)
        elif not parts.director.is_over:
            parts.director.advance_to(parts.clock.now() + timedelta(milliseconds=round(seconds * 1000)))

    @staticmethod
    def _note_missed_rings(parts: Parts) -> None:
        parts.bus.handle(NoteMissedRings(CLOCKWORK))

    async def _call(self, question: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)
