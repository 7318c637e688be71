"""Keeps the marks of one map in step with the Situation; knows no hands and no selection of its own."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from commandroom.models.domain.entities import Opponent, Unit
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.map_pane import MapPane
from commandroom.ui.marks import incident_mark, opponent_marks, post_marks, unit_mark, unit_marks
from commandroom.ui.phrases import Phrases
from commandroom.ui.relay import Relay


def _nobody(_unit: Unit) -> bool:
    return False


def _nothing() -> IncidentId | None:
    return None


class MarkDesk(QObject):
    """Posts, units, incidents and, in a drill, the opposing force on one map."""

    def __init__(
        self,
        *,
        pane: MapPane,
        situation: Situation,
        relay: Relay,
        now: Callable[[], datetime],
        phrases: Phrases,
        is_faint: Callable[[Unit], bool] = _nobody,
        selected: Callable[[], IncidentId | None] = _nothing,
        opponent_label: Callable[[Opponent], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`is_faint` says of a unit whether it is of no use just now; `selected` stays shown when closed.

        `opponent_label`: for an instructor only; opponents whom nobody sees are then shown too.
        """
        super().__init__(parent)
        self._pane = pane
        self._situation = situation
        self._now = now
        self._phrases = phrases
        self._is_faint = is_faint
        self._selected = selected
        self._shows_closed = False
        self._opponent_label = opponent_label
        pane.ready.connect(self.show_all)
        relay.positions_changed.connect(self._patch)
        relay.unit_changed.connect(self._on_unit_changed)
        relay.incident_changed.connect(self.show_incidents)
        relay.assignment_changed.connect(self.show_incidents)
        relay.opponents_changed.connect(self._on_opponents)
        self.show_all()

    @Slot()
    def show_all(self) -> None:
        """Everything anew."""
        self._pane.set_posts(post_marks(self._situation))
        self.show_units()
        self.show_incidents()
        self._on_opponents()

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self._phrases = phrases
        self.show_incidents()

    def show_closed(self, on: bool) -> None:
        """Show the closed incidents that the Situation still knows, or only the open ones."""
        if on is not self._shows_closed:
            self._shows_closed = on
            self.show_incidents()

    @Slot()
    def show_units(self) -> None:
        """Every unit; those of no use just now are faint."""
        units = self._situation.units.values()
        faint = {unit.id for unit in units if self._is_faint(unit)}
        self._pane.set_units(unit_marks(units, now=self._now(), dimmed=faint))

    @Slot()
    def show_incidents(self) -> None:
        """The open ones, and the selected one even when it is closed."""
        shown = [
            each
            for each in self._situation.incidents.values()
            if each.is_open or self._shows_closed or each.id == self._selected()
        ]
        self._pane.set_incidents(
            [incident_mark(each, self._situation, self._phrases.kind(each.kind)) for each in shown]
        )

    @Slot(str)
    def _on_unit_changed(self, unit: str) -> None:
        self._patch(frozenset({unit}))

    @Slot(object)
    def _patch(self, units: frozenset[str]) -> None:
        now = self._now()
        known = [self._situation.units[UnitId(each)] for each in units if each in self._situation.units]
        self._pane.patch_units(
            [unit_mark(unit, now=now, dimmed=(unit.id,) if self._is_faint(unit) else ()) for unit in known]
        )

    @Slot()
    def _on_opponents(self) -> None:
        self._pane.set_opponents(opponent_marks(self._situation, label=self._opponent_label))
