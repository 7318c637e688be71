"""Pictures of the dispatch brain at work: what a dispatch does to the coverage."""

from pathlib import Path
from random import Random
from typing import cast

from PySide6.QtGui import QPainter

from commandroom.app.desktop import OpenWindow
from commandroom.geo import LatLon, moved
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.enums import DrawingKind, RoadEffect
from commandroom.models.domain.ids import IncidentId
from commandroom.tools.pictures import write
from commandroom.tools.scenes import MARKET, SIZES
from commandroom.tools.staging import dress, let_pass, ranked, select, steady, take_incident, until
from commandroom.ui.coverage_desk import CoverageDesk
from commandroom.ui.reasons_dialog import ReasonsDialog

COVER_ZOOM = 14.0
MANY = 100
MANY_SEED = 4


async def take_coverage(shown: OpenWindow, folder: Path) -> None:
    """The coverage layer and its figures before a team is sent, and once it is."""
    shown.window.resize(*SIZES["usual"])
    await let_pass(shown, minutes=14)
    incident = await _covered(shown)
    await save_with_panel(shown, folder, "coverage-before")
    await accept(shown, incident)
    await save_with_panel(shown, folder, "coverage-after")


async def accept(shown: OpenWindow, incident: IncidentId) -> None:
    """Send the proposed team, and wait until the coverage knows."""
    before = coverage_of(shown).watch.sight
    shown.window.actions_of_room["accept_team"].trigger()
    await until(lambda: len(shown.window.situation.assignments(incident)) > 1)
    await until(lambda: coverage_of(shown).watch.sight is not before)
    await is_whole(shown)


def coverage_of(shown: OpenWindow) -> CoverageDesk:
    """The desk of the coverage."""
    return shown.window.brain.coverage


async def is_whole(shown: OpenWindow) -> None:
    """Wait until the picture is of now, and the layer shows it."""
    desk = coverage_of(shown)
    await until(lambda: desk.watch.is_current and desk.is_drawn, within_s=60)


async def save_with_panel(shown: OpenWindow, folder: Path, name: str) -> None:
    """The window with the figures beside the map: a grab of the window alone has none."""
    panel = coverage_of(shown).figures.panel
    assert panel is not None
    await steady(shown.window)
    picture = shown.window.grab()
    painter = QPainter(picture)
    painter.drawPixmap(shown.window.mapFromGlobal(panel.pos()), panel.grab())
    painter.end()
    write(picture, folder / f"{name}.png")


async def _covered(shown: OpenWindow) -> IncidentId:
    """An incident with its team proposed, the layer on the map and the figures beside it."""
    incident = await take_incident(shown, MARKET, "knife", "两名男子持刀追人，往河边跑")
    await let_pass(shown, minutes=0.3)
    select(shown, incident)
    await ranked(shown)
    await dress(shown, "night", "zh")
    shown.map_view.go_to(shown.window.situation.incident(incident).at, COVER_ZOOM)
    shown.window.actions_of_room["coverage"].trigger()
    await is_whole(shown)
    shown.window.actions_of_room["coverage_figures"].trigger()
    coverage_of(shown).figures.find_moves()
    await until(lambda: not coverage_of(shown).figures.is_finding, within_s=60)
    return incident


async def take_reasons(shown: OpenWindow, folder: Path) -> None:
    """The proposed team beside the window that says why these and not others."""
    window = shown.window
    window.resize(*SIZES["usual"])
    await let_pass(shown, minutes=14)
    incident = await take_incident(shown, MARKET, "knife", "两名男子持刀追人，往河边跑")
    await let_pass(shown, minutes=0.3)
    select(shown, incident)
    await ranked(shown)
    await dress(shown, "night", "zh")
    window.actions_of_room["open_reasons"].trigger()
    await until(lambda: window.findChild(ReasonsDialog) is not None)
    dialog = cast(ReasonsDialog, window.findChild(ReasonsDialog))
    await steady(dialog)
    await steady(window)
    picture = window.grab()
    painter = QPainter(picture)
    left = window.frame.map_space.mapTo(window, window.frame.map_space.rect().topLeft())
    painter.drawPixmap(left.x() + 60, left.y() + 60, dialog.grab())
    painter.end()
    write(picture, folder / "reasons.png")


