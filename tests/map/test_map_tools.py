"""Measuring, drawing, following and holding the view, with real clicks in the real page."""

import json
import re
from typing import Any

import pytest
from map_town import CENTRE, off
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_map_page import ask, incident, spot, unit, until

from commandroom.geo import LatLon
from commandroom.map.marks import UnitMark
from commandroom.map.protocol import BadMessage, decode
from commandroom.map.tools import MapTools
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

LEFT = Qt.MouseButton.LeftButton
PLATE = "document.querySelector('.room-tool').textContent"
POINTS = "Room.tools.state().points.length"

PAIRS = [
    # Flinders Peak to Buninyong, the worked example of the GDA technical manual (GRS80)
    ((-37.95103341666667, 144.42486788888888), (-37.65282113888889, 143.92649552777777), 54_972.271),
    # one degree along a meridian and along the equator, from the ellipsoid's radii of curvature
    ((0.0, 114.0), (1.0, 114.0), 110_574.39),
    ((0.0, 114.0), (0.0, 115.0), 111_319.49),
    ((30.0, 114.0), (31.0, 114.0), 110_861.4),
    # across the date line
    ((0.0, 179.5), (0.0, -179.5), 111_319.49),
]


def said(kind: str, **more: Any) -> str:
    return json.dumps({"v": 1, "n": 1, "kind": kind} | more)


def click(view: MapView, at: LatLon) -> None:
    QTest.mouseClick(view.focusProxy(), LEFT, pos=spot(view, at))


def take(qtbot: Any, view: MapView, tool: Any) -> None:
    view.tools.use(tool)
    until(qtbot, view, "Room.tools.state().tool", lambda now: now == tool)


def set_points(qtbot: Any, view: MapView, *points: LatLon) -> None:
    for n, point in enumerate(points, start=1):
        click(view, point)
        until(qtbot, view, POINTS, lambda count, n=n: count == n)


def double_click(view: MapView, at: LatLon) -> None:
    """As Qt sends it; QTest's own double click never reaches a page as one."""
    hand, place = view.focusProxy(), QPointF(spot(view, at))
    kinds = (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonRelease,
    )
    for n, kind in enumerate(kinds):
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
        event = QMouseEvent(kind, place, hand.mapToGlobal(place), LEFT, held, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(10_000_000 + 40 * n)
        QApplication.sendEvent(hand, event)


def press(view: MapView, key: Qt.Key) -> None:
    view.focusProxy().setFocus()
    QTest.keyClick(view.focusProxy(), key)


def drag_ground(qtbot: Any, view: MapView, by: QPoint) -> None:
    hand, start = view.focusProxy(), QPoint(120, 500)
    QTest.mousePress(hand, LEFT, pos=start)
    for part in range(1, 6):
        QTest.mouseMove(hand, start + by * part / 5)
        qtbot.wait(30)
    QTest.mouseRelease(hand, LEFT, pos=start + by)


# Numbers


@pytest.mark.parametrize(("a", "b", "metres"), PAIRS)
def test_a_distance_agrees_with_known_geodesics(
    qtbot, chart: MapView, a: tuple[float, float], b: tuple[float, float], metres: float
) -> None:
    measured = ask(qtbot, chart, f"Room.measure.between({list(a)}, {list(b)})")
    assert measured == pytest.approx(metres, rel=1e-4)


def test_areas_agree_with_the_ellipsoid(qtbot, chart: MapView) -> None:
    def area(*points: tuple[float, float]) -> float:
        return float(ask(qtbot, chart, f"Room.measure.area({json.dumps(points)})"))

    # a band of one degree between two parallels, integrated over the ellipsoid: M·N·cos
    assert area((30, 114), (30, 115), (31, 115), (31, 114)) == pytest.approx(10_649.1e6, rel=2e-3)
    corners = [off(0, 0), off(100, 0), off(100, 100), off(0, 100)]
    assert area(*corners) == pytest.approx(10_000, rel=5e-3)
    assert area(*reversed(corners)) == pytest.approx(10_000, rel=5e-3)
    crossed = [corners[0], corners[1], corners[3], corners[2]]
    assert area(*crossed) == pytest.approx(0, abs=20), "the two halves of a bow tie run round opposite ways"
    assert area((0, 179.5), (0, -179.5), (1, -179.5), (1, 179.5)) == pytest.approx(12_309e6, rel=2e-3)
    assert area(CENTRE, off(9, 9)) == 0


def test_sizes_are_said_in_the_unit_that_fits(qtbot, chart: MapView) -> None:
    lengths = ask(qtbot, chart, "[3.21, 86.4, 1240, 123456].map(Room.measure.sayLength)")
    assert lengths == ["3.2 米", "86 米", "1.24 公里", "123.5 公里"]
    areas = ask(qtbot, chart, "[950, 25000, 3.5e6].map(Room.measure.sayArea)")
    assert areas == ["950 平方米", "2.50 公顷", "3.50 平方公里"]
    chart.set_language("en")
    until(qtbot, chart, "Room.measure.sayLength(1240)", lambda text: text == "1.24 km")


# Measuring and drawing


def test_a_distance_is_measured_by_clicks_and_ended_by_a_double_click(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(100, 0))])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 1)
    take(qtbot, chart, "measure_distance")
    with qtbot.assertNotEmitted(chart.unit_clicked):
        set_points(qtbot, chart, off(-100, 0), off(100, 0))
    with qtbot.waitSignal(chart.tools.left), qtbot.waitSignal(chart.tools.measured) as told:
        double_click(chart, off(100, 150))
    tool, points, metres = told.args
    assert (tool, len(points)) == ("measure_distance", 3)
    assert metres == pytest.approx(350, rel=0.01)
    assert chart.tools.tool is None
    assert ask(qtbot, chart, PLATE) == f"{metres:.0f} 米 · Esc 清除"
    with qtbot.waitSignal(chart.unit_clicked):
        click(chart, off(100, 0))
    press(chart, Qt.Key.Key_Escape)
    until(qtbot, chart, "Room.tools.state().done", lambda done: done is None)
    assert ask(qtbot, chart, "document.querySelector('.room-tool').hidden")


