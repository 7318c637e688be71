"""路况: keeps travel times in step with the speed rules, the hour, what is drawn and what trips taught."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import RoadEffect
from commandroom.services.travel_rules import Learned, conditions_of, learned_factors, travel_line
from commandroom.ui.errands import Errands
from commandroom.ui.layers.map_chip import MapChip
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import Theme

if TYPE_CHECKING:
    from commandroom.ui.brain_table import Seat

LEARNED_FROM = timedelta(days=30)
"""Trips of so many days teach."""
LEARN_EVERY_MS = 600_000
HOUR_EVERY_MS = 30_000
"""So often one looks whether another time of day holds."""
ZOOM = 16.0


class RoadDesk(QObject):
    """Sets the conditions of the recommendation off the window's thread, the newest wish last."""

    def __init__(self, seat: "Seat", theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._errands = Errands()
        self._learned: Learned = {}
        self._is_busy = False
        self._is_stale = False
        self._shown = 0
        self.chip = MapChip(seat.frame.map_space, line=1)
        self._hour = QTimer(self, interval=HOUR_EVERY_MS)
        self._learn = QTimer(self, interval=LEARN_EVERY_MS)
        self._connect()
        self.apply_theme(theme)
        self._say()

    def hindrances(self) -> tuple[Drawing, ...]:
        """The drawings that close or slow roads, by id."""
        drawn = self._seat.situation.drawings.values()
        return tuple(sorted((each for each in drawn if each.effect), key=lambda each: each.id))

    @property
    def is_busy(self) -> bool:
        """Whether conditions are being set."""
        return self._is_busy

    def apply_wording(self) -> None:
        """Another language."""
        self._say()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.chip.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._hour.stop()
        self._learn.stop()
        self._errands.cancel()

    def _connect(self) -> None:
        seat = self._seat
        seat.relay.drawing_changed.connect(self._on_drawing)
        seat.relay.doctrine_changed.connect(self.renew)
        seat.pane.ready.connect(self._begin)
        self._hour.timeout.connect(self.renew)
        self._learn.timeout.connect(self._on_learn)
        self.chip.clicked.connect(self._on_chip)

    @Slot()
    def _begin(self) -> None:
        if not self._learn.isActive():
            self._hour.start()
            self._learn.start()
            self._on_learn()

    @Slot()
    def _on_drawing(self) -> None:
        self._say()
        self.renew()

    @Slot()
    def _on_learn(self) -> None:
        self._errands.start(self._look_back())

    async def _look_back(self) -> None:
        since = self._seat.room.now() - LEARNED_FROM
        self._learned = learned_factors(await self._seat.room.trips(since))
        self.renew()

    @Slot()
    def renew(self) -> None:
        """Set the conditions of now; asked for while that is under way it is done once more."""
        self._is_stale = True
        if not self._is_busy:
            self._is_busy = True
            self._errands.start(self._set())

    async def _set(self) -> None:
        seat = self._seat
        try:
            while self._is_stale:
                self._is_stale = False
                said = seat.situation.doctrine.speeds, self.hindrances(), seat.room.now(), self._learned
                if await seat.ranker.set_conditions(conditions_of(*said), travel_line(*said)):
                    seat.layers.forget_reach()
        finally:
            self._is_busy = False

    def _say(self) -> None:
        """What hinders travel, at the foot of the map; nothing where nothing does."""
        phrases, drawn = self._seat.console.phrases, self.hindrances()
        closed = sum(1 for each in drawn if each.effect is RoadEffect.CLOSED)
        slow = len(drawn) - closed
        counts = (("board.roads.closed", closed), ("board.roads.slow", slow))
        parts = phrases.say("board.roads.join").join(phrases.say(key, n=n) for key, n in counts if n)
        self.chip.say(phrases.say("board.roads", parts=parts) if parts else "")
        names = [f"{each.id} {each.text or phrases.say('layers.drawing.untitled')}" for each in drawn]
        self.chip.setToolTip(plain_tip("\n".join((*names, phrases.say("board.roads.hint")))))
        self.chip.setAccessibleName(f"{self.chip.words} {'; '.join(names)}")

    @Slot()
    def _on_chip(self) -> None:
        """Go to one after the other."""
        drawn = self.hindrances()
        if drawn:
            found = drawn[self._shown % len(drawn)]
            self._shown += 1
            self._seat.pane.go_to(found.points[len(found.points) // 2], ZOOM)
