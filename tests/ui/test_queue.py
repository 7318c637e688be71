"""The queue: order, held order, cards, and units dropped on them."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.ui.order import held_order
from commandroom.ui.unit_drag import unit_in, unit_mime
from tests.conftest import DISPUTE, KNIFE
from tests.ui.conftest import Stage

CAR = UnitId("U-3")
COPY = Qt.DropAction.CopyAction
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def centre(stage: Stage, incident: IncidentId) -> QPoint:
    queue = stage.window.frame.queue
    return queue.list.visualRect(queue.model.index(queue.model.row_of(incident), 0)).center()


def hover(stage: Stage, unit: str, incident: IncidentId) -> None:
    view, spot = stage.window.frame.queue.list, centre(stage, incident)
    parcel = unit_mime(unit)
    view.dragEnterEvent(QDragEnterEvent(spot, COPY, parcel, LEFT, NO_KEY))
    view.dragMoveEvent(QDragMoveEvent(spot, COPY, parcel, LEFT, NO_KEY))


def drop(stage: Stage, unit: str, incident: IncidentId) -> QDropEvent:
    view, spot = stage.window.frame.queue.list, centre(stage, incident)
    parcel = unit_mime(unit)
    event = QDropEvent(QPointF(spot), COPY, parcel, LEFT, NO_KEY)
    view.dropEvent(event)
    return event


def test_the_worst_stands_first_then_the_oldest(stage: Stage) -> None:
    old_quarrel = stage.report(DISPUTE)
    stage.pass_time(30)
    young_knife = stage.report(KNIFE)
    stage.pass_time(30)
    young_quarrel = stage.report(DISPUTE)
    assert stage.window.frame.queue.model.ids == (young_knife, old_quarrel, young_quarrel)


def test_rows_stay_under_the_hand_and_sort_when_it_goes(stage: Stage) -> None:
    quarrel = stage.report(DISPUTE)
    queue = stage.window.frame.queue
    QTest.mouseMove(queue.list.viewport(), centre(stage, quarrel))
    stage.qtbot.waitUntil(lambda: queue.list.hold.is_held)
    knife = stage.report(KNIFE)
    assert queue.model.ids == (quarrel, knife)
    assert queue.header.remark.text() == "顺序暂停"
    queue.list.hold.let_go("pointer")
    assert queue.model.ids == (knife, quarrel)


def test_a_held_order_keeps_what_is_shown_and_appends_what_is_new() -> None:
    assert held_order([3, 1], [1, 2, 3]) == [3, 1, 2]
    assert held_order([3, 1], [1]) == [3, 1]


def test_the_selection_stays_on_its_incident_when_rows_move(stage: Stage) -> None:
    quarrel = stage.report(DISPUTE)
    stage.window.console.select_incident(quarrel)
    stage.report(KNIFE)
    queue = stage.window.frame.queue
    assert queue.model.ids[queue.list.currentIndex().row()] == quarrel
    assert stage.window.console.incident == quarrel


def test_clocks_repaint_without_touching_the_model(stage: Stage) -> None:
    stage.report()
    changes: list[object] = []
    model = stage.window.frame.queue.model
    model.dataChanged.connect(lambda *_: changes.append(1))
    model.layoutChanged.connect(lambda *_: changes.append(1))
    stage.pass_time(5)
    stage.window.frame.show_time(stage.room.now())
    assert changes == []
    assert stage.window.frame.queue.list.painter_of_cards.now == stage.room.now()


def test_a_dragged_unit_lights_the_card_and_says_what_it_would_bring(stage: Stage) -> None:
    incident = stage.report()
    hover(stage, CAR, incident)
    painter = stage.window.frame.queue.list.painter_of_cards
    assert painter.dropping_on == incident
    stage.qtbot.waitUntil(lambda: painter.preview == "巡07 3:00 · 可赶上支援圈 · 缺 盾牌 防刺背心")
    stage.qtbot.waitUntil(lambda: stage.map.route is not None)


def test_dropping_a_unit_on_a_card_assigns_it(stage: Stage) -> None:
    incident = stage.report()
    hover(stage, CAR, incident)
    event = drop(stage, CAR, incident)
    assert event.isAccepted()
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == incident)
    card = stage.window.frame.queue.model.card(incident)
    assert card is not None
    assert (card.sent, card.arrived, card.is_waiting) == (1, 0, False)
    assert not stage.window.frame.queue.list.hold.is_held


def test_a_unit_dropped_twice_stays_as_it_was(stage: Stage) -> None:
    incident = stage.report()
    drop(stage, CAR, incident)
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == incident)
    head = stage.office.store.journal_head()
    drop(stage, CAR, incident)
    notices = stage.window.frame.notices
    stage.qtbot.waitUntil(lambda: notices.notice is not None and notices.notice.tone == "refused")
    assert stage.office.store.journal_head() == head


def test_a_closed_incident_takes_no_drop(stage: Stage) -> None:
    incident = stage.report()
    queue = stage.window.frame.queue
    queue.all_switch.setChecked(True)
    stage.run(stage.window.console.close(incident))
    stage.qtbot.waitUntil(lambda: not stage.situation.incident(incident).is_open)
    assert not drop(stage, CAR, incident).isAccepted()


def test_the_switch_shows_what_was_closed(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.close(incident))
    queue = stage.window.frame.queue
    stage.qtbot.waitUntil(lambda: queue.model.ids == ())
    assert queue.header.title.text() == "警情 0"
    queue.all_switch.setChecked(True)
    assert queue.model.ids == (incident,)


def test_a_storm_of_changes_under_an_open_menu_moves_no_row(stage: Stage) -> None:
    quarrel = stage.report(DISPUTE)
    queue = stage.window.frame.queue
    with stage.qtbot.waitSignal(queue.list.menu_requested):
        queue.list.menu_requested.emit(quarrel, stage.window.mapToGlobal(QPoint(100, 200)))
    for _ in range(10):
        stage.report(KNIFE)
    assert queue.model.ids[0] == quarrel
    assert stage.window.console.incident == quarrel
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    stage.qtbot.waitUntil(lambda: queue.model.ids[-1] == quarrel)


def test_an_alarm_flashes_until_it_is_acknowledged_with_space(stage: Stage) -> None:
    incident = stage.report()
    queue = stage.window.frame.queue
    assert queue.model.card(incident).is_raised  # type: ignore[union-attr]
    stage.window.console.select_incident(incident)
    QTest.keyClick(queue.list, Qt.Key.Key_Space)
    assert not queue.model.card(incident).is_raised  # type: ignore[union-attr]
    assert stage.window.alarms.raised == frozenset()


def test_space_goes_to_the_worst_alarm_first(stage: Stage) -> None:
    stage.report(DISPUTE)
    knife = stage.report(KNIFE)
    QTest.keyClick(stage.window, Qt.Key.Key_Space)
    assert stage.window.console.incident == knife


def test_other_drags_are_no_units() -> None:
    parcel = unit_mime("U-1")
    assert unit_in(parcel) == "U-1"
    parcel.setData("application/x-commandroom-unit", b"\xff\xfe")
    assert unit_in(parcel) == ""


def test_the_focus_alone_chooses_no_incident_but_a_click_does(stage: Stage) -> None:
    incident = stage.report()
    queue = stage.window.frame.queue
    stage.window.frame.units.filter.setFocus()
    queue.list.setFocus()
    stage.qtbot.waitUntil(queue.list.hasFocus)
    assert stage.window.console.incident is None
    QTest.mouseClick(queue.list.viewport(), LEFT, NO_KEY, centre(stage, incident))
    assert stage.window.console.incident == incident
    assert [each.row() for each in queue.list.selectedIndexes()] == [0]
