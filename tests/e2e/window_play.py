"""What the tests of the window do in it: keys, drops, a drill beside it, closing and opening again."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.drills import DrillChoice, drill_opening
from commandroom.app.openings import Opening
from commandroom.geo import LatLon, moved
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Author
from commandroom.models.domain.events import AssignmentWithdrawn, IncidentReported, UnitAssigned
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.models.opening import open_store
from commandroom.services.ports import Director, Store
from commandroom.services.situation import Situation
from commandroom.settings import Settings
from commandroom.ui.console import Notice
from commandroom.ui.unit_drag import unit_mime
from tests.e2e.stage import (
    SEED,
    Play,
    demo,
    entries,
    facts,
    head,
    map_shown,
    perform,
    press,
    recommended,
    standing_still,
    told,
    type_in,
    until,
)

CONTROL = Qt.KeyboardModifier.ControlModifier


async def _take_by_keys(desktop: Desktop) -> dict[str, Any]:
    shown = await _still_window(desktop)
    window, before = shown.window, await head(shown)
    await press(Qt.Key.Key_F2)
    await until(lambda: window.frame.intake.isVisible(), "F2 opens no form")
    form = window.frame.intake._fields
    await type_in("llbwg")
    await until(lambda: form.place.candidates.isVisible(), "no places are offered")
    offered = form.place.candidates.current()
    await press(Qt.Key.Key_Return)
    await type_in("cdsr")
    await until(lambda: form.kind.candidates.isVisible(), "no kinds are offered")
    await press(Qt.Key.Key_Return)
    await type_in("两名男子持刀")
    await press(Qt.Key.Key_Return, held=CONTROL)
    await until(lambda: window.console.incident, "nothing was taken")
    incident = window.situation.incident(IncidentId(window.console.incident or ""))
    shown.map_view.go_to(incident.at, 16)
    red = await _colour_at(shown, incident.at, QColor("#ff5a4d"))
    raised = sorted(window.alarms.raised)
    await press(Qt.Key.Key_Space)
    cards = window.frame.queue.list.model()
    return {
        "offered": None if offered is None else offered.name,
        "incident": [incident.kind, incident.place_name, incident.text],
        "in_queue": cards.row_of(incident.id),  # type: ignore[attr-defined]
        "form_is_open": window.frame.intake.isVisible(),
        "raised": [raised == [incident.id], sorted(window.alarms.raised)],
        "facts": told(await facts(shown, before), IncidentReported),
        "red_pixels": red,
    }


async def _send_by_enter(desktop: Desktop) -> dict[str, Any]:
    shown = await _still_window(desktop)
    window, notices = shown.window, _Notices(shown)
    incident = await _reported(shown)
    await recommended(shown, incident)
    proposed, before = window.console.proposed(), await head(shown)
    assert proposed is not None
    unit = proposed.unit
    notices.take()
    window.frame.queue.list.setFocus()
    await press(Qt.Key.Key_Return)
    await _say_yes(shown)
    await until(lambda: window.situation.unit(unit).incident == incident, "Enter sends nobody")
    await until(lambda: notices.heard, "nothing is said about the order")
    first = notices.take()
    units = window.frame.units.list
    units.setFocus()
    window.console.select_unit(unit)
    await press(Qt.Key.Key_Return)
    await until(lambda: notices.heard, "nothing is said about the second order")
    second = notices.take()
    orders = told(await facts(shown, before), UnitAssigned)
    await press(Qt.Key.Key_Z, held=CONTROL)
    await until(lambda: window.situation.unit(unit).incident is None, "Ctrl+Z takes nothing back")
    return {
        "unit": unit,
        "incident": incident,
        "orders": orders,
        "first": [each.tone for each in first],
        "second": [each.tone for each in second],
        "after_undo": told(await facts(shown, before), UnitAssigned, AssignmentWithdrawn),
    }


async def _drop_both_ways(desktop: Desktop) -> dict[str, Any]:
    shown = await _still_window(desktop)
    window, seen = shown.window, {}
    incident = await _reported(shown)
    first, before = await recommended(shown, incident), await head(shown)
    cards = window.frame.queue.list
    spot = cards.visualRect(cards.model().index(cards.model().row_of(incident), 0)).center()  # type: ignore[attr-defined]
    _drag_over(cards.viewport(), first, spot)
    await until(lambda: cards.painter_of_cards.preview, "no preview on the card")
    seen["card_preview"] = cards.painter_of_cards.preview
    _drop(cards.viewport(), first, spot)
    await until(lambda: window.situation.unit(first).incident == incident, "the queue took no drop")
    second = await _another(shown, incident, first)
    at = window.situation.incident(incident).at
    shown.map_view.go_to(at, 16)
    await until(lambda: shown.map_view.view.zoom == 16, "the map does not go there")
    x, y = shown.map_view.view.to_screen(at)
    _drag_over(shown.map_view, second, QPoint(round(x) + 5, round(y) - 5))
    await until(lambda: shown.map_view._hint, "no preview on the map")
    seen["map_preview"] = shown.map_view._hint
    _drop(shown.map_view, second, QPoint(round(x) + 5, round(y) - 5))
    await until(lambda: window.situation.unit(second).incident == incident, "the map took no drop")
    beside = QPoint(round(x) + 120, round(y) + 120)
    third = await _another(shown, incident, second)
    _drag_over(shown.map_view, third, beside)
    _drop(shown.map_view, third, beside)
    await asyncio.sleep(0.3)
    wanted = [["UnitAssigned", unit, incident, window.console.author.operator] for unit in (first, second)]
    return seen | {"orders": told(await facts(shown, before), UnitAssigned), "wanted": wanted}


async def _change_looks(desktop: Desktop) -> dict[str, Any]:
    shown = await _still_window(desktop)
    window, seen = shown.window, {"night": await _brightness(shown), "zh": _words(shown)}
    await press(Qt.Key.Key_T, held=CONTROL)
    await until(lambda: window.theme.name == "day", "Ctrl+T changes nothing")
    await _steady(shown)
    seen["day"] = await _bright(shown)
    await press(Qt.Key.Key_L, held=CONTROL)
    await until(lambda: window.wording.language == "en", "Ctrl+L changes nothing")
    return seen | {"en": _words(shown)}


async def _drill_beside(desktop: Desktop) -> dict[str, Any]:
    shown = await _still_window(desktop)
    actions = shown.window.menus._menus["drill"].actions
    await until(lambda: [each for each in actions() if each.data() == "museum"], "no drill is offered")
    before = await shown.room.read(lambda store: store.journal_head())
    next(each for each in actions() if each.data() == "museum").trigger()
    await until(lambda: len(desktop.windows) == 2, "no drill opens", within_s=20)
    drill = desktop.windows[1]
    await map_shown(drill)
    await advance(drill, 95.5)
    await standing_still(drill)
    incident = drill.window.situation.open_incidents()[0].id
    unit = await recommended(drill, incident)
    drill_before = await head(drill)
    await drill.window.console.assign(unit, incident)
    orders = told(await facts(drill, drill_before), UnitAssigned)
    bands = drill.window.frame.bands
    return {
        "before": before,
        "after": await shown.room.read(lambda store: store.journal_head()),
        "orders": orders,
        "stores": [_store_name(shown), _store_name(drill)],
        "titles": [shown.window.windowTitle(), drill.window.windowTitle()],
        "bands": [band.isVisible() and band.width() == drill.window.width() for band in bands],
        "live_bands": len(shown.window.frame.bands),
    }


async def _play_drill(desktop: Desktop) -> dict[str, Any]:
    drill = desktop.windows[0]
    await map_shown(drill)
    folder, pace = drill.opening.folder, drill.window.frame.pace
    assert folder is not None
    assert pace is not None
    pauses = [each for each in pace.findChildren(QToolButton) if each is pace._pause]
    pace._speeds.button(32).click()
    await until(lambda: drill.window.situation.open_incidents(), "no inject came", within_s=15)
    QTest.mouseClick(pauses[0], Qt.MouseButton.LeftButton)
    await _send_some(drill, 2)
    pace._speeds.button(8).click()
    pauses[0].click()
    await asyncio.sleep(0.9)
    await _send_some(drill, 1)
    pace._speeds.button(1).click()
    for part in (7.318, 0.0415, 23.77, 3.003, 41.2):
        await advance(drill, part)
        await _send_some(drill, 1)
    await _take_back_one(drill)
    pace._speeds.button(32).click()
    while not _director(drill).is_over:
        await advance(drill, 17.93)
    await until(lambda: (folder / "actions.json").exists(), "the actions were not kept")
    sheet = await drill.room.score()
    assert sheet is not None
    lines = [[str(getattr(each, name)) for name in COLUMNS] for each in await entries(drill)]
    return {
        "folder": str(folder),
        "seed": sheet.seed,
        "history": sheet.history_sha256,
        "criteria": [[each.id, each.measured, each.passed] for each in sheet.criteria],
        "lines": lines,
        "score_is_shown": [each.windowTitle() for each in QApplication.topLevelWidgets() if each.isVisible()],
    }


COLUMNS = ("number", "at", "operator", "seat", "cause", "command", "event", "body", "previous", "hash")


async def _close_and_open(desktop: Desktop) -> dict[str, Any]:
    shown = desktop.windows[0]
    await map_shown(shown)
    await advance(shown, 300)
    await standing_still(shown)
    incident = await _reported(shown)
    await shown.window.console.assign(await recommended(shown, incident), incident)
    before, name = _state(shown.window.situation), _store_name(shown)
    shown.window.close()
    await shown.closed.wait()
    raw = open_store(f"sqlite:///{name}")
    is_sound = raw.verify().is_sound
    raw.close()
    again = await desktop.open(partial(demo, desktop.settings))
    await map_shown(again)
    await standing_still(again)
    after = _state(again.window.situation)
    running = [each for each in again.window.situation.open_incidents() if each.id == incident]
    again.window.console.select_incident(incident)
    return {
        "is_sound": is_sound,
        "before": before,
        "after": after,
        "taken": incident,
        "clocks": [clock.is_running for clock in running[0].rings],
        "marks": sorted(mark.id for mark in again.map_view._picture.incidents()),
        "cards": again.window.frame.queue.list.model().rowCount(),
    }


# Steps


async def _still_window(desktop: Desktop) -> OpenWindow:
    shown = desktop.windows[0]
    await map_shown(shown)
    await standing_still(shown)
    return shown


async def _reported(shown: OpenWindow) -> IncidentId:
    """An incident beside the first post, taken without the form."""
    post = next(iter(shown.window.situation.posts.values()))
    at = moved(post.at, east_m=40, north_m=30)
    order = ReportIncident(shown.window.console.author, KindCode("knife"), at, post.name, "持刀", "")
    incident = await shown.window.console.take_incident(order)
    assert incident is not None
    await until(lambda: incident in shown.window.situation.incidents, "the window does not hear of it")
    return incident


async def _another(shown: OpenWindow, incident: IncidentId, sent: UnitId) -> UnitId:
    """A unit that may go, once the ranking knows that `sent` is on its way."""
    ranker = shown.window.ranker
    await until(lambda: sent in ranker.by_unit and not ranker.by_unit[sent].may_go, "the ranking is old")
    return next(each.unit for each in ranker.ranking if each.may_go)


async def _send_some(shown: OpenWindow, count: int) -> None:
    for _ in range(count):
        await _send_nearest(shown, shown.window.situation.open_incidents()[0].id)
        await asyncio.sleep(0.137)


async def _send_nearest(shown: OpenWindow, incident: IncidentId) -> None:
    window, ranker = shown.window, shown.window.ranker
    window.console.select_incident(incident)
    await until(lambda: ranker.incident == incident and ranker.ranking, "no ranking")
    able = [each.unit for each in ranker.ranking if each.may_go]
    unit = next(each for each in able if window.situation.unit(each).is_free)
    order = asyncio.get_running_loop().create_task(window.console.assign(unit, incident))
    await _say_yes(shown)
    await order


async def _say_yes(shown: OpenWindow) -> None:
    """Whatever a gate asks about the order just given."""
    await asyncio.sleep(0.3)
    if shown.window.console.gates.question is not None:
        shown.window.console.gates.answer(True)


async def _take_back_one(shown: OpenWindow) -> None:
    await shown.window.console.undo()
    by = Author("值班员", "席1")
    waiting = shown.window.situation.open_incidents()
    order = ReportIncident(by, KindCode("dispute"), waiting[0].at, "馆前", "围观群众争吵", "")
    await shown.window.console.take_incident(order)


async def advance(shown: OpenWindow, seconds: float) -> None:
    """Let the room's time pass at once."""
    director, end = _director(shown), shown.room.now() + timedelta(seconds=seconds)

    def go(_: Store) -> None:
        director.advance_to(end)

    await shown.room.read(go)
    await asyncio.sleep(0.1)


