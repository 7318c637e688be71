"""What routers over one network share, whatever the conditions: its shape and its index."""

from threading import Lock

from commandroom.roads.conditions import Conditions
from commandroom.roads.effects import EffectIndex
from commandroom.roads.graph import ModeGraph
from commandroom.roads.modes import Mode
from commandroom.roads.network import RoadNetwork
from commandroom.roads.snap import SegmentIndex
from commandroom.roads.topology import Topology, topology
from commandroom.roads.weights import open_directions, weights


class Ground:
    """One network; vehicles share one shape of it, people and dogs another. Safe for many threads."""

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        self._effects = EffectIndex(network)
        self._building = Lock()
        self._topologies: dict[bool, Topology] = {}
        self._indexes: dict[bool, SegmentIndex] = {}

    def topology(self, mode: Mode) -> Topology:
        """The shape of the roads of the mode's group."""
        with self._building:
            if mode.is_motor not in self._topologies:
                self._topologies[mode.is_motor] = topology(self.network, *open_directions(self.network, mode))
            return self._topologies[mode.is_motor]

    def index(self, mode: Mode) -> SegmentIndex:
        """The segment index of the mode's group."""
        segments = self.topology(mode).segments
        with self._building:
            if mode.is_motor not in self._indexes:
                self._indexes[mode.is_motor] = SegmentIndex(self.network, segments)
            return self._indexes[mode.is_motor]

    def graph(self, mode: Mode, conditions: Conditions) -> ModeGraph:
        """A graph of the mode, made anew."""
        shape = self.topology(mode)
        costs = weights(
            self.network,
            mode,
            conditions,
            usable=shape.segments,
            smaller_road=shape.smaller_road,
            touched=self._effects.touched_by(conditions.effects, mode),
        )
        return ModeGraph(self.network, mode, shape, costs)
