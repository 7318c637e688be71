"""The messages between Python and the page: JSON objects with a version and rising numbers.

To the page   {"v", "n", "kind": "snapshot"|"change"|"order", …}
From the page {"v", "n", "kind": "ready"|"gap"|"shown"|"view"|…, …}

A page that can listen says ready and gets a snapshot; it says shown once the marks are drawn. A missed
number makes it say gap, and it gets another.

Rows are arrays, so that 200 units a second stay small:
unit     [id, lat, lon, heading|null, kind, state, label, flags, bound_for, route, since, number]
post     [id, lat, lon, label, crew, kit_ok]
incident [id, lat, lon, level, label, state, rings]
opponent [id, lat, lon, label]
kind, state and rings are numbers of the tuples in `marks`; flags: 1 stale, 2 dimmed; route: flat
lat, lon, lat, lon, ….

What only moved needs no row: `move` of the units is one text for all of them, base64 of four columns of
little-endian integers: numbers (uint32), latitudes and longitudes (int32, millionths of a degree), headings
(uint16, degrees; 65535 while it stands).
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commandroom.geo import LatLon
from commandroom.map.marks import (
    INCIDENT_STATES,
    RING_STATES,
    UNIT_KINDS,
    UNIT_STATES,
    IncidentMark,
    Mark,
    OpponentMark,
    PostMark,
    RouteLine,
    UnitMark,
)
from commandroom.map.mercator import View

VERSION = 1
NO_HEADING = 0xFFFF
_LONGEST = 64 * 1024
"""Messages from the page are short; anything longer is not ours."""

MOST_POINTS = 500
"""Points of a shape drawn or measured on the page."""
_LEAST_POINTS = {"point": 1, "line": 2, "area": 3}

Row = list[Any]

_WORDS: dict[str, tuple[str, ...]] = {
    "ready": (),
    "shown": (),
    "gap": (),
    "view": (),
    "clicked": ("mark", "id"),
    "menu": ("mark", "id"),
    "hovered": ("mark", "id"),
    "picked": (),
    "over": ("unit", "incident"),
    "dropped": ("unit", "incident"),
    "trouble": ("text",),
    "shape": ("layer", "id"),
    "drawn": ("shape",),
    "measured": (),
    "left": ("what",),
    "pointer": (),
    "hand": (),
}


class BadMessage(ValueError):
    """The page said something that is not in the protocol."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the page, checked: words are strings, numbers are finite."""

    kind: str
    words: dict[str, str]
    x: float = 0.0
    y: float = 0.0
    view: View | None = None
    points: tuple[LatLon, ...] = ()


def row(mark: Mark) -> Row:
    """The compact form of a mark."""
    head: Row = [mark.id, round(mark.at.lat, 6), round(mark.at.lon, 6)]
    if isinstance(mark, UnitMark):
        return head + _unit_tail(mark)
    if isinstance(mark, PostMark):
        return [*head, mark.label, mark.crew, int(mark.kit_ok)]
    if isinstance(mark, IncidentMark):
        rings = [RING_STATES.index(state) for state in mark.ring[:3]]
        return [*head, mark.level, mark.label, INCIDENT_STATES.index(mark.state), rings]
    assert isinstance(mark, OpponentMark)
    return [*head, mark.label]


def _unit_tail(mark: UnitMark) -> Row:
    heading = None if mark.heading_deg is None else round(mark.heading_deg) % 360
    return [
        heading,
        UNIT_KINDS.index(mark.kind),
        UNIT_STATES.index(mark.state),
        mark.label,
        int(mark.stale) + 2 * int(mark.dimmed),
        mark.bound_for,
        flat_points(mark.own_route),
        mark.since,
    ]


