"""One scene on the map page in a process of its own; prints what it measured as one JSON object.

`python -m bench.mapstage SCENE HOME [NUMBER]`; `bench map` calls it. The page is the product's own, drawn
by software, and what is counted are frames that were really drawn.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication

from commandroom.geo import LatLon, moved
from commandroom.map.marks import IncidentMark, PostMark, UnitMark
from commandroom.map.scheme import register_scheme
from commandroom.map.tiles import PaintedTiles
from commandroom.map.town import subject_of
from commandroom.map.view import MapView
from commandroom.roads.roadfile import load_roads

SIZE = (1280, 800)
CENTRE = LatLon(30.58, 114.29)
SPREAD_M = (4200.0, 2600.0)
"""Half of what a window of that size shows at zoom 14."""
SPEED_M_S = 250.0
"""Fast enough that at zoom 14 every unit moves by half a pixel within each frame of sixty."""
WATCH_S = 6.0
COUNT = """
(() => {
  Room.bench = { took: [], at: [] };
  Room.onDrawn = (at, took) => { Room.bench.at.push(at); Room.bench.took.push(took); };
  return 1;
})()
"""


def wait(seconds: float) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def ask(page: QWebEnginePage, script: str) -> Any:
    """The value of a script in the page."""
    loop, answers = QEventLoop(), []

    def take(answer: Any) -> None:
        answers.append(answer)
        loop.quit()

    page.runJavaScript(f"JSON.stringify({script})", take)
    loop.exec()
    return json.loads(answers[0]) if answers and answers[0] else None


def page_cpu_s() -> float:
    """Processor seconds that the browser's processes have used so far: script, drawing and showing."""
    import psutil

    spent = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return float(sum(each.user + each.system for each in spent))


class Fleet:
    """Units that all drive, turning a little with every report."""

    def __init__(self, count: int) -> None:
        self._chance = np.random.default_rng(7)
        self.count = count
        self.east = self._chance.uniform(-SPREAD_M[0], SPREAD_M[0], count)
        self.north = self._chance.uniform(-SPREAD_M[1], SPREAD_M[1], count)
        self.heading = self._chance.uniform(0, 360, count)

    def drive(self, seconds: float) -> None:
        """Everybody so long onwards; who leaves the picture turns round."""
        self.heading = (self.heading + self._chance.normal(0, 12, self.count)) % 360
        for values, turn, reach in (
            (self.east, np.sin, SPREAD_M[0]),
            (self.north, np.cos, SPREAD_M[1]),
        ):
            values += SPEED_M_S * seconds * turn(np.radians(self.heading))
            away = np.abs(values) > reach
            values[away] = np.sign(values[away]) * reach
            self.heading[away] = (self.heading[away] + 180) % 360

    def marks(self) -> list[UnitMark]:
        """As the desk would show them."""
        kinds, states = ("foot", "car", "motorbike", "dog", "drone"), ("free", "busy", "free", "off")
        return [
            UnitMark(f"u{n}", self.at(n), float(self.heading[n]), kinds[n % 5], states[n % 4], f"巡{n}")  # type: ignore[arg-type]
            for n in range(self.count)
        ]

    def at(self, n: int) -> LatLon:
        """Where one is."""
        return moved(CENTRE, east_m=float(self.east[n]), north_m=float(self.north[n]))


def open_map(home: Path, *, zoom: int = 14) -> tuple[MapView, float]:
    """The map of Wuhan, and the seconds until its page was ready."""
    tiles = PaintedTiles(subject_of(load_roads(home / "roads")), home / "tiles")
    begun = time.perf_counter()
    view = MapView(tiles, centre=CENTRE, zoom=zoom, pages=home)
    view.resize(*SIZE)
    loop = QEventLoop()
    view.ready.connect(loop.quit)
    view.show()
    loop.exec()
    return view, time.perf_counter() - begun


