"""The skeletons of the two demo maps on the straight plane, where the river runs along y = 0."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from commandroom.demo.town.plat import Block, Plat, Side
from commandroom.roads.raw import RoadClass

BANK = 78.0
"""Half the width of the river bed with its two embankment roads, in metres."""

P, S, T = RoadClass.PRIMARY, RoadClass.SECONDARY, RoadClass.TERTIARY


@dataclass(frozen=True, slots=True)
class Line:
    """An arterial across its sheet, at x or y metres."""

    at: float
    road_class: RoadClass
    name: str = ""
    lean: float = 0.0
    """Metres it shifts per metre along it; 0 lets chance lean it a little."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rectangle cut by parallel arterials into one part more than there are lines."""

    axis: Literal["x", "y"]
    lines: tuple[Line, ...]
    parts: tuple["Sheet | str", ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One map: its extent, both shores and the bridges between them; metres."""

    half_width: float
    low: float
    high: float
    size: float
    """Scale of the river's bends."""
    old_town: float
    """Radius of the crooked lanes."""
    centre: tuple[float, float]
    ring: tuple[float, float, float, float]
    """Middle x and y, half width and half height of the ring road before its corners are rounded."""
    north: Sheet
    south: Sheet
    bridges: tuple[Line, ...]


def _x(lines: tuple[Line, ...], *parts: "Sheet | str") -> Sheet:
    return Sheet("x", lines, parts)


def _y(lines: tuple[Line, ...], *parts: "Sheet | str") -> Sheet:
    return Sheet("y", lines, parts)


RINGS = (Line(-2600, P, "西环路"), Line(2700, P, "东环路"))
AXIS = Line(120, P, "人民大道")

_TOWN_NORTH = _x(
    RINGS,
    _y((Line(1450, S),), _x((Line(-4000, T),), "fields", "works"), "fields"),
    _y(
        (Line(2700, P, "北环路"),),
        _y(
            (Line(1450, P, "解放路"),),
            _x((Line(-1000, S), Line(1150, S)), "homes", _x((AXIS,), "old", "old"), "homes"),
            _x(
                (Line(-1500, S, "", 0.42), AXIS, Line(1750, S, "", -0.38)), "homes", "homes", "homes", "homes"
            ),
        ),
        _x((Line(-900, S), Line(1100, T)), "fields", "fields", "hills"),
    ),
    _y(
        (Line(1450, S), Line(2850, T)),
        _x((Line(4000, T),), "homes", "fields"),
        _x((Line(4350, T, "环湖路"),), "lake", "fields"),
        _x((Line(4150, T),), "hills", "fields"),
    ),
)
_TOWN_SOUTH = _x(
    RINGS,
    _y((Line(-1500, T),), "fields", _x((Line(-3900, T),), "fields", "works")),
    _y(
        (Line(-2050, P, "南环路"),),
        _x((Line(-700, T), Line(1150, S)), "fields", "fields", "fields"),
        _y(
            (Line(-1050, P, "建设大道"),),
            _x((Line(-1000, S), AXIS, Line(1150, S)), "homes", "grid", "grid", "grid"),
            _x((Line(-1300, S, "", -0.3), AXIS, Line(1150, S)), "grid", "grid", "grid", "grid"),
        ),
    ),
    _y((Line(-1300, S),), "fields", _x((Line(3900, T),), "works", "fields")),
)
TOWN = Layout(
    half_width=5300,
    low=-3700,
    high=4200,
    size=1.0,
    old_town=1250,
    centre=(120, 1100),
    ring=(50, 330, 2650, 2370),
    north=_TOWN_NORTH,
    south=_TOWN_SOUTH,
    bridges=(
        Line(-2600, P, "西环大桥"),
        Line(-1000, S, "澜津桥"),
        Line(1150, S, "文澜桥"),
        Line(2700, P, "东环大桥"),
    ),
)

_CITY_RINGS = (Line(-5200, P, "西环路"), Line(-2300, S), Line(2500, S), Line(5400, P, "东环路"))
_CITY_NORTH = _x(
    _CITY_RINGS,
    _y((Line(1500, S), Line(3600, S)), _x((Line(-7000, T),), "fields", "works"), "fields", "fields"),
    _y((Line(1500, S), Line(3000, S), Line(4700, P, "北环路")), "works", "homes", "homes", "fields"),
    _y(
        (Line(1500, P, "解放路"), Line(3000, S), Line(4700, P, "北环路")),
        _x((Line(-1100, S), AXIS, Line(1250, S)), "homes", "old", "old", "homes"),
        _x((Line(-1100, S), AXIS, Line(1250, S)), "homes", "old", "homes", "homes"),
        _x((Line(-1100, S), AXIS, Line(1250, S)), "homes", "homes", "homes", "homes"),
        _x((AXIS,), "fields", "hills"),
    ),
    _y((Line(1500, S), Line(3000, S), Line(4700, P, "北环路")), "homes", "homes", "homes", "hills"),
    _y(
        (Line(1500, S), Line(3300, T), Line(5200, T)),
        _x((Line(7200, T),), "works", "fields"),
        _x((Line(7400, T, "环湖路"),), "lake", "fields"),
        _x((Line(7000, T),), "hills", "fields"),
        "fields",
    ),
)
_CITY_SOUTH = _x(
    _CITY_RINGS,
    _y((Line(-2900, S),), "fields", _x((Line(-7000, T),), "fields", "works")),
    _y(
        (Line(-4300, P, "南环路"), Line(-2800, S), Line(-1300, P, "建设大道")),
        "fields",
        "works",
        "grid",
        "grid",
    ),
    _y(
        (Line(-4300, P, "南环路"), Line(-2800, S), Line(-1300, P, "建设大道")),
        _x((AXIS,), "fields", "fields"),
        _x((Line(-1100, S), AXIS, Line(1250, S)), "grid", "grid", "homes", "grid"),
        _x((Line(-1100, S), AXIS, Line(1250, S)), "grid", "grid", "grid", "grid"),
        _x((Line(-1100, S), AXIS, Line(1250, S)), "grid", "grid", "grid", "grid"),
    ),
    _y(
        (Line(-4300, P, "南环路"), Line(-2800, S), Line(-1300, P, "建设大道")),
        "fields",
        "homes",
        "grid",
        "grid",
    ),
    _y((Line(-2700, S),), "fields", _x((Line(7000, T),), "works", "fields")),
)
CITY = Layout(
    half_width=9200,
    low=-6600,
    high=7200,
    size=1.5,
    old_town=1700,
    centre=(120, 1300),
    ring=(100, 200, 5300, 4500),
    north=_CITY_NORTH,
    south=_CITY_SOUTH,
    bridges=(
        Line(-5200, P, "西环大桥"),
        Line(-2300, S, "澜津桥"),
        Line(120, P, "人民大桥"),
        Line(2500, S, "文澜桥"),
        Line(5400, P, "东环大桥"),
    ),
)


def lay_out(layout: Layout, rng: Random) -> tuple[Plat, list[Block]]:
    """The plan with its arterials and bridges, and the districts still to be cut up."""
    plat = Plat()
    west, east = -layout.half_width, layout.half_width
    corner = [plat.node((x, y)) for y in (layout.low, -BANK, BANK, layout.high) for x in (west, east)]
    southern = plat.street(corner[2], corner[3], S, "bank", name="江南大道")
    northern = plat.street(corner[4], corner[5], S, "bank", name="滨江大道")
    south = _shore(plat, corner, (0, 1, 3, 2), {2: southern})
    north = _shore(plat, corner, (4, 5, 7, 6), {0: northern})
    districts = [*_cut_sheet(plat, north, layout.north, rng), *_cut_sheet(plat, south, layout.south, rng)]
    for bridge in layout.bridges:
        ends = []
        for bank in (southern, northern):
            near = plat.stop_near(
                Side(bank, *_ends(plat, bank)), (bridge.at, plat.streets[bank].start[1]), 90.0
            )
            ends.append(plat.add_stop(bank, (bridge.at, 0.0)) if near is None else near)
        plat.street(ends[0], ends[1], bridge.road_class, "bridge", name=bridge.name, is_bridge=True)
    return plat, districts


def _shore(plat: Plat, corner: list[int], ring: tuple[int, ...], banks: dict[int, int]) -> Block:
    """A shore as one block: its bank is a road, its other sides are the edge of the map."""
    sides = []
    for number, (a, b) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True)):
        street = banks.get(number)
        if street is None:
            street = plat.street(corner[a], corner[b], RoadClass.PATH, "edge", is_road=False)
        sides.append(Side(street, corner[a], corner[b]))
    return Block(sides, "fields")


