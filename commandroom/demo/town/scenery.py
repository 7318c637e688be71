"""What lies inside blocks: the lake with its path, the hill road, parks, blind lanes, houses, ponds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin
from random import Random

from commandroom.demo.town.districts import STYLES
from commandroom.demo.town.layout import BANK, Layout
from commandroom.demo.town.plat import Block, Plat, Point, Side, area, long_axis, middle
from commandroom.roads.raw import AreaKind, RoadClass

RIVER = "澜河"


@dataclass(frozen=True, slots=True)
class Trail:
    """A bent road or path; every point is a junction of the plan."""

    nodes: tuple[int, ...]
    road_class: RoadClass
    name: str = ""


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled area on the plan."""

    kind: AreaKind
    ring: tuple[Point, ...]
    name: str = ""


@dataclass(slots=True)
class Scenery:
    """All that was laid into the blocks."""

    trails: list[Trail] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)


def river(layout: Layout, rng: Random) -> Patch:
    """The river between its banks, a little wider here and narrower there."""
    first, second = rng.uniform(0, 6), rng.uniform(0, 6)
    steps = [layout.half_width * 2 * n / 160 - layout.half_width for n in range(161)]

    def half(x: float, phase: float) -> float:
        return BANK - 29 + 8 * sin(x / 700 + phase) + 4 * sin(x / 210 + phase)

    lower = [(x, -half(x, first)) for x in steps]
    upper = [(x, half(x, second)) for x in reversed(steps)]
    return Patch(AreaKind.WATER, (*lower, *upper), RIVER)


def river_line(layout: Layout) -> list[Point]:
    """The middle of the river, for its name."""
    return [(layout.half_width * (n / 20 - 1), 0.0) for n in range(41)]


def embankments(layout: Layout) -> list[Patch]:
    """Lawns between the river and its embankment roads, inside the ring."""
    cx, _, half, _ = layout.ring
    steps = [cx - half + 2 * half * n / 120 for n in range(121)]
    strips = []
    for hand in (-1.0, 1.0):
        near, far = hand * (BANK - 13), hand * (BANK - 6)
        ring = [(x, near) for x in steps] + [(x, far) for x in reversed(steps)]
        strips.append(Patch(AreaKind.GREEN, tuple(ring if hand > 0 else ring[::-1])))
    return strips


def lake(plat: Plat, block: Block, scenery: Scenery, rng: Random, name: str) -> None:
    """A lake in the middle of its block, a path around it and ways in from every side."""
    ring = plat.corners(block)
    centre = middle(ring)
    axis, length, width = long_axis(ring)
    phases = [rng.uniform(0, 2 * pi) for _ in range(3)]

    def shore(angle: float, factor: float) -> Point:
        wobble = 1 + 0.13 * sin(2 * angle + phases[0]) + 0.07 * sin(3 * angle + phases[1])
        wobble = (wobble + 0.035 * sin(5 * angle + phases[2])) * factor
        u, v = 0.36 * length * wobble * cos(angle), 0.33 * width * wobble * sin(angle)
        return centre[0] + axis[0] * u - axis[1] * v, centre[1] + axis[1] * u + axis[0] * v

    turns = [2 * pi * n / 72 for n in range(72)]
    scenery.patches.append(Patch(AreaKind.GREEN, tuple(shore(turn, 1.13) for turn in turns)))
    scenery.patches.append(Patch(AreaKind.WATER, tuple(shore(turn, 1.0) for turn in turns), name))
    path = [plat.node(shore(turn, 1.07)) for turn in turns]
    scenery.trails.append(Trail((*path, path[0]), RoadClass.PATH, "环湖步道"))
    for side in block.sides:
        for share in (0.3, 0.7):
            target = _along(plat, side, share)
            nearest = min(path, key=lambda node: (_gap(plat.nodes[node], target), node))
            _join(plat, scenery, nearest, side, target, RoadClass.PATH)


