"""The room's end of the exact solver: starts it, hears it, and kills it when told to."""

import io
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from commandroom.services.planner.plan import Terms
from commandroom.services.planner.puzzle import Puzzle
from commandroom.services.planner.solver import HEADER_BYTES

PACKAGE_ROOT = Path(__file__).resolve().parents[3]
"""Where the solver's process finds this package too."""
SOLVER = "commandroom.services.planner.solver"
LOOK_S = 0.05
"""How often the room's wish to stop is looked at."""
GRACE_S = 30.0
"""So much longer than its time limit the process may take to start, relax and tell."""


@dataclass(frozen=True, slots=True)
class News:
    """What the solver has found so far."""

    bound: float | None
    """Of its cost, which it minimises: no answer costs less."""
    chosen: tuple[int, ...] | None = None
    """Sites of its best answer; None before it has one."""
    is_last: bool = False
    """Whether it has ended by itself: the best is proven, or the time was up."""


def solve(
    puzzle: Puzzle, terms: Terms, *, places: int | None = None, need: float | None = None
) -> Generator[News, None, None]:
    """News until the solver ends, fails, or is no longer wanted; close it, and the process is gone.

    Exactly one of `places` (how many sites at most) and `need` (how much weight at least) is given.
    """
    begun, longest = terms.stopwatch(), terms.time_limit_s + GRACE_S
    with _running(_task(puzzle, places, need, terms.time_limit_s)) as lines:
        while not terms.stopped() and terms.stopwatch() - begun < longest:
            try:
                line = lines.get(timeout=LOOK_S)
            except queue.Empty:
                continue
            if line is None:
                return
            news = _read(line)
            if news is not None:
                yield news


def _task(puzzle: Puzzle, places: int | None, need: float | None, seconds: float) -> bytes:
    arrays: dict[str, Any] = {
        "indptr": puzzle.reaches.indptr,
        "indices": puzzle.reaches.indices,
        "weight": puzzle.weight,
        "seconds": np.float64(seconds),
    }
    arrays |= {"places": np.int64(places)} if places is not None else {"need": np.float64(need)}
    sink = io.BytesIO()
    np.savez(sink, **arrays)
    return sink.getvalue()


@contextmanager
def _running(task: bytes) -> Iterator["queue.Queue[str | None]"]:
    """The lines of a solver at work, None at their end; gone, whatever happens, when this is left."""
    paths = [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(
        [sys.executable, "-m", SOLVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.Queue[str | None] = queue.Queue()
    ears = threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True)
    mouth = threading.Thread(target=_speak, args=(process.stdin, task), daemon=True)
    ears.start()
    mouth.start()
    try:
        yield lines
    finally:
        process.kill()
        process.wait()
        mouth.join()
        ears.join()
        _close(process.stdin)
        process.stdout.close()


def _listen(source: IO[bytes], lines: "queue.Queue[str | None]") -> None:
    for line in source:
        lines.put(line.decode("utf-8", "replace"))
    lines.put(None)


def _speak(sink: IO[bytes], task: bytes) -> None:
    """A killed process does not listen; then there is nothing to be said."""
    try:
        sink.write(len(task).to_bytes(HEADER_BYTES, "big") + task)
        sink.flush()
    except OSError:
        return


def _close(sink: IO[bytes]) -> None:
    try:
        sink.close()
    except OSError:  # what was not heard by the killed process cannot be flushed either
        return


def _read(line: str) -> News | None:
    if not line.startswith("@"):
        return None
    told = json.loads(line[1:])
    if told["stage"] == "relaxed":
        return News(told["bound"])
    chosen = tuple(told["chosen"]) if told["chosen"] or told["status"] == 0 else None
    return News(told["bound"], chosen, is_last=True)
