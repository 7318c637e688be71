"""The page's engine: packed moves, the glide, the hit test and what draws no frame, in the real page."""

import base64
import json

import numpy as np
import pytest
from map_town import CENTRE, off
from test_map_page import ask, until

from commandroom.geo import LatLon
from commandroom.map.bridge import Bridge
from commandroom.map.marks import IncidentMark, OpponentMark, PostMark, UnitMark
from commandroom.map.picture import Picture
from commandroom.map.protocol import moves_text
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine


def car(name: str, at: LatLon, heading: float | None = 90.0) -> UnitMark:
    return UnitMark(name, at, heading, "car", "free", name)


def scattered(count: int) -> list[UnitMark]:
    chance = np.random.default_rng(3)
    east, north = chance.uniform(-380, 380, count), chance.uniform(-280, 280, count)
    return [car(f"u{n}", off(float(east[n]), float(north[n]))) for n in range(count)]


def test_moves_carry_numbers_places_and_headings() -> None:
    units = [car("a", LatLon(30.5, 114.25), None), car("b", LatLon(-12.345678, -70.000001), 359.6)]
    raw = base64.b64decode(moves_text([7, 70000], units))
    assert len(raw) == 2 * 14
    assert np.frombuffer(raw[:8], "<u4").tolist() == [7, 70000]
    assert np.frombuffer(raw[8:16], "<i4").tolist() == [30500000, -12345678]
    assert np.frombuffer(raw[16:24], "<i4").tolist() == [114250000, -70000001]
    assert np.frombuffer(raw[24:], "<u2").tolist() == [0xFFFF, 0]


def test_what_only_moved_is_told_without_a_row() -> None:
    layer = Picture().layer("unit")
    layer.replace([car("a", CENTRE), car("b", CENTRE)])
    layer.changes()
    layer.patch([car("b", off(5, 0))])
    assert layer.changes() == {"move": moves_text([1], [car("b", off(5, 0))])}
    layer.patch([car("b", off(9, 0)), UnitMark("b", off(9, 0), 90.0, "car", "busy", "b")])
    told = layer.changes()
    assert told is not None
    assert list(told) == ["put"]


PLACES = """[...Room.picture.units.index].map(([id, i]) => [id,
    Room.picture.units.toX[i] * 360 - 180, Room.picture.units.heading[i]])"""


def test_packed_moves_reach_the_right_units(qtbot, chart: MapView) -> None:
    chart.set_units([car(name, CENTRE) for name in ("a", "b", "c")])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 3)
    chart.set_units([car(name, CENTRE) for name in ("b", "c")])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 2)
    there = off(40, 0)
    chart.patch_units([car("c", there, 45.0)])
    until(qtbot, chart, "Room.picture.units.heading[Room.picture.units.index.get('c')]", lambda h: h == 45)
    told = {name: (lon, heading) for name, lon, heading in ask(qtbot, chart, PLACES)}
    assert told["c"] == pytest.approx((there.lon, 45.0), abs=2e-6)
    assert told["b"] == pytest.approx((CENTRE.lon, 90.0), abs=2e-6)


def test_a_gap_brings_the_newest_places_back(qapp: object) -> None:
    picture = Picture()
    bridge = Bridge(picture, dict)
    heard: list[str] = []
    bridge.message.connect(heard.append)
    picture.layer("unit").replace([car("a", CENTRE)])
    bridge.tell('{"v":1,"n":1,"kind":"ready"}')
    picture.layer("unit").patch([car("a", off(30, 0))])
    bridge.tell('{"v":1,"n":2,"kind":"gap"}')
    again = json.loads(heard[-1])
    assert again["kind"] == "snapshot"
    assert again["marks"]["unit"][0][2] == pytest.approx(off(30, 0).lon, abs=1e-6)
    assert again["marks"]["unit"][0][-1] == 0


GLIDE = """(() => {
  const p = Room.picture, row = (lat, lon, h) => ["g", lat, lon, h, 1, 0, "g", 0, "", [], "", 999];
  const was = performance.now() + 1e6;
  p.change({ unit: { put: [row(30.58, 114.29, 0)] } }, was);
  p.change({ unit: { put: [row(30.5802, 114.2902, 90)] } }, was + 1000);
  const i = p.units.index.get("g"), u = p.units, seen = [];
  for (let t = 0; t <= 1200; t += 20) {
    p.glide(was + 1000 + t);
    const share = (is, from, to) => (is - from) / (to - from);
    seen.push([share(u.x[i], u.fromX[i], u.toX[i]), share(u.y[i], u.fromY[i], u.toY[i])]);
  }
  const end = [u.x[i] === u.toX[i], u.y[i] === u.toY[i]];
  p.change({ unit: { drop: ["g"] } }, was);
  return { seen, end };
})()"""


def test_a_unit_rounds_a_corner_and_ends_exactly_at_its_report(qtbot, chart: MapView) -> None:
    told = ask(qtbot, chart, GLIDE)
    assert told["end"] == [True, True]
    east, north = np.array(told["seen"]).T
    assert -0.001 <= east.min() <= east.max() <= 1.001
    assert -0.001 <= north.min() <= north.max() <= 1.001
    assert np.all(np.diff(east) >= -1e-9)
    assert (north - east).max() > 0.1, "heading north first, it lies above the straight way"


