"""What the planner is asked: demand, places that could be stations; nothing of the screen."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Post
from commandroom.roads.modes import Mode
from commandroom.roads.network import Ints, RoadNetwork
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.demand import street_samples
from commandroom.services.planner.sites import WEIGHT_OF_LEVEL, PlanDemand, Site, demand_at, demand_from_posts
from commandroom.services.ports import PastIncident

PITCH_M = 300.0
"""Of the crossings in a square of this side one is a candidate."""
ARMS = 3
"""Where fewer roads meet is no crossing."""
SITES_SAID = 2
_M_PER_DEG = 111_195.0


class DemandChoice(StrEnum):
    """What is to be reached."""

    INCIDENTS = "incidents"
    POSTS = "posts"
    STREETS = "streets"


class Places(StrEnum):
    """Where a station may be put."""

    POSTS = "posts"
    CROSSINGS = "crossings"
    BOTH = "both"


class Present(StrEnum):
    """What becomes of the stations there are."""

    KEPT = "kept"
    MOVABLE = "movable"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What the form asks for."""

    demand: DemandChoice
    days: int
    """Of past incidents."""
    mode: Mode
    limit_s: float
    count: int
    """New stations; 0 where `share` is asked."""
    share: float
    """Of the demand that is to be reached by as few stations as can be; 0 where `count` is asked."""
    places: Places
    present: Present


@dataclass(frozen=True, slots=True)
class PlanGround:
    """What the question is asked about."""

    router: RoadRouter
    posts: tuple[Post, ...]
    past: tuple[PastIncident, ...] = ()


def demand_of_wish(wish: PlanWish, ground: PlanGround) -> PlanDemand:
    """The points that are to be reached, and what each is worth.

    Raises:
        Refusal: there are none.
    """
    if wish.demand is DemandChoice.POSTS:
        if not ground.posts:
            raise Refusal("board.planner.no_posts")
        return demand_from_posts(ground.posts)
    if wish.demand is DemandChoice.STREETS:
        points, metres = street_samples(ground.router.network)
        if not len(metres):
            raise Refusal("board.planner.no_streets")
        return demand_at([LatLon(*each) for each in points.tolist()], metres)
    if not ground.past:
        raise Refusal("board.planner.no_incidents", days=wish.days)
    weight = [WEIGHT_OF_LEVEL[level] for _, level, _ in ground.past]
    return demand_at([at for at, _, _ in ground.past], weight)


def crossing_sites(router: RoadRouter, mode: Mode, pitch_m: float = PITCH_M) -> tuple[Site, ...]:
    """One crossing out of every square of `pitch_m`: the one nearest to its middle, the first of equals."""
    network, flown = router.network, Mode.FOOT if mode is Mode.DRONE else mode
    nodes = router.nodes(flown)
    arms = np.bincount(network.seg_from, minlength=network.node_count)
    arms += np.bincount(network.seg_to, minlength=network.node_count)
    nodes = nodes[arms[nodes] >= ARMS]
    if len(nodes) == 0:
        return ()
    lat, lon = network.node_lat[nodes], network.node_lon[nodes]
    north = (lat - network.bbox.south) * _M_PER_DEG / pitch_m
    squeeze = np.cos(np.radians(network.bbox.centre.lat))
    east = (lon - network.bbox.west) * _M_PER_DEG * squeeze / pitch_m
    row, column = np.floor(north), np.floor(east)
    off = np.hypot(north - row - 0.5, east - column - 0.5)
    order = np.lexsort((nodes, off, column, row))
    is_first = np.append(True, (np.diff(row[order]) != 0) | (np.diff(column[order]) != 0))
    return _named(network, nodes[order][is_first])


def _named(network: RoadNetwork, nodes: Ints) -> tuple[Site, ...]:
    """The nodes by the names of the roads that meet there; '' where none has a name."""
    wanted = np.zeros(network.node_count, dtype=np.bool_)
    wanted[nodes] = True
    roads: dict[int, list[str]] = {int(node): [] for node in nodes}
    for ends in (network.seg_from, network.seg_to):
        for segment in np.flatnonzero(wanted[ends]).tolist():
            name, said = network.name_of_segment(segment), roads[int(ends[segment])]
            if name and name not in said:
                said.append(name)
    return tuple(
        Site(f"node:{node}", " / ".join(sorted(names)[:SITES_SAID]), network.node(node))
        for node, names in roads.items()
    )
