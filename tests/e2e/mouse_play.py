"""A hand on a real mouse, on a display of its own: units dragged from the list to queue and map."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.models.domain.events import AssignmentWithdrawn, UnitAssigned
from commandroom.models.domain.ids import IncidentId
from tests.e2e.stage import (
    Play,
    demo,
    facts,
    head,
    map_shown,
    perform,
    recommended,
    standing_still,
    told,
    until,
)
from tests.e2e.window_play import advance

STEPS, STEP_S = 24, 0.02


async def _drag_with_the_mouse(desktop: Desktop) -> dict[str, Any]:
    manager = await _window_manager()
    shown = desktop.windows[0]
    shown.window.move(0, 0)
    shown.window.resize(1500, 860)
    await map_shown(shown)
    await advance(shown, 200)
    await standing_still(shown)
    waiting = [each.id for each in shown.window.situation.open_incidents()]
    seen: dict[str, Any] = {
        "queue": await _drag(shown, waiting[0], "queue"),
        "map": await _drag(shown, waiting[-1], "map"),
        "again": await _drag(shown, waiting[-1], "map", same=True),
    }
    before = await head(shown)
    await _tool("key", "ctrl+z")
    await until(lambda: shown.window.frame.notices.isVisible(), "no notices")
    await asyncio.sleep(0.8)
    seen["undone"] = told(await facts(shown, before), AssignmentWithdrawn)
    if manager is not None:
        manager.terminate()
    return seen


_last: dict[str, str] = {}


async def _drag(shown: OpenWindow, incident: IncidentId, onto: str, *, same: bool = False) -> dict[str, Any]:
    """Drag the recommended unit (or once more the one before) onto an incident; what was seen on the way."""
    unit = _last["unit"] if same else await recommended(shown, incident)
    _last["unit"] = unit
    units = shown.window.frame.units.list
    if same:
        await _show_unable(shown, unit)
    row = units.model().index(units.model().row_of(unit), 0)  # type: ignore[attr-defined]
    units.scrollTo(row)
    start = units.viewport().mapToGlobal(units.visualRect(row).center())
    goal = await _on_map(shown, incident) if onto == "map" else _on_card(shown, incident)
    name = f"{onto}-again" if same else onto
    before = await head(shown)
    _picture(f"{name}-1-before")
    await _tool("mousemove", start.x(), start.y())
    await asyncio.sleep(0.3)
    await _tool("mousedown", 1)
    for step in range(1, STEPS + 1):
        spot = start + (goal - start) * (step / STEPS)
        await _tool("mousemove", spot.x(), spot.y())
        await asyncio.sleep(STEP_S)
    await asyncio.sleep(1.0)
    preview = _preview(shown, onto)
    _picture(f"{name}-2-hover")
    await _tool("mouseup", 1)
    await asyncio.sleep(1.0)
    _picture(f"{name}-3-after")
    orders = told(await facts(shown, before), UnitAssigned)
    wanted = [["UnitAssigned", unit, incident, shown.window.console.author.operator]]
    return {
        "orders": orders,
        "wanted": wanted,
        "preview": preview,
        "refusal": shown.window.console.last_refusal,
    }


async def _show_unable(shown: OpenWindow, unit: str) -> None:
    """Unfold those who cannot go, where the unit now stands."""
    model = shown.window.frame.units.model
    model.show_unable(True)
    await until(lambda: model.row_of(unit) >= 0, "the unit is nowhere in the list")


def _on_card(shown: OpenWindow, incident: IncidentId) -> QPoint:
    cards = shown.window.frame.queue.list
    row = cards.model().index(cards.model().row_of(incident), 0)  # type: ignore[attr-defined]
    return cards.viewport().mapToGlobal(cards.visualRect(row).center())


async def _on_map(shown: OpenWindow, incident: IncidentId) -> QPoint:
    at = shown.window.situation.incident(incident).at
    shown.map_view.go_to(at, 16)
    await asyncio.sleep(1.5)
    x, y = shown.map_view.view.to_screen(at)
    return shown.map_view.mapToGlobal(QPoint(round(x), round(y)))


def _preview(shown: OpenWindow, onto: str) -> str:
    return shown.map_view._hint if onto == "map" else shown.window.frame.queue.list.painter_of_cards.preview


def _picture(name: str) -> None:
    folder = os.environ.get("COMMANDROOM_TEST_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        screen = QGuiApplication.primaryScreen()
        screen.grabWindow(0).save(str(Path(folder) / f"{name}.png"))


async def _tool(*words: object) -> None:
    program = await asyncio.create_subprocess_exec("xdotool", *map(str, words))
    await program.wait()


async def _window_manager() -> asyncio.subprocess.Process | None:
    """A window manager, where there is one; the drag needs none."""
    if not shutil.which("openbox"):
        return None
    return await asyncio.create_subprocess_exec("openbox", stderr=asyncio.subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(perform({"drag_with_the_mouse": Play(demo, _drag_with_the_mouse)}))
