"""Tells when what was worked out for everybody at once no longer fits what is open and who is free."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.models.domain.doctrine import Doctrine
from commandroom.services.situation import Situation
from commandroom.ui.relay import Relay

Picture = tuple[frozenset[object], frozenset[object], frozenset[object], Doctrine]


class ManyWatch(QObject):
    """Compares the moment that was worked out with now; units that only move are no other picture."""

    changed = Signal(bool)
    """Whether things are other than they were."""

    REST_MS = 400
    """A burst of facts is looked at once."""

    def __init__(self, situation: Situation, relay: Relay, parent: QObject) -> None:
        super().__init__(parent)
        self._situation = situation
        self._kept: Picture | None = None
        self._is_other = False
        self._rest = QTimer(self, singleShot=True, interval=self.REST_MS)
        self._rest.timeout.connect(self._look)
        for signal in (relay.incident_changed, relay.unit_changed, relay.assignment_changed):
            signal.connect(self._on_change)
        for signal in (relay.doctrine_changed, relay.roster_imported):
            signal.connect(self._on_change)

    @property
    def is_other(self) -> bool:
        """Whether things were other at the last look."""
        return self._is_other

    def begin(self) -> None:
        """From now on compare with this moment."""
        self._kept = _picture(self._situation)
        self._tell(False)

    def stop(self) -> None:
        """Compare no more."""
        self._kept = None
        self._rest.stop()

    @Slot()
    def _on_change(self) -> None:
        if self._kept is not None and not self._rest.isActive():
            self._rest.start()

    @Slot()
    def _look(self) -> None:
        if self._kept is not None:
            self._tell(_picture(self._situation) != self._kept)

    def _tell(self, is_other: bool) -> None:
        if is_other != self._is_other:
            self._is_other = is_other
            self.changed.emit(is_other)


def _picture(situation: Situation) -> Picture:
    """What the answer depends on, but for positions and time."""
    return (
        frozenset((each.id, each.kind, each.level, each.simple_rule) for each in situation.open_incidents()),
        frozenset((each.unit, each.incident, each.role) for each in situation.active_assignments()),
        frozenset((each.id, each.duty, each.crew, each.incident) for each in situation.units.values()),
        situation.doctrine,
    )
