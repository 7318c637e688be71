"""Do places on the register lie by the roads as they should, or in another datum?"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.roster.placing import looks_shifted, shift_note
from commandroom.services.roster.reading import Note


def doubt_about(points: Sequence[LatLon], router: RoadRouter) -> Note | None:
    """What to say where `points` seem to be in another datum than the roads; for a worker thread."""
    shift = looks_shifted(points, distance_to_road(router))
    return None if shift is None else shift_note(shift)


def distance_to_road(
    router: RoadRouter,
) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    """Metres from each point to the nearest road that people walk on."""
    return lambda points: router.snap(points, Mode.FOOT).off_road_m
