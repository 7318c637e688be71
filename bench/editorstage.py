"""Plays a hand in the editor and measures the gaps between turns of the window's loop."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commandroom.app.editing import Shelf
from commandroom.app.rehearsal import DraftRehearsal
from commandroom.app.script_reader import ReaderProcess
from commandroom.drill.draft import Draft
from commandroom.resources import resource
from commandroom.ui.editor.reading import Desks
from commandroom.ui.editor.window import EditorWindow
from commandroom.ui.stylesheet import dress
from commandroom.ui.theme import NIGHT
from commandroom.wording import Wording
from tests.ui.conftest import PlainMap


class Watch:
    """The longest gap between two turns of the loop."""

    def __init__(self) -> None:
        self.longest = self.worked = 0.0
        self._last, self._work = time.perf_counter(), time.thread_time()
        self._timer = QTimer(interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self.worked = max(self.worked, work - self._work)
        self._last, self._work = now, work

    async def of(self, act: Coroutine[Any, Any, None]) -> tuple[float, float]:
        """Milliseconds of the longest gap while `act` runs, and of the most the thread worked in one."""
        await asyncio.sleep(0.3)
        self.longest = self.worked = 0.0
        self._last, self._work = time.perf_counter(), time.thread_time()
        await act
        await asyncio.sleep(0.1)
        return round(1000 * self.longest, 2), round(1000 * self.worked, 2)


def script(injects: int) -> str:
    """The template with so many injects, a third of them conditional, over two hours."""
    text = resource("drill_templates", "five.yaml").read_text(encoding="utf-8")
    text = text.replace("duration: 15m", "duration: 2h")
    made = []
    for n in range(injects - 5):
        when = "when: first_unit_on_scene\n    after: 30s" if n % 3 == 0 else f"at: {n // 5}:{n % 5 * 12:02d}"
        said = f"message: {{channel: radio, sender: 巡组, text: 第{n}条情况，请核实。}}"
        made.append(f"  - id: more_{n}\n    {when}\n    {said}\n")
    return text.replace("\nanswer:", "".join(made) + "\nanswer:")


async def play(window: EditorWindow, injects: int) -> dict[str, Any]:
    """Every act once."""
    watch = Watch()
    found: dict[str, Any] = {}
    window.begin()
    await asyncio.sleep(2.0)
    text = script(injects)

    async def load() -> None:
        reading = await window.lint._reader.read(text, "big.yaml")
        draft = Draft(text)
        draft.learn(reading.pieces)
        window.files._put(draft)
        await known(window)

    async def drag() -> None:
        timeline = window.parts.timeline
        for n in (6, 7, 10, 11):
            timeline.choose(n)
            spot = timeline.spot_of(n)
            assert spot is not None
            viewport = timeline.viewport()
            QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=spot)
            for down in range(4, 60, 4):
                QTest.mouseMove(viewport, spot + QPoint(0, down))
                await asyncio.sleep(0.016)
            QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=spot + QPoint(0, 56))
            await asyncio.sleep(0.3)

    async def scroll() -> None:
        bar = window.parts.timeline.verticalScrollBar()
        for value in range(0, bar.maximum(), max(1, bar.maximum() // 60)):
            bar.setValue(value)
            await asyncio.sleep(0.016)

    async def type_text() -> None:
        window.pages.setCurrentWidget(window.text_page)
        window.text_page.go_to(200)
        window.text_page.setFocus()
        for letter in "# a remark":
            QTest.keyClick(window.text_page, letter)
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.6)

    async def zoom() -> None:
        for factor in (1.25, 1.25, 0.5, 0.5, 2.0):
            window.parts.timeline.zoom(factor)
            await asyncio.sleep(0.05)

    found["loading"] = await watch.of(load())
    found["scrolling"] = await watch.of(scroll())
    found["zooming"] = await watch.of(zoom())
    found["dragging"] = await watch.of(drag())
    found["typing"] = await watch.of(type_text())
    await known(window)
    begun = time.perf_counter()
    window.desk.draft.set_field("seed", 2)
    found["checking"] = await watch.of(known(window))
    found["checked"] = round(time.perf_counter() - begun, 2)
    return found


async def known(window: EditorWindow) -> None:
    """Wait for the findings of the text as it stands."""
    await asyncio.sleep(0.05)
    while not window.lint.is_current:
        await asyncio.sleep(0.02)


def main() -> int:
    """Play and print."""
    from commandroom.app.drills import drill_setting

    app = QApplication([])
    dress(app)
    with tempfile.TemporaryDirectory() as home, qasync.QEventLoop(app) as loop:
        asyncio.set_event_loop(loop)
        desks = Desks(ReaderProcess(), DraftRehearsal(drill_setting), Shelf(Path(home) / "scripts"))
        window = EditorWindow(pane=PlainMap(), desks=desks, theme=NIGHT, wording=Wording("zh"))
        window.resize(1600, 900)
        window.show()
        found = loop.run_until_complete(play(window, int(sys.argv[1])))
        window.close()
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
