"""Shapes under the marks, in the real page."""

import os
import random
import signal
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from map_town import CENTRE, off
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from test_map_page import ask, spot, unit, until

from commandroom.geo import LatLon, distance_m
from commandroom.map.marks import LAYERS, HeatSpot, PostMark, Shape, ShapeRole
from commandroom.map.mercator import unworld
from commandroom.map.overlays import MOST_SPOTS, Overlays, heat_row, shape_row
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

EVIL = "<img src=x onerror='window.hacked=1'>\u202eחלון\u2066</script>\n\x00" + "长" * 1_000_000
STILL = "Room.overlays.still"


def numbers(packed: str) -> list[int]:
    return np.frombuffer(b64decode(packed), dtype="<i4").tolist()


def line(name: str, *points: LatLon, role: ShapeRole = "drawing", text: str = "") -> Shape:
    return Shape(name, "line", points, role, text)


def colour(view: MapView, at: LatLon) -> QColor:
    """The colour the widget shows at a place."""
    return view.grab().toImage().pixelColor(spot(view, at))


def inked(qtbot: Any, view: MapView, at: LatLon, sheet: str = STILL) -> int:
    """How opaque a sheet is at a place, 0 to 255; 0 if there is no sheet."""
    x, y = spot(view, at).toTuple()
    script = f"""(sheet => {{
        if (!sheet.canvas) return 0;
        const look = Room.overlays.look(), laid = sheet.laid;
        const x = {x} + (look.left - laid.left) * look.scale, y = {y} + (look.top - laid.top) * look.scale;
        return sheet.canvas.getContext("2d").getImageData(Math.round(x), Math.round(y), 1, 1).data[3];
    }})({sheet})"""
    return int(ask(qtbot, view, script))


def inked_becomes(
    qtbot: Any, view: MapView, at: LatLon, right: Callable[[int], bool], sheet: str = STILL
) -> None:
    for _ in range(60):
        if right(inked(qtbot, view, at, sheet)):
            return
        qtbot.wait(30)
    raise AssertionError(f"the sheet stayed {inked(qtbot, view, at, sheet)} at {at}")


# What goes to the page


def test_a_shape_travels_as_whole_millionths_of_a_degree() -> None:
    shape = Shape(
        "r",
        "line",
        (),
        "reach_mutual",
        "",
        ((CENTRE, LatLon(30.5810004, 114.29)), (), (LatLon(-1.5, -2.25),) * 2),
    )
    name, kind, role, text, lengths, points = shape_row(shape)
    assert (name, kind, role, text, numbers(lengths)) == ("r", 1, 1, "", [2, 2])
    assert numbers(points) == [
        *(30580000, 114290000, 30581000, 114290000),
        *(-1500000, -2250000, -1500000, -2250000),
    ]
    assert numbers(heat_row([HeatSpot(CENTRE, 0.5)])) == [30580000, 114290000, 500000]
    assert heat_row([]) == ""


def test_only_what_changed_is_told() -> None:
    told: list[dict[str, Any]] = []
    overlays = Overlays(lambda **values: told.append(values))
    drawing = line("d", CENTRE, off(10, 0))
    overlays.set_shapes("drawing", [drawing])
    overlays.set_shapes("drawing", iter([drawing]))
    overlays.set_shown(frozenset(LAYERS) - {"legend"})
    assert [list(values) for values in told] == [["shapes.drawing"]]
    overlays.set_shown(frozenset(LAYERS) - {"drawing", "legend"})
    assert told[1:] == [{"shown": [name for name in LAYERS if name not in ("drawing", "legend")]}]
    assert overlays.frame()["shapes.drawing"] == [shape_row(drawing)]
    with pytest.raises(ValueError, match="no such layers"):
        overlays.set_shown(frozenset({"drawings"}))


def test_more_past_incidents_than_can_be_told_apart_keep_the_last(caplog: pytest.LogCaptureFixture) -> None:
    overlays = Overlays(lambda **values: None)
    overlays.set_heat([HeatSpot(off(n, 0)) for n in range(3)] + [HeatSpot(CENTRE)] * MOST_SPOTS)
    assert set(numbers(overlays.frame()["heat"])) == {30580000, 114290000, 1000000}
    assert "50003" in caplog.text
    caplog.clear()


