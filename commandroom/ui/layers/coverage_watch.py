"""Keeps the picture of the coverage true while units move, off the window's thread and not too often."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.errors import Refusal
from commandroom.models.domain.entities import Post, Unit
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.book import CoverageBook
from commandroom.services.coverage.picture import Coverage
from commandroom.services.situation import Situation
from commandroom.ui.errands import Errands
from commandroom.ui.relay import Relay

STILL_M = 25.0
"""A unit that came no farther than this is looked at again later: half a minute on foot."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture with the book it was made from, and the posts of that book."""

    book: CoverageBook
    picture: Coverage
    posts: tuple[Post, ...]


def looked(
    before: Sight | None,
    router: RoadRouter,
    posts: tuple[Post, ...],
    units: Iterable[Unit],
    limits_s: tuple[float, ...],
) -> Sight:
    """The picture of now; `before` itself where nothing that matters changed. For a worker thread.

    Other posts, rings or roads (a closure, another hour) make another book.
    """
    book = None if before is None else before.book
    if (
        before is None
        or book is None
        or book.router is not router
        or book.limits_s != limits_s
        or before.posts != posts
    ):
        book = CoverageBook(router, posts, limits_s, still_m=STILL_M)
        picture = book.survey(units)
    else:
        picture = book.renew(before.picture, units)
        if picture is before.picture:
            return before
    _ = picture.flat, picture.shares
    picture.without(picture.units[:1])  # what the first question would work out is worked out here
    return Sight(book, picture, posts)


class CoverageWatch(QObject):
    """Begins once the map stands; looks again when units, posts, roads or rings change."""

    renewed = Signal()
    """`sight` is another one."""
    failed = Signal(object)
    """The Refusal or WorldFailed for which there is no picture."""

    EVERY_MS = 2000
    """It looks at most once in so many milliseconds …"""
    REST, LONGEST_REST_MS = 8.0, 10_000
    """… and rests so many times as long as the last look took, so that a city leaves time for other work."""
    BEAT_MS = 30_000
    """Roads may change by the hour without anybody saying so."""

    def __init__(
        self,
        *,
        router: Callable[[], RoadRouter],
        situation: Situation,
        relay: Relay,
        limits_s: tuple[float, ...],
        parent: QObject,
    ) -> None:
        """`router` is asked in the worker, anew for every look."""
        super().__init__(parent)
        self.sight: Sight | None = None
        self._router = router
        self._situation = situation
        self._limits_s = limits_s
        self._errands = Errands()
        self._has_begun = self._is_busy = self._is_stale = False
        self._pause = QTimer(self, singleShot=True, interval=self.EVERY_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self._beat = QTimer(self, interval=self.BEAT_MS)
        self._beat.timeout.connect(self.stir)
        for signal in (relay.positions_changed, relay.unit_changed, relay.assignment_changed,
                       relay.drawing_changed, relay.roster_imported):  # fmt: skip
            signal.connect(self.stir)

    @Slot()
    def begin(self) -> None:
        """The map stands: look for the first time."""
        if not self._has_begun:
            self._has_begun = True
            self._beat.start()
            self.stir()

    def set_limits(self, limits_s: tuple[float, ...]) -> None:
        """Other rings, in seconds as they rise; seen at once."""
        if limits_s != self._limits_s:
            self._limits_s = limits_s
            self._pause.stop()
            self.stir()

    @Slot()
    def stir(self) -> None:
        """Something changed: look again, now or when the pause is over."""
        self._is_stale = True
        if self._has_begun and not self._is_busy and not self._pause.isActive():
            self._begin()

    def hurry(self) -> None:
        """Somebody is about to decide: look at once if anything changed since the last look."""
        if self._has_begun and self._is_stale and not self._is_busy:
            self._pause.stop()
            self._begin()

    @property
    def is_current(self) -> bool:
        """Whether nothing changed since the picture was begun."""
        return self.sight is not None and not self._is_stale and not self._is_busy

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._has_begun = False
        self._pause.stop()
        self._beat.stop()
        self._errands.cancel()

    def _begin(self) -> None:
        self._is_busy, self._is_stale = True, False
        self._errands.start(self._look())

    async def _look(self) -> None:
        here, began, limits_s = self._situation, perf_counter(), self._limits_s
        posts, units = tuple(here.posts.values()), tuple(here.units.values())
        before = self.sight
        try:
            sight = await asyncio.to_thread(lambda: looked(before, self._router(), posts, units, limits_s))
            if sight is not before and limits_s == self._limits_s:
                self.sight = sight
                self.renewed.emit()
        except Refusal as why:
            self.failed.emit(why)
        finally:
            self._is_busy = False
            if limits_s != self._limits_s:
                self.stir()
            elif self._has_begun:
                is_same_book = (
                    before is not None and self.sight is not None and before.book is self.sight.book
                )
                took_ms = 1000 * (perf_counter() - began) if is_same_book else 0.0
                self._pause.start(min(max(self.EVERY_MS, round(self.REST * took_ms)), self.LONGEST_REST_MS))

    @Slot()
    def _on_pause_over(self) -> None:
        if self._is_stale and not self._is_busy and self._has_begun:
            self._begin()
