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


def schema(path: Path) -> set[tuple[str, str]]:
    """Tables and indexes with their columns."""
    with sqlite3.connect(path) as raw:
        found = {
            (name, " ".join(sql.split()))
            for name, sql in raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        }
    raw.close()
    return found


@pytest.fixture
def old_room(tmp_path: Path) -> Path:
    """A room of revision 0001 with a unit on its way to an incident."""
    path = tmp_path / "room.db"
    office = open_office(f"sqlite:///{path}")
    office.give(small_register())
    office.give(co.AssignUnit(OPERATOR, "U-3", office.report()))
    office.store.close()
    with sqlite3.connect(path) as raw:
        raw.executescript("DROP TABLE drawing; DROP TABLE patrol; PRAGMA journal_mode=DELETE;")
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'first.db'}")
    with engine.connect() as connection:
        upgrade(connection, to="0001")
        connection.commit()
    engine.dispose()
    assert schema(path) == schema(tmp_path / "first.db")  # else this is no room of the first revision
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


def test_the_older_room_stays_beside_it_as_it_was(old_room: Path) -> None:
    before = old_room.read_bytes()
    open_store(f"sqlite:///{old_room}").close()
    copy = old_room.with_name("room.db.before-0001.bak")
    with sqlite3.connect(copy) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
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
