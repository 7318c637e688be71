"""The proposed team above the unit list: ticked, sent, added to, and still under the hand."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commandroom.geo import moved
from commandroom.models.domain.commands import ReportPositions, SetDuty
from commandroom.models.domain.entities import Author, PositionReport
from commandroom.models.domain.enums import AssignmentStatus, Duty
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.authority import SYSTEM
from commandroom.ui.panels.team.model import MEMBER
from commandroom.ui.panels.team.panel import TeamPanel
from commandroom.ui.panels.team.row import ROW_HEIGHT
from commandroom.ui.unit_drag import unit_mime
from tests.conftest import DISPUTE, MARKET
from tests.ui.conftest import Stage

POST_UNIT, NEXT_DOOR, CAR, DOG = (UnitId(f"U-{n}") for n in (1, 2, 3, 5))


def team_of(stage: Stage) -> TeamPanel:
    return stage.window.frame.units.team


def chosen(stage: Stage, incident: IncidentId | None = None) -> IncidentId:
    """An incident with knives, selected, and its team."""
    incident = incident or stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: bool(team_of(stage).model.keys))
    return incident


def drop(team: TeamPanel, unit: str) -> None:
    parcel: QMimeData = unit_mime(unit)
    event = QDropEvent(
        QPointF(60, 10), Qt.DropAction.CopyAction, parcel, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    team.list.dropEvent(event)


def bound(stage: Stage, incident: IncidentId) -> set[str]:
    return {each.unit for each in stage.situation.assignments(incident) if each.is_active}


def test_no_team_stands_there_until_an_open_incident_is_selected(stage: Stage) -> None:
    assert team_of(stage).isHidden()
    incident = chosen(stage)
    assert not team_of(stage).isHidden()
    stage.window.console.select_incident(None)
    assert team_of(stage).isHidden()
    stage.run(stage.window.console.close(incident))
    stage.qtbot.waitUntil(lambda: not stage.situation.incident(incident).is_open)
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.ranker.proposal is not None)
    assert team_of(stage).isHidden()


def test_the_team_says_who_what_for_when_with_what_and_what_is_short(stage: Stage) -> None:
    chosen(stage)
    team = team_of(stage)
    first = team.model.index(0, 0).data(MEMBER)
    member = stage.window.ranker.proposal.member(POST_UNIT)  # type: ignore[union-attr]
    assert (first.unit.id, first.function, first.meets) == (POST_UNIT, member.zh, True)
    assert first.carries
    assert "保持五米以上距离" in team.caution.text()
    assert team.picture is not None
    assert any("缺" in each for each in team.picture.shortfalls)
    assert team.accept.text() == f"全部派出 {len(team.ready())}"
    assert f"站1 {member.zh} 0:00" in team.model.index(0, 0).data()


def test_all_are_sent_by_one_key_as_one_act_and_taken_back_as_one(stage: Stage) -> None:
    incident = chosen(stage)
    wanted = set(team_of(stage).ready())
    assert len(wanted) > 1
    stage.window.actions_of_room["accept_team"].trigger()
    stage.qtbot.waitUntil(lambda: bound(stage, incident) == wanted)
    stage.qtbot.waitUntil(lambda: not team_of(stage).ready())
    stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: not bound(stage, incident))


def test_who_is_unticked_stays_and_stays_unticked(stage: Stage) -> None:
    incident = chosen(stage)
    team = team_of(stage)
    row = team.list.visualRect(team.model.index(team.model.row_of(POST_UNIT), 0))
    QTest.mouseClick(team.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(12, row.center().y()))
    assert POST_UNIT not in team.ready()
    with stage.qtbot.waitSignal(stage.window.ranker.ranked, timeout=3000):
        stage.window.ranker.stir()
    wanted = set(team.ready())
    assert POST_UNIT not in wanted
    team.accept.click()
    stage.qtbot.waitUntil(lambda: bound(stage, incident) == wanted)


def test_space_ticks_and_enter_sends_only_that_row(stage: Stage) -> None:
    incident = chosen(stage)
    team = team_of(stage)
    team.list.setCurrentIndex(team.model.index(team.model.row_of(CAR), 0))
    QTest.keyClick(team.list, Qt.Key.Key_Space)
    assert CAR not in team.ready()
    QTest.keyClick(team.list, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: bound(stage, incident) == {CAR})


def test_two_quick_clicks_on_a_box_send_nobody(stage: Stage) -> None:
    incident = chosen(stage)
    team = team_of(stage)
    spot = QPoint(12, team.list.visualRect(team.model.index(0, 0)).center().y())
    QTest.mouseClick(team.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(team.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert POST_UNIT in team.ready()
    stage.run(stage.room.read(lambda store: store.journal_head()))
    assert not bound(stage, incident)


def test_a_unit_let_go_on_the_panel_joins_the_team_with_a_function_it_fits(stage: Stage) -> None:
    incident = chosen(stage, stage.report(DISPUTE))
    team = team_of(stage)
    assert team.model.row_of(NEXT_DOOR) < 0
    drop(team, NEXT_DOOR)
    line = team.model.index(team.model.row_of(NEXT_DOOR), 0).data(MEMBER)
    assert line.is_added
    assert line.role
    assert not bound(stage, incident)
    wanted = set(team.ready())
    assert NEXT_DOOR in wanted
    team.accept.click()
    stage.qtbot.waitUntil(lambda: bound(stage, incident) == wanted)


def test_a_team_goes_whole_or_not_at_all(stage: Stage) -> None:
    incident = chosen(stage)
    team = team_of(stage)
    team.list.hold.grip("menu")
    stage.run(stage.window.console.set_duty(CAR, Duty.OFF))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).duty is Duty.OFF)
    assert CAR in team.ready()
    before = stage.run(stage.room.read(lambda store: store.journal_head()))
    team.accept.click()
    stage.qtbot.waitUntil(lambda: "不能派出" in (stage.window.console.last_refusal or ""))
    assert not bound(stage, incident)
    assert stage.run(stage.room.read(lambda store: store.journal_head())) == before


def test_what_is_sent_stands_there_quietly_with_its_step(stage: Stage) -> None:
    incident = chosen(stage)
    stage.run(stage.window.console.assign(POST_UNIT, incident))
    stage.run(stage.window.console.advance(POST_UNIT, incident, AssignmentStatus.ON_SCENE))
    team = team_of(stage)

    def step() -> str:
        row = team.model.row_of(POST_UNIT)
        return "" if row < 0 else team.model.index(row, 0).data(MEMBER).step

    stage.qtbot.waitUntil(lambda: step() == "到场", timeout=4000)
    assert POST_UNIT not in team.ready()


def test_a_team_that_is_complete_folds_and_says_who(stage: Stage) -> None:
    incident = chosen(stage, stage.report(DISPUTE))
    team = team_of(stage)
    stage.window.actions_of_room["accept_team"].trigger()
    stage.qtbot.waitUntil(lambda: bool(bound(stage, incident)))
    stage.qtbot.waitUntil(lambda: team.picture is not None and team.picture.is_complete, timeout=4000)
    assert team.list.isHidden()
    assert team.filled.text().startswith("编组齐备：")
    assert team.accept.isHidden()
    stage.window.hands.dispatch()
    stage.qtbot.waitUntil(lambda: stage.window.frame.notices.notice is not None)


def test_rows_stay_under_the_hand_in_a_storm_and_the_menu_acts_on_the_row_first_pointed_at(
    stage: Stage,
) -> None:
    incident = chosen(stage)
    units, team = stage.window.frame.units, team_of(stage)
    before, team_before = units.model.keys, team.model.keys
    spot = units.list.visualRect(units.model.index(units.model.row_of(CAR), 0)).center()
    units.list.menu_requested.emit(CAR, units.list.viewport().mapToGlobal(spot))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for beat in range(20):
        spots = {NEXT_DOOR: moved(MARKET, east_m=1, north_m=beat), CAR: moved(MARKET, east_m=0, north_m=2000)}
        stage.run(stage.room.give(ReportPositions(Author(SYSTEM, "gps"), tuple(
            PositionReport(unit, at, None, stage.room.now()) for unit, at in spots.items()
        ))))  # fmt: skip
        duty = Duty.RESTING if beat % 2 else Duty.OFF
        stage.run(stage.room.give(SetDuty(Author(SYSTEM, "crew"), DOG, duty)))
    with stage.qtbot.waitSignal(stage.window.ranker.ranked, timeout=4000):
        stage.window.ranker.stir()
    assert units.model.keys == before
    assert team.model.keys[: len(team_before)] == team_before
    stage.window.actions_of_room["send_unit"].trigger()
    menu.close()
    stage.qtbot.waitUntil(lambda: bound(stage, incident) == {CAR})
    assert units.model.keys != before


def test_a_drag_holds_the_team_and_its_figures_stay_true(stage: Stage) -> None:
    chosen(stage)
    team = team_of(stage)
    before = team.model.keys
    team.list.hold.grip("drag")
    near = PositionReport(CAR, moved(MARKET, east_m=0, north_m=5), None, stage.room.now())
    stage.run(stage.room.give(ReportPositions(Author(SYSTEM, "gps"), (near,))))
    stage.qtbot.waitUntil(
        lambda: team.model.index(team.model.row_of(CAR), 0).data(MEMBER).eta_s < 10, timeout=4000
    )
    assert team.model.keys[: len(before)] == before
    team.list.hold.let_go("drag")
    assert set(team.model.keys) >= {POST_UNIT, CAR}


def test_the_panel_leaves_the_unit_list_its_place(stage: Stage) -> None:
    chosen(stage)
    units, team = stage.window.frame.units, team_of(stage)
    for size in ((1366, 768), (1920, 1080)):
        stage.window.resize(*size)
        stage.qtbot.waitUntil(lambda size=size: stage.window.width() == size[0])
        stage.qtbot.waitUntil(lambda: units.list.height() >= 100)
        assert team.list.height() >= 2 * ROW_HEIGHT
        assert team.list.height() <= 8 * ROW_HEIGHT


def test_the_tip_of_a_unit_says_the_rule_that_left_it_out(stage: Stage) -> None:
    chosen(stage, stage.report(DISPUTE))
    model = stage.window.frame.units.model
    tip = model.index(model.row_of(NEXT_DOOR), 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "未入编：" in tip
