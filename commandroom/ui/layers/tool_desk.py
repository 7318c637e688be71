"""The acts of the map's tools: measure, draw, follow a unit, lock the view."""

from PySide6.QtCore import QObject, Slot

from commandroom.map.marks import TOOLS, Tool
from commandroom.models.domain.ids import UnitId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.map_pane import MapPane


class ToolDesk(QObject):
    """Keeps the switches true to what the map does."""

    def __init__(
        self, *, pane: MapPane, actions: RoomActions, situation: Situation, console: Console, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tools = pane.tools
        self._map = pane
        self._actions = actions
        self._situation = situation
        self._console = console
        for name in TOOLS:
            actions[name].triggered.connect(self._on_tool)
        actions["follow_unit"].triggered.connect(self._on_follow)
        actions["lock_view"].triggered.connect(self._on_lock)
        pane.tools.left.connect(self._show)
        pane.tools.follow_ended.connect(self._on_follow_ended)
        console.unit_selected.connect(self._show)
        self._followed = ""
        self._show()

    def step_back(self) -> bool:
        """Esc: put the tool down, then the measurement, then stop following; False where nothing was."""
        has_gone_back: bool = self._tools.escape()
        self._show()
        return has_gone_back

    def finish(self) -> bool:
        """Enter: the page ends the shape in hand; False where no tool is."""
        if self._tools.tool is None:
            return False
        self._map.press("Enter")
        return True

    @Slot(bool)
    def _on_tool(self, on: bool) -> None:
        sender = self.sender()
        name = "" if sender is None else sender.objectName()
        wanted: Tool | None = next((tool for tool in TOOLS if tool == name and on), None)
        self._tools.use(wanted)
        self._show()
        if wanted is not None:
            self._map.setFocus()

    @Slot(bool)
    def _on_follow(self, on: bool) -> None:
        """Follow the selected unit; again on another one changes over."""
        unit = self._console.unit
        if unit is not None and unit != self._tools.followed:
            self._followed = unit
            self._tools.follow(unit)
            self._say("layers.follow.began", unit=self._sign(unit))
        else:
            self._tools.follow("")
        self._show()

    @Slot()
    def _on_follow_ended(self) -> None:
        self._say("layers.follow.ended", unit=self._sign(self._followed))
        self._show()

    @Slot(bool)
    def _on_lock(self, on: bool) -> None:
        self._tools.lock_view(on)
        self._say("layers.lock.on" if on else "layers.lock.off")

    @Slot()
    def _show(self) -> None:
        for name in TOOLS:
            self._actions[name].setChecked(self._tools.tool == name)
        follow = self._actions["follow_unit"]
        follow.setChecked(bool(self._tools.followed))
        follow.setEnabled(self._console.unit is not None or bool(self._tools.followed))
        self._actions["lock_view"].setChecked(self._tools.is_locked)

    def _sign(self, unit: str) -> str:
        found = self._situation.units.get(UnitId(unit))
        return unit if found is None else found.call_sign

    def _say(self, key: str, **values: object) -> None:
        self._console.notice.emit(Notice("done", self._console.phrases.say(key, **values)))
