"""The base page: folium writes it once, we give it local scripts and a policy that allows nothing else."""

import base64
import hashlib
import logging
import re
from importlib.util import find_spec
from pathlib import Path

from commandroom import __version__
from commandroom.map.source import MAX_ZOOM, MIN_ZOOM
from commandroom.resources import resource
from commandroom.wholefile import write_whole

_log = logging.getLogger(__name__)

SCHEME = "room"
BASE = f"{SCHEME}://map"
PAGE_ADDRESS = f"{BASE}/index.html"

SCRIPTS = (
    "words.js",
    "mercator.js",
    "symbols.js",
    "crowd.js",
    "picture.js",
    "pencil.js",
    "clusters.js",
    "units.js",
    "names.js",
    "hit.js",
    "waves.js",
    "layer.js",
    "hands.js",
    "link.js",
    "shapes.js",
    "captions.js",
    "hindrances.js",
    "plot.js",
    "strokes.js",
    "contain.js",
    "cover.js",
    "plan.js",
    "heat.js",
    "overlays.js",
    "describe.js",
    "measure.js",
    "tools.js",
    "legend.js",
    "tips.js",
    "watch.js",
    "main.js",
)
"""Our scripts in resources/map, in the order the page runs them."""
BUNDLE = "all.js"
"""All of them in one answer: each request of the page has to wait for the window's thread."""

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def base_page() -> str:
    """The whole HTML text of the map page, the same for every town: where to look, the room says later.

    The Leaflet map is the global `map_room`.
    """
    import folium  # near half a second; only when the page has to be written

    chart = folium.Map(
        location=[0, 0],
        zoom_start=MIN_ZOOM,
        tiles=None,
        control_scale=False,
        zoom_control=False,
        attribution_control=False,
        zoom_animation=False,
        fade_animation=False,
        double_click_zoom=False,
        box_zoom=False,
        max_zoom=MAX_ZOOM,
        min_zoom=MIN_ZOOM,
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
    ours = f'<script src="{BASE}/page/{BUNDLE}"></script>\n'
    html = html.replace("</html>", ours + "</html>") if "</html>" in html else html + ours
    return html.replace("<head>", f"<head>\n{policy(html)}", 1)


def bundle() -> bytes:
    """Every script, one after the other."""
    folder = resource("map")
    return b"\n;\n".join((folder / name).read_bytes() for name in SCRIPTS)


def kept_page(folder: Path | None) -> str:
    """The page as it was written last time by this folium; written and kept if need be.

    `folder`: where pages are kept between runs; None writes it anew.
    """
    if folder is None:
        return base_page()
    made_of = f"{_folium()} {__version__} {BUNDLE}"
    path = folder / f"{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.html"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        page = base_page()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, page.encode())
    except OSError as why:
        _log.warning("the map page cannot be kept: %s", why)
    return page


def _folium() -> str:
    """Which folium is installed, without importing it."""
    spec = find_spec("folium")
    if spec is None or spec.origin is None:
        return ""
    return f"{spec.origin} {Path(spec.origin).stat().st_mtime_ns}"


def policy(html: str, *, source: str = f"{SCHEME}:", images: str = f"{SCHEME}: data: blob:") -> str:
    """Content-Security-Policy as a meta tag: `source`, and the inline pieces of `html` by their hashes."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, text in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[tag].append(f"'sha256-{digest}'")
    rules = "; ".join(
        [
            "default-src 'none'",
            f"script-src {source} {' '.join(hashes['script'])}",
            f"style-src {source} {' '.join(hashes['style'])}",
            f"img-src {images}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
