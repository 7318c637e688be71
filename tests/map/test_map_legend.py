"""The legend and the plate beside a resting pointer, in the real page."""

from typing import Any

import pytest
from map_town import CENTRE, off
from PySide6.QtTest import QTest
from test_map_page import ask, incident, spot, until

from commandroom.map.marks import LAYERS, OpponentMark, PostMark, UnitMark
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

EVIL = "<img src=x onerror='window.hacked=1'>\u202e颠倒\u0000" + "长" * 100_000
EVERYTHING = frozenset(LAYERS)

LEGEND = "document.querySelector('.room-legend')"
TIP = "document.querySelector('.room-tip')"
ROWS = f"""[...{LEGEND}.querySelectorAll('.room-legend-row')].filter(each => !each.hidden)
    .map(each => each.textContent)"""


def open_legend(qtbot: Any, chart: MapView) -> list[str]:
    """What the legend says, row by row."""
    chart.overlays.set_shown(EVERYTHING)
    until(qtbot, chart, f"{LEGEND}.querySelectorAll('canvas').length", bool)
    rows: list[str] = ask(qtbot, chart, ROWS)
    return rows


def tip_over(qtbot: Any, chart: MapView, at: Any) -> list[str]:
    """The lines of the plate that comes when the pointer rests at a place."""
    QTest.mouseMove(chart.focusProxy(), spot(chart, off(330, 260)))
    until(qtbot, chart, f"{TIP}.hidden && Room.focus.hovered[0] === ''", bool)
    QTest.mouseMove(chart.focusProxy(), spot(chart, at))
    until(qtbot, chart, f"{TIP}.hidden", lambda hidden: hidden is False)
    lines: list[str] = ask(qtbot, chart, f"[...{TIP}.children].map(each => each.textContent)")
    return lines


def test_the_legend_is_off_until_it_is_wanted(qtbot, chart: MapView) -> None:
    assert ask(qtbot, chart, f"{LEGEND}.hidden") is True
    open_legend(qtbot, chart)
    assert ask(qtbot, chart, f"{LEGEND}.hidden") is False
    chart.overlays.set_shown(EVERYTHING - {"legend"})
    until(qtbot, chart, f"{LEGEND}.hidden", lambda hidden: hidden is True)


def test_the_legend_speaks_both_languages_and_names_every_sign(qtbot, chart: MapView) -> None:
    rows = open_legend(qtbot, chart)
    assert {"步巡", "空闲", "失联，下注最后回报", "一级警情", "装备不全", "标绘", "历史警情，深为多"} <= set(
        rows
    )
    chart.set_language("en")
    until(qtbot, chart, ROWS, lambda english: "Kit incomplete" in english)
    english = ask(qtbot, chart, ROWS)
    assert len(english) == len(rows)
    assert not [each for each in rows + english if "legend." in each or "{n}" in each]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(700, 450), (1366, 700), (480, 700)])
def test_the_legend_is_whole_and_leaves_the_scale_free(
    qtbot, chart: MapView, size: tuple[int, int], language: str
) -> None:
    chart.resize(*size)
    chart.set_language(language)
    chart.set_opponents([OpponentMark("o1", CENTRE, "甲")])
    open_legend(qtbot, chart)
    until(qtbot, chart, "innerWidth", lambda width: width == size[0])
    box = ask(qtbot, chart, f"{LEGEND}.getBoundingClientRect().toJSON()")
    foot = ask(qtbot, chart, "document.querySelector('.room-foot').getBoundingClientRect().toJSON()")
    assert box["left"] >= 0
    assert box["top"] >= 0
    assert box["right"] <= size[0]
    assert box["bottom"] <= foot["top"]
    if size[0] >= 700:
        cut = f"""[...{LEGEND}.querySelectorAll('.room-legend-text')]
            .map(each => each.getBoundingClientRect())
            .filter(each => each.bottom > {box["bottom"]} || each.right > {box["right"]}).length"""
        assert ask(qtbot, chart, cut) == 0


