"""A small invented town for the map's tests: a river, an avenue, a lane, a named place."""

from pathlib import Path

import numpy as np

from commandroom.geo import LatLon, moved
from commandroom.map.painting import Painting
from commandroom.map.tiles import PaintedTiles
from commandroom.map.town import painting_of, subject_of
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import AreaKind, RawArea, RawMap, RawPlace, RawWay, RoadClass

CENTRE = LatLon(30.5800, 114.2900)


def off(east_m: float, north_m: float) -> LatLon:
    return moved(CENTRE, east_m=east_m, north_m=north_m)


def small_network(avenue: str = "长江大道") -> RoadNetwork:
    points = [off(east, north) for north in (-400, 0, 400) for east in range(-1500, 1501, 100)]
    row = len(points) // 3
    points += [off(0, north) for north in range(-1500, 1501, 100)]
    ways = (
        RawWay(tuple(range(row)), RoadClass.TERTIARY, "滨河街"),
        RawWay(tuple(range(row, 2 * row)), RoadClass.PRIMARY, avenue),
        RawWay(tuple(range(2 * row, 3 * row)), RoadClass.RESIDENTIAL, "Lane 3"),
        RawWay(tuple(range(3 * row, len(points))), RoadClass.SECONDARY, "中山路"),
    )
    river = (off(-1500, -700), off(1500, -700), off(1500, -550), off(-1500, -550))
    return compile_network(
        RawMap(
            name="小城",
            node_lat=np.array([point.lat for point in points]),
            node_lon=np.array([point.lon for point in points]),
            ways=ways,
            places=(RawPlace("人民医院", "hospital", off(300, 200)),),
            areas=(RawArea(AreaKind.WATER, river, "清水河"),),
            source="made for a test",
        )
    )


def small_town(avenue: str = "长江大道") -> Painting:
    return painting_of(small_network(avenue))


def small_tiles(folder: Path | None = None, avenue: str = "长江大道") -> PaintedTiles:
    return PaintedTiles(subject_of(small_network(avenue)), folder)
