"""The register's rows: inserted, or replaced by id."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
from commandroom.models.store import mapping
from commandroom.models.store.rows import FirmRow, MemberRow, PatrolRow, PostRow, Row, UnitRow

Roster = tuple[Iterable[Firm], Iterable[Post], Iterable[Unit], Iterable[Member], Iterable[PatrolRoute]]


def put_roster(session: Session, roster: Roster) -> None:
    """Insert or replace by id, in the order in which they refer to each other."""
    tables: tuple[type[Row], ...] = (FirmRow, PostRow, UnitRow, MemberRow, PatrolRow)
    groups: tuple[Iterable[mapping.Thing], ...] = roster
    for table, things in zip(tables, groups, strict=True):
        values = [mapping.columns_of(thing) for thing in things]
        if not values:
            continue
        known = {str(each) for each in session.scalars(select(table.__table__.c.id))}
        fresh = [each for each in values if each["id"] not in known]
        if fresh:
            session.execute(table.__table__.insert(), fresh)  # type: ignore[attr-defined]
        for each in values:
            if each["id"] in known:
                write_row(session, table, each["id"], _kept(session, table, each))
        session.flush()


def write_row(session: Session, table: type[Row], key: object, values: dict[str, Any]) -> None:
    """Insert the row, or change what is different in it."""
    row = session.get(table, key)
    if row is None:
        session.add(table(**values))
        session.flush()
        return
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _kept(session: Session, table: type[Row], values: dict[str, Any]) -> dict[str, Any]:
    """A unit that is out on an incident stays there, and what it owes a roll-call stays with it."""
    if table is UnitRow:
        row = session.get(UnitRow, values["id"])
        if row is not None:
            return values | {"incident": row.incident, "missed_calls": row.missed_calls}
    return values
