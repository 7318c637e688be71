"""Measures a drill from its journal, and from nothing else: the same facts give the same sheet, always.

Times count from the alarm of the incident a criterion speaks of, in the drill's own time: a pause is not
in the journal and so costs nobody anything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commandroom.drill.moments import inject_of
from commandroom.drill.picking import has_kit
from commandroom.drill.schema import Criterion, Script
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.domain.simple import POLICE_INFORMED
from commandroom.models.store.journal import Entry
from commandroom.services.authority import SYSTEM
from commandroom.services.ports import CriterionResult, Recorded, ScoreSheet


@dataclass(frozen=True, slots=True)
class Measured:
    """What the facts say to one criterion."""

    value: float | None
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The facts of one drill with what is needed to read them."""

    facts: Sequence[Recorded]
    units: Mapping[UnitId, Unit]
    alarms: Mapping[str, ev.IncidentReported]
    """The alarm of each inject that reported an incident."""

    def of_incident(self, incident: IncidentId) -> Iterable[Recorded]:
        """The facts that name an incident."""
        return (fact for fact in self.facts if getattr(fact.event, "incident", None) == incident)


def history(facts: Sequence[Recorded], units: Iterable[Unit]) -> History:
    """Put the facts in order for measuring."""
    alarms = {
        inject: fact.event
        for fact in facts
        if isinstance(fact.event, ev.IncidentReported) and (inject := inject_of(fact.by)) is not None
    }
    return History(facts, {unit.id: unit for unit in units}, alarms)


def facts_of(entries: Iterable[Entry]) -> list[Recorded]:
    """The facts of a stored journal, to score a drill again that was played before.

    Raises:
        ValueError: an entry tells of something this program does not know.
    """
    return [Recorded(entry.number, entry.author, entry.fact()) for entry in entries]


def score(
    script: Script, past: History, *, seed: int, simulated_s: float, head: str, is_over: bool
) -> ScoreSheet:
    """The sheet so far; a line that is still open has `passed` None until the drill is over."""
    return ScoreSheet(
        script=script.id,
        title_zh=script.title.zh,
        title_en=script.title.en,
        seed=seed,
        simulated_seconds=simulated_s,
        history_sha256=head,
        criteria=tuple(
            _judged(each, script, past, simulated_s=simulated_s, is_over=is_over) for each in script.criteria
        ),
    )


def _judged(
    criterion: Criterion, script: Script, past: History, *, simulated_s: float, is_over: bool
) -> CriterionResult:
    alarm = past.alarms.get(criterion.of or script.alarm)
    measured = Measured(None) if alarm is None else _MEASURES[criterion.measure](criterion, alarm, past)
    is_count = criterion.measure == "never"
    limit = float(criterion.at_most or 0) if is_count else criterion.within or 0.0
    passed: bool | None
    if is_count:
        value = measured.value or 0.0
        measured = Measured(value, measured.evidence)
        passed = False if value > limit else True if is_over else None
    elif measured.value is not None:
        passed = measured.value <= limit
    else:
        waited = 0.0 if alarm is None else simulated_s - (alarm.at - script.start_at).total_seconds()
        passed = False if is_over or (alarm is not None and waited > limit) else None
    return CriterionResult(
        id=criterion.id,
        title_zh=criterion.title.zh,
        title_en=criterion.title.en,
        measured=measured.value,
        unit="count" if is_count else "s",
        limit=limit,
        passed=passed,
        evidence=measured.evidence,
    )


def _seconds(alarm: ev.IncidentReported, at: datetime, *facts: Recorded) -> Measured:
    value = round((at - alarm.at).total_seconds(), 3)
    return Measured(value, tuple(fact.number for fact in facts if fact.number is not None))


def _first(kind: type[ev.Event]) -> "_Measure":
    """Seconds to the first fact of a kind."""

    def measure(_: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
        for fact in past.of_incident(alarm.incident.id):
            if isinstance(fact.event, kind):
                return _seconds(alarm, fact.event.at, fact)
        return Measured(None)

    return measure


def _ring(criterion: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
    for fact in past.of_incident(alarm.incident.id):
        if isinstance(fact.event, ev.RingMet) and fact.event.ring.value == criterion.ring:
            return _seconds(alarm, fact.event.at, fact)
    return Measured(None)


def _nth_arrival(
    criterion: Criterion, alarm: ev.IncidentReported, past: History, counts: Callable[[Unit], bool]
) -> Measured:
    """Seconds until the n-th different unit that counts is on scene."""
    seen: dict[UnitId, Recorded] = {}
    for fact in past.of_incident(alarm.incident.id):
        if isinstance(fact.event, ev.UnitArrived) and counts(past.units[fact.event.unit]):
            seen.setdefault(fact.event.unit, fact)
            if len(seen) == criterion.count:
                return _seconds(alarm, fact.event.at, *seen.values())
    return Measured(None, tuple(fact.number for fact in seen.values() if fact.number is not None))


def _units(criterion: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
    return _nth_arrival(
        criterion, alarm, past, lambda unit: criterion.party is None or unit.party.value == criterion.party
    )


def _kit(criterion: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
    item = criterion.item or ""
    return _nth_arrival(criterion, alarm, past, lambda unit: has_kit(unit, (item,)))


def _happened(code: str) -> "_Measure":
    """Seconds to the first happening with a code."""

    def measure(_: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
        for fact in past.of_incident(alarm.incident.id):
            if isinstance(fact.event, ev.HappeningNoted) and fact.event.code == code:
                return _seconds(alarm, fact.event.at, fact)
        return Measured(None)

    return measure


def _named(criterion: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
    return _happened(criterion.code or "")(criterion, alarm, past)


def _sides(criterion: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
    for fact in past.of_incident(alarm.incident.id):
        event = fact.event
        if (
            isinstance(event, ev.HappeningNoted)
            and event.code == "sides"
            and int(event.text) >= criterion.count
        ):
            return _seconds(alarm, event.at, fact)
    return Measured(None)


def _said(criterion: Criterion, alarm: ev.IncidentReported, past: History) -> Measured:
    """Seconds to the n-th message that somebody at a desk sent after the alarm."""
    said = [
        fact
        for fact in past.facts
        if isinstance(fact.event, ev.MessageLogged)
        and fact.by.operator != SYSTEM
        and fact.event.at >= alarm.at
        and fact.event.unit is None
        and fact.event.text != POLICE_INFORMED
    ]
    if len(said) < criterion.count:
        return Measured(None)
    last = said[criterion.count - 1]
    return _seconds(alarm, last.event.at, last)


def _never(criterion: Criterion, _: ev.IncidentReported, past: History) -> Measured:
    """How often something happened, anywhere."""
    found = [
        fact
        for fact in past.facts
        if isinstance(fact.event, ev.HappeningNoted) and fact.event.code == criterion.code
    ]
    return Measured(float(len(found)), tuple(fact.number for fact in found if fact.number is not None))


_Measure = Callable[[Criterion, ev.IncidentReported, History], Measured]

_MEASURES: dict[str, _Measure] = {
    "first_order": _first(ev.UnitAssigned),
    "first_acknowledged": _first(ev.OrderAcknowledged),
    "ring": _ring,
    "units_on_scene": _units,
    "sides_closed": _sides,
    "kit_on_scene": _kit,
    "escape_cut": _happened("escape_cut"),
    "message_sent": _said,
    "happening": _named,
    "controlled": _happened("controlled"),
    "closed": _first(ev.IncidentClosed),
    "never": _never,
}
