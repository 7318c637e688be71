"""What the pictures of the documentation show: scenes in the real window, told by the real room."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPen,
    QPolygon,
)
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from commandroom.app.desktop import OpenWindow
from commandroom.app.drills import drill_opening, drill_setting, find_drill
from commandroom.app.openings import Opening, demo_opening
from commandroom.demo.day import open_demo, plan_for
from commandroom.demo.town import load_demo
from commandroom.drill.session import open_drill
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.services.ports import Store
from commandroom.settings import Settings
from commandroom.tools.pictures import write
from commandroom.ui.symbols import drag_pixmap, letter_key
from commandroom.ui.theme import THEMES
from commandroom.ui.unit_drag import unit_mime
from commandroom.wording import Wording

SEED = 7
THE_NIGHT = datetime(2026, 5, 1, 13, 5, tzinfo=UTC)
SIZES = {"small": (1366, 768), "usual": (1920, 1080), "large": (2560, 1440)}
MARKET = "下河街夜市"
LIFT_PX = 26
STEADY_EVERY_S, STEADY_PICTURES, STEADY_TRIES = 0.3, 3, 30
ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (12, 12))


def town(settings: Settings) -> Opening:
    """The demo town."""
    return _on_the_night(settings, "town")


def city(settings: Settings) -> Opening:
    """The demo at the size of a prefecture."""
    return _on_the_night(settings, "city")


def _on_the_night(settings: Settings, scale: str) -> Opening:
    """The demo on one evening, so that its pictures are the same whenever they are taken."""
    opening, demo = demo_opening(settings, scale=scale, seed=SEED), load_demo(scale)
    plan = plan_for(scale, seed=SEED, language="zh")
    return replace(
        opening,
        build=lambda: open_demo(demo, opening.router, plan, start=THE_NIGHT, store_url="sqlite://"),
    )


def museum(settings: Settings) -> Opening:
    """The museum drill, with the script's own answer at the desk."""
    loaded, setting = find_drill("museum"), drill_setting()
    return replace(
        drill_opening(settings, "museum", seed=None),
        build=lambda: open_drill(loaded, setting, trainee="answer"),
    )


async def take_room(shown: OpenWindow, folder: Path) -> None:
    """The room at work, by night and by day, and the form with its candidates."""
    await let_pass(shown, minutes=14)
    await _take_incident(shown, MARKET, "knife", "两名男子持刀追人，往河边跑")
    await let_pass(shown, minutes=0.4)
    _select(shown, _worst(shown))
    await _ranked(shown)
    await save(shown, folder, "room-night-zh")
    await _dress(shown, "day", "en")
    await save(shown, folder, "room-day-en")
    await _dress(shown, "night", "zh")
    shown.window.actions_of_room["intake"].trigger()
    await _type("llbwg")
    await save(shown, folder, "intake")


async def take_drag(shown: OpenWindow, folder: Path) -> None:
    """A unit on its way from the list to an incident that was just taken: over the map, over the queue."""
    await let_pass(shown, minutes=12)
    incident = await _take_incident(shown, MARKET, "fight", "夜市两伙人打架，有人受伤")
    await let_pass(shown, minutes=0.3)
    _select(shown, incident)
    at = shown.window.situation.incident(incident).at
    shown.map_view.go_to(at, 16)
    unit = await _recommended(shown)
    await _steady(shown.map_view)
    x, y = shown.map_view.view.to_screen(at)
    await _hover(shown, shown.map_view, unit, QPoint(round(x), round(y)), folder, "drag-hover")
    cards = shown.window.frame.queue.list
    row = cards.visualRect(cards.model().index(shown.window.frame.queue.model.row_of(incident), 0))
    await _hover(shown, cards.viewport(), unit, row.center() + QPoint(30, 6), folder, "queue-drag")


async def take_drill(shown: OpenWindow, folder: Path) -> None:
    """The museum drill while units close in, and its score sheet."""
    while not shown.window.situation.open_incidents():
        await let_pass(shown, minutes=0.1)
    incident = shown.window.situation.open_incidents()[0]
    await let_pass(shown, minutes=1.1)
    _select(shown, incident.id)
    shown.map_view.go_to(incident.at, 16)
    await _ranked(shown)
    await save(shown, folder, "drill")
    await let_pass(shown, minutes=60)
    await until(lambda: bool(_dialogs()), within_s=20)
    sheet = _dialogs()[0]
    await _steady(sheet)
    write(sheet.grab(), folder / "score.png")


