"""Closing and slowing roads by hand: at the end of drawing, on the plate, by the two acts."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from commandroom.geo import LatLon, moved
from commandroom.map.protocol import Said
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import RoadEffect
from commandroom.services.ports import Recorded
from commandroom.ui.layers.effect_choice import EffectChoice
from commandroom.ui.panels.journal.naming import Names
from commandroom.ui.panels.journal.sentences import sentence
from commandroom.wording import Wording
from tests.conftest import MARKET
from tests.ui.conftest import Stage

ENDS = (MARKET, moved(MARKET, east_m=200, north_m=0))
CORNERS = (*ENDS, moved(MARKET, east_m=200, north_m=150))
Raise = Callable[..., Stage]


def finish(stage: Stage, kind: str, points: tuple[LatLon, ...]) -> None:
    """The page says that the shape is whole."""
    stage.map.tools.answers()["drawn"](Said("drawn", {"shape": kind}, points=points))


def keep(stage: Stage, text: str = "") -> Drawing:
    """Enter in the field; the drawing as it is stored."""
    before = len(stage.situation.drawings)
    field = stage.window.frame.map_space.entry.field
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: len(stage.situation.drawings) == before + 1)
    return list(stage.situation.drawings.values())[-1]


def role(stage: Stage) -> str:
    return stage.map.overlays.shapes("drawing")[-1].role


def meaning(drawing: Drawing) -> tuple[RoadEffect, float]:
    return drawing.effect, drawing.factor


def selected(stage: Stage, drawing: Drawing) -> EffectChoice:
    """The switches of its plate."""
    stage.map.overlays.shape_clicked.emit("drawing", drawing.id)
    plate = stage.window.frame.map_space.plate
    assert plate.isVisible()
    assert plate.effect.isVisible()
    return plate.effect


@pytest.mark.parametrize(
    ("act", "tool", "kind", "points", "wanted"),
    [
        ("close_road", "draw_line", "line", ENDS, (RoadEffect.CLOSED, 1.0)),
        ("slow_road", "draw_area", "area", CORNERS, (RoadEffect.SLOW, 0.5)),
    ],
)
def test_an_act_takes_up_the_tool_and_sets_what_it_means(
    stage: Stage, act: str, tool: str, kind: str, points: tuple[LatLon, ...], wanted: tuple[RoadEffect, float]
) -> None:
    stage.window.actions_of_room[act].trigger()
    assert stage.map.tools.tool == tool
    finish(stage, kind, points)
    assert role(stage) == wanted[0].value, "the waiting shape shows it already"
    assert meaning(keep(stage, "马拉松")) == wanted


def test_an_act_twice_does_not_put_the_tool_down(stage: Stage) -> None:
    stage.window.actions_of_room["close_road"].trigger()
    stage.window.actions_of_room["close_road"].trigger()
    assert stage.map.tools.tool == "draw_line"


def test_what_an_act_meant_is_forgotten_when_its_tool_is_put_down_or_changed(stage: Stage) -> None:
    acts = stage.window.actions_of_room
    acts["close_road"].trigger()
    QTest.keyClick(stage.window.frame.queue.list, Qt.Key.Key_Escape)
    acts["draw_line"].trigger()
    finish(stage, "line", ENDS)
    assert meaning(keep(stage)) == (RoadEffect.NONE, 1.0)
    acts["close_road"].trigger()
    acts["draw_point"].trigger()
    finish(stage, "point", ENDS[:1])
    assert meaning(keep(stage)) == (RoadEffect.NONE, 1.0)
    acts["close_road"].trigger()
    finish(stage, "line", ENDS)
    assert keep(stage).effect is RoadEffect.CLOSED
    acts["draw_line"].trigger()
    finish(stage, "line", ENDS)
    assert keep(stage).effect is RoadEffect.NONE, "each closure is meant by itself"


def test_at_the_end_of_drawing_one_chooses_and_sees_it(stage: Stage) -> None:
    finish(stage, "area", CORNERS)
    choice = stage.window.frame.map_space.entry.effect
    assert role(stage) == "drawing"
    choice.effects[RoadEffect.SLOW].click()
    assert choice.factors[0.5].isVisible()
    choice.factors[0.2].click()
    assert role(stage) == "slow"
    assert meaning(keep(stage)) == (RoadEffect.SLOW, 0.2)
    assert stage.map.overlays.shapes("drawing")[-1].text == "缓行 ×0.2"


def test_enter_and_escape_on_the_switches_send_nobody(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    entry = stage.window.frame.map_space.entry
    finish(stage, "line", ENDS)
    QTest.keyClick(entry.effect.effects[RoadEffect.CLOSED], Qt.Key.Key_Escape)
    assert not entry.isVisible()
    assert stage.window.console.incident == incident
    finish(stage, "line", ENDS)
    closed = entry.effect.effects[RoadEffect.CLOSED]
    QTest.keyClick(closed, Qt.Key.Key_Space)
    QTest.keyClick(closed, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: len(stage.situation.drawings) == 1)
    assert next(iter(stage.situation.drawings.values())).effect is RoadEffect.CLOSED
    assert not stage.situation.has_units(incident)


def test_the_plate_closes_slows_and_opens_again_and_each_can_be_taken_back(stage: Stage) -> None:
    finish(stage, "line", ENDS)
    drawing = keep(stage, "江汉路")
    choice = selected(stage, drawing)
    kept = stage.situation.drawings

    def becomes(effect: RoadEffect, factor: float) -> None:
        stage.qtbot.waitUntil(lambda: meaning(kept[drawing.id]) == (effect, factor))
        stage.qtbot.waitUntil(lambda: (choice.effect, choice.factor) == (effect, factor))

    choice.effects[RoadEffect.CLOSED].click()
    becomes(RoadEffect.CLOSED, 1.0)
    assert stage.map.overlays.shapes("drawing")[-1].text == "封闭 · 江汉路"
    notices = stage.window.frame.notices

    def is_said() -> None:
        assert notices.notice is not None
        assert notices.notice.text == "道路已封闭：江汉路"

    stage.qtbot.waitUntil(is_said)
    choice.effects[RoadEffect.SLOW].click()
    becomes(RoadEffect.SLOW, 0.5)
    choice.factors[0.7].click()
    becomes(RoadEffect.SLOW, 0.7)
    choice.effects[RoadEffect.NONE].click()
    becomes(RoadEffect.NONE, 1.0)
    for before in ((RoadEffect.SLOW, 0.7), (RoadEffect.SLOW, 0.5), (RoadEffect.CLOSED, 1.0)):
        stage.window.actions_of_room["undo"].trigger()
        becomes(*before)


def test_another_text_leaves_the_road_closed(stage: Stage) -> None:
    stage.window.actions_of_room["close_road"].trigger()
    finish(stage, "line", ENDS)
    drawing = keep(stage, "马拉松")
    selected(stage, drawing)
    stage.window.actions_of_room["rename_drawing"].trigger()
    field = stage.window.frame.map_space.entry.field
    field.setText("半程马拉松")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.drawings[drawing.id].text == "半程马拉松")
    assert stage.situation.drawings[drawing.id].effect is RoadEffect.CLOSED


def test_a_click_on_what_holds_already_asks_the_store_nothing(stage: Stage) -> None:
    stage.window.actions_of_room["close_road"].trigger()
    finish(stage, "line", ENDS)
    drawing = keep(stage)
    selected(stage, drawing).effects[RoadEffect.CLOSED].click()
    stage.qtbot.wait(100)
    assert stage.situation.drawings[drawing.id] is drawing


def test_the_switches_stay_inside_the_map(stage: Stage) -> None:
    space = stage.window.frame.map_space
    corner = moved(MARKET, east_m=4_000, north_m=-4_000)
    finish(stage, "line", (MARKET, corner))
    space.entry.effect.effects[RoadEffect.SLOW].click()
    assert space.area.contains(space.entry.geometry())


def test_another_language_says_it_on_the_map_too(stage: Stage) -> None:
    stage.window.actions_of_room["close_road"].trigger()
    finish(stage, "line", ENDS)
    keep(stage, "marathon")
    stage.window.set_wording(Wording("en"))
    assert stage.map.overlays.shapes("drawing")[-1].text == "Closed · marathon"
    assert stage.window.frame.map_space.plate.effect.effects[RoadEffect.CLOSED].text() == "Closed"


def test_the_journal_says_closed_slower_and_open_again(stage: Stage) -> None:
    facts: list[Recorded] = []
    stage.room.subscribe(facts.append)
    stage.window.actions_of_room["close_road"].trigger()
    finish(stage, "line", ENDS)
    drawing = keep(stage, "马拉松")
    choice = selected(stage, drawing)
    kept = stage.situation.drawings
    for effect in (RoadEffect.SLOW, RoadEffect.NONE, RoadEffect.CLOSED):
        choice.effects[effect].click()
        stage.qtbot.waitUntil(lambda effect=effect: kept[drawing.id].effect is effect)
    stage.window.actions_of_room["delete_drawing"].trigger()
    stage.qtbot.waitUntil(lambda: drawing.id not in kept)
    said = [sentence(each, Names(), Wording("zh")) for each in facts]
    for told, road in zip(
        said, ("封闭道路", "道路缓行 ×0.5", "恢复通行", "封闭道路", "恢复通行"), strict=True
    ):
        assert road in told


def test_a_posts_plate_has_no_switches(stage: Stage) -> None:
    stage.map.post_clicked.emit("P-1")
    plate = stage.window.frame.map_space.plate
    assert plate.isVisible()
    assert not plate.effect.isVisible()
