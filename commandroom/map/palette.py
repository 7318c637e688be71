"""Colours of the base map in both themes; the roles of the marks live in the page's style sheet."""

from dataclasses import dataclass

from commandroom.map.marks import Theme

Shades = tuple[str, str, str, str, str, str, str, str]
"""By road class, path first."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours of a theme."""

    ground: str
    water: str
    green: str
    building: str
    wall: str
    """Around a building."""
    square: str
    road: Shades
    thin: Shades
    """Roads drawn too thin for a casing."""
    casing: str
    deck: str
    """Casing of a bridge."""
    tunnel: str
    rail: str
    siding: str
    sleeper: str
    """The light pieces of a railway line."""
    metro: str
    tram: str
    arrow: str
    city_text: str
    place_text: str
    street_text: str
    lane_text: str
    station_text: str
    water_text: str
    halo: str


NIGHT = Palette(
    ground="#11161c",
    water="#0d2436",
    green="#12231d",
    building="#171f28",
    wall="#202b36",
    square="#181f27",
    road=("#222c37", "#1f2933", "#25313d", "#2c3947", "#354557", "#3f5266", "#486075", "#516a82"),
    thin=("#222c37", "#1d2630", "#202a34", "#2a3643", "#384959", "#43586c", "#4d667d", "#577289"),
    casing="#0b0f13",
    deck="#070a0d",
    tunnel="#18202a",
    rail="#333b46",
    siding="#262d36",
    sleeper="#141a21",
    metro="#3a3a58",
    tram="#2b3440",
    arrow="#6f8296",
    city_text="#a9b8c7",
    place_text="#8595a5",
    street_text="#8292a3",
    lane_text="#647384",
    station_text="#8d8fb5",
    water_text="#4f7fa3",
    halo="#11161c",
)
DAY = Palette(
    ground="#eef1f4",
    water="#c3d9ea",
    green="#d8e8d6",
    building="#e0e4e9",
    wall="#cfd5dc",
    square="#e7e9ea",
    road=("#c9cfd6", "#fcfdfd", "#ffffff", "#ffffff", "#ffffff", "#f7f3e6", "#efe9d8", "#e6dfcc"),
    thin=("#cdd4db", "#dde2e7", "#d9dee4", "#c6cfd8", "#aab7c4", "#98a8b8", "#8899ab", "#7d8fa2"),
    casing="#b9c3cd",
    deck="#8d9aa7",
    tunnel="#e6e9ec",
    rail="#aab3bc",
    siding="#bcc4cc",
    sleeper="#eef1f4",
    metro="#a9a6cf",
    tram="#b3bcc6",
    arrow="#8d9aa7",
    city_text="#36424d",
    place_text="#4f5d69",
    street_text="#586672",
    lane_text="#7c8893",
    station_text="#64619a",
    water_text="#44739a",
    halo="#f7f9fb",
)


def palette(theme: Theme) -> Palette:
    """The colours of a theme."""
    return NIGHT if theme == "night" else DAY
