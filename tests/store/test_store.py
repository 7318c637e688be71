"""What is committed stays, what is refused leaves no trace, and nothing can be changed unseen."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Author, PositionReport
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.migrations import HEAD, known_revisions
from commandroom.models.opening import open_store
from commandroom.models.store.rows import Row
from commandroom.services.authority import SYSTEM
from commandroom.services.situation import Situation
from tests.conftest import OPERATOR, Office, open_office, small_register


def busy_file(path: Path) -> str:
    """A room with one incident and one unit on its way, closed again; the incident's number."""
    office = open_office(f"sqlite:///{path}")
    office.give(small_register())
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    office.store.close()
    return incident


def test_a_reopened_room_has_everything_back(tmp_path: Path) -> None:
    incident = busy_file(tmp_path / "room.db")
    office = open_office(f"sqlite:///{tmp_path / 'room.db'}")
    situation = Situation(office.store.snapshot(now=office.clock.now()))
    assert situation.assignment("U-3", incident).status is AssignmentStatus.ORDERED
    assert situation.incident(incident).rings[0].is_running
    assert len(situation.units) == 6
    assert situation.members["M-2"].phone == "13900000000"
    office.store.close()


def test_text_with_half_a_character_is_refused_and_leaves_no_trace(office: Office) -> None:
    before = office.store.journal_head()
    with pytest.raises(Refusal) as no:
        office.give(replace(small_register(), source="x\ud800y"))
    assert no.value.key == "store.unwritable_text"
    assert "x?y" in no.value.values["text"]
    assert office.store.journal_head() == before
    office.give(small_register())


def test_the_store_and_a_screen_that_folds_facts_agree(office: Office) -> None:
    screen = Situation(office.store.snapshot(now=office.clock.now()))
    office.bus.subscribe(screen.apply)
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-1", incident, 20))
    office.give(co.AdvanceAssignment(OPERATOR, "U-1", incident, AssignmentStatus.ON_SCENE))
    office.clock.move_by(400)
    office.give(co.NoteMissedRings(OPERATOR))
    office.give(co.CloseIncident(OPERATOR, incident, "完"))
    stored = Situation(office.store.snapshot(now=office.clock.now()))
    assert screen.units == stored.units
    assert screen.incidents == stored.incidents
    assert screen.assignments(incident) == stored.assignments(incident)


def test_two_active_assignments_of_one_unit_are_impossible_in_the_database(office: Office) -> None:
    first, second = office.report(), office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", first))
    copy = text(
        "INSERT INTO assignment (incident, unit, turn, is_active, status, ordered_at, ordered_by) "
        "SELECT :other, unit, 1, is_active, status, ordered_at, ordered_by FROM assignment"
    )
    with pytest.raises(IntegrityError), office.store.engine.begin() as connection:
        connection.execute(copy, {"other": second})


def test_positions_are_kept_but_never_journalled(office: Office) -> None:
    before = office.store.journal_head()
    here = LatLon(30.21, 115.61)
    report = PositionReport("U-3", here, 90.0, office.clock.now())
    office.give(co.ReportPositions(Author(SYSTEM, "gps"), (report,)))
    assert office.store.journal_head() == before
    assert Situation(office.store.snapshot(now=office.clock.now())).unit("U-3").at == here


def test_an_old_position_never_replaces_a_newer_one(office: Office) -> None:
    now = office.clock.now()
    newer = PositionReport("U-3", LatLon(30.22, 115.6), None, now)
    older = PositionReport("U-3", LatLon(30.11, 115.6), None, now - timedelta(seconds=5))
    gps = Author(SYSTEM, "gps")
    office.give(co.ReportPositions(gps, (newer,)))
    office.give(co.ReportPositions(gps, (older,)))
    assert Situation(office.store.snapshot(now=now)).unit("U-3").at == newer.at


def test_a_late_report_does_not_replace_a_newer_position_that_was_written(tmp_path: Path) -> None:
    busy_file(tmp_path / "room.db")
    gps = Author(SYSTEM, "gps")
    places = [LatLon(30.21, 115.6), LatLon(30.22, 115.6), LatLon(30.23, 115.6)]
    for place, age_s in zip(places, (0, 0, 9), strict=True):
        office = open_office(f"sqlite:///{tmp_path / 'room.db'}")
        at = office.clock.now() - timedelta(seconds=age_s)
        office.give(co.ReportPositions(gps, (PositionReport("U-3", place, None, at),)))
        office.store.close()
    again = open_office(f"sqlite:///{tmp_path / 'room.db'}")
    unit = Situation(again.store.snapshot(now=again.clock.now())).unit("U-3")
    assert unit.at == places[1]  # as new as the first and later told; the third was older
    again.store.close()


def test_positions_survive_closing(tmp_path: Path) -> None:
    busy_file(tmp_path / "room.db")
    office = open_office(f"sqlite:///{tmp_path / 'room.db'}")
    report = PositionReport("U-3", LatLon(30.23, 115.6), 10.0, office.clock.now())
    office.give(co.ReportPositions(Author(SYSTEM, "gps"), (report,)))
    office.store.close()
    again = open_office(f"sqlite:///{tmp_path / 'room.db'}")
    unit = Situation(again.store.snapshot(now=again.clock.now())).unit("U-3")
    assert (unit.at, unit.heading_deg) == (report.at, 10.0)
    again.store.close()


def test_reading_the_register_in_again_keeps_units_on_their_incident(office: Office) -> None:
    incident = office.report()
    office.give(co.AssignUnit(OPERATOR, "U-3", incident))
    office.give(small_register())
    assert Situation(office.store.snapshot(now=office.clock.now())).unit("U-3").incident == incident


