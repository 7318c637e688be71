"""What the layers of a vector tile mean: Protomaps, OpenMapTiles, and anything that looks like roads.

Sources: the layer descriptions of the Protomaps basemap (versions 2 to 4) and of OpenMapTiles 3.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from commandroom.map.grounds.mvt import Tags
from commandroom.map.grounds.unpack import plain_text
from commandroom.roads.osm_tags import road_class_of
from commandroom.roads.raw import LineKind, RoadClass

_ROADS = frozenset({"roads", "road", "transportation", "streets"})
_ROAD_NAMES = frozenset({"transportation_name", "road_label", "street_labels"})
_TRANSIT = frozenset({"transit", "rail", "railways"})
_STREAM_LAYERS = frozenset({"waterway", "waterways", "physical_line"})
_WATER = frozenset({"water", "ocean", "water_polygons"})
_LAND = frozenset({"landuse", "landcover", "natural", "park", "parks", "land", "landuse_overlay", "sites"})
_BUILDINGS = frozenset({"building", "buildings"})
_SPOTS = frozenset(
    {
        "place",
        "places",
        "place_labels",
        "poi",
        "pois",
        "physical_point",
        "water_name",
        "water_polygons_labels",
    }
)
_UNSEEN = frozenset(
    {"earth", "mask", "boundaries", "boundary", "aeroway", "housenumber",
     "mountain_peak", "aerodrome_label", "globallandcover"}
)  # fmt: skip
_KNOWN = _ROADS | _ROAD_NAMES | _TRANSIT | _STREAM_LAYERS | _WATER | _LAND | _BUILDINGS | _SPOTS | _UNSEEN

_KIND_KEYS = ("highway", "kind_detail", "class", "kind", "pmap:kind", "fclass", "type")
_KINDS: Mapping[str, RoadClass] = {
    "highway": RoadClass.MOTORWAY,
    "major_road": RoadClass.PRIMARY,
    "medium_road": RoadClass.SECONDARY,
    "minor_road": RoadClass.RESIDENTIAL,
    "minor": RoadClass.RESIDENTIAL,
    "street": RoadClass.RESIDENTIAL,
    "motorway_construction": RoadClass.PATH,
    "raceway": RoadClass.SERVICE,
    "other": RoadClass.PATH,
}
"""Words for roads that are not `highway` values."""
_RAILS: Mapping[str, LineKind] = {
    "tram": LineKind.TRAM,
    "subway": LineKind.METRO,
    "light_rail": LineKind.METRO,
    "monorail": LineKind.METRO,
    "rail": LineKind.RAIL,
    "railway": LineKind.RAIL,
    "narrow_gauge": LineKind.RAIL,
}
"""The most special word first."""
_STREAMS = frozenset({"stream", "ditch", "drain", "waterway"})
_LINE_KEYS = ("subclass", "railway", "kind_detail", "kind", "pmap:kind", "class", "waterway")
_GREEN = frozenset(
    {"forest", "wood", "grass", "grassland", "meadow", "park", "garden", "nature_reserve", "national_park",
     "recreation_ground", "village_green", "golf_course", "pitch", "playground", "cemetery", "allotments",
     "orchard", "vineyard", "scrub", "heath", "zoo", "wetland", "dog_park", "protected_area", "camp_site"}
)  # fmt: skip
_WATERS = frozenset({"water", "river", "lake", "ocean", "basin", "reservoir", "bay", "pond", "riverbank"})
_SQUARES = frozenset(
    {"pedestrian", "plaza", "school", "university", "college", "hospital", "railway", "industrial",
     "commercial", "stadium", "military", "kindergarten", "aerodrome", "attraction", "parking"}
)  # fmt: skip
_AREA_KEYS = (
    "kind",
    "pmap:kind",
    "class",
    "subclass",
    "landuse",
    "leisure",
    "natural",
    "amenity",
    "place",
    "water",
)
_SPOT_KEYS = (
    "subclass",
    "amenity",
    "railway",
    "leisure",
    "tourism",
    "shop",
    "place",
    "kind",
    "pmap:kind",
    "class",
)
_NAME_KEYS: Mapping[str, tuple[str, ...]] = {
    "zh": ("name:zh-Hans", "name:zh", "name_zh", "pgf:name:zh", "name", "name_int", "name:en", "name:latin"),
    "en": ("name:en", "name_en", "name:latin", "name_int", "name"),
}
_TRUE = frozenset({True, "yes", "true", "1"})


@dataclass(frozen=True, slots=True)
class Look:
    """How the features of one layer are to be seen."""

    sort: str
    """roads, names, transit, streams, water, land, buildings, spots or any."""

    @property
    def draws(self) -> bool:
        """Whether its lines are drawn and not only named."""
        return self.sort != "names"

    def line(self, tags: Tags) -> LineKind | None:
        """What a line that is no road is; None for a road and for what is not drawn."""
        if self.sort not in ("roads", "transit", "any", "streams", "water") or "highway" in tags:
            return None
        words = {tags.get(key) for key in _LINE_KEYS}
        if self.sort in ("streams", "water", "any"):
            return (
                LineKind.RIVER
                if words & {"river", "canal"}
                else LineKind.STREAM
                if words & _STREAMS
                else None
            )
        if tags.get("brunnel") == "tunnel" or not words & _RAILS.keys():
            return None
        return next(kind for word, kind in _RAILS.items() if word in words)

    def road_class(self, tags: Tags) -> int | None:
        """The class of a road; None for a line that is none."""
        if self.sort not in ("roads", "names", "any"):
            return None
        for key in _KIND_KEYS:
            word = tags.get(key)
            if isinstance(word, str):
                found = road_class_of(word)
                found = _KINDS.get(word) if found is None else found
                if found is not None:
                    return int(found)
        return None

    @staticmethod
    def storey(tags: Tags) -> str:
        """Where a road runs: tunnel, deck (a bridge) or road."""
        level = tags.get("pmap:level", tags.get("layer", 0))
        level = level if isinstance(level, int) else 0
        if (
            tags.get("brunnel") == "tunnel"
            or {tags.get("is_tunnel"), tags.get("tunnel")} & _TRUE
            or level < 0
        ):
            return "tunnel"
        if (
            tags.get("brunnel") == "bridge"
            or {tags.get("is_bridge"), tags.get("bridge")} & _TRUE
            or level > 0
        ):
            return "deck"
        return "road"

    @staticmethod
    def is_oneway(tags: Tags) -> bool:
        """Whether vehicles go along a road in its own direction only."""
        return tags.get("oneway") in _TRUE

    def area(self, tags: Tags) -> str | None:
        """The painter's word for a surface; None for one that is not painted."""
        if self.sort == "water":
            return "water"
        if self.sort == "buildings":
            return "building"
        if self.sort not in ("land", "any", "roads"):
            return None
        words = {tags.get(key) for key in _AREA_KEYS}
        if self.sort == "any" and ("building" in tags or "building" in words):
            return "building"
        if words & _WATERS:
            return "water"
        if words & _GREEN:
            return "green"
        return "square" if self.sort == "any" or words & _SQUARES else None

    def spot(self, tags: Tags) -> str | None:
        """The kind of a named point; None where it is no place."""
        if self.sort == "water":
            return "water"
        if self.sort not in ("spots", "any"):
            return None
        for key in _SPOT_KEYS:
            word = tags.get(key)
            if isinstance(word, str) and word:
                return "water" if word in _WATERS else word
        return "place" if self.sort == "any" else "poi"

    @staticmethod
    def name(tags: Tags, language: str) -> str:
        """The name in a language, else the local one; empty where there is none."""
        for key in _NAME_KEYS[language]:
            name = tags.get(key)
            if isinstance(name, str) and name:
                return plain_text(name)
        return ""


_SORTS: tuple[tuple[frozenset[str], str], ...] = (
    (_ROADS, "roads"),
    (_ROAD_NAMES, "names"),
    (_TRANSIT, "transit"),
    (_STREAM_LAYERS, "streams"),
    (_WATER, "water"),
    (_LAND, "land"),
    (_BUILDINGS, "buildings"),
    (_SPOTS, "spots"),
)


def look_of(layer: str, beside: Set[str]) -> Look | None:
    """How a layer is seen, by its name; None where it is left out.

    `beside`: the names of all layers of the tile. A layer of an unknown name is guessed at by what it holds
    only where no known one stands beside it.
    """
    for names, sort in _SORTS:
        if layer in names:
            return Look(sort)
    if layer in _UNSEEN or beside & _KNOWN:
        return None
    return Look("any")


def is_seen(layer: str) -> bool:
    """Whether a layer of this name may be drawn at all."""
    return layer not in _UNSEEN
