"""Base maps without a window: what is on offer, and whether a file is sound."""

from pathlib import Path
from typing import Any

from commandroom.errors import WorldFailed
from commandroom.grounds import FILE_KINDS, GroundSpec, all_grounds
from commandroom.settings import Settings


def grounds_on_offer(settings: Settings) -> list[dict[str, Any]]:
    """Every base map of the room as plain values; nothing is opened or asked."""
    return [
        {
            "name": spec.name,
            "kind": spec.kind,
            "datum": "" if spec.kind == "roads" else spec.datum.value,
            "source": str(spec.path) if spec.path else spec.address,
            "chosen": spec.name == (settings.ground or "roads"),
        }
        for spec in all_grounds(settings.home, settings.grounds)
    ]


def check_ground_file(path: Path) -> dict[str, Any]:
    """What a file of tiles says of itself.

    Raises:
        WorldFailed: it cannot be used (`ground.*`).
    """
    from commandroom.map.grounds.opening import open_file

    kind = FILE_KINDS.get(path.suffix.lower())
    if kind is None:
        raise WorldFailed("ground.foreign", path=path.name, kind="MBTiles / PMTiles")
    quarry = open_file(GroundSpec(path.stem, kind, path))
    try:
        about = quarry.about
        west, south, east, north = about.box
        return {
            "path": str(path),
            "name": about.name,
            "format": about.format,
            "low": about.min_zoom,
            "high": about.max_zoom,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "credit": about.credit,
        }
    finally:
        quarry.close()
