"""The picture that leaves the room as one file: from the real page, and opened in a real browser."""

import base64
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from map_town import CENTRE, off
from PySide6.QtGui import QImage

from commandroom.geo import LatLon
from commandroom.map.export import MOST_TILES, Heading, export_html, json_in_html
from commandroom.map.marks import LAYERS, HeatSpot, IncidentMark, PostMark, Shape, Theme, UnitMark
from commandroom.map.mercator import View
from commandroom.map.tiles import PaintedTiles
from commandroom.map.view import MapView

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EVIL = (
    "</script><script>document.documentElement.dataset.hacked=1</script>"
    "<img src=x onerror=document.documentElement.dataset.hacked=2>\u202e&amp;"
)
UNIT = UnitMark("u1", off(80, 40), None, "car", "free", "巡07")
STALE = UnitMark("u2", off(-80, 40), None, "foot", "busy", "站2", stale=True, since="20:11")
POST = PostMark("p1", off(0, -90), "夏市共治站", 3, True)
KNIFE = IncidentMark("i1", off(-150, -60), 1, "持刀伤人", "open", ("running", "met", "missed"))
CLOSED = IncidentMark("i2", off(150, -60), 3, "纠纷", "closed")
FAR = UnitMark("u9", LatLon(31.5, 115.9), None, "car", "free", "远方")
HEAD = Heading(
    title="永安派出所 · 地图态势",
    stamp="",
    lines=("2026-05-01 21:00:00 · 值班员",),
    columns=("级", "警情", "地点", "历时", "单元"),
    rows=(("1", "持刀伤人", "夏市口", "0:20", "巡07\n站2"),),
    legend="图例",
    language="zh",
)
SHAPES = {
    "drawing": [
        Shape("d1", "area", (off(-60, 60), off(60, 60), off(0, 140)), "drawing", "警戒区"),
        Shape("d2", "point", (off(0, 180),), "drawing", "集结点"),
    ],
    "patrol": [Shape("r1", "line", (off(-200, -180), off(200, -180)), "patrol", "夏市环线")],
    "trail": [Shape("t1", "line", tuple(off(10 * n, -20) for n in range(20)), "trail")],
    "reach": [Shape("a1", "line", (), "reach_self", "", ((off(0, 0), off(90, 0)), (off(0, 0), off(0, 90))))],
}


def described(qtbot: Any, view: MapView) -> dict[str, Any]:
    """What the real page tells of itself."""
    told: list[str] = []
    view.describe(told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=8000)
    answer: dict[str, Any] = json.loads(told[0])
    return answer


def fill(qtbot: Any, view: MapView) -> None:
    """Everything that a map can show."""
    view.set_units([UNIT, STALE, FAR])
    view.set_posts([POST])
    view.set_incidents([KNIFE, CLOSED])
    for layer, shapes in SHAPES.items():
        view.overlays.set_shapes(layer, shapes)  # type: ignore[arg-type]
    view.overlays.set_heat([HeatSpot(off(30 * n, 50), 1.0 + n % 3) for n in range(-5, 6)])
    qtbot.waitUntil(lambda: len(described(qtbot, view)["marks"]) >= 5, timeout=8000)


def view_of(wide: int = 800, high: int = 600, zoom: float = 16) -> View:
    return View(CENTRE, zoom, wide, high)


