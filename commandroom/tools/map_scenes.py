"""Pictures of the map itself: grounds at three zooms, layers, search, the wall, and what leaves the room."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from commandroom.app.desktop import OpenWindow
from commandroom.app.imports import import_roads
from commandroom.app.openings import Opening, live_opening
from commandroom.geo import LatLon, moved
from commandroom.models.domain.enums import DrawingKind
from commandroom.models.domain.ids import IncidentId
from commandroom.settings import Settings, store_url
from commandroom.tools.pictures import write
from commandroom.tools.scenes import MARKET
from commandroom.tools.staging import (
    dress,
    let_pass,
    ranked,
    save,
    select,
    steady,
    take_incident,
    type_in,
    until,
)
from commandroom.ui.layers.trail_desk import ALL_EVERY
from commandroom.ui.theme import ThemeName

ZOOMS = (11, 14, 17)
THEMES: tuple[ThemeName, ...] = ("night", "day")
MAP_SIZE, WALL_SIZE, PAGE_SIZE = (1280, 800), (1920, 1080), (1440, 900)
CORDON = ((-160, 60), (40, 90), (70, -60), (-130, -80))
"""Corners of what is drawn round the market: metres east and north."""
CROSSING = "桃景路与长平街"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

Take = Callable[[OpenWindow, Path], Awaitable[None]]


def on_roads(settings: Settings, file: Path) -> Opening:
    """A live room on the roads of an OpenStreetMap file, imported as `import roads` does it."""
    own = replace(settings, station=name_of(file), store_url=store_url("room.db", base=settings.home))
    import_roads(own, file)
    return live_opening(own)


def name_of(file: Path) -> str:
    """`wuhan` of `wuhan_roads.osm.pbf`."""
    return file.name.partition(".")[0].partition("_")[0]


def maps_of(name: str, look: LatLon | None = None) -> Take:
    """The map at three zooms by night and by day, as `map-NAME-ZOOM-THEME.png`."""

    async def take(shown: OpenWindow, folder: Path) -> None:
        await _fit_map(shown)
        box = shown.opening.network.bbox
        middle = look if look is not None and box.holds(look) else box.centre
        for theme in THEMES:
            await dress(shown, theme, "zh")
            for zoom in ZOOMS:
                shown.map_view.go_to(middle, zoom)
                await until(lambda zoom=zoom: shown.map_view.view.zoom == zoom)  # type: ignore[misc]
                await steady(shown.map_view)
                write(shown.map_view.grab(), folder / f"map-{name}-{zoom}-{theme}.png")

    return take


async def take_town_maps(shown: OpenWindow, folder: Path) -> None:
    """The demo town at three zooms with its posts, units and incidents."""
    await let_pass(shown, minutes=14)
    await maps_of("town", _market(shown))(shown, folder)


async def take_layers(shown: OpenWindow, folder: Path) -> None:
    """The panel beside the map, with everything on it that somebody can ask for."""
    shown.window.resize(*WALL_SIZE)
    await _with_layers(shown, zoom=15)
    await save(shown, folder, "layers")


async def take_legend(shown: OpenWindow, folder: Path) -> None:
    """What the signs mean, on the map."""
    await let_pass(shown, minutes=14)
    shown.window.frame.map_space.model.wanted.emit(frozenset({"legend"}), True)
    await _fit_map(shown)
    shown.map_view.go_to(_market(shown), 16)
    for theme, language in (("night", "zh"), ("day", "en")):
        await dress(shown, theme, language)
        await steady(shown.map_view)
        write(shown.map_view.grab(), folder / f"legend-{theme}-{language}.png")


async def take_search(shown: OpenWindow, folder: Path) -> None:
    """A crossing typed into the one field."""
    await let_pass(shown, minutes=10)
    await until(lambda: shown.completing is not None and shown.completing.done(), within_s=60)
    shown.window.actions_of_room["search"].trigger()
    await type_in(CROSSING)
    await asyncio.sleep(0.5)
    await save(shown, folder, "search")


async def take_wall(shown: OpenWindow, folder: Path) -> None:
    """The wall with more incidents than plates."""
    await let_pass(shown, minutes=25)
    await take_incident(shown, MARKET, "knife", "两名男子持刀追人，往河边跑")
    await let_pass(shown, minutes=0.7)
    shown.map_view.go_to(_market(shown), 14)
    await until(lambda: shown.map_view.view.zoom == 14)
    shown.window.wall_wanted.emit()
    assert shown.wall is not None
    wall = shown.wall
    wall.window.showNormal()
    wall.window.resize(*WALL_SIZE)
    await until(lambda: wall.map_view.view.width > 0, within_s=30)
    await steady(wall.window)
    write(wall.window.grab(), folder / "wall.png")


async def take_export(shown: OpenWindow, folder: Path) -> None:
    """The exported page in a browser that has no network."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("export: left out, no Chromium on this machine", flush=True)
        return
    await _with_layers(shown, zoom=15)
    for theme, language, name in (("day", "zh", "export"), ("night", "en", "export-night-en")):
        await dress(shown, theme, language)
        await steady(shown.map_view)
        with tempfile.TemporaryDirectory() as place:
            page, shot = Path(place) / "map.html", Path(place) / "shot.png"
            shown.window.exporting.save_html(str(page))
            await until(page.exists, within_s=60)
            await asyncio.to_thread(_photograph, browser, page, shot)
            write(QPixmap(str(shot)), folder / f"{name}.png")


