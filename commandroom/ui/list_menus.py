"""The menu of one incident or one unit, wherever it was asked for; lists hold still while it is open."""

from PySide6.QtCore import QObject, QPoint, Slot

from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.ui.console import Console
from commandroom.ui.frame import RoomFrame
from commandroom.ui.map_pane import MapPane
from commandroom.ui.menus import INCIDENT_ACTS, UNIT_ACTS, RoomMenus


class ListMenus(QObject):
    """Selects the thing first, so that the menu's acts are about it."""

    def __init__(
        self, *, menus: RoomMenus, frame: RoomFrame, console: Console, pane: MapPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._menus = menus
        self._console = console
        self._queue, self._units, self._team = frame.queue.list, frame.units.list, frame.units.team.list
        self._queue.menu_requested.connect(self._on_incident)
        self._units.menu_requested.connect(self._on_unit)
        self._team.menu_requested.connect(self._on_unit)
        pane.menu_requested.connect(self._on_map)

    @Slot(str, QPoint)
    def _on_incident(self, incident: str, at: QPoint) -> None:
        self._console.select_incident(IncidentId(incident))
        self._queue.hold.grip("menu")
        self._menus.popup(INCIDENT_ACTS, at, self._on_gone)

    @Slot(str, QPoint)
    def _on_unit(self, unit: str, at: QPoint) -> None:
        self._console.select_unit(UnitId(unit))
        self._units.hold.grip("menu")
        self._team.hold.grip("menu")
        self._menus.popup(UNIT_ACTS, at, self._on_gone)

    @Slot(str, str, QPoint)
    def _on_map(self, kind: str, mark: str, at: QPoint) -> None:
        if kind == "incident":
            self._on_incident(mark, at)
        elif kind == "unit":
            self._on_unit(mark, at)

    def _on_gone(self) -> None:
        self._queue.hold.let_go("menu")
        self._units.hold.let_go("menu")
        self._team.hold.let_go("menu")
