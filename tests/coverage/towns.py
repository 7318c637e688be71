"""A small town with one-way streets, a footpath, a motorway and a lane without a bridge to it."""

from functools import cache
from random import Random

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Post, Unit
from commandroom.models.domain.enums import Duty, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, PostId, UnitId
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import OneWay, RawPlace, RawWay, RoadClass
from commandroom.roads.travel import RoadRouter
from tests.roads.maps import grid_point, raw_map

SIDE = 7
BLOCK_M = 190.0
LIMITS = (60.0, 180.0, 300.0)


@cache
def town() -> RoadNetwork:
    """Seven by seven crossings, 190 m apart."""
    metres = [(x * BLOCK_M, y * BLOCK_M) for y in range(SIDE) for x in range(SIDE)]
    ways = [_street(tuple(range(y * SIDE, (y + 1) * SIDE)), y) for y in range(SIDE)]
    ways += [_street(tuple(range(x, SIDE * SIDE, SIDE)), x + 1) for x in range(SIDE)]
    places = tuple(
        RawPlace(name, kind, grid_point(x, y))
        for name, kind, x, y in (
            ("一中", "school", 333, 471),
            ("县医院", "hospital", 955, 133),
            ("", "market", 9, 9),
        )
    )
    return compile_network(raw_map(metres, *ways, places=places))


def _street(nodes: tuple[int, ...], number: int) -> RawWay:
    kinds = (RoadClass.SECONDARY, RoadClass.RESIDENTIAL, RoadClass.PATH, RoadClass.MOTORWAY)
    kind = kinds[number % 4]
    oneway = OneWay.FORWARD if number % 5 == 1 else OneWay.NO
    is_path = kind is RoadClass.PATH
    return RawWay(nodes, kind, f"路{number}", oneway, motor=not is_path, foot=kind is not RoadClass.MOTORWAY)


@cache
def router() -> RoadRouter:
    """One router for all tests: nobody changes it."""
    return RoadRouter(town())


def spot(chance: Random) -> LatLon:
    """Anywhere in and a little around the town, often on a crossing."""
    edge = (SIDE - 1) * BLOCK_M
    if chance.random() < 0.4:
        return grid_point(chance.randrange(SIDE) * BLOCK_M, chance.randrange(SIDE) * BLOCK_M)
    return grid_point(chance.uniform(-60, edge + 60), chance.uniform(-60, edge + 60))


def posts(count: int, chance: Random) -> tuple[Post, ...]:
    """Posts anywhere."""
    return tuple(Post(PostId(f"P-{n}"), f"站{n}", spot(chance)) for n in range(count))


def units(count: int, chance: Random) -> tuple[Unit, ...]:
    """Units of all kinds, some busy, some resting."""
    return tuple(unit(n, chance) for n in range(count))


def unit(number: int, chance: Random) -> Unit:
    """One unit, drawn."""
    return Unit(
        id=UnitId(f"U-{number}"),
        call_sign=f"巡{number}",
        kind=chance.choice(tuple(UnitKind)),
        party=Party.GUARD,
        crew=chance.choice((0, 2, 2, 2)),
        at=spot(chance),
        duty=chance.choice((Duty.ON, Duty.ON, Duty.ON, Duty.RESTING)),
        incident=chance.choice((None, None, None, IncidentId("I-1"))),
    )
