"""The real page in a real browser engine."""

import json
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from map_town import CENTRE, off
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from commandroom.geo import LatLon
from commandroom.map.marks import UNIT_MIME, IncidentMark, OpponentMark, PostMark, RouteLine, UnitMark
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

EVIL = "<img src=x onerror='window.hacked=1'>'\"</script><script>window.hacked=1</script>"


def ask(qtbot: Any, view: MapView, script: str) -> Any:
    """The value of a script in the page."""
    answers: list[str] = []
    view.page().runJavaScript(f"JSON.stringify({script})", answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10000)
    return json.loads(answers[0]) if answers[0] else None


def until(qtbot: Any, view: MapView, script: str, right: Callable[[Any], bool]) -> None:
    """Wait until the page gives the right answer."""
    for _ in range(100):
        answer = ask(qtbot, view, script)
        if right(answer):
            return
        qtbot.wait(30)
    raise AssertionError(f"{script} stayed {answer!r}")


def unit(name: str, at: LatLon = CENTRE, label: str = "巡07") -> UnitMark:
    return UnitMark(name, at, 90.0, "car", "free", label)


def incident(name: str, at: LatLon = CENTRE, label: str = "持刀") -> IncidentMark:
    return IncidentMark(name, at, 1, label, "open", ("running", "met", "missed"))


def spot(view: MapView, at: LatLon) -> QPoint:
    x, y = view.view.to_screen(at)
    return QPoint(round(x), round(y))


def test_the_page_shows_what_python_holds(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1"), unit("u2", off(200, 0))])
    chart.set_posts([PostMark("p1", off(0, 100), "岗", 3, True)])
    chart.set_incidents([incident("i1", off(-100, 0))])
    chart.set_opponents([OpponentMark("o1", off(0, -100), "甲")])
    until(qtbot, chart, "[...Room.picture.units.index.keys()]", lambda ids: ids == ["u1", "u2"])
    assert ask(qtbot, chart, "[Room.picture.posts.size, Room.picture.incidents.size]") == [1, 1]
    chart.set_units([unit("u2", off(200, 0))])
    until(qtbot, chart, "[...Room.picture.units.index.keys()]", lambda ids: ids == ["u2"])
    assert ask(qtbot, chart, "Room.picture.units.id") == ["u2"]


def test_the_view_the_page_tells_is_the_widgets(chart: MapView) -> None:
    assert (chart.view.width, chart.view.height) == (800, 600)
    assert chart.view.centre == pytest.approx(CENTRE, abs=1e-5)
    assert chart.view.zoom == 16


def test_base_map_tiles_arrive(qtbot, chart: MapView) -> None:
    loaded = "[...document.querySelectorAll('.leaflet-tile')].filter(t => t.naturalWidth === 256).length"
    until(qtbot, chart, loaded, lambda count: count >= 9)


def test_a_click_on_a_mark_names_it_and_incidents_come_first(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(100, 100)), unit("u2", off(-100, 0))])
    chart.set_incidents([incident("i1", off(-100, 0))])
    until(qtbot, chart, "Room.picture.incidents.size", lambda size: size == 1)
    with qtbot.waitSignal(chart.unit_clicked) as told:
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=spot(chart, off(100, 100)))
    assert told.args == ["u1"]
    with qtbot.waitSignal(chart.incident_clicked) as told:
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=spot(chart, off(-100, 0)))
    assert told.args == ["i1"]


def test_a_picked_place_is_where_the_click_was(qtbot, chart: MapView) -> None:
    chart.pick_place(True)
    until(qtbot, chart, "document.querySelector('.room-note').hidden", lambda hidden: hidden is False)
    wanted = off(150, -80)
    with qtbot.waitSignal(chart.place_picked) as told:
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=spot(chart, wanted))
    assert told.args == pytest.approx(list(wanted), abs=2e-5)


