"""What the tests of base maps do in the real window."""

import asyncio
import socket
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.geo import LatLon
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Author
from commandroom.models.domain.ids import KindCode
from commandroom.ui.ground_dialog import GroundDialog
from tests.e2e.stage import Play, demo, map_shown, perform, standing_still, until

CONTROL = Qt.KeyboardModifier.ControlModifier


async def _window(desktop: Desktop) -> OpenWindow:
    shown = desktop.windows[0]
    await map_shown(shown)
    await standing_still(shown)
    await until(lambda: shown.grounds is not None, "the base map cannot be changed", within_s=20)
    return shown


def _key(shown: OpenWindow) -> str:
    assert shown.map_view.ground is not None
    return shown.map_view.ground.key


async def _hang(desktop: Desktop) -> dict[str, Any]:
    """A server that takes connections and says nothing; a dispatch beside it."""
    silent = socket.create_server(("127.0.0.1", 0), backlog=64)
    shown = await _window(desktop)
    painted = _key(shown)
    QTest.keyClick(shown.window, Qt.Key.Key_B, CONTROL)
    await until(lambda: shown.window.findChild(GroundDialog) is not None, "Ctrl+B opens no dialog")
    dialog = shown.window.findChild(GroundDialog)
    dialog.source.setText(f"http://127.0.0.1:{silent.getsockname()[1]}/{{z}}/{{x}}/{{y}}.png")
    dialog.name.setText("内网")
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    await until(lambda: _key(shown) != painted, "the ground does not change")
    await asyncio.sleep(0.5)
    slowest, lag = 0.0, 0.0
    post = next(iter(shown.window.situation.posts.values()))
    for number in range(20):
        at = LatLon(post.at.lat + number * 1e-4, post.at.lon)
        begun = time.perf_counter()
        report = ReportIncident(Author("值班员", "席1"), KindCode("dispute"), at, "路口", "纠纷", "")
        await shown.room.give(report)
        slowest = max(slowest, time.perf_counter() - begun)
        begun = time.perf_counter()
        await asyncio.sleep(0.01)
        lag = max(lag, time.perf_counter() - begun)
    notices = shown.window.frame.notices
    said: list[str] = []
    await until(lambda: "内网" in notices.text.text() and "自" in notices.text.text(), "nothing is said")
    said.append(notices.text.text())
    note = shown.map_view.ground_layer.note
    silent.close()
    return {"slowest": slowest, "lag": lag, "said": said, "note": note}


async def _broken(desktop: Desktop) -> dict[str, Any]:
    """A spoilt file in the folder, a good one, and what is remembered."""
    shown = await _window(desktop)
    painted, notices = _key(shown), shown.window.frame.notices
    QTest.keyClick(shown.window, Qt.Key.Key_B, CONTROL)
    await until(lambda: shown.window.findChild(GroundDialog) is not None, "Ctrl+B opens no dialog")
    dialog = shown.window.findChild(GroundDialog)
    names = [dialog.list.item(n).text() for n in range(dialog.list.count())]
    dialog.chosen.emit("spoilt")
    await until(lambda: "spoilt" in notices.text.text(), "the spoilt file is not named")
    refused, kept = notices.text.text(), _key(shown) == painted
    dialog.chosen.emit("good")
    await until(lambda: _key(shown) != painted, "the good file is not shown")
    return {"names": names, "refused": refused, "kept": kept}


async def _again(desktop: Desktop) -> dict[str, Any]:
    """The ground that was chosen comes back by itself."""
    shown = await _window(desktop)
    await until(lambda: getattr(shown.map_view.ground, "name", "") == "good", "the choice is forgotten")
    return {"credit": shown.map_view.ground.credit if shown.map_view.ground else ""}


PLAYS = {"hang": Play(demo, _hang), "broken": Play(demo, _broken), "again": Play(demo, _again)}

if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    sys.exit(perform(PLAYS))
