"""Every road to an order meets the same gate, and the gate is answered in one place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.enums import AssignmentStatus, Duty
from commandroom.models.domain.events import DecisionTaken, OverrideExplained, UnitAssigned
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import Recorded
from commandroom.ui.confirm_strip import ConfirmStrip
from commandroom.ui.search.answer import Answer
from commandroom.ui.unit_drag import unit_mime
from commandroom.ui.why_strip import WhyStrip
from tests.conftest import DISPUTE
from tests.ui.conftest import Stage

POST_UNIT, NEXT_DOOR, CAR, DOG = UnitId("U-1"), UnitId("U-2"), UnitId("U-3"), UnitId("U-5")


def strip(stage: Stage) -> ConfirmStrip:
    found: ConfirmStrip | None = stage.window.findChild(ConfirmStrip)
    assert found is not None
    return found


def chips(stage: Stage) -> WhyStrip:
    found: WhyStrip | None = stage.window.findChild(WhyStrip)
    assert found is not None
    return found


def said(stage: Stage) -> str:
    notice = stage.window.frame.notices.notice
    return "" if notice is None else notice.text


def dropped(unit: str, at: QPointF) -> QDropEvent:
    parcel: QMimeData = unit_mime(unit)
    stage_keeps.append(parcel)
    return QDropEvent(
        at, Qt.DropAction.CopyAction, parcel, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )


stage_keeps: list[QMimeData] = []
"""An event only points at its parcel."""


def busy_car(stage: Stage) -> tuple[IncidentId, IncidentId]:
    """The car is on the first incident; the second is selected, and the ranking knows it."""
    first, second = stage.report(), stage.report(DISPUTE)
    stage.run(stage.window.console.assign(CAR, first))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == first)
    stage.window.console.select_incident(second)
    stage.qtbot.waitUntil(lambda: team_of(stage) == second)
    return first, second


def team_of(stage: Stage) -> str:
    proposal = stage.window.ranker.proposal
    return "" if proposal is None else proposal.incident


def by_map(stage: Stage, incident: IncidentId) -> None:
    stage.map.unit_dropped.emit(CAR, incident)


def by_queue(stage: Stage, incident: IncidentId) -> None:
    cards = stage.window.frame.queue.list
    spot = cards.visualRect(cards.model().index(stage.window.frame.queue.model.row_of(incident), 0)).center()
    cards.dropEvent(dropped(CAR, QPointF(spot)))


def by_enter(stage: Stage, incident: IncidentId) -> None:
    units = stage.window.frame.units
    units.model.show_unable(True)
    units.list.setCurrentIndex(units.model.index(units.model.row_of(CAR), 0))
    QTest.keyClick(units.list, Qt.Key.Key_Return)


def by_menu(stage: Stage, incident: IncidentId) -> None:
    stage.map.menu_requested.emit("unit", CAR, QPoint(300, 300))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    stage.window.actions_of_room["send_unit"].trigger()
    menu.close()


def by_palette(stage: Stage, incident: IncidentId) -> None:
    stage.window.console.select_unit(CAR)
    stage.window.search_desk.take(Answer("command", "send_unit", "派往", None))


def by_team(stage: Stage, incident: IncidentId) -> None:
    team = stage.window.frame.units.team
    team.list.dropEvent(dropped(CAR, QPointF(60, 10)))
    for other in team.ready():
        if other != CAR:
            team.list.ticked.emit(other)
    assert team.ready() == (CAR,)
    stage.window.actions_of_room["accept_team"].trigger()


ROADS = [by_map, by_queue, by_enter, by_menu, by_palette, by_team]
Road = Callable[[Stage, IncidentId], None]


@pytest.mark.parametrize("road", ROADS)
def test_a_busy_unit_meets_the_same_question_on_every_road_and_stays_until_it_is_answered(
    stage: Stage, road: Road
) -> None:
    first, second = busy_car(stage)
    road(stage, second)
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    assert "巡07 正在处理 JQ-0001" in strip(stage).lines.text()
    assert "该警情无人" in strip(stage).lines.text()
    assert stage.situation.unit(CAR).incident == first
    stage.qtbot.waitUntil(lambda: strip(stage).is_armed)
    QTest.keyClick(strip(stage).go, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == second)
    assert strip(stage).isHidden()
    assert not stage.situation.assignment(CAR, first).is_active


@pytest.mark.parametrize("road", ROADS)
def test_a_second_order_of_the_same_unit_changes_nothing_and_says_so_on_every_road(
    stage: Stage, road: Road
) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: team_of(stage) == incident)
    stage.run(stage.window.console.assign(CAR, incident))
    stage.run(stage.window.console.advance(CAR, incident, AssignmentStatus.ON_SCENE))
    stage.qtbot.waitUntil(lambda: stage.situation.assignment(CAR, incident).on_scene_at is not None)
    before, head = stage.situation.assignment(CAR, incident), head_of(stage)
    if road is by_team:
        stage.window.frame.units.team.list.dropEvent(dropped(CAR, QPointF(60, 10)))
        assert said(stage) == "巡07 已在编组里"
    elif road in (by_menu, by_palette):
        stage.window.console.select_unit(CAR)
        assert not stage.window.actions_of_room["send_unit"].isEnabled()
    else:
        road(stage, incident)
        stage.qtbot.waitUntil(lambda: "未作改动" in said(stage))
    assert stage.situation.assignment(CAR, incident) == before
    assert head_of(stage) == head


def test_no_is_said_and_nothing_is_changed(stage: Stage) -> None:
    first, second = busy_car(stage)
    head = head_of(stage)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    QTest.keyClick(strip(stage).go, Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(strip(stage).isHidden)
    assert said(stage) == "未派 巡07，未作改动"
    assert stage.situation.unit(CAR).incident == first
    assert head_of(stage) == head


def test_an_enter_that_comes_too_early_is_no_answer(stage: Stage) -> None:
    _, second = busy_car(stage)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    assert not strip(stage).is_armed
    QTest.keyClick(strip(stage).go, Qt.Key.Key_Return)
    assert stage.window.console.gates.question is not None
    stage.qtbot.waitUntil(lambda: strip(stage).is_armed)
    QTest.keyClick(strip(stage).go, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == second)


def test_the_question_leaves_somebody_who_types_alone(stage: Stage) -> None:
    _, second = busy_car(stage)
    field = stage.window.frame.units.filter
    field.setFocus()
    stage.qtbot.waitUntil(field.hasFocus)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    assert field.hasFocus()
    stage.window.keys.step_back()
    stage.qtbot.waitUntil(strip(stage).isHidden)


def test_an_act_on_another_thing_takes_the_question_away(stage: Stage) -> None:
    first, second = busy_car(stage)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    stage.run(stage.window.console.assign(NEXT_DOOR, second))
    assert strip(stage).isHidden()
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    stage.window.console.select_incident(first)
    stage.qtbot.waitUntil(strip(stage).isHidden)
    assert stage.situation.unit(CAR).incident == first


def test_what_the_other_incident_loses_is_added_when_it_is_known(stage: Stage) -> None:
    _, second = busy_car(stage)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: "最近接替" in strip(stage).lines.text())


def test_a_blocked_order_says_why_and_asks_nothing(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.set_duty(DOG, Duty.OFF))
    stage.map.unit_dropped.emit(DOG, incident)
    stage.qtbot.waitUntil(lambda: said(stage) == "犬2 已下勤，不能派出")
    assert strip(stage).isHidden()


def test_confirmed_doubts_are_stored_with_the_order_and_its_decision(stage: Stage) -> None:
    _, second = busy_car(stage)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: strip(stage).is_armed)
    strip(stage).go.click()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == second)
    facts = [each.event for each in journal(stage)]
    ordered = [each for each in facts if isinstance(each, UnitAssigned)][-1]
    decided = [each for each in facts if isinstance(each, DecisionTaken)][-1]
    assert Doubt.BUSY in ordered.doubts
    assert "busy" in decided.decision.doubts
    assert decided.decision.chosen == (CAR,)


def test_clearing_a_moved_unit_leaves_the_other_incident_as_it_was(stage: Stage) -> None:
    first, second = busy_car(stage)
    stage.run(stage.window.console.assign(POST_UNIT, first))
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: strip(stage).is_armed)
    strip(stage).go.click()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == second)
    before = stage.situation.assignments(first)
    stage.run(stage.window.console.advance(CAR, second, AssignmentStatus.CLEARED))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident is None)
    assert stage.situation.assignments(first) == before
    assert stage.situation.unit(POST_UNIT).incident == first


def test_undo_of_a_move_brings_the_unit_back_where_it_was(stage: Stage) -> None:
    first, second = busy_car(stage)
    by_map(stage, second)
    stage.qtbot.waitUntil(lambda: strip(stage).is_armed)
    strip(stage).go.click()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == second)
    stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == first)


def test_a_team_with_a_busy_unit_waits_for_one_answer_and_goes_whole_or_not(stage: Stage) -> None:
    first, second = busy_car(stage)
    team = stage.window.frame.units.team
    team.list.dropEvent(dropped(CAR, QPointF(60, 10)))
    wanted = set(team.ready())
    assert len(wanted) > 1
    team.accept.click()
    stage.qtbot.waitUntil(lambda: not strip(stage).isHidden())
    assert "巡07 正在处理 JQ-0001" in strip(stage).lines.text()
    strip(stage).leave.click()
    stage.qtbot.waitUntil(strip(stage).isHidden)
    assert not stage.situation.has_units(second)
    assert stage.situation.unit(CAR).incident == first
    team.accept.click()
    stage.qtbot.waitUntil(lambda: strip(stage).is_armed)
    strip(stage).go.click()
    stage.qtbot.waitUntil(
        lambda: {each.unit for each in stage.situation.assignments(second) if each.is_active} == wanted
    )
    stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: not stage.situation.has_units(second))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == first)


def test_somebody_else_than_proposed_goes_at_once_and_why_is_asked_once(stage: Stage) -> None:
    incident = stage.report(DISPUTE)
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: team_of(stage) == incident)
    proposed = {each.unit for each in stage.window.ranker.proposal.members}  # type: ignore[union-attr]
    assert NEXT_DOOR not in proposed
    stage.run(stage.window.console.assign(NEXT_DOOR, incident))
    assert chips(stage).incident == incident
    stage.qtbot.waitUntil(lambda: stage.situation.unit(NEXT_DOOR).incident == incident)
    assert not chips(stage).isHidden()
    chips(stage).chips["radio"].click()
    stage.qtbot.waitUntil(lambda: "理由已记录" in said(stage))
    assert reasons(stage) == ["已电台联系"]
    assert chips(stage).isHidden()
    stage.run(stage.window.console.withdraw(NEXT_DOOR, incident))
    stage.run(stage.window.console.assign(NEXT_DOOR, incident))
    assert chips(stage).isHidden()


def test_another_reason_is_typed_and_the_order_can_still_be_taken_back(stage: Stage) -> None:
    incident = stage.report(DISPUTE)
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: team_of(stage) == incident)
    stage.run(stage.window.console.assign(NEXT_DOOR, incident))
    chips(stage).chips["other"].click()
    chips(stage).field.setText("店主是熟人")
    QTest.keyClick(chips(stage).field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: "理由已记录" in said(stage))
    assert reasons(stage) == ["店主是熟人"]
    assert [each.unit for each in stage.situation.assignments(incident)] == [NEXT_DOOR]
    stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: stage.situation.unit(NEXT_DOOR).incident is None)


def test_a_proposed_unit_raises_no_question(stage: Stage) -> None:
    incident = stage.report(DISPUTE)
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    stage.window.hands.dispatch()
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(incident))
    assert chips(stage).isHidden()


def test_what_a_dispatch_uncovers_is_added_to_the_preview_when_it_arrives(stage: Stage) -> None:
    incident = stage.report()

    async def cover(unit: UnitId, asked: IncidentId) -> str:
        assert (unit, asked) == (CAR, incident)
        return "打开缺口 3 处"

    stage.window.console.set_cover_preview(cover)

    async def hover() -> list[str]:
        return [text async for text in stage.window.console.previews(CAR, incident)]

    first, second = stage.run(hover())
    assert first.startswith("巡07 3:00")
    assert second == f"{first} · 打开缺口 3 处"
    stage.map.unit_over_incident.emit(CAR, incident)
    stage.qtbot.waitUntil(lambda: (stage.map.hint or "").endswith("打开缺口 3 处"))


def test_the_preview_of_a_busy_unit_says_where_it_is_taken_from(stage: Stage) -> None:
    _, second = busy_car(stage)
    text = stage.run(stage.window.console.preview(CAR, second))
    assert text.startswith("巡07 3:00")
    assert "调自 JQ-0001 1级" in text


def head_of(stage: Stage) -> tuple[int, str]:
    found: tuple[int, str] = stage.run(stage.room.read(lambda store: store.journal_head()))
    return found


def journal(stage: Stage) -> tuple[Recorded, ...]:
    """What the store keeps, read on its own thread."""
    now = stage.room.now()
    kept: tuple[Recorded, ...] = stage.run(stage.room.read(lambda store: store.snapshot(now=now).journal))
    return kept


def reasons(stage: Stage) -> list[str]:
    return [each.event.reason for each in journal(stage) if isinstance(each.event, OverrideExplained)]