def test_backspace_takes_a_point_back_and_enter_ends(qtbot, chart: MapView) -> None:
    take(qtbot, chart, "draw_area")
    set_points(qtbot, chart, off(-100, 0), off(100, 0), off(100, 100), off(0, 150))
    press(chart, Qt.Key.Key_Backspace)
    until(qtbot, chart, POINTS, lambda count: count == 3)
    press(chart, Qt.Key.Key_Backspace)
    until(qtbot, chart, POINTS, lambda count: count == 2)
    with qtbot.assertNotEmitted(chart.tools.drawn, wait=200):
        press(chart, Qt.Key.Key_Return)
    corner = off(100, -90)
    click(chart, corner)
    until(qtbot, chart, POINTS, lambda count: count == 3)
    with qtbot.waitSignal(chart.tools.left), qtbot.waitSignal(chart.tools.drawn) as told:
        press(chart, Qt.Key.Key_Return)
    kind, points = told.args
    assert kind == "area"
    assert points[2] == pytest.approx(corner, abs=2e-5)
    assert all(isinstance(point, LatLon) for point in points)


def test_a_point_is_drawn_by_one_click(qtbot, chart: MapView) -> None:
    take(qtbot, chart, "draw_point")
    with qtbot.waitSignal(chart.tools.drawn) as told:
        click(chart, off(60, 60))
    assert told.args[0] == "point"
    assert told.args[1][0] == pytest.approx(off(60, 60), abs=2e-5)
    assert ask(qtbot, chart, "Room.tools.isActive()") is False


def test_escape_leaves_a_tool_in_the_page_and_in_the_window(qtbot, chart: MapView) -> None:
    take(qtbot, chart, "draw_line")
    set_points(qtbot, chart, off(0, 80))
    with qtbot.waitSignal(chart.tools.left), qtbot.assertNotEmitted(chart.tools.drawn):
        press(chart, Qt.Key.Key_Escape)
    assert chart.tools.tool is None
    take(qtbot, chart, "draw_line")
    with qtbot.waitSignal(chart.tools.left):
        assert chart.tools.escape()
    until(qtbot, chart, "Room.tools.isActive()", lambda active: active is False)
    assert not chart.tools.escape()


