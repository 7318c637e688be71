"""布点规划 in the window: asked, answered in words, on the map and in a file, and stopped."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from commandroom.geo import moved
from commandroom.roads.compile import compile_network
from commandroom.roads.modes import Mode
from commandroom.roads.raw import OneWay, RawMap, RawWay, RoadClass
from commandroom.roads.travel import RoadRouter
from commandroom.services.planner.plan import Ended
from commandroom.services.planner.plan import Stage as PlanStage
from commandroom.services.planner.sites import Site
from commandroom.services.recommendation import Recommendation
from commandroom.ui.panels.contain.naming import Landmark
from commandroom.ui.planner_answer import PlanAnswer
from commandroom.ui.planner_desk import PlannerDesk
from commandroom.ui.planner_dialog import PlanDialog
from commandroom.ui.planner_question import crossing_sites
from commandroom.ui.planner_words import gap_words, percent, site_name
from commandroom.ui.theme import DAY
from commandroom.wording import Wording
from tests.conftest import MARKET, small_register
from tests.ui.conftest import Stage

Raise = Callable[..., Stage]
SIDE, STEP_M = 22, 120.0
POSTS = small_register().posts


def town() -> RoadRouter:
    """Streets in squares of 120 m round the market; those to the east have no name."""
    at = [
        moved(MARKET, east_m=STEP_M * (column - SIDE / 2), north_m=STEP_M * (row - SIDE / 2))
        for row in range(SIDE)
        for column in range(SIDE)
    ]
    lat, lon = (np.array([each[side] for each in at]) for side in (0, 1))
    ways = []
    for line in range(SIDE):
        across = tuple(line * SIDE + column for column in range(SIDE))
        along = tuple(row * SIDE + line for row in range(SIDE))
        name = f"纵{line}路" if line < SIDE // 2 else ""
        ways.append(RawWay(across, RoadClass.RESIDENTIAL, f"横{line}路", OneWay.NO, motor=True, foot=True))
        ways.append(RawWay(along, RoadClass.RESIDENTIAL, name, OneWay.NO, motor=True, foot=True))
    return RoadRouter(compile_network(RawMap("试验", lat, lon, tuple(ways))))


@pytest.fixture
def stage(raise_stage: Raise) -> Stage:
    """A window on those roads."""
    return raise_stage(roads=Recommendation(town()))


def desk(stage: Stage) -> PlannerDesk:
    return stage.window.brain.planner


def opened(stage: Stage) -> PlanDialog:
    stage.window.actions_of_room["planner"].trigger()
    dialog = desk(stage).dialog
    assert dialog is not None
    return dialog


def asked(stage: Stage, **wish: str | int) -> PlanDialog:
    """The dialog once its answer, or the reason why there is none, is there."""
    dialog = opened(stage)
    dialog.form.choose(**wish)
    dialog.form.run.click()
    stage.qtbot.waitUntil(lambda: not desk(stage).is_running, timeout=30_000)
    return dialog


def answered(stage: Stage, **wish: str | int) -> PlanAnswer:
    asked(stage, **wish)
    found = desk(stage).answer
    assert found is not None
    return found


def cell(dialog: PlanDialog, row: int, column: int) -> str:
    """What a cell of the list says."""
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


EASY: dict[str, str | int] = {"demand": "streets", "mode": "foot", "limit": "3", "number": 2}
HARD: dict[str, str | int] = {
    "demand": "streets", "mode": "foot", "limit": "1", "places": "crossings", "number": 9,
}  # fmt: skip


def test_the_answer_stands_in_figures_words_and_a_list(stage: Stage) -> None:
    found = answered(stage, **EASY)
    dialog = desk(stage).dialog
    assert dialog is not None
    assert found.before < found.after <= found.coverable <= found.total * (1 + 1e-9)
    before, after = percent(found.before / found.total), percent(found.after / found.total)
    assert dialog.cover.text() == f"覆盖 {before} → {after}"
    assert dialog.bars.shares == (found.before / found.total, found.after / found.total)
    assert dialog.table.rowCount() == 2
    assert "路" in cell(dialog, 0, 1)
    assert sum(each.adds for each in found.chosen) == pytest.approx(found.after - found.before)
    assert found.chosen[0].adds >= found.chosen[1].adds
    stage.qtbot.waitUntil(lambda: all(each.picture is not None for each in dialog.sketches))
    assert dialog.sketches[0].picture != dialog.sketches[1].picture


def test_proof_and_gap_are_said_in_words(stage: Stage) -> None:
    dialog = asked(stage, **EASY)
    assert desk(stage).answer.is_reached_after.sum() > 0  # type: ignore[union-attr]
    assert dialog.verdict.text() == "已证最优：同样条件下没有更好的方案"
    assert gap_words(0.0121) == "1.3 %"
    assert gap_words(0.02) == "2.0 %"


def test_the_window_stays_alive_while_it_works_and_cancel_gives_the_quick_answer(stage: Stage) -> None:
    dialog, beats = opened(stage), [0]
    pulse = QTimer(dialog, interval=10)
    pulse.timeout.connect(lambda: beats.__setitem__(0, beats[0] + 1))
    pulse.start()
    stages: list[PlanStage] = []
    desk(stage)._told.connect(lambda _run, news: stages.append(news.stage))
    dialog.form.choose(**HARD)
    dialog.form.run.click()
    assert not dialog.form.run.isEnabled()
    stage.qtbot.waitUntil(lambda: PlanStage.QUICK in stages and beats[0] > 20, timeout=20_000)
    assert desk(stage).is_running
    dialog.form.stop.click()
    stage.qtbot.waitUntil(lambda: not desk(stage).is_running, timeout=10_000)
    found = desk(stage).answer
    assert found is not None
    assert found.ended is Ended.CANCELLED
    assert len(found.chosen) == 9
    assert dialog.verdict.text().startswith("已取消，快速解，距最优至多 ")
    assert dialog.form.run.isEnabled()
    assert answered(stage, **EASY).ended is Ended.OPTIMAL


def test_how_many_it_takes_for_a_share(stage: Stage) -> None:
    wish: dict[str, str | int] = {"demand": "posts", "present": "ignored", "goal": "share", "number": 100}
    found = answered(stage, limit="1", mode="foot", **wish)
    dialog = desk(stage).dialog
    assert dialog is not None
    assert found.after == found.total == len(POSTS)
    assert 1 <= len(found.chosen) <= len(POSTS)
    assert dialog.verdict.text() == f"覆盖 100.0 % 需 {len(found.chosen)} 个站点，已证最少"


def test_posts_may_move_and_what_is_given_up_is_listed(stage: Stage) -> None:
    found = answered(stage, demand="posts", present="movable", mode="car", limit="8", number=0)
    dialog = desk(stage).dialog
    assert dialog is not None
    assert len(found.chosen) == 1
    assert len(found.given_up) >= len(POSTS) - 1
    words = [cell(dialog, row, 2) for row in range(dialog.table.rowCount())]
    assert words.count("撤并") == len(found.given_up)


def test_questions_without_sense_are_refused_in_words(stage: Stage) -> None:
    assert asked(stage, demand="incidents30").trouble.text().startswith("近 30 天没有警情")
    assert asked(stage, demand="posts", places="posts").trouble.text().startswith("现有站点已全部保留")
    assert "至少要布设 1 个点" in asked(stage, places="crossings", number=0).trouble.text()
    dialog = asked(stage, **EASY)
    assert not dialog.trouble.isVisible()


def test_few_incidents_are_said_to_be_few(stage: Stage) -> None:
    for _ in range(3):
        stage.report()
    stage.pass_time(60)
    dialog = asked(stage, demand="incidents30", number=1)
    assert desk(stage).answer.total == 15.0  # type: ignore[union-attr]
    assert "只有 3 起警情" in dialog.notes.text()


def test_roads_that_are_not_there_are_refused_too(raise_stage: Raise) -> None:
    assert asked(raise_stage(), demand="streets").trouble.text()


def test_the_plan_lies_on_the_map_until_it_is_taken_off(stage: Stage) -> None:
    found, dialog = answered(stage, **EASY), opened(stage)
    dialog.on_map.click()
    shapes = stage.map.overlays.shapes("plan")
    assert [each.points[0] for each in shapes] == [each.site.at for each in found.chosen]
    assert shapes[0].text.startswith("1 ")
    assert "plan" in stage.map.overlays.shown
    again = answered(stage, **(EASY | {"number": 3}))
    assert len(stage.map.overlays.shapes("plan")) == len(again.chosen) == 3
    dialog.on_map.click()
    assert stage.map.overlays.shapes("plan") == ()


def test_the_file_can_be_read_again(stage: Stage, tmp_path: Path) -> None:
    found, path = answered(stage, **EASY), tmp_path / "布点.csv"
    desk(stage).save(str(path))
    stage.qtbot.waitUntil(path.exists)
    rows = list(csv.reader(StringIO(path.read_text("utf-8-sig"))))
    assert rows[0] == ["序号", "站点", "做法", "纬度", "经度", "新增覆盖"]
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert float(rows[1][3]) == pytest.approx(found.chosen[0].site.at.lat, abs=1e-6)
    opened(stage).copy.click()
    assert QGuiApplication.clipboard().text().splitlines()[-1].startswith("2\t")


def test_a_file_that_cannot_be_written_is_said(stage: Stage, tmp_path: Path) -> None:
    answered(stage, **EASY)
    said: list[str] = []
    stage.window.console.notice.connect(lambda notice: said.append(notice.text))
    desk(stage).save(str(tmp_path / "nowhere" / "x.csv"))
    stage.qtbot.waitUntil(lambda: bool(said))
    assert "未能存盘" in said[0]


def test_language_and_colours_change_at_once_and_esc_closes(stage: Stage) -> None:
    dialog = asked(stage, **EASY)
    stage.qtbot.waitUntil(lambda: dialog.sketches[0].picture is not None)
    dark = dialog.sketches[0].picture
    stage.window.set_wording(Wording("en"))
    assert dialog.cover.text().startswith("Covered ")
    assert dialog.form.fields["present"].currentText() == "stay"
    stage.window.set_theme(DAY)
    stage.qtbot.waitUntil(lambda: dialog.sketches[0].picture is not dark)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert opened(stage) is dialog
    assert dialog.table.rowCount() == 2


def test_closing_stops_the_work(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.form.choose(**HARD)
    dialog.form.run.click()
    dialog.close()
    stage.qtbot.waitUntil(lambda: not desk(stage).is_running, timeout=10_000)


def test_another_question_marks_the_answer_as_earlier(stage: Stage) -> None:
    dialog = asked(stage, **EASY)
    dialog.form.choose(limit="5")
    assert dialog.question.text().startswith("条件已改")
    dialog.form.choose(limit="3")
    assert not dialog.question.text().startswith("条件已改")


def test_a_crossing_without_a_name_is_told_by_what_is_near_it_however_far() -> None:
    site, say = Site("node:1", "", MARKET), Wording("zh")
    assert site_name(site, Landmark("桥头站", "e", 44.0), say) == "桥头站东 40 米"
    assert site_name(site, Landmark("桥头站", "n", 1234.0), say) == "桥头站北 1.2 公里"
    assert site_name(site, None, say) == "路口 30.20000, 115.60000"
    assert site_name(Site("post:1", "桥头站", MARKET), None, say) == "桥头站"


def test_crossings_are_far_apart_named_and_always_the_same() -> None:
    router = town()
    sites = crossing_sites(router, Mode.FOOT)
    assert sites == crossing_sites(town(), Mode.FOOT)
    span_m = STEP_M * (SIDE - 1)
    assert (span_m / 300) ** 2 * 0.6 < len(sites) <= (span_m / 300 + 1) ** 2
    assert any(" / " in each.name for each in sites)
    assert len({each.id for each in sites}) == len(sites)


def test_a_row_rings_the_station_and_enter_goes_there(stage: Stage) -> None:
    found, dialog = answered(stage, **EASY), opened(stage)
    dialog.table.selectRow(1)
    assert dialog.sketches[1]._marked == found.chosen[1].site
    dialog.table.activated.emit(dialog.table.model().index(1, 0))
    assert stage.map.went[-1] == found.chosen[1].site.at