def moving(home: Path, number: int) -> dict[str, Any]:
    """All units move at once."""
    view, _ = open_map(home)
    fleet = Fleet(number)
    view.set_units(fleet.marks())
    wait(3)
    beat = QTimer(interval=1000)

    def report() -> None:
        fleet.drive(1.0)
        view.patch_units(fleet.marks())

    beat.timeout.connect(report)
    beat.start()
    report()
    wait(2)
    ask(view.page(), COUNT)
    busy, page = time.thread_time(), page_cpu_s()
    wait(WATCH_S)
    busy, page = (time.thread_time() - busy) / WATCH_S, page_cpu_s() - page
    found = _told(ask(view.page(), "Room.bench"))
    view.grab().save(str(home / f"moving-{number}.png"))
    view.shut()
    return found | {"gui_busy": busy, "cpu_ms": 1000 * page / max(1, found["frames"])}


PEER = """
<script>
window.bench = { took: [], at: [] };
window.addEventListener("load", () => {
  const map = window[Object.keys(window).find((name) => name.startsWith("map_"))];
  const all = [];
  map.eachLayer((layer) => { if (layer instanceof L.CircleMarker) all.push(layer); });
  const from = all.map((layer) => layer.getLatLng()), turn = all.map((_, i) => (i * 2.399) % (2 * Math.PI));
  const draw = L.Canvas.prototype._redraw;
  L.Canvas.include({ _redraw() {
    const begun = performance.now();
    draw.call(this);
    bench.at.push(begun);
    bench.took.push(performance.now() - begun);
  } });
  const begun = performance.now();
  const move = () => {
    const way = (performance.now() - begun) / 1000 * SPEED / 111195;
    const back = Math.abs((way % 0.02) - 0.01);
    for (let i = 0; i < all.length; i++)
      all[i].setLatLng([from[i].lat + back * Math.cos(turn[i]), from[i].lng + back * Math.sin(turn[i])]);
    bench.count = all.length;
    requestAnimationFrame(move);
  };
  requestAnimationFrame(move);
});
</script>
"""


def folium_moving(home: Path, number: int) -> dict[str, Any]:
    """The peer: as many of folium's circle markers on Leaflet's canvas, moved with every frame."""
    import folium
    from PySide6.QtCore import QUrl
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from xstatic.pkg import leaflet

    chart = folium.Map(list(CENTRE), zoom_start=14, tiles=None, prefer_canvas=True)
    fleet = Fleet(number)
    for n in range(number):
        folium.CircleMarker(list(fleet.at(n)), radius=6, weight=2, fill=True).add_to(chart)
    base = Path(leaflet.BASE_DIR).as_uri()
    chart.default_js = [("leaflet", f"{base}/leaflet.js")]
    chart.default_css = [("leaflet_css", f"{base}/leaflet.css")]
    page = chart.get_root().render().replace("</html>", PEER.replace("SPEED", str(SPEED_M_S)) + "</html>")
    path = home / "peer.html"
    path.write_text(page, encoding="utf-8")
    view = QWebEngineView()
    view.resize(*SIZE)
    view.show()
    view.load(QUrl.fromLocalFile(str(path)))
    wait(8)
    count = ask(view.page(), "(bench.took.length = bench.at.length = 0, bench.count)")
    page = page_cpu_s()
    wait(WATCH_S)
    page = page_cpu_s() - page
    found = _told(ask(view.page(), "bench"))
    found["cpu_ms"] = 1000 * page / max(1, found["frames"])
    if count != number:
        raise RuntimeError(f"the peer moves {count} markers")
    view.grab().save(str(home / f"peer-{number}.png"))
    view.page().deleteLater()
    return found


def _told(bench: dict[str, list[float]]) -> dict[str, Any]:
    at = np.array(bench["at"])
    gaps = np.diff(at) if len(at) > 1 else np.array([0.0])
    return {
        "frames": len(at),
        "fps": 1000 * (len(at) - 1) / (at[-1] - at[0]) if len(at) > 1 else 0.0,
        "draw_ms": float(np.median(bench["took"])) if bench["took"] else 0.0,
        "longest_ms": float(gaps.max()),
        "p95_ms": float(np.percentile(gaps, 95)),
    }


