"""Opens a store: guards it against a second program, migrates it, sets it to lose nothing."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from commandroom.errors import WorldFailed
from commandroom.models.migrations import HEAD, known_revisions, upgrade
from commandroom.models.store.memory import MemoryStore
from commandroom.models.store.rows import Row
from commandroom.models.store.store import SqlStore

_SQLITE = b"SQLite format 3\0"


MEMORY = "memory://"
"""The address of a store without a file, for what is played and thrown away."""


FORGETFUL = "memory://forgetful"
"""The same without a journal: facts are told and forgotten, for runs of which only the outcome counts."""


def open_working_store(url: str) -> SqlStore | MemoryStore:
    """Open the store at `url` to work in; `MEMORY` is a new one that ends with the program.

    Raises:
        WorldFailed: as `open_store`.
    """
    if url in (MEMORY, FORGETFUL):
        return MemoryStore(is_chained=url == MEMORY)
    return open_store(url)


def open_store(url: str, *, only_to_read: bool = False) -> SqlStore:
    """Open the store at an SQLAlchemy `url`; `sqlite://` is one in memory.

    A new file gets the newest schema; an older one is copied beside itself, then migrated.

    Args:
        only_to_read: change nothing and do not mind another program; for checks. An older file is read
            from a copy in memory, brought up to date there.

    Raises:
        WorldFailed: another program has it open, it is newer than this program, broken, missing, or
            cannot be written.
    """
    address = _address(url)
    path = _file_of(address)
    name = str(path) if path is not None else address.render_as_string(hide_password=True)
    _check_file(path, name, must_exist=only_to_read)
    if only_to_read:
        return _opened(address, path, name, let_go=lambda: None, only_to_read=True)
    let_go = _guard(path, name)
    try:
        return _opened(address, path, name, let_go=let_go, only_to_read=False)
    except BaseException:
        let_go()
        raise


def _opened(
    address: URL, path: Path | None, name: str, *, let_go: Callable[[], None], only_to_read: bool
) -> SqlStore:
    engine = _engine(address, is_frozen=only_to_read and _is_frozen(path))
    try:
        revision = _revision(engine)
        if revision is not None and revision not in known_revisions():
            raise WorldFailed("store.newer", path=name, revision=revision)
        if only_to_read:
            if revision is None:
                raise WorldFailed("store.not_a_room", path=name)
            engine = engine if revision == HEAD else _newer_copy(engine, name)
        else:
            _keep_a_log(engine)
            if revision != HEAD:
                _bring_up_to_date(engine, path, revision)
        return SqlStore(engine, name=name, let_go=let_go)
    except (DBAPIError, sqlite3.DatabaseError) as why:
        engine.dispose()
        key = _key_of(str(why)) if address.get_backend_name() == "sqlite" else "store.unreachable"
        raise WorldFailed(key, path=name, why=_first_line(getattr(why, "orig", why))) from why
    except WorldFailed:
        engine.dispose()
        raise


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (SQLAlchemyError, ValueError) as why:
        raise WorldFailed("store.bad_url", url=url) from why
    is_known = not address.query and not address.host and address.get_driver_name() == "pysqlite"
    if backend == "sqlite" and not is_known:
        raise WorldFailed("store.bad_url", url=url)
    return address


def _file_of(address: URL) -> Path | None:
    """The file of an SQLite store; None in memory or on a server."""
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def _check_file(path: Path | None, name: str, *, must_exist: bool) -> None:
    """Refuse what is no database before anything is laid beside it or written into it."""
    if path is None:
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
    except FileNotFoundError as why:
        if must_exist:
            raise WorldFailed("store.missing", path=name) from why
        return
    except IsADirectoryError as why:
        raise WorldFailed("store.folder", path=name) from why
    except OSError as why:
        raise WorldFailed("store.unreadable", path=name, why=why.strerror or str(why)) from why
    if start not in (b"", _SQLITE):
        raise WorldFailed("store.broken", path=name, why="file is not a database")


def _guard(path: Path | None, name: str) -> Callable[[], None]:
    """One program at a time on one file; the lock falls with the process, however it ends."""
    if path is None:
        return lambda: None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{path}.lock")
        lock.acquire(blocking=False)
    except Timeout as why:
        raise WorldFailed("store.locked", path=name) from why
    except OSError as why:
        raise WorldFailed("store.readonly", path=name, why=str(why)) from why
    return lock.release


def _is_frozen(path: Path | None) -> bool:
    """Whether nobody here may write the file or beside it, and no log waits there to be taken over."""
    by_us = os.access in os.supports_effective_ids
    if path is None or all(os.access(each, os.W_OK, effective_ids=by_us) for each in (path, path.parent)):
        return False
    log = path.with_name(f"{path.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _engine(address: URL, *, is_frozen: bool = False) -> Engine:
    """One connection for the one thread that owns the store; SQLite made to survive a power cut."""
    if address.get_backend_name() != "sqlite":
        try:
            return create_engine(address, pool_pre_ping=True)
        except (ImportError, SQLAlchemyError, ValueError, TypeError) as why:
            values = {"url": address.render_as_string(hide_password=True), "why": _first_line(why)}
            raise WorldFailed("store.no_driver", **values) from why
    if is_frozen:  # SQLite cannot read a write-ahead file otherwise where it may lay nothing beside it
        file = Path(str(address.database)).absolute().as_uri()
        address = address.set(database=f"{file}?immutable=1&uri=true", query={"uri": "true"})
    engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _keep_a_log(engine: Engine) -> None:
    """Write ahead: only now that the file is known to be ours, because this changes it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def _revision(engine: Engine) -> str | None:
    """The schema's revision; None for an empty database.

    Raises:
        WorldFailed: there are tables, but not ours.
    """
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        found = None
        if "alembic_version" in tables:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        is_whole = found != HEAD or tables.issuperset(Row.metadata.tables)
        if tables and (found is None or not is_whole):
            raise WorldFailed("store.not_a_room", path=str(engine.url.database))
        return None if found is None else str(found)


def _bring_up_to_date(engine: Engine, path: Path | None, revision: str | None) -> None:
    if path is not None and revision is not None:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(path, path.with_name(f"{path.name}.before-{revision}.bak"))
    with engine.connect() as connection:
        upgrade(connection)
        connection.commit()


def _newer_copy(engine: Engine, name: str) -> Engine:
    """The older store as a copy in memory with the newest schema; nothing is written to its file."""
    if engine.dialect.name != "sqlite":
        raise WorldFailed("store.older", path=name)
    copy = _engine(make_url("sqlite://"))
    with engine.connect() as older, copy.connect() as newer:
        source, target = older.connection.driver_connection, newer.connection.driver_connection
        if isinstance(source, sqlite3.Connection) and isinstance(target, sqlite3.Connection):
            source.backup(target)
    engine.dispose()
    with copy.connect() as connection:
        upgrade(connection)
        connection.commit()
    return copy


def _key_of(why: str) -> str:
    if "readonly" in why or "unable to open" in why:
        return "store.readonly"
    return "store.locked" if "locked" in why else "store.broken"


def _first_line(why: object) -> str:
    """What a driver says, in one line."""
    return next(iter(str(why).strip().splitlines()), "")
