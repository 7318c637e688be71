"""Shows where past incidents were dense."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from commandroom.map.marks import HeatSpot
from commandroom.map.overlays import Overlays
from commandroom.models.domain.enums import Level
from commandroom.services.room import Room
from commandroom.ui.errands import Errands

WEIGHTS = {Level.GRAVE: 3.0, Level.SERIOUS: 2.0, Level.ORDINARY: 1.0}
"""A grave incident weighs as much as three ordinary ones."""
AGAIN_MS = 600_000
"""While it shows it is read anew this often; a new incident changes little."""


class HeatDesk(QObject):
    """Reads past incidents on the store's thread, only while somebody looks."""

    def __init__(self, overlays: Overlays, room: Room, parent: QObject) -> None:
        super().__init__(parent)
        self._overlays = overlays
        self._room = room
        self._days = 0
        self._errands = Errands()
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._read)

    def show_days(self, days: int) -> None:
        """The incidents of the last `days`; 0 for none."""
        if days == self._days:
            return
        self._days = days
        if days:
            self._again.start()
            self._read()
        else:
            self._again.stop()
            self._overlays.set_heat(())

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._again.stop()
        self._errands.cancel()

    @Slot()
    def _read(self) -> None:
        self._errands.start(self._fill(self._days))

    async def _fill(self, days: int) -> None:
        now = self._room.now()
        since = now - timedelta(days=days)
        past = await self._room.past_incidents(since, now)
        if days == self._days:
            self._overlays.set_heat(HeatSpot(at, WEIGHTS[level]) for at, level, _ in past)
