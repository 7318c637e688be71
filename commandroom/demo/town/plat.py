"""A flat plan cut into blocks by streets, in metres on a straight plane (x east, y north).

Every block is a convex polygon whose sides lie on streets. A new street always runs from one side of
a block to another, so the plan stays planar and connected whatever chance decides; where it meets a
crossing that is already near, it takes that crossing over instead of making a second one beside it.
"""

from dataclasses import dataclass, field
from math import hypot

from commandroom.roads.raw import RoadClass

Point = tuple[float, float]


@dataclass(slots=True)
class Street:
    """A straight street with its junctions, ordered from `start` by metres along it."""

    start: Point
    end: Point
    road_class: RoadClass
    style: str
    name: str = ""
    is_road: bool = True
    """False for the edge of the map and for river banks without a road."""
    is_bridge: bool = False
    stops: list[tuple[float, int]] = field(default_factory=list)

    @property
    def length(self) -> float:
        """Metres."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    def at(self, along: float) -> Point:
        """The point `along` metres from the start."""
        share = along / self.length
        return (
            self.start[0] + (self.end[0] - self.start[0]) * share,
            self.start[1] + (self.end[1] - self.start[1]) * share,
        )

    def along(self, point: Point) -> float:
        """How far along the street `point` projects, in metres."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        return ((point[0] - self.start[0]) * dx + (point[1] - self.start[1]) * dy) / self.length


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a block: the street it lies on and its two corners, anticlockwise."""

    street: int
    first: int
    last: int


@dataclass(slots=True)
class Block:
    """A convex block, its sides anticlockwise."""

    sides: list[Side]
    style: str
    use: str = ""
    """What stands on it; '' until someone takes it."""


class Plat:
    """The growing plan: junctions, streets and blocks."""

    def __init__(self) -> None:
        self.nodes: list[Point] = []
        self.streets: list[Street] = []

    def node(self, point: Point) -> int:
        """A new junction."""
        self.nodes.append((round(point[0], 3), round(point[1], 3)))
        return len(self.nodes) - 1

    def street(self, first: int, last: int, road_class: RoadClass, style: str, **traits: object) -> int:
        """A new street between two junctions."""
        street = Street(self.nodes[first], self.nodes[last], road_class, style)
        for trait, value in traits.items():
            setattr(street, trait, value)
        street.stops = [(0.0, first), (street.length, last)]
        self.streets.append(street)
        return len(self.streets) - 1

    def corners(self, block: Block) -> list[Point]:
        """The corners of a block, anticlockwise."""
        return [self.nodes[side.first] for side in block.sides]

    def stop_near(self, side: Side, point: Point, snap: float) -> int | None:
        """The junction on `side` nearest to `point`, if one lies within `snap` metres."""
        street = self.streets[side.street]
        here = street.along(point)
        ends = sorted((street.along(self.nodes[side.first]), street.along(self.nodes[side.last])))
        found = [
            (abs(along - here), node)
            for along, node in street.stops
            if ends[0] - 0.01 <= along <= ends[1] + 0.01 and abs(along - here) <= snap
        ]
        return min(found)[1] if found else None

    def add_stop(self, street_index: int, point: Point) -> int:
        """A new junction on a street."""
        street = self.streets[street_index]
        along = street.along(point)
        node = self.node(street.at(along))
        street.stops.append((along, node))
        street.stops.sort()
        return node

    def cut(
        self,
        block: Block,
        through: Point,
        towards: Point,
        road_class: RoadClass,
        *,
        snap: float,
        name: str = "",
    ) -> tuple[Block, Block] | None:
        """Cut a block by a new street on the line `through` + s·`towards`; None where it does not fit."""
        hits = self._hits(block, through, towards)
        if hits is None:
            return None
        (one, point_one), (two, point_two) = hits
        ends: list[int | Point] = []
        for number, point in ((one, point_one), (two, point_two)):
            near = self.stop_near(block.sides[number], point, snap)
            ends.append(point if near is None else near)
        if not self._fits(block, (one, ends[0]), (two, ends[1])):
            return None
        first = self._settle(block.sides[one], ends[0])
        last = self._settle(block.sides[two], ends[1])
        street = self.street(first, last, road_class, block.style, name=name)
        left = self._half(block, one, first, two, last, Side(street, last, first))
        right = self._half(block, two, last, one, first, Side(street, first, last))
        return left, right

    def _settle(self, side: Side, end: int | Point) -> int:
        return end if isinstance(end, int) else self.add_stop(side.street, end)

    def _half(self, block: Block, one: int, first: int, two: int, last: int, closing: Side) -> Block:
        """The part of `block` from `first` on side `one` anticlockwise to `last` on side `two`."""
        sides: list[Side] = []
        count = len(block.sides)
        if first != block.sides[one].last:
            sides.append(Side(block.sides[one].street, first, block.sides[one].last))
        step = (one + 1) % count
        while step != two:
            sides.append(block.sides[step])
            step = (step + 1) % count
        if last != block.sides[two].first:
            sides.append(Side(block.sides[two].street, block.sides[two].first, last))
        sides.append(closing)
        return Block(sides, block.style)

    def _hits(
        self, block: Block, through: Point, towards: Point
    ) -> tuple[tuple[int, Point], tuple[int, Point]] | None:
        found: list[tuple[float, int, Point]] = []
        for number, side in enumerate(block.sides):
            a, b = self.nodes[side.first], self.nodes[side.last]
            met = _meet(through, towards, a, b)
            if met is not None:
                found.append((met[0], number, met[1]))
        if len(found) < 2:
            return None
        low, high = min(found), max(found)
        if low[1] == high[1] or high[0] - low[0] < 1.0:
            return None
        one, two = (low, high) if low[1] < high[1] else (high, low)
        return (one[1], one[2]), (two[1], two[2])

    def _fits(self, block: Block, one: tuple[int, int | Point], two: tuple[int, int | Point]) -> bool:
        """Whether the new street is a real chord: not along a side, and with land on both of its hands."""
        corners = self.corners(block)
        first, last = (self.nodes[end] if isinstance(end, int) else end for end in (one[1], two[1]))
        if hypot(first[0] - last[0], first[1] - last[1]) < 12.0:
            return False
        ring_one = [first, *corners[one[0] + 1 : two[0] + 1], last]
        ring_two = [last, *corners[two[0] + 1 :], *corners[: one[0] + 1], first]
        width = hypot(first[0] - last[0], first[1] - last[1])
        return min(area(ring_one), area(ring_two)) > 8.0 * width


def _meet(through: Point, towards: Point, a: Point, b: Point) -> tuple[float, Point] | None:
    ex, ey = b[0] - a[0], b[1] - a[1]
    across = towards[0] * ey - towards[1] * ex
    if abs(across) < 1e-9:
        return None
    dx, dy = a[0] - through[0], a[1] - through[1]
    share = (dx * towards[1] - dy * towards[0]) / across
    if not 0.0 <= share < 1.0:
        return None
    along = (dx * ey - dy * ex) / across
    return along, (a[0] + ex * share, a[1] + ey * share)


def area(ring: list[Point]) -> float:
    """Signed area of a ring in square metres, positive anticlockwise."""
    total = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        total += ax * by - bx * ay
    return total / 2


def middle(ring: list[Point]) -> Point:
    """The centroid of a ring."""
    whole, cx, cy = 0.0, 0.0, 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        whole += cross
        cx += (ax + bx) * cross
        cy += (ay + by) * cross
    return cx / (3 * whole), cy / (3 * whole)


def long_axis(ring: list[Point]) -> tuple[Point, float, float]:
    """Direction of the longer side of the tightest box around a convex ring, its length and its width."""
    best: tuple[float, Point, float, float] | None = None
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        length = hypot(bx - ax, by - ay)
        if length < 1e-6:
            continue
        ux, uy = (bx - ax) / length, (by - ay) / length
        along = [x * ux + y * uy for x, y in ring]
        over = [-x * uy + y * ux for x, y in ring]
        w, h = max(along) - min(along), max(over) - min(over)
        if best is None or w * h < best[0] - 1e-6:
            best = (w * h, (ux, uy) if w >= h else (-uy, ux), max(w, h), min(w, h))
    if best is None:
        return (1.0, 0.0), 0.0, 0.0
    return best[1], best[2], best[3]
