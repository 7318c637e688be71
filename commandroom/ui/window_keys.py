"""The keys that no field or list wanted: Enter, Space, Esc and the arrows belong to the room."""

from typing import cast

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from commandroom.ui.brain_table import BrainTable
from commandroom.ui.console import Console
from commandroom.ui.frame import RoomFrame
from commandroom.ui.hands import Hands
from commandroom.ui.intake_desk import IntakeDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.map_table import MapTable


class WindowKeys(QObject):
    """The window passes on what it was sent; the keys of the map are heard here."""

    def __init__(
        self,
        *,
        hands: Hands,
        map_table: MapTable,
        brain: BrainTable,
        intake_desk: IntakeDesk,
        console: Console,
        frame: RoomFrame,
        pane: MapPane,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._hands = hands
        self._map_table = map_table
        self._brain = brain
        self._intake_desk = intake_desk
        self._console = console
        self._frame = frame
        self._window = window
        self._hear_map(cast(QWidget, pane))

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key means; False where it means nothing.

        Not while somebody types: a field lets Enter and the arrows pass, and they must not send anybody.
        """
        is_typing = isinstance(self._window.focusWidget(), (QLineEdit, QPlainTextEdit))
        if is_typing and event.key() != Qt.Key.Key_Escape:
            return False
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.confirm()
            case Qt.Key.Key_Space:
                self._hands.acknowledge()
            case Qt.Key.Key_Escape:
                self.step_back()
            case Qt.Key.Key_Down:
                self._frame.queue.list.step(1)
            case Qt.Key.Key_Up:
                self._frame.queue.list.step(-1)
            case _:
                return False
        return True

    @Slot()
    def confirm(self) -> None:
        """Enter: finish what is being drawn or measured, else send the proposed unit."""
        if not self._map_table.finish():
            self._hands.dispatch()

    @Slot()
    def step_back(self) -> None:
        """Esc: an open question, what is under way or open on the map, the form, the unit, the incident."""
        if self._console.gates.question is not None:
            self._console.gates.drop()
            return
        if self._map_table.step_back() or self._brain.step_back():
            return
        if self._intake_desk.is_open:
            self._intake_desk.close()
        else:
            self._console.clear_selection()

    def _hear_map(self, widget: QWidget) -> None:
        """The page of the map would keep these keys for itself."""
        for key, slot in (("Return", self.confirm), ("Enter", self.confirm),
                          ("Space", self._hands.acknowledge), ("Esc", self.step_back)):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
