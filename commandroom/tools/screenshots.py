"""Takes the pictures of the documentation from the running program.

`python -m commandroom.tools.screenshots [FOLDER] [--only NAME…]`; needs a display or
`QT_QPA_PLATFORM=offscreen`. Every picture comes from the real window on the demo town;
`--only all-screens` takes the room at every size, in both languages and themes.
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
from commandroom.settings import Settings
from commandroom.tools import scenes

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
    "all-screens": Shoot(scenes.town, scenes.take_all_screens),
}
ON_DEMAND = {"all-screens"}


def main() -> int:
    """Take the pictures that were asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m commandroom.tools.screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs") / "pictures")
    parser.add_argument("--only", nargs="*", choices=sorted(SHOOTS), default=sorted(set(SHOOTS) - ON_DEMAND))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if len(asked.only) == 1:
        return _take(SHOOTS[asked.only[0]], asked.folder)
    for name in asked.only:  # each in a program of its own: there is one QApplication in a program's life
        call = [sys.executable, "-m", "commandroom.tools.screenshots", str(asked.folder), "--only", name]
        code = subprocess.call(call)
        if code:
            return code
    return 0


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
        await scenes.until(lambda: shown.map_view.view.width > 0, within_s=60)
        await take(shown, folder)
    finally:
        shown.window.close()


if __name__ == "__main__":
    sys.exit(main())
