"""Mapnik, the renderer behind openstreetmap.org, drawing the same roads in the same widths; bench only."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from commandroom.map import drawingstyle as style
from commandroom.map.palette import NIGHT
from commandroom.roads.network import RoadNetwork

HALF_WORLD_M = 20037508.342789244
WGS84_RADIUS_M = 6378137.0


def version() -> str | None:
    """Mapnik's version, None where it is not installed."""
    try:
        import mapnik  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    return str(mapnik.version_string())


def tile_painter(network: RoadNetwork, folder: Path, zoom: int) -> Callable[[int, int], bytes]:
    """Draws a tile of a zoom as PNG; the roads are in Mapnik's memory, indexed, in the map's own metres."""
    import mapnik

    roads = folder / "roads.geojson"
    if not roads.exists():
        roads.write_text(json.dumps(_geojson(network)), encoding="utf-8")
    chart = mapnik.Map(256, 256)
    mapnik.load_map_from_string(chart, _style_sheet(roads, zoom))
    chart.buffer_size = 16
    side = 2 * HALF_WORLD_M / 2**zoom

    def paint(x: int, y: int) -> bytes:
        left, top = x * side - HALF_WORLD_M, HALF_WORLD_M - y * side
        chart.zoom_to_box(mapnik.Box2d(left, top - side, left + side, top))
        image = mapnik.Image(256, 256)
        mapnik.render(chart, image)
        return bytes(image.to_string("png:z=1"))

    return paint


def _geojson(network: RoadNetwork) -> dict[str, object]:
    x = np.radians(network.node_lon) * WGS84_RADIUS_M
    y = np.log(np.tan(np.pi / 4 + np.radians(network.node_lat) / 2)) * WGS84_RADIUS_M
    features = []
    for way in range(network.way_count):
        nodes = network.way_nodes(way)
        line = np.stack((x[nodes], y[nodes]), axis=1).round(2).tolist()
        features.append(
            {
                "type": "Feature",
                "properties": {"c": int(network.way_class[way])},
                "geometry": {"type": "LineString", "coordinates": line},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _style_sheet(roads: Path, zoom: int) -> str:
    """All casings first, then all roads, as our painter does; round where ours is round."""
    widths = [(road_class, style.road_width_px(road_class, zoom)) for road_class in range(8)]
    drawn = [(road_class, width) for road_class, width in widths if width > 0]
    cased = [each for each in drawn if each[1] >= style.CASING_FROM_PX and zoom >= style.CASING_FROM_ZOOM]
    styles = "".join(
        f'<Style name="{name}">{"".join(rules)}</Style>'
        for name, rules in (
            ("casing", list(_rules(cased, lambda _: NIGHT.casing, 2.0))),
            ("road", list(_rules(drawn, lambda road_class: NIGHT.road[road_class], 0.0))),
        )
    )
    source = f'<Parameter name="type">geojson</Parameter><Parameter name="file">{roads}</Parameter>'
    return (
        f'<Map srs="epsg:3857" background-color="{NIGHT.ground}">{styles}'
        '<Layer name="roads" srs="epsg:3857" cache-features="true"><StyleName>casing</StyleName>'
        f"<StyleName>road</StyleName><Datasource>{source}</Datasource></Layer></Map>"
    )


def _rules(drawn: list[tuple[int, float]], colour: Callable[[int], str], extra_px: float) -> Iterator[str]:
    for road_class, width in drawn:
        ends = "round" if width + extra_px >= style.ROUND_FROM_PX else "square"
        joins = "round" if ends == "round" else "miter"
        yield (
            f'<Rule><Filter>[c]={road_class}</Filter><LineSymbolizer stroke="{colour(road_class)}" '
            f'stroke-width="{width + extra_px}" stroke-linecap="{ends}" stroke-linejoin="{joins}"/></Rule>'
        )
