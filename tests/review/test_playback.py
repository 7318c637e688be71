"""The review's picture of any moment equals a fold of the journal that shares no code with it."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commandroom.errors import WorldFailed
from commandroom.geo import distance_m
from commandroom.models.domain.events import OpponentsReported, PositionsReported
from commandroom.models.opening import open_store
from commandroom.services.review.history import Past, past_drills, past_of_day, past_of_drill
from commandroom.services.situation import Situation
from commandroom.services.tracks import TRACK_FILE, read_tracks
from commandroom.settings import store_url
from tests.review.conftest import Played
from tests.review.plain_fold import STAMPS, PlainRoom

MOMENTS = 1_000


@pytest.fixture(scope="module")
def past(played: Played) -> Past:
    return past_of_drill(played.folder)


def entries(folder: Path) -> list[Any]:
    store = open_store(store_url("drill.db", base=folder), only_to_read=True)
    found = list(store.entries())
    store.close()
    return found


def plain_text(at: datetime | None) -> str | None:
    return (
        None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    )


def assert_same(shown: Situation, plain: PlainRoom) -> None:
    assert {unit.id: unit.incident for unit in shown.units.values()} == plain.bound
    assert {unit.id: unit.duty.value for unit in shown.units.values()} == plain.duty
    assert {each.id: each.status.value for each in shown.incidents.values()} == plain.status
    rings = {
        (each.id, clock.ring.value): (clock.met_by, clock.is_missed)
        for each in shown.incidents.values()
        for clock in each.rings
    }
    assert rings == plain.rings
    orders: dict[tuple[str, str], dict[str, Any]] = {}
    for incident in shown.incidents:
        for order in shown.assignments(incident):
            stamps = {stamp: plain_text(getattr(order, stamp)) for stamp in STAMPS}
            orders[order.unit, order.incident] = stamps | {"at": order.status.value}
    assert orders == plain.orders


def test_a_thousand_random_moments_are_as_the_journal_tells(played: Played, past: Past) -> None:
    journal = entries(played.folder)
    span = (played.end - played.start).total_seconds()
    dice = random.Random(11)
    moments = sorted(played.start + timedelta(seconds=dice.uniform(-5, span + 5)) for _ in range(MOMENTS))
    units = [unit.id for unit in past.playback.at(played.start).situation.units.values()]
    plain, row, kinds = PlainRoom(list(units)), 0, set()
    pictures = {moment: past.playback.at(moment) for moment in random.Random(2).sample(moments, MOMENTS)}
    for moment in moments:
        clamped = min(max(moment, played.start), played.end)
        while row < len(journal) and journal[row].at <= clamped:
            kinds.add(journal[row].event)
            plain.tell(journal[row].event, journal[row].body)
            row += 1
        assert_same(pictures[moment].situation, plain)
        assert pictures[moment].told == row
    assert row == len(journal)
    wanted = {"UnitAssigned", "UnitArrived", "AssignmentWithdrawn", "RingMet", "RingMissed", "DutyChanged"}
    assert wanted | {"IncidentClosed"} <= kinds, "the drill was too dull to prove anything"


def test_a_seek_leaves_the_kept_copies_alone(past: Past, played: Played) -> None:
    middle = played.start + (played.end - played.start) / 2
    first = past.playback.at(middle)
    first.situation.units.clear()
    first.situation.incidents.clear()
    assert past.playback.at(middle).situation.units
    assert past.playback.at(played.end).situation.incidents


def test_everybody_is_where_he_was_reported(past: Past, played: Played) -> None:
    for fact in played.moves:
        shown = past.playback.at(fact.event.at).situation
        if isinstance(fact.event, PositionsReported):
            for report in fact.event.reports:
                assert distance_m(shown.units[report.unit].at, report.at) < 0.1
        if isinstance(fact.event, OpponentsReported):
            told = {each.id: (each.state, each.is_seen) for each in fact.event.opponents}
            shown_now = {each.id: (each.state, each.is_seen) for each in shown.opponents}
            assert told.items() <= shown_now.items()


def test_a_unit_glides_between_two_reports_and_holds_after_a_long_silence(past: Past, played: Played) -> None:
    tracks = read_tracks(played.folder / TRACK_FILE)
    trails = {unit: tracks.trail(unit) for unit in past.playback.at(played.start).situation.units}
    unit, trail = max(trails.items(), key=lambda each: len(each[1]))
    pairs = list(pairwise(trail))
    (t0, a), (t1, b) = next(
        pair
        for pair in pairs
        if distance_m(pair[0][1], pair[1][1]) > 2 and (pair[1][0] - pair[0][0]).seconds < 15
    )
    half = tracks.places(t0 + (t1 - t0) / 2)[unit]
    assert abs(distance_m(half.at, a) - distance_m(half.at, b)) < 0.2
    assert half.heading_deg is not None
    assert tracks.places(trail[-1][0] + timedelta(hours=1))[unit].heading_deg is None


def test_a_torn_track_file_loses_its_last_row_only(played: Played, tmp_path: Path) -> None:
    whole = (played.folder / TRACK_FILE).read_bytes()
    torn = tmp_path / "torn"
    torn.write_bytes(whole[:-5])
    middle = played.start + (played.end - played.start) / 2
    assert read_tracks(torn).places(middle) == read_tracks(played.folder / TRACK_FILE).places(middle)


def test_without_tracks_the_drill_can_still_be_reviewed(played: Played, tmp_path: Path) -> None:
    assert read_tracks(tmp_path / "none").is_empty
    (tmp_path / "odd").write_bytes(b"something else entirely")
    with pytest.raises(WorldFailed):
        read_tracks(tmp_path / "odd")


def test_the_drills_of_a_folder_are_listed_newest_first(played: Played) -> None:
    (found,) = past_drills(played.folder.parent)
    assert (found.script, found.variant, found.mode) == ("small", "standard", "exercise")
    assert past_drills(played.folder / "nowhere") == ()


def test_steps_go_from_event_to_event_and_back(past: Past, played: Played) -> None:
    there, seen = played.start - timedelta(seconds=1), []
    while (nxt := past.playback.next_moment(there)) is not None:
        there = nxt
        seen.append(there)
    back = [played.end + timedelta(seconds=1)]
    while (before := past.playback.previous_moment(back[-1])) is not None:
        back.append(before)
    assert seen == back[:0:-1]
    assert len(seen) > 50


def test_a_stretch_knows_what_was_under_way_at_its_beginning(
    played: Played, past: Past, setting: Any
) -> None:
    """Read as a real store is read: from the middle, with orders open; places are estimated and say so."""
    url = store_url("drill.db", base=played.folder)
    journal = entries(played.folder)
    units: list[str] = list(past.playback.at(played.start).situation.units)
    for share in (0.25, 0.5, 0.8):
        since = played.start + (played.end - played.start) * share
        cut = past_of_day(url, since, played.end + timedelta(seconds=1), setting.router)
        plain = PlainRoom(units)
        for entry in journal:
            if entry.at < since:
                plain.tell(entry.event, entry.body)
        row = sum(entry.at < since for entry in journal)
        for moment in (since, since + (played.end - since) / 2, played.end):
            while row < len(journal) and journal[row].at <= moment:
                plain.tell(journal[row].event, journal[row].body)
                row += 1
            picture = cut.playback.at(moment)
            shown = picture.situation
            assert {u.id: u.duty.value for u in shown.units.values()} == plain.duty
            assert {u.id: u.incident for u in shown.units.values()} == plain.bound
            still_open = {name for name, status in plain.status.items() if status == "open"}
            assert {each.id for each in shown.open_incidents()} == still_open
            for order in shown.active_assignments():
                assert plain.orders[order.unit, order.incident]["at"] == order.status.value
            free = {u.id for u in shown.units.values() if u.incident is None}
            assert free <= picture.estimated | {
                order.unit for each in shown.incidents for order in shown.assignments(each)
            }
