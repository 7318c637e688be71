"""A room kept by an older program opens with everything in it, and the old file stays beside it."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from commandroom.models.domain import commands as co
from commandroom.models.domain.enums import DrawingKind
from commandroom.models.migrations import HEAD, upgrade
from commandroom.models.opening import open_store
from commandroom.services.situation import Situation
from tests.conftest import MARKET, OPERATOR, open_office, small_register


def made_by(revision: str, path: Path) -> None:
    """An empty room as the program of that revision made it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        upgrade(connection, to=revision)
        connection.commit()
    engine.dispose()


def filled_from(path: Path, full: Path) -> None:
    """Copy every row of `full` as far as the older tables of `path` have columns for it."""
    with sqlite3.connect(path) as raw:
        raw.execute("ATTACH ? AS new", (str(full),))
        tables = raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table != "alembic_version":
                columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({table})"))
                raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    raw.close()


@pytest.fixture(params=["0001", "0002"])
def revision(request: pytest.FixtureRequest) -> str:
    """Each revision that a room may have been kept by."""
    return str(request.param)


@pytest.fixture
def old_room(tmp_path: Path, revision: str) -> Path:
    """A room of an older revision with a unit on its way to an incident."""
    full, path = tmp_path / "full" / "room.db", tmp_path / "room.db"
    full.parent.mkdir()
    office = open_office(f"sqlite:///{full}")
    office.give(small_register())
    office.give(co.AssignUnit(OPERATOR, "U-3", office.report()))
    office.store.close()
    made_by(revision, path)
    filled_from(path, full)
    return path


def test_an_older_room_opens_with_everything_in_it(old_room: Path) -> None:
    office = open_office(f"sqlite:///{old_room}")
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    assert [each.unit for each in situation.active_assignments()] == ["U-3"]
    assert (len(situation.units), situation.drawings, situation.patrols) == (6, {}, {})
    assert office.store.verify().is_sound
    office.give(co.PutDrawing(OPERATOR, DrawingKind.POINT, (MARKET,), "集合点"))
    office.store.close()
    again = open_office(f"sqlite:///{old_room}")
    texts = [each.text for each in again.store.snapshot(now=again.clock.now()).drawings]
    assert texts == ["集合点"]
    again.store.close()


def test_the_older_room_stays_beside_it_as_it_was(old_room: Path, revision: str) -> None:
    before = old_room.read_bytes()
    open_store(f"sqlite:///{old_room}").close()
    copy = old_room.with_name(f"room.db.before-{revision}.bak")
    with sqlite3.connect(copy) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
        assert raw.execute("SELECT count(*) FROM journal").fetchone() == (3,)
    raw.close()
    assert len(copy.read_bytes()) == len(before)
    with sqlite3.connect(old_room) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    raw.close()


def test_an_older_room_is_checked_without_being_touched(old_room: Path) -> None:
    before = old_room.read_bytes()
    names = sorted(each.name for each in old_room.parent.iterdir())
    store = open_store(f"sqlite:///{old_room}", only_to_read=True)
    assert store.verify().is_sound
    assert len(store.snapshot(now=open_office().clock.now()).units) == 6
    store.close()
    assert old_room.read_bytes() == before
    assert sorted(each.name for each in old_room.parent.iterdir()) == names
