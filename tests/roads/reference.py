"""Travel times the slow way: every segment looked at, a textbook Dijkstra, no arrays."""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from math import inf

from commandroom.geo import LatLon, distance_m
from commandroom.roads.graph import ModeGraph
from commandroom.roads.network import RoadNetwork


@dataclass(frozen=True)
class Foot:
    """Where a point meets the road."""

    segment: int
    fraction: float
    off_m: float


def nearest_segment(network: RoadNetwork, graph: ModeGraph, point: LatLon) -> Foot:
    """Golden-section search along every segment."""
    best = Foot(-1, 0.0, inf)
    for segment in graph.segments.tolist():
        a, b = network.node(int(network.seg_from[segment])), network.node(int(network.seg_to[segment]))
        low, high = 0.0, 1.0
        for _ in range(60):
            third = (high - low) / 3
            near, far = between(a, b, low + third), between(a, b, high - third)
            if distance_m(point, near) <= distance_m(point, far):
                high -= third
            else:
                low += third
        gap = distance_m(point, between(a, b, low))
        if gap < best.off_m - 1e-9:
            best = Foot(segment, low, gap)
    return best


def between(a: LatLon, b: LatLon, share: float) -> LatLon:
    """The point so far from `a` to `b`."""
    return LatLon(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)


def travel_seconds(
    network: RoadNetwork, graph: ModeGraph, start: tuple[LatLon, Foot], goal: tuple[LatLon, Foot]
) -> float:
    """Forward from the start, with both points put into the graph as nodes of their own."""
    walk = graph.weights.walk_mps
    straight = distance_m(start[0], goal[0])
    if start[1].segment < 0 or goal[1].segment < 0:
        return inf
    best = straight / walk if straight <= goal[1].off_m else inf
    roads: dict[object, list[tuple[object, float]]] = defaultdict(list)
    on_way = {"start": start[1], "goal": goal[1]}
    closed = graph.weights.is_closed
    for segment in graph.segments.tolist():
        ends = int(network.seg_from[segment]), int(network.seg_to[segment])
        stops: list[tuple[float, object]] = [(0.0, ends[0]), (1.0, ends[1])]
        for name, foot in on_way.items():
            if foot.segment == segment and foot.fraction in (0.0, 1.0):
                here = ends[int(foot.fraction)]
                roads[name].append((here, 0.0))
                roads[here].append((name, 0.0))
            elif foot.segment == segment:
                stops.append((foot.fraction, name))
        for from_share, tail in stops:
            for to_share, head in stops:
                ahead = to_share >= from_share
                cost = float((graph.forward_s if ahead else graph.backward_s)[segment])
                whole = closed[segment] and tail in ends and head in ends
                if tail != head and cost < inf and not whole:
                    halves = sum(half_crossing(graph, each) for each in (tail, head))
                    roads[tail].append((head, abs(to_share - from_share) * cost + halves))
                if to_share == from_share and tail != head and {tail, head} == set(on_way):
                    roads[tail].append((head, 0.0))
    on_road = dijkstra(roads, "start", "goal")
    return min(best, on_road + (start[1].off_m + goal[1].off_m) / walk)


def half_crossing(graph: ModeGraph, stop: object) -> float:
    """Half of what passing a node costs; nothing for a point between nodes."""
    return float(graph.weights.crossing_half_s[stop]) if isinstance(stop, int) else 0.0


def dijkstra(roads: dict[object, list[tuple[object, float]]], start: object, goal: object) -> float:
    """The shortest way, inf where there is none."""
    queue: list[tuple[float, int, object]] = [(0.0, 0, start)]
    done: set[object] = set()
    ticket = 0
    while queue:
        seconds, _, here = heapq.heappop(queue)
        if here == goal:
            return seconds
        if here in done:
            continue
        done.add(here)
        for there, cost in roads[here]:
            ticket += 1
            heapq.heappush(queue, (seconds + cost, ticket, there))
    return inf
