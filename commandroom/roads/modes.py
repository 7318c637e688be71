"""How fast each kind of unit answers a call, by the class of road.

Responding speeds, not top speeds: averages over a drive with its junctions, so that distance divided
by them is an arrival time. On foot and with a dog people jog. Where a vehicle's road has a lower sign,
the sign counts: a lane signed 15 is slow for a reason, with a siren or without.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from commandroom.roads.network import Floats, RoadNetwork, SegFlag
from commandroom.roads.raw import RoadClass

Flags = npt.NDArray[np.bool_]


class Mode(StrEnum):
    """How a unit moves."""

    FOOT = "foot"
    DOG = "dog"
    MOTORBIKE = "motorbike"
    CAR = "car"
    DRONE = "drone"

    @property
    def is_motor(self) -> bool:
        """Whether it is bound to roads for vehicles and their directions."""
        return self in (Mode.MOTORBIKE, Mode.CAR)


SPEEDS_KMH: Mapping[Mode, tuple[float, ...]] = MappingProxyType(
    {
        #                path, service, residential, tertiary, secondary, primary, trunk, motorway
        Mode.FOOT: (9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0),
        Mode.DOG: (10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0),
        Mode.MOTORBIKE: (15.0, 22.0, 30.0, 38.0, 42.0, 46.0, 54.0, 65.0),
        Mode.CAR: (10.0, 18.0, 26.0, 35.0, 42.0, 48.0, 60.0, 80.0),
    }
)
"""km/h by mode and `RoadClass`, lowest class first."""

DRONE_KMH = 45.0
"""A drone flies straight at this speed, take-off not counted."""

SLOWEST_SIGN_KMH = 8.0
"""A signed limit below this is read as this: walking pace."""

OFF_ROAD_KMH: Mapping[Mode, float] = MappingProxyType(
    {Mode.FOOT: 9.0, Mode.DOG: 10.0, Mode.MOTORBIKE: 9.0, Mode.CAR: 9.0, Mode.DRONE: DRONE_KMH}
)
"""From the road to the door: people get out and run."""

SHORTEST_S = 1e-6
"""No segment takes less: a route descends by steps that are always real."""


def metres_per_second(kmh: float) -> float:
    """km/h in m/s."""
    return kmh / 3.6


def segment_seconds(network: RoadNetwork, mode: Mode) -> Floats:
    """(segments,) seconds to travel each segment in `mode`, whether or not it may be used."""
    speeds = SPEEDS_KMH[mode]
    kmh = np.array([speeds[road_class] for road_class in RoadClass])[network.seg_class]
    if mode.is_motor:
        sign = np.maximum(network.seg_maxspeed_kmh.astype(np.float64), SLOWEST_SIGN_KMH)
        kmh = np.where(network.seg_maxspeed_kmh > 0, np.minimum(kmh, sign), kmh)
    return np.asarray(np.maximum(network.seg_length_m / (kmh / 3.6), SHORTEST_S), dtype=np.float64)


def open_directions(network: RoadNetwork, mode: Mode) -> tuple[Flags, Flags]:
    """(segments,) whether `mode` may travel each segment along, and against, its stored direction."""
    if mode.is_motor:
        return network.seg_flags & SegFlag.FORWARD != 0, network.seg_flags & SegFlag.BACKWARD != 0
    on_foot = network.seg_flags & SegFlag.FOOT != 0
    return on_foot, on_foot
