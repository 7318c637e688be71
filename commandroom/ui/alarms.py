"""What a human must act on now: each with its cause, folded where it repeats, worst first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.models.domain import events as ev
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId, KindCode, RollCallId, UnitId
from commandroom.services.callup import CALL_UP_KIND
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation
from commandroom.ui.overdue import FEEDBACK, overdue_since

SOUNDS_FROM = 2
"""From this stage on an overdue step is said aloud."""


class Cause(IntEnum):
    """Why; the more pressing ones first where the level is the same."""

    RULE = 1
    """Guards alone are not enough any more."""
    OVERDUE = 2
    RING = 3
    NEW = 4
    CALL = 5
    """A unit has missed roll-calls in a row."""


@dataclass(frozen=True, slots=True)
class AlarmKey:
    """What repeats under the same key is one alarm."""

    cause: Cause
    incident: IncidentId | None = None
    unit: UnitId | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of the list."""

    key: AlarmKey
    level: int
    """1 worst, as of the incident."""
    since: datetime
    count: int = 1
    """How often it was raised."""
    is_seen: bool = False
    step: str = ""
    stage: int = 0
    call: RollCallId | None = None

    @property
    def is_calling(self) -> bool:
        """Whether it asks to be heard: not seen, and not one that only shows."""
        return not self.is_seen and (self.key.cause is not Cause.OVERDUE or self.stage >= SOUNDS_FROM)


