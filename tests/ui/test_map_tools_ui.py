"""Tools, drawings and posts of the map, from the window's side."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from commandroom.geo import LatLon, moved
from commandroom.map.protocol import Said
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.ids import PostId, UnitId
from commandroom.ui.actions import ACTS
from commandroom.ui.map_bar import BAR
from commandroom.ui.menus import _BAR
from commandroom.ui.search.answer import Answer
from tests.conftest import MARKET
from tests.ui.conftest import Stage

CAR, GUARDS = UnitId("U-3"), UnitId("U-1")
OWN = PostId("P-1")
CORNERS = (MARKET, moved(MARKET, east_m=80, north_m=0), moved(MARKET, east_m=80, north_m=60))
Raise = Callable[..., Stage]


def draw(stage: Stage, kind: str = "area", points: tuple[LatLon, ...] = CORNERS) -> None:
    stage.map.tools.drawn.emit(kind, points)


def drawn(stage: Stage, text: str) -> Drawing:
    """A drawing with its text, stored."""
    before = len(stage.situation.drawings)
    draw(stage)
    stage.window.frame.map_space.entry.field.setText(text)
    QTest.keyClick(stage.window.frame.map_space.entry.field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: len(stage.situation.drawings) == before + 1)
    return list(stage.situation.drawings.values())[-1]


def said(stage: Stage) -> str:
    """The notice at the foot of the window."""
    notice = stage.window.frame.notices.notice
    return "" if notice is None else notice.text


def trigger(stage: Stage, act: str) -> None:
    stage.window.actions_of_room[act].trigger()


def test_no_two_acts_have_one_key() -> None:
    keys = [key for act in ACTS for key in act.keys]
    assert len(keys) == len(set(keys))


def test_every_tool_of_the_bar_is_in_the_menu_of_the_map_or_of_the_view() -> None:
    menus = dict(_BAR)
    for name in (name for group in BAR for name in group):
        assert name in (*menus["map"], *menus["view"]), name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tip_of_the_bar_says_what_and_by_which_key(raise_stage: Raise, language: str) -> None:
    stage = raise_stage(language=language)
    button = stage.window.frame.map_space.bar.button("measure_distance")
    what = "测距" if language == "zh" else "Measure distance"
    assert button.toolTip() == button.accessibleName() == f"{what} (Ctrl+D)"
    assert not button.icon().isNull()


def test_a_tool_is_taken_up_changed_and_put_down(stage: Stage) -> None:
    acts, tools = stage.window.actions_of_room, stage.map.tools
    trigger(stage, "measure_distance")
    assert (tools.tool, acts["measure_distance"].isChecked()) == ("measure_distance", True)
    trigger(stage, "draw_line")
    assert (tools.tool, acts["measure_distance"].isChecked()) == ("draw_line", False)
    trigger(stage, "draw_line")
    assert (tools.tool, acts["draw_line"].isChecked()) == (None, False)


def test_escape_puts_the_tool_down_before_the_selection(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    trigger(stage, "draw_area")
    QTest.keyClick(stage.window.frame.queue.list, Qt.Key.Key_Escape)
    assert stage.map.tools.tool is None
    assert not stage.window.actions_of_room["draw_area"].isChecked()
    assert stage.window.console.incident == incident


def test_enter_ends_the_shape_in_hand_and_sends_nobody(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    trigger(stage, "draw_line")
    QTest.keyClick(stage.window, Qt.Key.Key_Return)
    QTest.keyClick(stage.map, Qt.Key.Key_Return)
    assert stage.map.pressed == ["Enter", "Enter"]
    assert stage.window.frame.notices.notice is None
    assert not stage.situation.has_units(incident)


def test_a_shape_that_the_page_finished_lets_the_switch_go(stage: Stage) -> None:
    trigger(stage, "draw_area")
    stage.map.tools.answers()["drawn"](Said("drawn", {"shape": "area"}, points=CORNERS))
    assert not stage.window.actions_of_room["draw_area"].isChecked()
    assert stage.window.frame.map_space.entry.isVisible()


def test_a_drawing_asks_for_its_text_and_is_stored_and_can_be_taken_back(stage: Stage) -> None:
    draw(stage)
    entry = stage.window.frame.map_space.entry
    assert entry.isVisible()
    assert entry.field.hasFocus()
    assert [each.id for each in stage.map.overlays.shapes("drawing")] == ["drawing.new"]
    QTest.keyClicks(entry.field, "cordon")
    QTest.keyClick(entry.field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: len(stage.situation.drawings) == 1)
    (drawing,) = stage.situation.drawings.values()
    assert (drawing.text, drawing.points) == ("cordon", CORNERS)
    assert [each.text for each in stage.map.overlays.shapes("drawing")] == ["cordon"]
    assert not entry.isVisible()
    notices = stage.window.frame.notices
    stage.qtbot.waitUntil(lambda: notices.undo.isVisible())
    trigger(stage, "undo")
    stage.qtbot.waitUntil(lambda: not stage.situation.drawings)
    assert stage.map.overlays.shapes("drawing") == ()


def test_enter_on_the_text_of_a_drawing_sends_nobody(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    drawn(stage, "封控区")
    assert not stage.situation.has_units(incident)


def test_escape_discards_what_was_drawn(stage: Stage) -> None:
    draw(stage)
    QTest.keyClick(stage.window.frame.map_space.entry.field, Qt.Key.Key_Escape)
    assert not stage.window.frame.map_space.entry.isVisible()
    assert stage.map.overlays.shapes("drawing") == ()
    assert not stage.situation.drawings


def test_a_second_drawing_keeps_the_first_with_the_text_so_far(stage: Stage) -> None:
    draw(stage)
    QTest.keyClicks(stage.window.frame.map_space.entry.field, "one")
    draw(stage, "point", (MARKET,))
    stage.qtbot.waitUntil(lambda: len(stage.situation.drawings) == 1)
    assert [each.text for each in stage.situation.drawings.values()] == ["one"]
    assert stage.window.frame.map_space.entry.field.text() == ""
    assert [each.id for each in stage.map.overlays.shapes("drawing")][-1] == "drawing.new"


def test_a_refused_drawing_says_why_and_leaves_nothing(stage: Stage) -> None:
    draw(stage, "area", (MARKET, MARKET, MARKET))
    QTest.keyClick(stage.window.frame.map_space.entry.field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.window.frame.notices.notice is not None)
    notice = stage.window.frame.notices.notice
    assert notice is not None
    assert (notice.tone, notice.text) == ("refused", "面至少要 3 个不同的点")
    stage.qtbot.waitUntil(lambda: stage.map.overlays.shapes("drawing") == ())


def test_a_click_on_a_drawing_tells_its_text_author_and_kind(stage: Stage) -> None:
    drawing = drawn(stage, "封控区")
    stage.map.overlays.shape_clicked.emit("drawing", drawing.id)
    plate = stage.window.frame.map_space.plate
    assert plate.isVisible()
    assert plate.title.text() == "封控区"
    assert plate.text.text().splitlines() == ["标绘面", "值班员 2026-05-01 21:00:00 标绘"]
    stage.window.keys.step_back()
    assert not plate.isVisible()


def test_a_drawing_is_renamed_and_deleted_and_each_can_be_taken_back(stage: Stage) -> None:
    drawing = drawn(stage, "封控区")
    stage.map.overlays.shape_clicked.emit("drawing", drawing.id)
    trigger(stage, "rename_drawing")
    field = stage.window.frame.map_space.entry.field
    assert field.text() == "封控区"
    field.setText("集结点")
    QTest.keyClick(field, Qt.Key.Key_Return)
    plate = stage.window.frame.map_space.plate
    stage.qtbot.waitUntil(lambda: plate.title.text() == "集结点")
    stage.qtbot.waitUntil(lambda: said(stage) == "标绘已改为：集结点")
    trigger(stage, "undo")
    stage.qtbot.waitUntil(lambda: plate.title.text() == "封控区")
    stage.qtbot.waitUntil(lambda: said(stage).startswith("已撤销"))
    trigger(stage, "delete_drawing")
    stage.qtbot.waitUntil(lambda: said(stage) == "已删除标绘：封控区")
    stage.qtbot.waitUntil(lambda: not stage.situation.drawings)
    assert not plate.isVisible()
    assert not stage.window.actions_of_room["delete_drawing"].isEnabled()
    trigger(stage, "undo")
    stage.qtbot.waitUntil(lambda: drawing.id in stage.situation.drawings)


def test_markup_in_a_drawing_is_shown_as_it_was_typed(stage: Stage) -> None:
    text = '<img src=x onerror="alert(1)"><b>封控</b>'
    drawing = drawn(stage, text)
    stage.map.overlays.shape_clicked.emit("drawing", drawing.id)
    plate = stage.window.frame.map_space.plate
    assert plate.title.text().replace("\u200b", "") == text
    assert plate.title.textFormat() is Qt.TextFormat.PlainText


def test_the_entry_stands_on_the_map_wherever_the_drawing_is(stage: Stage) -> None:
    space = stage.window.frame.map_space
    for east, north in ((9000, 0), (-9000, 0), (0, 9000), (0, -9000)):
        draw(stage, "point", (moved(MARKET, east_m=east, north_m=north),))
        assert space.area.contains(space.entry.geometry())
        stage.window.keys.step_back()


def test_following_a_unit_ends_by_the_switch_or_by_the_hand(stage: Stage) -> None:
    follow, tools = stage.window.actions_of_room["follow_unit"], stage.map.tools
    assert not follow.isEnabled()
    stage.window.console.select_unit(CAR)
    follow.trigger()
    assert (tools.followed, follow.isChecked()) == (CAR, True)
    stage.window.console.select_unit(GUARDS)
    follow.trigger()
    assert (tools.followed, follow.isChecked()) == (GUARDS, True)
    follow.trigger()
    assert (tools.followed, follow.isChecked()) == ("", False)
    follow.trigger()
    tools.answers()["hand"](Said("hand", {}))
    assert (tools.followed, follow.isChecked()) == ("", False)
    notice = stage.window.frame.notices.notice
    assert notice is not None
    assert notice.text == "地图已移动，停止跟随 站1"


def test_the_view_is_locked_and_unlocked(stage: Stage) -> None:
    trigger(stage, "lock_view")
    assert stage.map.tools.is_locked
    assert not stage.map.tools.may_move(automatic=True)
    trigger(stage, "lock_view")
    assert not stage.map.tools.is_locked


def test_a_clicked_post_says_who_is_there_and_with_what(stage: Stage) -> None:
    stage.map.post_clicked.emit(OWN)
    plate = stage.window.frame.map_space.plate
    assert plate.title.text() == "夏市共治站"
    assert plate.text.text().splitlines() == ["夏市口", "人员 4 人  站1 视频1", "装备 盾牌×2 钢叉×1"]
    assert stage.map.selected == ("post", OWN)


def test_a_post_makes_way_for_an_incident_and_gives_it_back_on_escape(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.map.post_clicked.emit(OWN)
    stage.window.keys.step_back()
    assert stage.map.selected == ("incident", incident)
    stage.map.post_clicked.emit(OWN)
    stage.window.console.select_unit(CAR)
    assert not stage.window.frame.map_space.plate.isVisible()
    assert stage.map.selected == ("unit", CAR)


def test_a_click_on_bare_ground_closes_the_plate_and_keeps_the_selection(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    plate, found = stage.window.frame.map_space.plate, stage.window.frame.top.search.chosen
    for kind, own in (("post", OWN), ("drawing", drawn(stage, "封控区").id)):
        found.emit(Answer(kind, own, "", MARKET))  # type: ignore[arg-type]
        assert plate.isVisible()
        stage.map.ground_clicked.emit()
        assert not plate.isVisible()
        assert stage.window.console.incident == incident
    assert stage.map.selected == ("incident", incident)


def test_the_menu_of_a_post_offers_its_reach_and_its_place(stage: Stage) -> None:
    stage.map.menu_requested.emit("post", OWN, QPoint(500, 400))
    menu = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()
    )
    assert [each.text() for each in menu.actions()] == ["可达范围", "在地图上定位共治站"]
    menu.actions()[0].trigger()
    menu.close()
    stage.qtbot.waitUntil(lambda: len(stage.map.overlays.shapes("reach")) == 3)
    trigger(stage, "locate_post")
    assert stage.map.went[-1] == MARKET


def test_a_post_or_drawing_that_was_searched_for_is_selected(stage: Stage) -> None:
    found = stage.window.frame.top.search.chosen
    found.emit(Answer("post", OWN, "夏市共治站", MARKET))
    plate = stage.window.frame.map_space.plate
    assert plate.title.text() == "夏市共治站"
    drawing = drawn(stage, "封控区")
    found.emit(Answer("drawing", drawing.id, "封控区", MARKET))
    assert plate.title.text() == "封控区"


def test_the_plate_speaks_the_language_of_the_window(stage: Stage) -> None:
    stage.map.post_clicked.emit(OWN)
    trigger(stage, "language")
    assert "Crew 4" in stage.window.frame.map_space.plate.text.text()
    assert stage.window.actions_of_room["reach"].iconText() == "Reach"


def test_the_bar_shows_what_fits_and_always_its_last_group(stage: Stage) -> None:
    bar = stage.window.frame.map_space.bar
    bar.place(QRect(10, 10, 1000, 500))
    assert all(each.isVisibleTo(bar) for each in bar.buttons)
    assert bar.geometry().right() == 1009
    bar.place(QRect(10, 10, 200, 500))
    assert bar.button("layers").isVisibleTo(bar)
    assert not bar.button("search").isVisibleTo(bar)
    assert bar.geometry().left() >= 10
    for button in bar.buttons:
        if button.isVisibleTo(bar):
            assert bar.rect().contains(button.geometry())


@pytest.mark.parametrize("size", [(900, 600), (1366, 768), (1920, 1080)])
def test_bar_and_plate_stand_on_the_map_at_every_size(stage: Stage, size: tuple[int, int]) -> None:
    space = stage.window.frame.map_space
    trigger(stage, "layers")
    stage.window.resize(*size)
    stage.map.post_clicked.emit(OWN)
    stage.qtbot.waitUntil(lambda: space.area.contains(space.bar.geometry()))
    stage.qtbot.waitUntil(lambda: space.area.contains(space.plate.geometry()))
    assert not space.bar.geometry().intersects(space.plate.geometry())


def test_the_panel_makes_room_for_the_form_on_a_small_screen(stage: Stage) -> None:
    stage.window.resize(1366, 768)
    trigger(stage, "layers")
    space, act = stage.window.frame.map_space, stage.window.actions_of_room["layers"]
    stage.window.intake_desk.open()
    stage.qtbot.waitUntil(lambda: not space.panel.isVisible())
    assert (stage.window.width(), space.width() >= 320, act.isChecked()) == (1366, True, False)
    act.trigger()
    assert space.panel.geometry().right() == space.width() - 1
    assert (space.map.width(), act.isChecked()) == (space.width(), True)
    stage.window.intake_desk.close()
    stage.qtbot.waitUntil(lambda: space.map.width() == space.width() - space.panel.width())
    stage.window.intake_desk.open()
    stage.qtbot.waitUntil(lambda: not space.panel.isVisible())
    stage.window.intake_desk.close()
    stage.qtbot.waitUntil(space.panel.isVisible)
    assert act.isChecked()


@pytest.mark.parametrize("text", ["W" * 200, "封" * 200, "a b " * 50])
def test_a_long_text_is_shown_whole_on_the_plate(stage: Stage, text: str) -> None:
    drawing = drawn(stage, text)
    stage.map.overlays.shape_clicked.emit("drawing", drawing.id)
    plate = stage.window.frame.map_space.plate
    plate.ensurePolished()
    title = plate.title
    needed = title.fontMetrics().boundingRect(
        QRect(0, 0, title.width(), 9999), Qt.TextFlag.TextWordWrap, title.text()
    )
    assert needed.width() <= title.width()
    assert needed.height() <= title.height()
    assert title.text().replace("\u200b", "").split() == text.split()
    assert stage.window.frame.map_space.area.contains(plate.geometry())
