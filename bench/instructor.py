"""The instructor's window on a drill of 500 injects: how long its room's windows ever stand still.

A drill runs at x64 in a whole room; a timer of the window's own thread is to come every 2 ms, and how late it
comes at worst is the stall. Measured with the instructor's window open and, as the peer, without it.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop

INJECTS = 500
MEASURED_S = 12.0
SETTLE_S = 6.0
BEAT_MS = 2
SPEED = 64


def figures() -> Iterator[Figure]:
    """Longest stall, the 99th percentile, and the longest work of the GUI thread itself: what others on the
    same machine take away from it is in the first two, not in the third."""
    (watched, busy), (alone, busy_alone) = _stalls("with"), _stalls("without")
    how = f"{INJECTS} injects, x{SPEED}, {MEASURED_S:g} s, offscreen, timer of {BEAT_MS} ms in the GUI thread"
    peer = "the same room without it"
    yield Figure("instructor_longest_stall", watched[-1], "ms", peer, alone[-1], how)
    yield Figure("instructor_stall_p99", _p99(watched), "ms", peer, _p99(alone), how)
    yield Figure(
        "instructor_longest_work", busy[-1], "ms", peer, busy_alone[-1], how + ", CPU of that thread"
    )


def _p99(stalls: list[float]) -> float:
    return stalls[len(stalls) * 99 // 100]


def _stalls(which: str) -> tuple[list[float], list[float]]:
    """Milliseconds between beats, and those of CPU, least first, of a room in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
        call = [sys.executable, "-m", "bench.instructor", home, which]
        done = subprocess.run(call, env=env, capture_output=True, text=True, check=True, timeout=180)
    stalls, busy = json.loads(done.stdout.splitlines()[-1])
    return stalls, busy


def big_script(folder: Path) -> Path:
    """A script of 500 messages, one each second or two, in a file."""
    lines = [
        "format: 2",
        "id: big",
        "title: {zh: 五百条情况, en: Five hundred injects}",
        'start: "2026-11-20 09:40"',
        "duration: 30m",
        "places: {here: {kind: museum}}",
        "injects:",
        "  - {id: alarm, at: 2s, phase: alarm, report: {kind: knife, place: here, text: 有人持刀}}",
    ]
    for n in range(1, INJECTS):
        when = "when: first_unit_on_scene, after" if n % 3 == 0 else "at"
        said = f"message: {{channel: radio, sender: 巡{n:03}, text: 第 {n} 条情况，现场一切照旧}}"
        lines.append(f"  - {{id: i{n}, {when}: {n * 1.5:g}s, phase: reinforce, {said}}}")
    lines += [
        "criteria:",
        "  - {id: first, title: {zh: 首次派警, en: First order}, measure: first_order, within: 60s}",
    ]
    path = folder / "big.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def _measure(desktop: "Desktop", *, with_window: bool) -> None:
    from PySide6.QtCore import Qt, QTimer

    shown = desktop.windows[0]
    await asyncio.wait_for(shown.drawn.wait(), 60)
    shown.room.speed = SPEED
    if with_window:
        await desktop.academy.open(shown, "instructor")
    await asyncio.sleep(SETTLE_S)
    beats: list[tuple[float, float]] = []
    timer = QTimer(interval=BEAT_MS)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append((time.perf_counter(), time.thread_time())))
    timer.start()
    await asyncio.sleep(MEASURED_S)
    timer.stop()
    gaps = [
        sorted(round((after[clock] - before[clock]) * 1000, 2) for before, after in pairwise(beats))
        for clock in (0, 1)
    ]
    print(json.dumps(gaps), flush=True)
    shown.window.close()


def main(home: Path, which: str) -> int:
    """Measure in this process."""
    from commandroom.app.drills import DrillChoice, drill_opening
    from commandroom.app.window import run_window
    from commandroom.settings import Settings, store_url

    settings = replace(Settings(home=home, store_url=store_url("room.db", base=home)), language="zh")
    choice = DrillChoice(str(big_script(home)))
    return run_window(
        settings,
        lambda: drill_opening(settings, choice),
        then=lambda desktop: _measure(desktop, with_window=which == "with"),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
