"""The journal: a sentence for every fact, hostile text as text, following and filtering."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTableView

from commandroom.geo import LatLon
from commandroom.models.domain import events as ev
from commandroom.models.domain.codec import event_types
from commandroom.models.domain.decision import Decision
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Author, Correction, Drawing, Incident, PositionReport, RollCall
from commandroom.models.domain.enums import DrawingKind, Duty, Level, Ring
from commandroom.models.domain.ids import CorrectionId, DrawingId, IncidentId, KindCode, RollCallId, UnitId
from commandroom.services.ports import Recorded
from commandroom.ui.panels.journal.model import LINE_CAP, JournalModel, make_line
from commandroom.ui.panels.journal.painting import ROW_PX
from commandroom.ui.panels.journal.sentences import Names, sentence
from commandroom.ui.panels.journal.view import JournalPanel
from commandroom.ui.theme import DAY
from commandroom.wording import Wording

AT = datetime(2026, 11, 22, 14, 40, 55, tzinfo=UTC)
BY = Author("王某", "seat-1")
ZH, EN = Wording("zh"), Wording("en")
NAMES = Names({"C-07": "巡07"}, {"knife": "持刀"})
JQ = IncidentId("JQ-20261122-0312")
C07 = UnitId("C-07")
DM = RollCallId("DM-20261122-001")

INCIDENT = Incident(
    JQ, KindCode("knife"), Level.GRAVE, True, LatLon(30.5, 114.3), "地铁A口", "闸机口\n有人持刀", "", AT, ()
)
DRAWN = Drawing(
    DrawingId("BZ-0001"), DrawingKind.LINE, (LatLon(30, 114), LatLon(31, 114)), "封控线", "王某", AT
)
EVENTS: tuple[ev.Event, ...] = (
    ev.SessionOpened(AT, "drill", "commandroom 0.1", "museum"),
    ev.RosterImported(AT, "名册.xlsx", "ab", 3, 120, 200, 900),
    ev.IncidentReported(AT, INCIDENT),
    ev.UnitAssigned(AT, C07, JQ, 1, 100.0, "王某"),
    ev.OrderAcknowledged(AT, C07, JQ),
    ev.UnitSetOut(AT, C07, JQ),
    ev.UnitArrived(AT, C07, JQ, LatLon(30.5, 114.3)),
    ev.UnitCleared(AT, C07, JQ),
    ev.AssignmentWithdrawn(AT, C07, JQ, "改派"),
    ev.RingMet(AT, JQ, Ring.SELF, C07, 41.0, False),
    ev.RingMissed(AT, JQ, Ring.SUPPORT, AT),
    ev.IncidentClosed(AT, JQ, "已控制"),
    ev.IncidentReopened(AT, JQ),
    ev.DutyChanged(AT, C07, Duty.RESTING),
    ev.MessageLogged(AT, "radio", "步12", "请求增援", JQ),
    ev.HappeningNoted(AT, "held", "嫌疑人被控制", JQ),
    ev.DrawingPut(AT, DRAWN, None),
    ev.DrawingRemoved(AT, DRAWN),
    ev.DecisionTaken(AT, Decision(JQ, AT, "knife", "", "road", (), (), (), (C07,))),
    ev.OverrideExplained(AT, JQ, "熟悉地形"),
    ev.OrderOverdue(AT, C07, JQ, "en_route", 2, AT),
    ev.ClocksHeld(AT, JQ, AT),
    ev.SimpleRuleEnded(AT, JQ, "dispute", "timeout", "unattended"),
    ev.RollCalled(AT, RollCall(DM, AT, AT, (C07,))),
    ev.RollCallAnswered(AT, DM, C07, True),
    ev.RollCallMissed(AT, DM, C07, 2, True),
    ev.RollCallEnded(AT, DM),
    ev.DoctrineSet(AT, Doctrine(), Doctrine()),
    ev.InjectSteered(AT, "held", "fire"),
    ev.NoteTaken(AT, "盾牌到位慢", "remark", AT, None),
    ev.CorrectionSet(AT, Correction(CorrectionId("z1"), "补训持盾站位", "shields", "王某", "2026-12-01")),
    ev.DrillEnded(AT, "controlled"),
)


def fact(event: ev.Event, number: int | None = 1) -> Recorded:
    return Recorded(number, BY, event)


def many(count: int, first: int = 1) -> list[Recorded]:
    return [
        fact(
            ev.MessageLogged(AT + timedelta(seconds=n), "radio", "步12", f"第 {n} 条", JQ if n % 2 else None),
            n,
        )
        for n in range(first, first + count)
    ]


def test_every_kind_of_fact_that_is_journalled_is_tried_here() -> None:
    journalled = set(event_types()) - {passing.__name__ for passing in ev.PASSING}
    assert {type(event).__name__ for event in EVENTS} == journalled


@pytest.mark.parametrize("wording", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_every_fact_has_a_sentence_in_both_languages(event: ev.Event, wording: Wording) -> None:
    said = sentence(fact(event), NAMES, wording)
    assert said
    assert "panels." not in said
    assert "{" not in said
    assert "\n" not in said


def test_an_order_says_who_goes_where_how_long_and_who_gave_it() -> None:
    said = sentence(fact(EVENTS[3]), NAMES, ZH)
    assert said == "派 巡07 → JQ-0312（预计 1:40） · 王某"


def test_braces_and_markup_in_a_message_stand_as_they_were_written() -> None:
    hostile = ev.MessageLogged(AT, "phone", "<i>x</i>", "{incident} <b>起火</b> &amp; %s", None)
    assert sentence(fact(hostile), NAMES, ZH) == "<i>x</i>：{incident} <b>起火</b> &amp; %s"
    model = JournalModel(ZH)
    model.extend([fact(hostile)])
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "&lt;b&gt;" in tip


def test_a_missed_ring_carries_a_sign_and_a_message_its_channel() -> None:
    assert make_line(fact(EVENTS[10]), NAMES, ZH).tag == "✗"
    assert make_line(fact(EVENTS[14]), NAMES, ZH).tag == "电台"


def test_passing_facts_are_left_out() -> None:
    model = JournalModel(ZH)
    report = PositionReport(C07, LatLon(30.5, 114.3), None, AT)
    assert model.extend([fact(ev.PositionsReported(AT, (report,)), None)]) == 0
    assert model.rowCount() == 0


def test_the_newest_lines_stay_when_the_cap_is_reached() -> None:
    model = JournalModel(ZH)
    for first in range(1, LINE_CAP + 1_000, 500):
        model.extend(many(500, first))
        assert model.rowCount() <= LINE_CAP
    assert model.rowCount() > LINE_CAP - 1_000
    last = model.index(model.rowCount() - 1).data(JournalModel.LINE)
    assert last.text.endswith(f"第 {LINE_CAP + 1_000} 条")


@pytest.fixture
def panel(qtbot):
    panel = JournalPanel(ZH)
    qtbot.addWidget(panel)
    panel.apply_theme(DAY)
    panel.set_names(NAMES)
    panel.resize(420, 185)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_new_lines_come_into_view_unless_somebody_scrolled_up_to_read(panel) -> None:
    bar = panel.findChild(QTableView).verticalScrollBar()
    panel.extend(many(60))
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    bar.setValue(100)
    panel.extend(many(10, 61))
    assert bar.value() == 100
    assert not panel.is_following
    assert "10" in panel._newest.text()
    panel._newest.click()
    assert bar.value() == bar.maximum()
    assert panel.is_following


def test_the_filter_keeps_the_lines_of_the_selected_incident(panel) -> None:
    shown = panel.findChild(QTableView).model()
    panel.extend(many(60))
    panel.select_incident(JQ)
    assert shown.rowCount() == 60
    panel._only.click()
    assert shown.rowCount() == 30
    panel.extend(many(4, 61))
    assert shown.rowCount() == 32
    panel.select_incident(None)
    assert shown.rowCount() == 64


def test_a_click_on_a_line_names_its_incident(qtbot, panel) -> None:
    panel.extend([fact(EVENTS[3])])
    lines = panel.findChild(QTableView)
    with qtbot.waitSignal(panel.incident_activated, timeout=500) as told:
        qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 8))
    assert told.args == [JQ]


def test_changing_the_language_says_the_old_lines_anew(panel) -> None:
    panel.extend([fact(EVENTS[4])])
    index = panel.findChild(QTableView).model().index(0, 0)
    assert "签收" in index.data()
    panel.apply_wording(EN)
    assert "acknowledged" in index.data()


@pytest.mark.parametrize("height", [150, 163, 171, 190])
def test_no_line_is_cut_at_any_height(qtbot, height: int) -> None:
    panel = JournalPanel(ZH)
    qtbot.addWidget(panel)
    panel.resize(500, height)
    panel.show()
    qtbot.waitExposed(panel)
    panel.extend(many(40))
    viewport = panel.findChild(QTableView).viewport()
    assert viewport.height() % ROW_PX == 0
