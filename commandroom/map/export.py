"""The present picture as one HTML file that opens anywhere without a network.

folium writes the page; Leaflet, the tiles in sight, the signs and the marks are put into the file itself. A
policy in it lets nothing be loaded and no script run but the three whose hashes it names, and whatever
anybody has written travels as JSON and is shown as text.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import exp2, floor
from typing import Any

from commandroom.map.marks import Theme
from commandroom.map.mercator import TILE_PX, View, unworld, world
from commandroom.map.page import policy
from commandroom.map.source import MAX_ZOOM, MIN_ZOOM, TileSource
from commandroom.resources import resource

MOST_TILES = 300
"""About five megabytes."""
SCREEN_PX = (1600, 1000)
"""The page will be opened in a window about this large, whatever size the room's map has."""
_BEYOND = 0.1
"""So much more than that on each side, so that the picture can be moved a little."""
_DEEPER = 2
"""Zoom levels closer than the present one, as far as `MOST_TILES` allows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands beside the map."""

    title: str
    stamp: str
    """Says what kind of session it was where it was no real work; '' for live work."""
    lines: tuple[str, ...]
    """Station, time, operator."""
    columns: tuple[str, ...]
    """Head of the table of open incidents."""
    rows: tuple[tuple[str, ...], ...]
    legend: str
    language: str


def export_html(picture: dict[str, Any], tiles: TileSource, view: View, theme: Theme, head: Heading) -> str:
    """The whole file.

    Args:
        picture: what the page told of itself (`Room.exported` in resources/map).
        tiles: the ground; asked for some hundred tiles, which takes a second or two: not for the GUI thread.
        view: what was in sight.
    """
    zooms = list(_zooms(view))
    told = {
        "tiles": {f"{z}/{x}/{y}": _data(tile) for z, x, y, tile in _tiles(tiles, theme, view, zooms)},
        "zooms": [zooms[0], zooms[-1]],
        "look": [view.centre.lat, view.centre.lon, round(view.zoom)],
        "edge": _edge(view, zooms[-1]),
        "credit": tiles.credit,
        "picture": picture,
        "head": {
            "title": head.title,
            "stamp": head.stamp,
            "lines": head.lines,
            "columns": head.columns,
            "rows": head.rows,
            "legend": head.legend,
        },
    }
    return _page(json_in_html(told), view, zooms, theme, head)


def json_in_html(value: object) -> str:
    """JSON that can stand in a script element: nothing in it can end the element or begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, written in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"),
                          ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):  # fmt: skip
        text = text.replace(sign, written)
    return text.encode("utf-8", "replace").decode()


def _page(data: str, view: View, zooms: list[int], theme: Theme, head: Heading) -> str:
    """folium's page with everything inside; our texts never pass through its templates."""
    import folium

    chart = folium.Map(
        location=[view.centre.lat, view.centre.lon],
        zoom_start=round(view.zoom),
        tiles=None,
        control_scale=True,
        attribution_control=False,
        min_zoom=zooms[0],
        max_zoom=min(MAX_ZOOM, zooms[-1] + 2),
    )
    chart._id = "room"
    chart.default_js, chart.default_css = [], []
    html: str = chart.get_root().render()
    style = f"<style>{leaflet_text('leaflet.css')}{own_text('exported.css')}</style>"
    first = f"<script>{leaflet_text('leaflet.js')}</script>"
    last = f'<script type="application/json" id="room-data">{data}</script>'
    last += f"<script>{own_text('exported.js')}</script>"
    html = html.replace("<html>", f'<html lang="{escape(head.language)}" data-theme="{theme}">', 1)
    html = html.replace("</head>", f"<title>{escape(head.title)}</title>{style}{first}</head>", 1)
    html = html + last
    return html.replace("<head>", f"<head>\n{policy(html, source='', images='data:')}", 1)


def leaflet_text(name: str) -> str:
    """A file of Leaflet without the pictures it would load and the addresses it only names."""
    from commandroom.map.scheme import leaflet_folder

    text = (leaflet_folder() / name).read_text(encoding="utf-8")
    text = re.sub(r"url\([^)]*\)", "none", text)
    return re.sub(r"//# sourceMappingURL=\S*", "", text)


def own_text(name: str) -> str:
    """A file of ours in resources/map."""
    return (resource("map") / name).read_text(encoding="utf-8")


def _zooms(view: View) -> Iterator[int]:
    """Levels to take along: one farther, the present one, and closer ones while they are few enough tiles."""
    present = min(MAX_ZOOM, max(MIN_ZOOM, floor(view.zoom + 0.5)))
    count = 0
    for zoom in range(max(MIN_ZOOM, present - 1), min(MAX_ZOOM, present + _DEEPER) + 1):
        x0, y0, x1, y1 = _span(view, zoom)
        count += (x1 - x0 + 1) * (y1 - y0 + 1)
        if zoom > present and count > MOST_TILES:
            return
        yield zoom


def _span(view: View, zoom: int) -> tuple[int, int, int, int]:
    """First and last column and row of tiles of `zoom` that reach into the view and a little beyond."""
    side, (x, y) = 1 << zoom, world(view.centre)
    scale = TILE_PX * exp2(min(MAX_ZOOM, max(MIN_ZOOM, view.zoom)))
    half_x = max(view.width, SCREEN_PX[0]) * (0.5 + _BEYOND) / scale
    half_y = max(view.height, SCREEN_PX[1]) * (0.5 + _BEYOND) / scale

    def tile(at: float) -> int:
        return min(side - 1, max(0, floor(at * side)))

    return tile(x - half_x), tile(y - half_y), tile(x + half_x), tile(y + half_y)


def _edge(view: View, zoom: int) -> list[list[float]]:
    """South-western and north-eastern corner of what the file can show: lat, lon."""
    x0, y0, x1, y1 = _span(view, zoom)
    side = 1 << zoom
    south_west, north_east = unworld(x0 / side, (y1 + 1) / side), unworld((x1 + 1) / side, y0 / side)
    return [list(south_west), list(north_east)]


def _tiles(
    tiles: TileSource, theme: Theme, view: View, zooms: list[int]
) -> Iterator[tuple[int, int, int, bytes]]:
    for zoom in zooms:
        x0, y0, x1, y1 = _span(view, zoom)
        for x in range(x0, x1 + 1):
            for y in range(y0, y1 + 1):
                tile = tiles.tile(theme, zoom, x, y, 1)
                if tile is not None:
                    yield zoom, x, y, tile


def _data(tile: bytes) -> str:
    return base64.b64encode(tile).decode()
