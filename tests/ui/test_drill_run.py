"""Running a drill: the band, what each mode forbids, who hides, the start, the instructor's lists."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from commandroom.models.domain.commands import ReportOpponents, TakeNote
from commandroom.models.domain.entities import Author, Opponent
from commandroom.services.authority import SYSTEM
from commandroom.services.ports import ComingInject, CrowdStand, DrillHint, DrillStand, DrillSummary
from commandroom.ui.drill_front import DrillFront, band_words
from commandroom.ui.instructor.crowds import crowd_shapes
from commandroom.ui.instructor.message import MessageForm
from commandroom.ui.instructor.notes import NotesPanel
from commandroom.ui.instructor.panel import InjectPanel
from commandroom.ui.instructor.waiting import waiting_words
from commandroom.ui.marks import opponent_marks
from commandroom.ui.new_drill.dialog import NewDrillDialog
from commandroom.ui.new_drill.entries import ScriptEntry, VariantEntry, Words
from commandroom.ui.panels.drill.band import DrillBand
from commandroom.ui.panels.journal.model import JournalModel
from commandroom.ui.reader import Reader
from commandroom.ui.theme import NIGHT
from commandroom.wording import Wording
from tests.conftest import MARKET
from tests.ui.conftest import Stage

ZH, EN = Wording("zh"), Wording("en")
START = datetime(2026, 11, 20, 1, 40, tzinfo=UTC)
SUMMARY = DrillSummary("museum", "博物馆", "Museum", "hard", "困难", "Hard", "exercise", 7, START)
STAND = DrillStand("surround", 754.0, (DrillHint("a", "派盾牌", "Send shields"),))
INJECTS = tuple(
    ComingInject(f"i{n}", "alarm", "timed", 10.0 * n, f"第 {n} 条", "message") for n in range(1, 6)
)


class Listener:
    """Stands in for a computer's voice."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_speaking = False
        self.has_voice = True

    def speak(self, text: str, _language: str) -> bool:
        self.said.append(text)
        return self.has_voice


def test_the_band_says_mode_script_variant_phase_and_elapsed_time() -> None:
    words = band_words(SUMMARY, STAND, ZH)
    assert (words.mode, words.title, words.elapsed) == ("练习", "博物馆 · 困难", "已进行 12:34")
    assert words.phases[words.phase] == "合围"
    assert band_words(replace(SUMMARY, variant="standard"), STAND, EN).title == "Museum · Standard"


@pytest.mark.parametrize("width", [300, 900, 1920])
def test_the_band_is_drawn_at_every_width_and_told_to_a_screen_reader(qtbot: QtBot, width: int) -> None:
    band = DrillBand(ZH)
    qtbot.addWidget(band)
    band.resize(width, band.height())
    plain = band.grab().toImage()
    band.show_words(band_words(SUMMARY, STAND, ZH))
    assert band.grab().toImage() != plain
    assert "合围" in band.accessibleName()


def _notice(stage: Stage) -> str:
    notice = stage.window.frame.notices.notice
    return "" if notice is None else notice.text


def test_an_examination_proposes_nothing_and_its_keys_say_why(raise_stage: Callable[..., Stage]) -> None:
    stage = raise_stage("drill")
    front = DrillFront(stage.window, replace(SUMMARY, mode="examination"), Reader(stage.window, Listener()))
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.wait(50)
    assert stage.window.ranker.proposal is None
    assert stage.window.console.proposed() is None
    acts = stage.window.actions_of_room
    assert not acts["open_reasons"].isVisible()
    refused = stage.window.findChild(QAction, "open_reasons-refused")
    assert refused is not None
    assert [each.toString() for each in refused.shortcuts()] == ["Ctrl+I"]
    refused.trigger()
    assert _notice(stage) == ZH.say("run.examination.refused")
    front.show_stand(replace(STAND, ended="time", hints=()))
    assert acts["score"].isVisible()
    assert acts["score"].shortcuts()


def test_an_exercise_hints_quietly_and_in_the_language_of_now(raise_stage: Callable[..., Stage]) -> None:
    stage = raise_stage("drill")
    front = DrillFront(stage.window, SUMMARY, Reader(stage.window, Listener()))
    pace = stage.window.frame.pace
    assert pace is not None
    front.show_stand(STAND)
    assert pace.hint.text() == "提示：派盾牌"
    stage.window.set_wording(EN)
    assert pace.hint.text() == "Hint: Send shields"


def test_what_an_instructor_notes_stays_out_of_the_trainees_journal(
    raise_stage: Callable[..., Stage],
) -> None:
    stage = raise_stage("drill")
    front = DrillFront(stage.window, SUMMARY, Reader(stage.window, Listener()))
    journal = stage.window.frame.bottom.journal.findChild(JournalModel)
    assert journal is not None
    lines = journal.rowCount()
    stage.run(stage.room.give(TakeNote(Author("教官", "导调"), "慢了")))
    stage.qtbot.waitUntil(lambda: len(front.notes) == 1)
    assert journal.rowCount() == lines


def test_who_hides_is_on_no_map_but_the_instructors(raise_stage: Callable[..., Stage]) -> None:
    stage = raise_stage("drill")
    seen, hidden = Opponent("甲", MARKET), Opponent("乙", MARKET, "hidden", is_seen=False)
    stage.run(stage.room.give(ReportOpponents(Author(SYSTEM, "script"), (seen, hidden))))
    stage.qtbot.waitUntil(lambda: bool(stage.situation.opponents))
    stage.qtbot.waitUntil(lambda: bool(stage.map.opponents))
    assert [each.id for each in stage.map.opponents] == ["甲"]
    shown = opponent_marks(stage.situation, label=lambda each: f"{each.id}!")
    assert [each.label for each in shown] == ["甲!", "乙!"]


