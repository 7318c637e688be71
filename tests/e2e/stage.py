"""Plays with the real window in a program of its own, so that a crash of it is one failed test.

A play is a module that calls `perform` with its plays; one of them is run, and prints what it saw as JSON.
"""

import asyncio
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.openings import Opening, demo_opening
from commandroom.app.window import run_window
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.enums import Party
from commandroom.models.domain.events import Event, IncidentReported
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.models.store.journal import Entry
from commandroom.models.store.store import SqlStore
from commandroom.services.ports import Recorded, Store
from commandroom.settings import Settings, read_settings

REPO = Path(__file__).parents[2]
SEEN = "SEEN "
SEED = 7

Act = Callable[[Desktop], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Play:
    """What is opened, and what is then done in it."""

    prepare: Callable[[Settings], Opening]
    act: Act


def demo(settings: Settings) -> Opening:
    """The demo town on a file in the home folder."""
    return demo_opening(settings, scale="town", seed=SEED)


# In the test


def played(module: str, play: str, home: Path, *, within_s: float = 40, display: str = "") -> dict[str, Any]:
    """Run a play in a program of its own and return what it saw; its error output is the failure's text."""
    call = [sys.executable, "-m", f"tests.e2e.{module}", play, str(home)]
    env = {**os.environ}
    if display:
        call = ["xvfb-run", "-a", "-s", f"-screen 0 {display}x24", *call]
        env["QT_QPA_PLATFORM"] = "xcb"
    done = subprocess.run(
        call, capture_output=True, text=True, timeout=within_s, check=False, cwd=REPO, env=env
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith(SEEN)]
    assert lines, f"{play} ended with {done.returncode}:\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    assert done.returncode == 0, f"{play} ended with {done.returncode}:\n{done.stderr[-3000:]}"
    seen: dict[str, Any] = json.loads(lines[-1].removeprefix(SEEN))
    return seen


# In the program of the play


def perform(plays: Mapping[str, Play]) -> int:
    """Run the play that the command line names."""
    play, home = plays[sys.argv[1]], Path(sys.argv[2])
    settings = read_settings(home, {})
    failed = False

    async def then(desktop: Desktop) -> None:
        nonlocal failed
        try:
            say(await play.act(desktop))
        except Exception:  # noqa: BLE001 - whatever it was, the windows are closed and the test hears of it
            failed = True
            traceback.print_exc()
        for shown in desktop.windows:
            shown.window.close()

    code = run_window(settings, partial(play.prepare, settings), then=then)
    return 1 if failed else code


def say(seen: Mapping[str, Any]) -> None:
    """One line for the test to read."""
    print(SEEN + json.dumps(seen, ensure_ascii=False), flush=True)


async def until(is_so: Callable[[], object], what: str, *, within_s: float = 12) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it did not come about; `what` says what.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + within_s
    while not is_so():
        if loop.time() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)


async def map_shown(shown: OpenWindow) -> None:
    """The page of the map shows the picture, and what came after it is there: charts, search, drills."""
    await asyncio.wait_for(shown.drawn.wait(), 25)
    await until(lambda: shown.map_view.view.width > 0, "the page does not say what it shows")


async def standing_still(shown: OpenWindow) -> None:
    """Let no time pass and nothing happen by itself."""
    shown.room.is_paused = True
    await shown.room.read(lambda _: None)
    await asyncio.sleep(0.3)


async def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys to whatever has the focus, as a hand would."""
    for key in keys:
        QTest.keyClick(_focused(), key, held)
        await asyncio.sleep(0.05)


async def type_in(text: str) -> None:
    """Letters key by key; Chinese as an input method brings it."""
    if text.isascii():
        QTest.keyClicks(_focused(), text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(_focused(), event)
    await asyncio.sleep(0.25)


def _focused() -> QWidget:
    found: QWidget | None = QApplication.focusWidget() or QApplication.activeWindow()
    if found is None:
        raise LookupError("nothing has the keyboard's focus")
    return found


async def facts(shown: OpenWindow, after: int = 0) -> list[Recorded]:
    """What the journal holds beyond number `after`."""

    def read(store: Store) -> list[Recorded]:
        lines = store.snapshot(now=shown.room.now(), journal_lines=500).journal
        return [fact for fact in lines if (fact.number or 0) > after]

    return await shown.room.read(read)


async def head(shown: OpenWindow) -> int:
    """The number of the newest entry."""
    return await shown.room.read(lambda store: store.journal_head()[0])


async def entries(shown: OpenWindow) -> list[Entry]:
    """Every line of the journal as it is stored."""

    def read(store: Store) -> list[Entry]:
        assert isinstance(store, SqlStore)
        return list(store.entries())

    return await shown.room.read(read)


def told(lines: Sequence[Recorded], *kinds: type[Event]) -> list[list[str]]:
    """Facts as `[name, unit, incident, operator]`, of these kinds only."""
    return [
        [
            type(fact.event).__name__,
            str(getattr(fact.event, "unit", "")),
            str(getattr(fact.event, "incident", "")),
            fact.by.operator,
        ]
        for fact in lines
        if not kinds or isinstance(fact.event, kinds)
    ]


async def alarm(shown: OpenWindow, place: str) -> IncidentId:
    """A man with a knife at a place of the map: many are proposed, and nobody is sent while time stands."""
    at = next(each.at for each in shown.opening.network.places if each.name == place)
    by = shown.window.console.author
    taken = await shown.room.give(ReportIncident(by, KindCode("knife"), at, place, "有人持刀"))
    found = next(fact.event.incident.id for fact in taken if isinstance(fact.event, IncidentReported))
    await until(lambda: found in shown.window.situation.incidents, "the window did not hear of it")
    return found


async def recommended(shown: OpenWindow, incident: str) -> UnitId:
    """A police unit of the team that the room proposes for `incident`, which is then selected."""
    console = shown.window.console
    console.select_incident(IncidentId(incident))
    await until(lambda: _plain_member(shown) is not None, "no unit is recommended")
    found = _plain_member(shown)
    assert found is not None
    return found


def _plain_member(shown: OpenWindow) -> UnitId | None:
    """The first of the proposed team about whom no gate asks; guards it asks about where they go alone."""
    proposal, units = shown.window.ranker.proposal, shown.window.situation.units
    able = () if proposal is None else (each for each in proposal.members if each.goes and not each.doubts)
    plain = (each.unit for each in able if units[each.unit].is_free)
    return next((unit for unit in plain if units[unit].party is Party.POLICE), None)
