"""The coverage in the window: layer, read-out, figures, moves, and what a drag or a team would uncover."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from commandroom.geo import moved
from commandroom.map.marks import Shape
from commandroom.map.overlays import shape_row
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import PositionReport
from commandroom.models.domain.ids import IncidentId, PostId, UnitId
from commandroom.roads.compile import compile_network
from commandroom.roads.conditions import Conditions
from commandroom.roads.modes import Mode
from commandroom.roads.raw import OneWay, RawMap, RawWay, RoadClass
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.demand import DemandKind
from commandroom.services.recommendation import Recommendation
from commandroom.services.room import CLOCKWORK
from commandroom.ui.coverage_desk import CoverageDesk
from commandroom.ui.layers.coverage_panel import CoveragePanel
from commandroom.ui.layers.coverage_shapes import post_gaps
from commandroom.ui.layers.coverage_watch import looked
from commandroom.ui.layers.model import COUNT
from commandroom.wording import Wording
from tests.conftest import MARKET, OPERATOR, small_register
from tests.ui.conftest import Stage

Raise = Callable[..., Stage]
OWN_UNIT, NEXT_UNIT, CAR = UnitId("U-1"), UnitId("U-2"), UnitId("U-3")


def roads() -> Recommendation:
    """A street 900 m north from the market, and a path of 600 m to the next post, where nobody drives."""
    at = [MARKET, moved(MARKET, east_m=0, north_m=900), moved(MARKET, east_m=600, north_m=0)]
    lat, lon = (np.array([each[side] for each in at]) for side in (0, 1))
    street = RawWay((0, 1), RoadClass.RESIDENTIAL, "北路", OneWay.NO, motor=True, foot=True)
    path = RawWay((0, 2), RoadClass.PATH, "东径", OneWay.NO, motor=False, foot=True)
    return Recommendation(RoadRouter(compile_network(RawMap("试验", lat, lon, (street, path)))))


@pytest.fixture
def covered(raise_stage: Raise) -> Stage:
    """A window on those roads whose map stands, and the first picture of the coverage."""
    stage = raise_stage(roads=roads())
    stage.map.ready.emit()
    stage.qtbot.waitUntil(lambda: desk(stage).watch.is_current)
    return stage


def desk(stage: Stage) -> CoverageDesk:
    return stage.window.brain.coverage


def show_layer(stage: Stage) -> None:
    stage.window.actions_of_room["coverage"].trigger()
    stage.qtbot.waitUntil(lambda: desk(stage).is_drawn)


def of_role(stage: Stage, role: str) -> list[Shape]:
    return [each for each in stage.map.overlays.shapes("coverage") if each.role == role]


def hinted(stage: Stage, unit: UnitId, incident: str) -> str:
    """What hovering with the unit over the incident says in the end."""
    stage.map.unit_over_incident.emit(unit, incident)
    stage.qtbot.waitUntil(lambda: stage.map.hint is not None and "缺口" in stage.map.hint)
    hint = stage.map.hint
    assert hint is not None
    stage.map.unit_over_incident.emit("", "")
    return hint


def send(stage: Stage, unit: UnitId) -> None:
    incident = stage.report()
    before = desk(stage).watch.sight
    stage.run(stage.room.give(co.AssignUnit(OPERATOR, unit, incident, None)))
    stage.qtbot.waitUntil(lambda: desk(stage).watch.sight is not before, timeout=8000)


def test_nothing_is_computed_before_the_map_stands(raise_stage: Raise) -> None:
    stage = raise_stage(roads=roads())
    stage.qtbot.wait(100)
    assert desk(stage).watch.sight is None
    assert desk(stage).chip.isHidden()


def test_the_read_out_says_the_share_of_the_posts_and_how_many_are_open(covered: Stage) -> None:
    assert desk(covered).chip.words == "覆盖 3 分 100 %"
    assert not desk(covered).chip.isHidden()
    send(covered, NEXT_UNIT)
    assert desk(covered).chip.words.startswith("覆盖 3 分 50 % · 缺 1 站")


def test_the_read_out_speaks_english_too(covered: Stage) -> None:
    covered.window.set_wording(Wording("en"))
    assert desk(covered).chip.words == "Cover 3 min 100 %"


def test_the_figure_stands_behind_the_layer_in_the_panel(covered: Stage) -> None:
    model = covered.window.frame.map_space.model
    assert model.index_of("coverage").data(COUNT) == "100 %"


def test_a_drag_names_the_gap_it_would_open(covered: Stage) -> None:
    incident = covered.report()
    assert hinted(covered, NEXT_UNIT, incident).endswith("打开缺口 1 处：桥头共治站")


def test_a_drag_says_that_it_opens_none(covered: Stage) -> None:
    """The car reaches the market in three minutes, if not in one."""
    incident = covered.report()
    assert hinted(covered, OWN_UNIT, incident).endswith("不开 3 分缺口")


def test_a_drag_is_told_from_the_picture_at_hand_without_a_search(
    covered: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("searched while somebody drags")

    incident = covered.report()
    sight = desk(covered).watch.sight
    assert sight is not None
    monkeypatch.setattr(sight.book, "renew", never)
    monkeypatch.setattr(sight.book, "survey", never)
    said = covered.run(desk(covered).cover(NEXT_UNIT, incident))
    assert said == "打开缺口 1 处：桥头共治站"


def test_the_proposed_team_says_what_it_would_leave_open(covered: Stage) -> None:
    covered.window.console.select_incident(covered.report())
    team = covered.window.frame.units.team
    covered.qtbot.waitUntil(lambda: bool(team.ready()))
    covered.qtbot.waitUntil(lambda: "派出编组后" in desk(covered).chip.words)
    sight = desk(covered).watch.sight
    assert sight is not None
    loss = sight.picture.without(UnitId(each) for each in team.ready())
    covered_posts = next(s for s in loss.after if s.kind is DemandKind.POST and s.limit_s == 180)
    assert f"派出编组后 {covered_posts.covered / 2:.0%}".replace("%", " %") in desk(covered).chip.words
    covered.window.console.select_incident(None)
    assert "派出编组后" not in desk(covered).chip.words


def test_the_layer_is_quiet_until_somebody_asks(covered: Stage) -> None:
    assert "coverage" not in covered.map.overlays.shown
    assert covered.map.overlays.shapes("coverage") == ()
    show_layer(covered)
    assert "coverage" in covered.map.overlays.shown
    assert covered.window.actions_of_room["coverage"].isChecked()
    roles = [each.role for each in covered.map.overlays.shapes("coverage")]
    assert roles[-1] == "reach_self", "the nearest ring lies on top"


def test_posts_out_of_reach_are_marked_where_they_are(covered: Stage) -> None:
    show_layer(covered)
    assert of_role(covered, "gap") == []
    send(covered, NEXT_UNIT)
    covered.qtbot.waitUntil(lambda: len(of_role(covered, "gap")) == 1, timeout=8000)
    assert of_role(covered, "gap")[0].points == (covered.situation.posts[PostId("P-2")].at,)


def test_rows_packed_by_the_worker_are_those_of_the_shapes(covered: Stage) -> None:
    show_layer(covered)
    overlays = covered.map.overlays
    assert overlays.frame()["shapes.coverage"] == [shape_row(each) for each in overlays.shapes("coverage")]


def test_other_rings_make_another_book(covered: Stage) -> None:
    layers = covered.window.map_table.layers
    layers.choose(layers.choice.with_option("coverage.rings", "138"))
    covered.qtbot.waitUntil(
        lambda: (sight := desk(covered).watch.sight) is not None and sight.book.limits_s == (60, 180, 480)
    )


def test_other_roads_make_another_book_and_moves_do_not() -> None:
    units, posts = small_register().units, small_register().posts
    mine = roads()
    first = looked(None, mine.router, posts, units, (60.0, 180.0, 300.0))
    gone = tuple(replace(each, incident=IncidentId("I-1")) if each.id == CAR else each for each in units)
    second = looked(first, mine.router, posts, gone, (60.0, 180.0, 300.0))
    assert second is not first
    assert second.book is first.book
    assert looked(second, mine.router, posts, gone, (60.0, 180.0, 300.0)) is second
    mine.set_conditions(Conditions(factor={Mode.FOOT: 3.0}))
    third = looked(second, mine.router, posts, gone, (60.0, 180.0, 300.0))
    assert third.book is not first.book


def test_it_looks_again_when_a_unit_moved_far_enough(covered: Stage) -> None:
    before = desk(covered).watch.sight
    report = PositionReport(NEXT_UNIT, MARKET, None, covered.room.now())
    covered.run(covered.room.give(co.ReportPositions(CLOCKWORK, (report,))))
    covered.qtbot.waitUntil(lambda: desk(covered).watch.sight is not before, timeout=8000)
    sight = desk(covered).watch.sight
    assert sight is not None
    assert [each.id for each in post_gaps(sight.picture)] == ["P-2"]


def test_roads_without_a_network_say_why_there_is_no_figure(stage: Stage) -> None:
    stage.map.ready.emit()
    stage.qtbot.waitUntil(lambda: not desk(stage).chip.isHidden())
    assert desk(stage).chip.words == "覆盖无法计算"


def test_the_panel_tells_n_of_all_and_leads_to_the_gap(covered: Stage) -> None:
    send(covered, NEXT_UNIT)
    desk(covered).chip.click()
    panel = desk(covered).figures.panel
    assert panel is not None
    assert panel.isVisible()
    assert "共治站 1 分圈 50 % 1/2, 3 分圈 50 % 1/2, 5 分圈 100 % 2/2" in panel.table.accessibleName()
    assert "5 分圈 100 % 1.5/1.5 公里" in panel.table.accessibleName()
    assert panel.gaps.count() == 1
    assert panel.gaps.item(0).text().startswith("桥头共治站　最快 4:")
    panel.gaps.setCurrentRow(0)
    QTest.keyClick(panel.gaps, Qt.Key.Key_Return)
    assert covered.map.went[-1] == covered.situation.posts[PostId("P-2")].at


def move_of(stage: Stage) -> CoveragePanel:
    """The panel with moves for a town whose next post stands empty, as soon as they are found."""
    report = PositionReport(NEXT_UNIT, MARKET, None, stage.room.now())
    stage.run(stage.room.give(co.ReportPositions(CLOCKWORK, (report,))))
    stage.qtbot.waitUntil(lambda: "缺 1 站" in desk(stage).chip.words, timeout=8000)
    stage.window.actions_of_room["coverage_figures"].trigger()
    panel = desk(stage).figures.panel
    assert panel is not None
    assert panel.moves.count() == 0
    panel.compute.click()
    stage.qtbot.waitUntil(lambda: panel.moves.count() > 0)
    return panel


def test_a_move_is_selected_and_drawn_and_nothing_is_ordered(covered: Stage) -> None:
    panel = move_of(covered)
    assert "→ 桥头共治站" in panel.moves.item(0).text()
    assert panel.moves.item(0).text().endswith("：+1 站 3 分")
    unit = UnitId(panel.moves.key(0))
    panel.moves.setCurrentRow(0)
    QTest.keyClick(panel.moves, Qt.Key.Key_Return)
    assert covered.window.console.unit == unit
    covered.qtbot.waitUntil(lambda: len(of_role(covered, "move")) == 1)
    assert "coverage" in covered.map.overlays.shown
    assert list(covered.situation.active_assignments()) == []
    panel.close()
    assert of_role(covered, "move") == []


def test_advice_about_somebody_who_left_is_taken_away(covered: Stage) -> None:
    panel = move_of(covered)
    send(covered, UnitId(panel.moves.key(0)))
    covered.qtbot.waitUntil(lambda: panel.moves.count() == 0, timeout=8000)
    assert panel.note.text() == covered.window.wording.say("coverage.moves.outdated")
