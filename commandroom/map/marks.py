"""What the map shows: plain values, no behaviour, nothing of the store."""

from dataclasses import dataclass
from typing import Literal, get_args

from commandroom.geo import LatLon

UnitKind = Literal["foot", "car", "motorbike", "dog", "video", "drone"]
UnitState = Literal["free", "busy", "off", "ghost"]
"""`ghost`: in a review, where the plan's own answer had the unit."""
IncidentState = Literal["open", "assigned", "on_scene", "closed"]
RingState = Literal["running", "met", "missed", "none"]
RouteStyle = Literal["preview", "ordered"]
Theme = Literal["night", "day"]
MarkKind = Literal["incident", "unit", "post", "opponent"]
ShapeKind = Literal["point", "line", "area"]
ShapeRole = Literal[
    "reach_self",
    "reach_mutual",
    "reach_support",
    "patrol",
    "drawing",
    "trail",
    "slow",
    "closed",
    "suspect",
    "ring",
    "hold",
    "hold_ordered",
    "hold_held",
    "hold_way",
    "hole",
    "gap",
    "move",
    "plan_new",
    "plan_gone",
]
ShapeLayer = Literal["reach", "patrol", "drawing", "trail", "contain", "coverage", "plan"]
Tool = Literal["measure_distance", "measure_area", "draw_point", "draw_line", "draw_area"]

UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
UNIT_STATES: tuple[UnitState, ...] = get_args(UnitState)
INCIDENT_STATES: tuple[IncidentState, ...] = get_args(IncidentState)
RING_STATES: tuple[RingState, ...] = ("none", "running", "met", "missed")
SHAPE_KINDS: tuple[ShapeKind, ...] = get_args(ShapeKind)
SHAPE_ROLES: tuple[ShapeRole, ...] = get_args(ShapeRole)
SHAPE_LAYERS: tuple[ShapeLayer, ...] = get_args(ShapeLayer)
TOOLS: tuple[Tool, ...] = get_args(Tool)
LAYERS: tuple[str, ...] = (
    "post",
    *(f"unit.{kind}" for kind in UNIT_KINDS),
    *(f"incident.{state}" for state in INCIDENT_STATES),
    "opponent",
    *SHAPE_LAYERS,
    "heat",
    "cluster",
    "legend",
    "label",
)
"""Everything of the map that can be shown or hidden by itself."""


@dataclass(frozen=True, slots=True)
class UnitMark:
    """One unit where it was last heard of."""

    id: str
    at: LatLon
    heading_deg: float | None
    """Clockwise from north; None while it stands."""
    kind: UnitKind
    state: UnitState
    label: str
    stale: bool = False
    """No report within its time: drawn hatched."""
    dimmed: bool = False
    """Not what the selected incident needs: drawn faint."""
    bound_for: str = ""
    """Incident id it is ordered to, '' for none."""
    own_route: tuple[LatLon, ...] = ()
    """Points still ahead of it; drawn while the unit is hovered or selected."""
    since: str = ""
    """Local hh:mm of its last report; set only when it is stale."""


@dataclass(frozen=True, slots=True)
class PostMark:
    """A fixed post, its crew and whether its kit is complete."""

    id: str
    at: LatLon
    label: str
    crew: int
    kit_ok: bool


@dataclass(frozen=True, slots=True)
class IncidentMark:
    """One incident; `ring` holds up to three ring states, innermost (self-rescue) first."""

    id: str
    at: LatLon
    level: Literal[1, 2, 3]
    label: str
    state: IncidentState
    ring: tuple[RingState, ...] = ()


@dataclass(frozen=True, slots=True)
class OpponentMark:
    """An attacker of a drill; never present in live work."""

    id: str
    at: LatLon
    label: str


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A way along roads: points in order of travel."""

    points: tuple[LatLon, ...]
    style: RouteStyle = "preview"


@dataclass(frozen=True, slots=True)
class Shape:
    """Something slow that lies under the marks: a reach, a patrol route, a drawing, a trail.

    A line of the role `trail` runs from its oldest to its newest point.
    """

    id: str
    kind: ShapeKind
    points: tuple[LatLon, ...]
    role: ShapeRole
    text: str = ""
    lines: tuple[tuple[LatLon, ...], ...] = ()
    """The many pieces of one shape, as a reach has them; `points` may then be empty."""


@dataclass(frozen=True, slots=True)
class HeatSpot:
    """One past incident of the heat; `weight` says how much it counts beside the others."""

    at: LatLon
    weight: float = 1.0


UNIT_MIME = "application/x-commandroom-unit"
"""A drag from the unit list carries the unit's id under this type, nothing else."""

Mark = UnitMark | PostMark | IncidentMark | OpponentMark
