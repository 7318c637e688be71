"""A hand-made town of nine streets by nine, with one museum, four posts and a few units."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from commandroom.drill.simulation import Simulation
from commandroom.geo import LatLon, moved
from commandroom.models.domain.commands import ImportRoster
from commandroom.models.domain.entities import (
    Author, Firm, IncidentKind, Kit, Member, Post, RingLimits, Unit,
)
from commandroom.models.domain.enums import Level, Party, UnitKind
from commandroom.models.domain.ids import KindCode, PostId, UnitId
from commandroom.models.opening import open_store
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RawMap, RawPlace, RawWay, RoadClass
from commandroom.services.authority import SYSTEM, SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.clocks import SimulatedClock
from commandroom.services.handlers import HANDLERS

ORIGIN = LatLon(30.0, 115.0)
START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SIDE, GAP_M = 9, 150.0


def spot(east: float, north: float) -> LatLon:
    return moved(ORIGIN, east_m=east, north_m=north)


def grid() -> RoadNetwork:
    nodes = [spot(x * GAP_M, y * GAP_M) for y in range(SIDE) for x in range(SIDE)]
    ways = []
    for line in range(SIDE):
        kind = RoadClass.TERTIARY if line % 4 == 0 else RoadClass.RESIDENTIAL
        ways.append(RawWay(tuple(line * SIDE + x for x in range(SIDE)), kind, f"{line + 1}横街"))
        ways.append(RawWay(tuple(y * SIDE + line for y in range(SIDE)), kind, f"{line + 1}纵街"))
    places = (RawPlace("小城博物馆", "museum", spot(600, 600)), RawPlace("渡口", "ferry", spot(1200, 600)))
    lat, lon = np.array([p.lat for p in nodes]), np.array([p.lon for p in nodes])
    return compile_network(RawMap("small", lat, lon, tuple(ways), places))


@dataclass(frozen=True)
class Roster:
    firms: tuple[Firm, ...]
    posts: tuple[Post, ...]
    units: tuple[Unit, ...]
    members: tuple[Member, ...] = ()


def roster() -> Roster:
    shield = (Kit("防暴盾牌", 2), Kit("钢叉", 2))
    posts = (
        Post(PostId("P1"), "小城博物馆共治站", spot(590, 610), equipment=shield),
        Post(PostId("P2"), "西街共治站", spot(300, 600), equipment=shield),
        Post(PostId("P3"), "北街共治站", spot(600, 900)),
        Post(PostId("P4"), "东街共治站", spot(900, 450), equipment=shield),
    )
    units = []
    for post in posts:
        for n in (1, 2):
            key = f"G{post.id[1]}{n}"
            units.append(
                Unit(UnitId(key), f"保安{key}", UnitKind.FOOT, Party.GUARD, 3, post.at, home_post=post.id)
            )
    kinds = [UnitKind.CAR, UnitKind.CAR, UnitKind.MOTORBIKE, UnitKind.MOTORBIKE, UnitKind.FOOT, UnitKind.DOG]
    for n, kind in enumerate(kinds):
        units.append(
            Unit(UnitId(f"J{n}"), f"警{n}", kind, Party.POLICE, 2, spot(300 + 150 * n, 300 + 90 * n))
        )
    units.append(Unit(UnitId("D1"), "无人机1", UnitKind.DRONE, Party.POLICE, 1, spot(0, 0)))
    units.append(Unit(UnitId("V1"), "视频1", UnitKind.VIDEO, Party.POLICE, 1, spot(600, 600)))
    return Roster((), posts, tuple(units))


def catalogue() -> KindCatalogue:
    rings = RingLimits(60, 180, 300)
    return KindCatalogue(
        (
            IncidentKind(KindCode("knife"), "持刀伤人", "Knife attack", Level.GRAVE, True, rings),
            IncidentKind(KindCode("dispute"), "纠纷", "Dispute", Level.ORDINARY, False, rings),
        )
    )


@dataclass
class Town:
    network: RoadNetwork
    roster: Roster


def town() -> Town:
    return Town(grid(), roster())


class Session:
    """A bus on a store in memory, with the small town on its register."""

    def __init__(self, *, seed: int = 1, url: str = "sqlite://", router=None, fill: bool = True) -> None:
        from commandroom.roads.travel import RoadRouter

        self.store = open_store(url)
        last = self.store.last_time()
        self.clock = SimulatedClock(max(START, last) if last else START)
        desk = Desk(self.clock, catalogue())
        self.bus = Bus(store=self.store, desk=desk, authority=SeatAuthority(), handlers=HANDLERS)
        if fill:
            mine = roster()
            self.bus.handle(
                ImportRoster(Author(SYSTEM, "test"), "test", mine.firms, mine.posts, mine.units, mine.members)
            )
        self.router = router or RoadRouter(grid())
        self.sim = Simulation(
            bus=self.bus,
            clock=self.clock,
            snapshot=self.store.snapshot(now=self.clock.now()),
            router=self.router,
            seed=seed,
        )