def test_messages_are_read_one_after_the_other_and_can_be_switched_off(qtbot: QtBot) -> None:
    mouth, owner = Listener(), QObject()
    reader = Reader(owner, mouth)
    mouth.is_speaking = True
    for text in ("一", "二", "三"):
        reader.read(text, "zh")
    reader._on_look()
    assert mouth.said == []
    mouth.is_speaking = False
    for _ in range(3):
        reader._on_look()
    assert mouth.said == ["一", "二", "三"]
    reader.switch(False)
    reader.read("四", "zh")
    reader._on_look()
    assert mouth.said == ["一", "二", "三"]


@pytest.fixture
def panel(qtbot: QtBot) -> InjectPanel:
    made = InjectPanel(ZH)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.show_injects(INJECTS, 0.0)
    return made


def test_only_rows_that_changed_are_told(panel: InjectPanel) -> None:
    told: list[Any] = []
    panel.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    panel.show_injects((INJECTS[0], replace(INJECTS[1], state="skipped"), *INJECTS[2:]), 1.0)
    assert told == [(1, 1)]
    assert panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.DisplayRole) == "还有 0:09"


def test_an_inject_that_is_fired_leaves_no_other_chosen(panel: InjectPanel, qtbot: QtBot) -> None:
    panel.choose("i2")
    with qtbot.waitSignal(panel.fire_wanted) as fired:
        panel.fire.click()
    assert fired.args == ["i2"]
    panel.show_injects((INJECTS[0], replace(INJECTS[1], state="done"), *INJECTS[2:]), 1.0)
    assert panel.proxy.rowCount() == 4
    assert panel.chosen is None
    assert not panel.fire.isEnabled()


def test_conditions_are_said_in_the_words_of_the_trade() -> None:
    assert waiting_words("exit north uncovered for 60s", ZH) == "north 无人守 满 60s"
    assert waiting_words("contact or not police_on_scene", ZH) == "逼停 或 未 民警到场"


def test_a_note_bears_the_moment_of_its_first_letter(qtbot: QtBot) -> None:
    notes = NotesPanel(ZH)
    qtbot.addWidget(notes)
    begun: list[int] = []
    notes.begun.connect(lambda: begun.append(1))
    qtbot.keyClicks(notes.text, "slow")
    assert begun == [1]
    with qtbot.waitSignal(notes.note_wanted) as wanted:
        qtbot.keyClick(notes.text, Qt.Key.Key_Return)
    assert wanted.args == ["slow", "remark"]


def test_a_message_needs_somebody_who_says_it(qtbot: QtBot) -> None:
    form = MessageForm(ZH)
    qtbot.addWidget(form)
    sent: list[Any] = []
    form.send_wanted.connect(sent.append)
    qtbot.keyClicks(form.text, "more")
    form.send.click()
    assert sent == []
    qtbot.keyClicks(form.who, "gate")
    form.send.click()
    assert (sent[0].channel, sent[0].sender, sent[0].text) == ("radio", "gate", "more")


def test_crowds_say_how_many_are_left() -> None:
    (shape,) = crowd_shapes([CrowdStand("hall", MARKET, 120, 20)], ZH)
    assert "100/120" in shape.text


GOOD = ScriptEntry(
    "museum", Words("博物馆", "Museum"), start=START, duration_s=720, injects=15, seed=7,
    variants=(VariantEntry("hard", Words("困难", "Hard"), Words("四人", "Four")),),
)  # fmt: skip
BAD = ScriptEntry(
    "/x/bad.yaml", Words("bad", "bad"), is_own=True, fault=Words("第 3 行不对", "line 3 is off")
)


@pytest.fixture
def dialog(qtbot: QtBot) -> NewDrillDialog:
    made = NewDrillDialog([GOOD, BAD], posts=["夏市共治站"], trainee="值班员", theme=NIGHT, wording=ZH)
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    return made


def test_the_start_says_what_was_chosen(dialog: NewDrillDialog, qtbot: QtBot) -> None:
    form = dialog.form
    form.variant.setCurrentIndex(form.variant.findData("hard"))
    form.modes["examination"].click()
    form.site.setText("夏市共治站")
    form.seed.setText("12")
    with qtbot.waitSignal(dialog.start_wanted) as told:
        dialog.start.click()
    wish = told.args[0]
    assert (wish.script, wish.variant, wish.mode) == ("museum", "hard", "examination")
    assert (wish.site, wish.seed, wish.trainee) == ("夏市共治站", 12, "值班员")
    assert not dialog.start.isEnabled()
    dialog.show_fault("没有这个脚本")
    assert dialog.start.isEnabled()


@pytest.mark.parametrize(("field", "text"), [("seed", "-3"), ("seed", "七"), ("site", "无此站")])
def test_what_cannot_be_is_said_and_starts_nothing(dialog: NewDrillDialog, field: str, text: str) -> None:
    wished: list[Any] = []
    dialog.start_wanted.connect(wished.append)
    getattr(dialog.form, field).setText(text)
    dialog.start.click()
    assert wished == []
    assert text in dialog.fault.text()


def test_a_faulty_script_is_listed_with_its_fault_and_cannot_be_started(dialog: NewDrillDialog) -> None:
    dialog.choose("/x/bad.yaml")
    assert dialog.fault.text() == "第 3 行不对"
    assert not dialog.start.isEnabled()
