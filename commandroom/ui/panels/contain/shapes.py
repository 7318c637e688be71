"""The ring on the map: where he can be, what is enclosed, who goes where, the points."""

from collections.abc import Iterable

from commandroom.geo import LatLon
from commandroom.map.marks import Shape, ShapeRole
from commandroom.models.domain.ids import UnitId
from commandroom.services.containment import Containment
from commandroom.services.situation import Situation
from commandroom.ui.panels.contain.picture import PointLine, Standing

ROLES: dict[Standing, ShapeRole] = {
    "hole": "hole",
    "hold": "hold",
    "ordered": "hold_ordered",
    "held": "hold_held",
}


def ring_shapes(
    ring: Containment, place: LatLon, lines: Iterable[PointLine], situation: Situation
) -> list[Shape]:
    """In the order in which they lie over each other."""
    points = tuple(lines)
    shapes = [
        Shape("contain:inside", "line", (), "ring", lines=ring.inside),
        Shape("contain:suspect", "line", (), "suspect", lines=ring.reached_now),
    ]
    shapes = [each for each in shapes if each.lines]
    ways = tuple(_way(each, situation) for each in points if each.standing in ("hold", "ordered"))
    if ways := tuple(each for each in ways if each):
        shapes.append(Shape("contain:ways", "line", (), "hold_way", lines=ways))
    shapes.append(Shape("contain.seen", "point", (place,), "suspect"))
    shapes += [
        Shape(f"contain.{each.node}", "point", (each.at,), ROLES[each.standing], each.label)
        for each in points
    ]
    return shapes


def ring_box(ring: Containment, place: LatLon) -> tuple[float, float, float, float]:
    """West, south, east, north of everything that must be in sight."""
    spots = ring_spots(ring, place)
    lats, lons = [each.lat for each in spots], [each.lon for each in spots]
    return min(lons), min(lats), max(lons), max(lats)


def ring_spots(ring: Containment, place: LatLon) -> list[LatLon]:
    """Where he was seen, and every point."""
    return [place, *(each.at for each in ring.holds), *(each.at for each in ring.holes)]


def _way(line: PointLine, situation: Situation) -> tuple[LatLon, ...]:
    unit = situation.units.get(UnitId(line.unit or ""))
    return () if unit is None or unit.at == line.at else (unit.at, line.at)
