"""Addresses of tile servers: XYZ templates, WMTS by key and value or by template; checked before any request.

Sources: the de-facto slippy-map template of OpenStreetMap and Leaflet; OGC 07-057r7 (WMTS 1.0.0) with its
well-known matrix set GoogleMapsCompatible, which Tianditu calls `w`.
"""

from dataclasses import dataclass
from string import Formatter
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from commandroom.errors import WorldFailed

_PLACES = frozenset({"z", "x", "y", "-y", "q", "s", "r", "TileMatrix", "TileRow", "TileCol", "TileMatrixSet",
                     "Style", "style", "Layer", "layer"})  # fmt: skip
_SERVERS = "abc"
_LONGEST = 2_000
_BAIDU = ("bdimg.com", "bdstatic.com", "baidu.com", "api.map.baidu.com")
_ADDED = {
    "SERVICE": "WMTS",
    "REQUEST": "GetTile",
    "VERSION": "1.0.0",
    "STYLE": "default",
    "TILEMATRIXSET": "GoogleMapsCompatible",
    "FORMAT": "image/png",
}


@dataclass(frozen=True, slots=True)
class TileAddress:
    """A template that was checked; `host` is the only one ever asked, but for the letters of `{s}`."""

    template: str

    def of(self, zoom: int, x: int, y: int) -> str:
        """The address of a tile."""
        flipped = (1 << zoom) - 1 - y
        return self.template.format(
            **{
                "z": zoom, "x": x, "y": y, "-y": flipped, "q": quadkey(zoom, x, y), "r": "",
                "s": _SERVERS[(x + y) % len(_SERVERS)],
                "TileMatrix": zoom, "TileRow": y, "TileCol": x,
            }
        )  # fmt: skip

    @property
    def host(self) -> str:
        """Who is asked, for the credit line and for messages."""
        return urlsplit(self.of(0, 0, 0)).hostname or ""


def xyz_address(text: str) -> TileAddress:
    """An XYZ template.

    Raises:
        WorldFailed: no http(s) address, an unknown place, or one that does not name a tile.
    """
    plain = _checked(text)
    places = _places(plain)
    if not ("q" in places or ("z" in places and "x" in places and places & {"y", "-y"})):
        raise WorldFailed("ground.address.places", address=text)
    return TileAddress(plain)


def wmts_address(text: str) -> TileAddress:
    """A WMTS template with {TileMatrix}, {TileRow}, {TileCol}, or a server's address with LAYER=… in it.

    Raises:
        WorldFailed: neither, or of another matrix set.
    """
    plain = _checked(text)
    places = _places(plain)
    for name, value in (
        ("TileMatrixSet", "GoogleMapsCompatible"),
        ("Style", "default"),
        ("style", "default"),
    ):
        plain = plain.replace("{" + name + "}", value)
    if {"Layer", "layer"} & places:
        raise WorldFailed("ground.address.layer", address=text)
    if {"TileMatrix", "TileRow", "TileCol"} <= places or {"z", "x", "y"} <= places:
        return TileAddress(plain)
    if places - {"s", "TileMatrixSet", "Style", "style"}:
        raise WorldFailed("ground.address.places", address=text)
    return TileAddress(_by_key_and_value(plain, text))


def _by_key_and_value(plain: str, said: str) -> str:
    parts = urlsplit(plain)
    given = [(key.upper(), key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True)]
    names = {upper: value for upper, _, value in given}
    if not names.get("LAYER"):
        raise WorldFailed("ground.address.layer", address=said)
    kept = [(key, value) for upper, key, value in given if upper not in ("TILEMATRIX", "TILEROW", "TILECOL")]
    kept += [(key, value) for key, value in _ADDED.items() if key not in names]
    query = urlencode(kept).replace("{", "{{").replace("}", "}}")
    query += "&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}"
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _checked(text: str) -> str:
    plain = text.strip()
    if not plain.isprintable() or " " in plain or len(plain) > _LONGEST or not plain.isascii():
        raise WorldFailed("ground.address.bad", address=text[:200])
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError as why:
        raise WorldFailed("ground.address.bad", address=text[:200]) from why
    host = (parts.hostname or "").replace("{s}", "a")
    if parts.scheme not in ("http", "https") or not host or "{" in host or parts.username or port == 0:
        raise WorldFailed("ground.address.bad", address=text[:200])
    if any(host == one or host.endswith("." + one) for one in _BAIDU):
        raise WorldFailed("ground.address.baidu")
    return plain


def _places(plain: str) -> set[str]:
    try:
        named = {
            name
            for _, name, form, turn in Formatter().parse(plain)
            if name is not None and not (form or turn)
        }
        full = [name for _, name, _, _ in Formatter().parse(plain) if name is not None]
    except ValueError as why:
        raise WorldFailed("ground.address.places", address=plain) from why
    if not set(full) <= named or not named <= _PLACES:
        raise WorldFailed("ground.address.places", address=plain)
    return named


def quadkey(zoom: int, x: int, y: int) -> str:
    """A tile's number in base 4, as Bing's tile system writes it."""
    return "".join(str((x >> at & 1) + 2 * (y >> at & 1)) for at in range(zoom - 1, -1, -1))
