"""Brings a city's roads and a station's roster into the room: checked first, then all or nothing."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commandroom.app.datum_doubt import distance_to_road
from commandroom.app.sessions import bus_on, catalogue, live_network, road_file
from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import Datum, LatLon
from commandroom.models.domain.commands import ImportRoster
from commandroom.models.domain.entities import Author
from commandroom.models.opening import open_store
from commandroom.models.store.store import SqlStore
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import import_osm
from commandroom.roads.raw import Note as RoadNote
from commandroom.roads.redatum import in_wgs84
from commandroom.roads.roadfile import save_roads
from commandroom.roads.travel import RoadRouter
from commandroom.services.clocks import SystemClock
from commandroom.services.ports import Snapshot
from commandroom.services.roster import (
    Known,
    Note,
    RosterReading,
    Shift,
    far_from_roads,
    looks_shifted,
    read_roster,
    road_notes,
    without_bad_rows,
)
from commandroom.settings import Settings
from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class RoadsImported:
    """What was compiled, and what had to be left out."""

    path: Path
    network: RoadNetwork
    seconds: float
    size_mb: float

    @property
    def notes(self) -> tuple[RoadNote, ...]:
        """What the import had to leave out."""
        return self.network.notes

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "path": str(self.path),
            "nodes": self.network.node_count,
            "ways": self.network.way_count,
            "segments": self.network.segment_count,
            "names": sum(1 for name in self.network.names if name),
            "places": len(self.network.places),
            "seconds": round(self.seconds, 2),
            "mb": round(self.size_mb, 2),
        }


def import_roads(
    settings: Settings,
    path: Path,
    *,
    anyway: bool = False,
    datum: Datum = Datum.WGS84,
    progress: Callable[[int], None] | None = None,
) -> RoadsImported:
    """Compile an OpenStreetMap file to the room's road file, replacing the one before.

    `datum`: of the file's coordinates; OpenStreetMap itself is WGS-84.

    Raises:
        WorldFailed: the file is missing, empty, broken or has no roads, or the disk does not take it.
        Refusal: the posts on the register lie far from these roads and `anyway` was not said.
    """
    begun = time.perf_counter()
    network = compile_network(in_wgs84(import_osm(path, progress=progress), datum))
    posts = [post.at for post in _register(settings).posts]
    if posts and not anyway and far_from_roads(posts, network.bbox):
        raise Refusal("app.roads.wrong_city", path=str(path), count=len(posts))
    target = road_file(settings)
    save_roads(network, target)
    return RoadsImported(target, network, time.perf_counter() - begun, os.path.getsize(target) / 1e6)


@dataclass(frozen=True, slots=True)
class RosterImportedReport:
    """What came of a roster file."""

    reading: RosterReading
    notes: tuple[Note, ...]
    """Warnings about the file and about where its places lie."""
    is_done: bool
    """False when nothing was imported."""
    shift: Shift | None = None
    """The datum that the places seem to be in, where they do not seem to be WGS-84."""

    def plain(self, wording: Wording) -> dict[str, Any]:
        """As JSON, with every bad row's sheet, number and reason."""
        return {
            "imported": self.is_done,
            "counts": dict(self.reading.counts),
            "bad_rows": [
                {
                    "sheet": problem.sheet,
                    "row": problem.row,
                    "column": problem.column,
                    "key": problem.key,
                    "reason": problem.told(wording),
                }
                for problem in self.reading.problems
            ],
            "warnings": [note.told(wording) for note in self.notes],
            "suspected_datum": None if self.shift is None else self.shift.datum.value,
        }

    def lines(self, wording: Wording) -> Iterator[str]:
        """As sentences."""
        for problem in self.reading.problems:
            yield problem.told(wording)
        for note in self.notes:
            yield note.told(wording)
        key = self._outcome
        if key is None:
            return
        yield wording.say(
            key,
            firms=len(self.reading.firms),
            posts=len(self.reading.posts),
            units=len(self.reading.units),
            members=len(self.reading.members),
            bad=len(self.reading.problems),
        )
        if self.is_done and self.reading.patrols:
            yield wording.say("roster.patrols_done", patrols=len(self.reading.patrols))

    @property
    def _outcome(self) -> str | None:
        """What came of it in one sentence; None where the warnings have said it."""
        reading = self.reading
        if self.is_done:
            return "app.roster.done"
        if reading.problems:
            return "app.roster.nothing"
        return "app.roster.doubtful" if _has_rows(reading) else None


def import_roster(
    settings: Settings,
    path: Path,
    *,
    skip_bad_rows: bool = False,
    anyway: bool = False,
    datum: Datum = Datum.WGS84,
) -> RosterImportedReport:
    """Read a roster and put it on the register, all of it or, with `skip_bad_rows`, the good rows.

    `datum`: of the coordinates of rows that name none.

    Nothing is imported when a row is bad, or when the places look shifted or lie in another city,
    unless told to.

    Raises:
        WorldFailed: the file cannot be read, or the store cannot be opened.
    """
    reading = read_roster(path, known=_known(_register(settings)), datum=datum)
    if reading.problems and skip_bad_rows:
        reading = without_bad_rows(reading)
    doubts, shift = _doubts(settings, reading)
    notes = (*reading.warnings, *doubts)
    is_stopped = (bool(reading.problems) and not skip_bad_rows) or (bool(doubts) and not anyway)
    if is_stopped or not _has_rows(reading):
        return RosterImportedReport(reading, notes, is_done=False, shift=shift)
    store = open_store(settings.store_url)
    try:
        bus = bus_on(store, SystemClock(not_before=store.last_time()), catalogue())
        by = Author(settings.operator, settings.seat)
        bus.handle(_order(by, path.name, reading))
    finally:
        store.close()
    return RosterImportedReport(reading, notes, is_done=True, shift=shift)


def _has_rows(reading: RosterReading) -> bool:
    """Whether there is anything to import."""
    return bool(reading.firms or reading.posts or reading.units or reading.members or reading.patrols)


def _order(by: Author, source: str, reading: RosterReading) -> ImportRoster:
    """The order to put what was read on the register."""
    return ImportRoster(
        by, source, reading.firms, reading.posts, reading.units, reading.members, reading.patrols
    )


def _register(settings: Settings) -> Snapshot:
    """What the store holds now; an empty snapshot where there is no store yet."""
    try:
        store: SqlStore = open_store(settings.store_url, only_to_read=True)
    except WorldFailed as why:
        if why.key == "store.missing":
            return Snapshot((), (), (), (), (), (), (), 0)
        raise
    try:
        return store.snapshot(now=datetime.now(UTC), journal_lines=0)
    finally:
        store.close()


def _known(register: Snapshot) -> Known:
    return Known(
        firms=frozenset(firm.id for firm in register.firms),
        posts={post.id: post.at for post in register.posts},
        call_signs={unit.id: unit.call_sign for unit in register.units},
    )


def _doubts(settings: Settings, reading: RosterReading) -> tuple[tuple[Note, ...], Shift | None]:
    """Whether the posts stand at the roads of this city; nothing to say before roads are imported."""
    if not road_file(settings).exists():
        return (), None
    network = live_network(settings)
    points: list[LatLon] = [post.at for post in reading.posts] or [unit.at for unit in reading.units]
    points = points or [point for route in reading.patrols for point in route.points]
    metres = distance_to_road(RoadRouter(network))
    notes = road_notes(points, metres, network.bbox)
    return notes, looks_shifted(points, metres) if notes else None
