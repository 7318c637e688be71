"""A whole recommendation for 1,091 units on Wuhan: road times, team, reasons; beside two other rankings."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import hypot
from pathlib import Path
from statistics import median

import numpy as np

from bench.figure import Figure, median_ms
from commandroom.demo.town.shipped import load_demo
from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Author, Incident, Unit
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.models.domain.rules import own_post_of, report_incident
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import import_osm
from commandroom.roads.travel import Mode, RoadRouter
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.recommendation import Recommendation
from commandroom.services.team.proposal import TeamProposal
from commandroom.services.team.whereabouts import Whereabouts

WUHAN = Path(__file__).parents[2] / "shared" / "data" / "wuhan_roads.osm.pbf"
NOW = datetime(2026, 5, 1, 13, 0, tzinfo=UTC)
ROUNDS = 200
KIND = "knife"
"""The plan with the most needs."""


class Room:
    """The city's roster scattered over Wuhan: posts on random junctions, their units round them."""

    def __init__(self, network: RoadNetwork) -> None:
        self.network, self.town = network, load_demo("city")
        self.router = RoadRouter(network)
        self.recommendation = Recommendation(self.router)
        self.whereabouts = Whereabouts(self.router)
        self.doctrine = shipped_doctrine()
        self.chance = np.random.default_rng(7)
        self.nodes = self.router.nodes(Mode.CAR)
        self.posts = tuple(replace(post, at=self.anywhere()) for post in self.town.roster.posts)
        at = {post.id: post.at for post in self.posts}
        self.units = tuple(self._put(unit, at) for unit in self.town.roster.units)

    def anywhere(self) -> LatLon:
        """A random junction."""
        return self.network.node(int(self.chance.choice(self.nodes)))

    def incident(self, at: LatLon) -> Incident:
        """A fresh one of the longest plan."""
        return report_incident(
            ReportIncident(Author("bench", "bench"), KindCode(KIND), at, ""),
            kind=self.town.kinds.kind(KindCode(KIND)),
            number=IncidentId("I-1"),
            own_post=own_post_of(at, self.posts),
            doctrine=self.doctrine,
            at=NOW,
        ).incident

    def propose(self, incident: Incident) -> TeamProposal:
        """The whole recommendation."""
        return self.recommendation.propose(
            incident,
            self.units,
            assignments=(),
            incidents=(incident,),
            posts=self.posts,
            doctrine=self.doctrine,
            now=NOW,
        )

    def _put(self, unit: Unit, at: dict[str, LatLon]) -> Unit:
        if unit.home_post is None:
            return replace(unit, at=self.anywhere())
        east, north = self.chance.uniform(-40, 40, 2)
        return replace(unit, at=moved(at[unit.home_post], east_m=float(east), north_m=float(north)))


def figures() -> Iterator[Figure]:
    """Fresh incidents, the same again, a preview; and what the road times of it cost."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    room = Room(compile_network(import_osm(WUHAN)))
    room.recommendation.warm_up(room.anywhere())
    incidents = [room.incident(room.anywhere()) for _ in range(ROUNDS)]
    room.propose(incidents.pop())
    room.whereabouts.seconds(room.anywhere(), room.units)
    fresh = [_ms(room.propose, each) for each in incidents]
    crow, graph = _straight_line_ms(room, incidents), _networkx_ms(room)
    how = (
        f"{len(room.units)} units, {len(room.posts)} posts, Wuhan, plan {KIND}, {len(fresh)} fresh incidents"
    )
    yield Figure("recommend_fresh_median", median(fresh), "ms", *graph, how)
    yield Figure("recommend_fresh_p99", float(np.percentile(fresh, 99)), "ms", "", None, how)
    kept = [_ms(room.propose, incidents[-1]) for _ in range(ROUNDS)]
    yield Figure("recommend_again_median", median(kept), "ms", *crow, "the same incident, fields kept")
    roads = [_road_ms(room, room.incident(room.anywhere())) for _ in range(50)]
    yield Figure(
        "recommend_road_times", median(roads), "ms", "", None, "of it the road times, fresh incident"
    )
    again = [_road_ms(room, incidents[-1]) for _ in range(50)]
    rest = median(kept) - median(again)
    yield Figure("recommend_beside_roads", rest, "ms", "", None, "filter, rank, team and reasons alone")
    unit = room.units[0]
    preview = median_ms(lambda: room.recommendation.preview(incidents[-1], unit, now=NOW), rounds=ROUNDS)
    yield Figure("recommend_preview", preview, "ms", "", None, "one unit, field kept")


def _ms(act: Callable[[Incident], object], incident: Incident) -> float:
    begun = time.perf_counter()
    act(incident)
    return (time.perf_counter() - begun) * 1000


def _road_ms(room: Room, incident: Incident) -> float:
    return _ms(lambda each: room.whereabouts.seconds(each.at, room.units), incident)


def _straight_line_ms(room: Room, incidents: list[Incident]) -> tuple[str, float]:
    """A plain loop over straight-line distances, as the best open system ranks (Resgrid); no team."""
    at = incidents[0].at

    def rank() -> list[Unit]:
        return sorted(room.units, key=lambda unit: distance_m(unit.at, at))

    return "straight line rank, plain Python loop, no team, no reasons", median_ms(rank, rounds=30)


def _networkx_ms(room: Room) -> tuple[str, float]:
    """One car search to everybody and a sort, no team."""
    import networkx

    matrix = room.router.graph(Mode.CAR).onward.matrix().T.tocsr()
    graph = networkx.from_scipy_sparse_array(matrix, create_using=networkx.DiGraph)
    nodes = [room.router.nearest_node(unit.at, Mode.CAR) for unit in room.units]

    def rank() -> list[int]:
        seconds = networkx.single_source_dijkstra_path_length(graph, nodes[0])
        return sorted(nodes, key=lambda node: seconds.get(node, hypot(1e9, 1e9)))

    name = f"networkx {networkx.__version__} single-source Dijkstra and sort, cars only, no team"
    return name, median_ms(rank, rounds=3)
