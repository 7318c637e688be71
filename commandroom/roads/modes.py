"""How fast each kind of unit answers a call, by the class of road, and what crossings cost it.

Responding speeds between crossings, not top speeds; what is lost at crossings is counted apart, so that
both together are an arrival time. On foot and with a dog people jog. Where a vehicle's road has a lower
sign, the sign counts, a little exceeded: a lane signed 15 is slow for a reason, with a siren or without.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar


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


GROUND = frozenset(Mode) - {Mode.DRONE}
"""The modes that need roads."""

V = TypeVar("V")


class ByMode(Mapping[Mode, V]):
    """One value for each mode; never changes, equal and hashed by its values."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[Mode, V]) -> None:
        self._values = {mode: values[mode] for mode in Mode if mode in values}

    def __getitem__(self, mode: Mode) -> V:
        return self._values[mode]

    def __iter__(self) -> Iterator[Mode]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __repr__(self) -> str:
        return f"ByMode({self._values!r})"


SPEEDS_KMH: Mapping[Mode, tuple[float, ...]] = ByMode(
    {
        #                path, service, residential, tertiary, secondary, primary, trunk, motorway
        Mode.FOOT: (9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0),
        Mode.DOG: (10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0),
        Mode.MOTORBIKE: (16.0, 24.0, 33.0, 42.0, 46.0, 51.0, 59.0, 71.0),
        Mode.CAR: (11.0, 20.0, 29.0, 40.0, 48.0, 54.0, 68.0, 90.0),
    }
)
"""km/h by mode and `RoadClass`, lowest class first."""

DRONE_KMH = 45.0
"""A drone flies straight at this speed, take-off not counted."""

SLOWEST_SIGN_KMH = 8.0
"""A signed limit below this is read as this: walking pace."""

OVER_SIGN = 1.1
"""Who answers a call drives this many times the sign between crossings."""

OFF_ROAD_KMH: Mapping[Mode, float] = ByMode(
    {Mode.FOOT: 9.0, Mode.DOG: 10.0, Mode.MOTORBIKE: 9.0, Mode.CAR: 9.0, Mode.DRONE: DRONE_KMH}
)
"""From the road to the door: people get out and run."""

CROSSING_S: Mapping[Mode, tuple[float, ...]] = ByMode(
    {
        #                path, service, residential, tertiary, secondary, primary, trunk, motorway
        Mode.FOOT: (0.0, 0.0, 0.0, 0.5, 1.0, 2.0, 2.0, 2.0),
        Mode.DOG: (0.0, 0.0, 0.0, 0.5, 1.0, 2.0, 2.0, 2.0),
        Mode.MOTORBIKE: (0.0, 0.2, 0.6, 1.2, 1.8, 2.4, 2.4, 0.5),
        Mode.CAR: (0.0, 0.2, 0.8, 1.5, 2.0, 3.0, 3.0, 0.5),
    }
)
"""Seconds that passing a crossing costs, by the class of the smaller of the roads that meet there: the
third largest of its arms, for the larger two may be one road that goes through. Estimates."""

U_TURN_S: Mapping[Mode, float] = ByMode({Mode.FOOT: 0.0, Mode.DOG: 0.0, Mode.MOTORBIKE: 6.0, Mode.CAR: 15.0})
"""Seconds that it takes a moving unit to turn round before it sets out. Estimates."""

NO_CORRECTION: Mapping[Mode, float] = ByMode(dict.fromkeys(Mode, 1.0))
"""Travel times as they are computed."""

SHORTEST_S = 1e-6
"""No segment takes less: a route descends by steps that are always real."""


def metres_per_second(kmh: float) -> float:
    """km/h in m/s."""
    return kmh / 3.6