def told_in(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="room-data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    answer: dict[str, Any] = json.loads(found[1])
    return answer


def picture(**values: Any) -> dict[str, Any]:
    """A description without a page: one unit."""
    empty = {"colours": {}, "signs": {}, "marks": [], "shapes": [], "heat": None, "legend": [], "lines": []}
    return {**empty, **values}


# What the page tells of itself


@pytest.mark.webengine
def test_the_page_tells_what_it_shows_and_where(qtbot: Any, chart: MapView) -> None:
    fill(qtbot, chart)
    told = described(qtbot, chart)
    marks = {(kind, label): (lat, lon) for kind, lat, lon, _, label, *_ in told["marks"]}
    assert set(marks) == {
        ("unit", "巡07"),
        ("unit", "站2"),
        ("post", "夏市共治站"),
        ("incident", "持刀伤人"),
        ("incident", "纠纷"),
    }
    assert marks["unit", "巡07"] == pytest.approx(UNIT.at, abs=2e-6)
    assert {it["role"] for it in told["shapes"]} == {"drawing", "patrol", "trail", "reach_self"}
    assert sum(len(line) // 2 for it in told["shapes"] if it["role"] == "trail" for line in it["lines"]) == 20
    for _, _, _, sign, *_ in told["marks"]:
        image = QImage.fromData(base64.b64decode(told["signs"][sign][0].partition(",")[2]))
        assert not image.isNull()
    south, west, north, east = told["heat"]["box"]
    assert south < CENTRE.lat < north
    assert west < CENTRE.lon < east
    warmth = QImage.fromData(base64.b64decode(told["heat"]["image"].partition(",")[2]))
    assert any(
        warmth.pixelColor(x, y).alpha() > 60 for x in range(warmth.width()) for y in range(warmth.height())
    )


@pytest.mark.webengine
@pytest.mark.parametrize(
    ("layer", "gone"),
    [
        ("unit.car", ("unit", "巡07")),
        ("post", ("post", "夏市共治站")),
        ("incident.closed", ("incident", "纠纷")),
        ("patrol", ("shape", "patrol")),
        ("drawing", ("shape", "drawing")),
        ("reach", ("shape", "reach_self")),
        ("trail", ("shape", "trail")),
        ("heat", ("heat", "heat")),
    ],
)
def test_what_is_taken_off_the_map_does_not_leave_the_room(
    qtbot: Any, chart: MapView, layer: str, gone: tuple[str, str]
) -> None:
    def parts() -> set[tuple[str, str]]:
        told = described(qtbot, chart)
        found = {(kind, label) for kind, _, _, _, label, *_ in told["marks"]}
        found |= {("shape", it["role"]) for it in told["shapes"]}
        return found | ({("heat", "heat")} if told["heat"] else set())

    fill(qtbot, chart)
    before = parts()
    assert gone in before
    chart.overlays.set_shown(frozenset(LAYERS) - {layer})
    qtbot.waitUntil(lambda: gone not in parts(), timeout=5000)
    assert parts() == before - {gone}


@pytest.mark.webengine
def test_the_legend_names_only_kinds_that_show_and_in_words(qtbot: Any, chart: MapView) -> None:
    fill(qtbot, chart)
    whole = described(qtbot, chart)["legend"]
    assert len(whole) == 6 + 3 + 3 + 1 + 1
    assert all(sign in described(qtbot, chart)["signs"] for sign, _ in whole)
    words = [text for _, text in whole] + [text for _, text, *_ in described(qtbot, chart)["lines"]]
    assert len(words) == len(whole) + 4
    assert all(text and not text.startswith("legend.") for text in words), words
    chart.overlays.set_shown(frozenset(LAYERS) - {"unit.drone", "post"})
    qtbot.waitUntil(lambda: len(described(qtbot, chart)["legend"]) == 12, timeout=5000)


@pytest.mark.webengine
def test_hostile_names_are_short_plain_text_when_they_leave(qtbot: Any, chart: MapView) -> None:
    chart.set_units([UnitMark("u1", CENTRE, None, "car", "free", EVIL + "长" * 2_000)])
    qtbot.waitUntil(lambda: bool(described(qtbot, chart)["marks"]), timeout=8000)
    ((_, _, _, _, label, *_),) = described(qtbot, chart)["marks"]
    assert len(label) <= 80
    assert "\u202e" not in label


# The file


def test_tiles_of_the_present_zoom_and_its_neighbours_are_in_the_file(tiles: PaintedTiles) -> None:
    told = told_in(export_html(picture(), tiles, view_of(), "night", HEAD))
    assert told["zooms"][0] == 15
    assert 16 <= told["zooms"][1] <= 18
    assert 20 < len(told["tiles"]) <= MOST_TILES + 60
    middle = next(base64.b64decode(tile) for name, tile in told["tiles"].items() if name.startswith("16/"))
    assert not QImage.fromData(middle).isNull()
    south_west, north_east = told["edge"]
    assert south_west[0] < CENTRE.lat < north_east[0]
    assert south_west[1] < CENTRE.lon < north_east[1]


@pytest.mark.parametrize("zoom", [2.0, 9.5, 19.0, 21.0])
def test_no_zoom_makes_the_file_boundless(tiles: PaintedTiles, zoom: float) -> None:
    html = export_html(picture(), tiles, view_of(3840, 2160, zoom), "day", HEAD)
    assert len(html) < 25_000_000
    assert told_in(html)["zooms"][0] <= told_in(html)["zooms"][1]


def test_nothing_in_the_file_can_be_asked_of_a_network(tiles: PaintedTiles) -> None:
    html = export_html(picture(), tiles, view_of(), "day", HEAD)
    (rules,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert "default-src 'none'" in rules
    assert "img-src data:;" in rules
    assert "unsafe" not in rules
    assert "http" not in rules
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert not re.findall(r"""<(?:script|link|img|iframe|style)[^>]*(?:src|href)\s*=""", html)
    assert not re.findall(r"""src\s*=\s*["']?(?:https?:)?//""", html)
    assert not re.findall(r"url\(\s*['\"]?(?!data:)", html)
    assert "@import" not in html


def test_text_cannot_end_the_data_or_the_head(tiles: PaintedTiles) -> None:
    head = Heading(EVIL, EVIL, (EVIL,), (EVIL,), ((EVIL,),), EVIL, "zh")
    signs = {"s": ["data:image/png;base64,", 1, 1]}
    html = export_html(
        picture(signs=signs, marks=[["unit", 1, 2, "s", EVIL, 0, 0, 0]]), tiles, view_of(), "day", head
    )
    assert "dataset.hacked=1</script>" not in html
    assert told_in(html)["head"]["title"] == EVIL
    assert told_in(html)["picture"]["marks"][0][4] == EVIL
    assert json.loads(json_in_html("\u2028</SCRIPT>&\ud800")) == "\u2028</SCRIPT>&?"


# In a real browser


@dataclass
class Listener:
    """Counts what is asked of a server on this machine."""

    port: int
    asked: list[str]


@pytest.fixture
def listener() -> Iterator[Listener]:
    asked: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing to say."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Listener(server.server_port, asked)
    server.shutdown()
    server.server_close()


def browse(path: Path, tmp_path: Path, *orders: str, offline: bool = True) -> str:
    """Open a file in Chromium without a network; its standard output."""
    assert CHROMIUM is not None
    call = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--window-size=1200,800", "--virtual-time-budget=4000", f"--user-data-dir={tmp_path / 'profile'}"),
        *(("--host-resolver-rules=MAP * ~NOTFOUND",) if offline else ()),
        *orders,
        path.as_uri(),
    ]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, check=True).stdout


needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="needs a Chromium on the machine to open the file in"
)


