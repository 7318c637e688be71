"""The store: one connection, one command at a time."""

import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from commandroom.errors import WorldFailed
from commandroom.models.domain.commands import Command
from commandroom.models.domain.entities import Author
from commandroom.models.domain.events import PositionsReported
from commandroom.models.domain.ids import IncidentId
from commandroom.models.domain.recorded import PastIncident, Recorded, Snapshot, Trip
from commandroom.models.store import past, queries
from commandroom.models.store.journal import BEGINNING, HEAD_MARK, Entry, UnreadableEntry, Verdict, verify
from commandroom.models.store.positions import LastPositions
from commandroom.models.store.rows import MarkRow, UnitRow
from commandroom.models.store.work import SqlWork
from commandroom.models.store.writable import refuse_unwritable


class SqlTransaction:
    """`with` it: commits at the end of the block, undoes everything on any error."""

    def __init__(self, store: "SqlStore", by: Author, command: Command) -> None:
        self._store = store
        self._by = by
        self._command = command
        self.recorded: tuple[Recorded, ...] = ()

    def __enter__(self) -> SqlWork:
        """Begin."""
        self._session = Session(self._store.engine, expire_on_commit=False)
        self._work = SqlWork(
            self._session,
            by=self._by,
            command=self._command,
            head=self._store.journal_head(),
            positions=self._store.positions,
        )
        return self._work

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Commit or undo; what the database refuses, now or within the block, is a failure of the world.

        Text that cannot be written in UTF-8 (half a character of a broken file) is refused.
        """
        try:
            if isinstance(error, (DBAPIError, UnicodeEncodeError)):
                raise error
            if error is None:
                self._commit()
        except UnicodeEncodeError as why:
            raise refuse_unwritable(why) from why
        except IntegrityError as why:
            raise WorldFailed("store.conflict", why=str(why.orig)) from why
        except DBAPIError as why:
            raise WorldFailed("store.write", path=self._store.name, why=str(why.orig)) from why
        finally:
            self._session.close()

    def _commit(self) -> None:
        work, store = self._work, self._store
        store.positions.keep(work.reports)
        moved_at = next((e.at for _, e in work.recorded if isinstance(e, PositionsReported)), None)
        must_write = moved_at is not None and store.positions.is_due(moved_at)
        if must_write:
            write_positions(self._session, store.positions)
        if work.head != store.journal_head():
            self._session.merge(MarkRow(key=HEAD_MARK, value=f"{work.head[0]}:{work.head[1]}"))
        if self._session.new or self._session.dirty or self._session.in_transaction():
            self._session.commit()
        if must_write:
            store.positions.written(moved_at)
        store.moved_on(work.head)
        self.recorded = tuple(Recorded(number, self._by, event) for number, event in work.recorded)


def write_positions(session: Session, positions: LastPositions) -> None:
    """Write the unwritten positions in one batch; one that is older than the row's is passed over."""
    batch = positions.batch()
    if not batch:
        return
    table = UnitRow.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("key"))
        .where(or_(table.c.position_at.is_(None), table.c.position_at <= bindparam("reported_at")))
        .values(
            lat=bindparam("lat"),
            lon=bindparam("lon"),
            heading_deg=bindparam("heading_deg"),
            position_at=bindparam("reported_at"),
        )
    )
    session.connection().execute(statement, batch)


