"""Takes the pictures of the documentation from the running program.

`python -m commandroom.tools.screenshots [FOLDER] [--only NAME…]`; needs a display or
`QT_QPA_PLATFORM=offscreen`. Every picture comes from the real window on the demo town.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.drills import drill_opening
from commandroom.app.openings import Opening, demo_opening
from commandroom.app.window import run_window
from commandroom.map.marks import UNIT_MIME
from commandroom.services.ports import Director, Store
from commandroom.settings import Settings
from commandroom.ui.theme import THEMES
from commandroom.wording import Wording

SIZES = {"small": (1366, 768), "usual": (1920, 1080), "large": (2560, 1440)}
SEED = 7


def main() -> int:
    """Take the pictures that were asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m commandroom.tools.screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs") / "pictures")
    parser.add_argument("--only", nargs="*", choices=sorted(SETS), default=sorted(SETS))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in asked.only:
        with tempfile.TemporaryDirectory() as home:
            prepare, take = SETS[name]
            settings = Settings(home=Path(home), store_url="sqlite://")
            code = run_window(
                settings,
                partial(prepare, settings),
                then=partial(_photograph, take=take, folder=asked.folder),
            )
            if code:
                return code
    return 0


async def _photograph(
    desktop: Desktop, take: Callable[[OpenWindow, Path], Awaitable[None]], folder: Path
) -> None:
    shown = desktop.windows[0]
    _resize(shown, "usual")
    await _map_is_ready(shown)
    try:
        await take(shown, folder)
    finally:
        shown.window.close()


async def _room(shown: OpenWindow, folder: Path) -> None:
    """The room in both themes and languages, at three sizes, the form, and a unit over an incident."""
    await _let_pass(shown, minutes=40)
    _select_worst(shown)
    for size in SIZES:
        _resize(shown, size)
        for theme in ("night", "day"):
            shown.window.set_theme(THEMES["day" if theme == "day" else "night"])
            for language in ("zh", "en"):
                shown.window.set_wording(Wording("en" if language == "en" else "zh"))
                await _settled(2.5)
                name = f"room-{theme}-{language}" + ("" if size == "usual" else f"-{size}")
                _save(shown.window, folder, name)
    _resize(shown, "usual")
    shown.window.set_theme(THEMES["night"])
    shown.window.set_wording(Wording("zh"))
    await _hover(shown, folder)
    shown.window.actions_of_room["intake"].trigger()
    await _settled(1.5)
    _save(shown.window, folder, "intake")


async def _hover(shown: OpenWindow, folder: Path) -> None:
    """A unit over an incident on the map, as a drag shows it."""
    incident = shown.window.console.incident
    proposed = shown.window.console.proposed()
    if incident is None or proposed is None:
        return
    shown.map_view.go_to(shown.window.situation.incident(incident).at, 16)
    await _settled(3)
    data = QMimeData()
    data.setData(UNIT_MIME, proposed.unit.encode())
    x, y = shown.map_view.view.to_screen(shown.window.situation.incident(incident).at)
    spot, buttons, keys = (
        QPoint(round(x), round(y)),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    copy = Qt.DropAction.CopyAction
    shown.map_view.dragEnterEvent(QDragEnterEvent(spot, copy, data, buttons, keys))
    shown.map_view.dragMoveEvent(QDragMoveEvent(QPointF(spot).toPoint(), copy, data, buttons, keys))
    await _settled(2)
    _save(shown.window, folder, "drag-hover")


async def _drill(shown: OpenWindow, folder: Path) -> None:
    """The museum drill, with the nearest sent, and its score sheet."""
    await _let_pass(shown, minutes=1)
    _select_worst(shown)
    await _settled(2)
    for _ in range(4):
        shown.window.hands.dispatch()
        await _settled(1)
    await _let_pass(shown, minutes=1.5)
    await _settled(2)
    _save(shown.window, folder, "drill")
    await _let_pass(shown, minutes=30)
    await _settled(3)
    sheets = [each for each in QGuiApplication.topLevelWindows() if each.isVisible()]
    if len(sheets) > 1:
        shown.window.raise_()
    for child in shown.window.findChildren(QWidget):
        if child.isWindow() and child.isVisible():
            _save(child, folder, "score")


async def _city(shown: OpenWindow, folder: Path) -> None:
    """The demo city."""
    await _let_pass(shown, minutes=20)
    _select_worst(shown)
    await _settled(4)
    _save(shown.window, folder, "city")


def _select_worst(shown: OpenWindow) -> None:
    waiting = shown.window.situation.open_incidents()
    if waiting:
        shown.window.console.select_incident(waiting[0].id)


def _resize(shown: OpenWindow, size: str) -> None:
    shown.window.resize(*SIZES[size])


async def _map_is_ready(shown: OpenWindow) -> None:
    ready = asyncio.Event()
    shown.map_view.ready.connect(ready.set)
    await asyncio.wait_for(ready.wait(), timeout=60)


async def _let_pass(shown: OpenWindow, *, minutes: float) -> None:
    """Let the room's time pass at once, in steps, so that its screens can follow."""
    director = shown.room.parts.director
    assert director is not None
    end = shown.room.now() + timedelta(minutes=minutes)
    while shown.room.now() < end and not director.is_over:
        step = min(end, shown.room.now() + timedelta(seconds=10))
        await shown.room.read(partial(_advance, director, step))
        await asyncio.sleep(0)


def _advance(director: Director, moment: datetime, store: Store) -> None:
    """On the store's thread, which the room's own beat shares."""
    director.advance_to(moment)


async def _settled(seconds: float) -> None:
    """Tiles, rankings and charts come a moment later."""
    await asyncio.sleep(seconds)


def _save(widget: QWidget, folder: Path, name: str) -> None:
    path = (folder / name).with_suffix(".png")
    if not widget.grab().save(str(path)):
        raise SystemExit(f"cannot write {path}")
    print(path)


def _demo(settings: Settings) -> Opening:
    return demo_opening(settings, scale="town", seed=SEED)


def _museum(settings: Settings) -> Opening:
    return drill_opening(settings, "museum", seed=SEED)


def _big(settings: Settings) -> Opening:
    return demo_opening(settings, scale="city", seed=SEED)


SETS: dict[str, tuple[Callable[[Settings], Opening], Callable[[OpenWindow, Path], Awaitable[None]]]] = {
    "room": (_demo, _room),
    "drill": (_museum, _drill),
    "city": (_big, _city),
}


if __name__ == "__main__":
    sys.exit(main())