# What the page draws


def test_shapes_lie_where_they_should_and_under_the_marks(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(100, 60))])
    chart.overlays.set_shapes(
        "drawing",
        [
            line("d1", off(-200, 60), off(200, 60)),
            Shape("d2", "area", (off(-150, -60), off(-50, -60), off(-50, -140), off(-150, -140)), "drawing"),
            Shape("d3", "point", (off(150, -100),), "drawing"),
        ],
    )
    chart.overlays.set_shapes("patrol", [line("p1", off(-250, 150), off(-200, 150), role="patrol")])
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)
    assert inked(qtbot, chart, off(0, 80)) == 0
    assert 20 < inked(qtbot, chart, off(-100, -110)) < 255, "the area is translucent"
    assert inked(qtbot, chart, off(-150, -100)) == 255, "its rim is not"
    assert inked(qtbot, chart, off(150, -100)) == 255
    assert inked(qtbot, chart, off(-250, 150)) == 255
    qtbot.waitUntil(lambda: colour(chart, off(0, 60)).name() == "#ff8fd0", timeout=5000)
    assert colour(chart, off(100, 60)).name() != "#ff8fd0", "the unit lies over the line"


def test_a_hidden_layer_is_not_drawn_and_comes_back_without_being_sent_again(qtbot, chart: MapView) -> None:
    chart.overlays.set_shapes("drawing", [line("d1", off(-200, 60), off(200, 60))])
    chart.overlays.set_shapes("trail", [line("t1", off(-200, 0), off(200, 0), role="trail")])
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)
    assert ask(
        qtbot,
        chart,
        "(window.shapesToldAgain = 0, Room.onFrame('shapes.drawing', () => shapesToldAgain++), 1)",
    )
    chart.overlays.set_shown(frozenset({"trail"}))
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 0)
    assert inked(qtbot, chart, off(190, 0), "Room.overlays.trail") > 0
    chart.overlays.set_shown(frozenset({"drawing"}))
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)
    assert ask(qtbot, chart, "Room.overlays.trail.canvas === null")
    assert ask(qtbot, chart, "window.shapesToldAgain") == 0


def test_the_three_reaches_can_be_told_apart_without_colour(qtbot, chart: MapView) -> None:
    roles: tuple[ShapeRole, ...] = ("reach_self", "reach_mutual", "reach_support")
    shapes = [
        Shape(role, "line", (), role, "", ((off(-200, 90 * n), off(200, 90 * n)),))
        for n, role in enumerate(roles)
    ]
    chart.overlays.set_shapes("reach", shapes)
    inked_becomes(qtbot, chart, off(0, 0), lambda alpha: alpha > 0)
    ink = [
        sum(inked(qtbot, chart, off(x, 90 * n + y)) for x in range(-150, -120, 3) for y in (-3, -1, 0, 1, 3))
        for n in range(3)
    ]
    assert ink[0] > 1.3 * ink[1] > 1.3 * 1.3 * ink[2] > 0


def test_a_trail_fades_toward_its_oldest_point(qtbot, chart: MapView) -> None:
    points = [off(20.0 * n - 200, 50) for n in range(21)]
    chart.overlays.set_shapes("trail", [line("t1", *points, role="trail")])
    inked_becomes(qtbot, chart, off(190, 50), lambda alpha: alpha > 0, "Room.overlays.trail")
    old, middle, new = (inked(qtbot, chart, off(x, 50), "Room.overlays.trail") for x in (-190, 10, 190))
    assert 0 < old < middle < new


def test_moving_units_do_not_make_the_sheets_draw_again(qtbot, chart: MapView) -> None:
    chart.overlays.set_shapes("drawing", [line("d1", off(-200, 60), off(200, 60))])
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)
    before = ask(qtbot, chart, f"{STILL}.drawn")
    for n in range(5):
        chart.set_units([unit("u1", off(40.0 * n, 0))])
        qtbot.wait(60)
    assert ask(qtbot, chart, f"{STILL}.drawn") == before
    chart.go_to(off(100, 0))
    qtbot.waitUntil(lambda: chart.view.centre == pytest.approx(off(100, 0), abs=1e-5), timeout=5000)
    qtbot.wait(200)
    inked_becomes(qtbot, chart, off(60, 60), lambda alpha: alpha == 255)
    assert ask(qtbot, chart, f"{STILL}.drawn") == before, "a short pan carries the sheet along"
    chart.go_to(off(900, 0))
    until(qtbot, chart, f"{STILL}.drawn", lambda drawn: drawn == before + 1)
    chart.go_to(CENTRE)
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)


