"""Start to a usable map, beside a bare QWebEngineView that shows an empty page or folium's own."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
view.setHtml(PAGE)
app.exec()
"""
EMPTY = BARE.replace("PAGE", repr("<html><body></body></html>"))
FOLIUM = BARE.replace(
    "view.setHtml(PAGE)",
    "import folium\nchart = folium.Map([30.58, 114.29], tiles=None)\nview.setHtml(chart.get_root().render())",
)
"""What a program without a map of its own does; without a network Leaflet itself does not even arrive."""


def figures() -> Iterator[Figure]:
    """Medians of several starts of each, taken in turn.

    The clock of each starts with the first line of its program, imports included. Ours stops when every unit
    is drawn on the map of an open room, the bare view's when its page is loaded. Bytecode and the town's
    tiles are there from a start before, as on any day but the first.
    """
    room, empty, folium = [], [], []
    with tempfile.TemporaryDirectory() as home:
        start = ["-m", "commandroom.app.started", str(Path(home) / "room")]
        environment = _environment(Path(home) / "bytecode")
        for _ in range(2):
            _seconds(start, environment)
        for _ in range(ROUNDS):
            empty.append(_seconds(["-c", EMPTY], environment))
            folium.append(_seconds(["-c", FOLIUM], environment))
            room.append(_seconds(start, environment))
    how = f"process start to map ready with all units, median of {ROUNDS}, demo town"
    ours = statistics.median(room)
    for name, peer, spans in (
        ("start_to_usable_map", "bare QWebEngineView, empty page", empty),
        ("start_to_usable_map_beside_folium", "bare QWebEngineView, folium's page", folium),
    ):
        yield Figure(name, ours, "s", peer, statistics.median(spans), how)


def _environment(bytecode: Path) -> dict[str, str]:
    """Modules are compiled once, as in an installed program, wherever the sources lie."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(bytecode)}


def _seconds(arguments: list[str], environment: dict[str, str]) -> float:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=environment)
    return float(done.stdout.strip().splitlines()[-1])
