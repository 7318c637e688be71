"""How wide and from which zoom things are drawn, in CSS pixels: what a town needs, not what a file holds."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

_WIDTH_ZOOM = (8, 10, 11, 12, 13, 14, 15, 16, 17, 18)
_WIDTH_PX: tuple[tuple[float, ...], ...] = (
    # one row per class, path first; 0 = not drawn
    (0, 0, 0, 0, 0, 0, 0.6, 1.0, 1.4, 2.2),
    (0, 0, 0, 0, 0, 0.7, 1.0, 2.0, 3.6, 6.5),
    (0, 0, 0, 0.5, 0.7, 1.0, 2.4, 4.2, 7.0, 11.0),
    (0, 0.4, 0.6, 0.9, 1.6, 2.6, 3.8, 5.6, 9.0, 13.5),
    (0.5, 0.7, 0.9, 1.5, 2.3, 3.3, 4.8, 6.8, 10.5, 15.5),
    (0.7, 1.0, 1.5, 2.0, 2.9, 4.0, 5.6, 8.0, 12.0, 17.5),
    (0.9, 1.4, 2.0, 2.6, 3.5, 4.6, 6.4, 9.0, 13.0, 19.0),
    (1.0, 1.7, 2.3, 3.0, 4.0, 5.2, 7.0, 9.6, 14.0, 20.0),
)
CASING_FROM_PX = 2.2
CASING_FROM_ZOOM = 13
"""On wider views roads are plain lines, the greater the stronger."""
ROUND_FROM_PX = 6.0
"""Narrower strokes have square ends and pointed joins: the difference is not seen."""
HAIR_PX = 1.0
"""Qt draws lines up to this width by another road, thirty times as fast."""

AREA_ORDER = ("green", "water", "square", "building")
AREA_FROM_ZOOM: Mapping[str, int] = MappingProxyType({"green": 9, "water": 8, "square": 14, "building": 14})
OUTLINES_FROM_ZOOM = 16
"""Houses get their walls."""
LINE_FROM_ZOOM: Mapping[str, int] = MappingProxyType(
    {"river": 8, "stream": 13, "rail": 10, "siding": 15, "metro": 11, "tram": 14}
)
ARROWS_FROM_ZOOM = 17
ARROW_EVERY_PX = 150.0
DASHED_PATHS_FROM_ZOOM = 16
STATIONS_FROM_ZOOM = 13

_LINE_PX: Mapping[str, tuple[tuple[int, float], ...]] = MappingProxyType(
    {
        "river": ((8, 0.7), (11, 1.2), (14, 2.5), (16, 5.0), (18, 9.0)),
        "stream": ((13, 0.6), (15, 1.0), (17, 2.0), (19, 3.5)),
        "rail": ((10, 0.7), (13, 1.2), (15, 2.4), (17, 3.4), (19, 4.5)),
        "siding": ((15, 0.8), (17, 1.4), (19, 2.5)),
        "metro": ((11, 1.0), (13, 1.6), (15, 2.2), (17, 3.0), (19, 4.0)),
        "tram": ((14, 0.7), (16, 1.0), (18, 1.6)),
    }
)


def road_width_px(road_class: int, zoom: int) -> float:
    """Drawn width of a road class; 0 where the zoom leaves it out."""
    row = _WIDTH_PX[road_class]
    if zoom >= _WIDTH_ZOOM[-1]:
        return row[-1] * 1.5 ** (zoom - _WIDTH_ZOOM[-1])
    if zoom <= _WIDTH_ZOOM[0]:
        return row[0]
    step = next(n for n in range(len(_WIDTH_ZOOM) - 1) if zoom <= _WIDTH_ZOOM[n + 1])
    low, high = _WIDTH_ZOOM[step], _WIDTH_ZOOM[step + 1]
    if row[step] == 0 and zoom < high:
        return 0.0
    return row[step] + (row[step + 1] - row[step]) * (zoom - low) / (high - low)


def line_width_px(kind: str, zoom: int) -> float:
    """Drawn width of a railway or watercourse; 0 where the zoom leaves it out."""
    if zoom < LINE_FROM_ZOOM[kind]:
        return 0.0
    steps = _LINE_PX[kind]
    for (low, thin), (high, thick) in pairwise(steps):
        if zoom <= high:
            return thin + (thick - thin) * (zoom - low) / (high - low)
    return steps[-1][1]
