"""A hand-made town of nine streets by nine, with one museum, four posts and a few units."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from commandroom.drill.crews import CrewHabits, Crews
from commandroom.drill.simulation import Simulation
from commandroom.geo import LatLon, moved
from commandroom.models.domain.commands import ImportRoster
from commandroom.models.domain.entities import (
    Author,
    Firm,
    IncidentKind,
    Kit,
    Member,
    PatrolRoute,
    Post,
    RingLimits,
    Unit,
)
from commandroom.models.domain.enums import Level, Party, UnitKind
from commandroom.models.domain.ids import KindCode, PostId, UnitId
from commandroom.models.opening import open_store
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RawMap, RawPlace, RawWay, RoadClass
from commandroom.roads.travel import RoadRouter
from commandroom.services.authority import SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.clocks import SimulatedClock
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import Recorded

ORIGIN = LatLon(30.0, 115.0)
START = datetime(2026, 11, 20, 1, 40, tzinfo=UTC)
SIDE, GAP_M = 9, 150.0
DESK = Author("值班员", "席1")


def spot(east: float, north: float) -> LatLon:
    """A point so many metres from the south-western corner."""
    return moved(ORIGIN, east_m=east, north_m=north)


def _grid() -> RoadNetwork:
    nodes = [spot(x * GAP_M, y * GAP_M) for y in range(SIDE) for x in range(SIDE)]
    ways = []
    for line in range(SIDE):
        kind = RoadClass.TERTIARY if line % 4 == 0 else RoadClass.RESIDENTIAL
        ways.append(RawWay(tuple(line * SIDE + x for x in range(SIDE)), kind, f"{line + 1}横街"))
        ways.append(RawWay(tuple(y * SIDE + line for y in range(SIDE)), kind, f"{line + 1}纵街"))
    places = (RawPlace("小城博物馆", "museum", spot(600, 600)), RawPlace("渡口", "ferry", spot(1200, 600)))
    lat, lon = np.array([node.lat for node in nodes]), np.array([node.lon for node in nodes])
    return compile_network(RawMap("小城", lat, lon, tuple(ways), places))


@dataclass(frozen=True)
class SmallRoster:
    """The register."""

    firms: tuple[Firm, ...]
    posts: tuple[Post, ...]
    units: tuple[Unit, ...]
    members: tuple[Member, ...] = ()
    patrols: tuple[PatrolRoute, ...] = ()


@dataclass(frozen=True)
class SmallTown:
    """Roads and register."""

    network: RoadNetwork
    roster: SmallRoster


def _roster() -> SmallRoster:
    shields = (Kit("盾牌", 2), Kit("钢叉", 1))
    posts = (
        Post(PostId("P1"), "小城博物馆共治站", spot(590, 610)),
        Post(PostId("P2"), "西街共治站", spot(300, 600)),
        Post(PostId("P3"), "北街共治站", spot(600, 900)),
    )
    units = [
        Unit(
            UnitId("G11"), "站1-1", UnitKind.FOOT, Party.GUARD, 3, posts[0].at, posts[0].id, equipment=shields
        ),
        Unit(
            UnitId("G12"), "站1-2", UnitKind.FOOT, Party.GUARD, 3, posts[0].at, posts[0].id, equipment=shields
        ),
        Unit(UnitId("G13"), "站1-3", UnitKind.FOOT, Party.GUARD, 2, posts[0].at, posts[0].id),
        Unit(UnitId("G21"), "站2-1", UnitKind.FOOT, Party.GUARD, 2, posts[1].at, posts[1].id),
        Unit(
            UnitId("G31"), "站3-1", UnitKind.FOOT, Party.GUARD, 2, posts[2].at, posts[2].id, equipment=shields
        ),
    ]
    kinds = (UnitKind.CAR, UnitKind.CAR, UnitKind.MOTORBIKE, UnitKind.MOTORBIKE, UnitKind.FOOT, UnitKind.DOG)
    for n, kind in enumerate(kinds):
        at = spot(300 + 150 * n, 300 + 90 * n)
        units.append(Unit(UnitId(f"J{n}"), f"警{n}", kind, Party.POLICE, 2, at))
    units.append(Unit(UnitId("D1"), "无人机1", UnitKind.DRONE, Party.POLICE, 1, spot(0, 0)))
    units.append(Unit(UnitId("V1"), "视频1", UnitKind.VIDEO, Party.POLICE, 1, spot(600, 600)))
    return SmallRoster((), posts, tuple(units))


def small_town() -> SmallTown:
    """The town."""
    return SmallTown(_grid(), _roster())


def catalogue() -> KindCatalogue:
    """Two kinds."""
    rings = RingLimits(60, 180, 300)
    knife = IncidentKind(KindCode("knife"), "持刀伤人", "Knife attack", Level.GRAVE, True, rings)
    dispute = IncidentKind(KindCode("dispute"), "纠纷", "Dispute", Level.ORDINARY, False, rings)
    return KindCatalogue((knife, dispute))


class Street:
    """A simulation with crews on the small town, on a real store, without a script."""

    def __init__(
        self, router: RoadRouter, *, seed: int = 1, url: str = "sqlite://", clears: bool = True
    ) -> None:
        self.store = open_store(url)
        last = self.store.last_time()
        self.clock = SimulatedClock(START if last is None else last)
        self.bus = Bus(
            store=self.store,
            desk=Desk(self.clock, catalogue()),
            authority=SeatAuthority(),
            handlers=HANDLERS,
        )
        if last is None:
            mine = _roster()
            self.bus.handle(ImportRoster(DESK, "test", mine.firms, mine.posts, mine.units, mine.members))
        self.facts: list[Recorded] = []
        self.bus.subscribe(self.facts.append)
        snapshot = self.store.snapshot(now=self.clock.now())
        self.sim = Simulation(bus=self.bus, clock=self.clock, snapshot=snapshot, router=router, seed=seed)
        crews = Crews(self.sim, CrewHabits(clears=clears))
        self.sim.join(crews)
        self.sim.begin(crews.begin())

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        self.sim.advance_to(self.clock.now() + timedelta(seconds=seconds))

    def names(self) -> list[str]:
        """The journalled facts by name, without the register."""
        return [type(fact.event).__name__ for fact in self.facts if fact.number is not None]


SCRIPT = """\
format: 2
id: small
title: {zh: 小城持刀, en: Knives in a small town}
start: 2026-11-20 09:40
seed: 3
duration: 10m
places:
  museum: {kind: museum}
  south: {near: museum, north: -150}
  lane: {near: museum, east: 300}
  far: {name: 渡口}
