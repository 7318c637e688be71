"""What the roads are like now: speeds, time of day, closures, slow areas, what crossings cost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

from commandroom.geo import LatLon
from commandroom.roads.modes import (
    CROSSING_S,
    GROUND,
    NO_CORRECTION,
    OFF_ROAD_KMH,
    SPEEDS_KMH,
    U_TURN_S,
    ByMode,
    Mode,
)
from commandroom.roads.raw import RoadClass

NEAR_M = 15.0
"""A road this near to a drawn point or line is meant by it."""

Band = tuple[float, float, tuple[float, ...]]
"""From and to, in hours of the local day, and by how much travel times rise, by `RoadClass`."""

#                            path, service, residential, tertiary, secondary, primary, trunk, motorway
_BUSY: tuple[float, ...] = (1.0, 1.0, 1.05, 1.1, 1.2, 1.25, 1.25, 1.15)
_QUIET: tuple[float, ...] = (1.0, 1.0, 1.0, 0.95, 0.9, 0.9, 0.9, 0.95)
DAY_BANDS: tuple[Band, ...] = ((7.0, 9.5, _BUSY), (17.0, 19.5, _BUSY), (22.0, 30.0, _QUIET))
"""For vehicles. An hour above 24 is one of the next day. Estimates, to be edited: no public source."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something drawn on the map that closes roads or slows them.

    It holds for every segment that lies or crosses in an area, or comes within `NEAR_M` of a point or line.
    """

    kind: Literal["closed", "slow"]
    shape: Literal["point", "line", "area"]
    points: tuple[LatLon, ...]
    factor: float = 1.0
    """The share of its speed that a slow road keeps, above 0 and up to 1; of no meaning where closed."""
    id: str = ""
    modes: frozenset[Mode] = GROUND
    """Whom it stops or slows."""

    def __post_init__(self) -> None:
        """Raises `ValueError` for a shape without points or a factor that is none."""
        least = {"point": 1, "line": 2, "area": 3}[self.shape]
        if len(self.points) < least:
            raise ValueError(f"a {self.shape} needs {least} points")
        if self.kind == "slow" and not 0.0 < self.factor <= 1.0:
            raise ValueError("a slow road keeps a share of its speed above 0 and up to 1")


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that travel times depend on besides the map; equal conditions give equal times.

    Mappings may leave modes out: those keep the defaults. Raises `ValueError` where a speed, factor or
    time is not a sensible number.
    """

    kmh: Mapping[Mode, tuple[float, ...]] = SPEEDS_KMH
    """Speeds by `RoadClass`."""
    off_road_kmh: Mapping[Mode, float] = OFF_ROAD_KMH
    """From the road to the door; a drone's speed."""
    factor: Mapping[Mode, float] = NO_CORRECTION
    """Learned correction: every travel time of the mode is multiplied by it."""
    bands: tuple[Band, ...] = DAY_BANDS
    hour: float | None = None
    """Local time of day; None: no band holds."""
    ignores_oneway: frozenset[Mode] = frozenset()
    """Vehicles that may drive against one-way streets."""
    effects: tuple[Effect, ...] = ()
    crossing_s: Mapping[Mode, tuple[float, ...]] = CROSSING_S
    """For passing a crossing, by the class of the smaller of the roads that meet; half in, half out."""
    u_turn_s: Mapping[Mode, float] = U_TURN_S
    """For a moving unit that must turn round to set out."""

    def __post_init__(self) -> None:
        """Fill in the defaults, freeze, check."""
        given: tuple[tuple[str, Mapping[Mode, object], Mapping[Mode, object]], ...] = (
            ("kmh", self.kmh, SPEEDS_KMH),
            ("off_road_kmh", self.off_road_kmh, OFF_ROAD_KMH),
            ("factor", self.factor, NO_CORRECTION),
            ("crossing_s", self.crossing_s, CROSSING_S),
            ("u_turn_s", self.u_turn_s, U_TURN_S),
        )
        for name, values, default in given:
            object.__setattr__(self, name, ByMode({**default, **values}))
        speeds = [*self.off_road_kmh.values(), *self.factor.values()]
        waits = list(self.u_turn_s.values())
        for by_class in (*self.kmh.values(), *(rise for _, _, rise in self.bands)):
            _check_classes(by_class)
            speeds += by_class
        for by_class in self.crossing_s.values():
            _check_classes(by_class)
            waits += by_class
        if not all(isfinite(each) and each > 0 for each in speeds):
            raise ValueError("speeds and factors are above 0")
        if not all(isfinite(each) and each >= 0 for each in waits):
            raise ValueError("seconds are 0 or more")

    @property
    def band(self) -> Band | None:
        """The first band that holds at `hour`."""
        if self.hour is None:
            return None
        hour = self.hour % 24.0
        return next((each for each in self.bands if _holds(each, hour)), None)

    def settled(self) -> "Conditions":
        """Conditions of the same times whose hour is that of the band: equal all through the band."""
        band = self.band
        if band is None:
            return replace(self, hour=None, bands=())
        return replace(self, hour=band[0] % 24.0, bands=(band,))


def _check_classes(by_class: tuple[float, ...]) -> None:
    if len(by_class) != len(RoadClass):
        raise ValueError(f"one value for each of {len(RoadClass)} road classes")


def _holds(band: Band, hour: float) -> bool:
    return band[0] <= hour < band[1] or band[0] <= hour + 24.0 < band[1]
