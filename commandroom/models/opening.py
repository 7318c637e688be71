"""Opens a store: guards it against a second program, migrates it, sets it to lose nothing."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from commandroom.errors import WorldFailed
from commandroom.models.migrations import HEAD, known_revisions, upgrade
from commandroom.models.store.store import SqlStore


def open_store(url: str, *, only_to_read: bool = False) -> SqlStore:
    """Open the store at an SQLAlchemy `url`; `sqlite://` is one in memory.

    A new file gets the newest schema; an older one is copied beside itself, then migrated.

    Args:
        only_to_read: change nothing and do not mind another program; for checks.

    Raises:
        WorldFailed: another program has it open, it is newer than this program, broken, missing, or
            cannot be written.
    """
    address = _address(url)
    path = _file_of(address)
    name = str(path) if path is not None else address.render_as_string(hide_password=True)
    if only_to_read:
        _check_exists(path, name)
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
    engine = _engine(address)
    try:
        revision = _revision(engine)
        if revision is not None and revision not in known_revisions():
            raise WorldFailed("store.newer", path=name, revision=revision)
        if revision != HEAD and only_to_read:
            raise WorldFailed("store.not_a_room", path=name)
        if revision != HEAD:
            _bring_up_to_date(engine, path, revision)
        return SqlStore(engine, name=name, let_go=let_go)
    except (DBAPIError, sqlite3.DatabaseError) as why:
        engine.dispose()
        raise WorldFailed(_key_of(str(why)), path=name, why=str(getattr(why, "orig", why))) from why
    except WorldFailed:
        engine.dispose()
        raise


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as why:
        raise WorldFailed("store.bad_url", url=url) from why


def _file_of(address: URL) -> Path | None:
    """The file of an SQLite store; None in memory or on a server."""
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def _check_exists(path: Path | None, name: str) -> None:
    if path is not None and not path.is_file():
        raise WorldFailed("store.missing", path=name)


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


def _engine(address: URL) -> Engine:
    """One connection for the one thread that owns the store; SQLite made to survive a power cut."""
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _revision(engine: Engine) -> str | None:
    """The schema's revision; None for an empty database.

    Raises:
        WorldFailed: there are tables, but not ours.
    """
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if "alembic_version" in tables:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
        if tables:
            raise WorldFailed("store.not_a_room", path=str(engine.url.database))
        return None


def _bring_up_to_date(engine: Engine, path: Path | None, revision: str | None) -> None:
    if path is not None and revision is not None:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(path, path.with_name(f"{path.name}.before-{revision}.bak"))
    with engine.connect() as connection:
        upgrade(connection)
        connection.commit()


def _key_of(why: str) -> str:
    if "readonly" in why or "unable to open" in why:
        return "store.readonly"
    return "store.locked" if "locked" in why else "store.broken"
