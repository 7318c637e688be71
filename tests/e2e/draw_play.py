"""A hand on a real mouse and a real keyboard works the tools of the map, on a display of its own."""

import asyncio
import sys
from typing import Any

from PySide6.QtCore import QPoint

from commandroom.app.desktop import Desktop, OpenWindow
from tests.e2e.mouse_play import _picture, _tool, _window_manager
from tests.e2e.stage import Play, demo, map_shown, perform, standing_still, until

CORNERS = ((-110, 60), (40, 60), (40, 150))
"""Of the area, in pixels from the middle of the map."""

KEYS = {
    "F5": "reach",
    "ctrl+5": "layers",
    "ctrl+6": "legend",
    "ctrl+d": "measure_distance",
    "ctrl+shift+l": "draw_line",
    "ctrl+shift+v": "lock_view",
}


async def _draw_with_the_mouse(desktop: Desktop) -> dict[str, Any]:
    manager = await _window_manager()
    shown = desktop.windows[0]
    window, space = shown.window, shown.window.frame.map_space
    window.move(0, 0)
    window.resize(1500, 860)
    await map_shown(shown)
    await standing_still(shown)
    await asyncio.sleep(1.0)
    await _click(_button(shown, "draw_area"))
    tool = shown.map_view.tools.tool
    for corner in CORNERS:
        await _click(_middle(shown) + QPoint(*corner))
    _picture("draw-1-corners")
    await _tool("key", "Return")
    await until(space.entry.isVisible, "nobody asks for the text")
    await _tool("type", "--delay", "40", "cordon")
    await asyncio.sleep(0.4)
    _picture("draw-2-text")
    await _tool("key", "Return")
    await until(lambda: window.situation.drawings, "nothing was drawn")
    drawing = next(iter(window.situation.drawings.values()))
    await asyncio.sleep(0.8)
    await _click(_middle(shown) + QPoint(10, 80))
    await until(space.plate.isVisible, "a click on the drawing says nothing")
    title = space.plate.title.text()
    await asyncio.sleep(0.5)
    _picture("draw-3-plate")
    await _tool("key", "Escape")
    await until(space.plate.isHidden, "Esc leaves the plate")
    await _click(_button(shown, "layers"))
    await until(space.panel.isVisible, "no panel")
    await asyncio.sleep(0.8)
    await _tool("key", "Down", "Down", "space")
    await until(lambda: "post" not in shown.map_view.overlays.shown, "the keys do not reach the panel")
    _picture("draw-4-panel")
    await _tool("key", "ctrl+z")
    await until(lambda: not window.situation.drawings, "it is not taken back")
    keys = await _keys_over_the_page(shown)
    if manager is not None:
        manager.terminate()
    return {
        "keys": keys,
        "tool": tool,
        "text": drawing.text,
        "kind": drawing.kind.value,
        "points": len(drawing.points),
        "title": title,
        "sent": len(list(window.situation.active_assignments())),
    }


async def _keys_over_the_page(shown: OpenWindow) -> dict[str, bool]:
    """Which keys of the map arrive while the page has the focus."""
    await _click(_middle(shown) + QPoint(-180, 120))
    acts, arrived = shown.window.actions_of_room, {}
    for key, act in KEYS.items():
        was_on = acts[act].isChecked()
        await _click(_middle(shown) + QPoint(-180, 120))
        await _tool("key", key)
        await asyncio.sleep(0.3)
        arrived[act] = acts[act].isChecked() is not was_on
    return arrived


def _middle(shown: OpenWindow) -> QPoint:
    return shown.map_view.mapToGlobal(shown.map_view.rect().center())


def _button(shown: OpenWindow, name: str) -> QPoint:
    button = shown.window.frame.map_space.bar.button(name)
    return button.mapToGlobal(button.rect().center())


async def _click(spot: QPoint) -> None:
    await _tool("mousemove", spot.x(), spot.y())
    await asyncio.sleep(0.3)
    await _tool("click", 1)
    await asyncio.sleep(0.4)


if __name__ == "__main__":
    sys.exit(perform({"draw_with_the_mouse": Play(demo, _draw_with_the_mouse)}))
