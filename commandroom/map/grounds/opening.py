"""From what the settings say to a ground the map can show."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from commandroom.grounds import GroundSpec
from commandroom.map.grounds.addresses import TileAddress, wmts_address, xyz_address
from commandroom.map.grounds.breaker import Breaker
from commandroom.map.grounds.far import FarGround
from commandroom.map.grounds.laid import Drawer, LaidGround
from commandroom.map.grounds.mbtiles import MbtilesFile
from commandroom.map.grounds.netquarry import KeptOnly, NetQuarry
from commandroom.map.grounds.pmtiles import PmtilesFile
from commandroom.map.grounds.quarry import WORLD, About, Quarry
from commandroom.map.grounds.raster import DIM_AT_NIGHT, RasterGround
from commandroom.map.grounds.tilecache import TileCache
from commandroom.map.grounds.vector import VectorGround
from commandroom.map.grounds.web import Patience, TileWeb
from commandroom.map.source import TileSource
from commandroom.wording import Language

_NET_MAX_ZOOM = 18
"""How deep a server is asked where nobody said; deeper views are enlarged from there."""
_VECTOR_ENDINGS = (".pbf", ".mvt")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a ground needs besides its own data."""

    stand_in: TileSource
    """What is shown where the ground has nothing."""
    cache: Path
    """Folder for tiles of servers and for what was drawn from vector files."""
    language: Language
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    """Seconds that never jump, for pauses and patience."""
    patience: Patience = field(default_factory=Patience)


def open_ground(spec: GroundSpec, around: Surroundings) -> LaidGround:
    """A ground ready to show; asks no server yet.

    Raises:
        WorldFailed: its file or address is no good (`ground.*`).
    """
    if spec.kind in ("mbtiles", "pmtiles"):
        quarry = open_file(spec)
        return LaidGround(
            name=spec.name,
            quarry=quarry,
            drawer=_drawer(spec, quarry, around.language),
            datum=spec.datum,
            credit=spec.credit,
            stand_in=around.stand_in,
            look=_look(spec, around.language),
            now=around.now,
            drawn=_drawn_folder(spec, quarry, around),
        )
    address = address_of(spec)
    return _far(spec, address, around)


def open_file(spec: GroundSpec) -> Quarry:
    """The file of tiles a ground names.

    Raises:
        WorldFailed: it is missing, foreign or broken.
    """
    assert spec.path is not None
    return MbtilesFile(spec.path) if spec.kind == "mbtiles" else PmtilesFile(spec.path)


def address_of(spec: GroundSpec) -> TileAddress:
    """The address of tiles a ground names.

    Raises:
        WorldFailed: it is none (`ground.address.*`).
    """
    return wmts_address(spec.address) if spec.kind == "wmts" else xyz_address(spec.address)


def about_address(spec: GroundSpec, address: TileAddress) -> About:
    """What is assumed of a server: nothing is asked to learn it."""
    path = address.template.partition("?")[0].lower()
    return About(
        "vector" if path.endswith(_VECTOR_ENDINGS) else "picture",
        spec.min_zoom or 0,
        _NET_MAX_ZOOM if spec.max_zoom is None else spec.max_zoom,
        WORLD,
        spec.credit or address.host,
        spec.name,
    )


def net_quarry(spec: GroundSpec, around: Surroundings) -> tuple[NetQuarry, TileCache]:
    """The tiles of a server and where they are kept."""
    address = address_of(spec)
    cache = TileCache(around.cache / "fetched", around.now)
    quarry = NetQuarry(
        address,
        about_address(spec, address),
        web=TileWeb(around.monotonic, around.patience),
        cache=cache,
        breaker=Breaker(around.monotonic),
    )
    return quarry, cache


def _far(spec: GroundSpec, address: TileAddress, around: Surroundings) -> FarGround:
    quarry, cache = net_quarry(spec, around)
    kept = KeptOnly(quarry, address, cache)
    return FarGround(
        name=spec.name,
        quarry=quarry,
        drawer=_drawer(spec, quarry, around.language),
        kept_drawer=_drawer(spec, kept, around.language),
        datum=spec.datum,
        credit=spec.credit,
        stand_in=around.stand_in,
        look=_look(spec, around.language),
        now=around.now,
    )


def _drawer(spec: GroundSpec, quarry: Quarry, language: Language) -> Drawer:
    if quarry.about.format == "vector":
        return VectorGround(quarry, datum=spec.datum, language=language)
    return RasterGround(quarry, datum=spec.datum, dim=DIM_AT_NIGHT if spec.dim is None else spec.dim)


def _drawn_folder(spec: GroundSpec, quarry: Quarry, around: Surroundings) -> Path | None:
    """Only what is painted is worth a place on the disk; pictures lie in their file already."""
    if quarry.about.format != "vector":
        return None
    return around.cache / "drawn" / sha256(str(spec.path).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _look(spec: GroundSpec, language: Language) -> str:
    return f"{language}-{spec.dim}"
