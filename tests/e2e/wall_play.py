"""The wall of the real program: on a screen of its own, under a hand, without its page, and closed."""

import asyncio
import json
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.walls import Wall
from commandroom.map.view import MapView
from commandroom.ui.notice_line import NoticeLine
from tests.e2e.mouse_play import _picture, _tool, _window_manager
from tests.e2e.stage import Play, demo, map_shown, perform, press, standing_still, until
from tests.e2e.window_play import advance

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


async def _on_two_screens(desktop: Desktop) -> dict[str, Any]:
    shown = desktop.windows[0]
    await map_shown(shown)
    await advance(shown, 400)
    await standing_still(shown)
    wall = await _opened(shown)
    window = wall.window
    seen: dict[str, Any] = {
        "screen": window.screen().name(),
        "seat_screen": shown.window.screen().name(),
        "full": window.isFullScreen(),
        "marks": await _marks(wall.map_view) == await _marks(shown.map_view),
        "incidents": (await _marks(wall.map_view))[2] > 0,
        "plates": len(window.plates._plates)
        == len(shown.window.situation.open_incidents()[: window.plates.room]),
    }
    shown.window.activateWindow()
    await press(Qt.Key.Key_W, held=HELD)
    seen["same"] = shown.wall is wall and len(_walls()) == 1
    await _dressed_otherwise(shown)
    seen["dress"] = [
        window._theme.name,
        window.windowTitle().split(" ")[0],
        await _asked(wall.map_view, "Room.theme"),
    ]
    seen["lost"] = await _without_its_page(shown, wall)
    window.close()
    await until(lambda: shown.wall is None, "the wall stays known after it was closed")
    await until(lambda: not _walls(), "the wall's window is not taken away")
    await _dressed_otherwise(shown)
    seen["again"] = (await _opened(shown)).window.isVisible()
    shown.window.close()
    await until(lambda: not _walls(), "the wall outlives its seat")
    return seen


async def _export_everything(desktop: Desktop) -> dict[str, Any]:
    """Files of every kind, as the menu's acts write them once a name was given."""
    shown, folder = desktop.windows[0], Path(sys.argv[2]) / "out"
    folder.mkdir()
    await map_shown(shown)
    await advance(shown, 400)
    await standing_still(shown)
    exporting, notices = shown.window.exporting, shown.window.frame.notices
    said = []
    for name, save in (
        ("a.png", exporting.save_picture),
        ("b.pdf", exporting.save_picture),
        ("c.html", exporting.save_html),
    ):
        save(str(folder / name))
        await until((folder / name).exists, f"{name} is not written", within_s=20)
        await until(partial(_tells, notices, name), f"nobody says that {name} is written")
        said.append(notices.notice.tone if notices.notice else "")
    told = json.loads(
        (folder / "c.html")
        .read_text(encoding="utf-8")
        .partition('id="room-data">')[2]
        .partition("</script>")[0]
    )
    callers = {each.caller for each in shown.window.situation.incidents.values() if each.caller}
    return {
        "said": said,
        "files": sorted(os.listdir(folder)),
        "stamp": told["head"]["stamp"],
        "rows": len(told["head"]["rows"]) == len(shown.window.situation.open_incidents()),
        "marks": len(told["picture"]["marks"]) > 50,
        "callers": [
            len(callers) > 0,
            [each for each in callers if each in json.dumps(told, ensure_ascii=False)],
        ],
    }


