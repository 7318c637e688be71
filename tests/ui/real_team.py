"""A window under a display of its own: a team sent by keys and by the button, and a busy unit dragged away.

Prints one JSON line with what was seen.
"""

import asyncio
import json
from collections.abc import Callable

import qasync
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.room import Parts, Room
from commandroom.services.situation import Situation
from commandroom.ui.confirm_strip import ConfirmStrip
from commandroom.ui.stylesheet import dress
from commandroom.ui.theme import NIGHT
from commandroom.ui.window import RoomWindow
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, open_office, small_register
from tests.ui.conftest import CrowRecommendation, PlainMap
from tests.ui.real_hand import drag, hand

KNIVES, QUARREL = IncidentId("JQ-20260501-0001"), IncidentId("JQ-20260501-0002")
CAR = UnitId("U-3")


def parts() -> Parts:
    office = open_office()
    office.give(small_register())
    for kind in (KNIFE, DISPUTE):
        office.give(ReportIncident(OPERATOR, kind.code, MARKET, "夏市口", "", ""))
    return Parts(office.bus, office.store, office.clock, KindCatalogue((KNIFE, DISPUTE)))


async def until(is_so: Callable[[], bool]) -> bool:
    """Whether it comes about within a few seconds."""
    for _ in range(60):
        if is_so():
            return True
        await asyncio.sleep(0.1)
    return False


def middle(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())


async def click(widget: QWidget) -> None:
    spot = middle(widget)
    await hand("mousemove", spot.x(), spot.y())
    await hand("click", 1)
    await asyncio.sleep(0.6)


async def key(name: str) -> None:
    await hand("key", name)
    await asyncio.sleep(0.6)


def bound(situation: Situation, incident: IncidentId) -> list[str]:
    return sorted(each.unit for each in situation.assignments(incident) if each.is_active)


async def play() -> dict[str, object]:
    room = Room("live", parts)
    snapshot = await room.open()
    situation = Situation(snapshot)
    window = RoomWindow(
        room=room,
        situation=situation,
        map_pane=PlainMap(),
        recommendation=CrowRecommendation(),
        catalogue=KindCatalogue((KNIFE, DISPUTE)),
        search=lambda text: (),
        find_place=lambda text: (),
        wording=Wording("zh"),
        theme=NIGHT,
        author=OPERATOR,
        station="永安派出所",
    )
    window.setGeometry(0, 0, 1366, 768)
    window.show()
    window.activateWindow()
    await asyncio.sleep(1.0)
    seen: dict[str, object] = {}
    window.console.select_incident(KNIVES)
    await asyncio.sleep(0.8)
    team = window.frame.units.team
    wanted = sorted(team.ready())
    await key("ctrl+Return")
    seen["by_key"] = await until(lambda: bound(situation, KNIVES) == wanted)
    await key("ctrl+z")
    seen["undone"] = await until(lambda: not bound(situation, KNIVES))
    await until(lambda: sorted(team.ready()) == wanted)
    await click(team.accept)
    seen["by_button"] = await until(lambda: bound(situation, KNIVES) == wanted)
    seen |= await busy_car(window, situation)
    window.close()
    await room.close()
    return seen


async def busy_car(window: RoomWindow, situation: Situation) -> dict[str, object]:
    units, queue = window.frame.units, window.frame.queue
    units.model.show_unable(True)
    units.list.scrollTo(units.model.index(units.model.row_of(CAR), 0))
    await asyncio.sleep(0.3)
    row = units.list.visualRect(units.model.index(units.model.row_of(CAR), 0)).center()
    card = queue.list.visualRect(queue.model.index(queue.model.row_of(QUARREL), 0)).center()
    await drag(units.list.viewport().mapToGlobal(row), queue.list.viewport().mapToGlobal(card))
    await hand("mouseup", 1)
    strip: ConfirmStrip = window.findChild(ConfirmStrip)
    asked = await until(lambda: strip.is_armed)
    stays = situation.unit(CAR).incident
    await key("Return")
    moved = await until(lambda: situation.unit(CAR).incident == QUARREL)
    return {"asked": asked, "stays": stays, "moved": moved}


def main() -> None:
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    dress(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        seen = loop.run_until_complete(asyncio.wait_for(play(), 40))
        print(json.dumps(seen, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