def test_a_drag_pans_while_a_tool_is_in_hand(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", chart.view.to_place(120, 500))])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 1)
    take(qtbot, chart, "measure_area")
    drag_ground(qtbot, chart, QPoint(150, 0))
    qtbot.waitUntil(lambda: chart.view.centre.lon < CENTRE.lon - 1e-4, timeout=5000)
    assert ask(qtbot, chart, POINTS) == 0


def test_a_shape_takes_five_hundred_points_and_no_more(qtbot, chart: MapView) -> None:
    take(qtbot, chart, "draw_line")
    ask(
        qtbot,
        chart,
        """(() => { for (let n = 0; n < 520; n++)
            Room.tools.add(map_room.containerPointToLatLng([n % 2 ? 10 : 700, 20 + n])); return 1; })()""",
    )
    assert ask(qtbot, chart, POINTS) == 500
    assert "500" in ask(qtbot, chart, PLATE)
    with qtbot.waitSignal(chart.tools.drawn) as told:
        press(chart, Qt.Key.Key_Return)
    assert len(told.args[1]) == 500


# The place under the pointer


def test_the_place_under_the_pointer_is_written_and_told_and_draws_nothing(qtbot, chart: MapView) -> None:
    qtbot.wait(600)
    hand, before = chart.focusProxy(), ask(qtbot, chart, "[Room.drawn, Room.overlays.still.drawn]")
    heard: list[LatLon] = []
    chart.tools.pointer.connect(lambda lat, lon: heard.append(LatLon(lat, lon)))
    for n in range(30):
        QTest.mouseMove(hand, spot(chart, off(5.0 * n, 60)))
        qtbot.wait(10)
    end = spot(chart, off(145, 60))
    qtbot.waitUntil(lambda: bool(heard) and heard[-1] == pytest.approx(off(145, 60), abs=3e-5), timeout=5000)
    assert len(heard) <= 8, "ten a second"
    text = ask(qtbot, chart, "document.querySelector('.room-foot .room-where').textContent")
    place = re.fullmatch(r"(\d+\.\d{5})°N (\d+\.\d{5})°E WGS-84", text)
    assert place, text
    wanted = chart.view.to_place(end.x(), end.y())
    assert [float(each) for each in place.groups()] == pytest.approx(list(wanted), abs=2e-5)
    assert ask(qtbot, chart, "[Room.drawn, Room.overlays.still.drawn]") == before


# Following and holding still


def test_a_followed_unit_stays_in_the_middle_until_a_hand_drags(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(280, 0))])
    chart.tools.follow("u1")
    qtbot.waitUntil(lambda: chart.view.centre == pytest.approx(off(280, 0), abs=2e-4), timeout=8000)
    plate = "[...document.querySelectorAll('.room-plate')][1].textContent"
    assert ask(qtbot, chart, plate) == "跟随 巡07 · Esc"
    with qtbot.waitSignal(chart.tools.follow_ended, timeout=5000):
        drag_ground(qtbot, chart, QPoint(200, -100))
    assert chart.tools.followed == ""
    qtbot.wait(700)
    stood = chart.view.centre
    chart.set_units([unit("u1", off(-300, 0))])
    qtbot.wait(700)
    assert chart.view.centre == pytest.approx(stood, abs=1e-6)
    assert ask(qtbot, chart, "Room.watch.followed()") == ""


def test_the_wheel_and_escape_end_the_following(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1")])
    chart.tools.follow("u1")
    until(qtbot, chart, "Room.watch.followed()", lambda name: name == "u1")
    with qtbot.waitSignal(chart.tools.follow_ended):
        press(chart, Qt.Key.Key_Escape)
    chart.tools.follow("u1")
    until(qtbot, chart, "Room.watch.followed()", lambda name: name == "u1")
    hand = chart.focusProxy()
    at, none = QPointF(400, 300), Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        at,
        hand.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(chart.tools.follow_ended):
        QApplication.sendEvent(hand, turn)


def test_a_locked_view_moves_only_for_the_operator(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(900, 0))])
    chart.tools.lock_view(True)
    chart.tools.follow("u1")
    chart.reveal(off(900, 0))
    chart.reveal(off(900, 0), asked=True)
    chart.go_to(off(900, 0), automatic=True)
    chart.fit((114.0, 30.0, 114.1, 30.1), automatic=True)
    qtbot.wait(700)
    assert chart.view.centre == pytest.approx(CENTRE, abs=1e-5)
    assert ask(qtbot, chart, "document.querySelector('.room-plate').textContent") == "视图已锁定"
    chart.go_to(off(500, 0))
    qtbot.waitUntil(lambda: chart.view.centre == pytest.approx(off(500, 0), abs=1e-5), timeout=5000)
    chart.tools.lock_view(False)
    qtbot.waitUntil(lambda: chart.view.centre == pytest.approx(off(900, 0), abs=2e-4), timeout=5000)


