"""What OpenStreetMap's tags mean to us: one folding table and a few rules, no files."""

from collections.abc import Mapping
from types import MappingProxyType

from commandroom.roads.raw import AreaKind, LineKind, OneWay, RoadClass

Tags = Mapping[str, str]

HIGHWAYS: Mapping[str, RoadClass] = MappingProxyType(
    {
        "motorway": RoadClass.MOTORWAY,
        "trunk": RoadClass.TRUNK,
        "primary": RoadClass.PRIMARY,
        "secondary": RoadClass.SECONDARY,
        "tertiary": RoadClass.TERTIARY,
        "unclassified": RoadClass.RESIDENTIAL,
        "residential": RoadClass.RESIDENTIAL,
        "living_street": RoadClass.SERVICE,
        "service": RoadClass.SERVICE,
        "busway": RoadClass.SERVICE,
        "road": RoadClass.SERVICE,
        "track": RoadClass.PATH,
        "pedestrian": RoadClass.PATH,
        "footway": RoadClass.PATH,
        "path": RoadClass.PATH,
        "steps": RoadClass.PATH,
        "cycleway": RoadClass.PATH,
        "bridleway": RoadClass.PATH,
        "corridor": RoadClass.PATH,
    }
)
"""`highway` values that are roads; `…_link` counts as its road. All others are left out."""

FOOT_ONLY = frozenset({"pedestrian", "footway", "path", "steps", "cycleway", "bridleway", "corridor"})

PLACE_KEYS = (
    "place",
    "amenity",
    "railway",
    "public_transport",
    "shop",
    "tourism",
    "leisure",
    "healthcare",
    "office",
    "historic",
    "landuse",
    "natural",
    "building",
)
"""A named thing with one of these keys is a place; the first one gives its kind."""

MOST_NAME = 255
"""As many characters as OpenStreetMap itself allows."""
_JOINERS = "\u200c\u200d"
"""Unseen, but some scripts are written with them."""

_TRACKS: Mapping[str, LineKind] = MappingProxyType(
    {
        "rail": LineKind.RAIL,
        "narrow_gauge": LineKind.RAIL,
        "funicular": LineKind.RAIL,
        "subway": LineKind.METRO,
        "light_rail": LineKind.METRO,
        "monorail": LineKind.METRO,
        "tram": LineKind.TRAM,
    }
)
_WATERS: Mapping[str, LineKind] = MappingProxyType(
    {
        "river": LineKind.RIVER,
        "canal": LineKind.RIVER,
        "stream": LineKind.STREAM,
        "ditch": LineKind.STREAM,
        "drain": LineKind.STREAM,
    }
)
_YARDS = frozenset({"yard", "siding", "spur", "crossover"})
_NOT_PLACES = frozenset({"yes", "no", "tree", "grass", "residential", "platform", "stop", *_TRACKS})
_METRO = frozenset({"subway", "light_rail", "monorail"})
_CLOSED = frozenset({"no", "private", "discouraged"})
_ROUND = frozenset({"roundabout", "circular"})

_AREAS: Mapping[AreaKind, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        AreaKind.WATER: {
            "natural": frozenset({"water", "bay"}),
            "waterway": frozenset({"riverbank", "dock"}),
            "landuse": frozenset({"reservoir", "basin"}),
        },
        AreaKind.GREEN: {
            "landuse": frozenset(
                {"grass", "forest", "meadow", "recreation_ground", "village_green", "cemetery", "orchard"}
            ),
            "leisure": frozenset({"park", "garden", "pitch", "golf_course", "nature_reserve", "playground"}),
            "natural": frozenset({"wood", "scrub", "grassland", "heath", "wetland"}),
        },
        AreaKind.SQUARE: {
            "place": frozenset({"square"}),
            "amenity": frozenset({"marketplace", "parking"}),
        },
    }
)


