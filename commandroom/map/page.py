"""The base page: folium writes it once, we give it local scripts and a policy that allows nothing else."""

import base64
import hashlib
import re

import folium

from commandroom.geo import LatLon

SCHEME = "room"
BASE = f"{SCHEME}://map"
PAGE_ADDRESS = f"{BASE}/index.html"

SCRIPTS = (
    "words.js",
    "symbols.js",
    "crowd.js",
    "picture.js",
    "pencil.js",
    "layer.js",
    "hands.js",
    "link.js",
    "main.js",
)
"""Our scripts in resources/map, in the order the page loads them."""

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def base_page(centre: LatLon, zoom: int) -> str:
    """The whole HTML text of the map page; the Leaflet map is the global `map_room`."""
    chart = folium.Map(
        location=[centre.lat, centre.lon],
        zoom_start=zoom,
        tiles=None,
        control_scale=False,
        zoom_control=False,
        attribution_control=False,
        zoom_animation=False,
        fade_animation=False,
        double_click_zoom=False,
        box_zoom=False,
        max_zoom=19,
        min_zoom=8,
        wheel_px_per_zoom_level=90,
        keyboard=False,
    )
    chart._id = "room"
    chart.default_js = [
        ("leaflet", f"{BASE}/leaflet/leaflet.js"),
        ("webchannel", f"{BASE}/qwebchannel.js"),
    ]
    chart.default_css = [
        ("leaflet_style", f"{BASE}/leaflet/leaflet.css"),
        ("room_style", f"{BASE}/page/room.css"),
    ]
    html: str = chart.get_root().render()
    ours = "".join(f'<script src="{BASE}/page/{name}"></script>\n' for name in SCRIPTS)
    html = html.replace("</html>", ours + "</html>") if "</html>" in html else html + ours
    return html.replace("<head>", f"<head>\n{_policy(html)}", 1)


def _policy(html: str) -> str:
    """Content-Security-Policy as a meta tag: our scheme, and folium's own inline pieces by their hashes."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, text in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[tag].append(f"'sha256-{digest}'")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {SCHEME}: {' '.join(hashes['script'])}",
            f"style-src {SCHEME}: {' '.join(hashes['style'])}",
            f"img-src {SCHEME}: data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
