"""The wall beside a real window: the same truth, its own layers, large letters and nobody's name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from commandroom.geo import moved
from commandroom.map.marks import HeatSpot, Shape
from commandroom.models.domain import commands as co
from commandroom.models.domain.commands import PositionReport
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.room import CLOCKWORK
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.keeping import SEAT, WALL, keep_choice, kept_choice
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import DAY, NIGHT
from commandroom.ui.wall.mirror import WallLayers, screen_beside
from commandroom.ui.wall.plates import LEAST_PX
from commandroom.ui.wall.window import WallWindow
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR
from tests.ui.conftest import PlainMap, Stage

CAR = UnitId("U-3")
CALLER, STORY, PHONE = "张店主", "前夫王某持刀", "13812345678"
Hang = Callable[..., "Hung"]


@dataclass
class Hung:
    """A wall beside a seat."""

    window: WallWindow
    map: PlainMap
    layers: WallLayers
    kept: list[LayerChoice]

    def titles(self) -> list[str]:
        """Of the plates, from the left."""
        self.window.show_time()
        return [each.title for each in self.window.plates._plates]


@pytest.fixture
def hang(qtbot: Any) -> Iterator[Hang]:
    """Hangs walls beside seats and takes them down at the end."""
    hung: list[Hung] = []

    def build(stage: Stage, choice: LayerChoice | None = None, size: tuple[int, int] = (1920, 1080)) -> Hung:
        pane, kept = PlainMap(), []
        seat = stage.window
        window = WallWindow(
            map_pane=pane,
            situation=stage.situation,
            relay=seat.relay,
            phrases=seat.phrases,
            theme=seat.shown_theme,
            station=seat.station,
            mode=stage.room.mode,
            now=stage.room.now,
        )
        layers = WallLayers(stage.map, window, choice or LayerChoice(), lambda: seat.wording)
        layers.changed.connect(kept.append)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        hung.append(Hung(window, pane, layers, kept))
        return hung[-1]

    yield build
    for each in hung:
        each.window.close()
        each.window.deleteLater()


def written(widget: QWidget) -> list[tuple[str, float]]:
    """Every text that a widget and its children paint, and its height in pixels."""
    buffer = QBuffer()
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    drawing.setResolution(72)
    widget.render(drawing, QPoint(0, 0))
    told = bytes(buffer.data().data()).decode()
    sized = re.findall(r'<text [^>]*font-size="([\d.]+)"[^>]*>(.*?)</text>', told.replace("\n", " "))
    return [(text.strip(), float(px)) for px, text in sized if text.strip()]


def texts(hung: Hung) -> list[str]:
    hung.window.show_time()
    return [text for text, _ in written(hung.window)]


def test_the_wall_shows_the_marks_of_the_seat_after_every_fact(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    assert wall.map.posts == stage.map.posts
    assert wall.map.units == stage.map.units
    incident = stage.report()
    stage.qtbot.waitUntil(lambda: incident in wall.map.incidents)
    stage.map.unit_dropped.emit(CAR, incident)
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(incident))
    report = PositionReport(CAR, moved(MARKET, east_m=70, north_m=0), 90.0, stage.room.now())
    stage.run(stage.room.give(co.ReportPositions(CLOCKWORK, (report,))))
    stage.qtbot.waitUntil(lambda: wall.map.units[CAR].at == report.at)
    assert wall.map.incidents == stage.map.incidents
    assert wall.map.incidents[incident].state == "assigned"
    plain = {each.id: (each.at, each.state, each.bound_for) for each in stage.map.units.values()}
    assert {each.id: (each.at, each.state, each.bound_for) for each in wall.map.units.values()} == plain


def test_what_lies_under_the_marks_is_copied(stage: Stage, hang: Hang) -> None:
    before, spot = (
        Shape("d1", "line", (MARKET, moved(MARKET, east_m=9, north_m=0)), "drawing"),
        HeatSpot(MARKET),
    )
    stage.map.overlays.set_shapes("drawing", [before])
    wall = hang(stage)
    assert wall.map.overlays.shapes("drawing") == (before,)
    stage.map.overlays.set_shapes("drawing", [])
    stage.map.overlays.set_heat([spot])
    assert wall.map.overlays.shapes("drawing") == ()
    assert wall.map.overlays.spots == (spot,)


def test_the_gravest_comes_first_then_the_one_nobody_was_sent_to_then_the_oldest(
    stage: Stage, hang: Hang
) -> None:
    wall = hang(stage)
    quarrel, first = stage.report(DISPUTE), stage.report(place="甲街")
    stage.pass_time(20)
    second = stage.report(place="乙街")
    wall.window.show_time()
    assert [each.id for each in wall.window.plates._plates] == [first, second, quarrel]
    stage.map.unit_dropped.emit(CAR, first)
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(first))
    wall.window.show_time()
    shown = wall.window.plates._plates
    assert [each.id for each in shown] == [second, first, quarrel]
    assert [each.is_alone for each in shown] == [True, False, True]


def test_closed_incidents_leave_the_plates_and_an_empty_wall_says_so(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    assert "目前没有未办结警情" in texts(wall)
    incident = stage.report()
    assert wall.titles() == ["持刀伤人"]
    stage.run(stage.window.console.close(incident))
    stage.qtbot.waitUntil(lambda: not stage.situation.open_incidents())
    assert wall.titles() == []


@pytest.mark.parametrize("mode", ["live", "drill"])
@pytest.mark.parametrize("size", [(960, 600), (1920, 1080), (2560, 1440)])
def test_nothing_on_the_wall_is_smaller_than_28_px(
    raise_stage: Callable[..., Stage], hang: Hang, mode: str, size: tuple[int, int]
) -> None:
    stage = raise_stage(mode)
    wall = hang(stage, size=size)
    for number in range(9):
        stage.report(place=f"夏市口{number}号")
    wall.window.show_time()
    sizes = dict(written(wall.window))
    assert len(sizes) > 8
    assert min(sizes.values()) >= LEAST_PX, {text: px for text, px in sizes.items() if px < LEAST_PX}
    assert ("DRILL" in sizes) is (mode == "drill")


def test_no_caller_no_story_no_name_and_no_telephone_is_on_the_wall(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    order = co.ReportIncident(OPERATOR, KNIFE.code, MARKET, "夏市口", f"{STORY} {PHONE}", f"{CALLER} {PHONE}")
    incident: IncidentId = stage.run(stage.room.give(order))[0].event.incident.id
    stage.map.unit_dropped.emit(CAR, incident)
    stage.qtbot.waitUntil(lambda: stage.situation.has_units(incident))
    wall.window.show_time()
    names = [child.accessibleName() for child in wall.window.findChildren(QWidget)]
    marks = [
        str(vars_of) for vars_of in (*wall.map.units.values(), *wall.map.incidents.values(), *wall.map.posts)
    ]
    said = "\n".join([*texts(wall), *names, *marks, wall.window.windowTitle()])
    assert "持刀伤人" in said
    assert "夏市口" in said
    for secret in (
        CALLER,
        STORY,
        PHONE,
        OPERATOR.operator,
        *(each.name for each in stage.situation.members.values()),
    ):
        assert secret not in said
    assert stage.situation.members


def test_the_wall_has_layers_of_its_own_and_they_are_remembered(
    stage: Stage, hang: Hang, tmp_path: Path
) -> None:
    wall = hang(stage)
    seat_before = stage.map.overlays.shown
    menu = wall.layers.show_menu(QPoint(50, 50))
    acts = {str(act.data()): act for act in _acts(menu)}
    assert menu.font().pixelSize() >= LEAST_PX
    assert acts["post"].isChecked()
    assert not acts["heat"].isChecked()
    acts["post"].trigger()
    acts["heat"].trigger()
    menu.close()
    assert "post" not in wall.map.overlays.shown
    assert {"heat", "opponent", "unit.car"} <= wall.map.overlays.shown
    assert stage.map.overlays.shown == seat_before
    for choice in wall.kept:
        keep_choice(tmp_path, choice, WALL)
    again = hang(stage, kept_choice(tmp_path, WALL))
    assert again.map.overlays.shown == wall.map.overlays.shown
    assert kept_choice(tmp_path, SEAT) == LayerChoice()


def test_closed_incidents_come_onto_the_wall_when_its_layer_is_on(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    incident = stage.report()
    stage.run(stage.window.console.close(incident))
    stage.qtbot.waitUntil(lambda: incident not in wall.map.incidents)
    menu = wall.layers.show_menu(QPoint(50, 50))
    next(act for act in _acts(menu) if act.data() == "incident.closed").trigger()
    menu.close()
    assert wall.map.incidents[incident].state == "closed"
    assert incident not in stage.map.incidents


def test_the_wall_speaks_the_language_and_wears_the_theme_it_is_given(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    stage.report()
    english = Phrases(Wording("en"), KindCatalogue((KNIFE, DISPUTE)), stage.situation)
    wall.window.set_phrases(english)
    wall.window.apply_theme(DAY)
    assert "Knife attack" in texts(wall)
    assert wall.window.windowTitle().startswith("Wall · ")
    assert (wall.map.language, wall.map.theme) == ("en", "day")
    corner = wall.window.head.grab().toImage().pixelColor(3, 3)
    assert corner.name() == DAY.panel
    assert DAY.panel != NIGHT.panel


def test_long_names_end_in_an_ellipsis_and_lie_on_no_figure(stage: Stage, hang: Hang) -> None:
    wall = hang(stage, size=(960, 600))
    stage.report(place="夏市口" * 60)
    shown = texts(wall)
    place = next(text for text in shown if text.startswith("夏市口"))
    assert place.endswith("…")
    assert "未派" in shown


def test_more_incidents_than_plates_are_counted_on_the_last_one(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    for _ in range(7):
        stage.report()
    assert len(wall.titles()) == wall.window.plates.room == 4
    whole = " ".join(texts(wall))
    assert "另有 3 起" in whole
    assert "警情 7 · 未派 7" in whole


def test_a_running_clock_touches_the_plates_and_not_the_map(
    stage: Stage, hang: Hang, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = hang(stage)
    stage.report()
    before = texts(wall)
    told: list[str] = []
    for name in ("set_units", "patch_units", "set_posts", "set_incidents", "set_opponents", "_told"):
        monkeypatch.setattr(wall.map, name, lambda *_, name=name, **__: told.append(name))
    stage.pass_time(1)
    assert texts(wall) != before
    assert told == []


def test_keys_fill_the_screen_and_leave_it(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    wall.window.activateWindow()
    stage.qtbot.waitUntil(wall.window.isActiveWindow)
    QTest.keyClick(wall.window, Qt.Key.Key_Escape)
    assert wall.window.isVisible()
    QTest.keyClick(wall.window, Qt.Key.Key_F11)
    assert wall.window.isFullScreen()
    QTest.keyClick(wall.window, Qt.Key.Key_Escape)
    assert not wall.window.isFullScreen()
    QTest.keyClick(wall.window, Qt.Key.Key_F11)
    QTest.keyClick(wall.window, Qt.Key.Key_F11)
    assert not wall.window.isFullScreen()


def test_with_one_screen_the_wall_is_a_window_beside(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    assert screen_beside(stage.window) is None
    wall.window.show_on(None)
    assert not wall.window.isFullScreen()
    assert wall.window.size() == QSize(1280, 720)


def test_a_closed_wall_ticks_and_hears_no_more(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    with stage.qtbot.waitSignal(wall.window.closed):
        wall.window.close()
    assert not wall.window._tick.isActive()
    assert stage.window.isVisible()


def test_names_on_the_map_grow_with_the_wall(stage: Stage, hang: Hang) -> None:
    wall = hang(stage)
    assert 13 * wall.map.factor >= LEAST_PX
    wall.window.resize(960, 600)
    assert wall.map.factor >= 1


def _acts(menu: QMenu) -> list[QAction]:
    """Every layer of a menu and of the menus in it."""
    found: list[QAction] = []
    for act in menu.actions():
        inner = act.menu()
        found += _acts(inner) if isinstance(inner, QMenu) else [act]
    return found
