"""What each act of the window means: from a menu, a key, a drop or a button to the console."""

from PySide6.QtCore import QObject, Slot

from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import AssignmentStatus, Duty
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.alarms import Alarms
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.frame import RoomFrame
from commandroom.ui.map_pane import MapPane
from commandroom.ui.phrases import step_of


class Hands(QObject):
    """Connects the acts; enables those that the selection allows."""

    STEPS = (
        AssignmentStatus.ACKNOWLEDGED,
        AssignmentStatus.EN_ROUTE,
        AssignmentStatus.ON_SCENE,
        AssignmentStatus.CLEARED,
    )
    GO_TO_ZOOM = 16.0

    def __init__(
        self,
        *,
        actions: RoomActions,
        console: Console,
        situation: Situation,
        alarms: Alarms,
        pane: MapPane,
        frame: RoomFrame,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._console = console
        self._situation = situation
        self._alarms = alarms
        self._pane = pane
        self._errands = Errands()
        self._connect()
        self._hear(frame, pane)
        self.enable()

    @Slot(str, str)
    def assign(self, unit: str, incident: str) -> None:
        """A unit was let go over an incident, or meant by Enter."""
        self._errands.start(self._console.assign(UnitId(unit), IncidentId(incident)))

    @Slot(str)
    def send(self, unit: str) -> None:
        """Send this unit to the selected incident."""
        if self._console.incident is None:
            text = self._console.phrases.say("ui.need.incident")
            self._console.notice.emit(Notice("refused", text))
        else:
            self.assign(unit, self._console.incident)

    @Slot()
    def dispatch(self) -> None:
        """Enter: send the proposed unit to the selected incident."""
        found = self._console.proposed()
        if self._console.incident is None or found is None:
            key = "ui.need.incident" if self._console.incident is None else "ui.need.candidate"
            self._console.notice.emit(Notice("refused", self._console.phrases.say(key)))
            return
        self.assign(found.unit, self._console.incident)

    @Slot()
    def acknowledge(self) -> None:
        """Space: the selected alarm was seen; else go to the worst one that waits."""
        selected = self._console.incident
        if selected is not None and self._alarms.acknowledge(selected):
            return
        worst = self._alarms.worst
        if worst is not None:
            self._console.select_incident(worst)
        else:
            self._alarms.acknowledge_worst()

    @Slot()
    def undo(self) -> None:
        """Ctrl+Z."""
        self._errands.start(self._console.undo())

    def close(self, result: str) -> None:
        """End the selected incident."""
        if self._console.incident is not None:
            self._errands.start(self._console.close(self._console.incident, result))

    def tell(self, text: str) -> None:
        """Tell the units, about the selected incident or about the town."""
        if text:
            self._errands.start(self._console.tell(text))

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    @Slot()
    def enable(self) -> None:
        """Only what can be done now can be chosen."""
        unit = self._unit()
        incident = self._situation.incidents.get(self._console.incident or IncidentId(""))
        is_open = incident is not None and incident.is_open
        for name in ("dispatch", "close", "close_with_result"):
            self._actions[name].setEnabled(is_open)
        self._actions["reopen"].setEnabled(incident is not None and not is_open)
        self._actions["locate_incident"].setEnabled(incident is not None)
        self._actions["acknowledge_alarm"].setEnabled(self._alarms.is_calling)
        self._actions["send_unit"].setEnabled(
            unit is not None and is_open and incident is not None and unit.incident != incident.id
        )
        self._actions["locate_unit"].setEnabled(unit is not None)
        step = None if unit is None else step_of(self._situation, unit)
        for each in self.STEPS:
            self._actions[each.value].setEnabled(step is not None and each.step > step.step)
        self._actions["withdraw"].setEnabled(step is not None)
        for duty in Duty:
            allowed = unit is not None and unit.duty is not duty and unit.incident is None
            self._actions[f"duty_{duty.value}"].setEnabled(allowed)

    def _hear(self, frame: RoomFrame, pane: MapPane) -> None:
        """Obey the lists and the map as well as the acts."""
        pane.unit_dropped.connect(self.assign)
        frame.queue.list.unit_dropped.connect(self.assign)
        frame.queue.list.confirmed.connect(self.dispatch)
        frame.units.list.confirmed.connect(self.send)
        frame.notices.undo_wanted.connect(self.undo)

    def _connect(self) -> None:
        acts = self._actions
        acts["dispatch"].triggered.connect(self.dispatch)
        acts["acknowledge_alarm"].triggered.connect(self.acknowledge)
        acts["close"].triggered.connect(self._on_close)
        acts["reopen"].triggered.connect(self._on_reopen)
        acts["undo"].triggered.connect(self.undo)
        acts["send_unit"].triggered.connect(self._on_send_unit)
        acts["withdraw"].triggered.connect(self._on_withdraw)
        acts["locate_unit"].triggered.connect(self._on_locate_unit)
        acts["locate_incident"].triggered.connect(self._on_locate_incident)
        for step in self.STEPS:
            acts[step.value].triggered.connect(self._on_step)
        for duty in Duty:
            acts[f"duty_{duty.value}"].triggered.connect(self._on_duty)
        self._console.incident_selected.connect(self.enable)
        self._console.unit_selected.connect(self.enable)
        self._alarms.changed.connect(self.enable)

    def _unit(self) -> Unit | None:
        return self._situation.units.get(self._console.unit or UnitId(""))

    @Slot()
    def _on_close(self) -> None:
        self.close("")

    @Slot()
    def _on_reopen(self) -> None:
        if self._console.incident is not None:
            self._errands.start(self._console.reopen(self._console.incident))

    @Slot()
    def _on_send_unit(self) -> None:
        if self._console.unit is not None:
            self.send(self._console.unit)

    @Slot()
    def _on_step(self) -> None:
        unit, action = self._unit(), self.sender()
        if unit is not None and unit.incident is not None and action is not None:
            to = AssignmentStatus(action.objectName())
            self._errands.start(self._console.advance(unit.id, unit.incident, to))

    @Slot()
    def _on_duty(self) -> None:
        unit, action = self._unit(), self.sender()
        if unit is not None and action is not None:
            duty = Duty(action.objectName().removeprefix("duty_"))
            self._errands.start(self._console.set_duty(unit.id, duty))

    @Slot()
    def _on_withdraw(self) -> None:
        unit = self._unit()
        if unit is not None and unit.incident is not None:
            self._errands.start(self._console.withdraw(unit.id, unit.incident))

    @Slot()
    def _on_locate_unit(self) -> None:
        unit = self._unit()
        if unit is not None:
            self._pane.go_to(unit.at, self.GO_TO_ZOOM)

    @Slot()
    def _on_locate_incident(self) -> None:
        incident = self._situation.incidents.get(self._console.incident or IncidentId(""))
        if incident is not None:
            self._pane.go_to(incident.at, self.GO_TO_ZOOM)