def moves_text(numbers: Sequence[int], units: Sequence[UnitMark]) -> str:
    """Where these units are now, for the page; `numbers[i]` is the number of `units[i]`."""
    import numpy as np  # not before the first report

    places = np.array([(unit.at.lat, unit.at.lon) for unit in units], dtype=np.float64).reshape(-1, 2)
    headings = [NO_HEADING if unit.heading_deg is None else round(unit.heading_deg) % 360 for unit in units]
    columns = (
        np.array(numbers, dtype="<u4").tobytes(),
        np.rint(places.T * 1e6).astype("<i4").tobytes(),
        np.array(headings, dtype="<u2").tobytes(),
    )
    return base64.b64encode(b"".join(columns)).decode("ascii")


def flat_points(points: tuple[LatLon, ...]) -> list[float]:
    """lat, lon, lat, lon, … to a decimetre."""
    return [round(value, 6) for point in points for value in point]


def route_row(route: RouteLine | None) -> Row | None:
    """The compact form of a route."""
    return None if route is None else [route.style, flat_points(route.points)]


def encode(number: int, kind: str, body: dict[str, Any]) -> str:
    """One message to the page."""
    message = {"v": VERSION, "n": number, "kind": kind, **body}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decode(text: str) -> Said:
    """Read a message of the page.

    Raises:
        BadMessage: it is too long, no JSON, of another version or not in the protocol.
    """
    if len(text) > _LONGEST:
        raise BadMessage("too long")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise BadMessage("no JSON") from why
    if not isinstance(message, dict) or message.get("v") != VERSION:
        raise BadMessage("not this protocol")
    kind = message.get("kind")
    if not isinstance(kind, str) or kind not in _WORDS:
        raise BadMessage("unknown kind")
    words = {name: _word(message, name) for name in _WORDS[kind]}
    if kind in ("picked", "menu"):
        return Said(kind, words, x=_number(message, "x"), y=_number(message, "y"))
    if kind == "pointer":
        at = _place(_number(message, "y"), _number(message, "x"))
        return Said(kind, words, x=at.lon, y=at.lat)
    if kind == "drawn" and words["shape"] in _LEAST_POINTS:
        return Said(kind, words, points=_points(message, least=_LEAST_POINTS[words["shape"]]))
    if kind == "drawn":
        raise BadMessage("no such shape")
    if kind == "measured":
        return Said(kind, words, x=_result(message), points=_points(message, least=2))
    if kind in ("view", "shown"):
        return Said(kind, words, view=_view(message))
    return Said(kind, words)


def _word(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise BadMessage(f"{name} is no text")
    return value


def _number(message: dict[str, Any], name: str) -> float:
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e9 < value < 1e9:
        raise BadMessage(f"{name} is no number")
    return float(value)


def _result(message: dict[str, Any]) -> float:
    """Metres or square metres; the whole earth has 5.1e14 square metres."""
    value = message.get("result")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15:
        raise BadMessage("result is no size")
    return float(value)


def _points(message: dict[str, Any], *, least: int) -> tuple[LatLon, ...]:
    """The points of a shape, given flat as lat, lon, lat, lon, …."""
    flat = message.get("points")
    if not isinstance(flat, list) or len(flat) % 2 or not 2 * least <= len(flat) <= 2 * MOST_POINTS:
        raise BadMessage("points are not the points of a shape")
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in flat):
        raise BadMessage("points are no numbers")
    return tuple(_place(lat, lon) for lat, lon in zip(flat[::2], flat[1::2], strict=True))


def _place(lat: float, lon: float) -> LatLon:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadMessage("no such place")
    return LatLon(float(lat), float(lon))


def _view(message: dict[str, Any]) -> View:
    width, height = _number(message, "width"), _number(message, "height")
    lat, lon, zoom = _number(message, "lat"), _number(message, "lon"), _number(message, "zoom")
    if not (-90 <= lat <= 90 and -540 <= lon <= 540 and 0 <= zoom <= 24 and width >= 0 and height >= 0):
        raise BadMessage("no such view")
    return View(LatLon(lat, lon), zoom, int(width), int(height))
