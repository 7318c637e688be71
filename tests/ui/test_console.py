"""What the operator's acts become, and what is said when they are refused."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from commandroom.models.domain.enums import AssignmentStatus, Duty
from commandroom.models.domain.events import AssignmentWithdrawn, MessageLogged, UnitAssigned
from commandroom.models.domain.ids import UnitId
from commandroom.models.store.store import SqlStore
from tests.conftest import DISPUTE
from tests.ui.conftest import Stage

CAR, POST_UNIT, DOG = UnitId("U-3"), UnitId("U-1"), UnitId("U-5")


def make_read_only(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")


def said(stage: Stage) -> str:
    notice = stage.window.frame.notices.notice
    return "" if notice is None else notice.text


def test_assigning_binds_the_unit_and_keeps_its_road_time(stage: Stage) -> None:
    incident = stage.report()
    assert stage.run(stage.window.console.assign(CAR, incident))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == incident)
    assert stage.situation.assignment(CAR, incident).eta_s == 180.0
    assert said(stage) == "已派 巡07 → JQ-0001"


def test_a_second_order_of_the_same_unit_is_refused_and_changes_nothing(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.assign(CAR, incident))
    stage.run(stage.window.console.advance(CAR, incident, AssignmentStatus.ON_SCENE))
    stage.qtbot.waitUntil(lambda: stage.situation.assignment(CAR, incident).on_scene_at is not None)
    before, head = stage.situation.assignment(CAR, incident), stage.office.store.journal_head()
    assert not stage.run(stage.window.console.assign(CAR, incident))
    assert stage.situation.assignment(CAR, incident) == before
    assert stage.office.store.journal_head() == head
    assert said(stage) == "巡07 已派往 JQ-20260501-0001（到场），未作改动"


def test_a_unit_off_duty_is_refused_with_its_reason(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.set_duty(DOG, Duty.OFF))
    assert not stage.run(stage.window.console.assign(DOG, incident))
    assert said(stage) == "犬2 已下勤，不能派出"
    assert not stage.situation.has_units(incident)


def test_undo_withdraws_the_unit_and_is_itself_journalled(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.assign(CAR, incident))
    with stage.qtbot.waitSignal(stage.window.relay.journal_line) as heard:
        assert stage.run(stage.window.console.undo())
    assert isinstance(heard.args[0].event, AssignmentWithdrawn | UnitAssigned)
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident is None)
    assert not stage.run(stage.window.console.undo())
    assert said(stage) == "没有可撤销的操作"


def test_a_step_cannot_be_taken_back_and_the_order_before_it_only_when_asked_again(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.assign(CAR, incident))
    stage.run(stage.window.console.advance(CAR, incident, AssignmentStatus.ACKNOWLEDGED))
    assert not stage.run(stage.window.console.undo())
    assert "不能撤销" in said(stage)
    assert stage.situation.unit(CAR).incident == incident
    assert stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident is None)


def test_undo_of_closing_opens_the_incident_again(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.assign(CAR, incident))
    stage.run(stage.window.console.close(incident, "调解"))
    stage.qtbot.waitUntil(lambda: not stage.situation.incident(incident).is_open)
    assert stage.situation.incident(incident).result == "调解"
    stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: stage.situation.incident(incident).is_open)


def test_clearing_one_incident_leaves_the_units_of_another_alone(stage: Stage) -> None:
    first, second = stage.report(), stage.report(DISPUTE)
    stage.run(stage.window.console.assign(CAR, first))
    stage.run(stage.window.console.assign(POST_UNIT, second))
    stage.run(stage.window.console.advance(CAR, first, AssignmentStatus.CLEARED))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident is None)
    assert stage.situation.assignment(POST_UNIT, second).status is AssignmentStatus.ORDERED


def test_duty_can_be_changed_and_taken_back(stage: Stage) -> None:
    stage.run(stage.window.console.set_duty(DOG, Duty.ON))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(DOG).is_free)
    stage.run(stage.window.console.undo())
    stage.qtbot.waitUntil(lambda: not stage.situation.unit(DOG).is_free)


def test_enter_goes_on_to_the_next_of_the_team_who_is_not_sent(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    assert stage.window.console.proposed().unit == POST_UNIT
    stage.run(stage.window.console.assign(POST_UNIT, incident))
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(incident))
    assert stage.window.console.proposed().unit == CAR


def test_the_store_indicator_turns_when_the_store_cannot_write(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.room.read(lambda store: make_read_only(store)))  # type: ignore[arg-type]
    assert not stage.run(stage.window.console.assign(CAR, incident))
    assert "本地库写入失败 自 21:00:00" in stage.window.frame.top.store.text()
    assert stage.situation.unit(CAR).incident is None


def test_the_preview_says_time_and_ring(stage: Stage) -> None:
    incident = stage.report()
    assert (
        stage.run(stage.window.console.preview(CAR, incident))
        == "巡07 3:00 · 可赶上支援圈 · 缺 盾牌 防刺背心"
    )
    assert "休整中" in stage.run(stage.window.console.preview(DOG, incident))


def test_what_the_room_tells_its_units_stands_in_the_journal_and_cannot_be_unsaid(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.window.actions_of_room["tell"].trigger()
    (field,) = [each for each in stage.window.findChildren(QLineEdit) if each.window() is not stage.window]
    field.setText("持盾保持距离")
    stage.qtbot.keyClick(field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: said(stage) == "已通报，写入流水")
    last = stage.office.store.snapshot(now=stage.office.clock.now()).journal[-1].event
    assert isinstance(last, MessageLogged)
    assert (last.channel, last.text, last.incident) == ("room", "持盾保持距离", incident)
    assert not stage.run(stage.window.console.undo())
    assert stage.office.store.snapshot(now=stage.office.clock.now()).journal[-1].event == last
