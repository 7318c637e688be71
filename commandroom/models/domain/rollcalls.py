"""点名: who is asked, who has answered, who has missed it how often."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import RollCallRules
from commandroom.models.domain.entities import RollCall, Unit
from commandroom.models.domain.enums import Duty, UnitKind
from commandroom.models.domain.errors import BadInput, NotCalled, RollCallIsOver, UnitNotCallable
from commandroom.models.domain.ids import RollCallId, UnitId

MOST_AT_ONCE = 500


def why_not_called(unit: Unit) -> str | None:
    """`off` or `video`: why a unit cannot be asked; None when it can."""
    if unit.kind is UnitKind.VIDEO:
        return "video"
    return "off" if unit.duty is Duty.OFF else None


def check_size(units: Sequence[UnitId]) -> None:
    """Refuse a call of nobody, of somebody twice, or of too many.

    Raises:
        BadInput: which of these it is.
    """
    if not units:
        raise BadInput("nobody_called")
    if len(units) > MOST_AT_ONCE:
        raise BadInput("too_many_called", limit=MOST_AT_ONCE, count=len(units))
    if len(set(units)) < len(units):
        raise BadInput("unit_twice")


def call(number: RollCallId, units: Sequence[Unit], rules: RollCallRules, *, at: datetime) -> ev.RollCalled:
    """Ask them all.

    Raises:
        UnitNotCallable: one is off duty or a camera.
    """
    for unit in units:
        why_not = why_not_called(unit)
        if why_not is not None:
            raise UnitNotCallable(unit.call_sign, why_not)
    due_at = at + timedelta(seconds=rules.answer_s)
    return ev.RollCalled(at, RollCall(number, at, due_at, tuple(unit.id for unit in units)))


def answer(roll: RollCall, unit: Unit, *, on_behalf: bool, at: datetime) -> Iterator[ev.Event]:
    """The facts of an answer; none where the unit has answered already.

    Raises:
        NotCalled: nobody asked it.
        RollCallIsOver: too late.
    """
    if unit.id not in roll.units:
        raise NotCalled(unit.call_sign, roll.id)
    if unit.id not in roll.silent:
        return
    if roll.is_over or at >= roll.due_at:
        raise RollCallIsOver(roll.id)
    yield ev.RollCallAnswered(at, roll.id, unit.id, on_behalf)
    if roll.silent == (unit.id,):
        yield ev.RollCallEnded(at, roll.id)


def time_up(
    roll: RollCall, silent: Sequence[Unit], rules: RollCallRules, *, at: datetime
) -> Iterator[ev.Event]:
    """The facts when the time of a roll-call is up; who went off duty since has missed nothing."""
    if roll.is_over or at < roll.due_at:
        return
    for unit in silent:
        if why_not_called(unit) is None:
            misses = unit.missed_calls + 1
            yield ev.RollCallMissed(at, roll.id, unit.id, misses, misses >= rules.misses_to_alarm)
    yield ev.RollCallEnded(at, roll.id)
