"""How far the roads carry within so many seconds: the pieces of road reached, cut where the time is up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, starmap

import numpy as np
import numpy.typing as npt

from commandroom.geo import LatLon, moved
from commandroom.roads.graph import ModeGraph
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.topology import Places
from commandroom.roads.travel import RoadRouter

Line = tuple[LatLon, ...]
Lines = tuple[Line, ...]

CIRCLE_SIDES = 72
"""Corners of the circle that a drone reaches."""

SLIVER = 1e-9
"""No piece of road is a smaller share of its segment than this: rounding makes such ones."""


def reach(
    router: RoadRouter, at: LatLon, mode: Mode, limits_s: Sequence[float], *, toward: bool = False
) -> tuple[Lines, ...]:
    """For each limit the road lines reached within it, but not within the one before.

    A place off the road loses the time of the walk to the road first, as in `RoadField`. A drone has no
    roads: its lines are closed circles. Nothing is reached where the mode has no road.

    Args:
        limits_s: seconds, rising.
        toward: who can reach `at`, against the one-way streets; else what can be reached from there.

    Raises:
        ValueError: the limits do not rise.
    """
    if any(later < sooner for sooner, later in pairwise(limits_s)):
        raise ValueError("limits must rise")
    if not limits_s:
        return ()
    if mode is Mode.DRONE:
        mps = router.drone_mps
        return tuple((_circle(at, limit * mps),) if limit > 0 else () for limit in limits_s)
    snap = router.snap([at], mode)
    segment = int(snap.segment[0])
    if segment < 0:
        return tuple(() for _ in limits_s)
    graph = router.graph(mode)
    walk_s = float(snap.off_road_m[0]) / graph.weights.walk_mps
    budgets = [limit - walk_s for limit in limits_s]
    if budgets[-1] <= 0:
        return tuple(() for _ in limits_s)
    start = _Start(segment, float(snap.fraction[0]), graph.topology.places(snap))
    stretches = _stretches(graph, start, budgets[-1], toward=toward)
    return tuple(
        _lines(router.network, _between(stretches, sooner, later))
        for sooner, later in pairwise((0.0, *budgets))
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the place meets the road."""

    segment: int
    fraction: float
    place: Places


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    """Segments (or the two parts of the place's own), and when a traveller stands at their two ends.

    `enter_s` are the seconds at the end `low` and `ahead_s` those from there to the end `high`;
    `leave_s` and `back_s` the same from `high`. Fractions are those of the whole segment.
    """

    segment: Ints
    low: Floats
    high: Floats
    enter_s: Floats
    leave_s: Floats
    ahead_s: Floats
    back_s: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Parts of segments, in the order of segments and of fractions."""

    segment: Ints
    low: Floats
    high: Floats


def _stretches(graph: ModeGraph, start: _Start, limit_s: float, *, toward: bool) -> _Stretches:
    """Everything that has an end within `limit_s`, after one search."""
    network = graph.network
    ahead, back = graph.forward_s, graph.backward_s
    if toward:  # seen from the goal, every journey runs the other way
        ahead, back = back, ahead
    # Who comes to a segment over a junction has half of the crossing still before him.
    node_s = graph.node_seconds(start.place, limit_s, toward=toward) + graph.weights.crossing_half_s
    is_near = np.minimum(node_s[network.seg_from], node_s[network.seg_to]) <= limit_s
    is_near &= np.isfinite(ahead) | np.isfinite(back)
    is_split = 0.0 < start.fraction < 1.0
    if is_split:
        is_near[start.segment] = False
    near = np.flatnonzero(is_near).astype(np.int32)
    whole = _Stretches(
        segment=near,
        low=np.zeros(len(near)),
        high=np.ones(len(near)),
        enter_s=node_s[network.seg_from[near]],
        leave_s=node_s[network.seg_to[near]],
        ahead_s=ahead[near],
        back_s=back[near],
    )
    return _with_own(whole, network, node_s, (ahead, back), start) if is_split else whole


def _with_own(
    whole: _Stretches,
    network: RoadNetwork,
    node_s: Floats,
    seconds: tuple[Floats, Floats],
    start: _Start,
) -> _Stretches:
    """`whole` and the two parts of the place's own segment, which meet at the place."""
    own, cut = start.segment, start.fraction
    ahead, back = (float(each[own]) for each in seconds)
    first_s = float(node_s[network.seg_from[own]])
    last_s = float(node_s[network.seg_to[own]])

    def more(values: npt.NDArray[np.generic], *extra: float) -> Floats:
        return np.concatenate((values, np.array(extra)))

    return _Stretches(
        segment=np.concatenate((whole.segment, np.array([own, own], dtype=np.int32))),
        low=more(whole.low, 0.0, cut),
        high=more(whole.high, cut, 1.0),
        enter_s=more(whole.enter_s, first_s, 0.0),
        leave_s=more(whole.leave_s, 0.0, last_s),
        ahead_s=more(whole.ahead_s, cut * ahead, (1.0 - cut) * ahead),
        back_s=more(whole.back_s, cut * back, (1.0 - cut) * back),
    )


