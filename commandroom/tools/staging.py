"""How a scene is set for a picture: time passes, somebody works, and nothing moves any more."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from commandroom.app.desktop import OpenWindow
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.services.ports import Store
from commandroom.tools.pictures import write
from commandroom.ui.theme import THEMES
from commandroom.wording import Wording

STEADY_EVERY_S, STEADY_PICTURES, STEADY_TRIES = 0.3, 3, 30


async def let_pass(shown: OpenWindow, *, minutes: float) -> None:
    """Let the room's time pass at once, in steps, so that its screens can follow."""
    director = shown.room.parts.director
    assert director is not None
    end = shown.room.now() + timedelta(minutes=minutes)
    while shown.room.now() < end and not director.is_over:
        step = min(end, shown.room.now() + timedelta(seconds=10))

        def go(_: Store, step: datetime = step) -> None:
            director.advance_to(step)

        await shown.room.read(go)
        await asyncio.sleep(0)


async def take_incident(shown: OpenWindow, place: str, kind: str, text: str) -> IncidentId:
    """An incident at a place of the town, told by a passer-by."""
    at = next(each.at for each in shown.opening.network.places if each.name == place)
    order = ReportIncident(shown.window.console.author, KindCode(kind), at, place, text, "群众")
    incident = await shown.window.console.take_incident(order)
    assert incident is not None
    await until(lambda: incident in shown.window.situation.incidents)
    return incident


def worst(shown: OpenWindow) -> IncidentId:
    """The open incident of the gravest kind that was reported last."""
    waiting = shown.window.situation.open_incidents()
    return min(waiting, key=lambda each: (each.level, -each.reported_at.timestamp())).id


def select(shown: OpenWindow, incident: IncidentId) -> None:
    """Look at an incident whose alarm everybody has seen, so that nothing flashes in a picture."""
    shown.window.console.select_incident(incident)
    for raised in tuple(shown.window.alarms.raised):
        shown.window.alarms.acknowledge(raised)


async def ranked(shown: OpenWindow) -> None:
    """Wait until the units are ranked."""
    await until(lambda: bool(shown.window.ranker.ranking))


async def recommended(shown: OpenWindow) -> Unit:
    """The unit that the room proposes."""
    await until(lambda: shown.window.console.proposed() is not None)
    found = shown.window.console.proposed()
    assert found is not None
    return shown.window.situation.units[found.unit]


async def dress(shown: OpenWindow, theme: str, language: str) -> None:
    """Another theme and language."""
    shown.window.set_theme(THEMES["day" if theme == "day" else "night"])
    shown.window.set_wording(Wording("en" if language == "en" else "zh"))


async def type_in(text: str) -> None:
    """Keys to the field that has the focus, Chinese as an input method brings it, and the answer to them."""
    for letter in text if text.isascii() else (text,):
        focused = QApplication.focusWidget()
        assert focused is not None
        if not letter.isascii():
            commit = QInputMethodEvent()
            commit.setCommitString(letter)
            QApplication.sendEvent(focused, commit)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = Qt.Key(ord(letter.upper()))
                QApplication.sendEvent(focused, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))
        await asyncio.sleep(0.05)


def dialogs() -> list[QWidget]:
    """Those on the screen."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


# Taking the picture


async def save(shown: OpenWindow, folder: Path, name: str) -> None:
    """The whole window, once nothing in it changes any more."""
    await steady(shown.window)
    write(shown.window.grab(), folder / f"{name}.png")


async def steady(widget: QWidget) -> None:
    """Tiles, rankings and charts come a moment later: wait until some pictures in a row are the same."""
    last, same = QImage(), 0
    for _ in range(STEADY_TRIES):
        await asyncio.sleep(STEADY_EVERY_S)
        picture = widget.grab().toImage()
        same = same + 1 if picture == last else 0
        if same >= STEADY_PICTURES:
            return
        last = picture


async def until(is_so: Callable[[], bool], *, within_s: float = 20) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it never was.
    """
    async with asyncio.timeout(within_s):
        while not is_so():
            await asyncio.sleep(0.05)