CHANGES = {
    "hash": "UPDATE journal SET body = replace(body, '持刀', '空手') WHERE number = 2",
    "link": "UPDATE journal SET previous = hash WHERE number = 2",
    "number": "DELETE FROM journal WHERE number = 2",
    "head": "DELETE FROM journal WHERE number = 3",
}


@pytest.mark.parametrize("why", CHANGES)
def test_the_first_changed_entry_is_named(tmp_path: Path, why: str) -> None:
    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute(CHANGES[why])
    raw.close()
    store = open_store(f"sqlite:///{path}", only_to_read=True)
    verdict = store.verify()
    assert (verdict.why, verdict.first_bad) == (why, 3 if why == "head" else 2)
    store.close()


def test_an_untouched_chain_is_sound(tmp_path: Path) -> None:
    busy_file(tmp_path / "room.db")
    store = open_store(f"sqlite:///{tmp_path / 'room.db'}", only_to_read=True)
    verdict = store.verify()
    assert verdict.is_sound
    assert verdict.entries == 3
    store.close()


def test_a_second_program_is_turned_away(tmp_path: Path) -> None:
    first = open_store(f"sqlite:///{tmp_path / 'room.db'}")
    with pytest.raises(WorldFailed) as failure:
        open_store(f"sqlite:///{tmp_path / 'room.db'}")
    assert failure.value.key == "store.locked"
    first.close()
    open_store(f"sqlite:///{tmp_path / 'room.db'}").close()


def test_a_database_from_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(WorldFailed) as failure:
        open_store(f"sqlite:///{path}")
    assert failure.value.key == "store.newer"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all, only words " * 40, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_broken_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "room.db"
    path.write_bytes(content)
    with pytest.raises(WorldFailed) as failure:
        open_store(f"sqlite:///{path}")
    assert failure.value.key == "store.broken"
    assert path.read_bytes() == content


@pytest.mark.parametrize("only_to_read", [True, False])
def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path, only_to_read: bool) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE recipe (name)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(WorldFailed) as failure:
        open_store(f"sqlite:///{path}", only_to_read=only_to_read)
    assert failure.value.key == "store.not_a_room"
    assert path.read_bytes() == before


@pytest.mark.parametrize("spoilt", ["DELETE FROM alembic_version", "DROP TABLE journal"])
def test_a_room_without_revision_or_journal_is_no_room(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute(spoilt)
    raw.close()
    with pytest.raises(WorldFailed) as failure:
        open_store(f"sqlite:///{path}", only_to_read=True)
    assert failure.value.key == "store.not_a_room"


def test_a_scrap_and_a_folder_are_no_stores_and_nothing_is_laid_beside_them(tmp_path: Path) -> None:
    """SQLite itself takes a file of one byte for an empty database."""
    scrap, folder = tmp_path / "scrap.db", tmp_path / "folder.db"
    scrap.write_bytes(b"x")
    folder.mkdir()
    for path, key in ((scrap, "store.broken"), (folder, "store.folder")):
        with pytest.raises(WorldFailed) as failure:
            open_store(f"sqlite:///{path}")
        assert failure.value.key == key
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder.db", "scrap.db"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("nonesuch://host/room", "store.no_driver"),
        ("postgresql+nonesuch://desk:secret@host/room", "store.no_driver"),
        ("sqlite+aiosqlite:///room.db", "store.bad_url"),
        ("sqlite:///file:room.db?uri=true", "store.bad_url"),
        ("sqlite:///" + "x" * 5_000, "store.unreadable"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(url: str, key: str) -> None:
    with pytest.raises(WorldFailed) as failure:
        open_store(url)
    assert failure.value.key == key
    assert "secret" not in str(failure.value)


def test_the_migrations_build_exactly_the_tables_of_the_program(office: Office) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with office.store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
        indexes = {each["name"] for each in inspect(connection).get_indexes("assignment")}
    assert "uq_assignment_one_active_per_unit" in indexes
    assert HEAD in known_revisions()


@pytest.mark.parametrize(
    ("edit", "first_bad"),
    [
        ("UPDATE journal SET at = 'yesterday' WHERE number = 2", 2),
        ("UPDATE journal SET body = x'ff00' WHERE number = 2", 2),
        ("UPDATE journal SET operator = x'ff' WHERE number = 2", 2),
    ],
)
def test_an_entry_that_cannot_even_be_read_is_named(tmp_path: Path, edit: str, first_bad: int) -> None:
    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute(edit)
    raw.close()
    store = open_store(f"sqlite:///{path}", only_to_read=True)
    verdict = store.verify()
    store.close()
    assert (verdict.is_sound, verdict.first_bad, verdict.entries) == (False, first_bad, first_bad - 1)


def test_a_journal_without_its_mark_is_not_sound(tmp_path: Path) -> None:
    """Else a cut tail could be hidden by throwing the mark away."""
    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM mark")
    raw.close()
    store = open_store(f"sqlite:///{path}", only_to_read=True)
    assert store.verify().why == "head"
    store.close()


def test_a_store_that_may_only_be_read_is_checked_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup on a disk nobody may write to: nothing can be laid beside it."""
    folder = tmp_path / "资料 100%#1"
    folder.mkdir()
    busy_file(folder / "room.db")
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    before = sorted(each.name for each in folder.iterdir())
    store = open_store(f"sqlite:///{folder / 'room.db'}", only_to_read=True)
    assert store.verify().is_sound
    assert sorted(each.name for each in folder.iterdir()) == before
    store.close()


def test_a_newest_entry_without_a_time_stops_the_room_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE journal SET at = 'yesterday'")
    raw.close()
    store = open_store(f"sqlite:///{path}", only_to_read=True)
    with pytest.raises(WorldFailed) as failure:
        store.last_time()
    store.close()
    assert failure.value.key == "store.broken"
