"""A roll-call as rows: answered after so many seconds, still waiting, or missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commandroom.models.domain.entities import RollCall, Unit
from commandroom.models.domain.ids import UnitId


class State(StrEnum):
    """How a unit stands in a roll-call."""

    ANSWERED = "answered"
    WAITING = "waiting"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class RollRow:
    """One unit that was called."""

    unit: UnitId
    call_sign: str
    firm: str
    state: State
    took_s: float | None
    """From the call to the answer."""
    on_behalf: bool
    misses: int
    """Calls in a row that it has not answered."""


@dataclass(frozen=True, slots=True)
class RollCount:
    """A roll-call in figures."""

    called: int
    answered: int
    waiting: int
    missed: int


def roll_rows(
    call: RollCall, units: Mapping[UnitId, Unit], firms: Mapping[str, str], now: datetime
) -> tuple[RollRow, ...]:
    """By call sign, so that no row moves while answers come in; `firms` are names by id."""
    heard = {each.unit: each for each in call.answers}
    is_over = call.is_over or now >= call.due_at
    rows = []
    for unit in call.units:
        who, answer = units.get(unit), heard.get(unit)
        silent = State.MISSED if is_over else State.WAITING
        rows.append(
            RollRow(
                unit=unit,
                call_sign=unit if who is None else who.call_sign,
                firm="" if who is None or who.firm is None else firms.get(who.firm, ""),
                state=silent if answer is None else State.ANSWERED,
                took_s=None if answer is None else (answer.at - call.called_at).total_seconds(),
                on_behalf=answer is not None and answer.on_behalf,
                misses=0 if who is None else who.missed_calls,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.call_sign, row.unit)))


def counted(rows: tuple[RollRow, ...]) -> RollCount:
    """How many stand how."""
    by = {state: sum(row.state is state for row in rows) for state in State}
    return RollCount(len(rows), by[State.ANSWERED], by[State.WAITING], by[State.MISSED])
