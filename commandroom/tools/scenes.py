"""What the pictures of the documentation show: scenes in the real window, told by the real room."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QPainter,
    QPen,
    QPolygon,
)
from PySide6.QtWidgets import QApplication, QWidget

from commandroom.app.desktop import OpenWindow
from commandroom.app.drills import DrillChoice, drill_opening, drill_setting, find_drill
from commandroom.app.openings import Opening, demo_opening
from commandroom.demo.day import open_demo, plan_for
from commandroom.demo.town import load_demo
from commandroom.drill.session import open_drill
from commandroom.models.domain.entities import Unit
from commandroom.settings import Settings
from commandroom.tools.pictures import write
from commandroom.tools.staging import (
    dialogs,
    dress,
    let_pass,
    ranked,
    recommended,
    save,
    select,
    steady,
    take_incident,
    type_in,
    until,
    worst,
)
from commandroom.ui.symbols import drag_pixmap, letter_key
from commandroom.ui.unit_drag import unit_mime

SEED = 7
THE_NIGHT = datetime(2026, 5, 1, 13, 5, tzinfo=UTC)
SIZES = {"small": (1366, 768), "usual": (1920, 1080), "large": (2560, 1440)}
MARKET = "下河街夜市"
LIFT_PX = 26
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
        drill_opening(settings, DrillChoice("museum")),
        build=lambda: open_drill(loaded, setting, trainee="answer"),
    )


async def take_room(shown: OpenWindow, folder: Path) -> None:
    """The room at work, by night and by day, and the form with its candidates."""
    await let_pass(shown, minutes=14)
    await take_incident(shown, MARKET, "knife", "两名男子持刀追人，往河边跑")
    await let_pass(shown, minutes=0.4)
    select(shown, worst(shown))
    await ranked(shown)
    await save(shown, folder, "room-night-zh")
    await dress(shown, "day", "en")
    await save(shown, folder, "room-day-en")
    await dress(shown, "night", "zh")
    shown.window.actions_of_room["intake"].trigger()
    await type_in("llbwg")
    await save(shown, folder, "intake")


async def take_drag(shown: OpenWindow, folder: Path) -> None:
    """A unit on its way from the list to an incident that was just taken: over the map, over the queue."""
    await let_pass(shown, minutes=12)
    incident = await take_incident(shown, MARKET, "fight", "夜市两伙人打架，有人受伤")
    await let_pass(shown, minutes=0.3)
    select(shown, incident)
    at = shown.window.situation.incident(incident).at
    shown.map_view.go_to(at, 16)
    unit = await recommended(shown)
    await steady(shown.map_view)
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
    select(shown, incident.id)
    shown.map_view.go_to(incident.at, 16)
    await ranked(shown)
    await save(shown, folder, "drill")
    await let_pass(shown, minutes=60)
    await until(lambda: bool(dialogs()), within_s=20)
    sheet = dialogs()[0]
    await steady(sheet)
    write(sheet.grab(), folder / "score.png")


async def take_city(shown: OpenWindow, folder: Path) -> None:
    """A prefecture."""
    await let_pass(shown, minutes=25)
    select(shown, worst(shown))
    await ranked(shown)
    await save(shown, folder, "city")


async def take_all_screens(shown: OpenWindow, folder: Path) -> None:
    """The room and its form at every size, in both themes and languages."""
    await let_pass(shown, minutes=40)
    select(shown, worst(shown))
    await ranked(shown)
    for size, (width, height) in SIZES.items():
        shown.window.resize(width, height)
        for theme in ("night", "day"):
            for language in ("zh", "en"):
                await dress(shown, theme, language)
                await save(shown, folder, f"room-{theme}-{language}-{size}")
                shown.window.intake_desk.open()
                await save(shown, folder, f"intake-{theme}-{language}-{size}")
                shown.window.intake_desk.close()


async def _hover(
    shown: OpenWindow, target: QWidget, unit: Unit, spot: QPoint, folder: Path, name: str
) -> None:
    """Hold a unit over `spot` of a widget and photograph it with what hangs on the pointer."""
    shown.window.console.select_unit(unit.id)
    parcel, left, none = unit_mime(unit.id), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(spot, copy, parcel, left, none))
    QApplication.sendEvent(target, QDragMoveEvent(spot, copy, parcel, left, none))
    await steady(shown.window)
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
