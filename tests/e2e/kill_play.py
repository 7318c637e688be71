"""The whole program on the demo town, killed from outside while its operator sends unit after unit."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.openings import Opening
from commandroom.errors import Refusal
from commandroom.models.domain.commands import AssignUnit, ReportIncident
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import KindCode
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation
from commandroom.settings import Settings
from tests.e2e.stage import Play, demo, perform, say


async def _storm(desktop: Desktop) -> dict[str, Any]:
    """Say what the window shows at first, then work for ever and tell each entry once it is committed."""
    shown = desktop.windows[0]
    say(state(shown.window.situation))
    shown.room.subscribe(_tell)
    shown.room.speed = 32
    for turn in range(1_000_000):
        await _order(shown, turn)
    return {}


def _tell(fact: Recorded) -> None:
    if fact.number is not None:  # positions pass without an entry
        print(fact.number, flush=True)


async def _order(shown: OpenWindow, turn: int) -> None:
    """Send one free unit to an incident; take a new incident now and then."""
    room, situation = shown.room, shown.window.situation
    author = shown.window.console.author
    waiting = situation.open_incidents()
    if turn % 5 == 0 or not waiting:
        post = list(situation.posts.values())[turn % len(situation.posts)]
        await room.give(ReportIncident(author, KindCode("knife"), post.at, post.name, f"第{turn}起", ""))
    else:
        free = [unit for unit in situation.units.values() if unit.incident is None]
        try:
            await room.give(
                AssignUnit(
                    author,
                    free[turn % len(free)].id,
                    waiting[turn % len(waiting)].id,
                    60.0,
                    confirmed=SCRIPTED,
                )
            )
        except Refusal:
            await asyncio.sleep(0)


def state(situation: Situation) -> dict[str, Any]:
    """Incidents, assignments and clocks as plain values."""
    return {
        "incidents": sorted(
            [each.id, each.is_open, str(each.rings)] for each in situation.incidents.values()
        ),
        "assignments": sorted(
            [each.unit, each.incident, each.turn, each.status.value]
            for each in situation.active_assignments()
        ),
    }


def _second(settings: Settings) -> Opening:
    """Open the demo that another program holds, with somebody who reads the dialog and presses Enter."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    QTimer.singleShot(0, app, _read_dialog)
    return demo(settings)


def _read_dialog() -> None:
    boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)]
    if not boxes or not boxes[0].isVisible():
        QTimer.singleShot(50, _read_dialog)
        return
    say({"title": boxes[0].windowTitle(), "text": boxes[0].text()})
    QTest.keyClick(boxes[0], Qt.Key.Key_Return)


async def _nothing(desktop: Desktop) -> dict[str, Any]:
    return {"windows": len(desktop.windows)}


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    sys.exit(perform({"storm": Play(demo, _storm), "second": Play(_second, _nothing)}))
