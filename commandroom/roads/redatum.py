"""A road map given in GCJ-02 or BD-09, brought to WGS-84 as it comes in."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from commandroom.geo import Datum, LatLon, to_wgs84
from commandroom.roads.raw import RawMap


def in_wgs84(raw: RawMap, datum: Datum) -> RawMap:
    """`raw`, whose coordinates are in `datum`, in WGS-84; itself where it is so already."""
    if datum is Datum.WGS84:
        return raw

    def moved(points: Iterable[LatLon]) -> tuple[LatLon, ...]:
        return tuple(to_wgs84(point, datum) for point in points)

    nodes = moved(map(LatLon, raw.node_lat.tolist(), raw.node_lon.tolist()))
    where = np.asarray(nodes, dtype=np.float64).reshape(-1, 2)
    return replace(
        raw,
        node_lat=np.ascontiguousarray(where[:, 0]),
        node_lon=np.ascontiguousarray(where[:, 1]),
        places=tuple(replace(each, at=to_wgs84(each.at, datum)) for each in raw.places),
        areas=tuple(
            replace(each, outline=moved(each.outline), holes=tuple(map(moved, each.holes)))
            for each in raw.areas
        ),
        lines=tuple(replace(each, points=moved(each.points)) for each in raw.lines),
    )
