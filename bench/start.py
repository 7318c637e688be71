"""Start to a usable map, beside a bare QWebEngineView that shows an empty page."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.figure import Figure

ROUNDS = 5
BARE = """
import sys, time
begun = time.perf_counter()
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineWidgets import QWebEngineView
app = QApplication([])
view = QWebEngineView()
view.resize(1366, 768)
view.show()
view.loadFinished.connect(lambda ok: (print(time.perf_counter() - begun, flush=True), app.quit()))
view.setHtml("<html><body></body></html>")
app.exec()
"""


def figures() -> Iterator[Figure]:
    """Median of several starts of each, taken in turn, imports included, caches of the town warm."""
    room, bare = [], []
    with tempfile.TemporaryDirectory() as home:
        _seconds(["-m", "commandroom.app.started", home])
        for _ in range(ROUNDS):
            bare.append(_seconds(["-c", BARE]))
            room.append(_seconds(["-m", "commandroom.app.started", home]))
    yield Figure(
        "start_to_usable_map",
        statistics.median(room),
        "s",
        "bare QWebEngineView, empty page",
        statistics.median(bare),
        f"process start to map ready with all units, median of {ROUNDS}, demo town",
    )


def _seconds(arguments: list[str]) -> float:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return float(done.stdout.strip().splitlines()[-1])
