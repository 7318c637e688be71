"""Seeking in a review: any moment of four hours with 50,000 facts and 1,091 units that reported every five
seconds; beside the same fold from the beginning."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

import numpy as np

from bench.figure import Figure
from commandroom.demo.town.shipped import load_demo
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Author, Incident, RingClock
from commandroom.models.domain.enums import Level, Ring
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.services.ports import Recorded, Snapshot
from commandroom.services.review.playback import Playback, set_aside
from commandroom.services.tracks import MAGIC, NAME, NAME_BYTES, PER_DEGREE, ROW, UNIT, Tracks, tracks_of

START = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
HOURS, FACTS, SEEKS, SLOW_SEEKS = 4, 50_000, 200, 20
REPORT_S = 5
BY = Author("bench", "bench")
HOW = f"{HOURS} h, {FACTS} facts, 1,091 units reporting every {REPORT_S} s, {SEEKS} random seeks"


def figures() -> Iterator[Figure]:
    """Median, 95 of 100 and worst milliseconds of a seek."""
    town = load_demo("city")
    roster = town.roster
    begin = Snapshot(roster.units, roster.posts, roster.firms, roster.members, (), (), (), 0)
    facts, tracks = _facts(begin), _tracks(begin)
    end = START + timedelta(hours=HOURS)
    begun = time.perf_counter()
    ready = Playback(begin, facts, tracks, start=START, end=end)
    set_aside()
    yield Figure(
        "seek/open", time.perf_counter() - begun, "s", "", None, "folding everything once, in a worker"
    )
    bare = Playback(begin, facts, tracks, start=START, end=end, every=FACTS * 2)
    dice = random.Random(5)
    moments = [START + timedelta(seconds=dice.uniform(0, HOURS * 3600)) for _ in range(SEEKS)]
    spans, slow = _spans(ready, moments), _spans(bare, moments[:SLOW_SEEKS])
    peer = "the same fold from the beginning"
    yield Figure("seek/median", median(spans), "ms", peer, median(slow), HOW)
    yield Figure("seek/p95", quantiles(spans, n=20)[18], "ms", peer, quantiles(slow, n=20)[18], HOW)
    yield Figure("seek/worst", max(spans), "ms", peer, max(slow), HOW)


def _spans(playback: Playback, moments: list[datetime]) -> list[float]:
    playback.at(moments[0])
    spans = []
    for moment in moments:
        begun = time.perf_counter()
        playback.at(moment)
        spans.append((time.perf_counter() - begun) * 1000)
    return spans


def _facts(begin: Snapshot) -> list[Recorded]:
    """Incidents that overlap, each with six units from the order to the end."""
    told: list[ev.Event] = []
    dice, number, free_at = random.Random(1), 0, {unit.id: 0.0 for unit in begin.units}
    pace = HOURS * 3600 / (FACTS / 28)
    while len(told) < FACTS:
        number += 1
        at_s = number * pace
        told += _incident(begin, IncidentId(f"JQ-20261120-{number:04d}"), at_s, dice, free_at)
    told.sort(key=lambda each: each.at)
    return [Recorded(n, BY, each) for n, each in enumerate(told[:FACTS], start=1)]


def _incident(
    begin: Snapshot, name: IncidentId, at_s: float, dice: random.Random, free_at: dict[str, float]
) -> Iterator[ev.Event]:
    def when(seconds: float) -> datetime:
        return START + timedelta(seconds=at_s + seconds)

    rings = tuple(RingClock(ring, 60 * n) for n, ring in zip((1, 3, 5), Ring, strict=True))
    place = dice.choice(begin.posts).at
    level = dice.choice(list(Level))
    yield ev.IncidentReported(
        when(0), Incident(name, KindCode("knife"), level, True, place, "", "", "", when(0), rings)
    )
    going = [unit.id for unit in dice.sample(begin.units, 12) if free_at[unit.id] <= at_s][:5]
    for n, unit in enumerate(going):
        free_at[unit] = at_s + 900
        yield ev.UnitAssigned(when(5 + n), unit, name, 1, 120.0, "bench")
        yield ev.OrderAcknowledged(when(15 + n), unit, name)
        yield ev.UnitSetOut(when(25 + n), unit, name)
        yield ev.UnitArrived(when(150 + n), unit, name, place)
        yield ev.UnitCleared(when(800 + n), unit, name)
    yield ev.RingMissed(when(60), name, Ring.SELF, when(60))
    yield ev.IncidentClosed(when(850), name, "处置完毕")


def _tracks(begin: Snapshot) -> Tracks:
    """Everybody on a small walk of his own."""
    names = b"".join(_name(n, unit.id) for n, unit in enumerate(begin.units))
    times = np.arange(0, HOURS * 3600, REPORT_S)
    rows = np.zeros((len(times), len(begin.units)), dtype=ROW)
    walk = np.random.default_rng(3).normal(0, 200, (2, *rows.shape)).cumsum(axis=1)
    rows["what"], rows["who"] = UNIT, np.arange(len(begin.units))
    rows["cs"] = (times * 100)[:, None]
    rows["lat"] = np.array([unit.at.lat for unit in begin.units]) * PER_DEGREE + walk[0]
    rows["lon"] = np.array([unit.at.lon for unit in begin.units]) * PER_DEGREE + walk[1]
    head = MAGIC + int(START.timestamp() * 1000).to_bytes(8, "little")
    return tracks_of(head + names + rows.tobytes())


def _name(number: int, name: str) -> bytes:
    text, whole = name.encode(), b""
    for piece in range(0, len(text), NAME_BYTES):
        head = bytes((NAME, piece // NAME_BYTES)) + number.to_bytes(2, "little")
        whole += head + text[piece : piece + NAME_BYTES].ljust(NAME_BYTES, b"\0")
    return whole
