"""What the facts of a drill say to one criterion: a number, and the facts that it was read from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commandroom.drill.moments import is_told
from commandroom.drill.picking import has_kit
from commandroom.drill.schema import Measured as Asked
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.domain.simple import POLICE_INFORMED
from commandroom.services.ports import Recorded

ALONE_S = 60.0
"""A unit is alone when nobody else is on scene as it arrives, nor within so many seconds after."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the facts say to one criterion; `value` None: it never came to pass."""

    value: float | None
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What one criterion looks at."""

    asked: Asked
    start: datetime
    """Seconds count from here."""
    incident: IncidentId
    about: Sequence[Recorded]
    """The facts that name the incident, in order."""
    everything: Sequence[Recorded]
    units: Mapping[UnitId, Unit]

    def since(self) -> Iterable[Recorded]:
        """The facts about the incident from the start on."""
        return (fact for fact in self.about if fact.event.at >= self.start)

    def seconds(self, at: datetime, facts: Iterable[Recorded]) -> Found:
        """The time from the start, and its evidence."""
        return Found(round((at - self.start).total_seconds(), 3), numbers(facts))


Measure = Callable[[Scope], Found]


def numbers(facts: Iterable[Recorded]) -> tuple[int, ...]:
    """Their places in the journal."""
    return tuple(fact.number for fact in facts if fact.number is not None)


def _nth_unit(kind: type[ev.Event], *, is_since: bool) -> Measure:
    """Seconds to the n-th different unit of the party that a fact of a kind speaks of."""

    def measure(scope: Scope) -> Found:
        facts = scope.since() if is_since else scope.about
        return _nth(scope, facts, kind, lambda unit: scope.asked.party in (None, unit.party.value))

    return measure


def _nth(
    scope: Scope, facts: Iterable[Recorded], kind: type[ev.Event], counts: Callable[[Unit], bool]
) -> Found:
    seen: dict[UnitId, Recorded] = {}
    for fact in facts:
        unit = scope.units.get(getattr(fact.event, "unit", UnitId("")))
        if isinstance(fact.event, kind) and unit is not None and counts(unit):
            seen.setdefault(unit.id, fact)
            if len(seen) == scope.asked.count:
                return scope.seconds(max(fact.event.at, scope.start), seen.values())
    return Found(None, numbers(seen.values()))


def _kit(scope: Scope) -> Found:
    words = (scope.asked.item or "").split("|")
    return _nth(scope, scope.about, ev.UnitArrived, lambda unit: has_kit(unit, words))


def _kit_complete(scope: Scope) -> Found:
    """Every piece named (`a|b`) is carried by at least `count` of the units that have arrived."""
    words = [each for each in (scope.asked.item or "").split("|") if each]
    carried = dict.fromkeys(words, 0)
    came: dict[UnitId, Recorded] = {}
    for fact in scope.about:
        if not isinstance(fact.event, ev.UnitArrived) or fact.event.unit in came:
            continue
        came[fact.event.unit] = fact
        for word in words:
            carried[word] += has_kit(scope.units[fact.event.unit], (word,))
        if words and all(number >= scope.asked.count for number in carried.values()):
            return scope.seconds(max(fact.event.at, scope.start), came.values())
    return Found(None, numbers(came.values()))


def _ring(scope: Scope) -> Found:
    for fact in scope.about:
        if isinstance(fact.event, ev.RingMet) and fact.event.ring.value == scope.asked.ring:
            return scope.seconds(fact.event.at, (fact,))
    return Found(None)


def _closed(scope: Scope) -> Found:
    for fact in scope.since():
        if isinstance(fact.event, ev.IncidentClosed):
            return scope.seconds(fact.event.at, (fact,))
    return Found(None)


def _happened(code: str = "") -> Measure:
    """Seconds to the n-th happening with a code; the criterion's own where none is given."""

    def measure(scope: Scope) -> Found:
        found = [fact for fact in scope.since() if _is(fact, code or scope.asked.code or "")]
        wanted = 1 if code else scope.asked.count
        if len(found) < wanted:
            return Found(None, numbers(found))
        return scope.seconds(found[wanted - 1].event.at, found[:wanted])

    return measure


