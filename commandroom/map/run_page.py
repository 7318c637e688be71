"""The report of a drill as one HTML file: its text, its charts, and a map on which the run is played.

folium makes the map; Leaflet and every piece of data stand in the file itself, nothing is loaded, and only
the scripts whose hashes the page names may run. What anybody has written travels as JSON, shown as text.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import numpy as np

from commandroom.geo import LatLon
from commandroom.map.export import json_in_html, leaflet_text, own_text
from commandroom.map.page import policy
from commandroom.reports.blocks import Report, writable
from commandroom.reports.page import STYLE, body
from commandroom.reports.record import RunRecord, Track
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RoadClass
from commandroom.wording import Wording

COLOURS = {"police": "#1f5fa8", "guard": "#2c8a57", "volunteer": "#8a6d1d", "opponent": "#b3402e"}
PACE = 15
"""Seconds of the drill in one of the reader's."""
MARGIN_DEG = 0.003
MOST_ROADS = 6_000


def run_html(
    report: Report,
    record: RunRecord,
    network: RoadNetwork,
    spots: Sequence[tuple[str, LatLon]],
    wording: Wording,
) -> str:
    """The whole file; without a map where no places were kept.

    Args:
        spots: the incidents, by number, and where they were.
    """
    say = wording.say
    if not record.tracks:
        chart = f"<h2>{escape(say('report.map'))}</h2><p>{escape(say('report.map.none'))}</p>"
        return _page(report, chart, "", "")
    south, west, north, east = _box(record.tracks, spots)
    told = {
        "tracks": [_track(each) for each in record.tracks],
        "roads": list(_roads(network, south, west, north, east)),
        "spots": [{"name": name, "lat": at.lat, "lon": at.lon} for name, at in spots],
        "moments": [
            [each.at_s, each.text] for each in record.moments if each.sort in ("inject", "order", "happening")
        ],
        "seconds": record.seconds,
        "pace": PACE,
        "colours": COLOURS,
        "words": {"play": say("report.map.play"), "pause": say("report.map.pause")},
    }
    key = "".join(
        f'<span><i class="dot-{name}"></i>{escape(say(f"report.map.{name}"))}</span>' for name in COLOURS
    )
    head = f"<h2>{escape(say('report.map'))}</h2>"
    chart = f'{head}<div id="map_run"></div><div id="run-bar"></div><p class="key">{key}</p>'
    return _page(report, chart, json_in_html(told), _folium_script((south, west, north, east)))


def _page(report: Report, chart: str, data: str, script: str) -> str:
    """The page; our texts never pass through folium's templates."""
    dots = "".join(f".dot-{name}{{background:{colour}}}" for name, colour in COLOURS.items())
    style = f"<style>{leaflet_text('leaflet.css')}{STYLE}{own_text('replayed.css')}{dots}</style>"
    scripts = ""
    if data:
        scripts = (
            f"<script>{leaflet_text('leaflet.js')}</script><script>{script}</script>"
            f'<script type="application/json" id="run-data">{data}</script>'
            f"<script>{own_text('replayed.js')}</script>"
        )
    html = (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}"><head>\n<meta charset="utf-8">'
        f"<title>{writable(escape(report.title))}</title>{style}</head><body>"
        f"{body(report, map_html=chart)}{scripts}</body></html>"
    )
    return html.replace("<head>", f"<head>\n{policy(html, source='', images='data:')}", 1)


def _folium_script(box: tuple[float, float, float, float]) -> str:
    """What folium writes to make the map, without its page: the report is the page."""
    import folium

    south, west, north, east = box
    chart = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=15,
        tiles=None,
        attribution_control=False,
    )
    chart.fit_bounds([[south, west], [north, east]])
    chart._id = "run"
    figure: Any = chart.get_root()
    figure.render()
    script: str = figure.script.render()
    return script


def _box(tracks: Iterable[Track], spots: Iterable[tuple[str, LatLon]]) -> tuple[float, float, float, float]:
    """South, west, north, east of where it happened: the incidents, and those who came near them."""
    near = [at for _, at in spots] or [track.places[0] for track in tracks if track.places]
    lats, lons = [at.lat for at in near], [at.lon for at in near]
    return min(lats) - MARGIN_DEG, min(lons) - MARGIN_DEG, max(lats) + MARGIN_DEG, max(lons) + MARGIN_DEG


def _track(track: Track) -> dict[str, object]:
    flat = [round(value * 1e6) for at in track.places for value in at]
    return {
        "name": track.name,
        "sort": track.sort,
        "t": [round(each, 1) for each in track.seconds],
        "p": flat,
    }


def _roads(
    network: RoadNetwork, south: float, west: float, north: float, east: float
) -> Iterable[tuple[int, list[int]]]:
    """Ways that pass through a box three times as large, by rank (0 wide, 2 narrow), as flat coordinates."""
    tall, wide = north - south, east - west
    lat, lon = network.node_lat, network.node_lon
    inside = (lat >= south - tall) & (lat <= north + tall) & (lon >= west - wide) & (lon <= east + wide)
    count = 0
    for way in range(len(network.way_start) - 1):
        nodes = network.way_node[network.way_start[way] : network.way_start[way + 1]]
        if not inside[nodes].any():
            continue
        count += 1
        if count > MOST_ROADS:
            return
        points = np.column_stack((lat[nodes], lon[nodes]))
        way_class = network.way_class[way]
        rank = 0 if way_class >= RoadClass.PRIMARY else 1 if way_class >= RoadClass.TERTIARY else 2
        yield rank, [round(value * 1e5) for value in points.ravel().tolist()]
