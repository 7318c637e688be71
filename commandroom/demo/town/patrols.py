"""Units that belong to no post: police on wheels and on foot, dogs, drones, camera seats, firm patrols."""

from dataclasses import dataclass
from random import Random

from commandroom.demo.town.roadside import Roadside
from commandroom.demo.town.rosterwords import RosterWords, drawn
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.entities import Firm, Unit
from commandroom.models.domain.enums import Duty, FirmKind, Party, UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.roads.raw import RawMap, RoadClass


@dataclass(frozen=True, slots=True)
class Squad:
    """A sort of patrol: what it is called, how it moves, whose it is, and its share of all patrols."""

    call_sign: str
    kind: UnitKind
    party: Party
    kit: str
    crews: tuple[int, ...]
    share: int
    digits: str = "02d"


SQUADS = (
    Squad("警车", UnitKind.CAR, Party.POLICE, "car", (2, 2, 3), 14),
    Squad("特巡", UnitKind.CAR, Party.POLICE, "special", (4, 4, 5), 4, "d"),
    Squad("铁骑", UnitKind.MOTORBIKE, Party.POLICE, "motorbike", (1, 2), 8),
    Squad("巡", UnitKind.FOOT, Party.POLICE, "police", (2, 3), 10),
    Squad("联巡", UnitKind.MOTORBIKE, Party.GUARD, "motorbike", (2, 2), 8),
    Squad("犬", UnitKind.DOG, Party.POLICE, "dog", (1, 2), 6, "d"),
    Squad("无人机", UnitKind.DRONE, Party.POLICE, "drone", (1, 2), 12, "d"),
    Squad("视频", UnitKind.VIDEO, Party.POLICE, "video", (1, 2), 10, "d"),
)
WATCHED = (
    "metro",
    "night_market",
    "square",
    "museum",
    "station",
    "hospital",
    "mall",
    "market",
    "sight",
    "bank",
)
_DUTIES = (Duty.ON, Duty.RESTING, Duty.OFF)
CENTRE_PULL_M = 1_500.0


def patrol_units(
    raw: RawMap,
    count: int,
    before: int,
    words: RosterWords,
    roadside: Roadside,
    firms: tuple[Firm, ...],
    rng: Random,
) -> tuple[Unit, ...]:
    """`count` patrols, numbered after the `before` units at posts."""
    companies = [firm.id for firm in firms if firm.kind is FirmKind.GUARD_COMPANY]
    units: list[Unit] = []
    for squad, number in _numbered(count):
        units.append(
            Unit(
                id=UnitId(f"U-{before + len(units) + 1:04d}"),
                call_sign=f"{squad.call_sign}{number:02d}"
                if squad.call_sign != "无人机"
                else f"无人机{number}",
                kind=squad.kind,
                party=squad.party,
                crew=rng.choice(squad.crews),
                at=_beat(raw, squad, number, roadside, rng),
                firm=rng.choice(companies) if squad.party is Party.GUARD else None,
                equipment=drawn(words.unit_kit[squad.kit], rng),
                duty=Duty.ON if squad.kit == "special" else rng.choices(_DUTIES, (90, 6, 4))[0],
            )
        )
    return tuple(units)


def _numbered(count: int) -> list[tuple[Squad, int]]:
    whole = sum(squad.share for squad in SQUADS)
    sizes = [count * squad.share // whole for squad in SQUADS]
    for extra in range(count - sum(sizes)):
        sizes[extra % len(sizes)] += 1
    return [(squad, n) for squad, size in zip(SQUADS, sizes, strict=True) for n in range(1, size + 1)]


def _beat(raw: RawMap, squad: Squad, number: int, roadside: Roadside, rng: Random) -> LatLon:
    if squad.kind is UnitKind.VIDEO:
        watched = [place for kind in WATCHED for place in raw.places if place.kind == kind]
        return roadside.kerb(watched[(number - 1) % len(watched)].at)
    if squad.kind is UnitKind.DRONE:
        bases = [place for place in raw.places if place.kind in ("police", "village", "park", "fire_station")]
        return roadside.kerb(bases[(number - 1) % len(bases)].at)
    least = RoadClass.RESIDENTIAL if squad.kind in (UnitKind.FOOT, UnitKind.DOG) else RoadClass.TERTIARY
    ways = [way for way in raw.ways if way.motor and way.road_class >= least]
    centre = next(place.at for place in raw.places if place.kind == "police")
    for _ in range(40):
        way = ways[rng.randrange(len(ways))]
        node = way.nodes[rng.randrange(len(way.nodes))]
        at = LatLon(float(raw.node_lat[node]), float(raw.node_lon[node]))
        if distance_m(at, centre) < CENTRE_PULL_M * rng.expovariate(1.0) + 400:
            break
    return at