def _ends(plat: Plat, street: int) -> tuple[int, int]:
    stops = plat.streets[street].stops
    return stops[0][1], stops[-1][1]


def _cut_sheet(plat: Plat, block: Block, sheet: Sheet | str, rng: Random) -> list[Block]:
    if isinstance(sheet, str):
        block.style = sheet
        return [block]
    done: list[Block] = []
    rest = block
    for line, part in zip(sheet.lines, sheet.parts, strict=False):
        lean = line.lean or (0.0 if line.name else rng.uniform(-0.03, 0.03))
        towards = (lean, 1.0) if sheet.axis == "x" else (1.0, lean)
        if sheet.axis == "x":
            centre = sum(y for _, y in plat.corners(rest)) / len(rest.sides)
            through = (line.at, centre)
        else:
            centre = sum(x for x, _ in plat.corners(rest)) / len(rest.sides)
            through = (centre, line.at)
        halves = plat.cut(rest, through, towards, line.road_class, snap=120.0, name=line.name)
        if halves is None:
            continue
        low, rest = sorted(halves, key=lambda half: _reach(plat, half, sheet.axis))
        done += _cut_sheet(plat, low, part, rng)
    return done + _cut_sheet(plat, rest, sheet.parts[-1], rng)


def _reach(plat: Plat, block: Block, axis: str) -> float:
    corners = plat.corners(block)
    return sum(corner[axis == "y"] for corner in corners) / len(corners)
