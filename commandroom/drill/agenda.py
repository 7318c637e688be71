"""What is due when: on a grid of whole seconds, in an order that never depends on chance or memory."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

Action = Callable[[int], None]
"""Called with the tick (whole seconds since the simulation began)."""


class Agenda:
    """Actions by tick; within a tick by `who`, then in the order they were put down."""

    def __init__(self) -> None:
        self._due: list[tuple[int, str, int, Action]] = []
        self._order = count()
        self._present = 0

    def put(self, tick: int, who: str, action: Action) -> None:
        """Do `action` at `tick`, or at the next one if that has passed."""
        heappush(self._due, (max(tick, self._present + 1), who, next(self._order), action))

    @property
    def next_tick(self) -> int | None:
        """When something is due; None when nothing is."""
        return self._due[0][0] if self._due else None

    def take(self) -> tuple[int, str, Action]:
        """The first action with its tick and whose it is; the present moves on to that tick."""
        tick, who, _, action = heappop(self._due)
        self._present = tick
        return tick, who, action
