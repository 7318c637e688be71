"""Names beside the marks, in the real page."""

from typing import Any

import pytest
from map_town import CENTRE, off
from test_map_page import ask, incident, unit, until

from commandroom.geo import LatLon
from commandroom.map.marks import OpponentMark, PostMark, UnitMark
from commandroom.map.view import MapView

pytestmark = pytest.mark.webengine

TEXTS = "Room.names.placed().map(each => each.text)"
BOXES = """(look => Room.names.placed().map(each => {
    const at = Room.pencil.markAt(look, each.kind, each.id);
    const x = (at.x - look.left) * look.scale + each.dx, y = (at.y - look.top) * look.scale + each.dy;
    return [each.text, x + 1, y + 3, x + each.sprite.w, y + each.sprite.h - 3]; }))(Room.overlays.look())"""

HOSTILE = [
    "<img src=x onerror='window.hacked=1'></script><script>window.hacked=1</script>",
    "\u202e\u2066左右\u202d颠倒\u2069",
    "巡\u0000\u0007\r\n\t07\u2028车",
    "长" * 1_000_000,
    "A" * 1_000_000,
    "z" + "\u0301\u0327" * 5000,
    "👨‍👩‍👧‍👦" * 400,
    "سيارة الشرطة رقم سبعة",
    "\ufdfd" * 30,
    "$& $1 {n} ${x}",
]


def boxes(qtbot: Any, chart: MapView) -> list[list[Any]]:
    """Every name with the pixels it takes: text, left, top, right, bottom."""
    found: list[list[Any]] = ask(qtbot, chart, BOXES)
    return found


def across(a: list[Any], b: list[Any]) -> bool:
    return bool(a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4])


def at_pixel(chart: MapView, x: float, y: float) -> LatLon:
    """The place under a pixel of the fixture's view."""
    return chart.view.to_place(x, y)


def test_of_many_names_none_lies_across_another_or_a_mark(qtbot, chart: MapView) -> None:
    chart.set_units(
        [unit(f"u{n}", at_pixel(chart, 20 + 55 * (n % 14), 40 + 24 * (n // 14))) for n in range(250)]
    )
    chart.set_posts(
        [PostMark(f"p{n}", at_pixel(chart, 80 * n + 30, 500), f"共治站{n}", 3, True) for n in range(10)]
    )
    chart.set_incidents([incident(f"i{n}", at_pixel(chart, 85 * n + 40, 540), f"警情{n}") for n in range(9)])
    until(qtbot, chart, TEXTS, lambda texts: len(texts) > 20)
    qtbot.wait(600)
    found = boxes(qtbot, chart)
    for number, one in enumerate(found):
        assert one[1] >= 0
        assert one[3] <= 800
        assert not any(across(one, other) for other in found[number + 1 :]), one
    marks = """(look => Array.from({ length: Room.picture.units.count }, (_, i) =>
        [Room.units.x(look, i), Room.units.y(look, i)]))(Room.overlays.look())"""
    for x, y in ask(qtbot, chart, marks):
        assert not any(across(["", x - 6, y - 6, x + 6, y + 6], each) for each in found)


def test_what_is_most_needed_is_named_first(qtbot, chart: MapView) -> None:
    chart.set_incidents([incident("i1", CENTRE, "持刀"), incident("i2", off(0, -200), "纠纷")])
    crowd = [
        UnitMark(f"u{n}", at_pixel(chart, 10 + 140 * n, 200), 0.0, "car", "free", f"很长的单元名{n}")
        for n in range(6)
    ]
    chart.set_units(
        [*crowd, UnitMark("last", at_pixel(chart, 340, 180), 0.0, "car", "busy", "赶赴", bound_for="i1")]
    )
    chart.select("incident", "i1")
    until(qtbot, chart, TEXTS, lambda texts: "赶赴" in texts)
    texts = ask(qtbot, chart, TEXTS)
    assert texts[0] == "持刀"
    assert texts.index("赶赴") < min(texts.index(each) for each in texts if each.startswith("很长"))


def test_a_name_at_the_right_edge_stands_to_the_left(qtbot, chart: MapView) -> None:
    chart.set_units(
        [unit("edge", at_pixel(chart, 760, 300), "巡逻七号车组"), unit("middle", CENTRE, "中间车组")]
    )
    until(qtbot, chart, TEXTS, lambda texts: sorted(texts) == ["中间车组", "巡逻七号车组"])
    sides = ask(qtbot, chart, "Object.fromEntries(Room.names.placed().map(each => [each.id, each.dx]))")
    assert sides["middle"] > 0
    assert sides["edge"] < 0
    assert all(left >= 0 and right <= 800 for _, left, _, right, _ in boxes(qtbot, chart))


def test_no_name_lies_under_the_scale(qtbot, chart: MapView) -> None:
    foot = ask(qtbot, chart, "document.querySelector('.room-foot').getBoundingClientRect().toJSON()")
    high = (foot["top"] + foot["bottom"]) / 2
    chart.set_units([unit(f"u{n}", at_pixel(chart, 5 + 40 * n, high - 20), f"单元{n}") for n in range(8)])
    until(qtbot, chart, "Room.picture.units.count", lambda count: count == 8)
    qtbot.wait(400)
    plate = ["", foot["left"], foot["top"], foot["right"], foot["bottom"]]
    assert not any(across(each, plate) for each in boxes(qtbot, chart))


def test_names_go_with_their_gliding_marks(qtbot, chart: MapView) -> None:
    chart.set_units([unit("u1")])
    until(qtbot, chart, TEXTS, lambda texts: texts == ["巡07"])
    qtbot.wait(400)
    chart.set_units([unit("u1", off(80, 0))])
    seen: list[float] = []
    x = chart.view.to_screen(off(80, 0))[0]
    until(qtbot, chart, BOXES, lambda found: seen.append(found[0][1]) or abs(found[0][1] - x - 15.5) < 3)
    assert any(seen[0] + 1 < each < seen[-1] - 1 for each in seen)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_break_no_layout(qtbot, chart: MapView, text: str) -> None:
    chart.set_units([unit("u1", off(-150, 100), text), unit("u2", off(-150, -100), "巡08")])
    chart.set_posts([PostMark("p1", off(-150, 0), text, 3, True)])
    chart.set_incidents([incident("i1", off(-150, 200), text)])
    chart.set_opponents([OpponentMark("o1", off(-150, -200), text)])
    until(
        qtbot,
        chart,
        TEXTS,
        lambda texts: len(texts) == 5,
    )
    assert ask(qtbot, chart, "window.hacked === undefined") is True
    found = boxes(qtbot, chart)
    assert all(right - left <= 400 for _, left, _, right, _ in found)
    for name, *_ in found:
        assert len(name) <= 450
        assert not set(name) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r\n\t\0\u2028")
    assert "巡08" in [name for name, *_ in found]
    assert ask(qtbot, chart, "document.querySelectorAll('[onerror]').length") == 0


def test_plain_text_stays_as_it_is_and_long_text_ends_in_dots(qtbot, chart: MapView) -> None:
    def plain(text: str, most: int = 80) -> str:
        answer: str = ask(qtbot, chart, f"Room.plain({text!r}, {most})")
        return answer

    assert plain("巡07 车组") == "巡07 车组"
    assert plain("一二三四五六", 12) == "一二三四五六"
    assert plain("一二三四五六七", 12) == "一二三四五…"
    assert plain("abcdefgh", 5) == "abcd…"
    assert plain(b"  a\\u202eb\\u0000c  ".decode("unicode_escape")) == "ab c"
    assert plain("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4) == "👨‍👩‍👧‍👦…"
