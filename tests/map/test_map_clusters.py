"""Units gathered when zoomed out, in the real page."""

import random
from collections import Counter
from typing import Any

import pytest
from map_town import CENTRE, off
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from test_map_page import ask, incident, spot, until

from commandroom.map.marks import LAYERS, UNIT_KINDS, UNIT_STATES, UnitMark
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

COUNTS = "Room.clusters.all().map(each => each.n)"
KEYS = "Room.clusters.all().map(each => [each.key, each.n])"


def town(count: int = 300, spread_m: float = 6000) -> list[UnitMark]:
    chance = random.Random(7)
    return [
        UnitMark(
            f"u{number}",
            off(chance.gauss(0, spread_m / 2), chance.gauss(0, spread_m / 3)),
            None,
            chance.choice(UNIT_KINDS),
            chance.choice(UNIT_STATES[:3]),
            f"巡{number}",
        )
        for number in range(count)
    ]


def far_off(qtbot: Any, chart: MapView, units: list[UnitMark]) -> None:
    """These units from where they would be a carpet."""
    chart.set_units(units)
    chart.go_to(CENTRE, 11)
    until(qtbot, chart, "Room.clusters.all().length", bool)


def alone(qtbot: Any, chart: MapView) -> list[str]:
    """Ids of the units that are drawn by themselves."""
    found: list[str] = ask(qtbot, chart, "Room.picture.units.id.filter((id, i) => !Room.clusters.holds(i))")
    return found


def on_screen(qtbot: Any, chart: MapView, number: int = 0) -> QPoint:
    """The pixel of a cluster."""
    script = f"""(([g, look]) => [(g.x - look.left) * look.scale, (g.y - look.top) * look.scale])
        ([Room.clusters.all()[{number}], Room.overlays.look()])"""
    x, y = ask(qtbot, chart, script)
    return QPoint(round(x), round(y))


def test_every_unit_is_counted_once_by_its_status(qtbot, chart: MapView) -> None:
    units = town()
    far_off(qtbot, chart, units)
    counts = ask(qtbot, chart, COUNTS)
    single = set(alone(qtbot, chart))
    wanted = Counter(each.state for each in units if each.id not in single)
    gathered = [sum(column) for column in zip(*counts, strict=True)]
    assert gathered == [wanted[state] for state in UNIT_STATES[:3]]
    assert all(sum(each) >= 3 for each in counts)
    assert len(single) + sum(map(sum, counts)) == len(units)


def test_clusters_do_not_touch(qtbot, chart: MapView) -> None:
    far_off(qtbot, chart, town(2000))
    gap = """(all => Math.min(...all.flatMap((a, i) => all.slice(i + 1).map(b =>
        Math.hypot(a.x - b.x, a.y - b.y) * Room.overlays.look().scale - a.r - b.r))))(Room.clusters.all())"""
    assert ask(qtbot, chart, gap) > 0


def test_near_the_ground_every_unit_stands_by_itself(qtbot, chart: MapView) -> None:
    far_off(qtbot, chart, town(2000))
    chart.go_to(CENTRE, 14)
    until(qtbot, chart, COUNTS, lambda counts: counts == [])
    assert len(alone(qtbot, chart)) == 2000


def test_between_the_two_it_depends_on_how_crowded_the_view_is(qtbot, chart: MapView) -> None:
    chart.set_units(town(100))
    chart.go_to(CENTRE, 13)
    until(qtbot, chart, "[Room.picture.units.count, map_room.getZoom()]", lambda seen: seen == [100, 13])
    qtbot.wait(400)
    assert ask(qtbot, chart, COUNTS) == []
    chart.set_units(town(1000))
    until(qtbot, chart, COUNTS, lambda counts: sum(map(sum, counts)) > 500)
    chart.set_units(town(250))
    qtbot.wait(600)
    assert ask(qtbot, chart, COUNTS), "what was gathered stays so until there is clearly room"
    chart.set_units(town(100))
    until(qtbot, chart, COUNTS, lambda counts: counts == [])