def test_markup_in_names_is_only_text(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", label=EVIL)])
    chart.set_posts([PostMark("p1", off(50, 0), EVIL, 3, True)])
    chart.set_opponents([OpponentMark("o1", off(0, 80), EVIL)])
    chart.set_incidents([incident(EVIL, off(-100, 0), EVIL)])
    chart.select("incident", EVIL)
    drag(chart, "u1", off(-100, 0), drop=False)
    chart.show_hint(EVIL)
    until(qtbot, chart, "document.querySelector('.room-hint').textContent", lambda text: text == EVIL)
    until(qtbot, chart, "Room.pencil.focus.selected", lambda selected: selected == ["incident", EVIL])
    assert ask(qtbot, chart, "window.hacked === undefined") is True
    assert ask(qtbot, chart, "document.querySelectorAll('.room-hint *, [onerror]').length") == 0


def drag(view: MapView, name: str, at: LatLon, *, drop: bool = True, mime: str = UNIT_MIME) -> bool:
    """What Qt sends the view when a drag comes in, moves and is let go; whether the drop was taken."""
    data = QMimeData()
    data.setData(mime, name.encode())
    place = spot(view, at)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.dragEnterEvent(QDragEnterEvent(place, copy, data, left, none))
    view.dragMoveEvent(QDragMoveEvent(place, copy, data, left, none))
    if not drop:
        return False
    event = QDropEvent(QPointF(place), copy, data, left, none)
    event.ignore()
    view.dropEvent(event)
    return event.isAccepted()


def test_a_unit_dropped_on_an_incident_says_so_once(qtbot, chart: MapView) -> None:
    chart.set_incidents([incident("i1", off(-100, 0)), incident("i2", off(200, 0))])
    over: list[tuple[str, str]] = []
    dropped: list[tuple[str, str]] = []
    chart.unit_over_incident.connect(lambda *args: over.append(args))
    chart.unit_dropped.connect(lambda *args: dropped.append(args))
    assert drag(chart, "u7", off(-95, 5))
    assert dropped == [("u7", "i1")]
    assert over == [("u7", "i1"), ("u7", "")]


def test_a_drop_on_bare_ground_or_of_something_else_is_refused(qtbot, chart: MapView) -> None:
    chart.set_incidents([incident("i1", off(-100, 0))])
    with qtbot.assertNotEmitted(chart.unit_dropped):
        assert not drag(chart, "u7", off(250, 100))
        assert not drag(chart, "u7", off(-100, 0), mime="text/plain")


def test_the_incident_under_a_drag_lights_up(qtbot, chart: MapView) -> None:
    chart.set_incidents([incident("i1", off(-100, 0))])
    drag(chart, "u7", off(-100, 0), drop=False)
    until(qtbot, chart, "Room.pencil.focus.hot", lambda hot: hot == "i1")
    drag(chart, "u7", off(200, 0), drop=False)
    until(qtbot, chart, "Room.pencil.focus.hot", lambda hot: hot == "")


def test_a_unit_carried_on_the_map_to_an_incident_is_dropped_there(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1", off(150, 0))])
    chart.set_incidents([incident("i1", off(-100, 0))])
    until(qtbot, chart, "Room.picture.incidents.size", lambda size: size == 1)
    hand = chart.focusProxy()
    QTest.mousePress(hand, Qt.MouseButton.LeftButton, pos=spot(chart, off(150, 0)))
    with qtbot.waitSignal(chart.unit_over_incident) as over:
        for east in (140, 90, 20, -60, -98):
            QTest.mouseMove(hand, spot(chart, off(east, 0)))
            qtbot.wait(30)
    assert over.args == ["u1", "i1"]
    quiet = qtbot.assertNotEmitted(chart.incident_clicked, wait=200)
    with quiet, qtbot.waitSignal(chart.unit_dropped) as told:
        QTest.mouseRelease(hand, Qt.MouseButton.LeftButton, pos=spot(chart, off(-98, 0)))
    assert told.args == ["u1", "i1"]
    assert chart.view.centre == pytest.approx(CENTRE, abs=1e-5)


def test_theme_and_language_change_at_run_time(qtbot, chart: MapView) -> None:
    chart.set_theme("day")
    chart.set_language("en")
    until(qtbot, chart, "document.documentElement.dataset.theme", lambda theme: theme == "day")
    until(qtbot, chart, "Room.say('letter.dog')", lambda word: word == "K9")
    until(
        qtbot,
        chart,
        "[...document.querySelectorAll('.leaflet-tile')].every(t => t.src.includes('/day/'))",
        lambda day: day is True,
    )
    qtbot.waitUntil(lambda: ground_colour(chart) == "#eef1f4", timeout=5000)


def ground_colour(view: MapView) -> str:
    colour: QColor = view.grab().toImage().pixelColor(*spot(view, off(250, 80)).toTuple())
    return colour.name()


def test_going_somewhere_before_the_page_is_ready_is_not_lost(qtbot, tiles) -> None:
    view = MapView(tiles, centre=CENTRE)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.go_to(off(500, 0), 17)
    view.set_route(RouteLine((CENTRE, off(100, 0)), "ordered"))
    with qtbot.waitSignal(view.ready, timeout=20000):
        view.show()
    qtbot.waitUntil(lambda: view.view.zoom == 17, timeout=5000)
    assert view.view.centre == pytest.approx(off(500, 0), abs=1e-5)
    until(qtbot, view, "Room.pencil.focus.route.points.length", lambda length: length == 4)
    view.shut()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_lost_page_comes_back_with_its_picture(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1")])
    chart.go_to(off(300, 0), 17)
    qtbot.waitUntil(lambda: chart.view.zoom == 17, timeout=5000)
    with qtbot.waitSignals([chart.page_lost, chart.ready], timeout=20000):
        os.kill(chart.page().renderProcessPid(), signal.SIGKILL)
    until(qtbot, chart, "[...Room.picture.units.index.keys()]", lambda ids: ids == ["u1"])
    assert chart.view.zoom == 17
    assert chart.view.centre == pytest.approx(off(300, 0), abs=1e-5)


def test_the_page_reaches_nothing_beyond_its_scheme(qtbot, chart: MapView) -> None:
    script = """(window.tried = {}, ["https://example.invalid/x.png", "file:///etc/hostname", "room://map/../x"]
        .forEach(a => { const i = new Image(); i.onload = () => tried[a] = "came";
        i.onerror = () => tried[a] = "refused"; i.src = a; }), 1)"""
    assert ask(qtbot, chart, script) == 1
    until(qtbot, chart, "Object.values(window.tried)", lambda all_: all_ == ["refused"] * 3)


def test_an_idle_map_draws_nothing(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1")])
    chart.set_incidents([IncidentMark("i1", off(50, 0), 2, "纠纷", "assigned")])
    qtbot.wait(800)
    before = ask(qtbot, chart, "Room.drawn")
    qtbot.wait(600)
    assert ask(qtbot, chart, "Room.drawn") == before


def test_the_wave_of_a_waiting_incident_redraws_nothing_else(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1")])
    chart.set_incidents([IncidentMark("i1", off(50, 0), 2, "纠纷", "open")])
    qtbot.wait(800)
    wave = """(() => {
      const canvas = document.querySelector(".room-waves"), pen = canvas.getContext("2d");
      const bytes = pen.getImageData(0, 0, canvas.width, canvas.height).data;
      let sum = 0;
      for (let i = 3; i < bytes.length; i += 4) sum += bytes[i] * (i % 9973);
      return sum;
    })()"""
    before, first = ask(qtbot, chart, "Room.drawn"), ask(qtbot, chart, wave)
    assert first > 0
    until(qtbot, chart, wave, lambda sum_now: sum_now not in (0, first))
    assert ask(qtbot, chart, "Room.drawn") == before
    chart.set_incidents([IncidentMark("i1", off(50, 0), 2, "纠纷", "assigned")])
    until(qtbot, chart, "document.querySelector('.room-waves').hidden", bool)


def test_a_crowd_is_drawn_where_its_units_are(qtbot, chart: MapView) -> None:
    crowd = [unit(f"u{n}", off(10.0 * (n % 40) - 200, 8.0 * (n // 40) - 160)) for n in range(1600)]
    chart.set_units(crowd)
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 1600)
    x, y = spot(chart, crowd[-1].at).toTuple()
    alpha = f"document.querySelector('.room-marks').getContext('2d').getImageData({x}, {y}, 1, 1).data[3]"
    until(qtbot, chart, alpha, lambda value: value == 255)


def test_units_glide_from_report_to_report(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1")])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 1)
    qtbot.wait(400)
    chart.set_units([unit("u1", off(60, 0))])
    until(qtbot, chart, "Room.picture.isGliding(performance.now())", bool)
    share = "(u => (u.x[0] - u.fromX[0]) / (u.toX[0] - u.fromX[0]))(Room.picture.units)"
    seen: list[float] = []
    until(qtbot, chart, share, lambda value: seen.append(value) or value == 1)
    assert any(0 < value < 1 for value in seen)
    assert seen == sorted(seen)


def test_hovering_a_mark_names_it(qtbot, chart: MapView) -> None:
    chart.set_posts([PostMark("p1", off(0, 100), "岗", 3, True)])
    until(qtbot, chart, "Room.picture.posts.size", lambda size: size == 1)
    with qtbot.waitSignal(chart.hovered) as told:
        QTest.mouseMove(chart.focusProxy(), spot(chart, off(0, 100)))
    assert told.args == ["post", "p1"]


def test_units_standing_on_one_spot_are_each_within_reach(qtbot, chart: MapView) -> None:
    chart.set_units([UnitMark(name, CENTRE, None, "foot", "free", name) for name in ("a", "b", "c")])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 3)
    asides = "[0, 1, 2].map(i => [Room.picture.units.asideX[i], Room.picture.units.asideY[i]])"
    clicked = []
    for x, y in ask(qtbot, chart, asides):
        with qtbot.waitSignal(chart.unit_clicked) as told:
            QTest.mouseClick(
                chart.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(400 + round(x), 300 + round(y))
            )
        clicked += told.args
    assert sorted(clicked) == ["a", "b", "c"]


def test_a_unit_standing_on_its_post_leaves_the_post_in_sight(qtbot, chart: MapView) -> None:
    chart.set_units([UnitMark("a", CENTRE, None, "foot", "free", "a")])
    chart.set_posts([PostMark("p1", CENTRE, "岗", 3, True)])
    until(qtbot, chart, "Room.picture.posts.size", lambda size: size == 1)
    with qtbot.waitSignal(chart.post_clicked) as told:
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(400, 303))
    assert told.args == ["p1"]
    with qtbot.waitSignal(chart.unit_clicked) as told:
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(400, 283))
    assert told.args == ["a"]


def test_only_a_point_out_of_sight_moves_the_view(qtbot, chart: MapView) -> None:
    before = chart.view.centre
    chart.reveal(off(50, 50))
    qtbot.wait(200)
    assert chart.view.centre == before
    far = off(900, 0)
    chart.reveal(far)
    qtbot.waitUntil(lambda: abs(chart.view.centre.lon - far.lon) < 1e-4, timeout=5000)