def test_opponents_are_explained_only_where_there_are_some(qtbot, chart: MapView) -> None:
    assert "对抗方" not in open_legend(qtbot, chart)
    chart.set_opponents([OpponentMark("o1", CENTRE, "甲")])
    until(qtbot, chart, ROWS, lambda rows: "对抗方" in rows)


def test_the_legend_takes_the_colours_of_the_theme(qtbot, chart: MapView) -> None:
    open_legend(qtbot, chart)
    ink = f"{LEGEND}.querySelector('canvas').toDataURL()"
    night = ask(qtbot, chart, ink)
    chart.set_theme("day")
    until(qtbot, chart, ink, lambda day: day != night)
    ground = f"getComputedStyle({LEGEND}).backgroundColor"
    assert ask(qtbot, chart, ground) == "rgb(255, 255, 255)"


def test_a_resting_pointer_is_told_what_it_rests_on(qtbot, chart: MapView) -> None:
    chart.set_units(
        [
            UnitMark("u1", off(-150, 100), None, "car", "busy", "巡07", bound_for="i1"),
            UnitMark("u2", off(150, 100), None, "dog", "off", "犬01", stale=True, since="22:41"),
        ]
    )
    chart.set_posts([PostMark("p1", off(0, 150), "站前", 4, False)])
    chart.set_incidents([incident("i1", off(0, -150))])
    chart.set_opponents([OpponentMark("o1", off(-200, -150), "甲")])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 2)
    assert tip_over(qtbot, chart, off(-150, 100)) == ["巡07", "警车 · 在办", "前往：持刀"]
    assert tip_over(qtbot, chart, off(150, 100)) == ["犬01", "警犬 · 下勤或休整", "失联，自 22:41"]
    assert tip_over(qtbot, chart, off(0, 150)) == ["站前", "共治站 · 4 人 · 装备不全"]
    said = tip_over(qtbot, chart, off(0, -150))
    assert said == ["持刀", "一级警情 · 未派", "自救 计时中 · 互救 达标 · 支援 超时"]
    assert tip_over(qtbot, chart, off(-200, -150)) == ["甲", "对抗方"]


def test_the_plate_draws_no_map_and_goes_with_the_pointer(qtbot, chart: MapView) -> None:
    chart.set_posts([PostMark("p1", off(0, 150), "站前", 4, True)])
    until(qtbot, chart, "Room.picture.posts.size", lambda size: size == 1)
    QTest.mouseMove(chart.focusProxy(), spot(chart, off(0, 150)))
    until(qtbot, chart, "Room.focus.hovered[0]", lambda kind: kind == "post")
    drawn = "(window.before = Room.drawn, 1)"
    qtbot.wait(330)
    ask(qtbot, chart, drawn)
    until(qtbot, chart, f"{TIP}.hidden", lambda hidden: hidden is False)
    assert ask(qtbot, chart, "Room.drawn - window.before") == 0
    QTest.mouseMove(chart.focusProxy(), spot(chart, off(200, -150)))
    until(qtbot, chart, f"{TIP}.hidden", lambda hidden: hidden is True)


def test_hostile_text_on_the_plate_is_only_text(qtbot, chart: MapView) -> None:
    chart.set_posts([PostMark("p1", off(350, 250), EVIL, 4, True)])
    until(qtbot, chart, "Room.picture.posts.size", lambda size: size == 1)
    QTest.mouseMove(chart.focusProxy(), spot(chart, off(350, 250)))
    until(qtbot, chart, f"{TIP}.hidden", lambda hidden: hidden is False)
    box = ask(qtbot, chart, f"{TIP}.getBoundingClientRect().toJSON()")
    assert box["left"] >= 0
    assert box["right"] <= 800
    assert box["width"] <= 310
    assert box["height"] <= 120
    assert ask(qtbot, chart, f"{TIP}.querySelectorAll('img, script').length") == 0
    assert ask(qtbot, chart, "window.hacked === undefined") is True
