"""Builds the invented town: the same map for the same seed, whatever the machine."""

from itertools import pairwise
from math import hypot
from random import Random
from typing import Literal

from commandroom.demo.town.districts import cut_up
from commandroom.demo.town.layout import CITY, TOWN, Layout, lay_out
from commandroom.demo.town.naming import NameBox, name_streets
from commandroom.demo.town.oneways import with_oneways
from commandroom.demo.town.places import Spot, repeated_wishes, settle, single_wishes
from commandroom.demo.town.plat import Block, Plat, area, middle
from commandroom.demo.town.relief import Relief
from commandroom.demo.town.scenery import (
    RIVER,
    Scenery,
    blind_lane,
    embankments,
    hills,
    houses,
    lake,
    lot_of,
    pond,
    river,
    river_line,
    wants_blind_lane,
)
from commandroom.demo.town.survey import survey
from commandroom.demo.town.words import read_words
from commandroom.roads.raw import LineKind, RawArea, RawLine, RawMap, RawPlace, RoadClass

Scale = Literal["town", "city"]
DEFAULT_SEED = 7


def build_town(seed: int = DEFAULT_SEED, scale: Scale = "town") -> RawMap:
    """An invented town (`scale` town: a county seat; city: a prefecture), WGS-84."""
    layout, words = (TOWN if scale == "town" else CITY), read_words()
    name = words.town if scale == "town" else words.city
    rng = Random(f"{scale}:{seed}")
    relief = Relief(rng, size=layout.size, old_town=layout.old_town, ring=layout.ring)
    plat, districts = lay_out(layout, rng)
    blocks = [block for district in districts for block in cut_up(plat, district, rng)]
    _thin_out(plat, rng)
    box = NameBox(words, rng)
    name_streets(plat, box, rng)
    scenery = Scenery(patches=[*embankments(layout), river(layout, rng)])
    spots = _metro(plat, layout)
    line_1 = [spot.at for spot in spots if spot.kind == "metro"]
    wishes = [*single_wishes(words, layout, name), *repeated_wishes(box, rng, words, layout)]
    spots += settle(plat, blocks, wishes, scenery, rng, layout)
    spots += _fill(plat, blocks, scenery, box, rng, layout)
    spots.append(Spot(name, scale, layout.centre))
    surveyed = survey(plat, scenery.trails, relief)
    ways = with_oneways(surveyed.ways, len(surveyed.lat), _old_town_streets(plat))
    return RawMap(
        name=name,
        node_lat=surveyed.lat,
        node_lon=surveyed.lon,
        ways=ways,
        places=_placed(spots, relief),
        areas=tuple(
            RawArea(patch.kind, tuple(relief.points(_dense(list(patch.ring)))), patch.name)
            for patch in scenery.patches
        ),
        source=f"commandroom demo {scale} {seed}",
        lines=(
            RawLine(LineKind.RIVER, tuple(relief.points(river_line(layout))), RIVER),
            RawLine(LineKind.METRO, tuple(relief.points(_stepped(line_1))), "地铁1号线", -1),
        ),
    )


def _thin_out(plat: Plat, rng: Random) -> None:
    """Leave out some lanes that nothing opens on; end small roads before the edge of the map."""
    share = {"village": 0.16, "old": 0.07, "homes": 0.05, "grid": 0.02}
    edges = {node for street in plat.streets if street.style == "edge" for _, node in street.stops}
    for street in plat.streets:
        if not street.is_road or street.road_class > RoadClass.RESIDENTIAL:
            continue
        if len(street.stops) == 2 and rng.random() < share.get(street.style, 0.0):
            street.is_road = False
        while street.stops and street.stops[-1][1] in edges:
            street.stops.pop()
        while street.stops and street.stops[0][1] in edges:
            street.stops.pop(0)
        if len(street.stops) < 2:
            street.is_road = False


_NO_STATION = ("bank", "bridge", "fields")


