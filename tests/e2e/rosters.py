"""An invented roster of a prefecture's size on any road network, for the way from XLSX to the room."""

from random import Random

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Firm, Kit, Member, Post, Unit
from commandroom.models.domain.enums import FirmKind, MemberRole, Party, UnitKind
from commandroom.models.domain.ids import FirmId, MemberId, PostId, UnitId
from commandroom.roads.network import RoadNetwork
from commandroom.roads.travel import Mode, RoadRouter

POSTS, UNITS, MEMBERS = 845, 1_091, 6_000
FIRST, SECOND = "东西南北上下新老", "湖桥岭渡口湾坡岗"
KINDS = (
    (UnitKind.FOOT,) * 12 + (UnitKind.CAR,) * 4 + (UnitKind.MOTORBIKE,) * 3 + (UnitKind.DOG, UnitKind.DRONE)
)

Roster = tuple[tuple[Firm, ...], tuple[Post, ...], tuple[Unit, ...], tuple[Member, ...]]


def roster_on(
    network: RoadNetwork, *, posts: int = POSTS, units: int = UNITS, members: int = MEMBERS
) -> Roster:
    """Posts at road junctions, units at their posts, members in their units; the same every time."""
    chance = Random(1)
    nodes = [int(node) for node in RoadRouter(network).nodes(Mode.CAR)]
    spots = [LatLon(*network.node(node)) for node in chance.sample(nodes, posts)]
    firm = Firm(FirmId("F-1"), "安平保安", FirmKind.GUARD_COMPANY)
    stations = tuple(
        Post(
            PostId(f"P-{n:04}"),
            f"{_name(n)}共治站",
            at,
            firm=firm.id,
            equipment=(Kit("盾牌", 2), Kit("钢叉")),
        )
        for n, at in enumerate(spots)
    )
    crews = tuple(_unit(n, stations[n % posts], firm, chance) for n in range(units))
    people = tuple(
        Member(MemberId(f"M-{n:05}"), f"成员{n}", MemberRole.GUARD, firm.id, crews[n % units].home_post)
        for n in range(members)
    )
    return (firm,), stations, crews, people


def _name(number: int) -> str:
    head, tail = divmod(number % 64, 8)
    return f"{FIRST[head]}{SECOND[tail]}{number // 64 + 1}"


def _unit(number: int, home: Post, firm: Firm, chance: Random) -> Unit:
    kind = chance.choice(KINDS)
    is_police = kind in (UnitKind.CAR, UnitKind.DOG)
    return Unit(
        id=UnitId(f"U-{number:04}"),
        call_sign=f"巡{number:04}",
        kind=kind,
        party=Party.POLICE if is_police else Party.GUARD,
        crew=2,
        at=home.at,
        home_post=home.id,
        firm=None if is_police else firm.id,
        equipment=(Kit("盾牌"),),
    )
