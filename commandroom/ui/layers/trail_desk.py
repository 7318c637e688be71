"""Draws where units were in the last minutes, for the units somebody asked about."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from heapq import nsmallest

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.map.marks import Shape
from commandroom.map.mercator import View
from commandroom.map.overlays import Overlays
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.services.trailbook import POINTS, TrailBook
from commandroom.ui.relay import Relay

EVERY_MS = 1000
FORGET_EVERY = 60
"""Beats between two prunings."""
ALL_EVERY = 3
"""Beats between two drawings of everybody's trails: no unit has a new point sooner."""
MOST_TRAILS = 600
"""Of everybody's trails those nearest to the middle of the map; more would be a tangle and a burden."""
MOST_POINTS = 20_000
"""Points of all trails drawn together."""


class TrailDesk(QObject):
    """Notes every move, draws at most once a second. Nothing of it is written anywhere."""

    left_out = Signal(int)
    """How many units in sight have no trail drawn because there are too many."""

    def __init__(
        self,
        *,
        overlays: Overlays,
        situation: Situation,
        relay: Relay,
        now: Callable[[], datetime],
        view: Callable[[], View],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.book = TrailBook()
        self._overlays = overlays
        self._situation = situation
        self._now = now
        self._view = view
        self._moved: set[str] = set()
        self._who: frozenset[UnitId] | None = frozenset()
        self._minutes = 10
        self._beats = 0
        self._beat = QTimer(self, interval=EVERY_MS)
        self._beat.timeout.connect(self.beat)
        relay.positions_changed.connect(self._on_moved)
        self.book.note(situation.units.values(), now())
        self._beat.start()

    def show_of(self, who: Iterable[UnitId] | None, minutes: int) -> None:
        """Draw the trails of these units from now on; None for everybody's."""
        wanted = None if who is None else frozenset(who)
        if (wanted, minutes) != (self._who, self._minutes):
            self._who, self._minutes = wanted, minutes
            self._draw()

    def stop(self) -> None:
        """Note no more, as the window closes."""
        self._beat.stop()

    @Slot()
    def beat(self) -> None:
        """Write down who moved, draw what changed, forget what is old."""
        self._beats += 1
        moved, self._moved = self._moved, set()
        units = self._situation.units
        known = [units[UnitId(each)] for each in moved if each in units]
        self.book.note(known, self._now())
        if self._beats % FORGET_EVERY == 0:
            self.book.forget(self._now())
        if self._who is None:
            is_due = self._beats % ALL_EVERY == 0
        else:
            is_due = not self._who.isdisjoint(moved) or self._beats % FORGET_EVERY == 0
        if is_due:
            self._draw()

    @Slot(object)
    def _on_moved(self, units: frozenset[str]) -> None:
        self._moved |= units

    def _draw(self) -> None:
        units = self._situation.units
        who = self._in_sight() if self._who is None else sorted(self._who & units.keys())
        since = self._now() - timedelta(minutes=self._minutes)
        most = min(POINTS, MOST_POINTS // max(len(who), 1))
        shapes = []
        for unit in who:
            points = self.book.trail(unit, since=since, most=most)
            here = units[unit].at
            if points and points[-1] != here:
                points = (*points, here)
            if len(points) > 1:
                shapes.append(Shape(f"trail.{unit}", "line", points, "trail"))
        self._overlays.set_shapes("trail", shapes)

    def _in_sight(self) -> list[UnitId]:
        """The units that stand in the picture, at most `MOST_TRAILS` of them."""
        view, units = self._view(), self._situation.units
        north_west, south_east = view.to_place(0, 0), view.to_place(view.width, view.height)
        seen = [
            unit
            for unit in units.values()
            if south_east.lat <= unit.at.lat <= north_west.lat
            and north_west.lon <= unit.at.lon <= south_east.lon
        ]
        self.left_out.emit(max(len(seen) - MOST_TRAILS, 0))
        if len(seen) > MOST_TRAILS:
            lat, lon = view.centre
            seen = nsmallest(
                MOST_TRAILS, seen, key=lambda unit: (unit.at.lat - lat) ** 2 + (unit.at.lon - lon) ** 2
            )
        return [unit.id for unit in seen]


def units_bound_for(situation: Situation, incident: IncidentId | None) -> list[UnitId]:
    """The units that are on an incident now."""
    if incident is None:
        return []
    return [each.unit for each in situation.assignments(incident) if each.is_active]