class SqlStore:
    """See `services.ports.Store`. Open it with `models.opening.open_store`."""

    def __init__(self, engine: Engine, *, name: str, let_go: Callable[[], None]) -> None:
        """`let_go` releases what guards the store against a second program."""
        self.engine = engine
        self.name = name
        self.positions = LastPositions()
        self._let_go = let_go
        weakref.finalize(self, engine.dispose)  # a store that was dropped, not closed, leaves no connection
        with self._reading() as session:
            self._head = queries.journal_head(session) or (0, BEGINNING)

    @property
    def address(self) -> str:
        """The URL at which somebody who only reads may open it too; '' for one in memory."""
        url = self.engine.url
        is_file = url.get_backend_name() == "sqlite"
        if is_file and url.database in (None, "", ":memory:"):
            return ""
        return url.render_as_string(hide_password=False)

    def transact(self, by: Author, command: Command) -> SqlTransaction:
        """Begin the unit of work of `command`."""
        return SqlTransaction(self, by, command)

    def journal_head(self) -> tuple[int, str]:
        """Number and hash of the newest entry."""
        return self._head

    def moved_on(self, head: tuple[int, str]) -> None:
        """A transaction was committed."""
        self._head = head

    def snapshot(self, *, now: datetime, journal_lines: int = 200) -> Snapshot:
        """The present state; closed incidents of the last day included.

        Raises:
            WorldFailed: something stands there that this program never writes.
        """
        try:
            with self._reading() as session:
                return queries.snapshot(
                    session,
                    positions=self.positions,
                    since=now - timedelta(days=1),
                    journal_lines=journal_lines,
                    number=self._head[0],
                )
        except (ValueError, TypeError) as why:
            raise WorldFailed("store.broken", path=self.name, why=str(why)) from why

    def past_incidents(self, since: datetime, until: datetime) -> tuple[PastIncident, ...]:
        """Place, level and time of the incidents reported from `since` up to, not including, `until`."""
        with self._reading() as session:
            return queries.past_incidents(session, since, until)

    def past_facts(self, since: datetime, until: datetime) -> tuple[Recorded, ...]:
        """What the journal tells of incidents from `since` up to, not including, `until`, oldest first.

        Raises:
            WorldFailed: what stands there is no fact of this program.
        """
        try:
            with self._reading() as session:
                return queries.past_facts(session, since, until)
        except (ValueError, TypeError) as why:
            raise WorldFailed("store.broken", path=self.name, why=str(why)) from why

    def trips(self, since: datetime) -> tuple[Trip, ...]:
        """The ways units made since then, as foreseen and as they were, oldest first."""
        with self._reading() as session:
            return queries.trips(session, since)

    def decisions(self, incident: IncidentId) -> tuple[Recorded, ...]:
        """The decisions about an incident and the reasons given for them, oldest first.

        Raises:
            WorldFailed: what stands there is no decision of this program.
        """
        try:
            with self._reading() as session:
                return queries.decisions(session, incident)
        except (ValueError, TypeError) as why:
            raise WorldFailed("store.broken", path=self.name, why=str(why)) from why

    def span(self, since: datetime, until: datetime) -> past.Span:
        """Everything the journal holds from `since` up to, not including, `until`, and how it began.

        Raises:
            WorldFailed: what stands there is no fact of this program.
        """
        try:
            with self._reading() as session:
                return past.read_span(session, since, until)
        except (ValueError, TypeError) as why:
            raise WorldFailed("store.broken", path=self.name, why=str(why)) from why

    def span_of_incident(self, incident: str) -> tuple[datetime, datetime] | None:
        """From its alarm to its end, or to the newest entry; None where there is no such incident."""
        with self._reading() as session:
            return past.span_of_incident(session, incident)

    def past_titles(self, most: int) -> tuple[past.PastTitle, ...]:
        """The newest incidents that are no exercises, newest first."""
        with self._reading() as session:
            return past.past_titles(session, most)

    def times(self) -> tuple[datetime, datetime] | None:
        """Of the oldest and the newest entry; None in an empty journal."""
        with self._reading() as session:
            return past.times(session)

    def last_time(self) -> datetime | None:
        """The time of the newest entry.

        Raises:
            WorldFailed: what stands there is no time.
        """
        try:
            with self._reading() as session:
                return queries.last_time(session)
        except (ValueError, TypeError) as why:
            raise WorldFailed("store.broken", path=self.name, why=str(why)) from why

    def entries(self, *, after: int = 0) -> Iterator[Entry]:
        """Journal entries from number `after` + 1 on, read in pages.

        Raises:
            UnreadableEntry: the next entry holds what is no text or no time; those before were given.
        """
        while True:
            page = self._page(after)
            yield from page
            if not page:
                return
            after = page[-1].number

    def _page(self, after: int) -> list[Entry]:
        """The next entries; only one where something in the whole page cannot be read."""
        try:
            with self._reading() as session:
                return queries.journal_page(session, after=after)
        except (ValueError, TypeError):
            try:
                with self._reading() as session:
                    return queries.journal_page(session, after=after, most=1)
            except (ValueError, TypeError) as why:
                raise UnreadableEntry(str(why)) from why

    def verify(self) -> Verdict:
        """Check the whole chain."""
        return verify(self.entries(), marked_head=self.mark(HEAD_MARK))

    def mark(self, key: str) -> str | None:
        """A small fact about the store, or None."""
        with self._reading() as session:
            return session.scalars(select(MarkRow.value).where(MarkRow.key == key)).first()

    def close(self) -> None:
        """Write what is pending and let go of the file."""
        try:
            with self._reading() as session:
                write_positions(session, self.positions)
                session.commit()
        finally:
            self.engine.dispose()
            self._let_go()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        except (DBAPIError, sqlite3.DatabaseError) as why:
            raise WorldFailed("store.read", path=self.name, why=str(why)) from why
