"""A window on a real room and a real store in memory; only the map and the roads are stand-ins."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from threading import Event
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import qasync
import shiboken6
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QApplication, QWidget

from commandroom.errors import Refusal
from commandroom.geo import LatLon, distance_m, moved
from commandroom.map.marks import HeatSpot
from commandroom.map.mercator import View
from commandroom.map.overlays import Overlays
from commandroom.map.tools import MapTools
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import IncidentKind, PatrolRoute
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId
from commandroom.roads.network import RoadNetwork
from commandroom.roads.reach import Lines
from commandroom.roads.route import Route
from commandroom.roads.search import Hit
from commandroom.roads.snap import Snaps, unsnapped
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.patrols import stops_of
from commandroom.services.ports import ScoreSheet
from commandroom.services.recommendation import Recommendation
from commandroom.services.room import Mode, Parts, Room
from commandroom.services.situation import Situation
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.search.answer import Answer
from commandroom.ui.stylesheet import dress
from commandroom.ui.theme import NIGHT
from commandroom.ui.window import RoomWindow
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, Office, open_office, small_register

METRES_PER_S = 5.0


class CrowField:
    """Everybody walks straight at five metres a second."""

    def __init__(self, place: LatLon) -> None:
        self._place = place

    def seconds(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.array([distance_m(LatLon(*each), self._place) / METRES_PER_S for each in points])

    def seconds_from(self, snaps: Snaps) -> npt.NDArray[np.float64]:
        return self.seconds(snaps.points)

    def route(self, start: LatLon) -> Route | None:
        length = distance_m(start, self._place)
        seconds = length / METRES_PER_S
        return Route((start, self._place), seconds, length, (0.0, seconds))


class CrowRouter:
    """Stands in for the road network."""

    @property
    def network(self) -> RoadNetwork:
        """There is none: nobody looks at the coverage on it."""
        raise Refusal("coverage.limits_must_rise", limits="–")

    def under(self, _conditions: object) -> "CrowRouter":
        return self

    def field(self, place: LatLon, _mode: object) -> CrowField:
        return CrowField(place)

    def field_within(self, place: LatLon, mode: object, _limit_s: float) -> CrowField:
        return self.field(place, mode)

    def snap(self, points: npt.NDArray[np.float64], _mode: object) -> Snaps:
        return unsnapped(points, 0.0)


class CrowRecommendation(Recommendation):
    """The real ranking on the stand-in roads; what is reached is one road to the east, cut at each limit.

    A patrol goes ten metres round every corner.
    """

    def __init__(self) -> None:
        super().__init__(CrowRouter())  # type: ignore[arg-type]
        self.is_free = Event()
        """Cleared by a test in which the answer takes long."""
        self.is_free.set()
        self.reaches: list[tuple[LatLon, UnitKind, tuple[float, ...], bool]] = []

    def patrol_legs(self, route: PatrolRoute) -> tuple[tuple[LatLon, ...], ...]:
        return tuple(
            (here, moved(here, east_m=0, north_m=10), there) for here, there in pairwise(stops_of(route))
        )

    def reach(
        self, place: LatLon, kind: UnitKind, limits_s: Sequence[float], *, toward: bool
    ) -> tuple[Lines, ...]:
        self.reaches.append((place, kind, tuple(limits_s), toward))
        assert self.is_free.wait(10)
        stops = [moved(place, east_m=METRES_PER_S * each, north_m=0) for each in (0, *limits_s)]
        return tuple(((near, far),) for near, far in pairwise(stops))


class PlainOverlays(Overlays):
    """The real ones, which remember the heat too."""

    spots: tuple[HeatSpot, ...] = ()

    def set_heat(self, spots: Iterable[HeatSpot]) -> None:
        self.spots = tuple(spots)
        super().set_heat(self.spots)


class PlainMap(QWidget):
    """A map without a page: remembers what it was told."""

    ready = Signal()
    page_lost = Signal(str)
    place_picked = Signal(float, float)
    incident_clicked = Signal(str)
    unit_clicked = Signal(str)
    post_clicked = Signal(str)
    ground_clicked = Signal()
    hovered = Signal(str, str)
    menu_requested = Signal(str, str, QPoint)
    unit_over_incident = Signal(str, str)
    unit_dropped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.units: dict[str, Any] = {}
        self.posts: list[Any] = []
        self.incidents: dict[str, Any] = {}
        self.opponents: list[Any] = []
        self.route: Any = None
        self.selected: tuple[str | None, str] = (None, "")
        self.theme = self.language = ""
        self.went: list[Any] = []
        self.revealed: list[LatLon] = []
        self.picking = False
        self.hint: str | None = None
        self.pressed: list[str] = []
        self.overlays = PlainOverlays(self._told, self)
        self.tools = MapTools(self._told, self)

    @property
    def view(self) -> View:
        """Over the market, as large as the widget."""
        return View(MARKET, 15.0, self.width(), self.height())

    @property
    def ground(self) -> None:
        """There is none."""

    def _told(self, **_values: Any) -> None:
        """There is no page to tell."""

    def set_units(self, units: Any) -> None:
        self.units = {each.id: each for each in units}

    def patch_units(self, units: Any) -> None:
        self.units |= {each.id: each for each in units}

    def set_posts(self, posts: Any) -> None:
        self.posts = list(posts)

    def set_incidents(self, incidents: Any) -> None:
        self.incidents = {each.id: each for each in incidents}

    def set_opponents(self, opponents: Any) -> None:
        self.opponents = list(opponents)

    def set_route(self, route: Any) -> None:
        self.route = route

    def select(self, kind: Any, mark_id: str = "") -> None:
        self.selected = (kind, mark_id)

    def set_theme(self, theme: str) -> None:
        self.theme = theme

    def set_language(self, language: str) -> None:
        self.language = language

    def go_to(self, at: LatLon, zoom: float | None = None, *, automatic: bool = False) -> None:
        self.went.append(at)

    def reveal(self, at: LatLon, *, asked: bool = False) -> None:
        self.revealed.append(at)

    def fit(self, box: Any, *, automatic: bool = False) -> None:
        self.went.append(box)

    def enlarge(self, factor: float) -> None:
        self.factor = factor

    def describe(self, told: Any) -> None:
        told("")

    def pick_place(self, on: bool) -> None:
        self.picking = on

    def press(self, key: str) -> None:
        self.pressed.append(key)

    def show_hint(self, text: str | None) -> None:
        self.hint = text


class Standing:
    """A director under which nothing happens."""

    is_over = True

    def advance_to(self, moment: datetime) -> None:
        """Never asked while it is over."""

    def score(self) -> ScoreSheet | None:
        return None


@dataclass
class Stage:
    """A window with all it stands on."""

    window: RoomWindow
    room: Room
    office: Office
    situation: Situation
    map: PlainMap
    loop: qasync.QEventLoop
    qtbot: Any
    roads: CrowRecommendation
    left: list[str] = field(default_factory=list)

    def run(self, errand: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine to its end while the window lives."""
        return run(self.loop, self.qtbot, errand)

    def report(self, kind: IncidentKind = KNIFE, at: LatLon = MARKET, place: str = "夏市口") -> IncidentId:
        """Take an incident and wait until the window shows it."""
        facts = self.run(self.room.give(ReportIncident(OPERATOR, kind.code, at, place, "", "")))
        incident: IncidentId = facts[0].event.incident.id
        self.qtbot.waitUntil(lambda: incident in self.window.frame.queue.model.ids)
        return incident

    def pass_time(self, seconds: float) -> None:
        """Move the room's clock on."""
        self.office.clock.move_to(self.office.clock.now() + timedelta(seconds=seconds))


