"""Where units set out on the roads, and what it costs them to turn round first."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commandroom.roads.graph import ModeGraph
from commandroom.roads.network import Floats, Ints, RoadNetwork
from commandroom.roads.snap import Snaps
from commandroom.roads.topology import Places


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """(n,) starts with the seconds to the ends of their chains, a turn at the start counted."""

    places: Places
    begin_s: Floats
    end_s: Floats
    turn_ahead_s: Floats
    """What it costs first to set out along the chain …"""
    turn_back_s: Floats
    """… and against it."""

    def direct(self, graph: ModeGraph, rows: Ints, goals: Places) -> Floats:
        """(k,) seconds from the starts of the given rows along their own chain to one goal each."""
        ahead, back = graph.direct(self.places[rows], goals)
        return np.minimum(ahead + self.turn_ahead_s[rows], back + self.turn_back_s[rows])


def starts_of(graph: ModeGraph, snaps: Snaps, headings: npt.ArrayLike | None = None) -> Starts:
    """`headings`: see `ArrivalField.seconds`. Who stands on a junction has no way to turn from."""
    places = graph.topology.places(snaps)
    doors = graph.exits(places)
    nothing = np.zeros(len(places))
    if headings is None or graph.weights.u_turn_s == 0.0:
        return Starts(places, doors.begin_s, doors.end_s, nothing, nothing)
    along = _along(graph, places, np.asarray(headings, dtype=np.float64).reshape(-1))
    is_inside = ~places.is_at_begin & ~places.is_at_end
    turn_ahead = np.where(is_inside & (along < 0), graph.weights.u_turn_s, 0.0)
    turn_back = np.where(is_inside & (along > 0), graph.weights.u_turn_s, 0.0)
    return Starts(places, doors.begin_s + turn_back, doors.end_s + turn_ahead, turn_ahead, turn_back)


def _along(graph: ModeGraph, places: Places, headings: Floats) -> Floats:
    """(n,) above 0 for who moves along the chain, below 0 against it, NaN for who stands."""
    network: RoadNetwork = graph.network
    tail = graph.topology.tail_node[places.position]
    head = graph.topology.head_node[places.position]
    north = network.node_lat[head] - network.node_lat[tail]
    east = (network.node_lon[head] - network.node_lon[tail]) * np.cos(np.radians(network.node_lat[tail]))
    radians = np.radians(headings)
    return np.asarray(np.cos(radians) * north + np.sin(radians) * east, dtype=np.float64)