def test_heat_grows_denser_where_more_happened(qtbot, chart: MapView) -> None:
    chance = random.Random(7)
    at = [(-200, 200)] * 200 + [(200, -100)] * 60
    chart.overlays.set_heat(HeatSpot(off(x + chance.gauss(0, 20), y + chance.gauss(0, 20))) for x, y in at)
    inked_becomes(qtbot, chart, off(-200, 200), lambda alpha: alpha > 0)
    much, some, none = (inked(qtbot, chart, off(x, y)) for x, y in ((-200, 200), (200, -100), (-300, -250)))
    assert much > 1.5 * some > 0
    assert none == 0
    chart.overlays.set_heat([])
    until(qtbot, chart, f"{STILL}.canvas", lambda canvas: canvas is None)


def test_heat_of_fifty_thousand_is_made_after_the_frame(qtbot, chart: MapView) -> None:
    chance = random.Random(7)
    spots = [HeatSpot(off(chance.gauss(0, 3000), chance.gauss(0, 3000))) for _ in range(MOST_SPOTS)]
    chart.overlays.set_heat(spots)
    until(qtbot, chart, "Room.heat.made", bool)
    frames, made = ask(qtbot, chart, f"[{STILL}.ms, Room.heat.made.ms]")
    assert frames < 50, "the frame lays a picture and makes none"
    assert made < 600


def test_a_citys_reach_is_drawn_at_once(qtbot, chart: MapView) -> None:
    chance = random.Random(3)
    lines = []
    for _ in range(50_000):
        a = off(chance.uniform(-12000, 12000), chance.uniform(-12000, 12000))
        lines.append((a, LatLon(a.lat + 0.0004, a.lon), LatLon(a.lat + 0.0004, a.lon + 0.0008)))
    chart.overlays.set_shapes("reach", [Shape("r", "line", (), "reach_self", "", tuple(lines))])
    chart.go_to(CENTRE, 11)
    until(
        qtbot, chart, f"{STILL}.canvas !== null && {STILL}.laid && {STILL}.laid.zoom", lambda zoom: zoom == 11
    )
    times = []
    for zoom in (11, 13, 14):
        chart.go_to(CENTRE, zoom)
        until(qtbot, chart, f"{STILL}.laid && {STILL}.laid.zoom", lambda now, zoom=zoom: now == zoom)
        script = f"Array.from({{length: 7}}, () => ({STILL}.spoil(), Room.overlays.refresh(), {STILL}.ms))"
        times.append(sorted(ask(qtbot, chart, script))[1])
    assert max(times) < 50, times


def test_a_line_as_long_as_a_country_is_cut_at_the_rim(qtbot, chart: MapView) -> None:
    chart.overlays.set_shapes(
        "patrol", [line("p", LatLon(CENTRE.lat, 80.0), LatLon(CENTRE.lat, 130.0), role="patrol")]
    )
    chart.go_to(CENTRE, 18)
    until(qtbot, chart, f"{STILL}.laid && {STILL}.laid.zoom", lambda zoom: zoom == 18)
    assert ask(qtbot, chart, f"{STILL}.ms") < 200


# What a hand does


