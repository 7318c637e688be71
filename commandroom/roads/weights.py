"""What every segment costs one mode under given conditions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.roads.conditions import Conditions
from commandroom.roads.modes import OVER_SIGN, SHORTEST_S, SLOWEST_SIGN_KMH, Mode, metres_per_second
from commandroom.roads.network import Floats, Ints, RoadNetwork, SegFlag
from commandroom.roads.raw import RoadClass

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """The segments that the effects of some conditions hold for, in one mode."""

    closed: Ints
    slow: Ints
    """Segments, ascending, each once."""
    times: Floats
    """(slow,) by how much the time of each rises, 1 or more."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """(segments,) seconds along and against the stored direction, inf where the mode may not.

    A closed segment is not driven through, but it is left, and entered, on foot over the ends that are
    open in that direction: its seconds are those of that walk.
    """

    forward_s: Floats
    backward_s: Floats
    is_closed: Flags
    crossing_half_s: Floats
    """(nodes,) half of what it costs to pass each node."""
    walk_mps: float
    """Off the road, the learned correction included."""
    u_turn_s: float


def weights(
    network: RoadNetwork,
    mode: Mode,
    conditions: Conditions,
    *,
    usable: Ints,
    smaller_road: npt.NDArray[np.int8],
    touched: Touched,
) -> Weights:
    """Seconds for the `usable` segments; `smaller_road`: (nodes,) its class at crossings, -1 elsewhere."""
    factor = conditions.factor[mode]
    walk_mps = metres_per_second(conditions.off_road_kmh[mode]) / factor
    seconds = _segment_seconds(network, mode, conditions)
    seconds[touched.slow] *= touched.times
    is_closed = np.zeros(network.segment_count, dtype=np.bool_)
    is_closed[touched.closed] = True
    seconds[touched.closed] = np.maximum(
        seconds[touched.closed], network.seg_length_m[touched.closed] / walk_mps
    )
    forward, backward = open_directions(network, mode)
    if mode in conditions.ignores_oneway and mode.is_motor:
        forward = backward = forward | backward
    is_usable = np.zeros(network.segment_count, dtype=np.bool_)
    is_usable[usable] = True
    by_class = np.append(np.array(conditions.crossing_s[mode]), 0.0)
    return Weights(
        forward_s=np.where(forward & is_usable, seconds, np.inf),
        backward_s=np.where(backward & is_usable, seconds, np.inf),
        is_closed=is_closed,
        crossing_half_s=by_class[smaller_road] * (factor / 2),
        walk_mps=walk_mps,
        u_turn_s=conditions.u_turn_s[mode] * factor,
    )


def _segment_seconds(network: RoadNetwork, mode: Mode, conditions: Conditions) -> Floats:
    """(segments,) seconds to travel each segment in `mode`, whether or not it may be used."""
    kmh = np.array(conditions.kmh[mode])[network.seg_class]
    rise = np.full(len(RoadClass), conditions.factor[mode])
    if mode.is_motor:
        sign = np.maximum(network.seg_maxspeed_kmh.astype(np.float64), SLOWEST_SIGN_KMH) * OVER_SIGN
        kmh = np.where(network.seg_maxspeed_kmh > 0, np.minimum(kmh, sign), kmh)
        if conditions.band is not None:
            rise *= np.array(conditions.band[2])
    seconds = network.seg_length_m / (kmh / 3.6) * rise[network.seg_class]
    return np.asarray(np.maximum(seconds, SHORTEST_S), dtype=np.float64)


def open_directions(network: RoadNetwork, mode: Mode) -> tuple[Flags, Flags]:
    """(segments,) whether `mode` may travel each segment along, and against, its stored direction."""
    if mode.is_motor:
        return network.seg_flags & SegFlag.FORWARD != 0, network.seg_flags & SegFlag.BACKWARD != 0
    on_foot = network.seg_flags & SegFlag.FOOT != 0
    return on_foot, on_foot
