"""The window of past drills: what it shows and what it asks for."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from commandroom.models.domain.entities import Correction
from commandroom.models.domain.ids import CorrectionId
from commandroom.services.ports import Coverage, CriterionResult, ScoreSheet
from commandroom.ui.runs.trend import TrendPoint
from commandroom.ui.runs.window import COLUMNS, RunRow, RunShown, RunsWindow
from commandroom.ui.theme import DAY, NIGHT
from commandroom.wording import Wording

LINE = CriterionResult("shield", "持盾到场", "Shields on scene", 90.0, "s", 60.0, False, (4,))
GOOD = CriterionResult("order", "首次派警", "First order", 9.0, "s", 20.0, True, (5,))
COVERAGE = Coverage(2, 2, 1, 9)
SHEET = ScoreSheet("metro", "地铁口", "Metro", 1, 300.0, "ab" * 32, (GOOD, LINE), coverage=COVERAGE)
DONE = Correction(CorrectionId("Z3"), "补训", "shield", "王某", "2026-12-01")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[RunsWindow]:
    parent = QWidget()
    parent.resize(1366, 768)
    qtbot.addWidget(parent)
    made = RunsWindow(NIGHT, Wording("zh"), parent)
    made.show_rows([RunRow(key, (key, *("–" * (len(COLUMNS) - 1)))) for key in ("b", "a")])
    points = (TrendPoint("11-20", "王某", 1, 2), TrendPoint("11-22", "王某", 2, 2))
    made.show_run(RunShown("b", "地铁口", SHEET, ("0:20 站位分散（导调员）",), (DONE,), points))
    made.show()
    yield made
    made.close()


def test_it_fits_a_small_screen_and_speaks_both_languages(window: RunsWindow) -> None:
    assert window.width() <= 1366
    for wording, theme in ((Wording("en"), DAY), (Wording("zh"), NIGHT)):
        window.apply_wording(wording)
        window.apply_theme(theme)
        for n in range(window.tabs.count()):
            window.tabs.setCurrentIndex(n)
            assert window.tabs.tabText(n)
            assert "report." not in window.tabs.tabText(n)
    assert window.corrections.table.item(0, 1).text() == LINE.title_zh


def test_another_run_is_asked_for_once_and_a_broken_one_shows_nothing(
    window: RunsWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.run_chosen) as asked:
        window.list.selectRow(1)
    assert asked.args == ["a"]
    window.show_run(None)
    assert not window.tabs.isEnabled()
    assert not any(button.isEnabled() for button in window.papers.values())


def test_a_remark_is_given_by_enter_and_never_empty(window: RunsWindow, qtbot: QtBot) -> None:
    heard: list[str] = []
    window.remark_made.connect(heard.append)
    qtbot.keyClick(window.remark, Qt.Key.Key_Return)
    window.remark.setText("  盾牌慢  ")
    qtbot.keyClick(window.remark, Qt.Key.Key_Return)
    assert heard == ["盾牌慢"]
    assert window.remark.text() == ""


def test_an_action_needs_a_text_and_a_real_day_and_missed_lines_come_first(window: RunsWindow) -> None:
    table, heard = window.corrections, list[Correction]()
    table.correction_set.connect(heard.append)
    assert table.criterion.itemData(1) == LINE.id
    table.add.click()
    table.text.setText("加练合围")
    table.due.setText("2026-13-01")
    table.add.click()
    assert heard == []
    assert table.fault.isVisibleTo(table)
    table.due.setText("2026-12-24")
    table.criterion.setCurrentIndex(1)
    table.add.click()
    assert heard == [Correction(CorrectionId("Z4"), "加练合围", LINE.id, "", "2026-12-24")]


def test_an_action_is_done_and_open_again(window: RunsWindow) -> None:
    table, heard = window.corrections, list[Correction]()
    table.correction_set.connect(heard.append)
    assert not table.done.isEnabled()
    table.table.selectRow(0)
    table.done.click()
    assert [each.is_done for each in heard] == [True]
    assert heard[0].id == DONE.id


def test_each_document_is_asked_for_by_its_kind(window: RunsWindow) -> None:
    heard: list[str] = []
    window.paper_wanted.connect(heard.append)
    for button in window.papers.values():
        button.click()
    assert heard == ["pdf", "docx", "html"]
