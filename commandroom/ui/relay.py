"""Facts from the store's thread into the window's thread, in order, as typed signals."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from commandroom.models.domain import events as ev
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation

Subscribe = Callable[[Callable[[Recorded], None]], Callable[[], None]]


class Relay(QObject):
    """Folds every fact into the Situation, then says what changed."""

    fact = Signal(object)
    """A Recorded, emitted on the store's thread and received on the window's."""
    unit_changed = Signal(str)
    incident_changed = Signal(str)
    assignment_changed = Signal(str, str)
    """Unit and incident."""
    positions_changed = Signal(object)
    """The ids (frozenset[str]) of the units that moved, at most five times a second."""
    opponents_changed = Signal()
    drawing_changed = Signal(str)
    """The id of what was drawn, drawn anew or taken off the map."""
    order_overdue = Signal(str, str)
    """Unit and incident: a step of the order is late, or later than before."""
    roll_call_changed = Signal(str)
    """The id of a roll-call that was begun, answered or ended."""
    doctrine_changed = Signal()
    """The room's rules are others now."""
    message = Signal(object)
    """A MessageLogged."""
    journal_line = Signal(object)
    """Every journalled Recorded, in order."""
    roster_imported = Signal()

    MOVES_EVERY_MS = 200

    def __init__(self, situation: Situation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._situation = situation
        self._leave: Callable[[], None] | None = None
        self._moved: set[str] = set()
        self._moves = QTimer(self, singleShot=True, interval=self.MOVES_EVERY_MS)
        self._moves.timeout.connect(self._say_moves)
        self.fact.connect(self._on_fact, Qt.ConnectionType.QueuedConnection)

    def listen(self, subscribe: Subscribe) -> None:
        """Begin to hear; call it before the room's time starts."""
        self.leave()
        self._leave = subscribe(self.fact.emit)

    def leave(self) -> None:
        """Hear no more."""
        if self._leave is not None:
            self._leave()
            self._leave = None

    @Slot(object)
    def _on_fact(self, fact: Recorded) -> None:
        if fact.number is not None and fact.number <= self._situation.journal_number:
            return
        self._situation.apply(fact)
        self._say(fact.event)
        if fact.number is not None:
            self.journal_line.emit(fact)

    def _say(self, event: ev.Event) -> None:
        match event:
            case ev.PositionsReported():
                self._moved.update(report.unit for report in event.reports)
                if not self._moves.isActive():
                    self._moves.start()
            case ev.OpponentsReported():
                self.opponents_changed.emit()
            case ev.IncidentReported():
                self.incident_changed.emit(event.incident.id)
            case ev.IncidentClosed() | ev.IncidentReopened() | ev.RingMet() | ev.RingMissed():
                self.incident_changed.emit(event.incident)
            case ev.ClocksHeld() | ev.SimpleRuleEnded():
                self.incident_changed.emit(event.incident)
            case ev.OrderOverdue():
                self.assignment_changed.emit(event.unit, event.incident)
                self.order_overdue.emit(event.unit, event.incident)
            case ev.RollCalled():
                self.roll_call_changed.emit(event.call.id)
            case ev.RollCallAnswered() | ev.RollCallMissed():
                self.unit_changed.emit(event.unit)
                self.roll_call_changed.emit(event.call)
            case ev.RollCallEnded():
                self.roll_call_changed.emit(event.call)
            case ev.DoctrineSet():
                self.doctrine_changed.emit()
            case ev.UnitAssigned() | ev.UnitCleared() | ev.AssignmentWithdrawn():
                self.unit_changed.emit(event.unit)
                self.assignment_changed.emit(event.unit, event.incident)
            case ev.OrderAcknowledged() | ev.UnitSetOut() | ev.UnitArrived():
                self.assignment_changed.emit(event.unit, event.incident)
            case ev.DutyChanged():
                self.unit_changed.emit(event.unit)
            case ev.DrawingPut() | ev.DrawingRemoved():
                self.drawing_changed.emit(event.drawing.id)
            case ev.MessageLogged():
                if event.unit is not None and event.incident is not None:
                    self.assignment_changed.emit(event.unit, event.incident)
                self.message.emit(event)
            case ev.RosterImported():
                self.roster_imported.emit()

    @Slot()
    def _say_moves(self) -> None:
        moved, self._moved = frozenset(self._moved), set()
        self.positions_changed.emit(moved)