def name_of(tags: Tags) -> str:
    """The Chinese name where there is one, else the name as signed, else ''.

    On one line, without signs that nobody sees but that turn the text around them, and not endless.
    """
    text = " ".join((tags.get("name:zh-Hans") or tags.get("name:zh") or tags.get("name") or "").split())
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isprintable() or sign in _JOINERS).strip()
    return text[:MOST_NAME]


def road_class_of(highway: str) -> RoadClass | None:
    """The class of a `highway` value, None for what is not a road."""
    return HIGHWAYS.get(highway.removesuffix("_link"))


def oneway_of(tags: Tags, highway: str) -> OneWay:
    """The direction for vehicles; motorways and roundabouts are one-way unless told otherwise."""
    stated = tags.get("oneway", "")
    if stated in ("yes", "true", "1"):
        return OneWay.FORWARD
    if stated in ("-1", "reverse"):
        return OneWay.BACKWARD
    implied = highway in ("motorway", "motorway_link") or tags.get("junction") in _ROUND
    return OneWay.FORWARD if implied and stated == "" else OneWay.NO


def open_to_motor(tags: Tags, highway: str) -> bool:
    """Whether vehicles may use the road; the most special access key decides."""
    for key in ("emergency", "motor_vehicle", "vehicle", "access"):
        if key in tags:
            is_said = highway not in FOOT_ONLY or key in ("emergency", "motor_vehicle")
            return is_said and tags[key] not in _CLOSED
    return highway not in FOOT_ONLY


def open_to_foot(tags: Tags, highway: str) -> bool:
    """Whether people on foot may use the road; motorways and motor roads only where it is said."""
    if "foot" in tags:
        return tags["foot"] not in _CLOSED and tags["foot"] != "use_sidepath"
    if highway in ("motorway", "motorway_link") or tags.get("motorroad") == "yes":
        return False
    return tags.get("access", "yes") not in _CLOSED


def maxspeed_kmh_of(tags: Tags) -> float:
    """The signed limit in km/h; 0 where there is none that can be read."""
    text = tags.get("maxspeed", "").split(";")[0].strip().lower()
    if text == "walk":
        return 6.0
    number, _, unit = text.partition(" ")
    if number.endswith("mph"):
        number, unit = number.removesuffix("mph"), "mph"
    try:
        speed = float(number.removesuffix("km/h"))
    except ValueError:
        return 0.0
    if unit.strip() == "mph":
        speed *= 1.609344
    return speed if 0.0 < speed < 400.0 else 0.0


def line_kind_of(tags: Tags) -> LineKind | None:
    """What a railway or watercourse is painted as, None for any other line."""
    kind = _TRACKS.get(tags.get("railway", "")) or _WATERS.get(tags.get("waterway", ""))
    return LineKind.SIDING if kind is LineKind.RAIL and tags.get("service") in _YARDS else kind


def level_of(tags: Tags) -> int:
    """The storey a way runs on: -5…-1 in a tunnel, 1…5 on a bridge, 0 on the ground."""
    try:
        layer = int(tags.get("layer", "0"))
    except ValueError:
        layer = 0
    if tags.get("bridge", "no") != "no":
        return min(max(layer, 1), 5)
    if tags.get("tunnel", "no") not in ("no", "building_passage"):
        return max(min(layer, -1), -5)
    return 0


def place_kind_of(tags: Tags) -> str | None:
    """The one-word kind of a named place, None where its tags name no place."""
    if tags.get("railway") in ("station", "halt") and tags.get("station") in _METRO:
        return "metro"
    for key in PLACE_KEYS:
        value = tags.get(key, "")
        if key == "building" and value == "yes":
            return "building"
        if value and value not in _NOT_PLACES:
            return value.split(";")[0].strip()
    return None


def area_kind_of(tags: Tags) -> AreaKind | None:
    """How a closed outline is painted, None where it is not."""
    for kind, wanted in _AREAS.items():
        if any(tags.get(key) in values for key, values in wanted.items()):
            return kind
    if tags.get("building", "no") != "no":
        return AreaKind.BUILDING
    if tags.get("area") == "yes" and tags.get("highway") in FOOT_ONLY:
        return AreaKind.SQUARE
    return None