AGREE = """(() => {
  const c = map_room, zoom = c.getZoom(), scale = 256 * 2 ** zoom, size = c.getSize();
  const corner = c.project(c.containerPointToLatLng([0, 0]), zoom);
  const look = { left: corner.x / scale, top: corner.y / scale, scale, zoom, width: size.x, height: size.y };
  const wrong = [];
  let found = 0;
  for (let n = 0; n < 3000; n++) {
    const x = (n * 7919) % size.x, y = (n * 104729) % size.y, u = Room.picture.units;
    let right = "", gap = 14;
    for (let i = 0; i < u.count; i++) {
      const d = Math.hypot(Room.units.x(look, i) - x, Room.units.y(look, i) - y);
      if (d < gap) { gap = d; right = u.id[i]; }
    }
    const hit = Room.hit.find(look, x, y, false), ours = hit ? hit[1] : "";
    if (hit) found++;
    if (ours !== right) wrong.push([x, y, ours, right]);
  }
  return { wrong, found };
})()"""


def test_the_hit_test_agrees_with_asking_everybody(qtbot, chart: MapView) -> None:
    on_one_spot = [UnitMark(f"s{n}", off(20, 20), None, "foot", "free", "") for n in range(6)]
    chart.set_units([*scattered(800), *on_one_spot])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 806)
    told = ask(qtbot, chart, AGREE)
    assert told["wrong"] == []
    assert told["found"] > 500


def test_a_hidden_layer_is_neither_drawn_nor_hit(qtbot, chart: MapView) -> None:
    chart.set_units([car("u1", CENTRE, None)])
    chart.set_posts([PostMark("p1", off(0, 100), "", 3, True)])
    chart.set_opponents([OpponentMark("o1", off(0, -100), "")])
    chart.set_incidents([IncidentMark("i1", off(100, 0), 1, "", "assigned")])
    until(qtbot, chart, "Room.picture.incidents.size", lambda size: size == 1)
    script = """(() => {
      const sheet = (name) => document.querySelector(`.room-${name}`).getContext("2d"), drawn = [], hit = [];
      const [posts, marks, top] = ["posts", "marks", "top"].map(sheet);
      const zoom = map_room.getZoom(), look = { zoom, scale: 256 * 2 ** zoom, width: 800, height: 600 };
      const corner = map_room.project(map_room.containerPointToLatLng([0, 0]), look.zoom);
      look.left = corner.x / look.scale; look.top = corner.y / look.scale;
      const size = Room.pencil.prepare(look);
      Room.pencil.drawPosts(posts, look, 0, size);
      Room.pencil.drawUnits(marks, look, size);
      Room.pencil.drawTop(top, look, 0, size);
      const isInk = (pen, x, y) => pen.getImageData(x - 3, y - 3, 7, 7).data.some((value) => value > 0);
      for (const [kind, id] of [["unit", "u1"], ["post", "p1"], ["opponent", "o1"], ["incident", "i1"]]) {
        const at = Room.pencil.markAt(look, kind, id) || Room.picture.place(kind, id);
        const x = Math.round((at.x - look.left) * look.scale), y = Math.round((at.y - look.top) * look.scale);
        drawn.push([posts, marks, top].some((pen) => isInk(pen, x, y)));
        hit.push(Boolean(Room.hit.find(look, x, y, false)));
      }
      return { drawn, hit };
    })()"""
    assert ask(qtbot, chart, script) == {"drawn": [True] * 4, "hit": [True] * 4}
    ask(qtbot, chart, "(Room.shown = new Set(), 1)")
    assert ask(qtbot, chart, script) == {"drawn": [False] * 4, "hit": [False] * 4}


def test_a_clock_tick_draws_nothing(qtbot, chart: MapView) -> None:
    incidents = [
        IncidentMark(f"i{n}", off(9.0 * n, 0), 2, "纠纷", "assigned", ("running",)) for n in range(20)
    ]
    chart.set_incidents(incidents)
    chart.set_units(scattered(50))
    qtbot.wait(1200)
    before = ask(qtbot, chart, "Room.drawn")
    for _ in range(5):
        chart.set_incidents(list(incidents))
        qtbot.wait(150)
    assert ask(qtbot, chart, "Room.drawn") == before


def test_a_told_change_is_drawn_while_units_creep(qtbot, chart: MapView) -> None:
    chart.set_units([car("u1", CENTRE)])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 1)
    qtbot.wait(300)
    chart.patch_units([car("u1", off(0.2, 0))])
    until(qtbot, chart, "Room.picture.isGliding(performance.now())", bool)
    before = ask(qtbot, chart, "Room.drawn")
    chart.select("unit", "u1")
    until(qtbot, chart, "Room.drawn", lambda drawn: drawn > before)


PIXELS = """["posts", "marks", "top"].map((name) => {
  const canvas = document.querySelector(`.room-${name}`);
  const bytes = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return bytes.reduce((sum, byte) => (sum * 31 + byte) | 0, 0);
})"""


def test_driving_units_redraw_no_posts(qtbot, chart: MapView) -> None:
    chart.set_posts([PostMark("p1", off(0, 100), "", 3, True)])
    chart.set_units([car("u1", CENTRE)])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 1)
    qtbot.wait(700)
    ask(qtbot, chart, "(Room.told = [], Room.beneath(() => Room.told.push(1)), 1)")
    before = ask(qtbot, chart, PIXELS)
    chart.patch_units([car("u1", off(40, 0))])
    until(qtbot, chart, PIXELS, lambda now: now[1] != before[1])
    qtbot.wait(1700)
    assert ask(qtbot, chart, "Room.told") == []
    assert ask(qtbot, chart, PIXELS)[0] == before[0]