def _between(stretches: _Stretches, sooner_s: float, later_s: float) -> _Pieces:
    """What is reached within `later_s` but not within `sooner_s`."""
    if later_s <= 0:
        return _sorted(stretches, np.zeros((0,), np.int32), np.zeros(0), np.zeros(0))
    before_low, before_high = _reached(stretches, sooner_s) if sooner_s > 0 else (0.0, 1.0)
    low, high = _reached(stretches, later_s)
    rows = np.arange(len(low), dtype=np.int32)
    is_left = np.broadcast_to(np.less(before_low, before_high), low.shape)
    meets = is_left & (low >= high)
    # The two tongues that come in from both ends, or all that was left between them where they meet.
    first_to = np.where(meets, before_high, low)
    first = is_left & (first_to - before_low > SLIVER)
    second = is_left & ~meets & (before_high - high > SLIVER)
    before_low, before_high = (np.broadcast_to(each, low.shape) for each in (before_low, before_high))
    return _sorted(
        stretches,
        np.concatenate((rows[first], rows[second])),
        np.concatenate((before_low[first], high[second])),
        np.concatenate((first_to[first], before_high[second])),
    )


def _reached(stretches: _Stretches, limit_s: float) -> tuple[Floats, Floats]:
    """Shares of each stretch up to which, and from which on, it is reached within `limit_s`."""
    low = _share(limit_s - stretches.enter_s, stretches.ahead_s)
    return low, 1.0 - _share(limit_s - stretches.leave_s, stretches.back_s)


def _share(left_s: Floats, whole_s: Floats) -> Floats:
    """How much of a stretch that takes `whole_s` is done in `left_s`; none against a one-way street."""
    with np.errstate(invalid="ignore"):
        return np.where((left_s > 0) & np.isfinite(whole_s), np.minimum(left_s / whole_s, 1.0), 0.0)


def _sorted(stretches: _Stretches, row: Ints, low: Floats, high: Floats) -> _Pieces:
    """Parts of stretches as parts of segments, put in order."""
    segment, begin = stretches.segment[row], stretches.low[row]
    width = stretches.high[row] - begin
    low, high = begin + low * width, np.where(high >= 1.0, stretches.high[row], begin + high * width)
    order = np.lexsort((low, segment))
    return _Pieces(segment[order], low[order], high[order])


def _lines(network: RoadNetwork, pieces: _Pieces) -> Lines:
    """The pieces as lines; those of one way that follow each other are one."""
    count = len(pieces.segment)
    if count == 0:
        return ()
    goes_on = _goes_on(network, pieces)
    starts = np.flatnonzero(np.append(True, ~goes_on))
    first = _place(network, pieces.segment[starts], pieces.low[starts])
    last = _place(network, pieces.segment, pieces.high)
    lat, lon = (np.insert(ends, starts, begins).tolist() for ends, begins in zip(last, first, strict=True))
    points = tuple(map(partial(tuple.__new__, LatLon), zip(lat, lon, strict=True)))
    cuts = (np.append(starts, count) + np.arange(len(starts) + 1)).tolist()
    return tuple(points[begin:end] for begin, end in pairwise(cuts))


def _goes_on(network: RoadNetwork, pieces: _Pieces) -> npt.NDArray[np.bool_]:
    """(pieces - 1,) whether the next piece begins where this one ends."""
    here, there = pieces.segment[:-1], pieces.segment[1:]
    is_same = (here == there) & (pieces.high[:-1] == pieces.low[1:])
    is_next = (here + 1 == there) & (network.seg_way[here] == network.seg_way[there])
    is_next &= (network.seg_to[here] == network.seg_from[there]) & (pieces.high[:-1] == 1.0)
    return np.asarray(is_same | (is_next & (pieces.low[1:] == 0.0)), dtype=np.bool_)


def _place(network: RoadNetwork, segment: Ints, fraction: Floats) -> tuple[Floats, Floats]:
    """Latitudes and longitudes so far along the segments."""
    tail, head = network.seg_from[segment], network.seg_to[segment]
    lat, lon = network.node_lat, network.node_lon
    return (
        lat[tail] + (lat[head] - lat[tail]) * fraction,
        lon[tail] + (lon[head] - lon[tail]) * fraction,
    )


def _circle(at: LatLon, metres: float) -> Line:
    """What a drone reaches, as a closed line."""
    angles = np.linspace(0.0, 2 * np.pi, CIRCLE_SIDES + 1)
    sides = zip((np.sin(angles) * metres).tolist(), (np.cos(angles) * metres).tolist(), strict=True)
    return tuple(starmap(lambda east, north: moved(at, east_m=east, north_m=north), sides))