def _photograph(browser: str, page: Path, shot: Path) -> None:
    call = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    call += [f"--window-size={PAGE_SIZE[0]},{PAGE_SIZE[1]}", "--virtual-time-budget=8000"]
    call += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={shot.parent / 'profile'}"]
    subprocess.run([*call, f"--screenshot={shot}", page.as_uri()], check=True, capture_output=True)


async def _with_layers(shown: OpenWindow, *, zoom: float) -> IncidentId:
    """An incident with its reach, routes, a cordon, a gathering point, heat and everybody's trails."""
    window = shown.window
    space, trails = window.frame.map_space, window.map_table.layers.trails
    window.actions_of_room["layers"].trigger()
    space.model.option_wanted.emit("trail.who", "all")
    space.model.option_wanted.emit("trail.minutes", "10")
    space.model.wanted.emit(frozenset({"reach", "patrol", "trail"}), True)
    for _ in range(4 * 60):
        await let_pass(shown, minutes=0.25)
        trails.beat()
    incident = await take_incident(shown, MARKET, "knife", "两名男子持刀追人，往河边跑")
    await let_pass(shown, minutes=0.7)
    trails.beat()
    middle = window.situation.incident(incident).at
    corners = tuple(moved(middle, east_m=east, north_m=north) for east, north in CORDON)
    await window.console.draw(DrawingKind.AREA, corners, "警戒区")
    await window.console.draw(DrawingKind.POINT, (moved(middle, east_m=-330, north_m=-30),), "集结点")
    select(shown, incident)
    await ranked(shown)
    shown.map_view.go_to(middle, zoom)
    await until(lambda: bool(shown.map_view.overlays.shapes("reach")))
    space.model.wanted.emit(frozenset({"heat"}), True)
    await until(lambda: bool(shown.map_view.overlays.spots))
    for _ in range(ALL_EVERY):
        trails.beat()
    return incident


def _market(shown: OpenWindow) -> LatLon:
    return next(each.at for each in shown.opening.network.places if each.name == MARKET)


async def _fit_map(shown: OpenWindow) -> None:
    """A window round a map of the size of its pictures."""
    for act in ("show_queue", "show_units", "show_bottom"):
        if shown.window.actions_of_room[act].isChecked():
            shown.window.actions_of_room[act].trigger()
    chart: QWidget = shown.map_view
    for _ in range(3):
        wide, high = MAP_SIZE[0] - chart.width(), MAP_SIZE[1] - chart.height()
        shown.window.resize(shown.window.width() + wide, shown.window.height() + high)
        await asyncio.sleep(0.4)