opponents:
  - {id: A1, incident: alarm, start: south, walk_to: museum}
  - {id: A2, incident: alarm, start: south, walk_to: museum, at: 0:03}
injects:
  - {id: alarm, at: 0:10, report: {kind: knife, place: museum, text: 有人持刀}}
  - {id: word, at: 0:20, message: {channel: radio, sender: 岗, text: 请求增援, about: alarm}}
  - {id: warned, at: 0:30, report: {kind: knife, place: lane, text: 有人接应}}
  - id: runs
    when: contact
    after: 5s
    flee: {opponent: A2, to: far, cut_at: warned}
  - {id: calm, when: controlled, after: 2s, note: 平息}
rules:
  subdue: {units: 4, police: 1, sides: 3, hold: 10s}
answer:
  - {when: alarm, after: 8s, order: own_post, count: 2}
  - {when: alarm, after: 12s, order: police, count: 3}
  - {when: alarm, of: warned, after: 5s, order: police, count: 1}
  - {when: alarm, after: 15s, message: 持盾保持距离}
criteria:
  - {id: order, title: {zh: 派警, en: Order}, measure: first_order, within: 20s}
  - {id: self, title: {zh: 自救, en: Self}, measure: ring, ring: self, within: 1m}
  - {id: sides, title: {zh: 三面, en: Sides}, measure: sides_closed, count: 3, within: 4m}
  - {id: shields, title: {zh: 持盾, en: Shields}, measure: kit_on_scene, item: 盾牌, count: 2, within: 2m}
  - {id: cut, title: {zh: 截断, en: Cut}, measure: escape_cut, of: warned, within: 4m}
  - {id: said, title: {zh: 通报, en: Said}, measure: message_sent, within: 1m}
  - {id: control, title: {zh: 控制, en: Control}, measure: controlled, within: 8m}
  - {id: bare, title: {zh: 无盾, en: Bare}, measure: never, code: unshielded_contact, at_most: 0}
"""


def script_file(folder: Path, text: str = SCRIPT) -> Path:
    """The script as a file."""
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return path
