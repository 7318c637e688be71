"""A hand on a real mouse, on a display of its own: units dragged from the list to queue and map."""

import asyncio
import os
import shutil
import signal
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
    alarm,
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
MARKET, MUSEUM = "下河街夜市", "临澜博物馆"


async def _drag_with_the_mouse(desktop: Desktop) -> dict[str, Any]:
    manager = await _window_manager()
    shown = await _room_at_work(desktop)
    first, last = await alarm(shown, MARKET), await alarm(shown, MUSEUM)
    seen: dict[str, Any] = {
        "queue": await _drag(shown, first, "queue"),
        "map": await _drag(shown, last, "map"),
        "again": await _drag(shown, last, "map", same=True),
    }
    before = await head(shown)
    await _tool("key", "ctrl+z")
    await until(lambda: shown.window.frame.notices.isVisible(), "no notices")
    await asyncio.sleep(0.8)
    seen["undone"] = told(await facts(shown, before), AssignmentWithdrawn)
    if manager is not None:
        manager.terminate()
    return seen


async def _room_at_work(desktop: Desktop) -> OpenWindow:
    """The first window in the corner of the screen, with incidents, and nothing happening by itself."""
    shown = desktop.windows[0]
    shown.window.move(0, 0)
    shown.window.resize(1500, 860)
    await map_shown(shown)
    await advance(shown, 200)
    await standing_still(shown)
    return shown


_last: dict[str, str] = {}


async def _drag(shown: OpenWindow, incident: IncidentId, onto: str, *, same: bool = False) -> dict[str, Any]:
    """Drag the recommended unit (or once more the one before) onto an incident; what was seen on the way."""
    unit = _last["unit"] if same else await recommended(shown, incident)
    _last["unit"] = unit
    if same:
        await _show_unable(shown, unit)
    goal = await _on_map(shown, incident) if onto == "map" else _on_card(shown, incident)
    start = await _under_the_hand(shown, unit)
    name = f"{onto}-again" if same else onto
    before = await head(shown)
    _picture(f"{name}-1-before")
    await _tool("mousemove", start.x(), start.y())
    await asyncio.sleep(0.3)
    await _tool("mousedown", 1)
    await _slide(start, goal)
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


async def _lose_the_page(desktop: Desktop) -> dict[str, Any]:
    """The page's process is killed under the hand: with a unit from the list, and with one of the map."""
    manager = await _window_manager()
    shown = await _room_at_work(desktop)
    incident = await alarm(shown, MARKET)
    seen: dict[str, Any] = {"from_list": await _lost_with_a_unit_of_the_list(shown, incident)}
    seen["from_map"] = await _lost_with_a_unit_of_the_map(shown, incident)
    if manager is not None:
        manager.terminate()
    return seen


async def _lost_with_a_unit_of_the_list(shown: OpenWindow, incident: IncidentId) -> dict[str, Any]:
    """The hand holds on, and lets go over the incident once the map is back."""
    unit = await recommended(shown, incident)
    goal = await _on_map(shown, incident)
    start = await _under_the_hand(shown, unit)
    before = await _entries_and_head(shown)
    await _tool("mousemove", start.x(), start.y())
    await asyncio.sleep(0.3)
    await _tool("mousedown", 1)
    await _slide(start, goal)
    await asyncio.sleep(0.5)
    preview = shown.map_view._hint
    back_s = await _kill_page(shown)
    untouched = await _entries_and_head(shown) == before
    _picture("page-lost-back")
    await _slide(goal - QPoint(30, 0), goal)
    await asyncio.sleep(0.8)
    again = shown.map_view._hint
    await _tool("mouseup", 1)
    await asyncio.sleep(1.0)
    orders = told(await facts(shown, before[0]), UnitAssigned)
    wanted = [["UnitAssigned", unit, incident, shown.window.console.author.operator]]
    return {
        "previews": [preview, again],
        "back_s": back_s,
        "untouched": untouched,
        "orders": orders,
        "wanted": wanted,
    }


async def _lost_with_a_unit_of_the_map(shown: OpenWindow, incident: IncidentId) -> dict[str, Any]:
    """The page that carried the unit is gone: letting go orders nothing, and all marks are there again."""
    at = shown.window.situation.incident(incident).at
    unit = await recommended(shown, incident)
    shown.map_view.go_to(shown.window.situation.unit(unit).at, 17)
    await asyncio.sleep(1.0)
    x, y = shown.map_view.view.to_screen(shown.window.situation.unit(unit).at)
    start = shown.map_view.mapToGlobal(QPoint(round(x), round(y)))
    before = await _entries_and_head(shown)
    await _tool("mousemove", start.x(), start.y())
    await asyncio.sleep(0.3)
    await _tool("mousedown", 1)
    await _slide(start, start + QPoint(60, 40))
    back_s = await _kill_page(shown)
    await _tool("mouseup", 1)
    await asyncio.sleep(0.8)
    counted: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    shown.map_view.page().runJavaScript("Room.picture.units.count", counted.set_result)
    shown.map_view.go_to(at)
    return {
        "back_s": back_s,
        "untouched": await _entries_and_head(shown) == before,
        "units": [await asyncio.wait_for(counted, 5), len(shown.window.situation.units)],
    }


async def _entries_and_head(shown: OpenWindow) -> tuple[int, str]:
    return await shown.room.read(lambda store: store.journal_head())


async def _slide(start: QPoint, goal: QPoint) -> None:
    for step in range(1, STEPS + 1):
        spot = start + (goal - start) * (step / STEPS)
        await _tool("mousemove", spot.x(), spot.y())
        await asyncio.sleep(STEP_S)


async def _kill_page(shown: OpenWindow) -> float:
    """Kill the page's process outright; seconds until the map has drawn every mark again."""
    loop = asyncio.get_running_loop()
    back = asyncio.Event()
    shown.map_view.ready.connect(back.set)
    begun = loop.time()
    os.kill(shown.map_view.page().renderProcessPid(), signal.SIGKILL)
    await asyncio.wait_for(back.wait(), 15)
    shown.map_view.ready.disconnect(back.set)
    return loop.time() - begun


async def _under_the_hand(shown: OpenWindow, unit: str) -> QPoint:
    """Where the unit stands in its list, once the pointer is over it and nothing moves any more."""
    units = shown.window.frame.units.list
    here = units.viewport().mapToGlobal(units.viewport().rect().center())
    await _tool("mousemove", here.x(), here.y())
    await asyncio.sleep(0.5)
    row = units.model().index(units.model().row_of(unit), 0)  # type: ignore[attr-defined]
    units.scrollTo(row)
    await asyncio.sleep(0.1)
    return units.viewport().mapToGlobal(units.visualRect(row).center())


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
    plays = {
        "drag_with_the_mouse": Play(demo, _drag_with_the_mouse),
        "lose_the_page": Play(demo, _lose_the_page),
    }
    sys.exit(perform(plays))
