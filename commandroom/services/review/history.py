"""What can be looked back at, and how it is read. Stores are opened to read only: nothing here writes."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon
from commandroom.models.domain.enums import UnitKind
from commandroom.models.opening import open_store
from commandroom.models.store.past import PastTitle as PastTitle
from commandroom.models.store.past import Span
from commandroom.models.store.store import SqlStore
from commandroom.roads.route import Route
from commandroom.roads.travel import RoadRouter
from commandroom.services.ports import Recorded
from commandroom.services.review.estimate import Estimates, WayFinder
from commandroom.services.review.playback import Playback, Whereabouts, picture_of, set_aside
from commandroom.services.team.whereabouts import MODE_OF
from commandroom.services.tracks import TRACK_FILE, read_tracks
from commandroom.settings import store_url

SubjectKind = Literal["drill", "incident", "day"]
DRILL_STORE = Path("drill").with_suffix(".db")
RUN_FILE = Path("run").with_suffix(".json")
MOST_FACTS = 200_000
"""A stretch with more facts than this is not loaded."""
A_MOMENT = timedelta(microseconds=1)
BEFORE_ALARM = timedelta(seconds=30)
"""The review of an incident begins so long before its alarm, and ends so long after its end."""


@dataclass(frozen=True, slots=True)
class PastDrill:
    """A drill that was played, as its folder tells."""

    folder: Path
    script: str
    variant: str
    mode: str
    trainee: str
    started: str
    """ISO time of the real clock."""


@dataclass(frozen=True, slots=True)
class Past:
    """A stretch of the past, ready to be looked at."""

    kind: SubjectKind
    playback: Playback
    incident: str = ""
    """The one that was asked for."""
    folder: Path | None = None
    """Of a drill."""


def past_drills(base: Path) -> tuple[PastDrill, ...]:
    """The drills kept under `base`, newest first; a folder without a store is passed over."""
    try:
        folders = sorted((each for each in base.iterdir() if (each / DRILL_STORE).is_file()), reverse=True)
    except OSError:
        return ()
    return tuple(_past_drill(each) for each in folders)


def run_of(folder: Path) -> dict[str, Any]:
    """What was chosen for a drill; empty where nobody wrote it down."""
    try:
        told = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _past_drill(folder: Path) -> PastDrill:
    run = run_of(folder)
    parts = folder.name.split("-", 2)
    named = parts[2] if len(parts) == 3 else folder.name

    def told(name: str) -> str:
        return str(run.get(name) or "")

    return PastDrill(
        folder, told("script") or named, told("variant"), told("mode"), told("trainee"), told("started")
    )


def past_of_drill(folder: Path) -> Past:
    """Read a drill that was played.

    Raises:
        WorldFailed: its store or its places cannot be read.
    """
    tracks = read_tracks(folder / TRACK_FILE)
    store = open_store(store_url(str(DRILL_STORE), base=folder), only_to_read=True)
    try:
        begin, end = _times(store)
        span = store.span(begin, end + A_MOMENT)
    finally:
        store.close()
    return Past("drill", _playback(span, begin, end, tracks), folder=folder)


def past_of_day(url: str, since: datetime, until: datetime, router: RoadRouter) -> Past:
    """Read a stretch of a real journal.

    Raises:
        WorldFailed: the store cannot be read.
        Refusal: nothing was written down in that time.
    """
    return Past("day", _read(url, since, until, router))


def past_of_incident(url: str, incident: str, router: RoadRouter) -> Past:
    """Read the journal from the alarm of an incident to its end.

    Raises:
        WorldFailed: the store cannot be read.
        Refusal: there is no such incident.
    """
    store = open_store(url, only_to_read=True)
    try:
        span = store.span_of_incident(incident)
    finally:
        store.close()
    if span is None:
        raise Refusal("review.no_incident", incident=incident)
    return Past("incident", _read(url, span[0] - BEFORE_ALARM, span[1] + BEFORE_ALARM, router), incident)


def real_incidents(url: str, most: int = 500) -> tuple[PastTitle, ...]:
    """The newest incidents of a store, newest first.

    Raises:
        WorldFailed: the store cannot be read.
    """
    store = open_store(url, only_to_read=True)
    try:
        return store.past_titles(most)
    finally:
        store.close()


def days_of(url: str) -> tuple[datetime, datetime] | None:
    """The times of the oldest and the newest entry of a store; None where there is none."""
    store = open_store(url, only_to_read=True)
    try:
        return store.times()
    finally:
        store.close()


def _read(url: str, since: datetime, until: datetime, router: RoadRouter) -> Playback:
    store = open_store(url, only_to_read=True)
    try:
        span = store.span(since, until)
        first, last = _times(store)
    finally:
        store.close()
    if not span.facts and not span.carried:
        raise Refusal("review.nothing", since=since, until=until)
    if len(span.facts) > MOST_FACTS:
        raise Refusal("review.too_much", n=len(span.facts), limit=MOST_FACTS)
    begin = picture_of(span.begin, ())
    told: tuple[Recorded, ...] = (*span.carried, *span.facts)
    start = max(since, first)
    return _playback(span, start, min(until, max(last, start)), Estimates(begin, told, _way_finder(router)))


def _playback(span: Span, start: datetime, end: datetime, where: Whereabouts) -> Playback:
    made = Playback(span.begin, span.facts, where, start=start, end=end, carried=span.carried)
    set_aside()
    return made


def _way_finder(router: RoadRouter) -> WayFinder:
    def way(start: LatLon, goal: LatLon, kind: UnitKind) -> Route | None:
        return router.field(goal, MODE_OF[kind]).route(start)

    return way


def _times(store: SqlStore) -> tuple[datetime, datetime]:
    found = store.times()
    if found is None:
        raise WorldFailed("store.not_a_room", path=store.name)
    return found