async def take_closures(shown: OpenWindow, folder: Path) -> None:
    """A closed street and icy roads beside an incident."""
    window = shown.window
    window.resize(*SIZES["small"])
    await let_pass(shown, minutes=8)
    incident = window.situation.open_incidents()[0]
    select(shown, incident.id)
    await ranked(shown)
    shown.map_view.go_to(incident.at, 16)

    def spot(east_m: float, north_m: float) -> LatLon:
        return moved(incident.at, east_m=east_m, north_m=north_m)

    course = (spot(150, -250), spot(150, 150))
    ice = (spot(-400, -200), spot(-150, -200), spot(-150, 100), spot(-400, 100))
    await window.console.draw(DrawingKind.LINE, course, "马拉松赛道", effect=RoadEffect.CLOSED, factor=1.0)
    await window.console.draw(DrawingKind.AREA, ice, "结冰", effect=RoadEffect.SLOW, factor=0.5)
    await until(lambda: not window.brain.roads.is_busy and bool(window.brain.roads.chip.words))
    await steady(window)
    write(window.grab(), folder / "closures.png")


async def take_planner(shown: OpenWindow, folder: Path) -> None:
    """The planner with its answer: ten new stations beside those of the town."""
    shown.window.resize(*SIZES["usual"])
    await let_pass(shown, minutes=2)
    await planner(shown, demand="streets", mode="foot", limit="3", places="crossings", number=10)
    await save_with_planner(shown, folder, "planner")


async def planner(shown: OpenWindow, **wish: str | int) -> None:
    """Open the planner, ask it and wait for the answer."""
    desk = shown.window.brain.planner
    shown.window.actions_of_room["planner"].trigger()
    assert desk.dialog is not None
    desk.dialog.form.choose(**wish)
    desk.dialog.form.run.click()
    await until(lambda: not desk.is_running, within_s=120)
    dialog = desk.dialog
    await until(lambda: all(each.picture is not None for each in dialog.sketches), within_s=20)


async def save_with_planner(shown: OpenWindow, folder: Path, name: str) -> None:
    """The planner alone: it covers most of the window."""
    dialog = shown.window.brain.planner.dialog
    assert dialog is not None
    await steady(dialog)
    write(dialog.grab(), folder / f"{name}.png")


async def take_many(shown: OpenWindow, folder: Path) -> None:
    """A hundred incidents within minutes: the best assignment beside the one by hand."""
    shown.window.resize(*SIZES["usual"])
    await _reported(shown)
    await dress(shown, "night", "zh")
    shown.window.actions_of_room["many"].trigger()
    desk = shown.window.brain.many
    await until(lambda: desk.dialog is not None and not desk.is_busy, within_s=60)
    assert desk.dialog is not None
    await steady(desk.dialog)
    write(desk.dialog.grab(), folder / "many.png")


async def _reported(shown: OpenWindow) -> None:
    """Incidents of all kinds all over the city, ten every six seconds; everybody has seen their alarms."""
    window, chance = shown.window, Random(MANY_SEED)
    kinds = list(shown.room.parts.catalogue.kinds.values())
    places = [place for place in shown.opening.network.places if place.name]
    for number in range(1, MANY + 1):
        kind, place = chance.choice(kinds), chance.choice(places)
        order = ReportIncident(window.console.author, kind.code, place.at, place.name, "", "群众")
        await window.room.give(order)
        if number % 10 == 0:
            await let_pass(shown, minutes=0.1)
    await until(lambda: len(window.situation.open_incidents()) >= MANY)
    for raised in tuple(window.alarms.raised):
        window.alarms.acknowledge(raised)