async def _with_a_mouse(desktop: Desktop) -> dict[str, Any]:
    manager = await _window_manager()
    shown = desktop.windows[0]
    shown.window.move(0, 0)
    await map_shown(shown)
    await advance(shown, 400)
    await standing_still(shown)
    shown.window.activateWindow()
    await asyncio.sleep(0.5)
    await _tool("key", "ctrl+shift+w")
    await until(lambda: shown.wall is not None, "Ctrl+Shift+W opens no wall")
    assert shown.wall is not None
    wall, view = shown.wall, shown.wall.map_view
    await until(lambda: view.view.width > 0, "the wall's map does not come", within_s=25)
    wall.window.move(40, 40)
    await asyncio.sleep(1.5)
    _picture("wall-1-open")
    before, seat = view.view.zoom, shown.map_view.view
    middle = view.mapToGlobal(view.rect().center())
    await _tool("mousemove", middle.x(), middle.y())
    await asyncio.sleep(0.3)
    await _tool("click", 4)
    await until(lambda: view.view.zoom > before, "the wheel does not zoom the wall")
    await asyncio.sleep(0.8)
    await _tool("click", 3)
    await until(lambda: _menu() is not None, "the right button opens no menu")
    menu = _menu()
    assert menu is not None
    await asyncio.sleep(0.5)
    _picture("wall-2-menu")
    act = next(each for each in menu.actions() if each.data() == "post")
    await _click(menu.mapToGlobal(menu.actionGeometry(act).center()))
    await until(lambda: "post" not in view.overlays.shown, "a click in the menu takes no layer off")
    await asyncio.sleep(0.8)
    _picture("wall-3-without-posts")
    await _tool("key", "F11")
    await until(wall.window.isFullScreen, "F11 does not fill the screen")
    await asyncio.sleep(1.2)
    _picture("wall-4-full")
    await _tool("key", "Escape")
    await until(lambda: not wall.window.isFullScreen(), "Esc does not leave the full screen")
    kept = json.loads((desktop.settings.home / "view-wall.json").read_text())
    if manager is not None:
        manager.terminate()
    return {
        "off": "post" in kept["off"],
        "seat": [shown.map_view.view.zoom == seat.zoom, "post" in shown.map_view.overlays.shown],
    }


async def _opened(shown: OpenWindow) -> Wall:
    """Open the wall by its key and wait for its picture."""
    shown.window.activateWindow()
    await until(shown.window.isActiveWindow, "the seat's window is not to the front")
    await press(Qt.Key.Key_W, held=HELD)
    await until(lambda: shown.wall is not None, "Ctrl+Shift+W opens no wall")
    wall = shown.wall
    assert wall is not None
    await until(lambda: wall.map_view.view.width > 0, "the wall's map does not come", within_s=25)
    return wall


async def _without_its_page(shown: OpenWindow, wall: Wall) -> list[Any]:
    """Kill the process of the wall's page; what became of the seat's, and what the wall shows again."""
    lost: list[str] = []
    seat_lost: list[str] = []
    back = asyncio.Event()
    wall.map_view.page_lost.connect(lost.append)
    shown.map_view.page_lost.connect(seat_lost.append)
    wall.map_view.ready.connect(back.set)
    pids = {wall.map_view.page().renderProcessPid(), shown.map_view.page().renderProcessPid()}
    os.kill(wall.map_view.page().renderProcessPid(), signal.SIGKILL)
    await asyncio.wait_for(back.wait(), 15)
    same = await _marks(wall.map_view) == await _marks(shown.map_view)
    return [len(pids), len(lost), len(seat_lost), same]


async def _dressed_otherwise(shown: OpenWindow) -> None:
    """The other theme and the other language, as the seat's keys set them."""
    shown.window.actions_of_room["theme"].trigger()
    shown.window.actions_of_room["language"].trigger()
    await asyncio.sleep(0.3)


async def _marks(view: MapView) -> list[Any]:
    """What a page holds: units by place, posts, incidents."""
    await asyncio.sleep(0.5)
    script = (
        "(({units: u, posts, incidents}) => [[...u.index].map(([id, i]) => [id, u.toX[i], u.state[i]])"
        ".sort(), posts.size, incidents.size])(Room.picture)"
    )
    found: list[Any] = await _asked(view, script)
    return found


async def _asked(view: MapView, script: str) -> Any:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    view.page().runJavaScript(f"JSON.stringify({script})", answer.set_result)
    return json.loads(await asyncio.wait_for(answer, 10))


def _tells(line: NoticeLine, name: str) -> bool:
    return line.notice is not None and name in line.notice.text


def _walls() -> list[Any]:
    return [each for each in QApplication.topLevelWidgets() if type(each).__name__ == "WallWindow"]


def _menu() -> QMenu | None:
    popup = QApplication.activePopupWidget()
    return popup if isinstance(popup, QMenu) else None


async def _click(spot: QPoint) -> None:
    await _tool("mousemove", spot.x(), spot.y())
    await asyncio.sleep(0.3)
    await _tool("click", 1)
    await asyncio.sleep(0.4)


if __name__ == "__main__":
    sys.exit(
        perform(
            {
                "on_two_screens": Play(demo, _on_two_screens),
                "export_everything": Play(demo, _export_everything),
                "with_a_mouse": Play(demo, _with_a_mouse),
            }
        )
    )