PAN = """
(() => {
  const map = window.map_room, begun = performance.now();
  Room.pan = { at: [], took: [], ended: false };
  let step = 0;
  const go = () => {
    const now = performance.now();
    Room.pan.at.push(now);
    if (now - begun > SPAN) { Room.pan.ended = true; return; }
    step++;
    if (step % 90 === 0) map.setZoom(step % 180 ? 13 : 14, { animate: false });
    else {
      const way = [Math.round(9 * Math.cos(step / 25)), Math.round(9 * Math.sin(step / 25))];
      map.panBy(way, { animate: false });
    }
    requestAnimationFrame(go);
  };
  requestAnimationFrame(go);
  return 1;
})()
"""
HIT = """
(() => {
  const look = { left: 0, top: 0, scale: 0, zoom: map_room.getZoom(), width: SIZE_X, height: SIZE_Y };
  look.scale = 256 * 2 ** look.zoom;
  const corner = map_room.project(map_room.containerPointToLatLng([0, 0]), look.zoom);
  look.left = corner.x / look.scale;
  look.top = corner.y / look.scale;
  const spots = Array.from({ length: 2000 }, (_, n) => [(n * 7919) % SIZE_X, (n * 104729) % SIZE_Y]);
  const linear = (x, y) => {
    let best = null, gap = 14;
    for (const [id, i] of Room.picture.units.index) {
      const d = Math.hypot(Room.units.x(look, i) - x, Room.units.y(look, i) - y);
      if (d < gap) { gap = d; best = id; }
    }
    return best;
  };
  const span = (act) => {
    const begun = performance.now(), found = spots.map(act);
    return [(performance.now() - begun) / spots.length, found];
  };
  span(([x, y]) => Room.hit.find(look, x, y, false));
  const [ours, found] = span(([x, y]) => Room.hit.find(look, x, y, false));
  const [peer, right] = span(([x, y]) => linear(x, y));
  const wrong = found.filter((it, n) => (it ? it[1] : null) !== right[n]).length;
  return { ours, peer, wrong };
})()
"""


def _crowded(home: Path, number: int) -> tuple[MapView, Fleet]:
    """The city with its units, 845 posts and 1,000 incidents."""
    view, _ = open_map(home)
    fleet, fixed = Fleet(number), Fleet(1845)
    posts = [PostMark(f"p{n}", fixed.at(n), f"岗{n}", n % 7, n % 5 > 0) for n in range(845)]
    states = ("assigned", "on_scene", "open", "assigned")
    incidents = [
        IncidentMark(
            f"i{n}", fixed.at(845 + n), 1 + n % 3, f"警情{n}", states[n % 4], ("met", "running", "missed")
        )  # type: ignore[arg-type]
        for n in range(1000)
    ]
    view.set_units(fleet.marks())
    view.set_posts(posts)
    view.set_incidents(incidents)
    wait(3)
    return view, fleet


def pan_zoom(home: Path, number: int) -> dict[str, Any]:
    """The hand moves the map without a pause while all units drive."""
    view, fleet = _crowded(home, number)
    beat = QTimer(interval=1000)

    def report() -> None:
        fleet.drive(1.0)
        view.patch_units(fleet.marks())

    beat.timeout.connect(report)
    beat.start()
    for span in (WATCH_S, WATCH_S):  # the first round lets the tiles arrive
        ask(view.page(), COUNT)
        ask(view.page(), PAN.replace("SPAN", str(span * 1000)))
        wait(span + 1)
    found = _told(ask(view.page(), "Room.pan"))
    drawn = ask(view.page(), "Room.bench")
    view.grab().save(str(home / "pan.png"))
    view.shut()
    return found | {"draw_ms": float(np.median(drawn["took"])), "drawn": len(drawn["at"])}


def hit(home: Path, number: int) -> dict[str, Any]:
    """What lies under a pixel, beside asking every unit."""
    view, _ = open_map(home)
    view.set_units(Fleet(number).marks())
    wait(3)
    found: dict[str, Any] = ask(
        view.page(), HIT.replace("SIZE_X", str(SIZE[0])).replace("SIZE_Y", str(SIZE[1]))
    )
    view.shut()
    return found


def clock(home: Path, number: int) -> dict[str, Any]:
    """Ten seconds in which the clocks of sixty incidents tick and nothing else happens."""
    view, _ = open_map(home)
    fleet = Fleet(60)
    incidents = [
        IncidentMark(f"i{n}", fleet.at(n), 2, f"警情{n}", "assigned", ("running", "running", "running"))
        for n in range(60)
    ]
    view.set_units(Fleet(number).marks())
    view.set_incidents(incidents)
    wait(3)
    before = ask(view.page(), "Room.drawn")
    tick = QTimer(interval=1000)
    tick.timeout.connect(lambda: view.set_incidents(incidents))
    tick.start()
    wait(10)
    frames = ask(view.page(), "Room.drawn") - before
    view.shut()
    return {"frames": frames}


