"""Closed and slow roads on the real page: told apart without colour, explained, clicked like any drawing."""

from itertools import pairwise
from typing import Any

import pytest
from map_town import off
from PySide6.QtGui import QColor
from test_map_legend import ROWS, open_legend
from test_map_overlays import colour, inked_becomes
from test_map_page import ask, spot, until

from commandroom.geo import LatLon
from commandroom.map.marks import SHAPE_ROLES, Shape, ShapeRole
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

WEST, EAST = off(-200, 60), off(200, 60)


def line(role: ShapeRole, text: str = "") -> Shape:
    return Shape("BZ-0001", "line", (WEST, EAST), role, text)


def lightness(chart: MapView, from_px: int, to_px: int, y: int) -> list[float]:
    """Along a row of the picture, 0 dark to 1 light: what somebody without colours sees."""
    image = chart.grab().toImage()
    return [QColor(image.pixel(x, y)).lightnessF() for x in range(from_px, to_px)]


def changes(row: list[float]) -> int:
    """How often it goes from dark to light or back; never where the two can hardly be told apart."""
    if max(row) - min(row) < 0.1:
        return 0
    middle = (max(row) + min(row)) / 2
    return sum((one > middle) is not (two > middle) for one, two in pairwise(row))


@pytest.mark.parametrize("theme", ["night", "day"])
def test_closed_and_slow_are_told_apart_without_colour(qtbot: Any, chart: MapView, theme: Any) -> None:
    chart.set_theme(theme)
    seen: dict[str, int] = {}
    x, y = spot(chart, off(-120, 60)).toTuple()
    roles: tuple[ShapeRole, ...] = ("drawing", "closed", "slow")
    for role in roles:
        chart.overlays.set_shapes("drawing", [line(role)])
        inked_becomes(qtbot, chart, off(-120, 60), lambda alpha: alpha == 255)
        qtbot.wait(300)
        seen[role] = changes(lightness(chart, x, x + 48, y))
    assert seen["drawing"] == 0
    assert 3 <= seen["closed"] <= 5, "a band of 12 and 10 pixels"
    assert seen["slow"] > seen["closed"] + 3, "hatches, much narrower"


def test_a_closed_line_has_bars_across_its_ends(qtbot: Any, chart: MapView) -> None:
    chart.overlays.set_shapes("drawing", [line("slow")])
    inked_becomes(qtbot, chart, off(0, 60), lambda alpha: alpha == 255)
    beside = off(-200, 72)
    before = colour(chart, beside).name()
    chart.overlays.set_shapes("drawing", [line("closed")])
    qtbot.waitUntil(lambda: colour(chart, beside).name() != before, timeout=5000)


def test_a_closed_area_is_seen_through_and_its_rim_is_not(qtbot: Any, chart: MapView) -> None:
    corners = (off(-150, -60), off(150, -60), off(150, -200), off(-150, -200))
    chart.overlays.set_shapes("drawing", [Shape("BZ-0002", "area", corners, "closed")])
    inked_becomes(qtbot, chart, off(-150, -130), lambda alpha: alpha == 255)
    inked_becomes(qtbot, chart, off(-90, -180), lambda alpha: 20 < alpha < 255)


@pytest.mark.parametrize("role", ["closed", "slow"])
def test_a_point_stands_as_a_sign_of_its_own(qtbot: Any, chart: MapView, role: ShapeRole) -> None:
    place: LatLon = off(0, 120)
    chart.overlays.set_shapes("drawing", [Shape("BZ-0003", "point", (place,), role)])
    above = off(0, 147) if role == "closed" else place
    inked_becomes(qtbot, chart, above, lambda alpha: alpha > 200)


def test_a_click_on_the_band_names_the_drawing(qtbot: Any, chart: MapView) -> None:
    chart.overlays.set_shapes("drawing", [line("closed", "封闭 · 马拉松")])
    until(qtbot, chart, "Room.shapes.layers.drawing.length", lambda count: count == 1)
    x, y = spot(chart, off(-100, 60)).toTuple()
    found = ask(qtbot, chart, f"Room.shapes.at(Room.overlays.look(), {x}, {y})")
    assert found == ["drawing", "BZ-0001"]


def test_the_legend_explains_what_there_is(qtbot: Any, chart: MapView) -> None:
    assert not {"封闭道路", "缓行路段"} & set(open_legend(qtbot, chart))
    chart.overlays.set_shapes("drawing", [line("closed")])
    until(qtbot, chart, ROWS, lambda rows: "封闭道路" in rows and "缓行路段" not in rows)
    chart.overlays.set_shapes("drawing", [line("slow")])
    until(qtbot, chart, ROWS, lambda rows: "缓行路段" in rows and "封闭道路" not in rows)


def test_page_and_program_number_the_roles_alike(qtbot: Any, chart: MapView) -> None:
    for role in SHAPE_ROLES:
        chart.overlays.set_shapes("drawing", [line(role)])
        until(
            qtbot, chart, "(Room.shapes.layers.drawing[0] || {}).role", lambda told, role=role: told == role
        )
