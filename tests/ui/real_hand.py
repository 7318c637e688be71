"""A window under a display of its own, and a real mouse that drags a unit onto an incident's card.

Prints one JSON line: the incident of the unit before and after, and the preview seen on the way.
"""

import asyncio
import json

import qasync
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.ids import UnitId
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.room import Parts, Room
from commandroom.services.situation import Situation
from commandroom.ui.stylesheet import dress
from commandroom.ui.theme import NIGHT
from commandroom.ui.window import RoomWindow
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, open_office, small_register
from tests.ui.conftest import CrowRecommendation, PlainMap

CAR = UnitId("U-3")
STEP_S = 0.05


def parts() -> Parts:
    office = open_office()
    office.give(small_register())
    office.give(ReportIncident(OPERATOR, KNIFE.code, MARKET, "夏市口", "", ""))
    return Parts(office.bus, office.store, office.clock, KindCatalogue((KNIFE, DISPUTE)))


async def hand(*order: object) -> None:
    """One order to the pointer of the display."""
    process = await asyncio.create_subprocess_exec("xdotool", *(str(each) for each in order))
    await process.wait()
    await asyncio.sleep(STEP_S)


async def drag(start: QPoint, goal: QPoint) -> None:
    """Press at `start` and move to `goal` without letting go."""
    await hand("mousemove", start.x(), start.y())
    await hand("mousedown", 1)
    for part in range(1, 11):
        spot = start + (goal - start) * (part / 10)
        await hand("mousemove", spot.x(), spot.y())
    for _ in range(5):
        await hand("mousemove", goal.x(), goal.y())


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
    await asyncio.sleep(1.0)
    units, queue = window.frame.units, window.frame.queue
    row = units.list.visualRect(units.model.index(units.model.row_of(CAR), 0)).center()
    card = queue.list.visualRect(queue.model.index(0, 0)).center()
    before = situation.unit(CAR).incident
    await drag(units.list.viewport().mapToGlobal(row), queue.list.viewport().mapToGlobal(card))
    seen = queue.list.painter_of_cards.preview
    await hand("mouseup", 1)
    for _ in range(100):
        if situation.unit(CAR).incident is not None:
            break
        await asyncio.sleep(0.05)
    outcome = {"before": before, "seen": seen, "after": situation.unit(CAR).incident}
    window.close()
    await room.close()
    return outcome


def main() -> None:
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    dress(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        print(
            json.dumps(loop.run_until_complete(asyncio.wait_for(play(), 40)), ensure_ascii=False), flush=True
        )


if __name__ == "__main__":
    main()
