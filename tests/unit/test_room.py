"""The room's thread: commands from a loop, facts in order, and time that can be held."""

import asyncio
import threading
from datetime import datetime, timedelta

import pytest

from commandroom.models.domain import commands as co
from commandroom.models.domain.enums import AssignmentStatus, UnitKind
from commandroom.models.domain.errors import UnknownThing
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.clocks import SimulatedClock
from commandroom.services.ports import Recorded, ScoreSheet, Trip
from commandroom.services.room import Parts, Room
from tests.conftest import KNIFE, NINE_PM, OPERATOR, open_office, small_register


class Strider:
    """A director that only moves the clock."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock
        self.threads: set[str] = set()

    def advance_to(self, moment: datetime) -> None:
        self.threads.add(threading.current_thread().name)
        self._clock.move_to(moment)

    @property
    def is_over(self) -> bool:
        return False

    def score(self) -> ScoreSheet | None:
        return None


def parts() -> Parts:
    office = open_office()
    office.give(small_register())
    catalogue = KindCatalogue((KNIFE,))
    return Parts(office.bus, office.store, office.clock, catalogue, Strider(office.clock))


async def a_dispatch() -> None:
    room = Room("drill", parts)
    snapshot = await room.open()
    assert len(snapshot.units) == 6
    heard: list[Recorded] = []
    room.subscribe(heard.append)
    at = snapshot.posts[0].at
    facts = await asyncio.gather(
        *(room.give(co.ReportIncident(OPERATOR, KNIFE.code, at, f"处{n}")) for n in range(5))
    )
    assert [fact.number for fact in heard] == [each[0].number for each in facts] == [2, 3, 4, 5, 6]
    with pytest.raises(UnknownThing):
        await room.give(co.CloseIncident(OPERATOR, "JQ-0"))
    incident = facts[0][0].event.incident.id  # type: ignore[attr-defined]
    await room.give(co.AssignUnit(OPERATOR, "U-3", incident, 80.0))
    for to in (AssignmentStatus.EN_ROUTE, AssignmentStatus.ON_SCENE):
        await room.give(co.AdvanceAssignment(OPERATOR, "U-3", incident, to))
    assert await room.trips(NINE_PM) == (Trip(UnitKind.CAR, 80.0, 0.0),)
    await room.close()


def test_commands_come_back_with_their_facts_and_listeners_hear_them_in_order() -> None:
    asyncio.run(a_dispatch())


async def held_and_quickened() -> None:
    room = Room("drill", parts)
    room.BEAT_S = 0.01
    await room.open()
    room.is_paused = True
    room.start()
    await asyncio.sleep(0.1)
    assert room.now() == NINE_PM
    room.speed, room.is_paused = 32, False
    while room.now() - NINE_PM < timedelta(seconds=2):
        await asyncio.sleep(0.01)
    director = room.parts.director
    assert isinstance(director, Strider)
    assert director.threads == {"store-drill_0"}
    await room.close()


def test_time_can_be_held_and_quickened_and_passes_on_the_stores_thread() -> None:
    asyncio.run(asyncio.wait_for(held_and_quickened(), timeout=20))


async def stepped() -> None:
    room = Room("drill", parts)
    await room.open()
    room.start()
    await room.step()
    assert room.is_paused
    assert room.now() - NINE_PM == timedelta(seconds=1)
    await room.close()


def test_a_step_holds_time_and_lets_one_second_pass() -> None:
    asyncio.run(asyncio.wait_for(stepped(), timeout=20))
