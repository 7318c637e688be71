"""The coverage layer as shapes: bands of road, posts that nobody reaches in time, the way of a move."""

from collections.abc import Sequence

from commandroom.geo import LatLon
from commandroom.map.marks import Shape, ShapeRole
from commandroom.map.overlays import Row, shape_row
from commandroom.roads.reach import Lines
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.demand import DemandKind
from commandroom.services.coverage.lines import ring_lines
from commandroom.services.coverage.picture import Coverage, Gap

RINGS: dict[str, tuple[float, ...]] = {"135": (60.0, 180.0, 300.0), "138": (60.0, 180.0, 480.0)}
"""The limits in seconds by the value of the layer's option."""
HEADLINE = 1
"""The middle ring speaks for the coverage: who is there in three minutes ends most things."""
ROLES: tuple[ShapeRole, ...] = ("reach_self", "reach_mutual", "reach_support")
"""By ring, the narrowest first."""

Drawn = tuple[tuple[Shape, ...], tuple[Row, ...]]
"""Shapes, and the same packed for the page."""


def post_gaps(picture: Coverage, limit_s: float | None = None) -> tuple[Gap, ...]:
    """The posts that nobody reaches within `limit_s` (the headline's if None), longest wait first."""
    limit = picture.limits_s[HEADLINE] if limit_s is None else limit_s
    return tuple(each for each in picture.open_gaps(limit) if each.kind is DemandKind.POST)


def band_shapes(bands: Sequence[Lines]) -> tuple[Shape, ...]:
    """One shape for each ring that reaches any road, the widest first so that the nearest lies on top."""
    shapes = [
        Shape(f"coverage.{number}", "line", (), ROLES[number], lines=lines)
        for number, lines in enumerate(bands)
        if lines
    ]
    return tuple(reversed(shapes))


def gap_shapes(picture: Coverage) -> tuple[Shape, ...]:
    """A mark at each post that nobody reaches within the headline's ring."""
    return tuple(Shape(f"gap.{each.id}", "point", (each.at,), "gap") for each in post_gaps(picture))


def move_shape(unit: str, points: Sequence[LatLon]) -> Shape:
    """The way of a unit that could move up."""
    return Shape(f"move.{unit}", "line", tuple(points), "move")


def drawn(router: RoadRouter, picture: Coverage) -> Drawn:
    """Bands and gaps, packed too, so that the window's thread need not; for a worker thread."""
    shapes = (*band_shapes(ring_lines(router, picture)), *gap_shapes(picture))
    return shapes, tuple(shape_row(each) for each in shapes)


def with_move(layer: Drawn, move: Shape | None) -> Drawn:
    """The same with the way of one move on top."""
    shapes, rows = layer
    return (shapes, rows) if move is None else ((*shapes, move), (*rows, shape_row(move)))
