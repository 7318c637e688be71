"""What the window says and how loud: silence, a lost map, a new register, results and score sheets."""

import csv
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import ImportRoster
from commandroom.models.domain.entities import Author, Post, Unit
from commandroom.models.domain.enums import AssignmentStatus, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, PostId, UnitId
from commandroom.roads.search import Hit
from commandroom.services.ports import CriterionResult, Recorded, ScoreSheet
from commandroom.ui.panels.intake.words import hit_words, place_words
from commandroom.ui.panels.journal.sentences import Names, sentence
from commandroom.ui.score_saving import ScoreSaving, score_table
from commandroom.ui.symbols import outline
from commandroom.wording import Wording
from tests.conftest import DISPUTE, MARKET, OPERATOR
from tests.ui.conftest import Stage

AT = datetime(2026, 11, 22, 14, 40, 55, tzinfo=UTC)
ZH, EN = Wording("zh"), Wording("en")
CAR = UnitId("U-3")
JQ = IncidentId("JQ-20261122-0312")
SHEET = ScoreSheet(
    script="museum", title_zh="博物馆持刀闯入", title_en="Knives at the museum", seed=7,
    simulated_seconds=720.0,
    criteria=(CriterionResult("a", "接警到首次派警", "Alarm to first order", 44.0, "s", 20.0, False, (7,)),),
    history_sha256="14939e87fad5" * 5,
)  # fmt: skip


def notice(stage: Stage) -> str:
    said = stage.window.frame.notices.notice
    return "" if said is None else said.text


def test_the_sound_cannot_be_silenced_while_a_grave_incident_has_nobody(stage: Stage) -> None:
    stage.report()
    stage.window.actions_of_room["silence"].trigger()
    assert not stage.window.chime.is_silenced
    assert notice(stage) == "一级警情未派，不能静音"


def test_the_sound_can_be_silenced_for_less(stage: Stage) -> None:
    stage.report(DISPUTE)
    stage.window.actions_of_room["silence"].trigger()
    assert stage.window.chime.is_silenced
    assert notice(stage) == "警报静音 60 秒"


def test_a_grave_incident_ends_a_silence_and_sending_somebody_allows_it_again(stage: Stage) -> None:
    stage.report(DISPUTE)
    stage.window.actions_of_room["silence"].trigger()
    grave = stage.report()
    assert not stage.window.chime.is_silenced
    stage.run(stage.window.console.assign(CAR, grave))
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(grave))
    assert stage.window.chime.silence()


def test_a_lost_map_is_said_and_so_is_its_return(stage: Stage) -> None:
    stage.map.ready.emit()
    assert notice(stage) == ""
    stage.map.page_lost.emit("CrashedTerminationStatus (5)")
    assert "CrashedTerminationStatus (5)" in notice(stage)
    stage.map.ready.emit()
    assert notice(stage) == "地图已恢复"


def test_an_imported_register_is_shown_at_once(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.assign(CAR, incident))
    post = Post(PostId("P-9"), "新共治站", MARKET)
    unit = Unit(UnitId("U-9"), "站9", UnitKind.FOOT, Party.GUARD, 2, MARKET, post.id)
    stage.run(stage.room.give(ImportRoster(OPERATOR, "新.xlsx", (), (post,), (unit,), ())))
    stage.qtbot.waitUntil(lambda: "U-9" in stage.window.frame.units.model.keys)
    assert "U-9" in stage.map.units
    assert "P-9" in {each.id for each in stage.map.posts}
    assert stage.situation.unit(CAR).incident == incident
    assert notice(stage) == "名册已更新，现有单元 7 个"
    second = stage.report()
    assert second in stage.window.frame.queue.model.ids


def test_a_unit_on_scene_is_at_the_incidents_place(stage: Stage) -> None:
    incident = stage.report()
    stage.run(stage.window.console.assign(CAR, incident))
    stage.qtbot.waitUntil(lambda: stage.situation.unit(CAR).incident == incident)
    assert stage.window.phrases.where(stage.situation.unit(CAR)) == "途中"
    stage.run(stage.window.console.advance(CAR, incident, AssignmentStatus.ON_SCENE))
    stage.qtbot.waitUntil(lambda: stage.window.phrases.where(stage.situation.unit(CAR)) == "在夏市口")