class Alarms(QObject):
    """New incidents, missed rings, overdue orders, silent units; repeats of one cause fold into one alarm."""

    changed = Signal()

    def __init__(self, situation: Situation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._situation = situation
        self._alarms: dict[AlarmKey, Alarm] = {}
        self._adopt()

    @property
    def raised(self) -> frozenset[IncidentId]:
        """The incidents that wait for somebody to see them."""
        return frozenset(
            each.key.incident
            for each in self._alarms.values()
            if each.is_calling and each.key.incident is not None
        )

    @property
    def is_calling(self) -> bool:
        """Whether anything asks to be heard."""
        return any(each.is_calling for each in self._alarms.values())

    @property
    def worst(self) -> IncidentId | None:
        """The one to look at first."""
        raised = self.raised
        waiting = [each.id for each in self._situation.open_incidents() if each.id in raised]
        return waiting[0] if waiting else None

    @property
    def has_grave_without_unit(self) -> bool:
        """Whether an open level-1 incident has nobody bound to it."""
        return any(
            each.level is Level.GRAVE and not self._situation.has_units(each.id)
            for each in self._situation.open_incidents()
        )

    def lines(self) -> tuple[Alarm, ...]:
        """Every alarm, worst first: what calls before what was seen, then by level, stage, cause and age."""
        return tuple(sorted(self._alarms.values(), key=_rank))

    @Slot(object)
    def on_journal_line(self, fact: Recorded) -> None:
        """Raise or end what the fact asks for."""
        match fact.event:
            case ev.IncidentReported(incident=incident) if incident.kind != CALL_UP_KIND:
                self._raise(AlarmKey(Cause.NEW, incident.id), fact.event.at)
            case ev.RingMissed(incident=where):
                self._raise(AlarmKey(Cause.RING, where), fact.event.at)
            case ev.SimpleRuleEnded(incident=where):
                self._raise(AlarmKey(Cause.RULE, where), fact.event.at)
            case ev.OrderOverdue():
                self._on_overdue(fact.event)
            case ev.UnitAssigned(incident=where):
                self.acknowledge(where)
            case ev.IncidentClosed(incident=where):
                self._end(lambda key: key.incident == where)
            case ev.RollCallMissed(is_alarm=True) as missed:
                self._raise(AlarmKey(Cause.CALL, unit=missed.unit), missed.at, call=missed.call)
            case ev.RollCallAnswered(unit=who):
                self._end(lambda key: key.cause is Cause.CALL and key.unit == who)
            case _:
                self._on_step(fact.event)

    def acknowledge(self, incident: IncidentId) -> bool:
        """Somebody saw what there is about the incident; whether there was anything to see.

        What lasts (an overdue order) stays on the list and is still until it gets worse.
        """
        return self._see([key for key in self._alarms if key.incident == incident])

    def acknowledge_alarm(self, key: AlarmKey) -> bool:
        """Somebody saw this one."""
        return self._see([key] if key in self._alarms else [])

    def acknowledge_worst(self) -> bool:
        """Somebody saw the worst one that calls, of whatever it is about."""
        calling = next((each for each in self.lines() if each.is_calling), None)
        return calling is not None and self.acknowledge_alarm(calling.key)

    def _see(self, keys: list[AlarmKey]) -> bool:
        found = [key for key in keys if not self._alarms[key].is_seen]
        for key in found:
            if key.cause is Cause.OVERDUE:
                self._alarms[key] = replace(self._alarms[key], is_seen=True)
            else:
                del self._alarms[key]
        if found:
            self.changed.emit()
        return bool(found)

    def _on_overdue(self, fact: ev.OrderOverdue) -> None:
        """A step is late, or later than before: it calls anew with each stage."""
        self._raise(
            AlarmKey(Cause.OVERDUE, fact.incident, fact.unit), fact.due_at, step=fact.step, stage=fact.stage
        )

    def _on_step(self, event: ev.Event) -> None:
        """A step that was taken, or the unit's word, ends what was said of its delay."""
        match event:
            case ev.OrderAcknowledged() | ev.UnitSetOut() | ev.UnitArrived() | ev.UnitCleared():
                self._end_overdue(event.unit, event.incident)
            case ev.AssignmentWithdrawn():
                self._end_overdue(event.unit, event.incident)
            case ev.MessageLogged(unit=unit, incident=where) if unit is not None and where is not None:
                key = AlarmKey(Cause.OVERDUE, where, unit)
                if key in self._alarms and self._alarms[key].step == FEEDBACK:
                    self._end_overdue(unit, where)

    def _end_overdue(self, unit: UnitId, incident: IncidentId) -> None:
        self._end(lambda key: key == AlarmKey(Cause.OVERDUE, incident, unit))

    def _end(self, is_over: Callable[[AlarmKey], bool]) -> None:
        over = [key for key in self._alarms if is_over(key)]
        for key in over:
            del self._alarms[key]
        if over:
            self.changed.emit()

    def _raise(
        self, key: AlarmKey, at: datetime, *, step: str = "", stage: int = 0, call: RollCallId | None = None
    ) -> None:
        before, level = self._alarms.get(key), self._level(key)
        if level is None:
            return
        count = 1 if before is None or before.step != step else before.count + (before.stage == stage)
        self._alarms[key] = Alarm(key, level, at, count, step=step, stage=stage, call=call)
        self.changed.emit()

    def _level(self, key: AlarmKey) -> int | None:
        """How grave it is; None for an exercise, which alarms nobody."""
        incident = None if key.incident is None else self._situation.incidents.get(key.incident)
        if incident is None:
            return int(Level.SERIOUS)
        return None if incident.kind == KindCode(CALL_UP_KIND) else int(incident.level)

    def _adopt(self) -> None:
        """What was overdue before the window opened is so still."""
        for each in self._situation.active_assignments():
            since = overdue_since(each, self._situation) if each.stage else None
            if since is not None:
                key = AlarmKey(Cause.OVERDUE, each.incident, each.unit)
                level = self._level(key)
                if level is not None:
                    self._alarms[key] = Alarm(key, level, since, step=each.overdue, stage=each.stage)


def _rank(alarm: Alarm) -> tuple[bool, int, int, int, datetime, str]:
    return (
        not alarm.is_calling,
        alarm.level,
        -alarm.stage,
        int(alarm.key.cause),
        alarm.since,
        f"{alarm.key.incident}{alarm.key.unit}",
    )
