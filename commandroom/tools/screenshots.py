"""Takes the pictures of the documentation from the running program.

`python -m commandroom.tools.screenshots [FOLDER] [--only NAME…] [--roads FILE.osm.pbf…]`; needs a display or
`QT_QPA_PLATFORM=offscreen`. Every picture comes from the real window on the demo town, except the maps of
cities, which come from a live room on each file of `--roads`; `--only all-screens` takes the room at every
size, in both languages and themes.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.openings import Opening
from commandroom.app.window import run_window
from commandroom.geo import LatLon
from commandroom.settings import Settings
from commandroom.tools import academy_scenes, brain_scenes, contain_scenes, map_scenes, scenes
from commandroom.tools.staging import until

USUAL = (1600, 900)


@dataclass(frozen=True, slots=True)
class Shoot:
    """A room to open, and what is done and photographed in it."""

    prepare: Callable[[Settings], Opening]
    take: Callable[[OpenWindow, Path], Awaitable[None]]


SHOOTS: dict[str, Shoot] = {
    "room": Shoot(scenes.town, scenes.take_room),
    "drag": Shoot(scenes.town, scenes.take_drag),
    "drill": Shoot(scenes.museum, scenes.take_drill),
    "city": Shoot(scenes.city, scenes.take_city),
    "map": Shoot(scenes.town, map_scenes.take_town_maps),
    "layers": Shoot(scenes.town, map_scenes.take_layers),
    "legend": Shoot(scenes.town, map_scenes.take_legend),
    "search": Shoot(scenes.town, map_scenes.take_search),
    "wall": Shoot(scenes.town, map_scenes.take_wall),
    "export": Shoot(scenes.town, map_scenes.take_export),
    "reasons": Shoot(scenes.town, brain_scenes.take_reasons),
    "closures": Shoot(scenes.town, brain_scenes.take_closures),
    "coverage": Shoot(scenes.town, brain_scenes.take_coverage),
    "many": Shoot(scenes.city, brain_scenes.take_many),
    "planner": Shoot(scenes.town, brain_scenes.take_planner),
    "new-drill": Shoot(scenes.town, academy_scenes.take_new_drill),
    "editor": Shoot(scenes.town, academy_scenes.take_editor),
    "exercise": Shoot(academy_scenes.exercise, academy_scenes.take_exercise),
    "instructor": Shoot(academy_scenes.exercise, academy_scenes.take_instructor),
    "review": Shoot(academy_scenes.looking_back, academy_scenes.take_review),
    "report": Shoot(academy_scenes.looking_back, academy_scenes.take_report),
    "all-screens": Shoot(scenes.town, scenes.take_all_screens),
}
CITIES = "map-cities"
IN_WUHAN: dict[str, Callable[[OpenWindow, Path], Awaitable[None]]] = {
    "contain": contain_scenes.contain_in_wuhan,
}
"""Scenes on the roads of `wuhan…` among the files of `--roads`."""
ON_DEMAND = {"all-screens"}


def main() -> int:
    """Take the pictures that were asked for; returns the exit code."""
    asked = _asked()
    asked.folder.mkdir(parents=True, exist_ok=True)
    shoots: list[tuple[str, list[str]]] = [(name, []) for name in asked.only if name in SHOOTS]
    if CITIES in asked.only:
        shoots += [(CITIES, [str(file)]) for file in asked.roads]
        if not asked.roads:
            print(f"{CITIES}: left out, no --roads FILE.osm.pbf was given", flush=True)
    for name in (each for each in asked.only if each in IN_WUHAN):
        files = [str(file) for file in asked.roads if map_scenes.name_of(file) == "wuhan"]
        shoots += [(name, files)] if files else []
        if not files:
            print(f"{name}: left out, no --roads wuhan….osm.pbf was given", flush=True)
    if len(shoots) == 1:
        return _take(_shoot(*shoots[0], asked.look), asked.folder)
    for name, files in shoots:  # each in a program of its own: there is one QApplication in a program's life
        call = [sys.executable, "-m", "commandroom.tools.screenshots", str(asked.folder), "--only", name]
        call += ["--roads", *files] if files else []
        call += [f"--look={asked.look.lat},{asked.look.lon}"] if asked.look else []
        code = subprocess.call(call)
        if code:
            return code
    return 0


def _asked() -> argparse.Namespace:
    names = sorted({*SHOOTS, *IN_WUHAN, CITIES})
    parser = argparse.ArgumentParser(prog="python -m commandroom.tools.screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs") / "pictures")
    parser.add_argument("--only", nargs="*", choices=names, default=sorted({*names} - ON_DEMAND))
    parser.add_argument("--roads", nargs="*", type=Path, default=[], help="OpenStreetMap files of cities")
    parser.add_argument("--look", type=_place, default=None, help="LAT,LON in the middle of a city's maps")
    return parser.parse_args()


def _place(text: str) -> LatLon:
    lat, lon = map(float, text.split(","))
    return LatLon(lat, lon)


def _shoot(name: str, files: list[str], look: LatLon | None) -> Shoot:
    if name in SHOOTS:
        return SHOOTS[name]
    file = Path(files[0])
    if name in IN_WUHAN:
        return Shoot(partial(map_scenes.on_roads, file=file), IN_WUHAN[name])
    return Shoot(partial(map_scenes.on_roads, file=file), map_scenes.maps_of(map_scenes.name_of(file), look))


def _take(shoot: Shoot, folder: Path) -> int:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), store_url="sqlite://")
        then = partial(_photograph, take=shoot.take, folder=folder)
        return run_window(settings, partial(shoot.prepare, settings), then=then)


async def _photograph(
    desktop: Desktop, take: Callable[[OpenWindow, Path], Awaitable[None]], folder: Path
) -> None:
    shown = desktop.windows[0]
    shown.window.resize(*USUAL)
    shown.room.is_paused = True
    try:
        await until(lambda: shown.map_view.view.width > 0, within_s=60)
        await take(shown, folder)
    finally:
        shown.window.close()


if __name__ == "__main__":
    sys.exit(main())