def _metro(plat: Plat, layout: Layout) -> list[Spot]:
    """Stations of line 1 under the crossings of the main avenue, each with four mouths."""
    spots: list[Spot] = []
    axis = [street for street in plat.streets if street.name == "人民大道" and street.is_road]
    crossing: dict[str, tuple[float, float]] = {}
    for street in plat.streets:
        if street in axis or street.road_class < RoadClass.SECONDARY or street.style in _NO_STATION:
            continue
        for _, node in street.stops:
            if any(node == other for each in axis for _, other in each.stops):
                crossing.setdefault(street.name, plat.nodes[node])
    for street_name, (x, y) in sorted(crossing.items(), key=lambda item: item[1][1]):
        station = f"地铁{street_name}站"
        if not street_name or any(
            spot.name == station or hypot(spot.at[0] - x, spot.at[1] - y) < 900 for spot in spots
        ):
            continue
        spots.append(Spot(station, "metro", (x, y)))
        corners = ((34, 30), (34, -30), (-34, -30), (-34, 30))
        spots += [
            Spot(f"{station}{mouth}口", "metro_exit", (x + dx, y + dy))
            for mouth, (dx, dy) in zip("ABCD", corners, strict=True)
        ]
    return spots


def _fill(
    plat: Plat, blocks: list[Block], scenery: Scenery, box: NameBox, rng: Random, layout: Layout
) -> list[Spot]:
    """What every block left over becomes: houses, blind lanes, fields with ponds, the lake, the hills."""
    spots: list[Spot] = []
    names = {"lake": iter(("镜澜湖", "小镜湖")), "hills": iter(("望澜山", "白石岭", "松云岭", "青螺山"))}
    villages: list[tuple[float, float]] = []
    for block in blocks:
        centre = middle(plat.corners(block))
        if block.style == "lake":
            title = next(names["lake"])
            lake(plat, block, scenery, rng, title)
            spots += [Spot(f"{title}景区", "sight", _gate(plat, block, 0))]
            spots += [Spot(f"{title}游客中心", "sight_office", _gate(plat, block, len(block.sides) // 2))]
        elif block.style == "hills":
            title = next(names["hills"])
            hills(plat, block, scenery, rng, title)
            spots.append(Spot(title, "hill", centre))
        elif block.style == "fields":
            if rng.random() < 0.4:
                pond(plat, block, scenery, rng)
        elif not block.use or block.use == "compound":
            if wants_blind_lane(block, rng):
                blind_lane(plat, block, scenery, rng, box.lane_of)
            if block.style != "village" or rng.random() < 0.7:
                houses(plat, block, scenery, rng, plot=lot_of(block.style, layout.size))
            if block.style == "village" and all(
                hypot(centre[0] - x, centre[1] - y) > 420 for x, y in villages
            ):
                villages.append(centre)
                spots.append(Spot(f"{box.village()}村", "village", centre))
    return spots


def _gate(plat: Plat, block: Block, side: int) -> tuple[float, float]:
    """A point just inside the middle of a side."""
    (ax, ay), (bx, by) = (plat.nodes[node] for node in (block.sides[side].first, block.sides[side].last))
    cx, cy = middle(plat.corners(block))
    return cx + ((ax + bx) / 2 - cx) * 0.93, cy + ((ay + by) / 2 - cy) * 0.93


def _old_town_streets(plat: Plat) -> frozenset[str]:
    """Names of streets of the old town that are long enough to be run one way."""
    return frozenset(
        street.name
        for street in plat.streets
        if street.style == "old"
        and street.name
        and street.length > 180
        and street.road_class in (RoadClass.RESIDENTIAL, RoadClass.TERTIARY)
    )


def _placed(spots: list[Spot], relief: Relief) -> tuple[RawPlace, ...]:
    at = relief.points([spot.at for spot in spots])
    return tuple(RawPlace(spot.name, spot.kind, point) for spot, point in zip(spots, at, strict=True))


def _stepped(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A line with a point every 120 m or so, so that it bends with the land."""
    out = line[:1]
    for (ax, ay), (bx, by) in pairwise(line):
        parts = max(1, int(hypot(bx - ax, by - ay) / 120))
        out += [(ax + (bx - ax) * n / parts, ay + (by - ay) * n / parts) for n in range(1, parts + 1)]
    return out


def _dense(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """More corners on long sides of large areas, so that they bend with the land."""
    if abs(area(ring)) < 20_000:
        return ring
    out: list[tuple[float, float]] = []
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        parts = max(1, int(hypot(bx - ax, by - ay) / 60))
        out += [(ax + (bx - ax) * n / parts, ay + (by - ay) * n / parts) for n in range(parts)]
    return out