def test_the_result_of_an_incident_is_asked_for_and_kept(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.window.actions_of_room["close_with_result"].trigger()
    dialog = next(each for each in QApplication.topLevelWidgets() if each.windowTitle() == "办结 JQ-0001")
    field = dialog.findChild(QLineEdit)
    field.setText("现场已处置")
    next(each for each in dialog.findChildren(QPushButton) if each.isDefault()).click()
    stage.qtbot.waitUntil(lambda: not stage.situation.incident(incident).is_open)
    assert stage.situation.incident(incident).result == "现场已处置"


@pytest.mark.parametrize(("height", "most"), [(768, 190), (1080, 220)])
def test_the_strip_below_the_map_stays_low(stage: Stage, height: int, most: int) -> None:
    stage.window.resize(1366, height)
    stage.qtbot.waitUntil(lambda: stage.window.height() == height)
    stage.qtbot.waitUntil(lambda: stage.window.frame.bottom.height() <= most)


@pytest.mark.parametrize(("wording", "word"), [(ZH, "撤销"), (EN, "undone")])
def test_an_undo_is_said_in_words(wording: Wording, word: str) -> None:
    event = ev.AssignmentWithdrawn(AT, CAR, JQ, "undo")
    said = sentence(Recorded(1, Author("王某", "1"), event), Names(), wording)
    assert word in said
    assert said.count("undo") == word.count("undo")


def test_happenings_of_drills_are_said_by_their_code() -> None:
    def said(code: str, text: str) -> str:
        return sentence(Recorded(1, OPERATOR, ev.HappeningNoted(AT, code, text, JQ)), Names(), ZH)

    assert said("sides", "3") == "情况：已合围 3 面"
    assert said("free words", "门已关") == "情况：门已关"


def test_the_assistant_of_the_demo_is_named_in_the_language_of_the_screen() -> None:
    event = ev.UnitAssigned(AT, CAR, JQ, 1, None, "assistant")
    assert "自动派警" in sentence(Recorded(1, OPERATOR, event), Names(), ZH)


def test_a_road_is_told_by_its_class_and_a_post_by_its_address() -> None:
    road = Hit("road", "解放路", MARKET, "primary", "")
    post = Hit("post", "夏市共治站", MARKET, "primary", "P-1")
    assert (place_words(road, ZH), place_words(road, EN)) == ("主干路", "main road")
    assert hit_words(road, ZH) == "主干路 · 道路"
    assert place_words(post, ZH) == "primary"


def test_a_score_sheet_is_saved_as_a_stamped_table(qtbot: QtBot, tmp_path: Path) -> None:
    said: list[tuple[str, bool]] = []
    host = QWidget()
    qtbot.addWidget(host)
    saving = ScoreSaving(SHEET, ZH, lambda text, is_good: said.append((text, is_good)), host)
    path = tmp_path / "评分.csv"
    saving.save(str(path))
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["演练 DRILL", "博物馆持刀闯入"]
    assert rows[3] == ["接警到首次派警", "0:44", "0:20", "✗ 未通过", "#7"]
    assert said == [(f"评分表已存至 {path}", True)]
    saving.save(str(tmp_path / "nowhere" / "x.csv"))
    assert said[-1][1] is False


def test_a_table_speaks_the_language_of_the_screen() -> None:
    assert "Alarm to first order,0:44,0:20" in score_table(SHEET, EN)


def test_a_drone_has_a_body_and_four_rotors() -> None:
    shape = outline(UnitKind.DRONE, QPointF(0, 0), 10)
    for right, down in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        assert shape.contains(QPointF(right * 8, down * 8))
        assert shape.contains(QPointF(right * 10, down * 10))
    assert shape.contains(QPointF(0, 0))
    for spot in ((11, 0), (-11, 0), (0, 11), (0, -11)):
        assert not shape.contains(QPointF(*spot))


@pytest.mark.parametrize("width", [900, 1000, 1366])
def test_nothing_of_the_top_bar_lies_over_its_neighbour(
    raise_stage: Callable[..., Stage], width: int
) -> None:
    stage = raise_stage("drill", "en")
    stage.report()
    stage.window.resize(width, 700)
    stage.qtbot.waitUntil(lambda: stage.window.frame.top.width() == width)
    top = stage.window.frame.top
    shown = [top.station, top.mode, top.store, top.counts, top.intake, top.search, top.language, top.theme,
             top.operator, top.date, top.clock]  # fmt: skip

    def overlaps() -> list[tuple[int, int]]:
        boxes = sorted((each.geometry() for each in shown if each.isVisible()), key=lambda box: box.left())
        return [(a.right(), b.left()) for a, b in itertools.pairwise(boxes) if a.right() >= b.left()]

    stage.qtbot.waitUntil(lambda: not overlaps(), timeout=2000)


def test_the_map_is_asked_to_show_the_selected_incident(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    assert stage.window.map_pane.revealed == [stage.situation.incident(incident).at]
    stage.window.console.select_incident(None)
    assert len(stage.window.map_pane.revealed) == 1


def test_the_proposed_unit_heads_those_that_may_go(stage: Stage) -> None:
    incident = stage.report()
    stage.window.console.select_incident(incident)
    stage.qtbot.waitUntil(lambda: stage.window.console.proposed() is not None)
    found = stage.window.console.proposed()
    assert stage.window.frame.units.model.keys[0] == found.unit