async def take_city(shown: OpenWindow, folder: Path) -> None:
    """A prefecture."""
    await let_pass(shown, minutes=25)
    _select(shown, _worst(shown))
    await _ranked(shown)
    await save(shown, folder, "city")


async def take_all_screens(shown: OpenWindow, folder: Path) -> None:
    """The room and its form at every size, in both themes and languages."""
    await let_pass(shown, minutes=40)
    _select(shown, _worst(shown))
    await _ranked(shown)
    for size, (width, height) in SIZES.items():
        shown.window.resize(width, height)
        for theme in ("night", "day"):
            for language in ("zh", "en"):
                await _dress(shown, theme, language)
                await save(shown, folder, f"room-{theme}-{language}-{size}")
                shown.window.intake_desk.open()
                await save(shown, folder, f"intake-{theme}-{language}-{size}")
                shown.window.intake_desk.close()


# What is done


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


async def _take_incident(shown: OpenWindow, place: str, kind: str, text: str) -> IncidentId:
    """An incident at a place of the town, told by a passer-by."""
    at = next(each.at for each in shown.opening.network.places if each.name == place)
    order = ReportIncident(shown.window.console.author, KindCode(kind), at, place, text, "群众")
    incident = await shown.window.console.take_incident(order)
    assert incident is not None
    await until(lambda: incident in shown.window.situation.incidents)
    return incident


def _worst(shown: OpenWindow) -> IncidentId:
    """The open incident of the gravest kind that was reported last."""
    waiting = shown.window.situation.open_incidents()
    return min(waiting, key=lambda each: (each.level, -each.reported_at.timestamp())).id


def _select(shown: OpenWindow, incident: IncidentId) -> None:
    """Look at an incident whose alarm everybody has seen, so that nothing flashes in a picture."""
    shown.window.console.select_incident(incident)
    for raised in tuple(shown.window.alarms.raised):
        shown.window.alarms.acknowledge(raised)


async def _ranked(shown: OpenWindow) -> None:
    await until(lambda: bool(shown.window.ranker.ranking))


async def _recommended(shown: OpenWindow) -> Unit:
    """The unit that the room proposes."""
    await until(lambda: shown.window.console.proposed() is not None)
    found = shown.window.console.proposed()
    assert found is not None
    return shown.window.situation.units[found.unit]


async def _dress(shown: OpenWindow, theme: str, language: str) -> None:
    shown.window.set_theme(THEMES["day" if theme == "day" else "night"])
    shown.window.set_wording(Wording("en" if language == "en" else "zh"))


async def _type(text: str) -> None:
    """Keys to the field that has the focus, and the answer to them."""
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = Qt.Key(ord(letter.upper()))
            QApplication.sendEvent(focused, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))
        await asyncio.sleep(0.05)


async def _hover(
    shown: OpenWindow, target: QWidget, unit: Unit, spot: QPoint, folder: Path, name: str
) -> None:
    """Hold a unit over `spot` of a widget and photograph it with what hangs on the pointer."""
    shown.window.console.select_unit(unit.id)
    parcel, left, none = unit_mime(unit.id), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(spot, copy, parcel, left, none))
    QApplication.sendEvent(target, QDragMoveEvent(spot, copy, parcel, left, none))
    await _steady(shown.window)
    picture = shown.window.grab()
    letter = shown.window.wording.say(letter_key(unit.kind))
    carried = drag_pixmap(unit, letter, shown.window.theme, picture.devicePixelRatio())
    corner = target.mapTo(shown.window, spot)
    lift = round(carried.deviceIndependentSize().height()) + LIFT_PX
    painter = QPainter(picture)
    painter.drawPixmap(corner - QPoint(20, lift), carried)
    _paint_pointer(painter, corner)
    painter.end()
    write(picture, folder / f"{name}.png")
    QApplication.sendEvent(target, QDragLeaveEvent())


def _paint_pointer(painter: QPainter, tip: QPoint) -> None:
    """An arrow as desktops draw it: a grab of the window has none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#000000"), 1.2))
    painter.setBrush(QColor("#ffffff"))
    painter.drawPolygon(QPolygon([tip + QPoint(x, y) for x, y in ARROW]))


def _dialogs() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


# Taking the picture


async def save(shown: OpenWindow, folder: Path, name: str) -> None:
    """The whole window, once nothing in it changes any more."""
    await _steady(shown.window)
    write(shown.window.grab(), folder / f"{name}.png")


async def _steady(widget: QWidget) -> None:
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
