"""Colours of the base map in both themes; the roles of the marks live in the page's style sheet."""

from dataclasses import dataclass

from commandroom.map.marks import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours of a theme; `road` and `casing` by road class, path first."""

    ground: str
    water: str
    green: str
    building: str
    square: str
    road: tuple[str, str, str, str, str, str, str, str]
    thin: tuple[str, str, str, str, str, str, str, str]
    """Roads drawn too thin for a casing."""
    casing: str
    street_text: str
    lane_text: str
    place_text: str
    water_text: str
    halo: str


NIGHT = Palette(
    ground="#11161c",
    water="#0f2233",
    green="#13211d",
    building="#161d25",
    square="#171e26",
    road=("#1d2630", "#1e2732", "#232e3a", "#2a3744", "#303f4e", "#374859", "#3d5063", "#43586d"),
    thin=("#1d2630", "#1e2732", "#232e3a", "#2a3744", "#303f4e", "#374859", "#3d5063", "#43586d"),
    casing="#0c1014",
    street_text="#748496",
    lane_text="#566473",
    place_text="#8595a5",
    water_text="#4f7594",
    halo="#11161c",
)
DAY = Palette(
    ground="#eef1f4",
    water="#c9dceb",
    green="#dcebdd",
    building="#e2e6eb",
    square="#e6e9ec",
    road=("#f8f9fa", "#fbfcfd", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#e3e9ef", "#d9e1e9"),
    thin=("#dfe4e9", "#dbe1e7", "#d5dce3", "#c9d2db", "#bfc9d4", "#b4c0cc", "#aab7c5", "#a2b0bf"),
    casing="#bcc6d0",
    street_text="#65737f",
    lane_text="#8a96a1",
    place_text="#596874",
    water_text="#4d7a9c",
    halo="#f7f9fb",
)


def palette(theme: Theme) -> Palette:
    """The colours of a theme."""
    return NIGHT if theme == "night" else DAY
