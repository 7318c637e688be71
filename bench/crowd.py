"""The whole room under load, every panel open: ten thousand reports a second, and clocks that only tick.

The real window on the demo city's roads with 6,000 units on a live store; what is measured is the processor
time of the window's own thread, and how often the map's page drew.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow
    from commandroom.app.openings import Opening
    from commandroom.settings import Settings

UNITS, REPORTS_S, BATCHES_S = 6_000, 10_000, 10
WATCH_S, REST_S = 10.0, 12.0
INCIDENTS = 60
WINDOW = (1366, 768)


def figures() -> Iterator[Figure]:
    """Busy share and longest stall of the window's thread, and frames drawn while only clocks run."""
    from commandroom.app.window import run_window
    from commandroom.settings import Settings

    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), store_url="sqlite://")
        then = partial(_watch, found=found)
        if run_window(settings, partial(_crowded_room, settings), then=then):
            raise RuntimeError("the window did not open")
    how = f"{found['reports_s']:.0f} reports a second of {UNITS} units through store, bus and every panel"
    yield Figure("room_reports", 100 * found["busy"], "% of the window's thread", "", None, how)
    yield Figure("room_reports_stall", found["stall_ms"], "ms", "", None, how)
    how = f"{WATCH_S:g} s, {INCIDENTS} open incidents with running clocks, {UNITS} units standing"
    yield Figure("room_clock_tick", found["frames"], "frames", "", None, how)


def _crowded_room(settings: "Settings") -> "Opening":
    """The demo city's roads with 6,000 units made from its own."""
    from commandroom.app.openings import demo_opening
    from commandroom.app.sessions import live_parts
    from commandroom.settings import store_url

    opening = demo_opening(settings, scale="city", seed=7)
    live = replace(settings, store_url=store_url("crowd.db", base=settings.home))
    return replace(opening, mode="live", build=lambda: live_parts(live))


async def _watch(desktop: "Desktop", *, found: dict[str, float]) -> None:
    shown = desktop.windows[0]
    shown.window.resize(*WINDOW)
    await asyncio.wait_for(shown.drawn.wait(), 60)
    places = await _fill(shown)
    await asyncio.sleep(REST_S)
    before = await _drawn(shown)
    await asyncio.sleep(WATCH_S)
    found["frames"] = await _drawn(shown) - before
    await _storm(shown, places, found)
    shown.window.close()


async def _fill(shown: "OpenWindow") -> list[tuple[str, float, float]]:
    """The register of a big city, and incidents whose clocks run."""
    from commandroom.demo.town import load_demo
    from commandroom.geo import moved
    from commandroom.models.domain.commands import ImportRoster, ReportIncident

    roster, by, chance = load_demo("city").roster, shown.opening.author, random.Random(7)
    units = [
        replace(
            each,
            id=f"X-{n}",
            call_sign=f"巡{n}",
            home_post=None,
            at=moved(each.at, east_m=chance.uniform(-400, 400), north_m=chance.uniform(-400, 400)),
        )
        for n in range(UNITS)
        for each in (roster.units[n % len(roster.units)],)
    ]
    await shown.room.give(ImportRoster(by, "bench", roster.firms, roster.posts, tuple(units)))
    kinds = sorted(shown.room.parts.catalogue.kinds)
    for n in range(INCIDENTS):
        post = roster.posts[n * 13 % len(roster.posts)]
        await shown.room.give(ReportIncident(by, kinds[n % len(kinds)], post.at, post.name))
    return [(unit.id, unit.at.lat, unit.at.lon) for unit in units]


async def _storm(
    shown: "OpenWindow", places: list[tuple[str, float, float]], found: dict[str, float]
) -> None:
    from commandroom.geo import LatLon
    from commandroom.models.domain.commands import ReportPositions
    from commandroom.models.domain.entities import Author, PositionReport
    from commandroom.models.domain.ids import UnitId
    from commandroom.services.authority import SYSTEM

    by, size, given, spent = Author(SYSTEM, "bench"), REPORTS_S // BATCHES_S, 0, 0.0
    stalls: list[float] = []
    watch = asyncio.create_task(_stall(stalls))
    begun, busy = time.perf_counter(), time.thread_time()
    while (passed := time.perf_counter() - begun) < WATCH_S:
        making = time.thread_time()
        now = datetime.now(UTC)
        reports = []
        for k in range(size):
            name, lat, lon = places[(given + k) % len(places)]
            reports.append(
                PositionReport(UnitId(name), LatLon(lat + passed * 2e-5, lon + passed * 1e-5), 30.0, now)
            )
        order = ReportPositions(by, tuple(reports))
        spent += time.thread_time() - making  # the reporters' own work, not the window's
        await shown.room.give(order)
        given += size
        await asyncio.sleep(max(0.0, given / REPORTS_S - (time.perf_counter() - begun)))
    span = time.perf_counter() - begun
    found["busy"] = (time.thread_time() - busy - spent) / span
    found["reports_s"] = given / span
    watch.cancel()
    found["stall_ms"] = 1000 * max(stalls, default=0.0)


async def _stall(stalls: list[float]) -> None:
    """How late the loop comes back from a hundredth of a second's sleep."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.01)
        stalls.append(time.perf_counter() - begun - 0.01)


async def _drawn(shown: "OpenWindow") -> float:
    answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    shown.map_view.page().runJavaScript("Room.drawn", answer.set_result)
    return float(await asyncio.wait_for(answer, 30))