def _reached_number(code: str) -> Measure:
    """Seconds to the first happening whose text is `n` or `n/m` with n at least the count asked for, or,
    where no more than one is asked for and there is an m, all of them."""

    def measure(scope: Scope) -> Found:
        for fact in scope.about:
            event = fact.event
            if isinstance(event, ev.HappeningNoted) and event.code == code:
                done, _, whole = event.text.partition("/")
                wanted = int(whole) if whole and scope.asked.count == 1 else scope.asked.count
                if int(done) >= wanted:
                    return scope.seconds(max(event.at, scope.start), (fact,))
        return Found(None)

    return measure


def _exits(scope: Scope) -> Found:
    """Seconds until so many exits are covered at once."""
    covered: dict[str, Recorded] = {}
    for fact in scope.about:
        event = fact.event
        if not isinstance(event, ev.HappeningNoted):
            continue
        if event.code == "exit_covered":
            covered[event.text] = fact
        elif event.code == "exit_open":
            covered.pop(event.text, None)
        if len(covered) >= scope.asked.count:
            return scope.seconds(max(event.at, scope.start), covered.values())
    return Found(None, numbers(covered.values()))


def _said(scope: Scope) -> Found:
    """Seconds to the n-th message of the desk, wherever it belongs."""
    return _nth_message(scope, scope.everything)


def _reported(scope: Scope) -> Found:
    """The same, of messages about this very incident."""
    return _nth_message(scope, scope.about)


def _nth_message(scope: Scope, facts: Iterable[Recorded]) -> Found:
    words = [each for each in (scope.asked.word or "").split("|") if each]
    said = [
        fact
        for fact in facts
        if isinstance(fact.event, ev.MessageLogged)
        and not is_told(fact.by)
        and fact.event.at >= scope.start
        and fact.event.unit is None
        and fact.event.text != POLICE_INFORMED
        and (not words or any(word in fact.event.text for word in words))
    ]
    if len(said) < scope.asked.count:
        return Found(None, numbers(said))
    return scope.seconds(said[scope.asked.count - 1].event.at, said[: scope.asked.count])


def _never(scope: Scope) -> Found:
    """How often something happened, anywhere."""
    found = [
        fact
        for fact in scope.everything
        if fact.event.at >= scope.start and _is(fact, scope.asked.code or "")
    ]
    return Found(float(len(found)), numbers(found))


def _alone(scope: Scope) -> Found:
    """How many units of the party (guards where none is named) were alone on scene; see `ALONE_S`."""
    party = scope.asked.party or "guard"
    came = [fact for fact in scope.about if isinstance(fact.event, ev.UnitArrived)]
    found = [
        fact
        for fact in came
        if scope.units[_unit(fact)].party.value == party and _is_alone(fact, came, scope.about)
    ]
    return Found(float(len(found)), numbers(found))


def _is_alone(one: Recorded, came: Sequence[Recorded], about: Sequence[Recorded]) -> bool:
    until = one.event.at + timedelta(seconds=ALONE_S)
    for other in came:
        if other is one or _unit(other) == _unit(one) or other.event.at > until:
            continue
        gone = next((fact.event.at for fact in about if _has_left(fact, other)), None)
        if gone is None or gone > one.event.at:
            return False
    return True


def _has_left(fact: Recorded, came: Recorded) -> bool:
    left = (ev.UnitCleared, ev.AssignmentWithdrawn)
    return isinstance(fact.event, left) and _unit(fact) == _unit(came) and fact.event.at >= came.event.at


def _unit(fact: Recorded) -> UnitId:
    return UnitId(str(getattr(fact.event, "unit", "")))


def _is(fact: Recorded, code: str) -> bool:
    return isinstance(fact.event, ev.HappeningNoted) and fact.event.code == code


MEASURES: dict[str, Measure] = {
    "first_order": _nth_unit(ev.UnitAssigned, is_since=True),
    "first_acknowledged": _nth_unit(ev.OrderAcknowledged, is_since=True),
    "ring": _ring,
    "units_on_scene": _nth_unit(ev.UnitArrived, is_since=False),
    "sides_closed": _reached_number("sides"),
    "exits_covered": _exits,
    "kit_on_scene": _kit,
    "kit_complete": _kit_complete,
    "escape_cut": _happened("escape_cut"),
    "cordon": _reached_number("cordon"),
    "evacuated": _reached_number("evacuated"),
    "message_sent": _said,
    "report_sent": _reported,
    "happening": _happened(),
    "controlled": _happened("controlled"),
    "closed": _closed,
    "never": _never,
    "alone": _alone,
}
COUNTS = ("never", "alone")
"""Measured as a number of times, not in seconds."""
