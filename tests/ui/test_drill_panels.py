"""The frame of a drill: pace, the held button, the band and the score sheet."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QToolButton

from commandroom.services.ports import CriterionResult, ScoreSheet
from commandroom.services.room import SPEEDS
from commandroom.ui.panels.drill.sheet import evidence_text, sheet_line, summary
from commandroom.ui.panels.drill.view import DrillBand, HoldButton, PaceBar, ScoreSheetView
from commandroom.ui.theme import DAY, NIGHT
from commandroom.wording import Wording

ZH, EN = Wording("zh"), Wording("en")


def criterion(passed: bool | None, measured: float | None = 41.2, unit: str = "s") -> CriterionResult:
    return CriterionResult("a", "首批到场", "First on scene", measured, unit, 60, passed, (3, 7))


SHEET = ScoreSheet(
    "museum",
    "博物馆",
    "Museum",
    7,
    913.0,
    "ab12" * 16,
    (criterion(True), criterion(False), criterion(None, None)),
)


@pytest.fixture
def pace(qtbot):
    bar = PaceBar(ZH)
    qtbot.addWidget(bar)
    bar.resize(900, 40)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def speed_button(bar: PaceBar, speed: int) -> QToolButton:
    return next(each for each in bar.findChildren(QToolButton) if each.text() == f"×{speed}")


def test_every_speed_of_the_room_has_a_button(qtbot, pace) -> None:
    for speed in SPEEDS:
        with qtbot.waitSignal(pace.speed_chosen, timeout=500) as told:
            speed_button(pace, speed).click()
        assert told.args == [speed]


def test_pausing_says_so_and_resuming_too(pace):
    told: list[bool] = []
    pace.paused_changed.connect(told.append)
    pace._pause.click()
    assert "暂停" in pace._state.text()
    pace._pause.click()
    assert pace._state.text() == ""
    assert told == [True, False]


def test_showing_the_pace_as_it_is_emits_nothing(qtbot, pace) -> None:
    with qtbot.assertNotEmitted(pace.speed_chosen), qtbot.assertNotEmitted(pace.paused_changed):
        pace.show_pace(is_paused=True, speed=8)
        pace.show_time(datetime(2026, 11, 22, 14, 41, 7, tzinfo=UTC))
    assert speed_button(pace, 8).isChecked()
    assert pace._clock.text() == "22:41:07"


def test_a_drill_does_not_end_when_the_button_is_only_clicked(qtbot, pace) -> None:
    button = pace.findChild(HoldButton)
    with qtbot.assertNotEmitted(pace.leave_requested, wait=1_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_drill_ends_when_the_button_is_held(qtbot, pace) -> None:
    button = pace.findChild(HoldButton)
    with qtbot.waitSignal(pace.leave_requested, timeout=2_000):
        qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)


def test_the_button_can_be_held_with_the_space_bar(qtbot, pace) -> None:
    button = pace.findChild(HoldButton)
    with qtbot.waitSignal(pace.leave_requested, timeout=2_000):
        qtbot.keyPress(button, Qt.Key.Key_Space)
    qtbot.keyRelease(button, Qt.Key.Key_Space)


def test_the_band_is_hatched_and_says_drill_in_both_languages(qtbot) -> None:
    for wording in (ZH, EN):
        band = DrillBand(wording)
        qtbot.addWidget(band)
        band.resize(600, band.height())
        band.apply_theme(DAY)
        picture = band.grab().toImage()
        colours = {picture.pixelColor(x, 13).name() for x in range(0, 600, 3)}
        assert len(colours) > 1
        assert "DRILL" in wording.say("panels.drill.band")
        assert "演练" in wording.say("panels.drill.band")
        assert band.accessibleName()


def test_a_line_shows_seconds_as_a_clock_and_counts_with_their_unit() -> None:
    assert sheet_line(criterion(True), ZH).measured == "0:41"
    assert sheet_line(criterion(True, 4, "count"), ZH).measured == "4 次"
    assert sheet_line(criterion(None, None), ZH).measured == "–"


def test_the_verdict_is_told_by_a_sign_and_a_word() -> None:
    said = [sheet_line(criterion(passed), ZH).verdict for passed in (True, False, None)]
    assert said == ["✓ 通过", "✗ 未通过", "… 未定"]


def test_long_evidence_is_cut_but_counted() -> None:
    assert evidence_text((), ZH) == "–"
    assert evidence_text((1, 2), ZH) == "#1, #2"
    assert evidence_text(range(1, 31), ZH).endswith("等 30 条")


def test_the_summary_counts_passed_and_decided() -> None:
    assert summary(SHEET, ZH) == "通过 1/3 · 已评 2/3 项"


def test_the_sheet_lists_every_criterion_and_offers_saving_only_when_there_is_one(qtbot) -> None:
    view = ScoreSheetView(ZH)
    qtbot.addWidget(view)
    view.apply_theme(NIGHT)
    assert not view._export.isEnabled()
    view.show_sheet(SHEET)
    table = view.findChild(QTableWidget)
    assert [table.item(row, 3).text() for row in range(table.rowCount())] == ["✓ 通过", "✗ 未通过", "… 未定"]
    assert "ab12ab12ab12" in view._about.text()
    with qtbot.waitSignal(view.export_requested, timeout=500):
        view._export.click()
    view.apply_wording(EN)
    assert table.item(0, 0).text() == "First on scene"