def hills(plat: Plat, block: Block, scenery: Scenery, rng: Random, name: str) -> None:
    """Wooded hills with one winding road over them and a footpath to the top."""
    ring = plat.corners(block)
    centre = middle(ring)
    scenery.patches.append(Patch(AreaKind.GREEN, _rounded(_shrunk(ring, 0.97)), name))
    sides = [side for side in block.sides if plat.streets[side.street].is_road]
    if len(sides) < 2:
        return
    first, last = sides[0], sides[len(sides) // 2 if len(sides) > 2 else 1]
    start, end = _along(plat, first, 0.35), _along(plat, last, 0.55)
    node_start, node_end = _stop(plat, first, start), _stop(plat, last, end)
    dx, dy = end[0] - start[0], end[1] - start[1]
    swing, bends = rng.uniform(0.10, 0.13), rng.choice((5, 6))
    road = [node_start]
    for n in range(1, 60):
        share = n / 60
        off = swing * sin(bends * pi * share) * sin(pi * share) ** 0.5
        arc = 0.18 * sin(pi * share)
        bow = ((centre[0] - (start[0] + end[0]) / 2) * arc, (centre[1] - (start[1] + end[1]) / 2) * arc)
        road.append(
            plat.node((start[0] + dx * share - dy * off + bow[0], start[1] + dy * share + dx * off + bow[1]))
        )
    scenery.trails.append(Trail((*road, node_end), RoadClass.TERTIARY, "盘山路"))


def park(plat: Plat, block: Block, scenery: Scenery, name: str, *, pond: bool) -> None:
    """Lawns, a loop of paths, and a way in from every street."""
    ring = plat.corners(block)
    scenery.patches.append(Patch(AreaKind.GREEN, _shrunk(ring, 0.9), name))
    loop = [plat.node(point) for point in _rounded(_shrunk(ring, 0.55))]
    scenery.trails.append(Trail((*loop, loop[0]), RoadClass.PATH))
    if pond:
        scenery.patches.append(Patch(AreaKind.WATER, _rounded(_shrunk(ring, 0.33))))
    for side in block.sides:
        target = _along(plat, side, 0.5)
        nearest = min(loop, key=lambda node: (_gap(plat.nodes[node], target), node))
        _join(plat, scenery, nearest, side, target, RoadClass.PATH)


def forecourt(plat: Plat, block: Block, scenery: Scenery, road_class: RoadClass) -> None:
    """Ways from the middle of every street side to the middle of the block."""
    centre = plat.node(middle(plat.corners(block)))
    for side in block.sides:
        if _length(plat, side) > 40.0:
            _join(plat, scenery, centre, side, _along(plat, side, 0.5), road_class)


def blind_lane(plat: Plat, block: Block, scenery: Scenery, rng: Random, name: Callable[[str], str]) -> None:
    """A lane that ends inside the block; `name` gives it one after the street it leaves."""
    sides = [side for side in block.sides if _length(plat, side) > 45 and plat.streets[side.street].is_road]
    if not sides:
        return
    side = sides[rng.randrange(len(sides))]
    start = _along(plat, side, rng.uniform(0.35, 0.65))
    centre = middle(plat.corners(block))
    deep = rng.uniform(0.65, 1.1)
    tip = plat.node((start[0] + (centre[0] - start[0]) * deep, start[1] + (centre[1] - start[1]) * deep))
    parent = plat.streets[side.street].name
    title = name(parent) if parent and rng.random() < 0.62 else ""
    _join(plat, scenery, tip, side, start, RoadClass.SERVICE, title)


def pond(plat: Plat, block: Block, scenery: Scenery, rng: Random) -> None:
    """A fish pond in the middle of a field."""
    cx, cy = middle(plat.corners(block))
    _, _, width = long_axis(plat.corners(block))
    radius = min(130.0, width * rng.uniform(0.10, 0.2))
    squeeze, phase = rng.uniform(0.5, 0.9), rng.uniform(0, 6)
    ring = []
    for n in range(18):
        turn = 2 * pi * n / 18
        far = radius * (1 + 0.2 * sin(2 * turn + phase))
        ring.append((cx + far * cos(turn), cy + far * squeeze * sin(turn)))
    scenery.patches.append(Patch(AreaKind.WATER, tuple(ring)))


def houses(plat: Plat, block: Block, scenery: Scenery, rng: Random, *, plot: float) -> None:
    """Fill a block with houses on plots of about `plot` square metres."""
    waiting = [list(_shrunk(plat.corners(block), 0.86))]
    while waiting:
        ring = waiting.pop()
        axis, _, width = long_axis(ring)
        if area(ring) > plot * rng.uniform(0.8, 1.6):
            waiting.extend(_halved(ring, axis, rng.uniform(-0.08, 0.08)))
        elif width > 9 and rng.random() < 0.86:
            scenery.patches.append(Patch(AreaKind.BUILDING, _shrunk(ring, rng.uniform(0.72, 0.84))))


def lot_of(style: str, size: float) -> float:
    """Usual size of a building plot in a district, in square metres; a larger map is drawn more coarsely."""
    plot = {"old": 2_200.0, "homes": 5_200.0, "grid": 7_500.0, "works": 20_000.0, "village": 2_600.0}[style]
    return plot * size**3


def wants_blind_lane(block: Block, rng: Random) -> bool:
    """Whether chance gives this block a blind lane."""
    return block.style in STYLES and rng.random() < STYLES[block.style].blind


def _halved(ring: list[Point], axis: Point, drift: float) -> list[list[Point]]:
    cx, cy = middle(ring)
    along = [(x - cx) * axis[0] + (y - cy) * axis[1] for x, y in ring]
    at = drift * (max(along) - min(along))
    halves: list[list[Point]] = [[], []]
    for n, here in enumerate(along):
        there = along[(n + 1) % len(ring)]
        point, following = ring[n], ring[(n + 1) % len(ring)]
        halves[here > at].append(point)
        if (here > at) != (there > at):
            share = (at - here) / (there - here)
            cross = (
                point[0] + (following[0] - point[0]) * share,
                point[1] + (following[1] - point[1]) * share,
            )
            halves[0].append(cross)
            halves[1].append(cross)
    return [half for half in halves if len(half) >= 3]


def _shrunk(ring: list[Point] | tuple[Point, ...], factor: float) -> tuple[Point, ...]:
    cx, cy = middle(list(ring))
    return tuple((cx + (x - cx) * factor, cy + (y - cy) * factor) for x, y in ring)


def _rounded(ring: tuple[Point, ...]) -> tuple[Point, ...]:
    """Corner cutting after Chaikin, twice."""
    for _ in range(2):
        cut: list[Point] = []
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            cut += [
                (0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by),
                (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by),
            ]
        ring = tuple(cut)
    return ring


def _along(plat: Plat, side: Side, share: float) -> Point:
    (ax, ay), (bx, by) = plat.nodes[side.first], plat.nodes[side.last]
    return ax + (bx - ax) * share, ay + (by - ay) * share


def _length(plat: Plat, side: Side) -> float:
    return _gap(plat.nodes[side.first], plat.nodes[side.last])


def _gap(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _stop(plat: Plat, side: Side, target: Point) -> int:
    near = plat.stop_near(side, target, 14.0)
    return plat.add_stop(side.street, target) if near is None else near


def _join(
    plat: Plat, scenery: Scenery, node: int, side: Side, target: Point, road_class: RoadClass, name: str = ""
) -> None:
    if plat.streets[side.street].is_road:
        scenery.trails.append(Trail((_stop(plat, side, target), node), road_class, name))
