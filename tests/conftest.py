"""Fixtures every test may use: a small register, a bus on a store in memory, a clock that stands."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from commandroom.geo import LatLon, moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.doctrine import Doctrine, Doubt, Gate, GateRule
from commandroom.models.domain.entities import (
    Author,
    Firm,
    IncidentKind,
    Kit,
    Member,
    Post,
    RingLimits,
    Unit,
)
from commandroom.models.domain.enums import Duty, FirmKind, Level, MemberRole, Party, UnitKind
from commandroom.models.domain.ids import FirmId, IncidentId, KindCode, MemberId, PostId, UnitId
from commandroom.models.opening import open_store
from commandroom.models.store.store import SqlStore
from commandroom.services.authority import SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.clocks import SimulatedClock
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import Recorded

PLAIN = Doctrine(
    gates=(
        GateRule(Doubt.BUSY, Gate.WARN),
        GateRule(Doubt.OFF, Gate.BLOCK),
        GateRule(Doubt.RESTING, Gate.WARN),
        GateRule(Doubt.NO_CREW, Gate.BLOCK),
        GateRule(Doubt.WRONG_KIND, Gate.WARN),
        GateRule(Doubt.ALONE, Gate.WARN),
    )
)
"""Rules with gates and nothing else: no plan doubts an order, no clock but the rings runs."""

NINE_PM = datetime(2026, 5, 1, 13, 0, tzinfo=UTC)
MARKET = LatLon(30.2000, 115.6000)
OPERATOR = Author("值班员", "席1")

KNIFE = IncidentKind(
    KindCode("knife"), "持刀伤人", "Knife attack", Level.GRAVE, True, RingLimits(60, 180, 300)
)
DISPUTE = IncidentKind(
    KindCode("dispute"), "纠纷", "Dispute", Level.ORDINARY, False, RingLimits(60, 180, 480)
)


@dataclass
class Office:
    """A bus on a store, with what it takes to give commands and to look at the outcome."""

    store: SqlStore
    clock: SimulatedClock
    bus: Bus

    def give(self, command: co.Command) -> tuple[Recorded, ...]:
        """Hand a command to the bus."""
        return self.bus.handle(command)

    def report(self, kind: IncidentKind = KNIFE, at: LatLon = MARKET, text: str = "有人持刀") -> IncidentId:
        """Take an incident and return its number."""
        facts = self.give(co.ReportIncident(OPERATOR, kind.code, at, "夏市", text, "店主"))
        return facts[0].event.incident.id  # type: ignore[attr-defined]


def small_register() -> co.ImportRoster:
    """One firm, two posts, six units, two members round the market."""
    firm = Firm(FirmId("F-1"), "安平保安", FirmKind.GUARD_COMPANY)
    own = Post(PostId("P-1"), "夏市共治站", MARKET, "夏市口", firm.id, (Kit("盾牌", 2), Kit("钢叉", 1)))
    next_door = Post(PostId("P-2"), "桥头共治站", moved(MARKET, east_m=600, north_m=0), firm=firm.id)
    shield = (Kit("盾牌", 1),)
    units = (
        Unit(UnitId("U-1"), "站1", UnitKind.FOOT, Party.GUARD, 3, MARKET, own.id, firm.id, shield),
        Unit(UnitId("U-2"), "站2", UnitKind.FOOT, Party.GUARD, 2, next_door.at, next_door.id, firm.id),
        Unit(UnitId("U-3"), "巡07", UnitKind.CAR, Party.POLICE, 2, moved(MARKET, east_m=0, north_m=900)),
        Unit(UnitId("U-4"), "视频1", UnitKind.VIDEO, Party.GUARD, 1, MARKET, own.id),
        Unit(UnitId("U-5"), "犬2", UnitKind.DOG, Party.POLICE, 1, MARKET, duty=Duty.RESTING),
        Unit(UnitId("U-6"), "无人机1", UnitKind.DRONE, Party.POLICE, 1, MARKET),
    )
    members = (
        Member(MemberId("M-1"), "甲一", MemberRole.GUARD, firm.id, own.id, UnitId("U-1")),
        Member(MemberId("M-2"), "乙二", MemberRole.OFFICER, unit=UnitId("U-3"), phone="13900000000"),
    )
    return co.ImportRoster(OPERATOR, "test", (firm,), (own, next_door), units, members)


def open_office(url: str = "sqlite://", *, start: datetime = NINE_PM, doctrine: Doctrine = PLAIN) -> Office:
    """A bus on the store at `url`."""
    store = open_store(url)
    clock = SimulatedClock(max(start, store.last_time() or start))
    catalogue = KindCatalogue((KNIFE, DISPUTE))
    desk = Desk(clock, catalogue, doctrine)
    bus = Bus(store=store, desk=desk, authority=SeatAuthority(), handlers=HANDLERS)
    return Office(store, clock, bus)


@pytest.fixture
def office() -> Iterator[Office]:
    """A bus on a store in memory, with the small register on it."""
    room = open_office()
    room.give(small_register())
    yield room
    room.store.close()
