"""Hours of a busy room in its real window: memory and the cost of a frame at the end beside the beginning.

300 units on patrol, 100 open incidents, about 60 response clocks running at any moment. Takes two hours;
`BENCH_SOAK_MINUTES` makes it shorter, and every figure says how long it ran.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow
    from commandroom.app.openings import Opening
    from commandroom.settings import Settings

MINUTES = 120.0
UNITS, INCIDENTS = 300, 100
NEW_EVERY_S = 9.0
"""With 60, 180 and 300 s of clocks in each new incident about sixty are running at any moment."""
SAMPLE_EVERY_S = 15.0
WARM_UP = 0.15
"""Caches fill during this share of the time; it is not compared."""
WINDOW = (1366, 768)
PATIENCE_S = 60.0
WATCH = """
(() => {
  Room.soak = [];
  Room.onDrawn = (at, took) => { if (Room.soak.push(took) > 4000) Room.soak.splice(0, 2000); };
})()
"""
TAKE = """
(() => {
  const took = Room.soak.splice(0).sort((a, b) => a - b);
  const heap = performance.memory ? performance.memory.usedJSHeapSize : 0;
  return JSON.stringify([took.length, took.length ? took[took.length >> 1] : 0, heap]);
})()
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one look found; memory in MB, a frame in milliseconds of drawing."""

    at_s: float
    python_mb: float
    page_mb: float
    heap_mb: float
    frame_ms: float
    frames: int
    running: int
    """Response clocks that were running."""


def figures() -> Iterator[Figure]:
    """Value: mean of the last quarter; peer: mean of the first quarter after the warm-up."""
    minutes = float(os.environ.get("BENCH_SOAK_MINUTES", MINUTES))
    samples = _soak(minutes * 60)
    warm = [each for each in samples if each.at_s >= WARM_UP * minutes * 60]
    quarter = max(1, len(warm) // 4)
    clocks = statistics.mean(each.running for each in warm)
    how = f"{minutes:g} min, {UNITS} units moving, {INCIDENTS} incidents, {clocks:.0f} clocks running"
    for name, unit, of in (
        ("soak_python_memory", "MB", [each.python_mb for each in warm]),
        ("soak_page_memory", "MB", [each.page_mb for each in warm]),
        ("soak_page_heap", "MB", [each.heap_mb for each in warm]),
        ("soak_frame", "ms", [each.frame_ms for each in warm]),
    ):
        first, last = statistics.mean(of[:quarter]), statistics.mean(of[-quarter:])
        yield Figure(name, last, unit, "the same, at the beginning", first, how)


def _soak(seconds: float) -> list[Sample]:
    """Run the window for so long and look at it from time to time."""
    from commandroom.app.window import run_window
    from commandroom.settings import Settings

    samples: list[Sample] = []
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--enable-precise-memory-info")
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), store_url="sqlite://")
        then = partial(_watch, seconds=seconds, samples=samples)
        if run_window(settings, partial(_busy_town, settings), then=then):
            raise RuntimeError("the window did not open")
    return samples


def _busy_town(settings: "Settings") -> "Opening":
    """The city with 300 patrols, where nothing happens by itself and nobody is sent by itself."""
    from commandroom.app.openings import demo_opening
    from commandroom.demo.autopilot import Patience
    from commandroom.demo.day import DayPlan, open_demo
    from commandroom.demo.incidents import Pace
    from commandroom.demo.town import load_demo
    from commandroom.models.domain.enums import UnitKind
    from commandroom.settings import store_url

    opening, city = demo_opening(settings, scale="city", seed=7), load_demo("city")
    patrols = [unit for unit in city.roster.units if unit.kind is not UnitKind.VIDEO][:UNITS]
    kept = {unit.id for unit in patrols}
    members = tuple(each for each in city.roster.members if each.unit is None or each.unit in kept)
    town = replace(city, roster=replace(city.roster, units=tuple(patrols), members=members))
    never = 1e9
    plan = DayPlan(seed=7, pace=Pace(never, 0), patience=Patience(never, never))
    store = store_url("soak.db", base=settings.home)
    start = datetime.now(UTC).replace(microsecond=0)
    return replace(opening, build=lambda: open_demo(town, opening.router, plan, start=start, store_url=store))


async def _watch(desktop: "Desktop", *, seconds: float, samples: list[Sample]) -> None:
    shown = desktop.windows[0]
    shown.window.resize(*WINDOW)
    await asyncio.wait_for(shown.drawn.wait(), PATIENCE_S)
    await _ask(shown, WATCH)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    trouble = asyncio.create_task(_make_trouble(shown))
    while (at := loop.time() - begun) < seconds and not trouble.done():
        samples.append(await _look(shown, at))
        print(samples[-1], file=sys.stderr, flush=True)
        await asyncio.sleep(SAMPLE_EVERY_S)
    shown.window.close()
    if trouble.done():
        trouble.result()
    trouble.cancel()


async def _make_trouble(shown: "OpenWindow") -> None:
    """Keep a hundred incidents open: report a new one every few seconds, close the oldest."""
    from commandroom.models.domain.commands import CloseIncident, ReportIncident

    situation, by = shown.window.situation, shown.opening.author
    posts = sorted(situation.posts.values(), key=lambda post: post.id)
    kinds = sorted(shown.room.parts.catalogue.kinds)
    for number in count():
        post, kind = posts[number * 37 % len(posts)], kinds[number % len(kinds)]
        await shown.room.give(ReportIncident(by, kind, post.at, post.name, "值守测试"))
        standing = sorted(situation.open_incidents(), key=lambda each: each.reported_at)
        if len(standing) > INCIDENTS:
            await shown.room.give(CloseIncident(by, standing[0].id))
        await asyncio.sleep(0.2 if len(standing) < INCIDENTS else NEW_EVERY_S)


async def _look(shown: "OpenWindow", at_s: float) -> Sample:
    import json

    import psutil

    frames, frame_ms, heap = json.loads(await _ask(shown, TAKE))
    process = psutil.Process()
    page = sum(child.memory_info().rss for child in process.children(recursive=True))
    now = shown.room.now()
    running = sum(
        clock.is_running and not clock.is_missed and clock.due_at(incident.reported_at) > now
        for incident in shown.window.situation.open_incidents()
        for clock in incident.rings
    )
    mb = 1024 * 1024
    return Sample(at_s, process.memory_info().rss / mb, page / mb, heap / mb, frame_ms, frames, running)


async def _ask(shown: "OpenWindow", script: str) -> str:
    answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    shown.map_view.page().runJavaScript(script, answer.set_result)
    return str(await asyncio.wait_for(answer, PATIENCE_S))