def test_nothing_takes_the_view_from_a_hand(qtbot, chart: MapView) -> None:
    moved = QPoint(150, 0)
    drag_ground(qtbot, chart, moved)
    qtbot.waitUntil(lambda: not chart.tools.may_move(automatic=True), timeout=5000)
    qtbot.wait(300)
    stood = chart.view.centre
    chart.reveal(off(2000, 0))
    qtbot.wait(300)
    assert chart.view.centre == pytest.approx(stood, abs=1e-6)
    chart.reveal(off(2000, 0), asked=True)
    qtbot.waitUntil(lambda: chart.view.centre == pytest.approx(off(2000, 0), abs=1e-5), timeout=5000)
    assert chart.tools.may_move(automatic=True), "an explicit act ends the rest"


def test_the_hands_rest_ends_by_itself(qtbot) -> None:
    tools = MapTools(lambda **values: None, rest_ms=50)
    tools.answers()["hand"](decode(said("hand")))
    assert not tools.may_move(automatic=True)
    qtbot.waitUntil(lambda: tools.may_move(automatic=True), timeout=2000)


def test_a_hostile_name_of_a_followed_unit_stays_on_its_plate(qtbot, chart: MapView) -> None:
    evil = "<b onclick=x>\u202e" + "长" * 500
    chart.set_units([UnitMark("u1", CENTRE, None, "car", "free", evil)])
    chart.tools.follow("u1")
    wide = "[...document.querySelectorAll('.room-plate')].map(plate => plate.getBoundingClientRect().right)"
    until(qtbot, chart, wide, lambda right: right[1] > 0)
    assert ask(qtbot, chart, wide)[1] <= 800
    assert ask(qtbot, chart, "document.querySelectorAll('.room-plate b').length") == 0


def test_tools_stay_out_of_the_way_of_the_marks(qtbot, chart: MapView) -> None:
    chart.set_incidents([incident("i1", off(100, 0))])
    until(qtbot, chart, "Room.picture.incidents.size", lambda size: size == 1)
    take(qtbot, chart, "measure_distance")
    chart.tools.use(None)
    until(qtbot, chart, "Room.tools.isActive()", lambda active: active is False)
    with qtbot.waitSignal(chart.incident_clicked):
        click(chart, off(100, 0))


# What the page may say


@pytest.mark.parametrize(
    "message",
    [
        said("drawn", shape="line", points=[30, 114]),
        said("drawn", shape="line", points=[30, 114, 31]),
        said("drawn", shape="line", points=[30, 114, 91, 114]),
        said("drawn", shape="line", points=[30, 114, 30, 181]),
        said("drawn", shape="line", points=[30, 114, "30", 114]),
        said("drawn", shape="line", points=[30, 114, True, 114]),
        said("drawn", shape="line", points="30,114,31,114"),
        said("drawn", shape="circle", points=[30, 114, 31, 114]),
        said("drawn", shape="area", points=[30, 114, 31, 114]),
        said("drawn", shape="line", points=[30, 114] * 501),
        said("drawn", shape="line", points=[30, 114, float("nan"), 114]),
        said("drawn", shape="line", points=[30, 114, float("inf"), 114]),
        said("drawn", points=[30, 114, 31, 114]),
        said("measured", points=[30, 114, 31, 114]),
        said("measured", points=[30, 114, 31, 114], result=-1),
        said("measured", points=[30, 114, 31, 114], result=float("nan")),
        said("measured", points=[30, 114, 31, 114], result=True),
        said("pointer", x=114),
        said("pointer", x=200, y=30),
        said("shape", layer="drawing"),
        said("left"),
    ],
)
def test_odd_words_of_the_page_are_turned_away(message: str) -> None:
    with pytest.raises(BadMessage):
        decode(message)


def test_five_hundred_points_are_taken() -> None:
    assert len(decode(said("drawn", shape="line", points=[30, 114] * 500)).points) == 500