@pytest.mark.webengine
@needs_browser
@pytest.mark.parametrize("theme", ["night", "day"])
def test_a_browser_without_a_network_shows_tiles_marks_and_heading(
    qtbot: Any, chart: MapView, tiles: PaintedTiles, tmp_path: Path, theme: Theme
) -> None:
    chart.set_theme(theme)
    fill(qtbot, chart)
    path = tmp_path / "map.html"
    path.write_text(export_html(described(qtbot, chart), tiles, chart.view, theme, HEAD), encoding="utf-8")
    dom = browse(path, tmp_path, "--dump-dom")
    shown = dom.partition('<script type="application/json"')[0]
    drawn = re.findall(r'<img[^>]*class="leaflet-tile[^>]*src="(data:image/png[^"]{50})', dom) or re.findall(
        r'<img[^>]*src="(data:image/png[^"]{50})[^>]*class="leaflet-tile', dom
    )
    assert len(drawn) >= 8
    assert len(re.findall(r"<img[^>]*leaflet-marker-icon", dom)) == 5
    assert re.findall(r"<img[^>]*leaflet-image-layer", dom)
    body = dom.rpartition("</script>")[2]
    for text in (*HEAD.lines, HEAD.title, "夏市口", "巡07", HEAD.legend):
        assert text in body, text
    assert "警戒区" in shown
    assert 'class="stamp"' not in dom
    shot = tmp_path / "shot.png"
    browse(path, tmp_path, f"--screenshot={shot}")
    image = QImage(str(shot))
    assert (image.width(), image.height()) == (1200, 800)
    tones = {image.pixelColor(x, y).name() for x in range(0, 800, 5) for y in range(0, 800, 5)}
    assert len(tones) > 60
    dark = image.pixelColor(1195, 790).lightness() < 80
    assert dark is (theme == "night")


@needs_browser
def test_hostile_text_stays_text_and_the_policy_holds_in_a_browser(
    tiles: PaintedTiles, tmp_path: Path, listener: Listener
) -> None:
    address = f"http://127.0.0.1:{listener.port}"
    sign = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    shapes = [{"kind": "point", "role": "drawing", "lines": [[*CENTRE]], "text": EVIL, "colour": "red",
               "width": 3, "dash": None, "opacity": 1}]  # fmt: skip
    told = picture(
        colours={
            "ground": "#111111",
            "panel": "#222222",
            "line": "#333333",
            "text": "#eeeeee",
            "muted": "#888888",
        },
        signs={"s": [sign, 20, 20]},
        marks=[["incident", *CENTRE, "s", EVIL, 0, 0, 0]],
        shapes=shapes,
        legend=[["s", EVIL]],
    )
    head = Heading(EVIL, EVIL, (EVIL,), (EVIL,), ((EVIL,),), EVIL, "zh")
    html = export_html(told, tiles, view_of(), "night", head)
    intruder = (
        f"<img src='{address}/picture'>"
        f"<script>document.documentElement.dataset.ran=1;fetch('{address}/fetched')</script>"
        f"<iframe src='{address}/frame'></iframe><link rel=stylesheet href='{address}/style'>"
    )
    path = tmp_path / "map.html"
    path.write_text(html + intruder, encoding="utf-8")
    dom = browse(path, tmp_path, "--dump-dom", offline=False)
    opened = re.search(r"<html[^>]*>", dom)
    assert opened is not None
    assert "data-hacked" not in opened[0]
    assert "data-ran" not in opened[0]
    assert dom.count("&lt;script&gt;document.documentElement") >= 7
    assert 'class="stamp"' in dom
    assert listener.asked == []