def test_a_click_on_a_line_names_it_unless_a_mark_is_there(qtbot, chart: MapView) -> None:
    chart.set_posts([PostMark("p1", off(100, 60), "岗", 3, True)])
    chart.overlays.set_shapes("drawing", [line("d1", off(-200, 60), off(200, 60), text="封控线")])
    inked_becomes(qtbot, chart, off(-150, 60), lambda alpha: alpha == 255)
    until(qtbot, chart, "Room.picture.posts.size", lambda size: size == 1)
    hand, left = chart.focusProxy(), Qt.MouseButton.LeftButton
    with qtbot.waitSignal(chart.overlays.shape_clicked) as told:
        QTest.mouseClick(hand, left, pos=spot(chart, off(-150, 55)))
    assert told.args == ["drawing", "d1"]
    shape, ground = chart.overlays.shape_clicked, chart.ground_clicked
    with qtbot.assertNotEmitted(shape), qtbot.assertNotEmitted(ground), qtbot.waitSignal(chart.post_clicked):
        QTest.mouseClick(hand, left, pos=spot(chart, off(100, 60)))
    with qtbot.assertNotEmitted(chart.overlays.shape_clicked), qtbot.waitSignal(chart.ground_clicked):
        QTest.mouseClick(hand, left, pos=spot(chart, off(-150, 20)))
    chart.overlays.set_shown(frozenset())
    inked_becomes(qtbot, chart, off(-150, 60), lambda alpha: alpha == 0)
    with qtbot.assertNotEmitted(chart.overlays.shape_clicked, wait=300):
        QTest.mouseClick(hand, left, pos=spot(chart, off(-150, 60)))


def test_hostile_text_stays_one_short_line_of_text(qtbot, chart: MapView) -> None:
    chart.overlays.set_shapes(
        "drawing",
        [
            Shape("d1", "point", (off(-100, 0),), "drawing", EVIL),
            line(EVIL[:200], off(-200, 60), off(200, 60), text=EVIL),
            Shape("d3", "area", (off(0, -100), off(100, -100), off(100, -20)), "drawing", EVIL),
        ],
    )
    inked_becomes(qtbot, chart, off(-100, 0), lambda alpha: alpha == 255)
    texts = ask(qtbot, chart, "Room.shapes.layers.drawing.map(shape => shape.text)")
    assert len(texts) == 3
    for text in texts:
        assert len(text) <= 60
        assert not set(text) & set("\u202e\u2066\n\x00")
    wide = "Room.shapes.boxes.map(box => (box[2] - box[0]) * Room.overlays.look().scale)"
    assert all(0 < width <= 330 for width in ask(qtbot, chart, wide))
    assert ask(qtbot, chart, "window.hacked === undefined")
    assert ask(qtbot, chart, "document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_lost_page_gets_everything_back(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(20, 0))])
    chart.overlays.set_shapes("drawing", [line("d1", off(-200, 60), off(200, 60))])
    chart.overlays.set_shapes("trail", [line("t1", off(-200, 0), off(200, 0), role="trail")])
    chart.overlays.set_heat([HeatSpot(off(-200, -200))])
    chart.overlays.set_shown(frozenset(LAYERS) - {"trail"})
    chart.tools.use("measure_area")
    chart.tools.follow("u1")
    chart.tools.lock_view(True)
    with qtbot.waitSignals([chart.page_lost, chart.ready], timeout=20000):
        os.kill(chart.page().renderProcessPid(), signal.SIGKILL)
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)
    inked_becomes(qtbot, chart, off(-200, -200), lambda alpha: alpha > 0)
    assert ask(qtbot, chart, "Room.shapes.layers.trail.length") == 1
    assert ask(qtbot, chart, "Room.isShown('trail')") is False
    assert ask(qtbot, chart, "Room.tools.state().tool") == "measure_area"
    assert ask(qtbot, chart, "Room.watch.followed()") == "u1"
    plates = "[...document.querySelectorAll('.room-plate')].map(plate => plate.hidden)"
    assert ask(qtbot, chart, plates) == [False, False]


def test_the_text_of_a_crossed_area_stays_with_it(qtbot, chart: MapView) -> None:
    crossed = (off(-100, -100), off(100, 100), off(100, -100), off(-99, 100))
    chart.overlays.set_shapes("drawing", [Shape("d", "area", crossed, "drawing", "区")])
    until(qtbot, chart, "Room.shapes.boxes.length", lambda count: count == 1)
    west, north, east, south = ask(qtbot, chart, "Room.shapes.boxes[0].slice(0, 4)")
    at = unworld((west + east) / 2, (north + south) / 2)
    assert distance_m(at, CENTRE) < 60