def _director(shown: OpenWindow) -> Director:
    director = shown.room.parts.director
    assert director is not None
    return director


def _drag_over(target: QWidget, unit: str, spot: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy, parcel = Qt.DropAction.CopyAction, unit_mime(unit)
    QApplication.sendEvent(target, QDragEnterEvent(spot, copy, parcel, left, none))
    QApplication.sendEvent(target, QDragMoveEvent(spot, copy, parcel, left, none))


def _drop(target: QWidget, unit: str, spot: QPoint) -> None:
    parcel: QMimeData = unit_mime(unit)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDropEvent(QPointF(spot), Qt.DropAction.CopyAction, parcel, left, none))


class _Notices:
    """What the room says to the operator."""

    def __init__(self, shown: OpenWindow) -> None:
        self.heard: list[Notice] = []
        shown.window.console.notice.connect(self.heard.append)

    def take(self) -> list[Notice]:
        """Everything since the last time."""
        heard = self.heard[:]
        self.heard.clear()
        return heard


async def _colour_at(shown: OpenWindow, at: LatLon, colour: QColor) -> int:
    """How many pixels near `at` on the map as painted have about this colour; waits for the first."""
    for _ in range(100):
        await asyncio.sleep(0.05)
        picture = shown.map_view.grab().toImage()
        x, y = shown.map_view.view.to_screen(at)
        found = sum(
            _is_near(picture, QPoint(round(x) + right, round(y) + down), colour)
            for right in range(-16, 17)
            for down in range(-16, 17)
        )
        if found:
            return found
    return 0


