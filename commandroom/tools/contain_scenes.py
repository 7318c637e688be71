"""Pictures of a containment: a man with a knife flees on foot in the old town of Wuchang, in a live room."""

from pathlib import Path
from random import Random

from commandroom.app.desktop import OpenWindow
from commandroom.geo import LatLon
from commandroom.models.domain.commands import ImportRoster, ReportIncident
from commandroom.models.domain.entities import Firm, Kit, Post, Unit
from commandroom.models.domain.enums import FirmKind, Party, UnitKind
from commandroom.models.domain.ids import FirmId, IncidentId, KindCode, PostId, UnitId
from commandroom.roads.network import RoadNetwork
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.tools.map_scenes import THEMES
from commandroom.tools.staging import dress, save, select, until
from commandroom.ui.panels.contain.session import ContainSession

PLACE, PLACE_NAME = LatLon(30.5462, 114.3006), "民主路口"
SEEN_AGO_S = 240.0
SIZE = (1920, 1080)
POSTS, UNITS = 845, 1_091
SEED = 1
FIRST, SECOND = "东西南北上下新老", "湖桥岭渡口湾坡岗"
KINDS = (UnitKind.FOOT,) * 10 + (UnitKind.CAR,) * 5 + (UnitKind.MOTORBIKE,) * 3 + (UnitKind.DOG,)
SIGNS = {UnitKind.FOOT: "巡", UnitKind.CAR: "警车", UnitKind.MOTORBIKE: "铁骑", UnitKind.DOG: "犬"}
POLICE = (UnitKind.CAR, UnitKind.MOTORBIKE, UnitKind.DOG)


async def contain_in_wuhan(shown: OpenWindow, folder: Path) -> None:
    """The ring by night, and by day once it is ordered; `shown` is a live room on the roads of Wuhan."""
    window = shown.window
    window.resize(*SIZE)
    await window.room.give(_roster(shown))
    await until(lambda: len(window.situation.units) == UNITS, within_s=60)
    incident = await _reported(shown)
    session = await _asked(shown)
    await save(shown, folder, "contain-wuhan-night")
    session.panel.order_wanted.emit()
    await until(lambda: _is_ordered(shown, session, incident), within_s=30)
    await dress(shown, THEMES[1], "zh")
    await save(shown, folder, "contain-wuhan-day")


async def _reported(shown: OpenWindow) -> IncidentId:
    order = ReportIncident(
        shown.window.console.author, KindCode("knife"), PLACE, PLACE_NAME, "男子持刀伤人后步行逃离", "群众"
    )
    incident = await shown.window.console.take_incident(order)
    assert incident is not None
    await until(lambda: incident in shown.window.situation.incidents)
    select(shown, incident)
    return incident


async def _asked(shown: OpenWindow) -> ContainSession:
    """Ctrl+Shift+C, and when he was seen."""
    shown.window.actions_of_room["contain"].trigger()
    session = shown.window.brain.contain.session
    assert session is not None
    session.panel.entries.seen_typed.emit(SEEN_AGO_S)
    await until(lambda: bool(session.panel.picture.lines), within_s=30)
    await until(lambda: bool(session.panel.after.text()), within_s=30)
    return session


def _is_ordered(shown: OpenWindow, session: ContainSession, incident: IncidentId) -> bool:
    """Whether the orders stand; a question of the gates is answered yes on the way."""
    if shown.window.console.gates.question is not None:
        shown.window.console.gates.answer(True)
    sent = [each for each in shown.window.situation.assignments(incident) if each.goal is not None]
    return bool(sent) and session.panel.picture.is_watching and not session.orders.is_giving


def _roster(shown: OpenWindow) -> ImportRoster:
    """An invented register on the junctions of the network; the same every time."""
    chance, firm = Random(SEED), Firm(FirmId("F-1"), "安平保安", FirmKind.GUARD_COMPANY)
    posts = tuple(
        Post(
            PostId(f"P-{n:04}"),
            f"{_name(n)}共治站",
            at,
            firm=firm.id,
            equipment=(Kit("盾牌", 2), Kit("钢叉")),
        )
        for n, at in enumerate(_spots(shown.opening.network, chance))
    )
    units = tuple(_unit(n, posts[n % POSTS], firm, chance.choice(KINDS)) for n in range(UNITS))
    return ImportRoster(shown.window.console.author, "invented", (firm,), posts, units)


def _spots(network: RoadNetwork, chance: Random) -> list[LatLon]:
    nodes = [int(node) for node in RoadRouter(network).nodes(Mode.CAR)]
    return [network.node(node) for node in chance.sample(nodes, POSTS)]


def _name(number: int) -> str:
    head, tail = divmod(number % 64, 8)
    return f"{FIRST[head]}{SECOND[tail]}{number // 64 + 1}"


def _unit(number: int, home: Post, firm: Firm, kind: UnitKind) -> Unit:
    is_police = kind in POLICE
    return Unit(
        id=UnitId(f"U-{number:04}"),
        call_sign=f"{SIGNS[kind]}{number:03}",
        kind=kind,
        party=Party.POLICE if is_police else Party.GUARD,
        crew=2,
        at=home.at,
        home_post=home.id,
        firm=None if is_police else firm.id,
        equipment=(Kit("盾牌"), Kit("防刺背心", 2)),
    )
