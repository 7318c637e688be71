"""The order in which tiles are painted."""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

import pytest
from map_town import CENTRE, small_tiles

from commandroom.map.mercator import world
from commandroom.map.paintqueue import LookAhead, PaintQueue
from commandroom.map.tilename import TileName
from commandroom.map.tiles import PaintedTiles

PATIENCE_S = 10.0


class Desk:
    """A queue whose first work waits until it is let go, so that the order of the rest can be seen."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.useful: list[Callable[[], None]] = []
        self._started, self._let_go = Event(), Event()
        self.queue = PaintQueue(lambda: self.useful.pop(0) if self.useful else None)

    def hold(self) -> None:
        def work() -> None:
            self._started.set()
            self._let_go.wait(PATIENCE_S)

        self.queue.put(work)
        assert self._started.wait(PATIENCE_S)

    def ask(self, *names: str) -> None:
        for name in names:
            self.queue.put(partial(self.done.append, name))

    def let_go(self) -> None:
        finished = Event()
        self.useful.append(finished.set)
        self._let_go.set()
        assert finished.wait(PATIENCE_S)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.queue.close()


def test_the_newest_look_goes_first_and_within_it_who_asked_first(desk: Desk) -> None:
    desk.hold()
    desk.ask("old 1", "old 2")
    desk.queue.next_burst()
    desk.ask("new 1", "new 2")
    desk.let_go()
    assert desk.done == ["new 1", "new 2", "old 1", "old 2"]


def test_quiet_work_waits_until_nobody_asks(desk: Desk) -> None:
    desk.hold()
    desk.useful.append(partial(desk.done.append, "ahead"))
    desk.ask("asked")
    desk.let_go()
    assert desk.done == ["asked", "ahead"]


def test_a_fault_is_logged_and_the_next_tile_is_painted(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.hold()
    desk.queue.put(partial(int, "no number"))
    desk.ask("next")
    desk.let_go()
    assert desk.done == ["next"]
    assert "a tile could not be painted" in caplog.text


def test_a_closed_queue_drops_what_waits(desk: Desk) -> None:
    desk.queue.close()
    desk.ask("late")
    assert desk.done == []


def test_the_ring_around_the_screen_is_painted_ahead(tiles: PaintedTiles) -> None:
    ahead = LookAhead()
    x, y = (int(at * 2**16) for at in world(CENTRE))
    ahead.shown(TileName("night", 16, x, y, 1), tiles)
    assert not tiles.has("night", 16, x + 1, y, 1)
    count = 0
    while (work := ahead.next()) is not None:
        work()
        count += 1
    assert count == 9
    assert all(
        tiles.has("night", 16, x + dx, y + dy, 1) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy
    )
    assert tiles.has("night", 15, x // 2, y // 2, 1)


def test_another_zoom_or_ground_makes_the_old_ring_worthless(tiles: PaintedTiles) -> None:
    ahead = LookAhead()
    x, y = (int(at * 2**16) for at in world(CENTRE))
    ahead.shown(TileName("night", 16, x, y, 1), tiles)
    other = small_tiles()
    ahead.shown(TileName("night", 16, x, y, 1), other)
    while (work := ahead.next()) is not None:
        work()
    assert not tiles.has("night", 16, x + 1, y, 1)
    assert other.has("night", 16, x + 1, y, 1)


def test_grounds_that_do_not_paint_ahead_are_left_alone() -> None:
    ahead = LookAhead()
    ahead.shown(TileName("night", 16, 1, 1, 1), object())
    assert ahead.next() is None