def _is_near(picture: QImage, spot: QPoint, colour: QColor) -> bool:
    if not picture.rect().contains(spot):
        return False
    seen = picture.pixelColor(spot)
    away = (seen.red() - colour.red(), seen.green() - colour.green(), seen.blue() - colour.blue())
    return max(map(abs, away)) < 24


async def _steady(shown: OpenWindow) -> None:
    """The picture of the map is the same twice."""
    last = QImage()
    for _ in range(40):
        await asyncio.sleep(0.25)
        picture = shown.map_view.grab().toImage()
        if picture == last:
            return
        last = picture


async def _brightness(shown: OpenWindow) -> list[int]:
    """Of the map and of the whole window, 0 to 255."""
    return [
        round(sum(small.pixelColor(x, y).lightness() for x in range(32) for y in range(32)) / 1024)
        for small in (widget.grab().toImage().scaled(32, 32) for widget in (shown.map_view, shown.window))
    ]


async def _bright(shown: OpenWindow, *, within_s: float = 12.0) -> list[int]:
    """The brightness once the page has painted its day; what it was last where it never does."""
    end = asyncio.get_running_loop().time() + within_s
    seen = await _brightness(shown)
    while min(seen) <= 160 and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.1)
        seen = await _brightness(shown)
    return seen