def first_picture(home: Path, number: int) -> dict[str, Any]:
    """From the page's load to its first full picture; number 0 is the bare page."""
    tiles = PaintedTiles(subject_of(load_roads(home / "roads")), home / "tiles")
    view = MapView(tiles, centre=CENTRE, zoom=12, pages=home)
    view.resize(*SIZE)
    if number:
        view.set_units(Fleet(number).marks())
    begun = time.perf_counter()
    loop = QEventLoop()
    view.ready.connect(loop.quit)
    view.show()
    loop.exec()
    seconds = time.perf_counter() - begun
    drawn = ask(view.page(), "Room.picture.units.count")
    view.shut()
    if drawn != number:
        raise RuntimeError(f"{drawn} units drawn")
    return {"seconds": seconds}


def reports(home: Path, number: int) -> dict[str, Any]:
    """So many position reports a second from another thread, by relay, Situation and marks into the page."""
    import threading
    from datetime import UTC, datetime

    from commandroom.models.domain import events as ev
    from commandroom.models.domain.entities import Author, PositionReport, Unit
    from commandroom.models.domain.enums import Party, UnitKind
    from commandroom.models.domain.ids import UnitId
    from commandroom.models.domain.recorded import Recorded, Snapshot
    from commandroom.services.situation import Situation
    from commandroom.ui.mark_desk import MarkDesk
    from commandroom.ui.relay import Relay

    view, _ = open_map(home)
    fleet, by = Fleet(6000), Author("bench", "positions")
    kinds = (UnitKind.FOOT, UnitKind.CAR, UnitKind.MOTORBIKE)
    units = tuple(
        Unit(UnitId(f"u{n}"), f"巡{n}", kinds[n % 3], Party.POLICE, 2, fleet.at(n))
        for n in range(fleet.count)
    )
    situation = Situation(_snapshot(Snapshot, units))
    relay, sent, over = Relay(situation), [0], threading.Event()
    desk = MarkDesk(
        pane=view,
        situation=situation,
        relay=relay,
        now=lambda: datetime.now(UTC),
        phrases=None,  # type: ignore[arg-type]
    )

    def report() -> None:
        first, due = 0, time.monotonic()
        while not over.wait(max(0.0, due - time.monotonic())):
            due += 0.1
            fleet.drive(0.02)
            at = datetime.now(UTC)
            batch = tuple(
                PositionReport(UnitId(f"u{n}"), fleet.at(n), float(fleet.heading[n]), at)
                for n in (np.arange(first, first + number // 10) % fleet.count)
            )
            first = (first + number // 10) % fleet.count
            sent[0] += len(batch)
            relay.fact.emit(Recorded(None, by, ev.PositionsReported(at, batch)))

    thread = threading.Thread(target=report)
    wait(2)
    thread.start()
    wait(2)
    ask(view.page(), COUNT)
    busy, begun, before = time.thread_time(), time.perf_counter(), sent[0]
    wait(WATCH_S)
    span = time.perf_counter() - begun
    found = {"gui_busy": (time.thread_time() - busy) / span, "reports_s": (sent[0] - before) / span}
    over.set()
    thread.join()
    found |= _told(ask(view.page(), "Room.bench"))
    del desk
    view.shut()
    return found


def _snapshot(kind: Any, units: tuple[Any, ...]) -> Any:
    """A town of these units and nothing else."""
    from dataclasses import fields

    values: dict[str, Any] = {field.name: () for field in fields(kind)}
    return kind(**values | {"units": units, "journal_number": 0})


SCENES: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "moving": moving,
    "folium_moving": folium_moving,
    "pan_zoom": pan_zoom,
    "hit": hit,
    "clock": clock,
    "first_picture": first_picture,
    "reports": reports,
}


def main() -> int:
    """Play one scene."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    register_scheme()
    app = QApplication([])
    scene, home, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    print(json.dumps(SCENES[scene](home, number)), flush=True)
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
