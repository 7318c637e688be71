"""Draws how far the roads carry: to the selected incident, or from a chosen post."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.geo import LatLon
from commandroom.map.marks import Shape, ShapeRole
from commandroom.map.overlays import Overlays
from commandroom.models.domain.entities import Incident, Post
from commandroom.models.domain.enums import Ring, UnitKind
from commandroom.roads.reach import Lines
from commandroom.ui.errands import Errands
from commandroom.ui.ranker import Ranker

POST_LIMITS_S = (60, 180, 300)
"""快反圈 of a post: what it reaches in one, three and five minutes."""
ROLES: dict[Ring, ShapeRole] = {
    Ring.SELF: "reach_self",
    Ring.MUTUAL: "reach_mutual",
    Ring.SUPPORT: "reach_support",
}
SLOW_MS = 1000
"""From here on one says that it is being computed."""
KEPT = 16


@dataclass(frozen=True, slots=True)
class ReachQuestion:
    """Everything that the answer depends on; the same question is never computed twice."""

    at: LatLon
    kind: UnitKind
    limits: tuple[tuple[Ring, int], ...]
    """Rings with their limits in seconds, shortest first."""
    toward: bool
    """Who reaches the place; else what is reached from there."""


def question_of(thing: Incident | Post | None, kind: UnitKind) -> ReachQuestion | None:
    """What to ask about an incident or a post; None for nothing."""
    if thing is None:
        return None
    if isinstance(thing, Post):
        limits = tuple(zip(Ring, POST_LIMITS_S, strict=True))
        return ReachQuestion(thing.at, kind, limits, toward=False)
    clocks = sorted(((clock.ring, clock.limit_s) for clock in thing.rings), key=lambda each: each[1])
    return ReachQuestion(thing.at, kind, tuple(clocks), toward=True) if clocks else None


def reach_shapes(question: ReachQuestion, bands: tuple[Lines, ...]) -> list[Shape]:
    """One shape for each ring that reaches any road, the widest first so that the nearest lies on top."""
    pairs = zip(question.limits, bands, strict=True)
    shapes = [Shape(f"reach.{ring.value}", "line", (), ROLES[ring], lines=lines)
              for (ring, _), lines in pairs if lines]  # fmt: skip
    return shapes[::-1]


class ReachDesk(QObject):
    """Keeps the reach layer true for one question; computes off the window's thread."""

    busy = Signal(bool)
    """It takes more than a second; or no longer."""
    answered = Signal(bool)
    """The layer shows the newest question; whether any road is reached."""

    def __init__(self, overlays: Overlays, ranker: Ranker, parent: QObject) -> None:
        super().__init__(parent)
        self._overlays = overlays
        self._ranker = ranker
        self._asked: ReachQuestion | None = None
        self._age = 0
        """Rises when what is under way will be out of date."""
        self._kept: OrderedDict[ReachQuestion, tuple[Lines, ...]] = OrderedDict()
        self._errands = Errands()
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        self._is_busy = False

    def ask(self, question: ReachQuestion | None) -> None:
        """Show the answer to this question, at once where it is known; None empties the layer."""
        if question == self._asked:
            return
        self._asked = question
        if question is None:
            self._overlays.set_shapes("reach", ())
            self._end()
        elif question in self._kept:
            self._show(question)
        else:
            self._overlays.set_shapes("reach", ())
            self._slow.start()
            self._errands.start(self._compute(question))

    def forget(self) -> None:
        """What was computed holds no longer; what shows stays until it is asked for again."""
        self._kept.clear()
        self._asked = None
        self._age += 1

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._slow.stop()
        self._errands.cancel()

    async def _compute(self, question: ReachQuestion) -> None:
        limits, age = [seconds for _, seconds in question.limits], self._age
        try:
            bands = await self._ranker.reach(question.at, question.kind, limits, toward=question.toward)
        except BaseException:
            if question == self._asked:
                self._asked = None
                self._end()
            raise
        if age != self._age:
            return
        self._kept[question] = bands
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        if question == self._asked:
            self._show(question)

    def _show(self, question: ReachQuestion) -> None:
        self._kept.move_to_end(question)
        shapes = reach_shapes(question, self._kept[question])
        self._overlays.set_shapes("reach", shapes)
        self._end()
        self.answered.emit(bool(shapes))

    def _end(self) -> None:
        self._slow.stop()
        if self._is_busy:
            self._is_busy = False
            self.busy.emit(False)

    @Slot()
    def _on_slow(self) -> None:
        self._is_busy = True
        self.busy.emit(True)