def _words(shown: OpenWindow) -> list[str]:
    frame, bar = shown.window.frame, shown.window.menuBar()
    return [shown.window.windowTitle(), frame.queue.header.title.text(), bar.actions()[0].text()]


def _store_name(shown: OpenWindow) -> str:
    return str(shown.room.parts.store.name)  # type: ignore[attr-defined]


def _state(situation: Situation) -> dict[str, Any]:
    """Incidents, assignments and clocks as plain values."""
    return {
        "incidents": sorted(
            [each.id, each.place_name, str(each.reported_at), each.is_open, str(each.rings)]
            for each in situation.incidents.values()
        ),
        "assignments": sorted(
            [each.unit, each.incident, each.status.value, str(each.ordered_at)]
            for each in situation.active_assignments()
        ),
    }


def _museum(settings: Settings) -> Opening:
    return drill_opening(replace(settings), DrillChoice("museum", seed=SEED))


PLAYS = {
    "take_by_keys": Play(demo, _take_by_keys),
    "send_by_enter": Play(demo, _send_by_enter),
    "drop_both_ways": Play(demo, _drop_both_ways),
    "change_looks": Play(demo, _change_looks),
    "drill_beside": Play(demo, _drill_beside),
    "play_drill": Play(_museum, _play_drill),
    "close_and_open": Play(demo, _close_and_open),
}

if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    sys.exit(perform(PLAYS))