def test_panning_moves_no_unit_to_another_cluster(qtbot, chart: MapView) -> None:
    far_off(qtbot, chart, town())
    before = ask(qtbot, chart, KEYS)
    chart.go_to(off(1234, -777), 11)
    qtbot.waitUntil(lambda: abs(chart.view.centre.lon - off(1234, 0).lon) < 1e-5, timeout=5000)
    qtbot.wait(400)
    assert ask(qtbot, chart, "(Room.clusters.gather(Room.overlays.look(), 'another'), 1)") == 1
    assert ask(qtbot, chart, KEYS) == before


def test_switched_off_there_are_single_dots(qtbot, chart: MapView) -> None:
    far_off(qtbot, chart, town())
    chart.overlays.set_shown(frozenset(LAYERS) - {"cluster"})
    until(qtbot, chart, COUNTS, lambda counts: counts == [])
    chart.overlays.set_shown(frozenset(LAYERS) - {"unit.car"})
    until(qtbot, chart, COUNTS, lambda counts: counts != [])
    held = ask(qtbot, chart, "Room.picture.units.id.filter((id, i) => Room.clusters.holds(i))")
    cars = {each.id for each in town() if each.kind == "car"}
    assert held
    assert not cars & set(held)


def test_incidents_and_what_the_room_is_busy_with_are_never_gathered(qtbot, chart: MapView) -> None:
    bound = [UnitMark(f"b{n}", off(0, n), None, "car", "busy", f"b{n}", bound_for="i1") for n in range(4)]
    chart.set_incidents([incident("i1"), incident("i2", off(5, 0))])
    far_off(qtbot, chart, [*town(), *bound])
    assert not {each.id for each in bound} & set(alone(qtbot, chart))
    chart.select("incident", "i1")
    until(qtbot, chart, "Room.focus.selected", lambda selected: selected == ["incident", "i1"])
    qtbot.waitUntil(lambda: {each.id for each in bound} <= set(alone(qtbot, chart)), timeout=5000)
    with qtbot.waitSignal(chart.incident_clicked):
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=spot(chart, CENTRE))


def test_a_unit_that_changes_in_an_idle_map_is_counted_soon(qtbot, chart: MapView) -> None:
    units = [UnitMark(f"u{n}", off(10.0 * n, 0), None, "foot", "free", "") for n in range(5)]
    far_off(qtbot, chart, units)
    until(qtbot, chart, COUNTS, lambda counts: counts == [[5, 0, 0]])
    chart.patch_units([UnitMark("u1", off(10, 0), None, "foot", "busy", "")])
    until(qtbot, chart, COUNTS, lambda counts: counts == [[4, 1, 0]])
    qtbot.wait(700)
    drawn = ask(qtbot, chart, "Room.drawn")
    qtbot.wait(600)
    assert ask(qtbot, chart, "Room.drawn") == drawn


def test_a_click_on_a_cluster_goes_nearer_and_tells_the_desk_nothing(qtbot, chart: MapView) -> None:
    far_off(qtbot, chart, town(40, 600))
    at = on_screen(qtbot, chart)
    hovered: list[tuple[str, str]] = []
    chart.hovered.connect(lambda *args: hovered.append(args))
    QTest.mouseMove(chart.focusProxy(), at)
    until(qtbot, chart, "Room.focus.hovered[0]", lambda kind: kind == "cluster")
    quiet = qtbot.assertNotEmitted(chart.unit_clicked)
    with quiet, qtbot.waitSignal(chart.view_changed):
        QTest.mouseClick(chart.focusProxy(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: chart.view.zoom >= 12, timeout=5000)
    assert all(kind == "" for kind, _ in hovered)
    until(qtbot, chart, COUNTS, lambda counts: counts == [])
    x, y = chart.view.to_screen(CENTRE)
    assert 0 < x < 800
    assert 0 < y < 600
