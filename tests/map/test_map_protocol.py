import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_town import CENTRE, off

from commandroom.geo import LatLon
from commandroom.map.bridge import Bridge
from commandroom.map.marks import IncidentMark, OpponentMark, PostMark, RouteLine, UnitMark
from commandroom.map.mercator import View
from commandroom.map.picture import Picture
from commandroom.map.protocol import BadMessage, decode, encode, moves_text, route_row, row

UNIT = UnitMark(
    "P-12", CENTRE, 359.7, "car", "busy", "巡12", stale=True, dimmed=True, bound_for="I-1", since="22:41"
)


def unit(name: str, east_m: float = 0.0) -> UnitMark:
    return UnitMark(name, off(east_m, 0), None, "foot", "free", name)


READY = '{"v":1,"n":1,"kind":"ready"}'


def shown(**more: object) -> str:
    said = {"v": 1, "n": 1, "kind": "shown", "lat": 30, "lon": 114, "zoom": 14, "width": 800, "height": 600}
    return json.dumps(said | more)


def test_rows_are_short_and_whole() -> None:
    assert row(UNIT) == ["P-12", 30.58, 114.29, 0, 1, 1, "巡12", 3, "I-1", [], "22:41"]
    assert row(unit("a"))[3] is None
    assert row(PostMark("p", CENTRE, "岗", 3, False))[3:] == ["岗", 3, 0]
    mark = IncidentMark("i", CENTRE, 1, "持刀", "on_scene", ("met", "missed", "running"))
    assert row(mark)[3:] == [1, "持刀", 2, [2, 3, 1]]
    assert row(OpponentMark("o", CENTRE, "甲"))[3:] == ["甲"]
    assert route_row(RouteLine((CENTRE,), "ordered")) == ["ordered", [30.58, 114.29]]
    assert route_row(None) is None


@given(st.text(), st.floats(-80, 80), st.floats(-170, 170))
def test_any_label_travels_as_data(label: str, lat: float, lon: float) -> None:
    mark = UnitMark("x", LatLon(lat, lon), None, "dog", "off", label)
    message = json.loads(encode(7, "change", {"rows": [row(mark)]}))
    assert message["rows"][0][6] == label
    assert message["n"] == 7


def test_the_page_tells_its_view() -> None:
    said = decode(shown())
    assert said.kind == "shown"
    assert said.view == View(LatLon(30, 114), 14, 800, 600)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"v":2,"kind":"ready"}',
        '{"v":1,"kind":"delete_everything"}',
        '{"v":1,"kind":["ready"]}',
        '{"v":1,"kind":"clicked","mark":"unit","id":7}',
        '{"v":1,"kind":"picked","x":"1","y":2}',
        '{"v":1,"kind":"picked","x":NaN,"y":2}',
        shown(lat=95),
        shown(zoom=True),
        shown(width=-1),
        "[" * 60000,
        '"' + "x" * 70000 + '"',
    ],
)
def test_what_is_not_in_the_protocol_is_refused(text: str) -> None:
    with pytest.raises(BadMessage):
        decode(text)


@given(st.text(max_size=200))
def test_no_text_gets_past_the_check_but_by_being_right(text: str) -> None:
    with pytest.raises(BadMessage):
        decode(text)


def test_only_what_differs_is_told() -> None:
    layer = Picture().layer("unit")
    assert layer.replace([unit("a"), unit("b")])
    assert layer.changes() == {"put": [[*row(unit("a")), 0], [*row(unit("b")), 1]]}
    assert not layer.replace([unit("b"), unit("a")])
    assert layer.changes() is None
    assert layer.replace([unit("b", 5.0)])
    assert layer.changes() == {"move": moves_text([1], [unit("b", 5.0)]), "drop": ["a"]}
    assert layer.patch([unit("c")])
    assert layer.changes() == {"put": [[*row(unit("c")), 2]]}


def test_a_mark_that_came_and_went_within_a_beat_is_not_put() -> None:
    layer = Picture().layer("unit")
    layer.replace([unit("a")])
    layer.replace([])
    assert layer.changes() == {"drop": ["a"]}


class Page:
    """Plays the page's side of the bridge from the messages alone."""

    def __init__(self, bridge: Bridge) -> None:
        self.heard: list[dict] = []  # type: ignore[type-arg]
        bridge.message.connect(self._hear)

    def _hear(self, text: str) -> None:
        self.heard.append(json.loads(text))


def test_nothing_is_sent_before_the_page_asks_and_then_all_of_it(qapp: object) -> None:
    picture = Picture()
    bridge = Bridge(picture, lambda: {"theme": "day"})
    page = Page(bridge)
    picture.layer("unit").replace([unit("a")])
    bridge.mark_changed()
    bridge.frame_changed(theme="night")
    assert page.heard == []
    bridge.tell(READY)
    assert [message["kind"] for message in page.heard] == ["snapshot"]
    assert page.heard[0]["marks"]["unit"] == [[*row(unit("a")), 0]]
    assert page.heard[0]["frame"] == {"theme": "day"}


def test_changes_of_one_beat_leave_as_one_message(qapp: object, qtbot) -> None:  # type: ignore[no-untyped-def]
    picture = Picture()
    bridge = Bridge(picture, dict)
    page = Page(bridge)
    bridge.tell(READY)
    for step in range(20):
        picture.layer("unit").replace([unit("a", float(step)), unit("b", float(step))])
        bridge.mark_changed()
    qtbot.waitUntil(lambda: len(page.heard) > 1)
    assert [message["n"] for message in page.heard] == [1, 2]
    assert page.heard[1]["marks"]["unit"]["put"] == [[*row(unit("a", 19.0)), 0], [*row(unit("b", 19.0)), 1]]


def test_after_a_gap_the_whole_picture_is_sent_again(qapp: object) -> None:
    bridge = Bridge(Picture(), dict)
    page = Page(bridge)
    bridge.tell(READY)
    bridge.tell('{"v":1,"n":2,"kind":"gap"}')
    assert [(message["n"], message["kind"]) for message in page.heard] == [(1, "snapshot"), (2, "snapshot")]


def test_nonsense_from_the_page_is_logged_and_ignored(qapp: object, caplog) -> None:  # type: ignore[no-untyped-def]
    bridge = Bridge(Picture(), dict)
    page = Page(bridge)
    bridge.tell("<script>")
    assert page.heard == []
    assert "something odd" in caplog.text
