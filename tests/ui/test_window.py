"""The window as an operator meets it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from commandroom.models.domain.ids import UnitId
from commandroom.ui.panels.intake.entry import IntakeEntry
from tests.conftest import KNIFE, MARKET
from tests.ui.conftest import Stage

CAR = UnitId("U-3")
Raise = Callable[..., Stage]


def test_a_new_incident_appears_in_the_queue_and_on_the_map(stage: Stage) -> None:
    incident = stage.report()
    assert stage.map.incidents[incident].state == "open"
    assert stage.window.frame.queue.header.title.text() == "警情 1"
    assert "未派 1" in stage.window.frame.top.counts.text()


def test_a_drop_on_the_map_assigns_and_patches_the_marks(stage: Stage) -> None:
    incident = stage.report()
    stage.map.unit_dropped.emit(CAR, incident)
    stage.qtbot.waitUntil(lambda: stage.map.units[CAR].state == "busy")
    assert stage.map.units[CAR].bound_for == incident
    assert stage.map.incidents[incident].state == "assigned"


def test_a_unit_held_over_a_map_incident_shows_the_hint_there(stage: Stage) -> None:
    incident = stage.report()
    stage.map.unit_over_incident.emit(CAR, incident)
    stage.qtbot.waitUntil(lambda: stage.map.hint == "巡07 3:00 · 可赶上支援圈 · 缺 盾牌 防刺背心")
    stage.map.unit_over_incident.emit(CAR, "")
    assert stage.map.hint is None
    assert stage.map.route is None


def test_clicking_the_map_selects_the_incident_everywhere(stage: Stage) -> None:
    incident = stage.report()
    stage.map.incident_clicked.emit(incident)
    assert stage.window.frame.units.header.title.text() == "单元 → JQ-0001"
    assert stage.map.selected == ("incident", incident)
    queue = stage.window.frame.queue
    assert queue.list.currentIndex().row() == queue.model.row_of(incident)


def test_enter_sends_the_proposed_unit_and_ctrl_z_takes_it_back(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    QTest.keyClick(stage.window.frame.queue.list, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(incident))
    notices = stage.window.frame.notices
    stage.qtbot.waitUntil(lambda: notices.undo.isVisible())
    stage.window.actions_of_room["undo"].trigger()
    stage.qtbot.waitUntil(lambda: not stage.situation.has_units(incident))


def test_escape_goes_back_one_step_at_a_time(stage: Stage) -> None:
    incident = stage.report()
    console = stage.window.console
    console.select_incident(incident)
    console.select_unit(CAR)
    stage.window.intake_desk.open()
    stage.window.keys.step_back()
    assert (stage.window.frame.intake.isVisible(), console.unit, console.incident) == (False, CAR, incident)
    stage.window.keys.step_back()
    assert (console.unit, console.incident) == (None, incident)
    stage.window.keys.step_back()
    assert console.incident is None
    assert stage.map.selected == (None, "")


def test_arrows_walk_the_queue(stage: Stage) -> None:
    first, second = stage.report(), stage.report()
    QTest.keyClick(stage.window, Qt.Key.Key_Down)
    assert stage.window.console.incident == first
    QTest.keyClick(stage.window, Qt.Key.Key_Down)
    assert stage.window.console.incident == second


def test_an_entry_of_the_form_becomes_the_selected_incident(stage: Stage) -> None:
    stage.window.actions_of_room["intake"].trigger()
    form = stage.window.frame.intake
    assert form.isVisible()
    form.submitted.emit(IntakeEntry(KNIFE.code, MARKET, "夏市口", "两人持刀"))
    stage.qtbot.waitUntil(lambda: stage.window.console.incident is not None)
    assert stage.situation.incident(stage.window.console.incident).text == "两人持刀"  # type: ignore[arg-type]
    assert not form.isVisible()


def test_picking_a_place_asks_the_map_and_ends_with_the_click(stage: Stage) -> None:
    stage.window.intake_desk.open()
    stage.window.frame.intake.request_pick()
    assert stage.map.picking
    stage.map.place_picked.emit(MARKET.lat, MARKET.lon)
    assert not stage.map.picking


def test_the_language_changes_without_a_restart(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.window.actions_of_room["language"].trigger()
    assert stage.window.frame.queue.header.title.text() == "Incidents 1"
    assert stage.window.frame.units.header.title.text() == "Units → JQ-0001"
    assert stage.map.language == "en"
    assert stage.map.incidents[incident].label == "Knife attack"


def test_the_theme_changes_everywhere(stage: Stage) -> None:
    stage.window.actions_of_room["theme"].trigger()
    assert stage.map.theme == "day"
    assert "#eef1f4" in stage.window.styleSheet()


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (1366, {"queue", "units", "bottom"}),
        (1920, {"queue", "units", "bottom", "chart"}),
        (1000, {"queue", "bottom"}),
    ],
)
def test_panels_fold_at_small_widths(stage: Stage, width: int, shown: set[str]) -> None:
    stage.window.resize(width, 768)
    folding = stage.window.frame.folding
    stage.qtbot.waitUntil(lambda: stage.window.width() == width)
    stage.qtbot.waitUntil(
        lambda: {name for name in ("queue", "units", "bottom", "chart") if folding.is_shown(name)} == shown
    )
    assert stage.window.frame.units_rail.isVisible() == ("units" not in shown)
    assert stage.window.frame.map.isVisible()


def test_a_folded_panel_comes_back_by_its_rail(stage: Stage) -> None:
    stage.window.resize(1000, 768)
    stage.qtbot.waitUntil(lambda: stage.window.frame.units_rail.isVisible())
    QTest.mouseClick(stage.window.frame.units_rail.button, Qt.MouseButton.LeftButton)
    assert stage.window.frame.units.isVisible()
    stage.window.actions_of_room["show_units"].trigger()
    assert not stage.window.frame.units.isVisible()


def test_a_drill_cannot_be_taken_for_the_real_room(raise_stage: Raise) -> None:
    live, drill = raise_stage("live"), raise_stage("drill")
    assert drill.window.windowTitle() == "【演练 DRILL】永安派出所 指挥室"
    assert "DRILL" not in live.window.windowTitle()
    assert len(drill.window.frame.bands) == 2
    assert all(band.isVisible() for band in drill.window.frame.bands)
    assert not live.window.frame.bands
    assert drill.window.styleSheet() != live.window.styleSheet()
    assert drill.window.frame.top.mode.text() == "演练"


def test_the_pace_of_a_drill_is_the_rooms(raise_stage: Raise) -> None:
    stage = raise_stage("drill")
    pace = stage.window.frame.pace
    assert pace is not None
    pace.speed_chosen.emit(8)
    pace.paused_changed.emit(True)
    assert (stage.room.speed, stage.room.is_paused) == (8, True)


def test_a_live_room_has_no_pace(stage: Stage) -> None:
    assert stage.window.frame.pace is None


def test_search_offers_what_it_finds_and_goes_there(stage: Stage) -> None:
    box = stage.window.frame.top.search
    box.setFocus()
    stage.qtbot.waitUntil(box.hasFocus)
    box.setText("夏")
    box.textEdited.emit("夏")
    stage.qtbot.waitUntil(lambda: len(box.hits) == 1 and box.popup.isVisible())
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert stage.map.went == [MARKET]
    assert stage.map.selected == ("post", "P-1")
    assert not box.popup.isVisible()


def test_typing_n_in_a_field_takes_no_incident(stage: Stage) -> None:
    filter_field = stage.window.frame.units.filter
    filter_field.setFocus()
    stage.qtbot.waitUntil(filter_field.hasFocus)
    QTest.keyClicks(filter_field, "n N")
    assert filter_field.text() == "n N"
    assert not stage.window.frame.intake.isVisible()


def test_drills_of_the_list_are_chosen_by_id(stage: Stage) -> None:
    menu = stage.window.menus._menus["drill"]
    with stage.qtbot.waitSignal(stage.window.drill_chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == ["museum"]


def test_every_control_of_the_frame_says_its_name(stage: Stage) -> None:
    frame = stage.window.frame
    for part in (frame.top, frame.queue, frame.units, frame.notices, frame.queue_rail):
        for control in (*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)):
            if control.objectName().startswith("qt_") or control.parent() in part.findChildren(QLineEdit):
                continue
            assert control.accessibleName(), control
            assert control.toolTip(), control


def test_a_menu_of_a_map_unit_acts_on_that_unit(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.map.menu_requested.emit("unit", CAR, QPoint(300, 300))
    assert stage.window.console.unit == CAR
    menu = QApplication.activePopupWidget()
    assert menu is not None
    stage.window.actions_of_room["send_unit"].trigger()
    menu.close()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == incident)


def test_the_sheet_of_keys_opens_beside_the_work(stage: Stage) -> None:
    stage.window.actions_of_room["keys"].trigger()
    dialogs = [each for each in QApplication.topLevelWidgets() if each.windowTitle() == "快捷键"]
    assert len(dialogs) == 1
    assert not dialogs[0].isModal()
    dialogs[0].close()
