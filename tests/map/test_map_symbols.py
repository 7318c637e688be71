"""The signs of the map, in the real page: told apart without colours, and by those who see few of them."""

from itertools import combinations
from typing import Any

import pytest
from map_town import CENTRE, off
from test_map_colours import contrast, difference, seen_by
from test_map_page import ask, until

from commandroom.map.marks import UNIT_KINDS, PostMark, UnitMark
from commandroom.map.view import MapView
from commandroom.ui.theme import THEMES

pytestmark = pytest.mark.webengine

APART = 0.05
"""Two signs differ when this share of the pixels that either of them covers does."""

PLAINLY = 15.0
"""CIE 1976 colour difference from which two areas of some pixels are told apart at a glance."""

GREY = """(() => { for (const theme of ["night", "day"]) { const c = Room.COLOURS[theme];
  c.level = Array(4).fill("#888"); c.state = Array(3).fill("#888"); c.met = c.missed = c.text = "#888"; }
  Room.symbols.forget(); return 1; })()"""
"""From now on the page draws every status, level and ring in one grey."""

APART_SCRIPT = """(() => {{
  const inks = ({{ canvas }}) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const a = inks({a}), b = inks({b}), by = (i) => Math.abs(a.data[i] - b.data[i]);
  if (a.width !== b.width) return 1;
  let either = 0, other = 0;
  for (let i = 0; i < a.data.length; i += 4) {{
    if (a.data[i + 3] < 128 && b.data[i + 3] < 128) continue;
    either++;
    if (by(i) + by(i + 1) + by(i + 3) > 60) other++;
  }}
  return other / either; }})()"""


def apart(qtbot: Any, chart: MapView, one: str, other: str) -> float:
    """The share of pixels in which two signs differ."""
    a, b = f"Room.symbols.{one}", f"Room.symbols.{other}"
    return float(ask(qtbot, chart, APART_SCRIPT.format(a=a, b=b)))


@pytest.mark.parametrize("theme", ["night", "day"])
def test_the_page_and_the_widgets_have_one_palette(qtbot, chart: MapView, theme: str) -> None:
    page, ours = ask(qtbot, chart, f"Room.COLOURS.{theme}"), THEMES[theme]
    assert [page[role] for role in ("ground", "panel", "line", "text", "muted", "selection")] == [
        ours.ground,
        ours.panel,
        ours.line,
        ours.text,
        ours.muted,
        ours.selection,
    ]
    assert page["level"][1:] == [ours.attention(level) for level in (1, 2, 3)]
    assert page["state"] == [ours.free, ours.busy, ours.off, ours.ghost]
    assert page["onLevel"] == ours.on_attention
    assert (page["met"], page["missed"]) == (ours.free, ours.attention_1)


@pytest.mark.parametrize("theme", ["night", "day"])
def test_signs_stand_out_from_the_ground(qtbot, chart: MapView, theme: str) -> None:
    page = ask(qtbot, chart, f"Room.COLOURS.{theme}")
    for colour in [*page["level"][1:], *page["state"], page["post"], page["hostile"], page["selection"]]:
        assert contrast(colour, page["ground"]) >= 3
        assert contrast(colour, page["panel"]) >= 3
    for colour in page["level"][1:]:
        assert contrast(colour, page["onLevel"]) >= 4.5


@pytest.mark.parametrize("theme", ["night", "day"])
def test_status_is_told_apart_with_any_colour_vision(qtbot, chart: MapView, theme: str) -> None:
    colours = ask(qtbot, chart, f"Room.COLOURS.{theme}.state")
    for sight in ("all", "protan", "deutan", "tritan"):
        for one, other in combinations(colours, 2):
            assert difference(seen_by(sight, one), seen_by(sight, other)) >= PLAINLY, (sight, one, other)


@pytest.mark.parametrize("theme", ["night", "day"])
def test_levels_that_look_alike_in_colour_differ_in_form(qtbot, chart: MapView, theme: str) -> None:
    colours = ask(qtbot, chart, f"Room.COLOURS.{theme}.level")
    assert ask(qtbot, chart, GREY) == 1
    for one, other in combinations((1, 2, 3), 2):
        sights = ("all", "protan", "deutan", "tritan")
        least = min(difference(seen_by(s, colours[one]), seen_by(s, colours[other])) for s in sights)
        for size in (0, 1):
            form = apart(qtbot, chart, f"incident({one}, 0, [], {size})", f"incident({other}, 0, [], {size})")
            assert least >= PLAINLY or form >= APART, (one, other, size)
            assert form >= APART, (one, other, size)


def test_status_kind_and_staleness_differ_without_colour_at_every_size(qtbot, chart: MapView) -> None:
    assert ask(qtbot, chart, GREY) == 1
    for size in (0, 1, 2):
        for kind in range(len(UNIT_KINDS)):
            for one, other in combinations(range(3), 2):
                share = apart(
                    qtbot, chart, f"unit({kind}, {one}, 0, {size})", f"unit({kind}, {other}, 0, {size})"
                )
                assert share >= APART, (kind, one, other, size)
            assert apart(qtbot, chart, f"unit({kind}, 1, 0, {size})", f"unit({kind}, 1, 1, {size})") >= APART
    for size in (1, 2):
        for one, other in combinations(range(len(UNIT_KINDS)), 2):
            assert apart(qtbot, chart, f"unit({one}, 1, 0, {size})", f"unit({other}, 1, 0, {size})") >= APART


def test_rings_states_and_posts_differ_without_colour(qtbot, chart: MapView) -> None:
    assert ask(qtbot, chart, GREY) == 1
    for one, other in combinations(range(4), 2):
        rings = [f"incident(2, 0, [{ring}, {ring}, {ring}], 1)" for ring in (one, other)]
        assert apart(qtbot, chart, *rings) >= 0.03, (one, other)
    for one, other in combinations(range(4), 2):
        assert apart(qtbot, chart, f"incident(2, {one}, [], 1)", f"incident(2, {other}, [], 1)") >= 0.02
    assert apart(qtbot, chart, "post(1, 3, 4)", "post(0, 3, 4)") >= APART
    assert apart(qtbot, chart, "post(1, 3, 4)", "post(1, 3, 12)") >= 0.03
    assert apart(qtbot, chart, "post(1, 2)", "post(0, 2)") >= APART


def test_a_post_shows_its_crew_near_and_a_silent_unit_its_last_report(qtbot, chart: MapView) -> None:
    chart.set_posts([PostMark("p1", off(0, 100), "岗", 7, False)])
    chart.set_units([UnitMark("u1", CENTRE, None, "car", "free", "巡07", stale=True, since="22:41")])
    texts = "Room.names.placed().map(each => each.text)"
    until(qtbot, chart, texts, lambda found: "自 22:41" in found)
    below = "Room.names.placed().find(each => each.text === '自 22:41')"
    assert ask(qtbot, chart, f"{below}.dy") >= 5
    chart.set_language("en")
    until(qtbot, chart, texts, lambda found: "since 22:41" in found)
    chart.set_units([UnitMark("u1", CENTRE, None, "car", "free", "巡07")])
    until(qtbot, chart, texts, lambda found: "since 22:41" not in found and "巡07" in found)
    assert ask(qtbot, chart, "Room.picture.posts.get('p1').crew") == 7
