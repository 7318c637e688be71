"""What is to be covered."""

from random import Random

import numpy as np
import pytest

from commandroom.roads.compile import compile_network
from commandroom.roads.network import SegFlag
from commandroom.roads.raw import RawWay, RoadClass
from commandroom.services.coverage.demand import DemandKind, demand_of, street_samples
from tests.coverage.towns import posts, town
from tests.roads.maps import grid_point, raw_map


def test_the_metres_of_the_samples_add_up_to_the_streets_people_may_walk() -> None:
    network = town()
    walked = network.seg_flags & SegFlag.FOOT != 0
    assert 0 < walked.sum() < network.segment_count  # the motorway is no street
    for step_m in (40.0, 150.0, 1_000.0):
        _, metres = street_samples(network, step_m=step_m)
        assert metres.sum() == pytest.approx(network.seg_length_m[walked].sum())


def test_a_straight_street_is_sampled_about_every_step() -> None:
    network = compile_network(
        raw_map([(x * 10.0, 0.0) for x in range(91)], RawWay(tuple(range(91)), RoadClass.RESIDENTIAL))
    )
    where, metres = street_samples(network, step_m=150.0)
    middles = np.array([grid_point(75.0 + 150.0 * n, 0.0) for n in range(6)])
    assert np.allclose(metres, 150.0, atol=11.0)
    assert np.allclose(np.sort(where[:, 1]), middles[:, 1], atol=6e-5)  # within half a segment


def test_posts_come_first_by_id_then_named_places_then_streets() -> None:
    demand = demand_of(town(), reversed(posts(3, Random(1))))
    assert demand.ids == ("P-0", "P-1", "P-2", "", "")
    assert demand.names[3:] == ("一中", "县医院")  # the place without a name is none
    assert demand.rows_of(DemandKind.POST) == slice(0, 3)
    assert demand.rows_of(DemandKind.PLACE) == slice(3, 5)
    assert demand.rows_of(DemandKind.STREET) == slice(5, len(demand))
    assert len(demand.ids) < len(demand)


def test_a_map_without_streets_has_posts_alone() -> None:
    network = compile_network(raw_map([(0, 0), (500, 0)], RawWay((0, 1), RoadClass.MOTORWAY, foot=False)))
    assert len(demand_of(network, posts(2, Random(1)))) == 2