def run(loop: qasync.QEventLoop, qtbot: Any, errand: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine."""
    task = loop.create_task(errand)
    qtbot.waitUntil(task.done)
    return task.result()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """A qasync loop that counts as running while pytest-qt lets Qt's own loop turn."""
    dress(qapp)
    made = qasync.QEventLoop(qapp)
    asyncio.events._set_running_loop(made)
    yield made
    asyncio.events._set_running_loop(None)
    made.close()


@pytest.fixture
def raise_stage(loop: qasync.QEventLoop, qtbot: Any) -> Iterator[Callable[..., Stage]]:
    """Builds windows in any mode and closes them at the end."""
    stages: list[Stage] = []

    def build(
        mode: Mode = "live",
        language: str = "zh",
        layers: LayerChoice | None = None,
        roads: Recommendation | None = None,
    ) -> Stage:
        made: list[Office] = []

        def parts() -> Parts:
            office = open_office()
            office.give(small_register())
            made.append(office)
            director = None if mode == "live" else Standing()
            return Parts(office.bus, office.store, office.clock, KindCatalogue((KNIFE, DISPUTE)), director)

        room = Room(mode, parts)
        snapshot = run(loop, qtbot, room.open())
        situation = Situation(snapshot)
        pane, crow = PlainMap(), CrowRecommendation()
        window = RoomWindow(
            room=room,
            situation=situation,
            map_pane=pane,
            recommendation=roads or crow,
            catalogue=KindCatalogue((KNIFE, DISPUTE)),
            search=lambda asked: (
                [Answer("post", "P-1", "夏市共治站", MARKET, "夏市口")] if "夏" in asked.text else []
            ),
            find_place=lambda text: (
                [Hit("post", "夏市共治站", MARKET, "夏市口", "P-1")] if "夏" in text else []
            ),
            wording=Wording(language),  # type: ignore[arg-type]
            theme=NIGHT,
            author=OPERATOR,
            station="永安派出所",
            drills=[("museum", "博物馆演练")],
            journal=snapshot.journal,
            layers=layers,
        )
        window.resize(1600, 900)
        window.show()
        qtbot.waitExposed(window)
        stage = Stage(window, room, made[0], situation, pane, loop, qtbot, crow)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.window.close()
        stage.run(stage.room.close())
        stage.window.deleteLater()
        qtbot.waitUntil(partial(_is_gone, stage.window))
    stages.clear()
    gc.collect()


def _is_gone(window: RoomWindow) -> bool:
    return not shiboken6.isValid(window)


@pytest.fixture
def stage(raise_stage: Callable[..., Stage]) -> Stage:
    """A live window on the small register."""
    return raise_stage()
