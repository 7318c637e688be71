"""The desks of the dispatch brain: team, gates, clocks, roll-calls, coverage, containment, planning."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from commandroom.services.ports import Catalogue
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.alarms import Alarms
from commandroom.ui.chime import Chime
from commandroom.ui.clock_desks import clock_desks
from commandroom.ui.console import Console
from commandroom.ui.contain_desk import ContainDesk
from commandroom.ui.coverage_desk import CoverageDesk
from commandroom.ui.dispatch_desks import dispatch_desks
from commandroom.ui.frame import RoomFrame
from commandroom.ui.hands import Hands
from commandroom.ui.layer_desk import LayerDesk
from commandroom.ui.many_desk import ManyDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.menus import RoomMenus
from commandroom.ui.planner_desk import PlannerDesk
from commandroom.ui.ranker import Ranker
from commandroom.ui.relay import Relay
from commandroom.ui.road_desk import RoadDesk
from commandroom.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Seat:
    """What every desk of a window may need; desks take from it what they use."""

    window: QMainWindow
    room: Room
    situation: Situation
    catalogue: Catalogue
    console: Console
    relay: Relay
    ranker: Ranker
    alarms: Alarms
    chime: Chime
    actions: RoomActions
    menus: RoomMenus
    frame: RoomFrame
    hands: Hands
    pane: MapPane
    layers: LayerDesk


class BrainDesk(Protocol):
    """One desk of the brain."""

    def apply_wording(self) -> None:
        """Another language; the console's phrases are the new ones already."""

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""

    def stop(self) -> None:
        """Work no more, as the window closes."""


class BrainTable(QObject):
    """Builds the desks and passes on what concerns all of them."""

    def __init__(self, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self.contain = ContainDesk(seat, seat.frame.units.team.theme, self)
        sending = dispatch_desks(seat, self)
        self.coverage = CoverageDesk(seat, seat.frame.units.team.theme, self)
        self.roads = RoadDesk(seat, seat.frame.units.team.theme, self)
        self.planner = PlannerDesk(seat, seat.frame.units.team.theme, self)
        self.many = ManyDesk(seat, seat.frame.units.team.theme, self)
        self.desks: tuple[BrainDesk, ...] = (
            *sending,
            *clock_desks(seat, self),
            self.roads,
            self.many,
            self.coverage,
            self.planner,
            self.contain,
        )

    def step_back(self) -> bool:
        """Esc: what a desk has open on the map; False where nothing is."""
        return self.contain.step_back()

    def apply_wording(self) -> None:
        """Another language."""
        for desk in self.desks:
            desk.apply_wording()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        for desk in self.desks:
            desk.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        for desk in self.desks:
            desk.stop()
