"""The live map drawn by software: frames, reports, hits, beside folium's circle markers on Leaflet's canvas.

Every figure comes from a process of its own (`bench.mapstage`) with the map of Wuhan in a window of
1280x800. Fps are frames that were drawn; the display gives at most sixty a second.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.figure import Figure

WUHAN = Path(__file__).parents[2] / "shared" / "data" / "wuhan_roads.osm.pbf"
ROUNDS = 3
WINDOW = "1280x800, Wuhan, zoom 14"


def figures() -> Iterator[Figure]:
    """All figures of the map, one scene after the other."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        _lay_roads(home)
        for number in (6_000, 20_000):
            yield from _moving(home, number)
        yield from _pan_zoom(home)
        yield from _reports(home)
        yield _first_picture(home)
        yield _hit(home)
        clock = _play(home, "clock", 6_000)
        yield Figure("clock_tick", clock["frames"], "frames", "", None, "10 s of 60 ticking incidents")


def _moving(home: Path, number: int) -> Iterator[Figure]:
    """Frames, which the display caps, and what one of them costs, which nothing caps."""
    ours, peer = _play(home, "moving", number), _play(home, "folium_moving", number)
    who = f"folium {version('folium')} prefer_canvas, Leaflet {version('XStatic-Leaflet')} circleMarker"
    how = f"{WINDOW}; longest gap {ours['longest_ms']:.0f} ms, peer {peer['longest_ms']:.0f} ms"
    yield Figure(f"moving_{number}", ours["fps"], "frames/s", who, peer["fps"], how)
    cost = f"{WINDOW}; processor time of the browser's processes for each frame drawn"
    yield Figure(f"moving_{number}_cost", ours["cpu_ms"], "ms", who, peer["cpu_ms"], cost)


def _pan_zoom(home: Path) -> Iterator[Figure]:
    found = _play(home, "pan_zoom", 6_000)
    how = f"{WINDOW}; 845 posts, 6,000 units moving, 1,000 incidents, 92,667 road segments"
    yield Figure("pan_zoom", found["fps"], "frames/s", "", None, how)
    yield Figure("pan_zoom_longest", found["longest_ms"], "ms", "", None, how)
    yield Figure("pan_zoom_p95", found["p95_ms"], "ms", "", None, how)


def _reports(home: Path) -> Iterator[Figure]:
    found = _play(home, "reports", 10_000)
    how = f"{found['reports_s']:.0f}/s of 6,000 units: relay, Situation, marks, page; no other panels"
    yield Figure("reports_10000", 100 * found["gui_busy"], "% of the GUI thread", "", None, how)


def _first_picture(home: Path) -> Figure:
    bare, full = [], []
    for _ in range(ROUNDS):
        bare.append(_play(home, "first_picture", 0)["seconds"])
        full.append(_play(home, "first_picture", 6_000)["seconds"])
    how = f"load to ready, median of {ROUNDS}, 6,000 units at zoom 12, tiles kept"
    ours, peer = statistics.median(full), statistics.median(bare)
    return Figure("first_picture", ours, "s", "the page without a mark", peer, how)


def _hit(home: Path) -> Figure:
    found = _play(home, "hit", 6_000)
    if found["wrong"]:
        raise RuntimeError(f"{found['wrong']} hits differ from the linear scan")
    how = "mean of 2,000 pixels among 6,000 units; every answer compared with the scan"
    return Figure("hit_6000", found["ours"], "ms", "linear scan over all units", found["peer"], how)


def _lay_roads(home: Path) -> None:
    from commandroom.roads.compile import compile_network
    from commandroom.roads.osm import import_osm
    from commandroom.roads.roadfile import save_roads

    save_roads(compile_network(import_osm(WUHAN)), home / "roads")


def _play(home: Path, scene: str, number: int) -> dict[str, Any]:
    """What one scene measured."""
    command = [sys.executable, "-m", "bench.mapstage", scene, str(home), str(number)]
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
