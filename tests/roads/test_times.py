"""Many to many at once: the same as one field after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.geo import LatLon
from commandroom.roads.network import RoadNetwork
from commandroom.roads.travel import Mode, RoadRouter

from .maps import grid_point
from .test_travel import spots, towns


@settings(max_examples=60, deadline=None)
@given(
    towns(),
    st.lists(spots, max_size=4),
    st.lists(spots, max_size=4),
    st.sampled_from(list(Mode)),
    st.sampled_from([60.0, 240.0, np.inf]),
)
def test_times_are_those_of_the_fields(
    network: RoadNetwork,
    origins: list[tuple[float, float]],
    goals: list[tuple[float, float]],
    mode: Mode,
    limit_s: float,
) -> None:
    router = RoadRouter(network)
    here, there = [grid_point(*each) for each in origins], [grid_point(*each) for each in goals]
    times = router.times(here, there, mode, limit_s=limit_s)
    assert times.shape == (len(here), len(there))
    for column, goal in enumerate(there):
        expected = router.field(goal, mode).seconds(here)
        expected = np.where(expected <= limit_s, expected, np.inf)
        assert times[:, column] == pytest.approx(expected, rel=1e-9, abs=1e-6)
    for row, origin in enumerate(here):
        alone = router.times_from_one(origin, there, mode, limit_s)
        assert alone == pytest.approx(times[row], rel=1e-9, abs=1e-6)


def test_times_on_wuhan_are_those_of_the_fields(wuhan: RoadNetwork) -> None:
    router = RoadRouter(wuhan)
    rng = np.random.default_rng(11)
    near = LatLon(30.5805, 114.2905)
    points = np.array(near) + rng.normal(0, 0.02, (40, 2))
    for mode in (Mode.CAR, Mode.FOOT):
        times = router.times(points[:30], points[25:], mode, limit_s=480)
        for column, goal in enumerate(points[25:]):
            expected = router.field(LatLon(*goal), mode).seconds(points[:30])
            assert times[:, column] == pytest.approx(np.where(expected <= 480, expected, np.inf), abs=1e-6)
