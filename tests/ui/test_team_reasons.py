"""The reasons of a proposal and of stored decisions, in a window beside the work."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from commandroom.models.domain.events import DecisionTaken
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.ui.reasons_dialog import ReasonsDialog
from commandroom.ui.reasons_rows import COLUMNS, travel_words
from tests.conftest import DISPUTE
from tests.ui.conftest import Stage

POST_UNIT, NEXT_DOOR, CAR, DOG = UnitId("U-1"), UnitId("U-2"), UnitId("U-3"), UnitId("U-5")


def opened(stage: Stage, incident: IncidentId) -> ReasonsDialog:
    """The window with the reasons of `incident`."""
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.ranker.proposal is not None)
    stage.window.actions_of_room["open_reasons"].trigger()
    stage.qtbot.waitUntil(lambda: stage.window.findChild(ReasonsDialog) is not None)
    found: ReasonsDialog = stage.window.findChild(ReasonsDialog)
    stage.qtbot.waitUntil(lambda: found.picture is not None)
    return found


def shown(dialog: ReasonsDialog, column: str) -> list[str]:
    place = COLUMNS.index(column)
    rows = dialog.rows
    return [str(rows.index(row, place).data()) for row in range(rows.rowCount())]


def test_everybody_has_a_row_with_the_rule_that_left_them_out(stage: Stage) -> None:
    dialog = opened(stage, stage.report(DISPUTE))
    assert not dialog.isModal()
    assert len(shown(dialog, "unit")) == 6
    rows = {row.unit: row for row in dialog.model.rows}
    assert rows[DOG].why
    assert not any(row.why for row in rows.values() if row.is_proposed)
    assert all(row.why for row in rows.values() if not row.is_proposed)
    assert dict(dialog.picture.inputs)["行车条件"] == "按出厂速度，无封路、无缓行"  # type: ignore[union-attr]


def test_rows_are_sorted_by_time_as_numbers_and_filtered_by_words(stage: Stage) -> None:
    dialog = opened(stage, stage.report())
    dialog.table.sortByColumn(COLUMNS.index("eta"), Qt.SortOrder.DescendingOrder)
    times = [row.eta_s for row in dialog.model.rows]
    first = dialog.rows.mapToSource(dialog.rows.index(0, 0)).row()
    assert dialog.model.rows[first].eta_s in (None, max(each for each in times if each is not None))
    dialog.filter.setText("巡07")
    assert len(shown(dialog, "unit")) == 1
    dialog.filter.setText("巡07 无此")
    assert shown(dialog, "unit") == []


def test_a_stored_decision_is_opened_with_what_was_known_then(stage: Stage) -> None:
    incident = stage.report(DISPUTE)
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.ranker.proposal is not None)
    stage.run(stage.window.console.assign(NEXT_DOOR, incident))
    stage.run(stage.window.console.explain(incident, "已电台联系"))
    dialog = opened(stage, incident)
    stage.qtbot.waitUntil(lambda: dialog.choice.count() == 2)
    dialog.picture_chosen.emit(1)
    inputs = dict(dialog.picture.inputs)  # type: ignore[union-attr]
    assert inputs["派出"] == "站2"
    assert inputs["推荐"] != "站2"
    assert inputs["改派理由"] == "已电台联系"
    sent = next(row for row in dialog.model.rows if row.is_chosen)
    assert (sent.unit, sent.is_proposed) == (NEXT_DOOR, False)


def test_the_decision_of_a_closed_incident_is_found_by_its_number(stage: Stage) -> None:
    old, new = stage.report(), stage.report(DISPUTE)
    stage.run(stage.window.console.assign(CAR, old))
    stage.pass_time(60)
    stage.run(stage.window.console.close(old))
    stage.qtbot.waitUntil(lambda: not stage.situation.incident(old).is_open)
    dialog = opened(stage, new)
    dialog.number.setText(old.lower())
    dialog.number.returnPressed.emit()
    stage.qtbot.waitUntil(lambda: "的派警决定" in dialog.heading.text())
    assert dict(dialog.picture.inputs)["派出"] == "巡07"  # type: ignore[union-attr]


def test_only_the_decisions_of_that_incident_are_found(stage: Stage) -> None:
    first, second = stage.report(), stage.report(DISPUTE)
    stage.run(stage.window.console.assign(CAR, first))
    stage.run(stage.window.console.assign(POST_UNIT, second))
    facts = stage.run(stage.room.read(lambda store: store.decisions(second)))
    taken = [each.event for each in facts if isinstance(each.event, DecisionTaken)]
    assert [each.decision.chosen for each in taken] == [(POST_UNIT,)]
    assert stage.run(stage.room.read(lambda store: store.decisions(IncidentId("JQ-20200101-0001")))) == ()


def test_a_number_nobody_knows_is_refused_in_words(stage: Stage) -> None:
    dialog = opened(stage, stage.report())
    dialog.number_asked.emit("JQ-20200101-0001")
    stage.qtbot.waitUntil(lambda: stage.window.frame.notices.notice is not None)
    stage.qtbot.waitUntil(lambda: "没有推荐" in stage.window.frame.notices.text.text())


def test_the_reasons_are_copied_as_text(stage: Stage) -> None:
    dialog = opened(stage, stage.report())
    dialog.copy.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith(dialog.picture.title)  # type: ignore[union-attr]
    assert "巡07" in text
    assert "未入编理由" in text


def test_the_window_speaks_the_other_language_at_once(stage: Stage) -> None:
    dialog = opened(stage, stage.report())
    stage.window.actions_of_room["language"].trigger()
    assert dialog.copy.text() == "Copy as text"
    assert dict(dialog.picture.inputs)["Plan"]  # type: ignore[union-attr]


def test_travel_conditions_are_said_in_words(stage: Stage) -> None:
    said = travel_words("band=22-6x1.1 oneway=ignored_by_car closed=BZ-0001", stage.window.phrases)
    assert said == "时段系数 22-6x1.1 · 警车可逆行 · 封路 BZ-0001"
