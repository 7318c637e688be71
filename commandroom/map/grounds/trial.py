"""Try a ground before it is chosen: one tile of it, or the reason why there is none."""

from dataclasses import dataclass

from commandroom.geo import LatLon
from commandroom.grounds import GroundSpec
from commandroom.map.grounds.laid import LaidGround
from commandroom.map.grounds.opening import Surroundings, open_ground
from commandroom.map.grounds.quarry import WORLD, About
from commandroom.map.marks import Theme
from commandroom.map.mercator import world

_SAMPLE_ZOOM = 13
"""A quarter of a town on one tile."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a ground is, and a picture of it."""

    about: About
    tile: bytes | None
    is_here: bool
    """The tile is from where was asked for, not from the middle of the ground."""


def try_ground(spec: GroundSpec, around: Surroundings, *, theme: Theme, at: LatLon, zoom: int) -> Trial:
    """Open a ground and draw one tile; may take seconds.

    Raises:
        WorldFailed: why it cannot be used.
    """
    ground = open_ground(spec, around)
    try:
        about = ground.about
        level = min(max(zoom, about.min_zoom), about.max_zoom)
        tile = _drawn(ground, theme, at, level)
        if tile is not None or about.box == WORLD:
            return Trial(about, tile, True)
        west, south, east, north = about.box
        middle = LatLon((south + north) / 2, (west + east) / 2)
        near = max(about.min_zoom, min(about.max_zoom, _SAMPLE_ZOOM))
        return Trial(about, _drawn(ground, theme, middle, near), False)
    finally:
        ground.close()


def _drawn(ground: LaidGround, theme: Theme, at: LatLon, zoom: int) -> bytes | None:
    x, y = (int(part * 2**zoom) for part in world(at))
    return ground.draw(theme, zoom, x, y, 1)
