import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.roads.cells import CellGrid
from commandroom.roads.network import RoadNetwork
from commandroom.roads.snap import SegmentIndex
from commandroom.roads.sphere import distances_m
from commandroom.roads.travel import Mode, RoadRouter

from .maps import ORIGIN


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 200), st.floats(0.0005, 3.0))
def test_nothing_near_is_missed_by_the_cells(seed: int, count: int, spread_deg: float) -> None:
    rng = np.random.default_rng(seed)
    lat, lon = ORIGIN.lat + rng.normal(0, spread_deg, (2, count))
    grid = CellGrid(lat, lon)
    at = rng.integers(0, count, 20)
    asked = np.stack((lat[at], lon[at])) + rng.normal(0, 3e-4, (2, 20))
    places, counts = grid.around(asked[0], asked[1])
    ends = np.cumsum(counts)
    for row in range(20):
        found = set(grid.order[places[ends[row] - counts[row] : ends[row]]].tolist())
        gaps = distances_m(lat, lon, asked[0, row], asked[1, row])
        assert set(np.flatnonzero(gaps < grid.sure_m - 0.5).tolist()) <= found


def test_a_point_off_the_map_is_beside_nothing() -> None:
    grid = CellGrid(np.array([30.0, 30.01]), np.array([114.0, 114.01]))
    places, counts = grid.around(np.array([31.0, -80.0, 30.0]), np.array([114.0, -179.0, 114.0]))
    assert counts.tolist() == [0, 0, 1]
    assert grid.order[places].tolist() == [0]


def test_wuhan_snaps_agree_with_looking_at_every_segment(wuhan: RoadNetwork) -> None:
    """On the road, beside it, and far out where only the wide look finds anything."""
    segments = RoadRouter(wuhan).graph(Mode.CAR).segments
    index = SegmentIndex(wuhan, segments)
    rng = np.random.default_rng(5)
    nodes = rng.integers(0, wuhan.node_count, 24)
    points = np.stack((wuhan.node_lat[nodes], wuhan.node_lon[nodes]), axis=1)
    points += rng.normal(0, 1, points.shape) * np.repeat([1e-6, 1e-4, 1e-3, 5e-2], 6)[:, None]
    ends = [np.stack((wuhan.node_lat[s], wuhan.node_lon[s])) for s in (wuhan.seg_from, wuhan.seg_to)]
    start, end = (side[:, segments] for side in ends)
    for point, off_road_m in zip(points, index.snap(points).off_road_m, strict=True):
        scale = np.array([1.0, np.cos(np.radians(point[0]))])[:, None]
        offset, along = (point[:, None] - start) * scale, (end - start) * scale
        share = np.clip((offset * along).sum(axis=0) / np.maximum((along**2).sum(axis=0), 1e-24), 0, 1)
        on_road = start + share * (end - start)
        nearest = distances_m(on_road[0], on_road[1], float(point[0]), float(point[1])).min()
        assert abs(off_road_m - nearest) < 0.15 + nearest * 1e-4
